import type { BlockAction } from '@slack/bolt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SlackPerson, slackPerson } from '../../support/slack-person.ts';
import { openStage, type Stage } from './tiny-app.ts';

const HOUR_MS = 3_600_000;
let stage: Stage;
let ada: SlackPerson;
let aheadMs = 0;
const now = () => new Date(Date.now() + aheadMs);

beforeAll(async () => {
  stage = await openStage({
    movableClock: {
      now,
      aheadMs: () => aheadMs,
      async move(by) {
        aheadMs += by;
        return now();
      },
    },
  });
  ada = slackPerson(stage.slack, 'U0ADA');
});
afterAll(() => stage.close());

const move = (byMs: number) =>
  fetch(`${stage.slack.url}/playground/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: 'U0ADA', byMs }),
  }).then((answer) => answer.json());

test('messages after a move have the time of the moved clock, those before it keep theirs', async () => {
  await stage.slack.say({ person: 'U0ADA', channel: 'C0GENERAL', text: 'before' });
  expect(await move(24 * HOUR_MS)).toEqual({ movable: true, aheadMs: 24 * HOUR_MS });
  await stage.slack.say({ person: 'U0ADA', channel: 'C0GENERAL', text: 'after' });
  const [before = 0, after = 0] = stage.slack.messagesFor('U0ADA').map(({ ts }) => Number(ts) * 1000);
  expect(after - before).toBeGreaterThanOrEqual(24 * HOUR_MS);
  expect(after).toBeLessThanOrEqual(now().getTime());
});

test('a click that is being answered while the clock moves doesn’t expire', async () => {
  await ada.types('/card');
  await ada.clicks('Again');
  const { body } = stage.seen.again as { body: BlockAction };
  await move(HOUR_MS);
  const { view } = await stage.app.client.views.open({
    trigger_id: body.trigger_id,
    view: { type: 'modal', title: { type: 'plain_text', text: 'Late' }, blocks: [] },
  });
  expect(view?.title?.text).toBe('Late');
  const answer = await fetch(body.response_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'late' }),
  });
  expect([answer.status, await answer.text()]).toEqual([200, 'ok']);
});
