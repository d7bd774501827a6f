/**
 * The messages between the playground's page and the stand-in Slack: JSON over `/playground/*`, types only.
 *
 * | request | body or query | answer |
 * |---|---|---|
 * | `GET  /playground/workspace` | | `Workspace` |
 * | `GET  /playground/events?person=U…` | | Server-Sent Events, each `data:` one `PlaygroundEvent` (no `event:` field); the first is a `snapshot`, and again after a gap too long to replay |
 * | `POST /playground/say` | `SayRequest` | `Outcome`; a text that begins with `/` is a command |
 * | `POST /playground/action` | `ActionRequest` | `Outcome` |
 * | `POST /playground/submit` | `SubmitRequest` | `Outcome` |
 * | `POST /playground/close` | `CloseRequest` | `Outcome` |
 * | `POST /playground/options` | `OptionsRequest` | `OptionsAnswer` |
 * | `POST /playground/shortcut` | `ShortcutRequest` | `Outcome` |
 * | `POST /playground/home` | `HomeRequest` | `Outcome`; the Home tab itself comes as an event |
 * | `POST /playground/channel` | `ChannelRequest` | `Channel`, which everyone sees; the app is not in it |
 * | `POST /playground/upload?person=U…&name=…&type=…[&channel=C…]` | the bytes | `SharedFile`; with a channel it is posted there, without one it waits for a `file_input` |
 * | `GET  /playground/file?person=U…&id=F…` | | the bytes, as a download |
 * | `GET  /playground/journal` | | Server-Sent Events, each `data:` one `Exchange`: first those that are kept, then each as it ends; after a gap (`Last-Event-ID`) only the new ones |
 * | `GET  /playground/sample` | | `{ offered: boolean }`: whether the app is empty and a sample can fill it |
 * | `POST /playground/sample` | `{ person }` | `{ said }`, after filling it |
 * | `GET  /playground/sample-file` | | a file to import, as a download |
 * | `GET  /playground/tour` | | `TourFacts` |
 * | `GET  /playground/mails[?search=…][&campaign=…]` | | `MailList` |
 * | `GET  /playground/mail?id=…` | | `ShownMail` |
 * | `GET  /playground/mail-html?id=…[&images=1]` | | its HTML, for a frame without rights |
 * | `GET  /playground/mail-raw?id=…` | | the mail as it arrived, as a download |
 * | `POST /playground/clear-mailbox` | `{ person }` | `{}` |
 * | `POST /playground/unsubscribe` | `{ person, id }` | `{}`, after pressing the one-click button of that mail |
 * | `GET  /playground/readers` | | `ReadingState` |
 * | `POST /playground/readers` | `{ person }` | `ReadingState`, after they began to read |
 * | `POST /playground/clock` | `{ person, byMs }` | `ClockState`, moved forward |
 * | `GET  /playground/faults` | | `Faults` |
 * | `POST /playground/faults` | some of `Faults` | `Faults`, as they are now |
 *
 * Every POST needs `content-type: application/json` (the upload takes any) and the page's own Origin. An
 * invalid request is answered `400 { error: string }`; an `Outcome` comes with status 200, good or bad.
 */
import type {
  Block,
  HomeView,
  KnownBlock,
  ModalView,
  Option,
  OptionGroup,
  RichTextBlock,
} from '@slack/types';

/**
 * A block as the app sent it, maybe of a type newer than the installed @slack/types. Always has a `block_id`.
 */
export type AnyBlock = KnownBlock | Block;

/** A person to act as: what the app learns through `users.info`. */
export interface Person {
  /** `U…` */
  id: string;
  /** The handle: `ada`. */
  name: string;
  realName: string;
  /** IANA name, e.g. `Europe/London`. */
  timeZone: string;
  /** e.g. `en-GB`. */
  locale: string;
  /** `stranger` is a person from another organization in a shared channel. */
  role: 'owner' | 'admin' | 'member' | 'guest' | 'stranger';
  email?: string;
}

export interface Channel {
  /** `C…`, or `D…` for a direct message with the app (made by the server, one per person). */
  id: string;
  /** Without the `#`. For a direct message: the app's name. */
  name: string;
  kind: 'public' | 'private' | 'direct';
  purpose?: string;
  /** Person ids; if left out, everyone. */
  members?: string[];
  /** False: the app was not invited, and `chat.postMessage` answers `not_in_channel`. Default true. */
  appIsMember?: boolean;
  /** Shared with another organization. */
  shared?: boolean;
}

export interface Command {
  /** With the slash: `/tags`. */
  command: string;
  description: string;
  usage_hint?: string;
  /** `@ada` and `#general` in its text become ids. */
  should_escape?: boolean;
}

export interface Shortcut {
  name: string;
  /** `global` works anywhere, `message` on a message. */
  type: 'global' | 'message';
  callback_id: string;
  description: string;
}

/** What does not change while the server runs, except that channels are added. */
export interface Workspace {
  team: { id: string; name: string };
  app: { id: string; name: string; botUserId: string };
  people: Person[];
  /** Public and private channels, and each person's direct message (`kind: 'direct'`, `members: [person]`). */
  channels: Channel[];
  commands: Command[];
  shortcuts: Shortcut[];
  /** Whether people can only read the app's messages, and not write to it. */
  isMessagesTabReadOnly: boolean;
}

/** A file as the page sees it; the bytes are at `/playground/file`. */
export interface SharedFile {
  id: string;
  name: string;
  /** In bytes. */
  size: number;
  mimetype: string;
  /** `csv`, `png` … */
  filetype: string;
  /** The first lines of a text file. */
  preview?: string;
}

export interface Message {
  channel: string;
  /** Unique per channel; seconds since 1970 with six digits: `1764000000.000100`. */
  ts: string;
  /**
   * `slack` is a notice from the workspace itself ("did not respond"). `id` is the person's or the bot
   * user's.
   */
  author: { kind: 'person' | 'app' | 'slack'; id: string };
  /** mrkdwn; if there are `blocks`, only notifications and screen readers use it. */
  text: string;
  blocks?: AnyBlock[];
  files?: SharedFile[];
  /** The `ts` of the parent message of its thread. */
  threadTs?: string;
  edited?: boolean;
  /** Only visible to you: never part of a snapshot, so a reload loses it. */
  ephemeral?: boolean;
  /** The `id` of the command that it answers, from `SayRequest`; only for answers through a response URL. */
  answers?: string;
}

/** The value of one element as Slack writes it in `view.state.values`; the field depends on `type`. */
export interface ElementState {
  type: string;
  value?: string | null;
  rich_text_value?: RichTextBlock | null;
  selected_option?: Option | null;
  selected_options?: Option[];
  selected_date?: string | null;
  selected_time?: string | null;
  selected_date_time?: number | null;
  selected_user?: string | null;
  selected_users?: string[];
  selected_channel?: string | null;
  selected_channels?: string[];
  selected_conversation?: string | null;
  selected_conversations?: string[];
  /** For `file_input`: the answer of `/playground/upload`. */
  files?: SharedFile[];
}

/** `state[block_id][action_id]`. */
export type ElementStates = Record<string, Record<string, ElementState>>;

/** A modal that is open for one person. The last in the list is on top; there are at most three. */
export interface OpenView {
  id: string;
  /** Changes with every update. */
  hash: string;
  rootId: string;
  previousId: string | null;
  /**
   * As the app sent it, ids filled in. An update keeps typed values if block_id and action_id stay the same.
   */
  view: ModalView;
}

export type PlaygroundEvent =
  /**
   * Everything that survives a reload. `homeId` is the id of the Home tab's container. The page may keep its
   * ephemeral messages after a reconnect.
   */
  | {
      type: 'snapshot';
      messages: Message[];
      views: OpenView[];
      home: HomeView | null;
      homeId: string | null;
      clock: ClockState;
    }
  | { type: 'message'; message: Message }
  | { type: 'message-changed'; message: Message }
  | { type: 'message-deleted'; channel: string; ts: string }
  /** The person's modals, bottom first; empty after the last was closed. */
  | { type: 'views'; views: OpenView[] }
  | { type: 'home'; id: string; view: HomeView }
  /** A channel was added, or the app was added to one. */
  | { type: 'channels'; channels: Channel[] }
  /** A mail arrived, the mailbox was emptied, or its readers went on. */
  | { type: 'mailbox' }
  /** The app's clock was moved. */
  | { type: 'clock'; clock: ClockState };

/** The place of the element that was clicked or changed. */
export type Container = { type: 'message'; channel: string; ts: string } | { type: 'view'; viewId: string };

export interface SayRequest {
  person: string;
  channel: string;
  text: string;
  threadTs?: string;
  /** Identifies a command, to separate its answers from those to others; generated if left out. */
  id?: string;
}

/** Adds a channel. */
export interface ChannelRequest {
  person: string;
  /** With or without `#`; Slack's rules apply. */
  name: string;
}

export interface ActionRequest {
  person: string;
  container: Container;
  blockId: string;
  actionId: string;
  /** The chosen or typed value; left out for a button. An overflow gives `selected_option`. */
  state?: Omit<ElementState, 'type'>;
  /** The values of all elements in the container, as far as the page has any. */
  states?: ElementStates;
}

export interface SubmitRequest {
  person: string;
  viewId: string;
  states: ElementStates;
}

export interface CloseRequest {
  person: string;
  viewId: string;
  /** Closes the whole stack at once (the cross in the corner), not just the top view. */
  all?: boolean;
}

export interface OptionsRequest {
  person: string;
  container: Container;
  blockId: string;
  actionId: string;
  /** The typed text; the app is not asked if it is shorter than `min_query_length` (default 3). */
  query: string;
}

export type OptionsAnswer =
  | { ok: true; options: Option[] }
  | { ok: true; option_groups: OptionGroup[] }
  | { ok: false; notice: string };

export interface ShortcutRequest {
  person: string;
  callbackId: string;
  /** For a message shortcut. */
  message?: { channel: string; ts: string };
  /** For a global one: the person's current channel. */
  channel?: string;
}

export interface HomeRequest {
  person: string;
  tab: 'home' | 'messages';
}

/** How the app responded. `ackMs` is the time until it answered. */
export type Outcome =
  | { ok: true; ackMs: number }
  /** A submission: errors by the block_id of their input (from the client's own checks, or from the app). */
  | { ok: false; reason: 'errors'; errors: Record<string, string>; ackMs: number }
  /**
   * `late`: no answer within 3 s. `failed`: an answer other than 200, or one that Slack would not accept.
   * `unreachable`: nothing listens at the app's address. `unsent`: the network failed, so nothing was sent.
   * `gone`: the view or message no longer exists.
   * `notice` is what to show. Commands also show theirs as a message from the workspace (`author.kind` is
   * `slack`), so the page need not.
   */
  | {
      ok: false;
      reason: 'late' | 'failed' | 'unreachable' | 'unsent' | 'gone';
      notice: string;
      ackMs: number;
    };

/** A line in the mailbox. */
export interface MailLine {
  id: number;
  /** Milliseconds since 1970. */
  at: number;
  from: string;
  to: string;
  subject: string;
}

/** Mails, the newest first, and the campaigns that any are of. */
export interface MailList {
  mails: MailLine[];
  /** How many match, of which the latest are listed. */
  total: number;
  campaigns: MailedCampaign[];
}

export interface MailedCampaign {
  /** In the app. */
  id: string;
  /** Of its latest mail. */
  subject: string;
  mails: number;
}

/** How far the invented readers of the mailbox are. */
export interface ReadingState {
  /** Mails of campaigns that nobody has read yet. */
  waiting: number;
  /** Simulated hours since they began; null: they don't read now. */
  hours: number | null;
  /** What they did, or why they stopped; empty before. */
  said: string;
  /** The file that has everything they did. */
  log: string;
}

/** A parsed mail. */
export interface MailContent {
  id: number;
  at: number;
  /** From the envelope. */
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string | undefined;
  /** In their order, decoded. */
  headers: { name: string; value: string }[];
  attachments: { name: string; type: string; size: number }[];
}

/** A mail as the page gets it: its HTML is separate. */
export type ShownMail = Omit<MailContent, 'html'> & {
  hasHtml: boolean;
  /** Mail programs show a button for it. */
  hasOneClick: boolean;
};

/** Whether the app's clock can be moved here, and how far it is ahead of the real time, in milliseconds. */
export type ClockState = { movable: false } | { movable: true; aheadMs: number };

/** What exists in the app: decides which steps of the tour are done, and what the others type. */
export interface TourFacts {
  contacts: number;
  /** The newest tag that a person created and that still exists. */
  tag: { name: string; people: number } | null;
  /** A name that no tag has yet. */
  newTag: string;
  /** The newest segment. */
  segment: string | null;
  /** A name for a segment of the people with that tag. */
  newSegment: string;
  /** Two contacts, if there are any. */
  addresses: string[];
  /** Of the campaigns that a person wrote, the one that is furthest: written, sent, or read by someone. */
  campaign: { name: string; is: 'written' | 'sent' | 'read' } | null;
  /** A name for the first campaign, and whom it could go to. */
  newCampaign: { name: string; audience: string };
}

/** One exchange over the wire, for the inspector. Tokens and secrets are left out. */
export interface Exchange {
  /** Increases by one. */
  id: number;
  /** When it ended, in milliseconds since 1970. */
  at: number;
  /** The sender: Slack with a signed request, or the app with a call or through a response URL. */
  from: 'slack' | 'app';
  /** `/tags`, `block_actions`, `views.open`, `response URL` … */
  what: string;
  /** Milliseconds until the answer; null for a thing that was refused without one. */
  ms: number | null;
  ok: boolean;
  /**
   * The result: `acknowledged`, `not acknowledged in time`, `invalid_blocks: must be …
   * [json-pointer:/blocks/0]`.
   */
  verdict: string;
  sent: unknown;
  answer: unknown;
}

/** Faults that can be turned on, to see how the app handles them. All are false at the start. */
export interface Faults {
  /** Slack is slow: it answers the app's calls two seconds late. */
  slow: boolean;
  /** Every Web API call is answered 429 with `Retry-After`. */
  rateLimited: boolean;
  /** Every trigger id has expired by the time the app uses it. */
  triggersExpire: boolean;
  /** Nothing gets through between Slack and the app: not what people send, nor what the app answers. */
  networkFails: boolean;
}
