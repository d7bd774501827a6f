import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Exchange, Faults } from '../../../src/playground/slack-server/protocol.ts';
import { type SlackPerson, slackPerson } from '../../support/slack-person.ts';
import { botToken, openStage, type Stage, signingSecret } from './tiny-app.ts';

let stage: Stage;
let ada: SlackPerson;
const none: Faults = { slow: false, rateLimited: false, triggersExpire: false, networkFails: false };

beforeAll(async () => {
  stage = await openStage({ ackWithin: 1_000, slowBy: 150 });
  ada = slackPerson(stage.slack, 'U0ADA');
});
afterEach(() => stage.slack.setFaults(none));
afterAll(() => stage.close());

const post = (body: unknown) =>
  fetch(`${stage.slack.url}/playground/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** The exchanges that the inspector is sent, until `count` have arrived. */
async function inspected(count: number, headers: Record<string, string> = {}): Promise<Exchange[]> {
  const stop = new AbortController();
  const response = await fetch(`${stage.slack.url}/playground/journal`, { signal: stop.signal, headers });
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of response.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if ((text.match(/^data: .*\n\n/gm) ?? []).length >= count) break;
  }
  stop.abort();
  return [...text.matchAll(/^data: (.*)\n\n/gm)].map(([, json = '']) => JSON.parse(json) as Exchange);
}

describe('the faults', () => {
  test('are switched over HTTP, one at a time, and nothing else is accepted', async () => {
    expect(await (await post({ slow: true })).json()).toEqual({ ...none, slow: true });
    expect(await (await post({ rateLimited: true })).json()).toEqual({
      ...none,
      slow: true,
      rateLimited: true,
    });
    const refused = await post({ meteor: true });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('meteor')]);
    const now = await fetch(`${stage.slack.url}/playground/faults`);
    expect(await now.json()).toEqual({ ...none, slow: true, rateLimited: true });
  });

  test('include slow answers to calls and response URLs', async () => {
    stage.slack.setFaults({ slow: true });
    const started = performance.now();
    await stage.app.client.auth.test();
    expect(performance.now() - started).toBeGreaterThan(140);
    expect(stage.slack.journal.at(-1)).toMatchObject({ kind: 'api', method: 'auth.test' });
    expect((stage.slack.journal.at(-1) as { ms: number }).ms).toBeGreaterThan(140);
  });

  test('include a call that is limited, with Retry-After', async () => {
    stage.slack.setFaults({ rateLimited: true });
    const response = await fetch(`${stage.slack.apiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}` },
    });
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
      429,
      '1',
      { ok: false, error: 'ratelimited' },
    ]);
  });

  test('include an expired trigger, which opens no modal', async () => {
    stage.slack.setFaults({ triggersExpire: true });
    await stage.slack.runCommand({ person: 'U0ADA', channel: 'C0GENERAL', text: '/form' });
    await stage.slack.waitFor(() =>
      stage.slack.journal.some(
        (entry) => entry.kind === 'api' && entry.answer.error === 'expired_trigger_id',
      ),
    );
    expect(ada.modal()).toBeUndefined();
  });

  test('include broken connections, over which nothing is sent to the app either', async () => {
    stage.slack.setFaults({ networkFails: true });
    const { length } = ada.messages();
    for (const text of ['/hello unsent', 'hello'])
      expect(await stage.slack.say({ person: 'U0ADA', channel: 'C0GENERAL', text })).toEqual({
        ok: false,
        reason: 'unsent',
        notice: 'Not sent: the network failed.',
        ackMs: 0,
      });
    expect(ada.messages()).toHaveLength(length);
    expect(stage.slack.journal.at(-1)).toMatchObject({ kind: 'request', what: '/hello', answer: 'unsent' });
  });

  test('include broken connections, which do nothing that the app asked for', async () => {
    const { length } = ada.messages();
    stage.slack.setFaults({ networkFails: true });
    await expect(
      stage.app.client.chat.postMessage({ channel: 'C0GENERAL', text: 'lost' }),
    ).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(ada.messages()).toHaveLength(length);
    expect(stage.slack.journal.at(-1)).toMatchObject({
      kind: 'refused',
      what: 'chat.postMessage',
      why: 'the network failed: the connection was cut',
    });
  });
});

describe('the inspector', () => {
  test('shows what was sent and received, with times and verdicts', async () => {
    await ada.types('/hello inspector');
    await ada.types('/broken');
    await ada.types('/later');
    await ada.sees('step 2');
    const all = await inspected(stage.slack.journal.length);
    expect(all.map(({ id }) => id)).toEqual(all.map((_, i) => (all[0]?.id ?? 0) + i));
    expect(all.find(({ sent }) => JSON.stringify(sent).includes('inspector'))).toMatchObject({
      from: 'slack',
      what: '/hello',
      ok: true,
      verdict: 'acknowledged',
      ms: expect.any(Number),
      answer: 'Hello inspector from ada',
    });
    expect(all.find(({ what }) => what === 'an answer')).toMatchObject({
      from: 'app',
      ok: false,
      verdict: 'invalid_blocks: must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    });
    expect(all.findLast(({ what }) => what === 'response URL')).toMatchObject({
      ok: true,
      verdict: 'ok',
      sent: { text: 'step 2', response_type: 'in_channel' },
    });
    expect(all.find(({ what }) => what === 'auth.test')).toMatchObject({
      from: 'app',
      ok: true,
      verdict: 'ok',
    });
  });

  test('shows blocks and views as structures, although they arrive as text', async () => {
    await stage.app.client.chat.postMessage({
      channel: 'C0GENERAL',
      text: 'x',
      blocks: [{ type: 'divider' }],
    });
    const all = await inspected(stage.slack.journal.length);
    expect(all.findLast(({ what }) => what === 'chat.postMessage')?.sent).toEqual({
      channel: 'C0GENERAL',
      text: 'x',
      blocks: [{ type: 'divider' }],
    });
  });

  test('continues where it stopped, and starts over with an unknown number', async () => {
    const last = stage.slack.journal.at(-1)?.id ?? 0;
    await ada.types('/hello more');
    const [next] = await inspected(1, { 'last-event-id': String(last) });
    expect(next).toMatchObject({ id: last + 1, what: '/hello' });
    const [first] = await inspected(1, { 'last-event-id': '99999' });
    expect(first?.id).toBe(1);
  });

  test('never shows the token or the signing secret', async () => {
    await ada.types(`/hello ${botToken} ${signingSecret}`);
    await fetch(`${stage.slack.apiUrl}auth.test`, {
      method: 'POST',
      body: new URLSearchParams({ token: botToken }),
    });
    const text = JSON.stringify(await inspected(stage.slack.journal.length));
    expect(text).toContain('[left out]');
    expect(text).not.toContain(botToken);
    expect(text).not.toContain(`"${signingSecret}`);
    expect(text).not.toContain('"token"');
  });

  test('distinguishes a late answer from no app', async () => {
    const other = await openStage({ ackWithin: 100 });
    await slackPerson(other.slack, 'U0ADA').types('/slow');
    await other.app.stop();
    await slackPerson(other.slack, 'U0ADA').types('/hello');
    const verdicts = other.slack.journal.flatMap((entry) => (entry.kind === 'request' ? [entry.answer] : []));
    expect(verdicts).toEqual(['late', 'unreachable']);
    await other.slack.close();
  });
});
