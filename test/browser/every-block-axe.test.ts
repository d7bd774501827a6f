import { resolve } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, openBrowser, say, screenshot } from '../support/browser.ts';
import { type EveryBlock, openEveryBlock } from '../support/every-block-app.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined).each(['light', 'dark'] as const)(
  'axe finds nothing serious in the %s',
  (colorScheme) => {
    let every: EveryBlock;
    let browser: Awaited<ReturnType<typeof openBrowser>>;
    let page: Page;

    beforeAll(async () => {
      every = await openEveryBlock({ pageRoot: resolve('dist/playground/page') });
      browser = await openBrowser(chromium as string, { colorScheme });
      page = browser.page;
      page.setDefaultTimeout(30_000);
      await page.goto(every.slack.url);
      await page.locator('.composer').waitFor();
      // The page's policy blocks other scripts; what is evaluated from outside isn't affected.
      await page.evaluate(`${axe.source};0`);
    });
    afterAll(async () => {
      await browser?.close();
      await every?.close();
    });

    // Only the colors of the dark differ: names, roles and order are those of the light.
    const rules = JSON.stringify(
      colorScheme === 'dark' ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {},
    );

    /** What is wrong, one line for each kind: what it is, and where. */
    async function faults(within = 'document'): Promise<string[]> {
      const { violations } = await page.evaluate<AxeResults>(
        `axe.run(${within}, { resultTypes: ["violations"], ...${rules} })`,
      );
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(
          ({ id, help, nodes }) =>
            `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`,
        );
    }
    /** Every modal is closed: the next key belongs to the page. */
    const isClosed = () => page.getByRole('dialog').waitFor({ state: 'hidden' });
    const send = async (text: string) => {
      await page.locator('.composer textarea').first().fill(text);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Send', exact: true }).click();
    };

    it('when it is empty', async () => {
      expect(await faults()).toEqual([]);
    });

    it.each([
      ['texts', 'Texts & such'],
      ['choices', 'Several multi_users_select'],
      ['people', 'People and seats'],
      ['table', '1,204'],
      ['charts', 'A line chart'],
      ['more charts', 'A pie'],
      ['markdown', 'bold'],
      ['late', 'did not respond'],
    ])('in a message with %s', async (word, words) => {
      await say(page, `/every ${word}`, words);
      expect(await faults('[...document.querySelectorAll("article.message")].at(-1)')).toEqual([]);
    });

    it('in an open select, a menu, suggestions and a question', async () => {
      await page.getByRole('combobox', { name: 'A colour' }).click();
      await page.getByRole('option').first().waitFor();
      expect(await faults()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'More actions' }).click();
      expect(await faults()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('.composer textarea').pressSequentially('/');
      await page.getByRole('listbox', { name: 'Suggestions' }).waitFor();
      expect(await faults()).toEqual([]);
      await page.locator('.composer textarea').fill('');
      await page.getByRole('button', { name: 'Delete' }).first().click();
      await page.getByRole('alertdialog').waitFor();
      expect(await faults()).toEqual([]);
      await page.getByRole('button', { name: 'Cancel' }).click();
    });

    it('in a form with every input and with errors', async () => {
      await send('/every form');
      await page.getByRole('dialog').waitFor();
      expect(await faults()).toEqual([]);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.locator('.field-error').first().waitFor();
      expect(await faults()).toEqual([]);
      await page.keyboard.press('Escape');
      await isClosed();
    });

    it('in a stack of modals', async () => {
      await send('/every stack');
      await page.getByRole('button', { name: 'Deeper' }).click();
      await page.getByRole('heading', { name: 'Level 2' }).waitFor();
      expect(await faults()).toEqual([]);
      await page.getByRole('button', { name: 'Close' }).click();
      await isClosed();
    });

    it('in the inspector, with a fault and a full exchange', async () => {
      await page.getByRole('button', { name: 'Inspector', exact: true }).click();
      const inspector = page.getByRole('complementary', { name: 'Inspector' });
      await inspector.getByRole('button', { name: 'views.open' }).first().click();
      await inspector.getByRole('switch', { name: 'Slack is slow' }).check();
      await page.getByText('1 fault on').waitFor();
      expect(await faults()).toEqual([]);
      await screenshot(page, `inspector-${colorScheme}`);
      await inspector.getByRole('switch', { name: 'Slack is slow' }).uncheck();
      await inspector.getByRole('button', { name: 'Close the inspector' }).click();
    });

    it('in Home', async () => {
      await page.getByRole('link', { name: 'Every' }).click();
      await page.getByRole('tab', { name: 'Home' }).click();
      await page.getByText('Home, sweet home').waitFor();
      expect(await faults()).toEqual([]);
    });
  },
);
