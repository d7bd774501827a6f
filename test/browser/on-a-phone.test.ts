import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../src/playground/manifest.ts';
import { type SlackServer, startSlackServer } from '../../src/playground/slack-server/server.ts';
import { barChart, lineChart } from '../../src/slack/kit/charts.ts';
import { dataTable } from '../../src/slack/kit/table.ts';
import { findChromium, openBrowser } from '../support/browser.ts';

const chromium = findChromium();
const botToken = 'xoxb-of-the-tests';

describe.skipIf(chromium === undefined)('a phone', () => {
  let playground: SlackServer;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;

  beforeAll(async () => {
    playground = await startSlackServer({
      ...{ port: 0, signingSecret: 'a secret of the tests', botToken, team: { id: 'T0TEST', name: 'Acme' } },
      ...{ manifest: readManifest(), pageRoot: resolve('dist/playground/page') },
      people: [
        { id: 'U0ADA', name: 'ada', realName: 'Ada', timeZone: 'UTC', locale: 'en-GB', role: 'admin' },
      ],
      channels: [{ id: 'C0GENERAL', name: 'general', kind: 'public' }],
    });
    browser = await openBrowser(chromium as string);
    page = browser.page;
    page.setDefaultTimeout(30_000);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(playground.url);
  });
  afterAll(async () => {
    await browser?.close();
    await playground?.close();
  });

  const post = async (text: string, blocks: unknown[]) => {
    const answer = await fetch(`${playground.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${botToken}` },
      body: JSON.stringify({ channel: 'C0GENERAL', text, blocks }),
    });
    expect(await answer.json()).toMatchObject({ ok: true });
    await page.locator('article.message').last().locator('table, svg').first().waitFor({ state: 'attached' });
    return page.locator('article.message').last();
  };

  it('shows a comparison of two campaigns without scrolling sideways', async () => {
    const names = ['Spring sale for everyone who bought late', 'Summer sale for everyone who bought early'];
    const share = '4.4 % (1,212 of 14,770)';
    const rows = ['Audience', 'Delivered', 'Reported as spam', 'Unsubscribed'].map((name) => [
      name,
      share,
      share,
    ]);
    const message = await post('Compared', dataTable('Spring and summer', ['Number', ...names], rows));
    const frame = message.locator('.table-frame');
    expect(await frame.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    const cut = await message
      .locator('td, th')
      .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length);
    expect(cut).toBe(0);
  });

  const hours = Array.from({ length: 20 }, (_, hour) => ({
    label: `${hour < 12 ? 'Fri' : 'Sat'} ${String((hour + 12) % 24).padStart(2, '0')}:00`,
    value: 1000 + hour,
  }));
  it.each([
    ['hours', barChart('Clicks by the hour', 'Clicks', hours), /^\w{3}\d\d:00$/],
    [
      'days',
      lineChart(
        'People',
        'People',
        hours.map(({ value }, day) => ({ label: `${day + 1} Dec`, value })),
      ),
      /^\d+Dec$/,
    ],
    [
      'names',
      barChart(
        'People',
        'People',
        ['In both', 'Only Lapsed VIPs', 'Only Beta testers'].map((label) => ({ label, value: 3 })),
      ),
      /^(Inboth|OnlyLapsedVIPs|OnlyBetatesters)$/,
    ],
  ])('shows the labels of a chart over %s apart from each other, and whole', async (_, chart, whole) => {
    const message = await post('Drawn', chart);
    const labels = message.locator('svg .narrow .tick');
    const boxes = await labels.evaluateAll((ticks) =>
      ticks.map((tick) => ({ words: tick.textContent ?? '', ...tick.getBoundingClientRect().toJSON() })),
    );
    expect(boxes.length).toBeGreaterThan(2);
    for (const { words } of boxes) expect(words.replaceAll(' ', '')).toMatch(whole);
    const drawn = boxes as { left: number; right: number; bottom: number }[];
    for (const [index, box] of drawn.entries())
      expect(box.left - (drawn[index - 1]?.right ?? Number.NEGATIVE_INFINITY)).toBeGreaterThan(1);
    const below = await message.locator('.legend').boundingBox();
    expect(Math.max(...drawn.map(({ bottom }) => bottom))).toBeLessThanOrEqual(below?.y ?? 0);
  });
});
