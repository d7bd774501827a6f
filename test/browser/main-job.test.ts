import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppProcess, startApp } from '../support/app-process.ts';
import { findChromium, openBrowser, say, screenshot } from '../support/browser.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';
import { naiveCsv } from '../support/naive-csv.ts';

const chromium = findChromium();
const file = 'test/fixtures/customers-300.csv';
const rows = naiveCsv(readFileSync(file, 'utf8'));
const year = (row: Record<string, string>) => row['Subscription Date']?.slice(-4);

describe.skipIf(chromium === undefined)('the main job in a browser', () => {
  let dataDir: string;
  let app: AppProcess;
  let browser: Awaited<ReturnType<typeof openBrowser>>;

  beforeAll(async () => {
    dataDir = await copyEmbeddedTemplate();
    app = await startApp(dataDir);
    browser = await openBrowser(chromium as string);
    await browser.page.goto(app.url);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
  });

  it('lists the commands when someone types a slash', async () => {
    const { page } = browser;
    await page.locator('.composer textarea').first().pressSequentially('/');
    const list = page.getByRole('listbox', { name: 'Suggestions' });
    for (const command of ['/audience', '/contacts', '/tags', '/segments']) {
      await list.getByText(command, { exact: true }).waitFor();
    }
    await page.locator('.composer textarea').first().fill('');
  });

  it('imports a file: shows the mapping, asks for consent, and shows progress and the result', async () => {
    const { page } = browser;
    await page.locator('.composer textarea').first().fill('/contacts import');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const modal = page.getByRole('dialog');
    await modal.getByText('Import contacts').first().waitFor();
    await modal.locator('input[type=file]').setInputFiles(resolve(file));
    await modal
      .getByText(/customers-/)
      .first()
      .waitFor();
    await modal.getByRole('button', { name: 'Next' }).click();
    await modal.getByText('Nothing is saved yet').waitFor();
    await screenshot(page, 'import-mapping');

    // Consent is a choice: without it, an error appears under the field.
    await modal.getByRole('button', { name: 'Next', exact: true }).click();
    await modal.locator('.field-error').first().waitFor();
    await modal.getByText('They agreed to get mail').click();
    await modal.getByRole('button', { name: 'Next', exact: true }).click();
    await modal.getByText('This is what would happen').waitFor({ timeout: 60_000 });
    await modal.getByRole('button', { name: 'Apply', exact: true }).click();
    await modal.getByText(/Imported/).waitFor({ timeout: 60_000 });
    await screenshot(page, 'import-result');
    await modal.getByRole('button', { name: 'Close' }).last().click();
    await modal.waitFor({ state: 'hidden' });
  });

  it('tags pasted addresses and asks for sizes', async () => {
    const { page } = browser;
    await say(page, '/tags new vip', /Created the tag vip/);
    const picked = rows.slice(0, 30).filter((row) => row.Email?.includes('@'));
    const pasted = picked.map((row) => `${row['First Name']} <${row.Email}>`).join(',\n');
    await say(page, `/tags add vip ${pasted}`, /Tagged \d+ contacts/);
    await say(
      page,
      '/segments new Recent VIPs: tagged vip and signed up in the last 5 years',
      /Created Recent VIPs/,
    );
    const size = await say(page, '/segments size recent vips', /can be mailed/);
    expect(await size.textContent()).toContain('Only visible to you');
    const norway = rows.filter((row) => year(row) === '2020' && row.Country === 'Norway').length;
    await say(
      page,
      '/segments count signed up in 2020 and country is Norway',
      new RegExp(`${norway} (person|people), ${norway} can be mailed`),
    );
    await screenshot(page, 'playground');
    await say(page, '/segments', /1 segment/);
    await say(page, '/tags', /1 tag/);
  });

  it('points at the words that it did not understand', async () => {
    const { page } = browser;
    await say(page, '/segments count tagged vpi and signed up in 2020', /no tag.*vpi/i);
    await screenshot(page, 'error');
    expect(browser.errors).toEqual([]);
  });
});
