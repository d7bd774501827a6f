import { defined } from '../lib/defined.ts';
import { type Outcome, offersFor } from '../lib/offers.ts';
import type { Problem } from '../lib/problem.ts';
import { calendarOf, instantOf } from './calendar.ts';
import { complain, isBareNumber } from './complain.ts';
import { examplesAt } from './examples.ts';
import type { Phrase, Rule } from './grammar.ts';
import { alt, lazy, map, opt, seq, word, words } from './grammar.ts';
import { hasDraft, leafOf, namesEveryYear, periodsOf } from './leaf.ts';
import { longRange } from './long-range.ts';
import { bounded } from './phrases/bounded.ts';
import { betweenAgo, compared } from './phrases/compared.ts';
import { daysOfMonth } from './phrases/days-of-month.ts';
import { fiscalRow } from './phrases/fiscal.ts';
import { lists } from './phrases/lists.ts';
import { open } from './phrases/open.ts';
import { period } from './phrases/period.ts';
import { ranges } from './phrases/ranges.ts';
import { withinAgo } from './phrases/rolling.ts';
import { several } from './phrases/several.ts';
import { wrongWeekday } from './phrases/weekday-date.ts';
import { weekdayRange } from './phrases/weekdays.ts';
import { which } from './phrases/which.ts';
import { within } from './phrases/within.ts';
import { pinTimeframe } from './pin.ts';
import { datesOf, readBack, skippedTimes } from './read-back.ts';
import { edgesOf } from './resolve.ts';
import type { DateContext, Timeframe } from './schema.ts';
import { sharedHoliday } from './shared-holiday.ts';
import { futureShortYear } from './short-years.ts';
import { depth, depthLimit } from './timeframe-schema.ts';
import { tokenize } from './tokens.ts';
import { twinOf } from './twin.ts';
import { unsureHoliday } from './unsure.ts';

export type ParsedTimeframe =
  | { ok: true; timeframe: Timeframe; readBack: string; dates: string; notes: string[]; twin?: string }
  | { ok: false; problem: Problem };

/** No timeframe needs more. Longer texts are refused unread. */
const longest = { characters: 200, tokens: 48 };

const timeframe: Rule<Timeframe> = lazy(() =>
  alt<Timeframe>(
    betweenAgo,
    compared,
    within,
    several,
    fiscalRow,
    lists,
    weekdayRange,
    daysOfMonth,
    period,
    ranges,
    open,
    bounded,
    which,
  ),
);

/** The small words that people write before a timeframe, or that a form already shows before it. */
const small = opt(
  alt<string>(
    word('in', 'during', 'within', 'over', 'on', 'at', 'for', 'sometime', 'anytime', 'throughout', 'across'),
    words('at any time in'),
    words('any time in'),
    words('any time'),
    words('some time'),
    words('any day in'),
    words('any day of'),
    words('any day'),
    words('all day'),
    // If two readings end at the same word, the first one wins, so the longer phrases come first.
    words('all through'),
    words('all throughout'),
    words('all of'),
    word('all', '='),
    words('whole of'),
    word('entire', 'whole', 'full'),
    words('at any time'),
    words('at any point in'),
    words('at some point in'),
    words('at any point'),
    words('at some point'),
    words('over the course of'),
    words('in the course of'),
  ),
);
const the = opt(word('the'));

const whole: Rule<Timeframe> = alt<Timeframe>(
  withinAgo,
  timeframe,
  // "in the 6 weeks before Christmas" keeps its article, which makes it a stretch; without it, it is a day.
  map(seq(small, timeframe), ([, value]) =>
    value.kind === 'ending' || value.kind === 'starting' ? value : undefined,
  ),
  map(seq(small, the, small, the, timeframe), ([first, , second, , value]) =>
    [first, second].some((each) => each !== undefined && wanting.has(each)) && !isStretch(value)
      ? undefined
      : value,
  ),
);

/** Small words that need a stretch after them: "all through March" is not "through March". */
const wanting = new Set(['within', 'all', 'all of', 'all through', 'all throughout']);

/** What something can lie within: not a day counted from another one, not a moment, not an open range. */
function isStretch({ kind }: Timeframe): boolean {
  return !['shift', 'ago', 'time', 'moment', 'now', 'since', 'after', 'before', 'until'].includes(kind);
}

/**
 * Reads a timeframe the way people type it: the whole text or nothing. Never throws. `twin` is a phrase that
 * the user may have meant instead: "in the past month" for "in the last month".
 *
 * @example
 * parseTimeframe('past 2 weeks', context)
 * // { ok: true, timeframe: { kind: 'rolling', direction: 'past', amount: { weeks: 2 } },
 * //   readBack: 'last 2 weeks → since Mon 9 Nov 2026, rolling (Europe/London)' }
 * @example
 * parseTimeframe('3 days', context)
 * // { ok: false, problem: { at: 0, length: 6, message: '…', suggestions: ['last 3 days', '3 days ago'] } }
 */
export function parseTimeframe(text: string, context: DateContext): ParsedTimeframe {
  const read = readPhrase(text, context);
  if (read.ok) return read;
  let advised: Problem | undefined;
  // A sentence tries many runs of words, and nobody ever sees most of what is refused.
  return {
    ok: false,
    get problem() {
      advised ??= withOffers(text, read.why(), context);
      return advised;
    },
  };
}

/** Adds suggestions (see offers.ts) and examples to a problem. */
function withOffers(text: string, problem: Problem, context: DateContext): Problem {
  const read = (phrase: string): Outcome<Timeframe> => {
    const found = readPhrase(phrase, context);
    return found.ok ? { ok: true, meaning: found.timeframe } : { ok: false, problems: [found.why()] };
  };
  return {
    ...problem,
    suggestions: offersFor(text, problem, { read, keeps: () => true }),
    get examples() {
      return examplesAt(text, problem, context, (phrase) => readPhrase(phrase, context).ok);
    },
  };
}

type ReadPhrase = Extract<ParsedTimeframe, { ok: true }> | { ok: false; why: () => Problem };

/** The same, with unchecked suggestions. */
function readPhrase(text: string, context: DateContext): ReadPhrase {
  if (text.length > longest.characters) {
    return failure({
      at: longest.characters,
      length: text.length - longest.characters,
      message: 'This is too long for a timeframe.',
      suggestions: [],
    });
  }
  const tokens = tokenize(text);
  if (tokens.length > longest.tokens) {
    const from = tokens[longest.tokens]?.at ?? 0;
    return failure({
      at: from,
      length: text.length - from,
      message: 'This is too long for a timeframe.',
      suggestions: [],
    });
  }
  const calendar = calendarOf(context);
  const phrase: Phrase = {
    text,
    tokens,
    calendar,
    farthest: 0,
    trouble: undefined,
    notes: new WeakMap(),
    sides: new WeakMap(),
    memo: new Map(),
  };
  const found =
    tokens.length === 0 || isBareNumber(text)
      ? undefined
      : whole(phrase, 0).find((hit) => hit.end === tokens.length);
  if (found === undefined) return { ok: false, why: () => complain(text, phrase) };
  const all = {
    at: tokens[0]?.at ?? 0,
    length: (tokens.at(-1)?.end ?? 0) - (tokens[0]?.at ?? 0),
    suggestions: [],
  };
  if (depth(found.value, 0) > depthLimit) {
    return failure({ ...all, message: 'This is too involved for a timeframe: say it with fewer steps.' });
  }
  const asked = sharedHoliday(found.value, phrase);
  if (asked !== undefined) return failure(asked);
  const year = futureShortYear(found.value, phrase);
  if (year !== undefined) return failure(year);
  const saysSince = tokens.some(({ text: each }) => each === 'since');
  const pinned =
    context.yearly && !hasDraft(found.value) ? found.value : pinTimeframe(found.value, calendar, saysSince);
  const unsure = pinned && unsureHoliday(pinned, calendar);
  if (unsure) return failure({ ...all, ...unsure });
  const checked = pinned && pinTimeframe(pinned, calendar);
  const edges = checked && edgesOf(checked, calendar);
  if (pinned === null || edges === null) {
    const wrong = wrongWeekday(found.value, calendar);
    if (wrong) return failure({ ...all, ...wrong, asks: true });
    return failure({ ...all, message: `There is no such time: ${text.trim()}.` });
  }
  if (edges.from !== null && edges.to !== null) {
    if (instantOf(edges.from, calendar.zone) >= instantOf(edges.to, calendar.zone)) {
      const moment = pinned.kind === 'now' || checked?.kind !== 'between';
      const [skipped] = skippedTimes(edges, calendar.zone);
      if (skipped !== undefined) return failure({ ...all, message: `There is no such time: ${skipped}.` });
      return failure({
        ...all,
        message: moment
          ? 'Nothing lies in this: a timeframe has a beginning and an end.'
          : 'This ends before it begins.',
      });
    }
  }
  const long = longRange(found.value, pinned, calendar);
  if (long) return failure({ ...all, ...long, asks: true });
  const noted = periodsOf(found.value).flatMap((each) => phrase.notes.get(leafOf(each)) ?? []);
  noted.push(...skippedTimes(edges, calendar.zone));
  if (namesEveryYear(pinned)) noted.push('every year');
  const notes = [...new Set(noted)];
  const dates = datesOf(pinned, edges, calendar);
  const twin = twinOf(pinned, phrase);
  return {
    ok: true,
    timeframe: pinned,
    readBack: readBack(pinned, dates, calendar.zone, notes),
    dates,
    notes,
    ...defined({ twin }),
  };
}

function failure(problem: Problem): ReadPhrase {
  return { ok: false, why: () => problem };
}
