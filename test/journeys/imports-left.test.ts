import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { createHttpReceiver } from '../../src/slack/core/receiver.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded');
});
afterAll(() => rollcall?.close());

const proposeFile = async (name: string) => {
  const { ada } = rollcall;
  await ada.types('/contacts import');
  await ada.fills({ file: { name, bytes: `Email\n${name}@example.org\n` } });
  expect(await ada.submits()).toEqual({ ok: true });
  return ada.seesModal(/Nothing is saved yet/);
};
const stateOf = async (fileName: string) => {
  const { prisma } = rollcall.database.storage;
  return (await prisma.import.findFirst({ where: { fileName } }))?.state;
};
const countUploads = () => rollcall.database.storage.prisma.upload.count();

it('deletes the file if its window was closed', async () => {
  const { ada } = rollcall;
  await proposeFile('closed.csv');
  expect([await stateOf('closed.csv'), await countUploads()]).toEqual(['proposed', 1]);
  await ada.closes({ all: true });
  await expect.poll(() => stateOf('closed.csv'), { timeout: 5000 }).toBe('discarded');
  expect(await countUploads()).toBe(0);
});

it('answers in time if the database doesn’t, and starts the import anyway', async () => {
  const { ada, slack, database } = rollcall;
  await proposeFile('late.csv');
  await ada.fills({ status: 'Not sure' });
  await ada.submits();
  await ada.seesModal(/This is what would happen/);
  // The embedded database serves no one else while a transaction is open.
  const client = await database.storage.pool.connect();
  await client.query('BEGIN');
  const submitted = ada.submits();
  await slack.waitFor(() => ada.modal()?.text.includes('Starting the import'));
  // The stand-in accepts no answer that arrives later than Slack waits.
  expect(await submitted).toEqual({ ok: true });
  expect(await client.query('COMMIT')).toBeDefined();
  client.release();
  await ada.sees(/Imported \*late/);
  await ada.seesModal(/Imported/);
  await ada.closes({ all: true });
  expect(await stateOf('late.csv')).toBe('done');
});

it('says at the next start what a killed process could not say', async () => {
  const { ada, slack, database, signingSecret } = rollcall;
  const shown = () =>
    ada.messages().find((message) => JSON.stringify(message.blocks ?? []).includes('late.csv'));
  const message = shown();
  const token = 'xoxb-of-the-tests';
  // As left by a process that dies between the last row and the last message.
  const client = new WebClient(token, { slackApiUrl: slack.apiUrl });
  await client.chat.update({
    channel: message?.channel ?? '',
    ts: message?.ts ?? '',
    text: 'Importing late.csv',
    blocks: [],
  });
  expect(shown()).toBeUndefined();
  const app = await createApp(
    {
      audience: { storage: database.storage, now: () => new Date() },
      slack: { botToken: token, apiUrl: slack.apiUrl },
      log: (line) => rollcall.log.push(line),
    },
    { receiver: createHttpReceiver({ signingSecret, log: (line) => rollcall.log.push(line) }) },
  );
  await app.begin();
  await slack.waitFor(() => JSON.stringify(shown()?.blocks ?? []).includes('Imported'));
  await app.stop();
  expect(rollcall.log).toEqual([]);
});
