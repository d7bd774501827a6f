import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addPeople, addSender, fakeServer } from '../support/campaigns.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

// What a form offers in place of a text that it refused.

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', {
    now: () => new Date('2026-11-23T10:00:00Z'),
    publicUrl: 'https://mail.acme.example',
    sending: fakeServer().port,
  });
  const { ada } = rollcall;
  await ada.types('/audience');
  const { storage } = rollcall.database;
  const { id } = await storage.prisma.workspace.findFirstOrThrow({ where: { settingsFrom: { not: null } } });
  await addSender(storage, id, { name: 'News' });
  await addPeople(storage, id, 1);
  await ada.types('/tags new vip');
  await ada.types('/tags new other');
});
afterAll(() => rollcall?.close());
beforeEach(async () => {
  while (rollcall.ada.modal()) await rollcall.ada.closes({ all: true });
});

/** Clicks a suggestion, and waits until the form shows it. */
async function uses(words: string): Promise<void> {
  await rollcall.ada.seesModal(words);
  await rollcall.ada.clicks(words);
  await expect.poll(() => rollcall.ada.modal()?.text).not.toContain('⚠️');
  await expect.poll(() => rollcall.ada.modal()?.text).not.toContain('[Use');
}

it('fills the field with a suggestion, and counts it', async () => {
  const { ada } = rollcall;
  await ada.types('/segments count');
  await ada.fills({ 'Which contacts?': 'taged vip' });
  await ada.submits();
  const { text } = await ada.seesModal('did you mean "tagged"?');
  expect(text).toContain('[Use: tagged vip]');
  expect(text).not.toContain('Count:');
  await uses('Use: tagged vip');
  const filled = ada.modal()?.text ?? '';
  expect(filled).toContain('tagged vip');
  expect(filled).not.toContain('did you mean');
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees(/0 people\*?/);
});

it('offers again if the next text is refused too, and keeps its errors at the field', async () => {
  const { ada } = rollcall;
  await ada.types('/segments count');
  await ada.fills({ 'Which contacts?': 'not opened or clicked' });
  await ada.submits();
  await uses('Use: not opened and not clicked');
  await ada.fills({ 'Which contacts?': 'blorb' });
  expect(await ada.submits()).toMatchObject({ ok: false });
  await ada.fills({ 'Which contacts?': 'opend this month' });
  await ada.submits();
  await uses('Use: opened this month');
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('opened an email this month');
});

it('shows a long suggestion beside its button', async () => {
  const { ada } = rollcall;
  const company = `company is "${'x'.repeat(80)}"`;
  await ada.types('/segments count');
  await ada.fills({ 'Which contacts?': `taged vip and ${company}` });
  await ada.submits();
  expect((await ada.seesModal('did you mean')).text).toContain(`tagged vip and ${company}`);
  await uses('Use');
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees(/0 people\*?/);
});

it.each([
  ['/segments watch', 'New watch', { 'Or a rule': 'taged vip', Number: '5' }, 'Use: tagged vip'],
  ['/segments breakdown', 'Break down', { People: 'taged vip', By: 'country' }, 'Use: tagged vip'],
  ['/segments compare', 'Compare', { Compare: 'taged vip', With: 'everyone' }, 'Use: tagged vip'],
  ['/segments compare', 'Compare', { Compare: 'everyone', With: 'taged vip' }, 'Use: tagged vip'],
  ['/tags merge into vpi', 'Merge tag', { Tag: 'other' }, 'Use: vip'],
] as const)('fills the field that is wrong, in any form: %s, %s %o', async (line, title, fields, offer) => {
  const { ada } = rollcall;
  await ada.types(line);
  await ada.seesModal(title);
  await ada.fills(fields);
  await ada.submits();
  await uses(offer);
  expect(ada.modal()?.text).not.toMatch(/taged|vpi/);
  expect(await ada.submits()).toEqual({ ok: true });
});

it('offers both meanings of an hour, and reads back the one that was chosen', async () => {
  const { ada } = rollcall;
  await ada.types('/campaigns new Sale');
  await ada.seesModal('New campaign');
  const audience = 'everyone, except taged vip';
  await ada.fills({ Subject: 'Sale', From: 'News', Text: 'Hello', 'Or in words': audience });
  await ada.submits();
  await uses('Use: everyone, except tagged vip');
  await ada.submits();
  await ada.sees('Created the draft *Sale*');
  await ada.types('/campaigns schedule Sale tomorrow 10');
  await ada.seesModal('Schedule campaign');
  await ada.fills({ 'Track opens': 'off', 'Track clicks': 'off' });
  await ada.submits();
  await ada.seesModal('[Use: tomorrow 10am] [Use: tomorrow 10pm]');
  await uses('Use: tomorrow 10pm');
  expect(ada.modal()?.text).toContain('Goes out *Tue 24 Nov 2026, 22:00');
  expect(await ada.submits()).toEqual({ ok: true });
  expect(await ada.sees('Scheduled *Sale*')).toContain('Tue 24 Nov 2026, 22:00');
});
