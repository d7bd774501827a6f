import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

// What a form offers in place of a text that it refused.

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => new Date('2026-11-23T10:00:00Z') });
  const { ada } = rollcall;
  await ada.types('/audience');
  await ada.types('/tags new vip');
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
