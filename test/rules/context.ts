import type { RuleContext } from '../../src/rules/context.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';

const named = (...names: string[]) => names.map((name, index) => ({ id: index + 1, name }));

/** A workspace in London at noon on Monday 23 November 2026. */
export const context: RuleContext = {
  names: {
    tags: named(
      'vip',
      'beta',
      'churned',
      'VIP Customer',
      'VIP',
      'May',
      'opened',
      'a',
      'b',
      'c',
      'Signed NDA',
      'Café',
      "men's day",
      "women's day",
      'women’s day',
    ),
    segments: [
      { id: 1, name: 'Lapsed VIPs', rule: { type: 'tagged', match: 'any', tags: [1] } },
      { id: 2, name: 'New', rule: { type: 'segment', match: 'any', segments: [1] } },
      { id: 3, name: 'May', rule: { type: 'everyone' } },
    ],
    attributes: [{ id: 1, name: 'Plan', type: 'text', yearly: false }],
    campaigns: named('Spring sale', 'March news'),
    topics: [
      { id: 1, name: 'Product news', isOn: true },
      { id: 2, name: 'Events', isOn: false },
    ],
    imports: [],
    events: [
      {
        name: 'purchase',
        properties: [
          { name: 'amount', type: 'number' },
          { name: 'currency', type: 'text' },
          { name: 'gift', type: 'boolean' },
          { name: 'delivered on', type: 'date' },
          { name: 'Plan', type: 'text' },
        ],
      },
      { name: 'trial started', properties: [] },
      { name: 'clicked', properties: [{ name: 'url', type: 'text' }] },
    ],
  },
  dates: { now: new Date('2026-11-23T12:00:00Z'), timeZone: 'Europe/London', weekStart: 'monday' },
};

/** The canonical sentence of what was read, or what was refused: `[words at fault] message → suggestions`. */
export function read(sentence: string): string {
  const parsed = parseRule(sentence, context);
  if (parsed.ok) return printRule(parsed.rule, context.names);
  return parsed.problems
    .map(({ at, length, message, suggestions }) => {
      const tried = suggestions.map((suggestion) => `\n  try: ${suggestion}`).join('');
      return `${at} [${sentence.slice(at, at + length)}] ${message}${tried}`;
    })
    .join('\n');
}
