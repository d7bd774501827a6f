import type { Feed } from './feed.ts';
import type { Files } from './files.ts';
import type { Ids } from './ids.ts';
import type { Journal } from './journal.ts';
import type { Link } from './link.ts';
import type { Messages } from './messages.ts';
import type { Mailbox, Manifest, MovableClock, Readers, Sample } from './options.ts';
import type { Pace } from './pace.ts';
import type { ClockState, Faults, Person, Workspace } from './protocol.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import type { Views } from './views.ts';

/** Everything that the stand-in holds while it runs; each part is a module of its own. */
export interface World {
  /** The server's address without a trailing slash: `http://127.0.0.1:3000`. */
  base(): string;
  botToken: string;
  signingSecret: string;
  botId: string;
  manifest: Manifest;
  workspace: Workspace;
  /** The workspace's time, which people see: ahead of the real one after the app's clock was moved. */
  clock: () => number;
  ids: Ids;
  feed: Feed;
  journal: Journal;
  messages: Messages;
  views: Views;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  files: Files;
  link: Link;
  pace: Pace;
  faults: Faults;
  refusals: Refusal[];
  sample: Sample | undefined;
  mailbox: Mailbox | undefined;
  readers: Readers | undefined;
  movableClock: MovableClock | undefined;
  /** How much answers are delayed while Slack is slow, in milliseconds. */
  slowBy: number;
}

/**
 * A call that is refused although nothing is wrong with it, as a workspace's settings can require; or one that
 * is only answered late.
 */
export interface Refusal {
  /** A method of the Web API, or 'response URL'. */
  call: string;
  /** Slack's code for it: `is_archived`. Without one, the call does what it should. */
  error?: string;
  /** How long the answer takes, in milliseconds. */
  lateBy?: number;
  /** Only in this channel. */
  channel?: string;
  /** The scope that `missing_scope` names. */
  needed?: string;
}

export function personById(world: World, id: string): Person | undefined {
  return world.workspace.people.find((person) => person.id === id);
}

export function channelById(world: World, id: string) {
  return world.workspace.channels.find((channel) => channel.id === id);
}

/** What the page shows of the app's clock. */
export function clockOf(clock: MovableClock | undefined): ClockState {
  return clock === undefined ? { movable: false } : { movable: true, aheadMs: clock.aheadMs() };
}

/** The direct message between a person and the app. */
export function directMessageId(person: string): string {
  return `D${person.slice(1)}`;
}
