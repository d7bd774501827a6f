import { describe, expect, it } from 'vitest';
import { read } from './context.ts';

describe('conditions without "and" between them', () => {
  it.each([
    [
      'everyone tagged as the VIP Customer who has not opened an email in 60 days',
      'tagged "VIP Customer" and not opened in the last 60 days',
    ],
    ['tagged beta with a phone', 'tagged beta and has phone'],
    ['people tagged beta whose plan is pro', 'tagged beta and Plan is pro'],
    ['tagged beta that opened this month', 'tagged beta and opened this month'],
    [
      'everyone tagged beta without a company who clicked this month',
      'tagged beta and has no company and clicked this month',
    ],
    ['opened in the last 30 days with a phone', 'opened in the last 30 days and has phone'],
    ['country is Norway with a phone', 'country is Norway and has phone'],
    [
      'from Norway or Sweden who opened in the last 30 days',
      'country is Norway or Sweden and opened in the last 30 days',
    ],
    ['company is Acme with a phone', 'company is Acme and has phone'],
    ['company is Acme who opened this month', 'company is Acme and opened this month'],
    [
      'did purchase with amount > 5 who opened this month',
      'did purchase with (amount > 5) and opened this month',
    ],
    ['(tagged beta or tagged churned) who have a phone', '(tagged beta or tagged churned) and has phone'],
    ['not tagged beta with a phone', 'not tagged beta and has phone'],
    // "Or" is also the code of a language.
    ['has language or in segment "Lapsed VIPs"', 'has language or in segment "Lapsed VIPs"'],
    ['has language or with a phone', 'has language or has phone'],
    ['who signed up this month and who have a phone', 'signed up this month and has phone'],
  ])('are joined by who, that, whose, with and without: %s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  it.each([
    [
      'tagged beta or opened this month who have a phone',
      '0 [tagged beta or opened this month who have a phone] "And" and "or" are mixed here; use brackets to show which belong together.',
      '  try: tagged beta or (opened this month and who have a phone)',
      '  try: (tagged beta or opened this month) and who have a phone',
    ],
    [
      'opened with a phone',
      '7 [with] Does "with" say how it happened, or who they are? Put "and" before it for who they are.',
      '  try: opened and with a phone',
    ],
    [
      'company is Made with love',
      '11 [Made with love] "Made with love" contains the keyword "with"; if all of it is the value, put it in quotes.',
      '  try: company is "Made with love"',
    ],
    [
      'any of (tagged beta who opened, has phone)',
      '20 [] Put a comma or brackets before "who": in "any of" it could belong to one condition or be one of its own.',
      '  try: any of (tagged beta, who opened, has phone)',
    ],
  ])('are refused if they have two readings: %s', (sentence, ...refusal) => {
    expect(read(sentence)).toBe(refusal.join('\n'));
  });
});

describe('words for people', () => {
  it.each([
    ['show me all customers who have not opened in 60 days', 'not opened in the last 60 days'],
    ['please list all our users tagged beta', 'tagged beta'],
    ['Folks without a phone', 'has no phone'],
    ['all who opened this month', 'opened this month'],
    ['the people tagged beta', 'tagged beta'],
    ['any of our contacts that opened', 'opened ever'],
    ['find everyone', 'everyone'],
  ])('mean nothing by themselves: %s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  it.each([
    [
      'customers',
      '0 [customers] "customers" isn’t a rule on its own; say "everyone" for all contacts.',
      '  try: everyone',
    ],
    ['all', '0 [all] "all" isn’t a rule on its own; say "everyone" for all contacts.', '  try: everyone'],
  ])('aren’t meant by a noun alone: %s', (sentence, ...refusal) => {
    expect(read(sentence)).toBe(refusal.join('\n'));
  });
});

describe('exceptions', () => {
  it.each([
    ['everyone except tagged beta', 'not tagged beta'],
    ['contacts except those tagged beta', 'not tagged beta'],
    ['all customers except for people who opened this month', 'not opened this month'],
    ['everyone except tagged beta or churned', 'not tagged beta or churned'],
    ['everyone except those without a phone', 'has phone'],
    ['everyone excluding tagged beta, excluding tagged churned', 'not tagged beta and not tagged churned'],
    ['tagged beta except tagged churned', 'tagged beta and not tagged churned'],
    ['tagged beta, other than tagged churned', 'tagged beta and not tagged churned'],
    ['opened this month apart from tagged churned', 'opened this month and not tagged churned'],
    [
      'opened except those who clicked in the last 30 days',
      'opened ever and not clicked in the last 30 days',
    ],
    ['company is Acme excluding tagged churned', 'company is Acme and not tagged churned'],
    ['tagged beta but not tagged churned', 'tagged beta and not tagged churned'],
    ['tagged beta or (everyone except tagged churned)', 'tagged beta or not tagged churned'],
  ])('negate the next condition: %s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  it.each([
    [
      'tagged beta except tagged churned and opened this month',
      '12 [except tagged churned and opened this month] Does "except tagged churned" end before "opened this month"? Use brackets to show which belong together.',
      '  try: tagged beta except (tagged churned or opened this month)',
      '  try: tagged beta and opened this month except tagged churned',
    ],
    [
      'everyone except tagged beta with a phone',
      '9 [except tagged beta with a phone] Does "except tagged beta" end before "with a phone"? Use brackets to show which belong together.',
      '  try: everyone except (tagged beta with a phone)',
      '  try: everyone with a phone except tagged beta',
    ],
    [
      'everyone except tagged beta and churned',
      '9 [except tagged beta and churned] Leave out everyone with any of these, or only people with all of them? Say "or" for any.',
      '  try: everyone except (tagged beta or churned)',
      '  try: everyone except (tagged beta and churned)',
    ],
    [
      'everyone except not tagged beta',
      '9 [except not] "except not" is a double negative; say it once.',
      '  try: everyone and tagged beta',
    ],
    [
      'opened except clicked in the last 30 days',
      '0 [opened except clicked in the last 30 days] How far does the end of "opened except clicked in the last 30 days" reach? Repeat when, how often and which campaign after each verb ("ever" for any time).',
    ],
    [
      'any of (tagged beta, except tagged churned)',
      '21 [except] In "any of", use "not" instead of "except".',
      '  try: any of (tagged beta, not tagged churned)',
    ],
    [
      'tagged beta or except tagged churned',
      '12 [or except] "or" can’t come before "except"; say "or not" for people who aren’t.',
      '  try: tagged beta or not tagged churned',
    ],
    ['except', '6 [] A condition is missing at the end.'],
  ])('are refused if nothing shows how far they reach: %s', (sentence, ...refusal) => {
    expect(read(sentence)).toBe(refusal.join('\n'));
  });
});

describe('tags by the word after their names', () => {
  it.each([
    ['has the beta tag', 'tagged beta'],
    ['tagged with the beta tag', 'tagged beta'],
    ['people with the beta or churned tag', 'tagged beta or churned'],
    ['with the beta and churned tags', 'tagged beta and churned'],
    ['without the beta tag who opened this month', 'not tagged beta and opened this month'],
    ['do not have the beta tag', 'not tagged beta'],
    ['with the "VIP Customer" tag', 'tagged "VIP Customer"'],
    ['in segment "Lapsed VIPs" segment', 'in segment "Lapsed VIPs"'],
    ['has a phone and has the beta tag', 'has phone and tagged beta'],
    ['has a company and the beta tag', 'has company and tagged beta'],
  ])('are read: %s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  it.each([
    ['has the betta tag', '8 [betta] No tag "betta"; did you mean "beta"?', '  try: has the beta tag'],
  ])('are refused: %s', (sentence, ...refusal) => {
    expect(read(sentence)).toBe(refusal.join('\n'));
  });
});
