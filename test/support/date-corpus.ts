// Scores a reader of date phrases on test/fixtures/dates: `npx tsx test/support/date-corpus.ts ours --failures 100`, or `chrono`.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { readByChrono } from './dates-by-chrono.ts';
import { readByRollcall } from './dates-by-rollcall.ts';
import { wallToInstant } from './wall-time.ts';

/** Half-open; `null` is an open side. Without an offset, a text is wall time in the case's time zone. */
export interface Range {
  start: string | null;
  end: string | null;
}

/** What a reader is told about a phrase: `reference` is wall time in `tz`. */
export interface Setting {
  reference: string;
  tz: string;
  source: string;
}

/** The range that a phrase means; `null` if it is refused. */
export type Reader = (phrase: string, setting: Setting) => Range | null;

interface Case extends Setting {
  phrase: string;
  category: string;
  gran: 'day' | 'minute';
  expected: Range | null;
  alsoOk: (Range & { gran?: 'day' | 'minute'; why: string })[];
}

type Outcome = 'right' | 'refused' | 'wrong';

/** How many phrases, and the results, in percent. */
export interface Score {
  n: number;
  right: number;
  wrong: number;
}

interface Span {
  start: number | null;
  end: number | null;
}

const file = fileURLToPath(new URL('../fixtures/dates/phrases.jsonl', import.meta.url));
/** The hardest ones, which are left out of the core. */
const notCore = new Set(['future', 'holiday', 'with-time', 'fuzzy', 'refuse']);

/**
 * Scores of the marketing phrases, of the corpus without the hardest ones, and of all of it, with the phrases
 * that were read wrong.
 */
export function scoreCorpus(read: Reader) {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const cases = lines.map((line): Case => JSON.parse(line));
  const judged = cases.map((one) => {
    const answer = read(one.phrase, one);
    return { ...one, answer, outcome: judge(one, answer) };
  });
  const corpus = judged.filter(({ source }) => source !== 'marketing');
  return {
    marketing: share(judged.filter(({ source }) => source === 'marketing')),
    core: share(corpus.filter(({ category }) => !notCore.has(category))),
    all: share(corpus),
    failures: judged.filter(({ outcome }) => outcome !== 'right'),
  };
}

function share(judged: { outcome: Outcome }[]): Score {
  const percent = (wanted: Outcome) =>
    Math.round((1000 * judged.filter(({ outcome }) => outcome === wanted).length) / judged.length) / 10;
  return { n: judged.length, right: percent('right'), wrong: percent('wrong') };
}

function judge(one: Case, answer: Range | null): Outcome {
  if (answer === null || (answer.start === null && answer.end === null))
    return one.expected === null ? 'right' : 'refused';
  if (one.expected === null) return 'wrong';
  const got = spanOf(answer, one.tz);
  if (got.start !== null && got.end !== null && got.end <= got.start) return 'wrong';
  const readings = [
    { ...one.expected, gran: one.gran },
    ...one.alsoOk.filter(({ why }) => why !== 'source-literal-end'),
  ].map((reading) => ({ span: spanOf(reading, one.tz), gran: reading.gran ?? one.gran }));
  const now = wallToInstant(one.reference, one.tz).getTime();
  const isRight = readings.some(
    ({ span, gran }) =>
      isSame(span, got, { gran, tz: one.tz }) ||
      // They differ only in the future: of what has happened, both select the same.
      (reachesPast(span, now) &&
        reachesPast(got, now) &&
        isSame(untilNow(span, now), untilNow(got, now), { gran, tz: one.tz })),
  );
  return isRight ? 'right' : 'wrong';
}

const untilNow = (span: Span, now: number): Span => ({ ...span, end: Math.min(span.end ?? now, now) });

const reachesPast = ({ start, end }: Span, now: number): boolean =>
  (start === null || start < now) && (end === null || end >= now);

function isSame(a: Span, b: Span, { gran, tz }: { gran: 'day' | 'minute'; tz: string }): boolean {
  const minute = (at: number) => String(Math.floor(at / 60_000));
  const day = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(tz).toPlainDate().toString();
  const same = (x: number | null, y: number | null, shown: (at: number) => string) =>
    x === null || y === null ? x === y : shown(x) === shown(y);
  return gran === 'minute'
    ? same(a.start, b.start, minute) && same(a.end, b.end, minute)
    : same(a.start, b.start, day) && same(a.end, b.end, (at) => day(at - 1));
}

function spanOf({ start, end }: Range, tz: string): Span {
  return { start: instantOf(start, tz), end: nextMidnight(instantOf(end, tz), tz) };
}

function instantOf(text: string | null, tz: string): number | null {
  if (text === null) return null;
  return /(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : wallToInstant(text, tz).getTime();
}

/** Some sources end a day at 23:59:59. */
function nextMidnight(at: number | null, tz: string): number | null {
  if (at === null) return null;
  const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(tz).toPlainTime();
  return wall.toString().startsWith('23:59:59') ? Math.floor(at / 1000) * 1000 + 1000 : at;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    options: { failures: { type: 'string', default: '0' } },
    allowPositionals: true,
  });
  const { failures, ...scores } = scoreCorpus(positionals[0] === 'chrono' ? readByChrono : readByRollcall);
  console.table(scores);
  for (const { outcome, category, phrase, reference, tz, expected, answer } of failures.slice(
    0,
    Number(values.failures),
  ))
    console.log(outcome, category, JSON.stringify({ phrase, reference, tz, expected, answer }));
}
