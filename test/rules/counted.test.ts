import { expect, it } from 'vitest';
import { read } from './context.ts';

it.each<[sentence: string, meaning: string]>([
  ['opened 2+ times', 'opened at least twice'],
  ['opened 3+ times in the last 30 days', 'opened at least 3 times in the last 30 days'],
  ['clicked 2x+', 'clicked at least twice'],
  ['opened 2 times or more', 'opened at least twice'],
  ['opened 2 times or less this year', 'opened at most twice this year'],
  ['opened a minimum of 3 times', 'opened at least 3 times'],
  ['opened two or three times', 'opened between 2 and 3 times'],
  ['opened Once or Twice in March 2026', 'opened between 1 and 2 times in March 2026'],
  ['opened 2-5 times', 'opened between 2 and 5 times'],
  ['received 5 or more emails', 'received at least 5 times'],
  ['received 5+ emails and never opened', 'received at least 5 times and never opened'],
  // None, or one and more, is the same for times and for emails.
  ['opened at least one email', 'opened at least once'],
  ['opened 0 emails', 'opened exactly 0 times'],
  ['opened no emails in 60 days', 'not opened in the last 60 days'],
  ['clicked nothing this year', 'not clicked this year'],
  ['no opens in 60 days', 'not opened in the last 60 days'],
  ['0 opens', 'never opened'],
  ['zero clicks this month', 'not clicked this month'],
  ['with no opens', 'never opened'],
  ['without any clicks in 2026', 'not clicked in 2026'],
  ['has never had any opens', 'never opened'],
  ['no opens or clicks in 60 days', 'not opened in the last 60 days and not clicked in the last 60 days'],
  ['no opens and no clicks in 60 days', 'not opened in the last 60 days and not clicked in the last 60 days'],
  ['with at least 3 opens', 'opened at least 3 times'],
  ['3+ opens in the last 30 days', 'opened at least 3 times in the last 30 days'],
  ['fewer than 3 opens', 'opened fewer than 3 times'],
  ['between 2 and 5 clicks', 'clicked between 2 and 5 times'],
  ['exactly one click', 'clicked exactly once'],
  ['at least 3 opens of "Spring sale"', 'opened "Spring sale" at least 3 times'],
  ['tagged vip and no opens in 60 days', 'tagged vip and not opened in the last 60 days'],
  ['tagged vip, 3+ opens', 'tagged vip and opened at least 3 times'],
  ['made at least 2 purchases in 2026', 'did purchase at least twice in 2026'],
  ['made no purchases this year', 'did not purchase this year'],
  ['received 10+ emails, opened none', 'received at least 10 times and never opened'],
  ['opened a couple of times', 'opened exactly twice'],
  ['no purchases in 90 days', 'did not purchase in the last 90 days'],
  ['with 2+ purchases with amount > 100', 'did purchase at least twice with (amount > 100)'],
])('reads a count: %s', (sentence, meaning) => {
  expect(read(sentence)).toBe(meaning);
});

it.each<[sentence: string, ...suggestions: string[]]>([
  ['opened 5 or more campaigns', 'opened at least 5 times'],
  ['clicked 5+ links this year', 'clicked at least 5 times this year'],
  ['opened 2 or 4 times', 'opened between 2 and 4 times'],
  [
    'at least 3 opens or clicks',
    'at least 3 opens or at least 3 clicks',
    'at least 3 opens and at least 3 clicks',
  ],
  ['without no opens'],
  ['has not opened nothing'],
  ['opened at least 2+ times'],
  ['opened -2+ times'],
  ['opened 2.5+ times'],
  ['no opened'],
  ['opened a few times'],
  ['opened several times'],
])('refuses a count: %s', (sentence, ...suggestions) => {
  const tried = read(sentence).split('\n  try: ').slice(1);
  expect(read(sentence)).toMatch(/^\d+ \[/);
  expect(tried).toEqual(suggestions);
  for (const suggestion of tried) expect(read(suggestion)).not.toMatch(/^\d+ \[/);
});
