import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
const now = new Date('2026-11-23T10:00:00Z');
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => now });
});
afterAll(() => rollcall?.close());

const seen = async (words: string) => {
  const { ada, slack } = rollcall;
  await slack.waitFor(() => ada.lastMessage().includes(words), {
    what: `a newest message with ${words} (it is: ${ada.lastMessage()})`,
  });
  return ada.lastMessage();
};

describe('topics in Slack', () => {
  it('adds a topic, sets it for a contact with their consent, shows it in the history, and undoes it', async () => {
    const { ada } = rollcall;
    await ada.types('/audience topics');
    expect(ada.lastMessage()).toContain('No topics yet.');
    await ada.clicks('New topic');
    await ada.seesModal('New topic');
    await ada.fills({ Name: 'Product news', 'For people who never chose': 'Off unless turned on' });
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('Created "Product news".');
    await ada.types('/audience topics');
    expect(ada.lastMessage()).toMatch(/Product news.*0 on, 0 off.*off unless turned on/s);

    await ada.types('/contacts add ada@example.org');
    await ada.clicks('They agreed to get mail');
    await seen('Added via slack');
    await ada.clicks('Topics');
    await ada.seesModal('Topics they get');
    await ada.fills({ 'Topics they get': ['Product news'] });
    expect(await ada.submits()).toMatchObject({ ok: false });
    await ada.fills({
      'To turn one on: where did they ask for it?': 'by phone',
      'When?': Math.floor(now.getTime() / 1000) - 60,
    });
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('Turned on');
    await ada.types('/segments count subscribed to "Product news"');
    expect(ada.lastMessage()).toContain('1 person, ');
    await ada.types('/contacts show ada@example.org');
    await ada.clicks('Consent history');
    await seen('(by phone)');
    expect(ada.lastMessage()).toMatch(/Product news.*on in Slack/);
  }, 120_000);

  it('suppresses an address and sends a person’s data to the admin who asked', async () => {
    const { ada } = rollcall;
    await ada.types('/contacts suppress ada@example.org, bob@example.org');
    expect(ada.lastMessage()).toContain('Suppressed *2 addresses*');
    await ada.clicks('Undo');
    await seen('no longer suppressed');
    await ada.types('/contacts suppress');
    await ada.seesModal('Suppress addresses');
    await ada.closes();
    await ada.types('/contacts unsuppress ada@example.org');
    await ada.seesModal('They asked for it');
    await ada.closes();
    await ada.types('/contacts export-person ada@example.org');
    await seen('is in your messages with Rollcall');
  }, 120_000);
});
