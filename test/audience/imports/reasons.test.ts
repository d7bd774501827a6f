import { expect, it } from 'vitest';
import { reasonGroups } from '../../../src/audience/imports/reasons.ts';

it('groups rows that are rejected for the same reason, whatever their values', () => {
  const groups = reasonGroups();
  groups.add([
    { line: 2, reason: '"nobody" is not an email address' },
    { line: 3, reason: '4 cells where the first line has 2: a cell with "," in it needs quotes around it' },
    { line: 4, reason: '"x" is not an email address' },
    { line: 5, reason: '"31/02/2020" in "Signed up" is not a date (day, month, year)' },
  ]);
  groups.add([
    { line: 6, reason: '12 cells where the first line has 2: a cell with "," in it needs quotes around it' },
    { line: 7, reason: '"a " b" is not an email address' },
    { line: 8, reason: 'no email address' },
    { line: 9, reason: 'more than one address: "a@x.org b@x.org"' },
    { line: 10, reason: 'more than one address: "c@x.org d@x.org"' },
    ...[11, 12, 13, 14, 15, 16].map((line) => ({ line, reason: '"?" is not an email address' })),
  ]);
  expect(groups.list()).toEqual([
    { reason: '"…" is not an email address', rows: 9, lines: [2, 4, 7, 11, 12] },
    {
      reason: 'More cells where the first line has 2: a cell with "," in it needs quotes around it',
      rows: 2,
      lines: [3, 6],
    },
    { reason: 'more than one address', rows: 2, lines: [9, 10] },
    // If there is only one of its kind, it keeps its value.
    { reason: '"31/02/2020" in "Signed up" is not a date (day, month, year)', rows: 1, lines: [5] },
    { reason: 'no email address', rows: 1, lines: [8] },
  ]);
});
