import { expect, it } from 'vitest';
import { isMachine } from '../../src/lib/scanners.ts';

const browser =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36';
const asked = (userAgent: string | undefined, rest: { method?: string; purpose?: string } = {}) =>
  isMachine({ method: 'GET', purpose: undefined, userAgent, ...rest });

it.each([
  browser,
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
  'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html',
  'Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) AppleWebKit/537.36 Chrome/96.0 Mobile Safari/537.36',
  'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)',
])('takes %s for a person', (agent) => {
  expect(asked(agent)).toBe(false);
});

it.each([
  undefined,
  '',
  'Mozilla/5.0',
  'Mozilla/5.0 (compatible; BarracudaCentral/1.0)',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'curl/8.5.0',
  'python-requests/2.31',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
])('takes %s for a machine', (agent) => {
  expect(asked(agent)).toBe(true);
});

it('takes a request that only looks, or fetches ahead, for one of a machine', () => {
  expect(asked(browser, { method: 'HEAD' })).toBe(true);
  expect(asked(browser, { purpose: 'prefetch;prerender' })).toBe(true);
});
