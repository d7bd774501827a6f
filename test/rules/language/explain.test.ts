import { expect, it } from 'vitest';
import { explainRule } from '../../../src/rules/language/explain.ts';
import { parseRule } from '../../../src/rules/language/parse.ts';
import { context } from '../context.ts';

it.each([
  ['everyone', 'All contacts'],
  ['not everyone', 'Nobody'],
  ['tagged vip', 'Contacts who are tagged vip'],
  ['not tagged vip', 'Contacts who are not tagged vip'],
  ['tagged vip or "VIP Customer"', 'Contacts who are tagged with any of vip, "VIP Customer"'],
  ['not tagged a or b', 'Contacts who are tagged with none of a, b'],
  ['not (tagged a and b)', 'Contacts who are not tagged with all of a, b'],
  ['country is US or GB', 'Contacts whose country is United States or United Kingdom'],
  ['country is not US', 'Contacts whose country is not United States; includes those without a country'],
  ['status is not subscribed', 'Contacts whose status is not subscribed'],
  ['has no phone', 'Contacts who have no phone'],
  ['signed up in the last 30 days', 'Contacts who signed up in the last 30 days (since Sat 24 Oct 2026)'],
  [
    'not signed up in 2020',
    'Contacts who did not sign up in 2020 (Wed 1 Jan 2020 to Thu 31 Dec 2020); includes those without a signup date',
  ],
  ['opened', 'Contacts who opened an email at any time'],
  ['never clicked', 'Contacts who never clicked in an email'],
  [
    'has not opened in 60 days',
    'Contacts who have not opened an email in the last 60 days (since Thu 24 Sep 2026); includes those who never did',
  ],
  ['opened twice', 'Contacts who opened an email exactly twice'],
  ['opened at most twice', 'Contacts who opened an email at most twice; includes those who never did'],
  [
    'not opened at least twice',
    'Contacts who have not opened an email at least twice; includes those who never did',
  ],
  [
    'last opened more than 60 days ago',
    'Contacts who last opened an email more than 60 days ago (before Thu 24 Sep 2026)',
  ],
  [
    'tagged vip and (country is Norway or has phone) and none of (opened, not tagged b)',
    `Contacts who match all of these:
• tagged vip
• any of these:
   • country is Norway
   • have a phone
• none of these:
   • opened an email at any time
   • not tagged b`,
  ],
  ['not (everyone and tagged vip)', 'Contacts who match not all of these:\n• everyone\n• tagged vip'],
])('explains: %s', (sentence, readBack) => {
  const parsed = parseRule(sentence, context);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  expect(explainRule(parsed.rule, context)).toBe(readBack);
});
