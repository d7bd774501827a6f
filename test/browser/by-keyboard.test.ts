import { rmSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppProcess, freePort, startApp } from '../support/app-process.ts';
import { findChromium, openBrowser } from '../support/browser.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('the playground by keyboard', () => {
  let dataDir: string;
  let port: string;
  let app: AppProcess;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  beforeAll(async () => {
    dataDir = await copyEmbeddedTemplate();
    port = String(await freePort());
    app = await startApp(dataDir, { PORT: port });
    browser = await openBrowser(chromium as string);
    page = browser.page;
    page.setDefaultTimeout(30_000);
    await page.goto(app.url);
    await page.getByRole('region', { name: 'Tour' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
  });

  const modal = () => page.getByRole('dialog');
  const home = () => page.getByRole('region', { name: 'Home' });
  const composer = () => page.locator('.composer textarea').first();
  /** The name of what has the focus. */
  const focused = () =>
    page.evaluate<string>('(document.activeElement.labels?.[0] ?? document.activeElement).textContent');
  const type = async (text: string) => {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };
  const fault = (networkFails: boolean) =>
    page.evaluate(
      (on) =>
        fetch('/playground/faults', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ networkFails: on }),
        }).then(() => undefined),
      networkFails,
    );
  /** What axe finds, wide in light and narrow in the dark. */
  async function faults(): Promise<string[]> {
    const found: string[] = [];
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 860 });
      await page.emulateMedia({ colorScheme });
      await page.evaluate(`${axe.source};0`);
      const { violations } = await page.evaluate<AxeResults>(
        'axe.run(document, { resultTypes: ["violations"] })',
      );
      for (const { id, impact, nodes } of violations)
        if (impact === 'serious' || impact === 'critical')
          found.push(`${width} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    }
    await page.setViewportSize({ width: 1280, height: 860 });
    return found;
  }

  it('starts in the box to type in', async () => {
    expect(await composer().evaluate((box) => box.matches(':focus'))).toBe(true);
    expect(await faults()).toEqual([]);
  });

  it('fills a form without a mouse: no key that a name needs closes it', async () => {
    await type('/segments new');
    await modal().getByLabel('Name', { exact: true }).waitFor();
    await expect.poll(focused).toBe('Name');
    await page.keyboard.type('People who met us');
    expect(await modal().getByLabel('Name', { exact: true }).inputValue()).toBe('People who met us');
    expect(await faults()).toEqual([]);
    await page.keyboard.press('Escape');
    await modal().waitFor({ state: 'hidden' });
    await expect.poll(() => composer().evaluate((box) => box.matches(':focus'))).toBe(true);
  });

  it('shows what was not sent, and sends it again', async () => {
    await fault(true);
    await type('/tags');
    const unsent = page.locator('.run.failed').filter({ hasText: '/tags' });
    await unsent.getByText('Not sent').waitFor();
    await type('hello everyone');
    await page.locator('.run.failed').filter({ hasText: 'hello everyone' }).waitFor();
    expect(await faults()).toEqual([]);
    await fault(false);
    for (const _ of [1, 2]) await page.getByRole('button', { name: 'Retry' }).first().click();
    await page.locator('article.message').filter({ hasText: 'hello everyone' }).waitFor();
    await page
      .locator('article.message')
      .filter({ hasText: /tag/i })
      .filter({ hasText: 'App' })
      .first()
      .waitFor();
    expect(await page.getByText('Not sent').count()).toBe(0);
  });

  it('opens windows from Home, and shows there what changed', async () => {
    await page.getByRole('link', { name: 'Rollcall' }).click();
    await page.getByRole('tab', { name: 'Home' }).click();
    await home().getByRole('button', { name: 'New tag' }).press('Enter');
    await expect.poll(focused).toBe('Name');
    await type('met-us');
    await modal().getByText('Created the tag').waitFor();
    await page.keyboard.press('Escape');
    await modal().waitFor({ state: 'hidden' });
    await home().getByText('created the tag').waitFor();
    expect(await faults()).toEqual([]);
  });

  it('asks Rollcall in its own chat, and finds the answer there after a restart', async () => {
    await page.getByRole('tab', { name: 'Messages' }).click();
    await composer().focus();
    await type('hello');
    await page.locator('article.message').filter({ hasText: 'Ask me things like' }).waitFor();
    await app.end('SIGTERM');
    app = await startApp(dataDir, { PORT: port });
    await page.reload();
    await page.locator('article.message').filter({ hasText: 'Ask me things like' }).waitFor();
    // The lost connection, while it was away.
    browser.errors.length = 0;
  });

  it('adds a channel and invites Rollcall to it', async () => {
    await page.getByRole('button', { name: 'Add a channel' }).press('Enter');
    await page.getByLabel('Name of the channel').waitFor();
    await type('general');
    await page.getByRole('alert').getByText('#general already exists.').waitFor();
    await page.getByLabel('Name of the channel').fill('Launch 2027');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'launch-2027', exact: true }).waitFor();
    await composer().focus();
    await type('/invite @Rollcall');
    await page.locator('article.message').filter({ hasText: 'to the channel' }).waitFor();
    expect(await faults()).toEqual([]);
    // A name that exists is answered 400.
    expect(browser.errors.filter((error) => !error.includes('400'))).toEqual([]);
  });
});
