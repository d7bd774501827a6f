import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';

/** Where a Chromium may be; the first that exists is used. */
const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * The path of a Chromium; undefined, with one loud line, if there is none. With CI set, that is a failure.
 */
export function findChromium(): string | undefined {
  const found = places.find((path) => path !== undefined && existsSync(path));
  if (found !== undefined) return found;
  const sentence = 'No Chromium on this machine (apt-get install chromium, or set CHROMIUM to its path)';
  if (process.env.CI === 'true') throw new Error(`${sentence}: with CI=true the browser tests do not skip.`);
  console.warn(`SKIPPED: every test in a browser. ${sentence}.`);
  return undefined;
}

/** A browser with a fresh profile that talks to nothing but the page. */
export async function openBrowser(
  executablePath: string,
  options: { colorScheme?: 'light' | 'dark' } = {},
): Promise<{ page: Page; errors: string[]; close(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), 'rollcall-chromium-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: 1280, height: 860 },
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  // A busy machine may stop for a while.
  page.setDefaultTimeout(60_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return {
    page,
    errors,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/**
 * Types into the composer and sends; resolves with the message that arrives after it and contains `answer`.
 */
export async function say(page: Page, text: string, answer: string | RegExp): Promise<Locator> {
  const messages = page.locator('article.message');
  const before = await messages.filter({ hasText: answer }).count();
  await page.locator('.composer textarea').first().fill(text);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const message = messages.filter({ hasText: answer }).nth(before);
  await message.waitFor({ timeout: 30_000 });
  return message;
}

/** Takes the pictures in docs/screenshots if `npm run screenshots` asks for them; otherwise does nothing. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS !== '1') return;
  await page.screenshot({ path: `docs/screenshots/${name}.png` });
}
