/**
 * Kinds of background work, with what each needs to know. To add one, add its payload here; the compiler then asks for its
 * handler (audience/jobs/handlers.ts). A payload holds ids and never a person's data, so that erasing a person need not look
 * for it here.
 */
export interface JobPayloads {
  /** An import, or its undo. `actor`: who asked for the undo. */
  import: { importId: number; actor?: string };
  /** An import of a file that stays where it is: run by the command that has the file, never by the app. */
  'import-file': { importId: number; path: string; size: number; changed: number };
}

export type JobKind = keyof JobPayloads;

/** Kinds that the app's runners work on. */
export type RunnerKind = Exclude<JobKind, 'import-file'>;
