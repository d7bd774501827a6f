import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elementsOf } from '../../src/playground/slack-server/elements.ts';
import { messageText } from '../../src/playground/slack-server/plain-text.ts';
import { addPeople, addSender } from '../support/campaigns.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { publicUrl: 'https://mail.acme.example' });
  const { ada, database } = rollcall;
  await ada.types('/tags new vip');
  const { rows } = await database.storage.pool.query<{ id: number }>('SELECT id FROM workspaces');
  const workspaceId = rows[0]?.id ?? 0;
  await addPeople(database.storage, workspaceId, 3);
  await addSender(database.storage, workspaceId, { name: 'News' });
  await ada.types('/tags add vip person-1@x.example person-2@x.example');
});
afterAll(() => rollcall?.close());

/** A draft, and two cards of it that only Ada sees. Returns the `ts` of the first, which gets out of date. */
async function twoCards(name: string, prepare: (name: string) => Promise<unknown> = async () => {}) {
  const { ada } = rollcall;
  await ada.types('/campaigns new');
  await ada.fills({ Name: name, Subject: 'Hi', From: 'News', 'Send to: tags': ['vip'], Text: 'Hello' });
  await ada.submits();
  await ada.sees(`Created the draft *${name}*`);
  await prepare(name);
  await ada.types(`/campaigns show ${name}`);
  const stale = ada.messages().at(-1)?.ts ?? '';
  await ada.types(`/campaigns show ${name}`);
  return stale;
}
const cardAt = (ts: string) => rollcall.ada.messages().find((message) => message.ts === ts);
const textAt = (ts: string): string => {
  const card = cardAt(ts);
  return card === undefined ? '' : messageText(card);
};

/** Clicks a button of the message with this `ts`, and waits until the message says this. */
async function clickOn(ts: string, words: string, says: RegExp): Promise<string> {
  const { slack } = rollcall;
  const card = cardAt(ts);
  const found = elementsOf(card?.blocks ?? []).find(({ element }) =>
    JSON.stringify(element).includes(`"text":"${words}"`),
  );
  if (found === undefined || card === undefined) throw new Error(`no ${words} on: ${textAt(ts)}`);
  await slack.act({
    person: 'U0ADA',
    container: { type: 'message', channel: card.channel, ts },
    blockId: found.block.block_id,
    actionId: found.element.action_id,
  });
  await slack.waitFor(() => says.test(textAt(ts)), { what: `${says} in: ${textAt(ts)}` });
  return textAt(ts);
}

/** Someone else’s work, or Rollcall’s. */
const become = (state: string) => (name: string) =>
  rollcall.database.storage.pool.query(
    `UPDATE campaign_mails SET state = $1::text, prepared = CASE WHEN $1::text IN ('sending', 'paused', 'sent') THEN 2 END,
       due_at = CASE WHEN $1::text = 'scheduled' THEN now() + interval '1 day' END
     WHERE campaign_id = (SELECT id FROM campaigns WHERE name = $2)`,
    [state, name],
  );

describe('a card that only one person sees, after the campaign was changed elsewhere', () => {
  it.each([
    ['draft', 'sending', 'Send…', /is sending, so you can’t send it/, 'Pause'],
    ['draft', 'sending', 'Edit', /is sending, so you can’t edit it/, 'Pause'],
    ['needs approval', 'sent', 'Approve…', /is already sent, so you can’t send it/, 'Results'],
    ['scheduled', 'stopped', 'Reschedule', /is already stopped, so you can’t/, 'Results'],
    ['scheduled', 'sent', 'Stop', /is already sent, so you can’t stop it/, 'Results'],
    ['sending', 'paused', 'Pause', /is paused, so you can’t pause it/, 'Resume'],
    ['sending', 'sent', 'Pause', /is already sent, so you can’t pause it/, 'Results'],
    ['paused', 'sending', 'Resume', /is sending, so you can’t resume it/, 'Pause'],
    ['paused', 'stopped', 'Resume', /is already stopped, so you can’t resume it/, 'Results'],
  ])(
    'shows the state of now if it says "%s", the campaign is %s and someone clicks %s',
    async (before, now, words, why, next) => {
      const name = `${before} ${now} ${words.slice(0, 4)}`;
      const stale = await twoCards(name, become(before));
      expect(textAt(stale)).toContain(`[${words}]`);
      await become(now)(name);
      const shown = await clickOn(stale, words, why);
      expect(shown).toContain(`*${name}*  ·  ${now}`);
      if (now !== 'stopped') expect(shown).toContain(`[${next}]`);
      if (words !== next) expect(shown).not.toContain(`[${words}]`);
    },
  );

  it('says that the campaign was deleted, and has no buttons then', async () => {
    const { ada } = rollcall;
    const stale = await twoCards('Deleted elsewhere');
    await ada.types('/campaigns delete Deleted elsewhere');
    await ada.submits();
    await ada.sees('Deleted');
    const shown = await clickOn(stale, 'Send…', /no longer exists/);
    expect(shown).not.toContain('[');
  });

  it('brings the card up to date behind a form that was open for too long', async () => {
    const { ada } = rollcall;
    const stale = await twoCards('Open form', become('scheduled'));
    await clickOn(stale, 'Stop', /./);
    await ada.seesModal('Stop campaign');
    await become('sent')('Open form');
    await ada.submits();
    await ada.seesModal(/is already sent, so you can’t stop it/);
    await rollcall.slack.waitFor(() => textAt(stale).includes('*Open form*  ·  sent'));
    expect(textAt(stale)).not.toContain('[Stop]');
  });
});
