import type { RowChoice } from './choice.ts';

// The timeframes that a form offers to choose, as sentences print them. Any other one is typed.

const spans = [7, 14, 30, 60, 90] as const;

/** For things in the past by nature, after the operator "in the last …". */
export const pastTimes: readonly RowChoice[] = [
  ...spans.map((days) => ({ value: `in the last ${days} days`, words: `${days} days` })),
  { value: 'this month', words: 'This month' },
  { value: 'last month', words: 'Last month' },
];

/** The one that is filled in when a person chooses such a thing. */
export const usualTime = 'in the last 30 days';

/** For dates that may also be ahead, such as a renewal. */
export const anyTimes: readonly RowChoice[] = [
  ...spans.map((days) => ({ value: `in the next ${days} days`, words: `in the next ${days} days` })),
  ...spans.map((days) => ({ value: `in the last ${days} days`, words: `in the last ${days} days` })),
  { value: 'this month', words: 'this month' },
  { value: 'last month', words: 'last month' },
];
