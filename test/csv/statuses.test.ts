import { describe, expect, test } from 'vitest';
import { proposeMapping } from '../../src/csv/propose.ts';
import { readRows } from '../../src/csv/read.ts';
import { rowReader } from '../../src/csv/rows.ts';
import {
  type FileStatus,
  lowerStatus,
  readStatus,
  type StatusWay,
  statusWay,
} from '../../src/csv/statuses.ts';

test.each<[header: string, way: StatusWay | undefined]>([
  ['Status', 'words'],
  ['Accepts Email Marketing', 'consent'],
  ['subscribed_to_emails', 'consent'],
  ['Newsletter', 'consent'],
  ['Unsubscribed', 'opt-out'],
  ['UNSUB_TIME', 'opt-out'],
  ['HasOptedOutOfEmail', 'opt-out'],
  ['HASOPTEDOUTOFEMAIL', 'opt-out'],
  ['EMAIL_BLACKLISTED', 'opt-out'],
  ['CLEAN_TIME', 'bounce'],
  ['Accepts SMS Marketing', undefined],
  ['SMS_BLACKLISTED', undefined],
  ['DoNotCall', undefined],
  ['Email', undefined],
  ['Plan', undefined],
])('a column called %s says who gets mail by %s', (header, way) => {
  expect(statusWay(header)).toBe(way);
});

describe('a cell', () => {
  test.each<[cell: string, way: StatusWay, status: FileStatus | null]>([
    ['SUBSCRIBED', 'words', 'as-chosen'],
    ['Never_Subscribed', 'words', 'non-subscribed'],
    ['opted-out', 'words', 'unsubscribed'],
    ['Désabonné', 'words', 'unsubscribed'],
    ['cleaned', 'words', 'bounced'],
    ['yes', 'words', null],
    ['married', 'words', null],
    ['yes', 'consent', 'as-chosen'],
    ['TRUE', 'consent', 'as-chosen'],
    ['1', 'consent', 'as-chosen'],
    ['no', 'consent', 'non-subscribed'],
    ['0', 'consent', 'non-subscribed'],
    ['nein', 'consent', 'non-subscribed'],
    ['UNSUBSCRIBED', 'consent', 'unsubscribed'],
    ['perhaps', 'consent', null],
    ['false', 'opt-out', 'as-chosen'],
    ['0', 'opt-out', 'as-chosen'],
    ['', 'opt-out', 'as-chosen'],
    ['0000-00-00 00:00:00', 'opt-out', 'as-chosen'],
    ['true', 'opt-out', 'unsubscribed'],
    ['2024-05-01 08:00:00', 'opt-out', 'unsubscribed'],
    ['I get too many mails', 'opt-out', 'unsubscribed'],
    ['no', 'bounce', 'as-chosen'],
    ['2024-05-01 08:00:00', 'bounce', 'bounced'],
  ])('%j in a column of %s means %s', (cell, way, status) => {
    expect(readStatus(cell, way)).toBe(status);
  });
});

test('the lowest of several columns counts, in whatever order they stand', () => {
  const ranked: FileStatus[] = ['unsubscribed', 'bounced', 'non-subscribed', 'as-chosen'];
  for (const [low, a] of ranked.entries()) {
    for (const b of ranked.slice(low)) {
      expect(lowerStatus(a, b)).toBe(a);
      expect(lowerStatus(b, a)).toBe(a);
    }
  }
});

test('all columns that say who gets mail have their say, and an odd word costs its row only', async () => {
  const bytes = new TextEncoder().encode(
    'Email,Status,Email Opt Out,Accepts Email Marketing\n' +
      'a@example.org,active,0,yes\nb@example.org,active,1,yes\nc@example.org,active,0,no\nd@example.org,bounced,,\n' +
      'e@example.org,odd,0,yes\nf@example.org,cancelled,0,no\n',
  );
  const { mapping } = await proposeMapping(bytes, { fileName: 'people.csv' });
  const read = rowReader(mapping);
  const found: string[] = [];
  for await (const rows of readRows(bytes, mapping.format, { size: 10 })) {
    for (const row of rows) {
      const result = read(row);
      found.push('contact' in result ? result.contact.status : result.problem);
    }
  }
  expect(found).toEqual([
    'as-chosen',
    'unsubscribed',
    'non-subscribed',
    'bounced',
    '"odd" in "Status" is no status',
    'unsubscribed',
  ]);
});
