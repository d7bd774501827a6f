import { parseTimeframe } from '../../../../dates/parse.ts';
import { dateSides, dateSideWords } from '../../../attributes.ts';
import { type DateFieldName, dateFieldNames, dateNouns } from '../../../fields.ts';
import type { NamedAttribute } from '../../../names.ts';
import type { Rule } from '../../../schema.ts';
import { timeOpenings } from '../../words.ts';
import { peek, type Reader, see } from '../reader/reader.ts';
import { dateTails, sameAct, seeBorn, seeDateVerb } from './date-verb.ts';
import { seeForm } from './own-form.ts';
import { namedInPlural, singulars } from './plural.ts';

const operators = new Set([...timeOpenings, 'tomorrow', 'more', 'less', 'is', 'are', 'falls', 'fall']);

/**
 * The date whose name begins with this word, or its plural, if something follows that only a date compares
 * with: "renewals next month", "birthdays this week". Undefined if another date, tag, segment or event could
 * be meant.
 */
export function seeCalledDate(
  reader: Reader,
  offset = 0,
): { named: NamedAttribute; length: number; quoted: false; alike: NamedAttribute[] } | undefined {
  const before = see(reader, ['up for', 'due for'], offset) === undefined ? 0 : 2;
  // "Renewals due this month".
  const due = before === 0 && see(reader, dueWords, offset + 1);
  const verb = before === 0 ? seeDateVerb(reader, offset) : undefined;
  const length = verb?.length ?? before + 1 + (due ? due.split(' ').length : 0);
  const follows = peek(reader, offset + length)?.lower ?? '';
  if (!operators.has(follows) && see(reader, dateSideWords, offset + length) === undefined) return undefined;
  const born = verb === undefined ? seeBorn(reader, offset) : undefined;
  const named = verb?.named ?? born ?? dateCalled(reader, offset + before);
  if (named === undefined) return undefined;
  return { named, length, quoted: false, alike: [named] };
}

const dueWords = [
  'due',
  'coming up',
  'is due',
  'are due',
  'is coming up',
  'are coming up',
  'comes up',
  'come up',
];

const overdueWords = dateSides['before today'].words.filter((words) =>
  /^(?:overdue|past due|expired)$/.test(words),
);

/** "Overdue renewals": the date, and how many tokens come before it. */
export function seeOverdue(
  reader: Reader,
  offset = 0,
): { named: NamedAttribute; length: number } | undefined {
  const said = see(reader, overdueWords, offset)?.split(' ').length;
  if (said === undefined) return undefined;
  const words = said + (see(reader, ['for', 'for a', 'for their'], offset + said)?.split(' ').length ?? 0);
  const named = dateCalled(reader, offset + words);
  return named === undefined || named.yearly ? undefined : { named, length: words + 1 };
}

/** A date given by a noun, followed by a timeframe: "new this month", "signups in March". */
export function seeDateNoun(reader: Reader, offset = 0): DateFieldName | undefined {
  for (const name of dateFieldNames) {
    const words = see(reader, dateNouns(name), offset);
    const follows = words === undefined ? undefined : peek(reader, offset + words.split(' ').length);
    if (follows !== undefined && timeOpenings.has(follows.lower)) return name;
  }
  return undefined;
}

/** Reads "overdue renewals"; undefined if there is nothing of the kind. */
export function readOverdue(reader: Reader): Rule | undefined {
  const seen = seeOverdue(reader);
  if (seen === undefined) return undefined;
  const before = parseTimeframe('before today', { ...reader.dates, direction: 'any' });
  if (!before.ok) return undefined;
  reader.next += seen.length;
  return { type: 'attribute', attribute: seen.named.id, test: { is: 'date', timeframe: before.timeframe } };
}

function dateCalled(reader: Reader, offset: number): NamedAttribute | undefined {
  const token = peek(reader, offset);
  if (token?.kind !== 'word') return undefined;
  const called = new Set([token.lower, ...singulars(token.lower), ...sameAct(token.lower)]);
  const { attributes, tags, segments } = reader.names;
  const wordsOf = (name: string) => name.toLowerCase().split(/[\s_-]+/);
  const found = attributes.filter(({ name }) => called.has(wordsOf(name)[0] ?? ''));
  const [named, other] = found;
  if (named === undefined || other !== undefined || named.type !== 'date') return undefined;
  if (
    !wordsOf(named.name)
      .slice(1)
      .every((word) => dateTails.has(word))
  )
    return undefined;
  const isElse = [...tags, ...segments].some(({ name }) => called.has(name.toLowerCase()));
  if (isElse || namedInPlural(tags, token.text).length > 0) return undefined;
  return seeForm(reader, ['past', 'base', 'nouns'], offset) === undefined ? named : undefined;
}
