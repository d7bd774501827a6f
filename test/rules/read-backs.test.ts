import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { explainRule } from '../../src/rules/language/explain.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import type { Rule } from '../../src/rules/schema.ts';
import { dateSettings, names, rules } from '../support/random-audience.ts';
import { context } from './context.ts';

const prepositions = 'in|on|at|from|to|since|before|after|until|between|during|within';

/** What no native reader would write. Names and values are in quotes, and not ours. */
function faultsIn(readBack: string): string[] {
  const text = readBack.replace(/"(?:\\.|[^"\\])*"/g, '“…”');
  const faults: [RegExp, string][] = [
    [new RegExp(`\\b(?:${prepositions}) (?:${prepositions})\\b`), 'two prepositions'],
    [/\b(?:in|on|at) \d+ \w+ (?:before|after|from|starting|ending)\b/, 'two prepositions'],
    [
      /\b(?:in|on|at) (?:this|last|next|yesterday|tomorrow|today|tonight|earlier)\b/,
      'a preposition too many',
    ],
    [/\bfrom (\S+(?: \S+)*) to \1(?=$|[\s),;])/, 'a range from something to itself'],
    [/\bof to\b|\bto to\b|\bof of\b/, 'a hole'],
    [/\b(?:null|undefined|NaN)\b|\[object|[{}]/, 'JSON'],
    [/whose \S+ is (?:true|false)/, 'whose … is true'],
    [/→|\brolling\b/, 'the form of `npm run date`'],
    [/winter (?:of )?\d{4}(?!\/)/, 'a winter by one year'],
  ];
  return faults.flatMap(([pattern, what]) => (pattern.test(text) ? [`${what}: ${text}`] : []));
}

const cases = dateSettings.chain((dates) =>
  rules(dates, { seed: 7 }).map((rule) => ({ rule, context: { names, dates, seed: 7 } })),
);

it('read back three hundred rules as a person would say them', () => {
  fc.assert(
    fc.property(cases, ({ rule, context }) => {
      expect(explainRule(rule, context).split('\n').flatMap(faultsIn)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

const phrases = readFileSync(new URL('../fixtures/dates/phrases.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => (JSON.parse(line) as { phrase: string }).phrase);
const now = new Date('2026-11-25T15:30:00Z');
const settings = { now, timeZone: 'America/New_York', weekStart: 'monday', dateOrder: 'mdy' } as const;

it('read back every timeframe of the corpus as a person would say it', () => {
  const faults = new Set<string>();
  let read = 0;
  for (const phrase of phrases) {
    const parsed = parseTimeframe(phrase, { ...settings, direction: 'past' });
    if (!parsed.ok) continue;
    read += 1;
    const rule: Rule = { type: 'event', event: 'opened', timeframe: parsed.timeframe };
    for (const fault of faultsIn(explainRule(rule, { names, dates: settings })))
      faults.add(`${phrase} → ${fault}`);
  }
  expect(read).toBeGreaterThan(300);
  expect([...faults]).toEqual([]);
});

describe('a read-back', () => {
  const attributes = [
    ...context.names.attributes,
    { id: 2, name: 'seats', type: 'number', yearly: false },
    { id: 3, name: 'active', type: 'boolean', yearly: false },
    { id: 4, name: 'renewal date', type: 'date', yearly: false },
  ] as const;
  const whole = { ...context, names: { ...context.names, attributes } } as unknown as typeof context;

  it.each([
    ['active is true', 'Contacts who match: active is true'],
    ['seats > 5', 'Contacts who match: seats is more than 5'],
    ['did not purchase', 'Contacts who never purchased'],
    ['did purchase twice', 'Contacts who purchased exactly twice'],
    ['did trial started', 'Contacts who did "trial started" at any time'],
    ['opened from 1 March 2026 to 31 May 2026', 'Contacts who opened an email from 1 March to 31 May 2026'],
    [
      'opened in winter 2025',
      'Contacts who opened an email in winter 2025/26 (Mon 1 Dec 2025 to Sat 28 Feb 2026)',
    ],
    [
      'signed up 3 days after Black Friday 2025',
      'Contacts who signed up on Mon 1 Dec 2025 (3 days after Black Friday 2025)',
    ],
    [
      'renewal date is in the next 30 days',
      'Contacts whose "renewal date" is in the next 30 days (Mon 23 Nov 2026 to Wed 23 Dec 2026)',
    ],
    [
      'opened yesterday after 6pm',
      'Contacts who opened an email from 18:00 to 00:00 yesterday (Sun 22 Nov 2026 18:00 to Mon 23 Nov 2026 00:00, Europe/London)',
    ],
    ['signed up this month', 'Contacts who signed up this month (Sun 1 Nov 2026 to Mon 30 Nov 2026)'],
    [
      'active is true and seats > 5 and not opened in 2025',
      `Contacts who match all of these:
• active is true
• seats is more than 5
• have not opened an email in 2025 (Wed 1 Jan 2025 to Wed 31 Dec 2025); includes those who never did`,
    ],
  ])('of %s', (sentence, readBack) => {
    const parsed = parseRule(sentence, whole);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    expect(explainRule(parsed.rule, whole)).toBe(readBack);
  });
});
