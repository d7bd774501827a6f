import type { HomeView } from '@slack/types';
import type { Channel, ClockState, Message, OpenView, PlaygroundEvent } from '../slack-server/protocol.ts';

/** A command or click of this person. Slack shows no commands; the page remembers them until a reload. */
export interface Run {
  id: number;
  /** Its answers have this as `answers`. */
  key: string;
  channel: string;
  /** When it was sent, in the format of a message's `ts`. */
  ts: string;
  text: string;
  /** How long the app took to answer; undefined until it has. */
  ackMs?: number;
  failed?: boolean;
  /** It never reached the app. */
  lost?: boolean;
}

export type Connection = 'connecting' | 'online' | 'offline';

/** What one person sees. */
export interface State {
  connection: Connection;
  /** By `ts`. */
  messages: Message[];
  runs: Run[];
  /** Modals, bottom first. */
  views: OpenView[];
  /** The app's Home tab, once the app has published one; `id` is its container's id. */
  home: { id: string; view: HomeView } | undefined;
  /** All channels, once one was added; before, those of the workspace. */
  channels: Channel[] | undefined;
  /** The `ts` of the last message seen, by channel. */
  seen: Record<string, string>;
  /** Counts new mail: what shows it loads again when the number changes. */
  arrivals: number;
  clock: ClockState;
}

export type Change =
  | { type: 'event'; event: PlaygroundEvent }
  | { type: 'connection'; connection: Connection }
  | { type: 'ran'; run: Run }
  | { type: 'answered'; id: number; ackMs: number; failed: boolean; lost: boolean }
  | { type: 'retried'; id: number }
  | { type: 'seen'; channel: string }
  | { type: 'start-over' };

export const emptyState: State = {
  connection: 'connecting',
  messages: [],
  runs: [],
  views: [],
  home: undefined,
  channels: undefined,
  seen: {},
  arrivals: 0,
  clock: { movable: false },
};

/** The state after a change. Unchanged parts stay the same objects. */
export function reduce(state: State, change: Change): State {
  switch (change.type) {
    case 'event':
      return receive(state, change.event);
    case 'connection':
      return { ...state, connection: change.connection };
    case 'ran':
      return { ...state, runs: [...state.runs, change.run] };
    case 'answered':
      return {
        ...state,
        runs: state.runs.map((run) =>
          run.id === change.id
            ? { ...run, ackMs: change.ackMs, failed: change.failed, lost: change.lost }
            : run,
        ),
      };
    case 'retried':
      return { ...state, runs: state.runs.filter((run) => run.id !== change.id) };
    case 'seen': {
      const last = lastOf(state, change.channel);
      return last === undefined || state.seen[change.channel] === last
        ? state
        : { ...state, seen: { ...state.seen, [change.channel]: last } };
    }
    case 'start-over':
      // The clock is everyone's.
      return { ...emptyState, clock: state.clock };
    default:
      return change satisfies never;
  }
}

/** Whether a channel has something this person has not seen. */
export function isUnread(state: State, channel: string): boolean {
  const last = lastOf(state, channel);
  return last !== undefined && !(Number(last) <= Number(state.seen[channel] ?? 0));
}

/** A line of a channel's log. */
export type Entry =
  | { kind: 'day'; key: string; at: Date }
  | { kind: 'message'; key: string; message: Message; replies: number; follows: boolean }
  | { kind: 'run'; key: string; run: Run };

/** A channel's log: its messages outside of threads, the commands run there, and a divider for each day. */
export function logOf({ messages, runs }: State, channel: string, dayOf: (at: Date) => string): Entry[] {
  const replies = new Map<string, number>();
  for (const { threadTs, ts, channel: where } of messages) {
    if (where === channel && threadTs && threadTs !== ts)
      replies.set(threadTs, (replies.get(threadTs) ?? 0) + 1);
  }
  const here = messages.filter((message) => message.channel === channel && isTop(message));
  const items: (Message | Run)[] = [...here, ...runs.filter((run) => run.channel === channel)];
  const entries: Entry[] = [];
  let day = '';
  let previous: Message | undefined;
  for (const item of items.sort(byTs)) {
    const at = new Date(Number(item.ts) * 1000);
    if (dayOf(at) !== day) {
      day = dayOf(at);
      previous = undefined;
      entries.push({ kind: 'day', key: `day ${day}`, at });
    }
    if ('author' in item) {
      const key = `message ${item.ts}`;
      entries.push({
        kind: 'message',
        key,
        message: item,
        replies: replies.get(item.ts) ?? 0,
        follows: follows(item, previous),
      });
      previous = item;
    } else {
      entries.push({ kind: 'run', key: `run ${item.id}`, run: item });
      previous = undefined;
    }
  }
  return entries;
}

/** The messages of a thread, its parent first. */
export function threadOf({ messages }: State, channel: string, ts: string): Message[] {
  return messages.filter(
    (message) => message.channel === channel && (message.ts === ts || message.threadTs === ts),
  );
}

function receive(state: State, event: PlaygroundEvent): State {
  switch (event.type) {
    case 'snapshot': {
      const known = new Set(event.messages.map(keyOf));
      // Ephemeral messages are in no snapshot. They stay after a lost connection, as in Slack.
      const kept = state.messages.filter((message) => message.ephemeral && !known.has(keyOf(message)));
      const messages = [...event.messages, ...kept].sort(byTs);
      const home = event.home && event.homeId ? { id: event.homeId, view: event.home } : undefined;
      const seen = state.connection === 'connecting' ? lastByChannel(messages) : state.seen;
      const { views, clock } = event;
      return { ...state, connection: 'online', messages, views, home, clock, seen };
    }
    case 'message':
    case 'message-changed': {
      const others = state.messages.filter((message) => keyOf(message) !== keyOf(event.message));
      return { ...state, messages: [...others, event.message].sort(byTs) };
    }
    case 'message-deleted':
      return { ...state, messages: state.messages.filter((message) => keyOf(message) !== keyOf(event)) };
    case 'views':
      return { ...state, views: event.views };
    case 'home':
      return { ...state, home: { id: event.id, view: event.view } };
    case 'channels':
      return { ...state, channels: event.channels };
    case 'mailbox':
      return { ...state, arrivals: state.arrivals + 1 };
    case 'clock':
      return { ...state, clock: event.clock };
    default:
      // A newer server may send events that this page does not know.
      return state;
  }
}

function keyOf({ channel, ts }: { channel: string; ts: string }): string {
  return `${channel} ${ts}`;
}

function byTs(a: { ts: string }, b: { ts: string }): number {
  return Number(a.ts) - Number(b.ts);
}

/** Not a reply in a thread. */
function isTop({ threadTs, ts }: Message): boolean {
  return threadTs === undefined || threadTs === ts;
}

/**
 * Whether a message needs no author line: the message above has the same author and kind, and is less than 5
 * minutes older. Ephemeral messages always need one: each is an answer of its own, and says that only you see
 * it.
 */
function follows(message: Message, previous: Message | undefined): boolean {
  return (
    previous?.author.id === message.author.id &&
    previous.author.kind === message.author.kind &&
    !previous.ephemeral &&
    !message.ephemeral &&
    Number(message.ts) - Number(previous.ts) < 300
  );
}

function lastOf({ messages }: State, channel: string): string | undefined {
  return messages.findLast((message) => message.channel === channel)?.ts;
}

function lastByChannel(messages: Message[]): Record<string, string> {
  return Object.fromEntries(messages.map(({ channel, ts }) => [channel, ts]));
}
