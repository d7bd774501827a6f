import axe, { type AxeResults } from 'axe-core';
import { Hono } from 'hono';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { addContact } from '../../src/audience/contacts/add.ts';
import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import type { MailMessage } from '../../src/audience/mail/port.ts';
import { preferencesUrl, publicForms } from '../../src/audience/public/links.ts';
import { changePages } from '../../src/audience/public/settings.ts';
import { preferencesOf } from '../../src/audience/topics/preferences.ts';
import { addTopic } from '../../src/audience/topics/topics.ts';
import { servePublicPages } from '../../src/http/routes.ts';
import { type HttpServer, startHttpServer } from '../../src/http/server.ts';
import { findChromium, openBrowser, screenshot } from '../support/browser.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const chromium = findChromium();

// No script runs on these pages: their policy allows none, and they have none.
describe.skipIf(chromium === undefined)('public pages', () => {
  let database: TestDatabase;
  let server: HttpServer;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  let deps: AudienceDeps;
  let person: { workspaceId: number; contactId: number; emailChangedAt: null };
  const sent: MailMessage[] = [];
  const pages = { url: '', check: async () => undefined };

  beforeAll(async () => {
    database = await openTestDatabase('embedded');
    deps = {
      ...{ storage: database.storage, now: database.storage.clock.now, pages },
      mail: {
        from: { name: 'Acme', address: 'news@acme.example' },
        send: async (message) => {
          sent.push(message);
          return { is: 'sent', reply: '' };
        },
      },
    };
    const routes = servePublicPages(new Hono(), deps, { log: () => {} });
    server = await startHttpServer({ port: 0, host: '127.0.0.1', routes });
    pages.url = `http://127.0.0.1:${server.port}`;
    const admin: Caller = { workspaceId: database.workspaceId, actor: 'U0ADA', role: 'admin' };
    await changePages(deps, admin, {
      brandName: 'Acme Bicycles',
      logo: 'ACME',
      accent: '#8a1c5a',
      takesSignUps: true,
      ...{ postalAddress: '', footerLinks: '' },
    });
    const topic = (name: string, description: string, isOn: boolean) =>
      addTopic(deps, admin, { name, description, isOn, isShown: true, confirms: false });
    await topic('Product news', 'What is new, about once a month', true);
    await topic('Offers', 'Sales and discounts', false);
    const ada = { email: 'ada@x.example', name: null, values: [], status: 'subscribed' as const };
    const added = await addContact(deps, admin, ada);
    if (!('id' in added)) throw new Error('there already');
    person = { workspaceId: admin.workspaceId, contactId: added.id, emailChangedAt: null };
    browser = await openBrowser(chromium as string);
    page = browser.page;
    page.setDefaultTimeout(30_000);
    await page.setViewportSize({ width: 390, height: 844 });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await database?.close();
  });

  /** Accessibility problems in light and in dark, one line for each kind, and whatever doesn't fit a phone. */
  async function faults(): Promise<string[]> {
    const found: string[] = [];
    await page.evaluate(`${axe.source};0`);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await page.evaluate<AxeResults>(
        'axe.run(document, { resultTypes: ["violations"] })',
      );
      found.push(...violations.map(({ id, help }) => `${colorScheme} ${id}: ${help}`));
    }
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    return [...found, ...(width > 390 ? [`${width} wide`] : [])];
  }
  /** Pictures in light and in dark. */
  async function pictures(name: string): Promise<void> {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await screenshot(page, `${name}-${colorScheme}`);
    }
  }
  const state = async () => {
    const found = await preferencesOf(deps, person);
    return [
      found?.status,
      found?.topics.filter(({ on }) => on).map(({ name }) => name),
      found?.pausedUntil !== null,
    ];
  };
  /** Presses Tab until the element with this name has the focus. */
  async function tabTo(name: string): Promise<void> {
    for (let n = 0; n < 30; n++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate<string>(
        '(document.activeElement.labels?.[0] ?? document.activeElement).textContent',
      );
      if (at.startsWith(name)) return;
    }
    throw new Error(`Tab never comes to ${name}.`);
  }

  it('are all that a person needs, at the width of a phone and by keyboard alone', async () => {
    await page.goto(preferencesUrl(deps, person));
    expect(await faults()).toEqual([]);
    await pictures('preferences');
    await tabTo('Offers');
    await page.keyboard.press('Space');
    await tabTo('Save choices');
    await page.keyboard.press('Enter');
    await page.getByText('Your choices are saved.').waitFor();
    expect(await state()).toEqual(['subscribed', ['Product news', 'Offers'], false]);
    expect(await faults()).toEqual([]);

    await tabTo('Pause for 30 days');
    await page.keyboard.press('Enter');
    await page.getByText('Your break has started.').waitFor();
    await page.getByText(/^You’re on a break until /).waitFor();
    expect(await faults()).toEqual([]);
    await tabTo('Unsubscribe from everything');
    await page.keyboard.press('Enter');
    await page.getByText('You’re unsubscribed from everything.').waitFor();
    expect((await state())[0]).toBe('unsubscribed');
    expect(await faults()).toEqual([]);
    await pictures('unsubscribed');
    await tabTo('Undo');
    await page.keyboard.press('Enter');
    await page.getByText('Undone').waitFor();
    expect((await state())[0]).toBe('subscribed');
    expect(browser.errors).toEqual([]);
  });

  it('sign people up with a form and a button in their mail', async () => {
    await page.goto(publicForms(deps, person.workspaceId).join);
    expect(await faults()).toEqual([]);
    await page.getByLabel('Email address').fill('eve@x.example');
    await page.getByLabel('Offers').check();
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByText('Almost done').waitFor();
    expect(await faults()).toEqual([]);
    await expect
      .poll(async () => {
        const runner = startJobRunner(deps, { pollMs: 5 });
        await runner.idle();
        await runner.stop();
        return sent.length;
      })
      .toBe(1);
    await page.goto(/http:\S+/.exec(sent[0]?.text ?? '')?.[0] ?? '');
    expect(await faults()).toEqual([]);
    await pictures('confirm');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('link', { name: 'Go to your settings' }).click();
    await page.getByText('Settings for e•••@x.example').waitFor();
    expect(await page.getByLabel('Offers').isChecked()).toBe(true);
  });

  it('say what to do if a link is not valid', async () => {
    await page.goto(`${pages.url}/p/nonsense`);
    await page.getByRole('heading', { name: 'This link is not valid' }).waitFor();
    expect(await faults()).toEqual([]);
    await page.getByLabel('Email address').fill('nobody@x.example');
    await page.keyboard.press('Enter');
    await page.getByText('If we know this address').waitFor();
    expect(await faults()).toEqual([]);
  });
});
