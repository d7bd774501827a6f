import { describe, expect, it } from 'vitest';
import { read } from './context.ts';

describe('unknown values', () => {
  it.each([
    ['company is unknown', 'has no company'],
    ['company is not unknown', 'has company'],
    ["company isn't unknown", 'has company'],
    ['not company is unknown', 'has company'],
    ['not company is not unknown', 'has no company'],
    ['whose phone is unknown', 'has no phone'],
    ['country is unknown and opened this month', 'has no country and opened this month'],
    ['country is unknown who opened this month', 'has no country and opened this month'],
    ['signup date is not unknown', 'has signup date'],
    ['plan is unknown', 'has no Plan'],
    ['not plan is unknown', 'has Plan'],
    ['plan is not unknown', 'has Plan'],
    ['did purchase with currency is unknown', 'did purchase with (has no currency)'],
    ['did purchase where amount is not unknown', 'did purchase with (has amount)'],
    ['company is "unknown"'],
    ['email validation is unknown', 'email validation is unknown'],
  ])('mean that contacts have no value: %s', (sentence, canonical = sentence) => {
    expect(read(sentence)).toBe(canonical);
  });

  it.each([
    ['email is unknown', '0 [email is unknown] Every contact has "email", so it’s never unknown.'],
    ['company is unknown or Acme', '22 [Acme] Rollcall doesn’t recognize "Acme" here.'],
  ])('are refused if every contact has one, or as a value in a list: %s', (sentence, refusal) => {
    expect(read(sentence)).toBe(refusal);
  });
});

describe('words in place of numbers', () => {
  it.each([
    ['opened a couple of times', 'opened exactly twice'],
    ['opened at least a couple of times this month', 'opened at least twice this month'],
    ['opened in the last couple of weeks', 'opened in the last 2 weeks'],
    ['signed up a couple of days ago', 'signed up 2 days ago'],
  ])('a couple is two: %s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  it.each([
    ['opened a few times', 'a few'],
    ['opened several times', 'several'],
    ['opened in the last few days', 'few'],
    ['signed up a few days ago', 'a few'],
    ['at least a few clicks', 'a few'],
  ])('a few is asked about: %s', (sentence, words) => {
    expect(read(sentence).replace(/^\d+ /, '')).toBe(`[${words}] "${words}" is not a number: how many?`);
  });
});
