import { Temporal } from 'temporal-polyfill';
import type { Span } from '../calendar.ts';
import { nthWeekday } from '../calendar.ts';
import { tokenize } from '../tokens.ts';
import { countryLast, firstWordsOfCountries } from './countries.ts';
import { easter, lunarSpan, orthodoxEaster } from './feasts.ts';
import { daysIn, type Listed, spanIn, yearsOf } from './listed.ts';
import { type SharedName, sharedNames } from './shared-names.ts';
import { holidayTable } from './table.ts';
import type { When } from './when.ts';

const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

interface Holiday {
  name: string;
  find: (year: number) => Span | null;
  listed?: Listed;
}

const holidays = new Map<string, Holiday>();

for (const [name, when] of holidayTable) {
  holidays.set(idOf(name), { name, find: finder(when), ...(typeof when === 'object' && { listed: when }) });
}

/** Ids that stored timeframes may have, and the holidays that have another name since. */
const renamed = {
  'childrens-day': 'international-childrens-day',
  'teachers-day': 'world-teachers-day',
  midsummer: 'midsummer-day',
};
for (const [before, id] of Object.entries(renamed)) {
  const holiday = holidays.get(id);
  if (holiday) holidays.set(before, holiday);
}

/** The names of several holidays, each with an id of its own: a phrase with one is asked about. */
const shared = new Map<string, SharedName>();

for (const each of sharedNames) {
  const [name = ''] = each.names;
  const [meaning = ''] = each.meanings;
  const id = `shared:${idOf(name)}`;
  shared.set(id, each);
  holidays.set(id, { name, find: (year) => findHoliday(idOf(meaning), year) });
}

interface Names {
  /** Ids by name, with the spelling of `holidayKey`. */
  ids: ReadonlyMap<string, string>;
  /** The words that a name can begin with. */
  firstWords: Set<string>;
}

let names: Names | undefined;

/** All names of holidays. Reading them takes 20 ms, so this waits until the first date is read. */
export function holidayNames(): Names {
  names ??= readNames();
  return names;
}

function readNames(): Names {
  const ids = new Map<string, string>();
  const firstWords = new Set(firstWordsOfCountries());
  const add = (spelling: string, id: string) => {
    const words = tokenize(spelling).map((token) => token.text);
    const key = holidayKey(words);
    const first = words[0] ?? '';
    for (const written of [first, `${first}s`, first.replace(/s$/, '')]) firstWords.add(written);
    if (key !== '' && !ids.has(key)) ids.set(key, id);
  };
  for (const [id, { names }] of shared) for (const name of names) add(name, id);
  for (const [name, , others = ''] of holidayTable) {
    for (const other of [name, ...others.split('|')]) {
      for (const spelling of new Set([other.replace('(day)', 'day'), other.replace('(day)', '')]))
        add(spelling, idOf(name));
    }
  }
  return { ids, firstWords };
}

/** The holiday with this name, given word by word: "indian republic day" is the one that the table has as "republic day india". */
export function holidayNamed(words: string[]): string | undefined {
  const { ids } = holidayNames();
  const id = ids.get(holidayKey(words));
  if (id !== undefined) return id;
  const other = countryLast(words);
  return other && ids.get(holidayKey(other));
}

function idOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z]+/g, '-');
}

/** The words of a name, without signs and without the s that people add or drop. */
export function holidayKey(words: string[]): string {
  return words
    .filter((word) => /^\p{L}/u.test(word))
    .map((word) => (word.length > 3 && word.endsWith('s') ? word.slice(0, -1) : word))
    .join(' ');
}

/** What to ask about the id of a name that several holidays share. Undefined for other ids. */
export function sharedName(id: string): SharedName | undefined {
  return shared.get(id);
}

/** The days of a holiday in a year; null if that year has none. */
export function findHoliday(id: string, year: number): Span | null {
  return holidays.get(id)?.find(year) ?? null;
}

/**
 * Whether a holiday has several days, like Ramadan and Hanukkah: more than one day plus the evening before.
 */
export function isLongHoliday(id: string): boolean {
  const { from, to } = findHoliday(id, 2025) ?? {};
  return from instanceof Temporal.PlainDate && to instanceof Temporal.PlainDate && from.until(to).days > 2;
}

/** The printed name: `black-friday` → `Black Friday`. */
export function holidayName(id: string): string {
  return holidays.get(id)?.name ?? id;
}

/**
 * Why a holiday's days in a year aren't certain: its table doesn't have that year, or has several days for it.
 * Undefined if they are certain.
 */
export function holidayDoubt(
  id: string,
  year: number,
): { from: number; to: number } | { days: Temporal.PlainDate[] } | undefined {
  const table = holidays.get(id)?.listed;
  if (table === undefined) return undefined;
  const days = daysIn(table, year);
  const [from, to] = yearsOf(table);
  if (days === undefined) return { from, to };
  return days.length > 1 ? { days } : undefined;
}

function finder(when: When): (year: number) => Span | null {
  if (typeof when === 'function') return (year) => one(when(year));
  return typeof when === 'string' ? ruleFinder(when) : (year) => spanIn(when, year);
}

function ruleFinder(when: string): (year: number) => Span | null {
  const [rule = '', length = '1'] = when.split('/');
  const words = rule.split(' ');
  const [first = '', second = '', third = '0', fourth = '0'] = words;
  const days = Number(length);
  if (first === 'easter') return (year) => span(easter(year).add({ days: Number(second || 0) }), days);
  if (first === 'orthodox')
    return (year) => span(orthodoxEaster(year).add({ days: Number(second || 0) }), days);
  if (first === 'hebrew' || first === 'islamic' || first === 'chinese' || first === 'korean') {
    return (year) => lunarSpan(first, rule.slice(first.length + 1), length, year);
  }
  if (second !== '') {
    const [month, weekday, nth] = [Number(first), weekdayNames.indexOf(second) + 1, Number(third)];
    return (year) => {
      const edge =
        nth > 0 ? date(year, month, 1) : date(year, month, 1).add({ months: 1 }).subtract({ days: 1 });
      return span(nthWeekday(edge, weekday, nth).add({ days: Number(fourth) }), days);
    };
  }
  const [month = 1, day = 1] = first.split('-').map(Number);
  return (year) => span(date(year, month, day), days);
}

const one = (found: Temporal.PlainDate | Span | null) =>
  found instanceof Temporal.PlainDate ? span(found, 1) : found;

function span(from: Temporal.PlainDate, days: number): Span {
  return { from, to: from.add({ days }) };
}

const date = (year: number, month: number, day: number) => new Temporal.PlainDate(year, month, day);
