import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppProcess, startApp } from '../support/app-process.ts';
import { findChromium, openBrowser, say, screenshot } from '../support/browser.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('a day’s work in the playground', () => {
  let app: AppProcess;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-day-'));

  beforeAll(async () => {
    app = await startApp(await copyEmbeddedTemplate(folder));
    browser = await openBrowser(chromium as string);
    await browser.page.goto(app.url);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  });

  const modal = () => browser.page.getByRole('dialog');
  const message = (words: string | RegExp) =>
    browser.page.locator('article.message').filter({ hasText: words }).last();
  /** Chooses from a select that completes what is typed. */
  const choose = async (box: Locator, words: string) => {
    await box.click();
    await box.fill(words);
    await browser.page.getByRole('option', { name: words, exact: true }).first().click();
  };

  const home = () => browser.page.getByRole('region', { name: 'Home' });
  const openHome = async () => {
    await browser.page.getByRole('link', { name: 'Rollcall' }).click();
    await browser.page.getByRole('tab', { name: 'Home' }).click();
  };

  it('leads an empty workspace through three steps in Home, which open the real forms', async () => {
    const { page } = browser;
    await openHome();
    await home().getByText('three steps').waitFor();
    await home().getByRole('button', { name: 'Import a CSV file' }).click();
    await modal().locator('input[type=file]').waitFor({ state: 'attached' });
    await modal().getByRole('button', { name: 'Cancel' }).click();
    await modal().waitFor({ state: 'hidden' });
    await home().getByRole('button', { name: 'New tag' }).click();
    await modal().getByLabel('Name', { exact: true }).fill('met-us');
    await modal().getByRole('button', { name: 'Create tag' }).click();
    await modal().getByText('Created the tag').waitFor();
    await page.keyboard.press('Escape');
    await modal().waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'general' }).click();
    await page.getByRole('button', { name: 'Load sample audience' }).click();
    await page.getByText('Added 10,000 sample contacts').waitFor({ timeout: 180_000 });
    await openHome();
    await home().getByText('10,000 contacts').waitFor();
    await page.getByRole('link', { name: 'general' }).click();
  });

  it('builds a segment from rows, and loses no keystroke while the form is counted again', async () => {
    const { page } = browser;
    await say(page, '/segments', /segment/);
    await page.getByRole('button', { name: 'New segment' }).last().click();
    await modal().getByText('Everyone:').waitFor();
    await modal().getByLabel('Name', { exact: true }).fill('Recent VIPs');
    await modal().getByRole('button', { name: 'Add a condition' }).click();
    await choose(modal().getByRole('combobox', { name: 'What?' }), 'Tag');
    await modal().getByText('Choose a tag.').waitFor();
    await choose(modal().getByRole('combobox', { name: 'Tags' }), 'vip');
    await page.keyboard.press('Escape');
    await modal()
      .getByText(/(?:people|person), .*can be mailed/)
      .waitFor();
    await modal().getByRole('button', { name: 'Add a condition' }).click();
    await modal().getByText('Condition 2').waitFor();
    await choose(modal().getByRole('combobox', { name: 'What?' }).nth(1), 'Signed up');
    await choose(modal().getByRole('combobox', { name: 'When' }), 'Another time …');
    const when = modal().getByLabel('Which time?');
    await when.waitFor();
    await when.click();
    // Longer than the pause before the form is sent: the answer arrives while the person is still typing.
    await page.keyboard.type('last 12 months', { delay: 150 });
    await modal().getByText('(since').first().waitFor();
    expect(await when.inputValue()).toBe('last 12 months');
    expect(await when.evaluate((element) => element.matches(':focus'))).toBe(true);
    await modal().getByText('For example').waitFor();
    await screenshot(page, 'segment-builder');
    await modal().getByRole('button', { name: 'Create segment' }).click();
    await modal().waitFor({ state: 'hidden' });
    await message('Created Recent VIPs').waitFor();
  });

  it('edits it as text, shows the difference first, saves it, and undoes that', async () => {
    const { page } = browser;
    await say(page, '/segments show recent vips', 'Details');
    await screenshot(page, 'segment-card');
    await message('Details').getByRole('button', { name: 'Edit' }).click();
    await modal()
      .getByText(/(?:people|person), .*can be mailed/)
      .waitFor();
    await modal().getByRole('button', { name: 'Edit as text' }).click();
    const text = modal().getByLabel('Who’s in this segment');
    await modal().getByRole('button', { name: 'Edit as conditions' }).waitFor();
    expect(await text.inputValue()).toBe('tagged vip and signed up in the last 12 months');
    await text.fill('tagged vip and not opened in the last 60 days');
    await modal().getByText('not opened in the last 60 days').last().waitFor();
    await modal().getByRole('button', { name: 'Next' }).click();
    await modal()
      .getByText(/join, −/)
      .waitFor();
    await screenshot(page, 'segment-difference');
    await modal().getByRole('button', { name: 'Save' }).click();
    await message('Saved Recent VIPs').waitFor();
    await modal().getByRole('button', { name: 'Close' }).last().click();
    await message('Saved Recent VIPs').getByRole('button', { name: 'Undo' }).click();
    await message('Restored the segment "Recent VIPs" to what it was').waitFor();
  });

  it('shares its size, explains it for one person, and forecasts it', async () => {
    const { page } = browser;
    await say(page, '/segments size recent vips', 'can be mailed');
    await message('can be mailed').getByRole('button', { name: 'Share' }).click();
    await message('Shared by').waitFor();
    const members = await say(page, '/segments members recent vips', 'only you see this list');
    const email = (await members.innerText()).match(/[\w.+-]+@[\w.-]+/)?.[0] ?? '';
    expect(email).not.toBe('');
    const why = await say(page, `/segments why ${email} in recent vips`, 'is in Recent VIPs');
    await why.getByText('tagged vip').waitFor();
    await screenshot(page, 'segment-why');
    await say(page, '/segments forecast recent vips', 'in 30 days');
  });

  it('merges a tag into another one, and undoes it', async () => {
    const { page } = browser;
    await say(page, '/tags merge partner into vip', 'Merge partner into vip?');
    await message('Merge partner into vip?').getByRole('button', { name: 'Merge', exact: true }).click();
    await message('Merged partner into vip').getByRole('button', { name: 'Undo' }).click();
    await message('Restored the tag "partner"').waitFor();
  });

  it('tags the people in a message', async () => {
    const { page } = browser;
    await page
      .locator('.composer textarea')
      .first()
      .fill('Met ada@fair.example and bob@fair.example at the fair');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const target = message('at the fair');
    await target.hover();
    await target.getByRole('button', { name: 'Message shortcuts' }).click();
    await page.getByRole('menuitem', { name: 'Tag people in this message' }).click();
    await modal().getByText('ada@fair.example').click();
    await modal().getByText('They agreed to get mail').click();
    await choose(modal().getByRole('combobox', { name: 'Tag' }), 'met-us');
    await modal().getByRole('button', { name: 'Tag people' }).click();
    await modal().waitFor({ state: 'hidden' });
    await message('Tagged 1 contact met-us').waitFor();
  });

  it('shows Home, whose buttons do the real thing', async () => {
    const { page, errors } = browser;
    await openHome();
    await home().getByText('Recent changes').waitFor();
    await home().getByText('10,001 contacts').waitFor();
    await screenshot(page, 'home');
    await home().getByRole('button', { name: 'New segment' }).click();
    await modal().getByText('Everyone:').waitFor();
    await modal().getByRole('button', { name: 'Cancel' }).click();
    await modal().waitFor({ state: 'hidden' });
    expect(errors).toEqual([]);
  });
});
