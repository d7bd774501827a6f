import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPeople, addSender } from '../support/campaigns.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { publicUrl: 'https://mail.acme.example' });
  const { ada, database } = rollcall;
  await ada.types('/tags new vip');
  const { rows } = await database.storage.pool.query<{ id: number }>('SELECT id FROM workspaces');
  const workspaceId = rows[0]?.id ?? 0;
  await addPeople(database.storage, workspaceId, 4);
  await addPeople(database.storage, workspaceId, 2, { status: 'unsubscribed', prefix: 'gone' });
  await addSender(database.storage, workspaceId, { name: 'News' });
  await ada.types(
    `/tags add vip ${[1, 2, 3].map((n) => `person-${n}@x.example`).join(' ')} gone-1@x.example`,
  );
});
afterAll(() => rollcall?.close());

const seen = async (words: string) => {
  const { ada, slack } = rollcall;
  await slack.waitFor(() => ada.lastMessage().includes(words), {
    what: `a newest message with ${words} (it is: ${ada.lastMessage()})`,
  });
  return ada.lastMessage();
};

describe('campaigns in Slack', () => {
  it('writes a draft, corrects it beside its fields, and shows who gets it and why', async () => {
    const { ada, database } = rollcall;
    await ada.types('/campaigns');
    expect(ada.lastMessage()).toContain('No campaigns yet.');
    await ada.clicks('New campaign');
    await ada.seesModal('New campaign');
    await ada.fills({
      Name: 'Spring sale',
      Subject: 'Spring is here, {{first name|friend}}',
      From: 'News',
      'Send to: tags': ['vip'],
      'Or in words': 'tagged vip',
      Text: 'Hello {{nickname}}',
    });
    expect(await ada.submits()).toMatchObject({
      ok: false,
      errors: { 'Or in words': 'Choose tags and segments, or say it in words, not both.' },
    });
    await ada.fills({ 'Or in words': '' });
    expect(await ada.submits()).toMatchObject({ ok: false, errors: { Text: /nickname/ } });
    await ada.fills({ Text: 'Hello {{first name|you}}. [Buy](https://acme.example/buy){button}' });
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('Created the draft *Spring sale*.');
    expect(ada.lastMessage()).toContain('3 people will get it');
    expect(ada.lastMessage()).toContain('tagged vip');

    await ada.clicks('Who will get it');
    await seen('4 people match');
    expect(ada.lastMessage()).toMatch(/− \*1\* unsubscribed.*= 3\* will get it/s);

    await ada.types('/campaigns why gone-1@x.example in "spring sale"');
    expect(ada.lastMessage()).toContain('won’t get it: they unsubscribed');
    await ada.types('/campaigns why person-1@x.example in Spring sale');
    expect(ada.lastMessage()).toContain('will get it');
    await ada.types('/campaigns why person-4@x.example in Spring sale');
    expect(ada.lastMessage()).toContain('won’t get it: they aren’t in the audience');

    await ada.types('/campaigns preview Spring sale');
    expect(ada.lastMessage()).toMatch(/Spring is here, friend.*Hello you/s);
    await ada.types('/campaigns results Spring sale');
    expect(ada.lastMessage()).toContain('hasn’t been sent');
    const events = await database.storage.pool.query(
      `INSERT INTO campaigns (workspace_id, name, name_key) SELECT id, 'Old news', 'old news' FROM workspaces`,
    );
    expect(events.rowCount).toBe(1);
  }, 120_000);

  it('lists people behind a number, edits, duplicates and deletes, and refuses names in use', async () => {
    const { ada } = rollcall;
    await ada.types('/campaigns audience Spring sale');
    await ada.clicks('View people');
    await seen('*Spring sale*: unsubscribed');
    expect(ada.lastMessage()).toContain('gone-1@x.example');

    await ada.types('/campaigns edit Spring sale');
    await ada.seesModal('Edit campaign');
    await ada.fills({ 'Don’t send to: tags': ['vip'] });
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('Saved *Spring sale*.');
    expect(ada.lastMessage()).toContain('0 people will get it');
    await ada.clicks('Edit');
    await ada.seesModal('Edit campaign');
    await ada.fills({ 'Don’t send to: tags': [] });
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('3 people will get it');

    await ada.types('/campaigns duplicate Spring sale');
    expect(ada.lastMessage()).toContain('Created the draft *Copy of Spring sale*.');
    await ada.types('/campaigns delete Copy of Spring sale');
    await ada.seesModal('You can’t undo this.');
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('Deleted the draft *Copy of Spring sale*.');

    for (const name of ['SPRING SALE', 'old  news']) {
      await ada.types(`/campaigns new ${name}`);
      await ada.seesModal('New campaign');
      expect(await ada.submits()).toMatchObject({ ok: false, errors: { Name: /already (exists|reports)/ } });
      await ada.closes();
    }
    await ada.types('/campaigns list spring');
    expect(ada.lastMessage()).toMatch(/1 campaign.*Drafts.*Spring sale/s);
  }, 120_000);

  it('asks for the campaign if none is named, and offers the nearest name', async () => {
    const { ada } = rollcall;
    await ada.types('/campaigns audience');
    await ada.seesModal('Who gets a campaign');
    await ada.fills({ Campaign: 'Spring sale' });
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('4 people match');
    await ada.types('/campaigns show Sprin sale');
    expect(ada.lastMessage()).toContain('Did you mean "Spring sale"?');
  }, 120_000);
});
