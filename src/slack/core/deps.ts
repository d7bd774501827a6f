import type { WebClient } from '@slack/web-api';
import type { AudienceDeps, Caller } from '../../audience/caller.ts';
import type { ImportState } from '../../audience/imports/imports.ts';
import type { FileSource } from './files.ts';
import type { Log } from './show-error.ts';

/** What the listeners need beside what Slack sends them. */
export interface SlackDeps {
  audience: AudienceDeps;
  files: FileSource;
  log: Log;
  /** Where the app is reached from outside, without a slash at its end. */
  publicUrl: string | undefined;
  /** Shows how far an import is, where it said that it wants it shown. */
  showImport(state: ImportState): void;
  /** Who a Slack person is here: workspace and role. @throws RollcallError `not-allowed` */
  callerOf(person: SlackPerson, client: WebClient): Promise<Caller>;
  /** Whether an event was taken up by nobody yet, here or in another process. */
  isFirst(eventId: string): Promise<boolean>;
}

export interface SlackPerson {
  teamId: string;
  userId: string;
}
