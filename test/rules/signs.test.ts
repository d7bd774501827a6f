import { describe, expect, it } from 'vitest';
import { read } from './context.ts';

describe('signs between conditions and names', () => {
  it.each([
    ['tagged beta & opened this month', 'and', 'tagged beta and opened this month'],
    ['tagged beta&churned', 'and', 'tagged beta and churned'],
    ['beta + opened this month', 'and', 'beta and opened this month'],
    ['company is Acme & opened this month', 'and', 'company is Acme and opened this month'],
    ['opened & clicked in the last 30 days', 'and', 'opened and clicked in the last 30 days'],
    ['tagged beta | tagged churned', 'or', 'tagged beta or tagged churned'],
    ['tagged beta / churned', 'or, and', 'tagged beta or churned', 'tagged beta and churned'],
    ['country is Norway/Sweden', 'or, and', 'country is Norway or Sweden'],
    [
      'tagged beta; opened this month',
      'and, or',
      'tagged beta and opened this month',
      'tagged beta or opened this month',
    ],
  ])('are asked about: %s', (sentence, words, ...offers) => {
    const sign = /[&+|/;]/.exec(sentence)?.[0] ?? '';
    const said = words.split(', ').map((word) => `"${word}"`);
    expect(read(sentence).replace(/^\d+ /, '')).toBe(
      [
        `[${sign}] Say ${said.join(' or ')} instead of "${sign}".`,
        ...offers.map((each) => `  try: ${each}`),
      ].join('\n'),
    );
  });

  it('are all replaced at once', () => {
    expect(read('beta & churned & opened this month')).toBe(
      '5 [& churned &] Say "and" instead of "&".\n  try: beta and churned and opened this month',
    );
  });

  it.each([
    ['company is Acme & Sons', 'company is "Acme & Sons"'],
    ['company is AT&T', 'company is "AT&T"'],
    ['company is A/B', 'company is "A/B"'],
    ['tagged beta && has phone', 'tagged beta and has phone'],
  ])('belong to a value, or are understood: %s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  it.each([
    ['tagged foo & bar', 'foo & bar'],
    ['tagged foo/bar', 'foo/bar'],
    ['tagged beta and bananas & cream', 'bananas'],
  ])('are left alone if a word wouldn’t help: %s', (sentence, words) => {
    expect(read(sentence)).toContain(`[${words}`);
  });

  it.each([
    // Swallowed by a value, or far from where the sentence was refused.
    ['Plan is pro & has phone', 'Plan is pro and has phone'],
    ['country is US & GB', 'country is US or GB'],
    ['in Germany / Norway', 'in Germany or Norway'],
    ['opened "Spring sale" + clicked', 'opened "Spring sale" and clicked "Spring sale"'],
    ['tagged beta & not churned', 'tagged beta and not tagged churned'],
    ['tagged beta & opend this month', 'tagged beta and opened this month'],
    ['tagged beta and & opened this month', 'tagged beta and opened this month'],
    ['tagged beta & opened this month; country is US', 'tagged beta and opened this month and country is US'],
    ['company is Procter & Gamble & opened this month', 'company is Procter & Gamble and opened this month'],
    [
      'did purchase with amount > 100 & currency is EUR',
      'did purchase with amount > 100 and currency is EUR',
    ],
    ['tagged beta &amp; opened this month', 'tagged beta and opened this month'],
    ['tagged beta • opened this month', 'tagged beta and opened this month'],
    ['tagged beta -> opened this month', 'tagged beta and opened this month'],
  ])('are replaced by words wherever they stand: %s', (sentence, offer) => {
    expect(read(sentence)).toContain(`\n  try: ${offer}`);
  });

  it.each(['& tagged beta', 'tagged beta &', 'tagged beta ;', '+ tagged beta'])(
    'join nothing at an end: %s',
    (sentence) => {
      expect(read(sentence)).toMatch(/joins nothing here; put conditions before and after it/);
      expect(read(sentence)).toContain('\n  try: tagged beta');
    },
  );
});
