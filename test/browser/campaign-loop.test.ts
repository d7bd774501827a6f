import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppProcess, startApp } from '../support/app-process.ts';
import { findChromium, openBrowser, say, screenshot } from '../support/browser.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('a campaign from its draft to its results in a browser', () => {
  let dataDir: string;
  let app: AppProcess;
  let browser: Awaited<ReturnType<typeof openBrowser>>;

  beforeAll(async () => {
    dataDir = await copyEmbeddedTemplate();
    app = await startApp(dataDir);
    browser = await openBrowser(chromium as string);
    browser.page.setDefaultTimeout(60_000);
    await browser.page.goto(app.url);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
  });

  const dialog = () => browser.page.getByRole('dialog');
  const messages = () => browser.page.locator('article.message');
  const step = (title: string) => browser.page.locator('.tour li').filter({ hasText: title });
  /** Acts as someone else from here on. */
  const become = async (name: string) => {
    await browser.page.getByTitle('Switch person').click();
    await browser.page.getByRole('menuitemradio', { name: new RegExp(name) }).click();
    await browser.page.locator('.you-text strong').getByText(name).waitFor();
  };
  const press = (within: Locator, name: string) => within.getByRole('button', { name, exact: true }).click();
  const choose = async (label: string, option: string) => {
    await dialog().getByRole('combobox', { name: label }).click();
    await browser.page.getByRole('option', { name: option }).click();
  };
  /** The newest message with these words. */
  const shows = async (words: RegExp | string): Promise<Locator> => {
    const message = messages().filter({ hasText: words }).last();
    await message.waitFor();
    return message;
  };
  const takeStep = async (title: string) => {
    await step(title).getByRole('button').click();
    await browser.page.keyboard.press('Escape');
    await press(browser.page.locator('.composer').first(), 'Send');
  };
  /** How many people the sentence names: "312 sent" → 312. */
  const numberIn = async (message: Locator, words: RegExp) =>
    Number(words.exec(await message.innerText())?.[1]?.replace(',', ''));
  let getIt = 0;

  it('is drafted in a form, and says who gets it and who doesn’t', async () => {
    const { page } = browser;
    await takeStep('Import contacts');
    await dialog().locator('input[type=file]').setInputFiles(resolve('samples/contacts.csv'));
    await dialog().getByText('contacts.csv').first().waitFor();
    await press(dialog(), 'Next');
    await dialog().getByText('They agreed to get mail').click();
    await press(dialog(), 'Next');
    await press(dialog(), 'Apply');
    await dialog()
      .getByText(/Imported/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Close' }).last().click();

    await become('Sam Rivera');
    await takeStep('Write a campaign');
    await dialog().getByLabel('Subject').fill('Hello {{first name|there}}: our autumn list');
    await dialog()
      .getByLabel(/^Text/)
      .fill(
        'Hi {{first name|there}},\n\nthe *autumn* list is out.\n\n[See the list](https://acme.example/autumn){button}',
      );
    await screenshot(page, 'campaign-form');
    await press(dialog(), 'Create draft');
    const draft = await shows('Created the draft Hello.');
    getIt = await numberIn(draft, /([\d,]+) people will get it/);
    expect(getIt).toBeGreaterThan(100);
    await expect.poll(() => step('Write a campaign').getAttribute('class')).toBe('done');
    await screenshot(page, 'campaign-draft');
    await press(draft, 'Who will get it');
    const waterfall = await shows(/will get it.*View people|match/s);
    expect(await numberIn(waterfall, /([\d,]+) will get it/)).toBe(getIt);
    await press(waterfall, 'View campaign');
    await press(await shows('Send…'), 'Send…');
    await dialog().getByLabel('When').fill('tomorrow');
    await dialog().getByText('At what time?').waitFor();
    await dialog().getByLabel('When').fill('now');
    await dialog().getByText('Goes out now').waitFor();
    await press(dialog(), 'Ask for approval');
    await shows('asks an admin to approve it');
  });

  it('is approved by an admin, and shows its progress until it is sent', async () => {
    const { page } = browser;
    await become('Ada Okafor');
    const asked = await shows('asks an admin to approve it');
    await screenshot(page, 'campaign-approval');
    await press(asked, 'Approve…');
    await dialog().getByText(`${getIt} people`).first().waitFor();
    await choose('Opens', 'Count them, without saying who');
    await choose('Clicks', 'Record who clicked what');
    await press(dialog(), 'Send');
    // On a busy machine it may be sent before its progress is shown.
    await messages()
      .first()
      .getByText(/ [1-9]\d* of \d+.*a second|\d sent, \d+ left out/)
      .first()
      .waitFor();
    await screenshot(page, 'campaign-sending');
    await shows(new RegExp(`${getIt} sent, \\d+ left out`));
    await expect.poll(() => step('Send it').getAttribute('class')).toBe('done');
    await screenshot(page, 'campaign-sent');
  });

  it('arrives in the mailbox, where its button unsubscribes and its audience reads it', async () => {
    const { page } = browser;
    await step('Let the audience read it').getByRole('button').click();
    await page.getByLabel('Campaign').selectOption({ index: 1 });
    await page.getByText(`${getIt} mails`, { exact: false }).first().waitFor();
    const first = page.locator('.mail-line').first();
    const address = (await first.locator('.mail-to').textContent()) ?? '';
    await first.click();
    const mail = page.frameLocator('iframe');
    expect(await mail.getByRole('link', { name: 'See the list' }).getAttribute('href')).toMatch(/^http/);
    await press(page.getByRole('article', { name: 'Mail' }), 'Unsubscribe');
    await page.getByText('Unsubscribed with one click.').waitFor();
    await screenshot(page, 'campaign-mailbox');
    await page.getByRole('button', { name: 'Let the audience read it' }).click();
    await page.getByText(/Three days later, they have read/).waitFor({ timeout: 120_000 });

    await page.getByRole('link', { name: 'general' }).click();
    await say(page, `/contacts show ${address}`, /unsubscribed/);
    await takeStep('See the results');
    const results = await shows(/in its audience/);
    expect(await numberIn(results, /([\d,]+) sent/)).toBeGreaterThan(getIt * 0.9);
    await expect.poll(() => step('See the results').getAttribute('class')).toBe('done');
    // The whole card, from the number to the buttons.
    await page.setViewportSize({ width: 1280, height: 1060 });
    await screenshot(page, 'campaign-results');
    await page.setViewportSize({ width: 1280, height: 860 });
  });

  it('is held if its time passed while nothing ran, and keeps its approval', async () => {
    const { page, errors } = browser;
    await say(page, '/campaigns duplicate Hello', 'Created the draft Copy of Hello.');
    const waterfall = await say(page, '/campaigns audience Copy of Hello', 'unsubscribed');
    expect(await waterfall.innerText()).toMatch(/unsubscribed.*never agreed/s);
    await screenshot(page, 'campaign-waterfall');
    await page.locator('.composer textarea').first().fill('/campaigns schedule Copy of Hello tomorrow 9am');
    await page.keyboard.press('Escape');
    await press(page.locator('.composer').first(), 'Send');
    await dialog()
      .getByText(/Goes out .* 09:00 \(Europe\/London\)/)
      .waitFor();
    await press(dialog(), 'Send');
    await shows('Scheduled Copy of Hello.');
    await page.evaluate(() =>
      fetch('/playground/clock', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person: 'U0ADA', byMs: 3 * 86_400_000 }),
      }),
    );
    await page.getByRole('link', { name: 'Rollcall' }).click();
    const held = await shows('This campaign is on hold');
    await screenshot(page, 'campaign-held');
    await press(held, 'Reschedule');
    await dialog().getByText('The approval stays: only the time changes.').waitFor();
    await dialog().getByLabel('When').fill('in 2 days at 10:00');
    await dialog()
      .getByText(/Goes out .* 10:00 .* in 2 days/)
      .waitFor();
    await press(dialog(), 'Reschedule');
    await shows(/scheduled for .*10:00/);
    // Pictures of mails are only loaded on request, the one that counts opens included.
    expect(errors.filter((error) => !error.startsWith('Loading the image'))).toEqual([]);
  });
});
