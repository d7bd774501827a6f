import { describe, expect, it } from 'vitest';
import {
  emptyState,
  isUnread,
  logOf,
  reduce,
  type State,
  threadOf,
} from '../../../src/playground/page/state.ts';
import type { Message, PlaygroundEvent } from '../../../src/playground/slack-server/protocol.ts';

const noon = 1_795_435_200;

function message(after: number, fields: Partial<Message> = {}): Message {
  const ts = (noon + after).toFixed(6);
  return { channel: 'C1', ts, author: { kind: 'person', id: 'U1' }, text: `at ${after}`, ...fields };
}

function receive(state: State, ...events: PlaygroundEvent[]): State {
  return events.reduce((before, event) => reduce(before, { type: 'event', event }), state);
}

const snapshot = (...messages: Message[]): PlaygroundEvent => ({
  type: 'snapshot',
  messages,
  views: [],
  home: null,
  homeId: null,
  clock: { movable: true, aheadMs: 0 },
});
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/**
 * A log in a short form: days, texts, `+` before a message that continues the one above by the same author.
 */
function log(state: State, channel = 'C1'): string[] {
  return logOf(state, channel, dayOf).map((entry) => {
    if (entry.kind === 'day') return dayOf(entry.at);
    if (entry.kind === 'run') return entry.run.text;
    return `${entry.follows ? '+' : ''}${entry.message.text}${entry.replies ? ` (${entry.replies})` : ''}`;
  });
}

describe('what one person sees', () => {
  it('starts from a snapshot, which is all read', () => {
    const state = receive(emptyState, snapshot(message(0)));
    expect(state.connection).toBe('online');
    expect(isUnread(state, 'C1')).toBe(false);
  });

  it('adds, changes and removes messages', () => {
    const first = receive(emptyState, snapshot(message(0)), { type: 'message', message: message(1) });
    const changed = receive(first, { type: 'message-changed', message: message(0, { text: 'changed' }) });
    expect(log(changed)).toEqual(['2026-11-23', 'changed', '+at 1']);
    const gone = receive(changed, { type: 'message-deleted', channel: 'C1', ts: message(0).ts });
    expect(log(gone)).toEqual(['2026-11-23', 'at 1']);
  });

  it('keeps ephemeral messages after the connection was lost, and nothing else that was deleted', () => {
    const before = receive(emptyState, snapshot(message(0), message(1)), {
      type: 'message',
      message: message(2, { ephemeral: true, text: 'for you' }),
    });
    expect(log(receive(before, snapshot(message(0))))).toEqual(['2026-11-23', 'at 0', 'for you']);
  });

  it('marks a channel unread until it is seen', () => {
    const state = receive(emptyState, snapshot(message(0)), { type: 'message', message: message(9) });
    expect(isUnread(state, 'C1')).toBe(true);
    expect(isUnread(reduce(state, { type: 'seen', channel: 'C1' }), 'C1')).toBe(false);
    expect(isUnread(state, 'C2')).toBe(false);
  });

  it('starts over as someone else', () => {
    const state = receive(emptyState, snapshot(message(0)));
    expect(reduce(state, { type: 'start-over' })).toEqual({ ...emptyState, clock: state.clock });
  });

  it('has the clock of the workspace', () => {
    const state = receive(emptyState, snapshot());
    expect(state.clock).toEqual({ movable: true, aheadMs: 0 });
    const clock = { movable: true as const, aheadMs: 86_400_000 };
    expect(receive(state, { type: 'clock', clock }).clock).toEqual(clock);
  });

  it('stays the same when the server says something unknown', () => {
    const state = receive(emptyState, snapshot(message(0)));
    expect(receive(state, { type: 'typing' } as unknown as PlaygroundEvent)).toBe(state);
  });
});

describe('a log', () => {
  it.each<[string, Message[], string[]]>([
    ['follows the same author', [message(0), message(60)], ['at 0', '+at 60']],
    ['does not after 5 minutes', [message(0), message(300)], ['at 0', 'at 300']],
    [
      'does not follow another author',
      [message(0), message(1, { author: { kind: 'app', id: 'U2' } })],
      ['at 0', 'at 1'],
    ],
    [
      'lets an ephemeral message stand alone',
      [message(0), message(1, { ephemeral: true })],
      ['at 0', 'at 1'],
    ],
    [
      'lets two ephemeral messages stand alone',
      [message(0, { ephemeral: true }), message(1, { ephemeral: true })],
      ['at 0', 'at 1'],
    ],
    ['hides replies and counts them', [message(0), message(1, { threadTs: message(0).ts })], ['at 0 (1)']],
    ['leaves other channels out', [message(0), message(1, { channel: 'C2' })], ['at 0']],
  ])('%s', (_, messages, expected) => {
    expect(log(receive(emptyState, snapshot(...messages)))).toEqual(['2026-11-23', ...expected]);
  });

  it('separates days', () => {
    const state = receive(emptyState, snapshot(message(0), message(86_400)));
    expect(log(state)).toEqual(['2026-11-23', 'at 0', '2026-11-24', 'at 86400']);
  });

  it('shows a command between the messages around it, and its answer', () => {
    const ran = reduce(receive(emptyState, snapshot(message(0), message(2))), {
      type: 'ran',
      run: { id: 7, key: 'seven', channel: 'C1', ts: message(1).ts, text: '/tags' },
    });
    expect(log(ran)).toEqual(['2026-11-23', 'at 0', '/tags', 'at 2']);
    const answered = reduce(ran, { type: 'answered', id: 7, ackMs: 12, failed: false, lost: false });
    expect(answered.runs).toMatchObject([{ ackMs: 12, failed: false }]);
    const unsent = reduce(ran, { type: 'answered', id: 7, ackMs: 0, failed: true, lost: true });
    expect(unsent.runs).toMatchObject([{ lost: true }]);
    expect(reduce(unsent, { type: 'retried', id: 7 }).runs).toEqual([]);
  });

  it('groups a thread under its first message', () => {
    const replies = [message(1, { threadTs: message(0).ts }), message(2)];
    const state = receive(emptyState, snapshot(message(0), ...replies));
    expect(threadOf(state, 'C1', message(0).ts).map(({ text }) => text)).toEqual(['at 0', 'at 1']);
  });
});
