import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
let workspaceId: number;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => new Date('2026-11-23T10:00:00Z') });
  const { ada, yuki, database } = rollcall;
  await ada.types('/audience');
  await yuki.types('/audience');
  ({ id: workspaceId } = await database.storage.prisma.workspace.findFirstOrThrow({
    where: { settingsFrom: { not: null } },
  }));
  await database.storage.prisma.contact.createMany({
    data: Array.from({ length: 60 }, (_, n) => ({
      ...{
        workspaceId,
        email: `p${n}@x.org`,
        emailKey: `p${n}@x.org`,
        name: n % 2 === 0 ? `Ann ${n}` : null,
      },
      ...{ statusSource: 'test', source: 'test', country: n < 40 ? 'NO' : 'US' },
      ...{ status: n < 50 ? ('subscribed' as const) : ('unsubscribed' as const) },
    })),
  });
});
afterAll(() => rollcall?.close());
beforeEach(async () => {
  while (rollcall.ada.modal()) await rollcall.ada.closes({ all: true });
});

it('lists contacts, opens a card over the list, and goes on from there', async () => {
  const { ada } = rollcall;
  const first = await ada.types('/contacts');
  expect(first).toContain('*All contacts*  ·  *60* people, *50* can be mailed');
  expect(first).toContain('1–25 of 60, newest first');
  expect(first).toContain('*50* subscribed');
  await ada.clicks('Next');
  await ada.sees('26–50 of 60');
  await ada.clicks('Open');
  const { text, depth } = await ada.seesModal('Added via test');
  expect(text).toContain('p34@x.org');
  expect(depth).toBe(1);
  // Changing the contact answers in the same window.
  await ada.clicks('Edit');
  await ada.seesModal('One per line');
  await ada.fills({ Company: 'Acme' });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.seesModal('Saved.');
  await ada.closes();
  expect(ada.lastMessage()).toContain('26–50 of 60');
});

it('finds people from a form, by name or by rule', async () => {
  const { ada } = rollcall;
  await ada.types('/contacts find');
  await ada.fills({ 'Name, part of an address, company or tag': 'Ann 5' });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees(/Found `Ann 5` {2}· {2}\*5\* people/);
  expect(await ada.types('/contacts list country is US')).toMatch(
    /`country is United States` {2}· {2}\*20\* people/,
  );
  await ada.clicks('Save as segment');
  await ada.seesModal(/20 people\*?/);
  await ada.closes();
});

it('tags everyone in a list after it said how many, and undoes it', async () => {
  const { ada, database } = rollcall;
  const { prisma } = database.storage;
  await ada.types('/contacts list country is US');
  await ada.clicks('Tag all 20');
  const { text, submit } = await ada.seesModal('undo this for 30 minutes');
  expect(text).toContain('*20* people: `country is United States`');
  expect(submit).toBe('Tag 20 people');
  await ada.fills({ 'Or a new tag': 'usa' });
  await prisma.contact.create({
    data: {
      ...{ workspaceId, email: 'late@x.org', emailKey: 'late@x.org', country: 'US' },
      ...{ statusSource: 'test', source: 'test' },
    },
  });
  expect(await ada.submits()).toEqual({ ok: true });
  expect((await ada.seesModal('1 more person is in this list')).submit).toBe('Tag 21 people');
  await ada.fills({ 'Or a new tag': 'usa' });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('Tagged 21 contacts `usa`');
  expect(await ada.types('/tags people usa')).toMatch(/Tagged `usa` {2}· {2}\*21\* people/);
  await ada.clicks('Untag all 21');
  await ada.seesModal('undo this for 30 minutes');
  expect(await ada.submits()).toMatchObject({ ok: false });
  await ada.fills({ Tag: 'usa' });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('Removed `usa` from 21 contacts');
  await ada.clicks('Undo');
  await ada.sees('Tagged 21 contacts "usa" again');
});

it('asks whom a command is about, with people to choose by name or address', async () => {
  const { ada, gus } = rollcall;
  await ada.types('/contacts forget');
  await ada.seesModal('Erase a contact');
  expect(await ada.looksUp('Contact', 'ann 12')).toEqual(['Ann 12 · p12@x.org']);
  expect(await ada.looksUp('Contact', 'P7@')).toEqual(['p7@x.org']);
  expect(await ada.looksUp('Contact', '')).toHaveLength(20);
  await ada.fills({ Contact: 'p13@x.org' });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('Erase *p13@x.org* for good?');
  await ada.types('/segments new Norwegians: country is Norway');
  await ada.types('/segments why');
  await ada.fills({ Contact: 'p13@x.org', Segment: 'Norwegians' });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('p13@x.org is in *Norwegians*');
  // An address that was typed is chosen already.
  await ada.types('/segments why p15@x.org');
  await ada.fills({ Segment: 'Norwegians' });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('p15@x.org is in *Norwegians*');
  await ada.types('/tags new picked');
  await ada.clicks('Add people');
  await ada.seesModal('Paste them in any format');
  await ada.fills({ Contacts: ['p13@x.org', 'p15@x.org'] });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('Tagged 2 contacts `picked`');
  expect(await gus.types('/contacts show')).toContain('only answers members');
});

it('breaks people down by a value, lists one of them, and shares the numbers', async () => {
  const { ada } = rollcall;
  const shown = await ada.types('/segments breakdown everyone by country');
  expect(shown).toContain('*All contacts* by country');
  const message = ada.messages().at(-1);
  const types = (message?.blocks ?? []).map(({ type }) => type);
  expect(types.filter((type) => type === 'data_visualization' || type === 'data_table')).toEqual([
    'data_visualization',
    'data_table',
  ]);
  await ada.clicks('Norway: 40');
  await ada.sees(/`country is Norway` {2}· {2}\*40\* people/);
  await ada.clicks('Break down');
  await ada.seesModal('By');
  await ada.fills({ By: 'status' });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('`country is Norway` by status');
  await ada.clicks('Share');
  await ada.sees('Shared by');
  await ada.types('/segments breakdown');
  await ada.fills({ People: 'country is US', By: 'status' });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('`country is United States` by status');
  expect(await ada.types('/segments breakdown everyone by contry')).toContain('called "contry"');
});

it('compares two groups, lists a part and saves it', async () => {
  const { ada } = rollcall;
  const shown = await ada.types('/segments compare country is Norway with status is subscribed');
  expect(shown).toContain('*40* in both (100 % of country is Norway, 80 % of status is subscribed)');
  expect(shown).toContain('*0* only match `country is Norway`');
  await ada.clicks('View people');
  await ada.sees(/`country is Norway and status is subscribed` {2}· {2}\*40\* people/);
  await ada.types('/segments compare Norwegians');
  await ada.seesModal('Compare Norwegians with');
  await ada.fills({ 'Compare Norwegians with': 'status is unsubscribed' });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('*40* only in *Norwegians*');
  await ada.clicks('Save “Only Norwegians”');
  expect((await ada.seesModal(/40 people\*?, 40 can be mailed/)).text).toContain('Norwegians');
});

it('exports a list into the person’s own messages, for admins', async () => {
  const { ada, yuki } = rollcall;
  await ada.types('/contacts list country is Norway');
  await ada.clicks('Export');
  await ada.sees('The file with 40 contacts is in your messages');
  // The list is still there.
  expect(JSON.stringify(ada.messages().map(({ blocks }) => blocks))).toContain('1–25 of 40');
  await yuki.types('/contacts list country is Norway');
  await yuki.clicks('Export');
  await yuki.sees('You need the admin role to export contacts');
});
