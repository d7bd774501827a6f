import { monthNames } from '../../dates/print.ts';
import type { Named } from '../names.ts';
import { quote } from './quote.ts';

/**
 * A quoted name, followed by what sets it apart from others with the same name: the day, and the time if
 * several are from one day.
 *
 * @example printToldApart({ id: 1, name: 'new.csv', when: '2026-10-03 14:05:09' }, imports) // '"new.csv" of 3 Oct 2026'
 */
export function printToldApart(thing: Named, things: readonly Named[]): string {
  const others = things.filter((each) => each.name === thing.name && each.id !== thing.id);
  if (thing.when === undefined || others.length === 0) return quote(thing.name);
  const forms = whenForms(thing.when);
  const taken = new Set(others.flatMap(({ when = '' }) => whenForms(when)));
  return `${quote(thing.name)} of ${forms.find((form) => !taken.has(form)) ?? forms.at(-1)}`;
}

/**
 * The ways to write a moment, the shortest first: `3 Oct 2026`, `3 Oct 2026 14:05`, `3 Oct 2026 14:05:09`.
 */
export function whenForms(when: string): string[] {
  const [, year = '', month = '', date = '', time = ''] = /^(\d+)-(\d+)-(\d+) (.*)$/.exec(when) ?? [];
  const day = `${Number(date)} ${monthNames[Number(month) - 1]?.slice(0, 3)} ${year}`;
  return [day, `${day} ${time.slice(0, 5)}`, `${day} ${time}`];
}
