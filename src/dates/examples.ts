import { fittingExamples } from '../lib/offers.ts';
import type { Problem } from '../lib/problem.ts';
import type { DateContext } from './schema.ts';

/**
 * What can follow at the words at fault: up to three examples, each of which is understood after the words
 * before it. None if the words have several meanings: then those are offered.
 *
 * @param isUnderstood whether a phrase is understood
 * @example examplesAt('last 30 dogs', problem, …) // ['days', 'weeks', 'months']
 */
export function examplesAt(
  text: string,
  { at, asks }: Problem,
  { direction }: DateContext,
  isUnderstood: (phrase: string) => boolean,
): string[] {
  if (asks === true) return [];
  const before = text.slice(0, at).trimEnd();
  const fits = (example: string) => isUnderstood(`${before} ${example}`.trim());
  const whole = direction === 'future' ? ahead : direction === 'past' ? past : either;
  // If no example fits after the words before, show whole phrases instead.
  const found = fittingExamples(before === '' ? [whole] : [...parts, whole], fits);
  return found.length > 0 ? found : whole;
}

const past = ['last 30 days', 'this month', 'since 1 March'];
const ahead = ['next 30 days', 'next month', 'before 1 March 2030'];
const either = ['last 30 days', 'next 30 days', 'this month'];

/** Ways to continue a phrase, by kind. */
const parts = [
  ['1 March', '2025', 'Christmas'],
  ['days', 'weeks', 'months'],
  ['30 days', '2 weeks', 'month'],
  ['days ago', 'weeks ago', 'months ago'],
  ['ago', 'from now'],
  ['1 March to 5 April', 'January to March'],
  ['1 March and 5 April', 'January and March'],
  ['to 5 April', 'to 31 May', 'to today'],
  ['and 5 April', 'and 31 May', 'and today'],
  ['March', 'last year', '2025'],
  ['2025', 'last year'],
];
