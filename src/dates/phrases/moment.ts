import * as chrono from 'chrono-node/en';
import type { Hit, Phrase, Rule } from '../grammar.ts';
import { starting } from '../grammar.ts';
import { monthNames } from '../print.ts';
import type { Period } from '../schema.ts';
import { weekdays } from '../schema.ts';

/**
 * Moments with an offset or a zone, as systems write them: "2026-03-01T09:00:00Z", "Sun, 1 Mar 2026 09:00
 * +0100". They have more spellings than are worth a grammar, and chrono knows them. We call it only if
 * digits, a time, and an offset are in sight, and use its result only if it is certain of every part.
 */
const inSight =
  /^[\w\s,/.-]{6,30}?\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s?(?:[ap]m\s?)?(?:Z\b|UTC\b|GMT\b|[+-]\d{2}:?\d{2}\b)/i;

/** Only the parsers of written dates: all of chrono's patterns take forty milliseconds to prepare. */
const written = /ISOFormat|LittleEndian|MiddleEndian|TimeExpression|YearMonthDay|Weekday/;
const joining = /Timezone|MergeDateTime|Weekday|Overlap/;
const points = new chrono.Chrono({
  parsers: chrono.strict.parsers.filter((each) => written.test(each.constructor.name)),
  refiners: chrono.strict.refiners.filter((each) => joining.test(each.constructor.name)),
});

// The first use compiles their patterns: do it while loading, not while somebody types.
points.parse('2026-03-01T09:00Z');

const sure: chrono.Component[] = ['year', 'month', 'day', 'hour', 'minute', 'timezoneOffset'];

function find(phrase: Phrase, at: number): Hit<Period>[] {
  const token = phrase.tokens[at];
  if (token === undefined) return [];
  const seen = inSight.exec(phrase.text.slice(token.at, token.at + 60));
  if (seen === null) return [];
  const [result] = points.parse(seen[0], phrase.calendar.context.now);
  if (result?.index !== 0 || result.end || !sure.every((part) => result.start.isCertain(part))) return [];
  const end = phrase.tokens.findIndex((each) => each.end === token.at + result.text.length);
  return end < 0 ? [] : [{ value: { kind: 'moment', at: result.start.date().toISOString() }, end: end + 1 }];
}

const names = [...weekdays, ...monthNames].map((name) => name.toLowerCase());

export const moment: Rule<Period> = starting(find, () => ({
  words: new Set(names),
  number: true,
  empty: false,
  any: false,
}));
