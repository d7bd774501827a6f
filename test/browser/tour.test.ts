import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppProcess, startApp } from '../support/app-process.ts';
import { findChromium, openBrowser, screenshot } from '../support/browser.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('a first visit', () => {
  let app: AppProcess;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  const folders: string[] = [];

  const visit = async (options: { colorScheme?: 'light' | 'dark' } = {}) => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-tour-'));
    folders.push(folder);
    app = await startApp(await copyEmbeddedTemplate(folder));
    browser = await openBrowser(chromium as string, options);
    await browser.page.goto(app.url);
  };
  const leave = async () => {
    await browser?.close();
    await app?.end('SIGTERM');
  };
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  });

  describe('with their own file', () => {
    beforeAll(() => visit());
    afterAll(leave);

    it('does the first five steps of the tour', async () => {
      const { page, errors } = browser;
      const step = (index: number) => page.getByRole('region', { name: 'Tour' }).locator('li').nth(index);
      const take = async (index: number) => {
        await step(index).getByRole('button').click();
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Send', exact: true }).click();
      };

      await take(0);
      const modal = page.getByRole('dialog');
      await modal.locator('input[type=file]').setInputFiles(resolve('samples/contacts.csv'));
      await modal.getByText('contacts.csv').first().waitFor();
      await modal.getByRole('button', { name: 'Next' }).click();
      await modal.getByText('Nothing is saved yet').waitFor();
      await modal.getByText('They agreed to get mail').click();
      await modal.getByRole('button', { name: 'Next', exact: true }).click();
      await modal.getByRole('button', { name: 'Apply', exact: true }).click();
      await modal.getByText(/Imported/).waitFor({ timeout: 60_000 });
      await modal.getByRole('button', { name: 'Close' }).last().click();
      await modal.waitFor({ state: 'hidden' });

      const answers: [number, RegExp][] = [
        [1, /Created the tag vip/],
        [2, /Tagged 2 contacts/],
        [3, /Created Recent VIPs/],
        [4, /2 can be mailed/],
      ];
      for (const [index, answer] of answers) {
        await take(index);
        await page.locator('article.message').filter({ hasText: answer }).last().waitFor();
        // The answer may look like an earlier one.
        await expect.poll(() => step(index).getAttribute('class'), { timeout: 20_000 }).toBe('done');
      }
      // The rest of it is a campaign: campaign-loop.test.ts.
      expect(await step(5).getAttribute('class')).toBe('next');
      expect(errors).toEqual([]);
    });
  });

  describe('without a file, in the dark theme', () => {
    beforeAll(() => visit({ colorScheme: 'dark' }));
    afterAll(leave);

    it('loads the sample audience from an empty workspace, and then stops offering it', async () => {
      const { page, errors } = browser;
      const button = page.getByRole('button', { name: 'Load sample audience' });
      await button.waitFor();
      await screenshot(page, 'first-visit-dark');
      const file = await page.getByRole('link', { name: 'download contacts.csv' }).getAttribute('href');
      expect(
        await page.evaluate(async (url) => (await (await fetch(url)).text()).slice(0, 16), file as string),
      ).toBe('Email,First name');
      await button.click();
      await page.getByText('Added 10,000 sample contacts').waitFor({ timeout: 180_000 });
      // It replaces the file of the first step.
      await page.getByRole('region', { name: 'Tour' }).locator('li.done').first().waitFor();
      // The sample has a tag vip, and nobody created it here: the next step suggests a name that is free.
      const second = page.getByRole('region', { name: 'Tour' }).locator('li').nth(1);
      expect([await second.getAttribute('class'), await second.locator('code').textContent()]).toEqual([
        'next',
        '/tags new insider',
      ]);
      await page.locator('.composer textarea').first().fill('/segments count everyone');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.locator('article.message').filter({ hasText: '10,000' }).waitFor();

      await page.getByRole('button', { name: 'Inspector' }).click();
      await page.getByRole('region', { name: 'Exchanges' }).locator('li').first().waitFor();
      await screenshot(page, 'inspector-dark');

      await page.reload();
      await page.getByRole('region', { name: 'Tour' }).waitFor();
      // Asked of the playground itself: that nothing is shown yet would prove nothing.
      expect(await page.evaluate(async () => (await fetch('/playground/sample')).json())).toEqual({
        offered: false,
      });
      expect(await button.count()).toBe(0);
      expect(errors).toEqual([]);
    });
  });
});
