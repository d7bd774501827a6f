import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppProcess, startApp } from '../support/app-process.ts';
import { findChromium, openBrowser, say } from '../support/browser.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';
import { encoded } from '../support/encoded.ts';

const chromium = findChromium();

/** As a field of a date and a time holds it: later than anything that was said until now. */
function inAMinute(): string {
  const at = new Date(Date.now() + 60_000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

describe.skipIf(chromium === undefined)('what an admin confirms', () => {
  let app: AppProcess;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-twice-'));

  beforeAll(async () => {
    app = await startApp(await copyEmbeddedTemplate(folder), {
      ROLLCALL_URL: 'https://rollcall.example.org',
    });
    browser = await openBrowser(chromium as string);
    await browser.page.goto(app.url);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  });

  const modal = () => browser.page.getByRole('dialog');
  const press = (name: string) => modal().getByRole('button', { name, exact: true }).last().click();

  /** Up to the step that shows what the file would change. */
  const rehearse = async (name: string, lines: string[] | string, before?: () => Promise<void>) => {
    const { page } = browser;
    await page.locator('.composer textarea').first().fill('/contacts import');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const buffer = typeof lines === 'string' ? encoded(lines, 'windows-1254') : Buffer.from(lines.join('\n'));
    await modal().locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
    await modal().getByText(name).first().waitFor();
    await press('Next');
    await modal().getByText('Nothing is saved yet').waitFor();
    await before?.();
    await modal().getByText('They agreed to get mail').click();
    await press('Next');
    await modal().getByText('This is what would happen').waitFor({ timeout: 60_000 });
  };
  const pointsAt = (option: string) =>
    browser.page.locator('.popup-option.active').getByText(option).waitFor();
  const isImported = async (words: string) => {
    await modal().getByText(words).waitFor({ timeout: 60_000 });
    await press('Close');
    await modal().waitFor({ state: 'hidden' });
  };

  it('asks a second time, with their number, before people who unsubscribed are subscribed', async () => {
    await rehearse('left.csv', ['Email,Status', 'ada@example.org,unsubscribed', 'bob@example.org,bounced']);
    await press('Apply');
    await isImported('2 added');
    const others = Array.from({ length: 8_000 }, (_, index) => `new${index}@example.org,subscribed`);
    const back = ['ada@example.org,subscribed', 'bob@example.org,subscribed'];
    await rehearse('back.csv', ['Email,Status', ...back, ...others]);
    await modal().getByText('1 unsubscribed, 1 bounced').waitFor();
    await modal().getByText('Subscribe them anyway').click();
    await press('Apply');
    await modal().getByText('Do all 2 people want your mail?').waitFor();
    // Nothing happens before it is confirmed.
    await press('Apply');
    await modal().locator('.field-error').first().waitFor();
    await modal().getByText('each of them has since agreed').click();
    await modal().getByLabel('Where did they ask for it?').fill('the March survey');
    await modal().getByLabel('When?').fill(inAMinute());
    await press('Apply');
    await isImported('2 set to subscribed, as confirmed');
  });

  it('shows the progress of undoing an import, and who was left alone', async () => {
    const { page } = browser;
    await say(page, '/tags new vip', /Created the tag vip/);
    await say(page, '/tags add vip new1@example.org', /Tagged 1 contact/);
    await page.getByRole('link', { name: 'Rollcall' }).click();
    await page.getByRole('tab', { name: 'Messages' }).click();
    const message = page.locator('article.message').filter({ hasText: 'back.csv' }).last();
    await message.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('This removes the 8,000 contacts it added').waitFor();
    await page.getByRole('button', { name: 'Undo import' }).click();
    await message.getByText('Undoing the import of').waitFor();
    await message.getByText('Undid the import of').waitFor({ timeout: 60_000 });
    for (const words of ['7,999 removed', '2 restored', '1 left alone: edited since'])
      await message.getByText(words).waitFor();
    await message.getByRole('button', { name: 'Show who was left alone' }).click();
    await modal()
      .getByText(/new1@example\.org.*tagged since/)
      .waitFor();
    await press('Close');
  });

  it('reads a file in the chosen encoding, and unsubscribes people who unsubscribed in it', async () => {
    const { page } = browser;
    await page.getByRole('link', { name: 'general' }).click();
    await rehearse(
      'turkish.csv',
      'Email,Name,Status\nnew1@example.org,Deniz Şahin,unsubscribed\n',
      async () => {
        await modal().getByText('Read as Windows-1252, for example “Deniz Þahin”').waitFor();
        await modal().getByRole('combobox').first().click();
        await pointsAt('Western European (Windows-1252)');
        const turkish = page.getByRole('option', { name: 'Turkish (Windows-1254)', exact: true });
        await turkish.scrollIntoViewIfNeeded();
        const scrolled = () => page.locator('.listbox').evaluate(({ scrollTop }) => scrollTop);
        const before = await scrolled();
        expect(before).toBeGreaterThan(0);
        // The list stays where it is under the mouse. Keys go on from there, and scroll it.
        await turkish.hover();
        await pointsAt('Turkish (Windows-1254)');
        expect(await scrolled()).toBe(before);
        for (const _ of [1, 2, 3, 4, 5, 6, 7, 8]) await page.keyboard.press('ArrowDown');
        await pointsAt('Korean (EUC-KR)');
        expect(await scrolled()).toBeGreaterThan(before);
        await turkish.click();
        await modal().getByText('Read as Windows-1254, as you chose, for example “Deniz Şahin”').waitFor();
      },
    );
    await modal().getByText('1 unsubscribed').waitFor();
    await modal().getByText('Will get no more mail').waitFor();
    await press('Apply');
    await isImported('1 updated');
    await say(page, '/contacts show new1@example.org', /Deniz Şahin/);
    await page
      .locator('article.message')
      .filter({ hasText: 'Deniz Şahin' })
      .last()
      .getByText('No mail: unsubscribed')
      .waitFor();
  });

  it('connects an email provider, and says what is wrong with a key', async () => {
    const { page, errors } = browser;
    await page.getByRole('link', { name: 'general' }).click();
    await say(page, '/audience providers', /They report what happens/);
    const resend = page.locator('.section').filter({ hasText: 'Resend' });
    await resend.getByRole('button', { name: 'Connect' }).click();
    await modal().getByText('Connect Resend').first().waitFor();
    await modal().getByLabel('Key').fill('nonsense');
    await press('Connect');
    await modal().getByText('That isn’t what Resend needs').waitFor();
    await modal().getByLabel('Key').fill('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    await press('Connect');
    await modal().waitFor({ state: 'hidden' });
    await page.getByText('https://rollcall.example.org/webhooks/resend/').waitFor();
    expect(errors).toEqual([]);
  });
});
