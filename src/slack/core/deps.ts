import type { WebClient } from '@slack/web-api';
import type { AudienceDeps, Caller } from '../../audience/caller.ts';
import type { ImportState } from '../../audience/imports/imports.ts';
import type { FileSource } from './files.ts';
import type { Log } from './show-error.ts';

/** What the listeners need besides Slack's request. */
export interface SlackDeps {
  audience: AudienceDeps;
  files: FileSource;
  log: Log;
  /** The app's public address, without a trailing slash. */
  publicUrl: string | undefined;
  /** Shows the progress of an import in the places that follow it. */
  showImport(state: ImportState): void;
  /** Who a Slack person is here: workspace and role. @throws RollcallError `not-allowed` */
  callerOf(person: SlackPerson, client: WebClient): Promise<Caller>;
  /** Whether no process, here or elsewhere, has handled an event yet. */
  isFirst(eventId: string): Promise<boolean>;
}

export interface SlackPerson {
  teamId: string;
  userId: string;
}
