import type { WebClient } from '@slack/web-api';
import type { AudienceDeps, Caller } from '../../audience/caller.ts';
import type { ImportState } from '../../audience/imports/imports.ts';
import type { Message } from '../kit/message.ts';
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
  /** What a message shows from then on if its button, or the form that this opened, failed; undefined if it stays. */
  presentState?(stale: Stale): Promise<PresentState | undefined>;
}

/** A button, or a form that it opened, whose message may be out of date, and why it failed. */
export interface Stale {
  caller: Caller;
  /** The button's value, or the form's metadata. */
  value: string;
  error: unknown;
}

/** What a message shows now. */
export interface PresentState {
  message: Message;
  /** Everyone reads it, so what went wrong is said beside it. */
  isPost: boolean;
}

export interface SlackPerson {
  teamId: string;
  userId: string;
}
