import { describe, expect, it } from 'vitest';
import { read } from './context.ts';

/** Timeframes inside sentences, and the canonical sentence. */
const understood: [typed: string, canonical: string][] = [
  ['opened in the last 30 days!', 'opened in the last 30 days'],
  [
    'received at least 3 emails in the last thirty (30) days',
    'received at least 3 times in the last 30 days',
  ],
  ['(opened in the last thirty (30) days) and tagged vip', 'opened in the last 30 days and tagged vip'],
  ['opened from 1 March 2025 to 5 May 2025 (inclusive)', 'opened from 1 March 2025 to 5 May 2025'],
  ['opened >= 2019', 'opened since 2019'],
  ['opened > = 2019', 'opened since 2019'],
  ['opened later than or at 5 May 2025', 'opened since 5 May 2025'],
  ['opened way back in 2019', 'opened in 2019'],
  ['signed up all week', 'signed up this week'],
  ['opened < 30 days ago', 'opened less than 30 days ago'],
  ['signed up on the first business day of the month', 'signed up on the 1st business day of this month'],
  ['opened in 18q4 and tagged vip', 'opened in Q4 2018 and tagged vip'],
];

describe('timeframes in sentences', () => {
  it.each(understood)('reads "%s" as "%s"', (typed, canonical) => {
    expect(read(typed)).toBe(canonical);
  });
});
