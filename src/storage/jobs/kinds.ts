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
  /** A mail of Rollcall itself. `handing`: it was about to be handed to the server, so it is never tried again by itself. */
  mail: MailOrder & { handing?: true };
}

/** Which mail to whom. `language`: ISO 639-1, of the page that it was asked for on. */
export type MailOrder =
  | { mail: 'preference-link'; contactId: number; language: string }
  | { mail: 'sign-up'; signUpId: number; language: string };

export type JobKind = keyof JobPayloads;

/** Kinds that the app's runners work on. */
export type RunnerKind = Exclude<JobKind, 'import-file'>;
