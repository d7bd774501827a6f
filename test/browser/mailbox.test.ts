import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningMailbox, startMailbox } from '../../src/playground/mailbox/mailbox.ts';
import { readManifest } from '../../src/playground/manifest.ts';
import { type SlackServer, startSlackServer } from '../../src/playground/slack-server/server.ts';
import { createSmtp } from '../../src/smtp/send.ts';
import { findChromium, openBrowser, screenshot } from '../support/browser.ts';

const chromium = findChromium();

/** Accessibility problems, one line for each kind. */
async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>(
    'axe.run(document, { resultTypes: ["violations"] })',
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`,
    );
}

describe.skipIf(chromium === undefined).each(['light', 'dark'] as const)(
  'the mailbox in the %s',
  (colorScheme) => {
    let folder: string;
    let mailbox: RunningMailbox;
    let playground: SlackServer;
    let browser: Awaited<ReturnType<typeof openBrowser>>;
    let page: Page;
    let ahead = 0;
    let send: ReturnType<typeof createSmtp>;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'rollcall-mailbox-'));
      mailbox = await startMailbox({ folder, now: () => Date.now() + ahead });
      send = createSmtp({ host: '127.0.0.1', port: mailbox.smtpPort });
      playground = await startSlackServer({
        ...{ port: 0, signingSecret: 'a secret of the tests', botToken: 'xoxb-of-the-tests', mailbox },
        ...{
          team: { id: 'T0TEST', name: 'Acme' },
          manifest: readManifest(),
          pageRoot: resolve('dist/playground/page'),
        },
        people: [
          {
            id: 'U0ADA',
            name: 'ada',
            realName: 'Ada',
            timeZone: 'Europe/London',
            locale: 'en-GB',
            role: 'admin',
          },
        ],
        channels: [{ id: 'C0GENERAL', name: 'general', kind: 'public' }],
        movableClock: {
          now: () => new Date(Date.now() + ahead),
          aheadMs: () => ahead,
          async move(by) {
            ahead += by;
            return new Date(Date.now() + ahead);
          },
        },
      });
      browser = await openBrowser(chromium as string, { colorScheme });
      page = browser.page;
      page.setDefaultTimeout(30_000);
      await page.goto(playground.url);
      await page.evaluate(`${axe.source};0`);
    });
    afterAll(async () => {
      await browser?.close();
      await playground?.close();
      await mailbox?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const mail = (to: string, subject: string, html: string, headers: Record<string, string> = {}) =>
      send({
        from: { name: 'Acme', address: 'news@acme.example' },
        to,
        subject,
        text: `${subject}\nhttps://x.example/1.`,
        html,
        key: subject.replace(/\W/g, ''),
        headers,
      });
    /** As campaigns have them. */
    const ofCampaign = {
      'List-Unsubscribe': '<http://127.0.0.1:9/p/x>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Feedback-ID': '7:1:campaign:rollcall',
      'X-PM-Metadata-rollcall': 'k1',
    };

    it('fills while someone watches, and works by keyboard alone and at the width of a phone', async () => {
      await page.getByRole('link', { name: 'Mailbox' }).click();
      await page.getByText('No mail yet.').waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await mail(
        'ada@x.example',
        'Welcome',
        '<h1>Hello Ada</h1><p><a href="https://x.example/1">Settings</a></p>',
        ofCampaign,
      );
      await mail('bob@y.example', 'Spring sale', '<p>Hello Bob</p>');
      await page.getByText('2 mails').waitFor();
      await page.getByRole('searchbox').fill('ada');
      await page.getByText('1 mail', { exact: true }).waitFor();
      await page.getByRole('searchbox').press('Tab');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement?.labels?.[0]?.textContent')).toContain('Campaign');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const frame = page.frameLocator('iframe');
      await frame.getByRole('heading', { name: 'Hello Ada' }).waitFor();
      expect(await page.evaluate('document.activeElement?.textContent')).toBe('Welcome');
      expect([
        await frame.getByRole('link').getAttribute('href'),
        await frame.locator('base').getAttribute('target'),
      ]).toEqual(['https://x.example/1', '_blank']);
      expect(await faultsOf(page)).toEqual([]);
      await screenshot(page, `mailbox-${colorScheme}`);
      // Nothing answers at that address: the mailbox says so, and the button can be pressed again.
      await page.getByRole('button', { name: 'Unsubscribe' }).click();
      await page.getByText('The address in its header doesn’t answer.').waitFor();

      await page.getByRole('tab', { name: 'Mail', exact: true }).press('ArrowRight');
      expect(await page.getByRole('tabpanel').getByRole('link').getAttribute('href')).toBe(
        'https://x.example/1',
      );
      await page.getByRole('tab', { name: 'Text' }).press('ArrowRight');
      await page.getByRole('tabpanel').getByText('Acme <news@acme.example>').waitFor();
      expect(await faultsOf(page)).toEqual([]);

      await page.setViewportSize({ width: 390, height: 780 });
      expect(await page.getByRole('searchbox').isVisible()).toBe(false);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Back to the list' }).click();
      await page.getByRole('searchbox').waitFor();
      await screenshot(page, `mailbox-phone-${colorScheme}`);
      await page.setViewportSize({ width: 1280, height: 860 });
      await page.getByRole('searchbox').fill('');
    });

    it('gives the HTML of a mail no rights', async () => {
      await mail(
        'eve@evil.example',
        'Planted',
        `<p>planted</p><script>parent.document.title = 'owned'; document.body.append('ran')</script>
       <img src="https://evil.example/seen.png" onerror="document.body.append('ran')"><form action="https://evil.example"><button>Go</button></form>
       <a href="https://evil.example/top" target="_top">top</a><meta http-equiv="refresh" content="0;url=https://evil.example/">`,
      );
      // What the policy blocks is never requested; for the rest, the host name doesn't exist.
      const failures: string[] = [];
      page.on('requestfailed', (request) =>
        failures.push(`${request.url()} ${request.failure()?.errorText}`),
      );
      await page.getByRole('button', { name: /Planted/ }).click();
      const frame = page.frameLocator('iframe');
      await frame.getByText('planted').waitFor();
      await frame.getByRole('button', { name: 'Go' }).click();
      await frame.getByText('top').click();
      await page.waitForTimeout(300);
      expect(await frame.getByText('ran').count()).toBe(0);
      expect(page.url()).toBe(`${playground.url}/#mailbox`);
      expect(await page.title()).toContain('Mailbox');
      expect(failures.filter((failure) => !failure.endsWith(' csp'))).toEqual([]);
      await page.getByLabel('Load pictures').check();
      await expect.poll(() => failures.at(-1)).toMatch(/^https:\/\/evil\.example\/seen\.png net::/);
    });

    it('works beside a clock that moves forward', async () => {
      const general = page.getByRole('link', { name: 'general' });
      const days = () => page.locator('.day').allTextContents();
      const write = async (text: string) => {
        await page.locator('.composer textarea').fill(text);
        await page.getByRole('button', { name: 'Send', exact: true }).click();
        await page.locator('article.message').filter({ hasText: text }).waitFor();
      };
      await general.click();
      await write('before the move');
      expect(await days()).toEqual(['today']);
      await page.getByRole('button', { name: 'Move the clock' }).click();
      await page.getByRole('button', { name: '+7 days' }).click();
      const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'Europe/London' }).format(
        Date.now() + 7 * 86_400_000,
      );
      await page.getByText(`In the app it is ${day}`).waitFor();
      await page.getByLabel('Days').fill('3');
      await page.getByRole('button', { name: 'Move', exact: true }).click();
      await page.getByRole('button', { name: /Move the clock \+10 days/ }).waitFor();
      await page.getByLabel('Days').fill('0');
      expect(await page.getByRole('button', { name: 'Move', exact: true }).isDisabled()).toBe(true);
      expect(await faultsOf(page)).toEqual([]);
      await screenshot(page, `clock-${colorScheme}`);

      // The page has the time of the workspace, not the browser's.
      const written = playground.messagesFor('U0ADA')[0]?.ts;
      const dayOf = (ms: number, options: Intl.DateTimeFormatOptions) =>
        new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'Europe/London' }).format(ms);
      const long = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
      await expect.poll(days).toEqual([dayOf(Number(written) * 1000, long)]);
      const tomorrow = Math.floor((Date.now() + ahead) / 1000) + 86_400;
      await fetch(`${playground.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer xoxb-of-the-tests' },
        body: JSON.stringify({ channel: 'C0GENERAL', text: `Due <!date^${tomorrow}^{date_pretty}|x>` }),
      });
      await page.locator('article.message').getByText('Due tomorrow').waitFor();
      await page.locator('.composer textarea').fill('/nothing');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.locator('.run').getByText('/nothing').waitFor();
      expect(await days()).toEqual([dayOf(Number(written) * 1000, long), 'today']);
      await mail('ada@x.example', 'After the move', '<p>Hello again</p>');
      await page.getByRole('link', { name: 'Mailbox' }).click();
      const times = () => page.locator('.mail-at').allTextContents();
      await expect.poll(async () => (await times())[0]).toMatch(/^today /);
      expect((await times()).at(-1)).not.toMatch(/^today /);
      await page.reload();
      await expect.poll(async () => (await times())[0]).toMatch(/^today /);
    });
  },
);
