import type { Channel, Command, MailContent, MailLine, Person, Shortcut } from './protocol.ts';

/** What the stand-in knows about the app: the parts of a Slack manifest that it uses. */
export interface Manifest {
  /** The bot's display name. */
  botName: string;
  commands: Command[];
  shortcuts?: Shortcut[];
  /** Bot scopes: a method without its scope answers `missing_scope`. */
  scopes: string[];
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
}

/** The app's mail, for the page to show. */
export interface Mailbox {
  list(search: string): { mails: MailLine[]; total: number };
  read(id: number): Promise<MailContent | undefined>;
  /** The mail as it arrived. */
  raw(id: number): Buffer | undefined;
  clear(): Promise<void>;
  onMail: (listener: () => void) => void;
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
  /** Milliseconds since 1970; decides when triggers and response URLs expire. Default `Date.now`. */
  clock?: () => number;
  /** How long the app may take to acknowledge, in milliseconds. Default 3,000, as in Slack. */
  ackWithin?: number;
  /** How much the fault "Slack is slow" delays answers, in milliseconds. Default 2,000. */
  slowBy?: number;
  /** The folder with the page's files, or null for no page. */
  pageRoot?: string | null;
  sample?: Sample;
  mailbox?: Mailbox;
  movableClock?: MovableClock;
  log?: Log;
}
