import type { StoredFile } from './files.ts';
import type { StoredMessage } from './messages.ts';
import type {
  Channel,
  Command,
  MailContent,
  MailList,
  Person,
  ReadingState,
  Shortcut,
  TourFacts,
} from './protocol.ts';

/** What the stand-in knows about the app: the parts of a Slack manifest that it uses. */
export interface Manifest {
  /** The bot's display name. */
  botName: string;
  commands: Command[];
  shortcuts?: Shortcut[];
  /** Bot scopes: a method without its scope answers `missing_scope`. */
  scopes: string[];
  /** Whether people can only read the app's messages, and not write to it. */
  isMessagesTabReadOnly?: boolean;
  /** Bot events: only these are sent. */
  events?: string[];
}

/** Logs what the stand-in does: one line each, no addresses and no secrets. */
export type Log = (line: string) => void;

/** Sample data for the app. The page offers it on a button while the app is empty. */
export interface Sample {
  /** Whether the app is still empty. */
  isOffered(): Promise<boolean>;
  /** Fills it. Resolves with a sentence that says what was added; rejects with one that says why not. */
  load(): Promise<string>;
  /** What exists in the app, for the page's tour. */
  tour(): Promise<TourFacts>;
  /** A file to import, for people who have none at hand. */
  file(): Promise<{ name: string; bytes: Buffer }>;
}

/** What survives a restart: what Slack would still show. */
export interface Kept {
  /** How many ids were made: the next ones must be others. */
  ids: number;
  /** Channels that people added. */
  channels: Channel[];
  /** Without those that only one person saw. */
  messages: StoredMessage[];
  /** The files in these messages. */
  files: StoredFile[];
}

/** Keeps conversations over a restart. */
export interface Memory {
  /** From before; undefined at the first start. */
  before: Kept | undefined;
  /** Called after each change; `now` returns what to keep. */
  keep(now: () => Kept): void;
  /** Resolves when everything is kept. */
  settled(): Promise<void>;
}

/** The app's mail, for the page to show. */
export interface Mailbox {
  /** @param campaign only its mails; of all campaigns, and others, if left out */
  list(search: string, campaign?: string): MailList;
  read(id: number): Promise<MailContent | undefined>;
  /** The mail as it arrived. */
  raw(id: number): Buffer | undefined;
  /** Where a mail program posts to unsubscribe by one click; undefined if the mail has no such header. */
  oneClickUrl(id: number): string | undefined;
  clear(): Promise<void>;
  onMail: (listener: () => void) => void;
}

/** Invented people who read the mails of campaigns. */
export interface Readers {
  state(): ReadingState;
  /** Lets them begin. Returns a sentence if they can't. */
  start(): ReadingState | string;
  onChange: (listener: () => void) => void;
}

/** The app's clock, which can be moved forward to see what time will bring. */
export interface MovableClock {
  now(): Date;
  /** How far it is ahead of the real time, in milliseconds. */
  aheadMs(): number;
  /** Rejects with a sentence. */
  move(byMs: number): Promise<Date>;
}

export interface SlackServerOptions {
  /** 0 takes any free port. */
  port: number;
  host?: '127.0.0.1';
  signingSecret: string;
  botToken: string;
  team: { id: string; name: string };
  people: Person[];
  /** Without the direct messages: the server makes one per person. */
  channels: Channel[];
  manifest: Manifest;
  /**
   * The real time, in milliseconds since 1970: decides when triggers and response URLs expire. Default `Date.now`.
   */
  clock?: () => number;
  /** How long the app may take to acknowledge, in milliseconds. Default 3,000, as in Slack. */
  ackWithin?: number;
  /** How long a trigger is good for, in milliseconds. Default 3,000, as in Slack. */
  triggersLast?: number;
  /** How much the fault "Slack is slow" delays answers, in milliseconds. Default 2,000. */
  slowBy?: number;
  /** The folder with the page's files, or null for no page. */
  pageRoot?: string | null;
  sample?: Sample;
  memory?: Memory;
  mailbox?: Mailbox;
  readers?: Readers;
  /** If there is one, messages have its time. */
  movableClock?: MovableClock;
  log?: Log;
}
