import { describe, expect, test } from 'vitest';
import { eachField } from '../../src/contact-fields.ts';
import type { FileStatus } from '../../src/csv/consent/statuses.ts';
import type { CsvDate } from '../../src/csv/dates/dates.ts';
import type { RowContact } from '../../src/csv/rows/contact.ts';
import { mergeRows } from '../../src/csv/rows/merge.ts';

const row = (changes: Partial<RowContact> = {}): RowContact => ({
  ...{ line: 2, email: 'ada@x.org', key: 'ada@x.org', validation: 'unknown' },
  ...eachField(() => null),
  ...{ signedUp: null, status: 'as-chosen', statusAt: null, tags: [], attributes: {} },
  ...changes,
});
const day = (text: string): CsvDate => {
  const [date = '', rest] = text.split(' ');
  const [, time = null, offset = null] = /^(\d\d:\d\d:\d\d)(.+)?$/.exec(rest ?? '') ?? [];
  return { day: date, time, offset };
};

test('values come from the first row that has one, and tags add up', () => {
  const first = row({ name: 'Ada', tags: ['vip', 'news'], attributes: { 7: 'pro', 8: false } });
  const later = row({
    ...{ line: 9, email: 'ADA@x.org', name: 'A. L.', company: 'Acme', signedUp: day('2024-01-02') },
    ...{ tags: ['beta', 'vip'], attributes: { 8: true, 9: 3 } },
  });
  expect(mergeRows(first, later, 'UTC')).toEqual(
    row({
      ...{ name: 'Ada', company: 'Acme', signedUp: day('2024-01-02') },
      ...{ tags: ['vip', 'news', 'beta'], attributes: { 7: 'pro', 8: false, 9: 3 } },
    }),
  );
});

type Said = [status: FileStatus, at: string | null];
describe('the lowest status counts, with its own time:', () => {
  test.each<[what: string, one: Said, other: Said, merged: Said]>([
    [
      'an opt-out after a yes',
      ['as-chosen', '2024-05-01'],
      ['unsubscribed', '2024-01-01'],
      ['unsubscribed', '2024-01-01'],
    ],
    [
      'an opt-out beside a bounce',
      ['bounced', '2024-05-01'],
      ['unsubscribed', '2024-01-01'],
      ['unsubscribed', '2024-01-01'],
    ],
    [
      'no consent beside a yes',
      ['as-chosen', '2024-05-01'],
      ['non-subscribed', null],
      ['non-subscribed', null],
    ],
    [
      'of two opt-outs the later',
      ['unsubscribed', '2024-05-01'],
      ['unsubscribed', '2024-06-01'],
      ['unsubscribed', '2024-06-01'],
    ],
    [
      'an opt-out without a moment, which is said now',
      ['unsubscribed', '2024-05-01'],
      ['unsubscribed', null],
      ['unsubscribed', null],
    ],
    [
      'of two yeses the later',
      ['as-chosen', '2024-05-01'],
      ['as-chosen', '2024-06-01'],
      ['as-chosen', '2024-06-01'],
    ],
    [
      'a yes of no known moment beside a dated one',
      ['as-chosen', null],
      ['as-chosen', '2024-06-01'],
      ['as-chosen', '2024-06-01'],
    ],
    [
      'an opt-out’s day, which counts to its end',
      ['unsubscribed', '2024-05-01'],
      ['unsubscribed', '2024-05-01 23:00:00'],
      ['unsubscribed', '2024-05-01'],
    ],
    [
      'a yes’s day, which counts from its start',
      ['as-chosen', '2024-05-01'],
      ['as-chosen', '2024-05-01 01:00:00'],
      ['as-chosen', '2024-05-01 01:00:00'],
    ],
    [
      'moments in two zones',
      ['unsubscribed', '2024-05-01 23:30:00-05:00'],
      ['unsubscribed', '2024-05-02 01:00:00Z'],
      ['unsubscribed', '2024-05-01 23:30:00-05:00'],
    ],
    [
      'a time of the workspace beside one in UTC',
      ['unsubscribed', '2024-05-02 08:00:00'],
      ['unsubscribed', '2024-05-02 01:00:00Z'],
      ['unsubscribed', '2024-05-02 01:00:00Z'],
    ],
  ])('%s', (_what, ...said) => {
    const [one, other, merged] = said.map(([status, at]) =>
      row({ status, statusAt: at === null ? null : day(at) }),
    );
    if (one === undefined || other === undefined) throw new Error('two rows');
    expect(mergeRows(one, other, 'Asia/Tokyo')).toEqual(merged);
    expect(mergeRows(other, one, 'Asia/Tokyo')).toEqual(merged);
    // Again, or in other groups, makes no difference.
    expect(mergeRows(mergeRows(one, other, 'Asia/Tokyo'), one, 'Asia/Tokyo')).toEqual(merged);
  });
});
