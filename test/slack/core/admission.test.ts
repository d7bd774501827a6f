import type { App, Receiver } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Admission, admitting } from '../../../src/slack/core/admission.ts';
import { BUSY, createRefusals, type Incoming, RESTARTING } from '../../../src/slack/core/refusals.ts';
import { refused } from '../../support/refused.ts';

const limits = { perPerson: 2, inAll: 4, waitedMs: 1_500 };
let admission: Admission;
/** Requests that the listeners have, each with what ends it. */
let underWay: { body: Incoming['body']; end(): void; fail(error: Error): void }[];
let deliver: App['processEvent'];
let calls: [method: string, given: unknown][];
let posted: [url: string, given: unknown][];

beforeEach(() => {
  underWay = [];
  calls = [];
  posted = [];
  const record = (method: string) => async (given: unknown) => void calls.push([method, given]);
  const client = {
    views: { open: record('views.open'), push: record('views.push') },
    chat: { postMessage: record('chat.postMessage') },
  } as unknown as WebClient;
  vi.stubGlobal('fetch', async (url: string, { body }: { body: string }) => {
    posted.push([url, JSON.parse(body)]);
  });
  const bolt = {
    processEvent: ({ body }: Incoming) =>
      new Promise<void>((end, fail) => void underWay.push({ body, end, fail })),
  } as unknown as App;
  const receiver = {
    init: (app: App) => {
      deliver = (event) => app.processEvent(event);
    },
  } as Receiver;
  admission = admitting(receiver, createRefusals(() => client).refuse, limits);
  admission.receiver.init(bolt);
  return () => vi.unstubAllGlobals();
});

/** Sends a request, and resolves with what it was acknowledged with once it was refused. */
async function send(body: Incoming['body']): Promise<unknown[]> {
  const acks: unknown[] = [];
  await deliver({ body, ack: async (given) => void acks.push(given) });
  return acks;
}
const command = (user_id: string) => ({ command: '/tags', text: 'list', user_id });
/** Accepts requests, which don't end by themselves. */
const letIn = (...bodies: Incoming['body'][]): Promise<unknown>[] =>
  bodies.map((body) => deliver({ body, ack: async () => {} }));
const busy = { response_type: 'ephemeral', text: 'Rollcall is busy. Try again in a moment.' };

describe('the number of accepted requests', () => {
  it('is limited for one person, and in all', async () => {
    const first = letIn(command('U1'), command('U1'));
    expect(await send(command('U1'))).toEqual([busy]);
    letIn(command('U2'), command('U2'));
    expect(await send(command('U3'))).toEqual([busy]);
    expect(underWay).toHaveLength(4);

    // A request that fails makes room just like one that succeeds.
    underWay[0]?.end();
    underWay[1]?.fail(new Error('no'));
    await Promise.allSettled(first);
    letIn(command('U3'), command('U1'));
    expect(underWay).toHaveLength(6);
    expect(await send(command('U1'))).toEqual([busy]);
  });

  it('counts every kind of request as its person’s', async () => {
    letIn({ type: 'block_actions', user: { id: 'U1' } }, { type: 'event_callback', event: { user: 'U1' } });
    expect(await send(command('U1'))).toEqual([busy]);
    letIn(command('U2'));
    expect(underWay).toHaveLength(3);
  });

  it('isn’t used up by thousands of refusals', async () => {
    letIn(command('U1'), command('U1'), command('U2'), command('U2'));
    const answers = await Promise.all(Array.from({ length: 5_000 }, (_, n) => send(command(`U${n}`))));
    expect(answers.every(([answer]) => JSON.stringify(answer) === JSON.stringify(busy))).toBe(true);
    expect([underWay.length, calls, posted]).toEqual([4, [], []]);
    expect(await admission.drained(0)).toHaveLength(4);
  });

  it('doesn’t include requests that waited until Slack is about to give up', async () => {
    const waited = async (ms: number) => {
      const acks: unknown[] = [];
      const customProperties = { arrived: performance.now() - ms };
      const ack = async (given?: unknown) => void acks.push(given);
      void deliver({ body: command('U1'), ack, customProperties });
      return acks;
    };
    expect(await waited(1_600)).toEqual([busy]);
    expect([await waited(1_000), underWay.length]).toEqual([[], 1]);
  });

  it('stops counting requests that never end, so that no one is locked out', async () => {
    vi.useFakeTimers();
    try {
      letIn(command('U1'), command('U1'));
      expect(await send(command('U1'))).toEqual([busy]);
      vi.advanceTimersByTime(130_000);
      letIn(command('U1'));
      expect(underWay).toHaveLength(3);
      // One that ends after that doesn't make room twice.
      underWay[0]?.end();
      await vi.advanceTimersByTimeAsync(0);
      letIn(command('U1'));
      expect(await send(command('U1'))).toEqual([busy]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('someone who is refused is told', () => {
  const user = { id: 'U1' };
  const input = { type: 'input', block_id: 'name' };
  const title = { type: 'plain_text', text: 'New tag' };
  const saying = {
    type: 'modal',
    blocks: [expect.objectContaining({ text: expect.objectContaining({ text: BUSY }) })],
  };
  beforeEach(() => void letIn(command('U1'), command('U1')));

  it('in the form, without losing what was filled in', async () => {
    const view = { title, blocks: [{ type: 'section', block_id: 'intro' }, input] };
    expect(await send({ type: 'view_submission', user, view })).toEqual([
      { response_action: 'errors', errors: { name: BUSY } },
    ]);
  });

  it('in place of a form that has nothing to fill in', async () => {
    const view = { title, blocks: [{ type: 'section' }] };
    expect(await send({ type: 'view_submission', user, view })).toEqual([
      { response_action: 'update', view: expect.objectContaining(saying) },
    ]);
  });

  it('beside the message that was clicked in, which stays', async () => {
    const acks = await send({ type: 'block_actions', user, response_url: 'https://x/1', trigger_id: 't' });
    expect([acks, posted, calls]).toEqual([
      [undefined],
      [['https://x/1', { response_type: 'ephemeral', replace_original: false, text: BUSY }]],
      [],
    ]);
  });

  it.each([
    ['views.push', 'block_actions', { view: { type: 'modal' } }],
    ['views.open', 'block_actions', { view: { type: 'home' } }],
    ['views.open', 'shortcut', {}],
  ])('by %s after %s %j', async (method, type, more) => {
    expect(await send({ type, user, trigger_id: 't', ...more })).toEqual([undefined]);
    expect(calls).toEqual([[method, { trigger_id: 't', view: expect.objectContaining(saying) }]]);
  });

  it('by an empty list in a picker', async () => {
    expect(await send({ type: 'block_suggestion', user })).toEqual([{ options: [] }]);
  });

  it('later, if it is an event: Slack delivers it again', async () => {
    const event = { type: 'event_callback', event: { type: 'app_mention', user: 'U1' } };
    expect(await refused(send(event))).toBe(`busy: ${BUSY}`);
  });
});

describe('a restart', () => {
  it('lets current requests end, and accepts no more', async () => {
    letIn(command('U1'));
    admission.close();
    expect(await send(command('U2'))).toEqual([{ response_type: 'ephemeral', text: RESTARTING }]);
    const drained = admission.drained(10_000);
    underWay[0]?.end();
    expect(await drained).toEqual([]);
  });

  it('tells people whose request is cut off, where they asked', async () => {
    letIn({ ...command('U1'), response_url: 'https://x/1' }, { type: 'view_submission', user: { id: 'U2' } });
    admission.close();
    const left = await admission.drained(10);
    expect(left).toHaveLength(2);
    const client = { chat: { postMessage: async (given: unknown) => void calls.push(['', given]) } };
    await createRefusals(() => client as unknown as WebClient).tellUnfinished(left);
    const words = expect.stringMatching(/^Rollcall had to restart before this finished\./);
    expect(posted).toEqual([['https://x/1', expect.objectContaining({ text: words })]]);
    expect(calls).toEqual([['', { channel: 'U2', text: words }]]);
  });
});
