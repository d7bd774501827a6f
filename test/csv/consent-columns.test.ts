import { describe, expect, test } from 'vitest';
import { mappingProblems, questionOf } from '../../src/csv/columns/mapping.ts';
import { proposeMapping } from '../../src/csv/columns/propose.ts';
import { readRows } from '../../src/csv/file/read.ts';
import { rowReader } from '../../src/csv/rows/rows.ts';
import type { Column, Mapping } from '../../src/csv/schema.ts';
import { answered } from '../support/answered.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const propose = async (text: string) =>
  (await proposeMapping(bytesOf(text), { fileName: 'people.csv' })).mapping;
/** A file with one column beside addresses. */
const column = async (header: string, cells: readonly string[]): Promise<Column> => {
  const quoted = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`);
  const rows = quoted.map((cell, index) => `p${index}@x.org,${cell}\n`);
  const mapping = await propose(`Email,"${header}"\n${rows.join('')}`);
  return mapping.columns[1] as Column;
};

/** The statuses of a file's rows, with the day if the row gives one. */
async function statuses(text: string, mapping: Mapping): Promise<string[]> {
  const read = rowReader(mapping);
  const found: string[] = [];
  for await (const rows of readRows(bytesOf(text), mapping.format, { size: 10 })) {
    for (const row of rows) {
      const result = read(row);
      if (!('contact' in result)) found.push(result.problem);
      else {
        const { status, statusAt } = result.contact;
        found.push(
          statusAt === null
            ? status
            : `${status} ${[statusAt.day, statusAt.time].filter(Boolean).join(' ')}${statusAt.offset ?? ''}`,
        );
      }
    }
  }
  return found;
}

describe('a column is asked about', () => {
  test.each<[header: string, cells: string[], unknown: string[]]>([
    ['status', ['1', '2', '3'], ['1', '2', '3']],
    ['status', ['0', '1'], ['0', '1']],
    ['status', ['regular', 'unsubscribed', 'premium', 'regular'], ['regular', 'premium']],
    ['Status', ['active', 'past_due', 'canceled'], ['past_due']],
    ['Status', ['married', 'single'], ['married', 'single']],
    ['Newsletters', ['["email"]', '[]'], ['["email"]']],
    ['Newsletter', ['Weekly', 'Monthly', ''], ['Weekly', 'Monthly']],
    ['dnc', ['0', '1', '2', '3'], ['2', '3']],
    ['Unsubscribed', ['too many mails', ''], ['too many mails']],
    ['Not subscribed', ['yes', 'no'], ['yes', 'no']],
    ['Subscription', ['yes', 'no'], ['yes', 'no']],
    ['deleted_at', ['2024-05-01', ''], ['2024-05-01']],
    ['Removed', ['1', '0'], ['1', '0']],
    ['Unsubscribed from our letters', ['yes', ''], ['yes']],
    ['Email valid', ['true', 'false'], ['true', 'false']],
    // By what the cells say, whatever the name is.
    ['Foo', ['ok', 'Unsubscribed', 'ok'], ['ok']],
    ['List', ['News', 'HardBounce'], ['News']],
    ['Order status', ['shipped', 'unsubscribed'], ['shipped']],
    ['Notes', ['met at fair', 'do not contact'], ['met at fair']],
    // The other columns beside an answer.
    ['UNSUB_REASON', ['NORMAL', '', 'too many'], ['NORMAL', 'too many']],
    ['Bounce count', ['0', '3'], ['0', '3']],
    ['Soft bounces', ['', '2'], ['2']],
    ['Unsubscribe IP', ['192.0.2.1', ''], ['192.0.2.1']],
  ])('%s with %j', async (header, cells, unknown) => {
    const found = await column(header, cells);
    expect(found.target).toBe('status');
    const open = questionOf(found)?.values.flatMap(({ value, means }) => (means === null ? [value] : []));
    expect(open).toEqual(unknown);
  });

  test('with two questions if it has more than twelve different cells, and none of the certain ones', async () => {
    const many = Array.from({ length: 30 }, (_, n) => `because ${n}`);
    const found = await column('Unsubscribed', [...many, 'yes', '2024-05-01', '', 'no']);
    expect(questionOf(found)).toMatchObject({
      values: [],
      others: { rows: 30, means: null },
      empty: { rows: 1, means: 'nothing' },
    });
    const consent = await column('Newsletter', [...many, '']);
    expect(questionOf(consent)).toMatchObject({ others: { rows: 30 }, empty: { rows: 1, means: null } });
  });

  test('with twelve and with thirteen different cells, one by one and together', async () => {
    const cells = (count: number) => Array.from({ length: count }, (_, n) => `list ${n}`);
    expect((await column('Newsletter', cells(12))).consent).toMatchObject({ others: null });
    expect((await column('Newsletter', cells(12))).consent?.values).toHaveLength(12);
    expect((await column('Newsletter', cells(13))).consent).toMatchObject({
      values: [],
      others: { rows: 13 },
    });
  });

  test('for a word that comes after many others, whatever its name is', async () => {
    const notes = Array.from({ length: 30 }, (_, n) => `met at fair ${n}`);
    const found = await column('Notes', [...notes, 'HardBounce', 'x'.repeat(70), 'hardbounce']);
    expect(found.target).toBe('status');
    expect(questionOf(found)).toMatchObject({ values: [], others: { rows: 31, means: null } });
    expect((await column('Notes', notes)).target).toBe('attribute');
  });

  test('by all its rows, not only the first ones', async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => `p${n}@x.org,yes\n`).join('');
    const mapping = await propose(`Email,Newsletter\n${rows}last@x.org,7\n`);
    expect(mapping.columns[1]?.consent?.values).toEqual([
      { value: 'yes', rows: 3000, means: 'subscribed' },
      { value: '7', rows: 1, means: null },
    ]);
  });

  test('if its tags are words for a status, and it stays a column of tags', async () => {
    const found = await column('Tags', ['vip', 'Unsubscribed', 'vip; unsubscribed']);
    expect(found.target).toBe('tags');
    expect(questionOf(found)?.values).toEqual([{ value: 'unsubscribed', rows: 2, means: null }]);
  });
});

describe('a column is read without a question', () => {
  test.each<[header: string, cells: string[], means: string[]]>([
    ['Newsletter', ['WAHR', 'FALSCH'], ['subscribed', 'non-subscribed']],
    ['Do not email', ['WAHR', 'FALSCH'], ['unsubscribed', 'nothing']],
    [
      'Marketing consent',
      ['granted', 'denied', 'withdrawn'],
      ['subscribed', 'non-subscribed', 'unsubscribed'],
    ],
    [
      'SuppressionReason',
      ['HardBounce', 'SpamComplaint', 'ManualSuppression'],
      ['bounced', 'unsubscribed', 'unsubscribed'],
    ],
    ['Unsubscribe From Marketing Emails', ['f', 't'], ['nothing', 'unsubscribed']],
    ['Foo', ['Subscribed', 'Cleaned'], ['subscribed', 'bounced']],
    // Names of a sign-up date, without one.
    ['Confirmed', ['yes', 'no'], ['subscribed', 'non-subscribed']],
    ['Opt in date', ['yes', 'no'], ['subscribed', 'non-subscribed']],
    ['Subscribed', ['1', '0'], ['subscribed', 'non-subscribed']],
    ['state', ['active', 'complained'], ['subscribed', 'unsubscribed']],
    ['Yes and YES', ['unsubscribed', 'Unsubscribed'], ['unsubscribed']],
    ['Bounce type', ['Hard Bounce', 'Soft Bounce'], ['bounced', 'nothing']],
  ])('%s with %j', async (header, cells, means) => {
    const found = await column(header, cells);
    expect(found.target).toBe('status');
    expect(questionOf(found)).toBeUndefined();
    expect(found.consent?.values.map((value) => value.means)).toEqual(means);
  });
});

describe('a column stays what it is', () => {
  test.each<[header: string, cells: string[]]>([
    ['Option', ['A', 'B']],
    ['Suboptimal', ['yes', 'no']],
    ['Marketing budget', ['1200', '30.5']],
    ['Newsletter source', ['footer', 'popup']],
    ['Permission group', ['admin', 'editor']],
    ['Subscription plan', ['pro', 'free']],
    ['Deleted', ['no', 'no']],
    ['is_deleted', ['0', 'false']],
    ['Email valid', ['true', 'true']],
    ['Offers', ['3', '4']],
    ['Bounce rate of site', ['0.4', '0.1']],
    ['Marketing channel', ['email', 'facebook']],
    ['Unsubscribe link', ['https://x.org/u/1', 'https://x.org/u/2']],
    ['State', ['CA', 'ON', 'NO']],
    ['Estado', ['Jalisco', 'Oaxaca']],
    ['Lead Status', ['Open', 'Closed']],
    ['Order status', ['cancelled', 'completed']],
    ['Payment status', ['paid', 'past_due']],
    ['Lifecycle Stage', ['Subscriber', 'Lead', 'Customer']],
    ['Subscription', ['pro', 'free']],
    ['Plan', ['active', 'inactive']],
    ['OPTIN_IP', ['192.0.2.1', '2001:db8::1']],
    ['SMS Marketing Consent', ['SUBSCRIBED', 'UNSUBSCRIBED']],
    ['Accepts SMS Marketing', ['yes', 'no']],
    ['Job title', ['Marketing', 'Newsletter editor']],
    ['Customer', ['yes', 'no']],
    // None of it says that anyone bounced.
    ['Bounce count', ['0', '0']],
  ])('%s with %j', async (header, cells) => {
    expect((await column(header, cells)).target).toBe('attribute');
  });

  test.each([
    ['Company', ['Cleaned', 'Acme'], 'company'],
    ['Name', ['Unsubscribed', 'Ada'], 'name'],
    ['Subscription Date', ['2024-01-02', ''], 'signed-up'],
    ['Subscribed', ['2024-01-02', '2024-02-03'], 'signed-up'],
  ])('%s with %j', async (header, cells, target) => {
    expect((await column(header, cells)).target).toBe(target);
  });

  test('beside the answer that it explains: a reason of people who are known to be out', async () => {
    const mapping = await propose(
      'Email,UNSUB_TIME,UNSUB_REASON,UNSUB_CAMPAIGN_TITLE\na@x.org,2024-05-01,NORMAL,Sale\nb@x.org,,,\n',
    );
    expect(mapping.columns.map(({ target }) => target)).toEqual([
      'email',
      'status',
      'attribute',
      'attribute',
    ]);
    // One that explains nothing else is asked about.
    const other = await propose(
      'Email,UNSUB_TIME,UNSUB_REASON\na@x.org,2024-05-01,NORMAL\nb@x.org,,SPAMMY\n',
    );
    expect(questionOf(other.columns[2] as Column)).toBeDefined();
  });
});

describe('a row', () => {
  test.each<[what: string, file: string, found: string[]]>([
    [
      'gets the lowest of all columns, and an odd word of none is its end',
      'Email,Status,Email Opt Out,Accepts Email Marketing\na@x.org,active,0,yes\nb@x.org,active,1,yes\n' +
        'c@x.org,active,0,no\nd@x.org,bounced,,\nf@x.org,cancelled,0,no\n',
      ['as-chosen', 'unsubscribed', 'non-subscribed', 'bounced', 'unsubscribed'],
    ],
    [
      'without a yes, in a column that only says yes, has not agreed',
      'Email,Newsletter\na@x.org,x\nb@x.org,\nc@x.org,NULL\nd@x.org\n',
      ['as-chosen', 'non-subscribed', 'non-subscribed', 'non-subscribed'],
    ],
    [
      'without an answer, in a column that says no as well, says nothing',
      'Email,Newsletter\na@x.org,yes\nb@x.org,no\nc@x.org,\n',
      ['as-chosen', 'non-subscribed', 'as-chosen'],
    ],
    [
      'is unsubscribed at the moment that a column gives, whatever says that it is',
      'Email,Status,Unsubscribed at,Bounced at\na@x.org,unsubscribed,2024-05-01 08:00:00,\nb@x.org,subscribed,2024-05-02T08:00:00+02:00,2024-06-01\n' +
        'c@x.org,subscribed,,2024-06-01\nd@x.org,subscribed,,\n',
      [
        'unsubscribed 2024-05-01 08:00:00',
        'unsubscribed 2024-05-02 08:00:00+02:00',
        'bounced 2024-06-01',
        'as-chosen',
      ],
    ],
    [
      'is unsubscribed at the latest of several moments',
      'Email,Unsubscribed at,Opt-out date\na@x.org,2024-05-01,2024-07-01\nb@x.org,2024-08-01,2024-07-01\n',
      ['unsubscribed 2024-07-01', 'unsubscribed 2024-08-01'],
    ],
    [
      'has consented at the moment that a column gives, which is none without one',
      'Email,Consent date\na@x.org,2024-05-01\nb@x.org,\nc@x.org,2024-06-01\n',
      ['as-chosen 2024-05-01', 'non-subscribed', 'as-chosen 2024-06-01'],
    ],
    [
      'needs no moment beside an answer',
      'Email,Email Marketing Consent,Email Marketing Consent Timestamp\na@x.org,SUBSCRIBED,2024-05-01\nb@x.org,SUBSCRIBED,\nc@x.org,NEVER_SUBSCRIBED,\n',
      ['as-chosen 2024-05-01', 'as-chosen', 'non-subscribed'],
    ],
    [
      'with a word for no value in a column of opt-outs has not opted out',
      'email,unsubscribed\na@x.org,NaN\nb@x.org,2024-01-02\nc@x.org,Never\nd@x.org,0001-01-01T00:00:00Z\ne@x.org,[]\n',
      ['as-chosen', 'unsubscribed 2024-01-02', 'as-chosen', 'as-chosen', 'as-chosen'],
    ],
  ])('%s', async (_what, file, found) => {
    const mapping = await propose(file);
    expect(mappingProblems(mapping)).toEqual([]);
    expect(await statuses(file, mapping)).toEqual(found);
  });

  test('is read as a person chooses, one by one and in two questions, and never rejected for it', async () => {
    const few = 'email,status\na@x.org,1\nb@x.org,2\nc@x.org,3\nd@x.org,\n';
    const asked = await propose(few);
    expect(mappingProblems(asked)).toMatchObject([{ column: 1, blocking: true, asks: 'consent' }]);
    const told = answered(asked, 'nothing', { '1': 'subscribed', '2': 'unsubscribed', '3': 'bounced' });
    expect(mappingProblems(told)).toEqual([]);
    expect(await statuses(few, told)).toEqual(['as-chosen', 'unsubscribed', 'bounced', 'as-chosen']);
    // Among answers that are all yes, a blank isn't one.
    const yes = answered(asked, 'subscribed');
    expect((await statuses(few, yes)).at(-1)).toBe('non-subscribed');
  });
});
