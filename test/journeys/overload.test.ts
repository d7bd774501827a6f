import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp, type RollcallApp } from '../../src/app.ts';
import { createRoutes } from '../../src/http/routes.ts';
import { type HttpServer, startHttpServer } from '../../src/http/server.ts';
import { usualLimits } from '../../src/slack/core/admission.ts';
import { createHttpReceiver } from '../../src/slack/core/receiver.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { sendSigned } from '../support/signed.ts';

const secret = 'of these tests';
const busy = { response_type: 'ephemeral', text: 'Rollcall is busy. Try again in a moment.' };

let database: TestDatabase;
let slack: FakeSlack;
let app: RollcallApp;
let server: HttpServer;
let url: string;
/** Lets Slack say who someone is: until then, every command is in progress. */
let release: () => void = () => {};
let held: Promise<void>;
const log: string[] = [];

beforeAll(async () => {
  database = await openTestDatabase('embedded');
  hold();
  slack = await startFakeSlack({ hold: () => held });
  const audience = { storage: database.storage, now: () => new Date() };
  const receiver = createHttpReceiver({ signingSecret: secret, log: (line) => log.push(line) });
  const own = { botToken: 'xoxb-1', apiUrl: slack.api };
  app = await createApp({ audience, slack: own, log: (line) => log.push(line) }, { receiver });
  const routes = createRoutes(audience, { log: (line) => log.push(line) });
  server = await startHttpServer({ port: 0, host: '127.0.0.1', routes, slack: receiver.requestListener });
  url = `http://127.0.0.1:${server.port}`;
});
afterAll(async () => {
  release();
  await Promise.all([app.stop(), server.close()]);
  slack.close();
  await database.close();
});

function hold(): void {
  held = new Promise((resolve) => {
    release = resolve;
  });
}

/**
 * Sends commands all at once; returns how many were accepted, and what the others were told. Those that were
 * accepted are in progress for eight seconds at most: then Slack took too long.
 *
 * @param onFull called when the first is refused
 */
async function send(
  count: number,
  userOf: (n: number) => string,
  onFull: () => Promise<void> = async () => {},
): Promise<{ letIn: number; told: object[] }> {
  let full: Promise<void> | undefined;
  const answers = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const body = slack.commandForm('count everyone', userOf(n));
      const response = await sendSigned(url, body, { secret, type: 'application/x-www-form-urlencoded' });
      expect(response.status).toBe(200);
      const text = await response.text();
      if (text !== '') full ??= onFull();
      return text;
    }),
  );
  await full;
  const told = answers.filter((text) => text !== '').map((text) => JSON.parse(text) as object);
  return { letIn: count - told.length, told };
}

it('accepts a limited number of commands from one person, tells the rest, and answers others meanwhile', async () => {
  const { letIn, told } = await send(usualLimits.perPerson + 15, () => 'U0BURST');
  expect(letIn).toBe(usualLimits.perPerson);
  expect(told).toEqual(Array(15).fill(busy));
  expect((await send(1, () => 'U0OTHER')).letIn).toBe(1);
  release();
  await expect.poll(() => slack.posted.length).toBe(usualLimits.perPerson + 1);
  expect(new Set(slack.posted.map(({ text }) => text))).toEqual(new Set(['0 people, 0 can be mailed']));
});

it('accepts a limited number of commands in all, tells the rest, reports its health, and recovers', async () => {
  hold();
  slack.posted.length = 0;
  const crowd = usualLimits.inAll + 150;
  // There is no one to tell about an event: Slack delivers it again.
  const event = JSON.stringify({ type: 'event_callback', event: { type: 'app_mention', user: 'U0LATE' } });
  let eventStatus = 0;
  const { letIn, told } = await send(
    crowd,
    (n) => `U0CROWD${n}`,
    async () => {
      eventStatus = (await sendSigned(url, event, { secret })).status;
    },
  );
  expect(eventStatus).toBe(503);
  expect(letIn).toBe(usualLimits.inAll);
  expect(told).toEqual(Array(crowd - letIn).fill(busy));
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ ok: true, database: 'embedded' });

  release();
  await expect.poll(() => slack.posted.length).toBe(letIn);
  expect((await send(20, (n) => `U0AFTER${n}`)).letIn).toBe(20);
  await expect.poll(() => slack.posted.length).toBe(letIn + 20);
  expect(log).toEqual([]);
});
