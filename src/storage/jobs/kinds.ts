/**
 * Kinds of background work, with what each needs to know. To add one, add its payload here; the compiler then
 * requires its handler (audience/jobs/handlers.ts). A payload holds ids and never a person's data, so erasing
 * a person doesn't have to search it.
 */
export interface JobPayloads {
  /** An import, or its undo. `actor`: who asked for the undo. */
  import: { importId: number; actor?: string };
  /** An import of a file that stays on its disk: run by the command that has the file, never by the app. */
  'import-file': { importId: number; path: string; size: number; changed: number };
  /** A campaign at its time: checks and prepares it. `version`: the one that was approved. */
  campaign: { campaignId: number; version: number };
  /**
   * A mail from Rollcall itself. `handing`: it was about to be passed to the server, so it is never retried
   * automatically.
   */
  mail: MailOrder & { handing?: true };
  /** Reads the sizes of a workspace's segments, every day. `day`: the day underway; `after`: the last segment read. */
  sizes: { day?: string; after?: number };
  /** The first reading of a new segment, and estimates for the time before. */
  'first-sizes': { segmentId: number };
  /** Looks at the watches of a workspace, again and again. */
  watches: Record<string, never>;
  /** Posts a message by itself, at most once. */
  post: { postId: number };
  /** Posts a digest at its time, every week. */
  digest: { digestId: number };
  /** Posts the results of a campaign in its thread after an hour, and updates them after a day and a week. */
  results: { campaignId: number };
}

/** Which mail goes to whom. `language`: ISO 639-1, of the page where it was requested. */
export type MailOrder =
  | { mail: 'preference-link'; contactId: number; language: string }
  | { mail: 'sign-up'; signUpId: number; language: string };

export type JobKind = keyof JobPayloads;

/** Kinds that the app's runners handle. */
export type RunnerKind = Exclude<JobKind, 'import-file'>;
