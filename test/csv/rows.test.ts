import { describe, expect, test } from 'vitest';
import type { RowContact } from '../../src/csv/rows/contact.ts';
import { type RowResult, rowReader } from '../../src/csv/rows/rows.ts';
import type { Column, Mapping, Target } from '../../src/csv/schema.ts';

const column = (header: string, target: Target, changes: Partial<Column> = {}): Column => ({
  header,
  target,
  type: 'text',
  dateOrder: null,
  yearly: false,
  filled: 1,
  samples: [],
  attributeId: null,
  ...changes,
});
const mappingOf = (...columns: Column[]): Mapping => ({
  format: { encoding: 'utf-8', delimiter: ',', header: true },
  columns: [column('Email', 'email'), ...columns],
});
const read = (mapping: Mapping, ...cells: string[]): RowResult => rowReader(mapping)({ line: 2, cells });
const contact = (result: RowResult): RowContact => {
  if ('contact' in result) return result.contact;
  throw new Error(`rejected: ${result.problem}`);
};

test('turns a row into a contact', () => {
  const mapping = mappingOf(
    column('First', 'first-name'),
    column('Last', 'last-name'),
    column('Country', 'country'),
    column('Language', 'language'),
    column('Phone', 'phone'),
    column('Company', 'company'),
    column('Since', 'signed-up', { type: 'date', dateOrder: 'dmy' }),
    column('Tags', 'tags'),
    column('Plan', 'attribute', { attributeId: 7 }),
    column('Seats', 'attribute', { attributeId: 8, type: 'number' }),
    column('Pro', 'attribute', { attributeId: 9, type: 'boolean' }),
    column('Renewal', 'attribute', { attributeId: 10, type: 'date', dateOrder: 'mdy' }),
    column('Junk', 'ignore'),
  );
  const cells = [
    ' Ada@Example.org ',
    'Ada ',
    ' Love\nlace',
    'norway',
    'German',
    "'+44 20 7946 0000",
    'Analytical, Ltd',
    '03-04-2020',
    'vip; beta',
    'pro',
    '0',
    'NO',
    '03/04/2027',
    'x',
  ];
  expect(contact(read(mapping, ...cells))).toEqual({
    line: 2,
    email: 'Ada@Example.org',
    key: 'ada@example.org',
    validation: 'unknown',
    name: 'Ada Love lace',
    country: 'NO',
    city: null,
    language: 'de',
    phone: '+44 20 7946 0000',
    company: 'Analytical, Ltd',
    signedUp: { day: '2020-04-03', time: null, offset: null },
    status: 'as-chosen',
    statusAt: null,
    tags: ['vip', 'beta'],
    attributes: { 7: 'pro', 8: 0, 9: false, 10: '2027-03-04' },
  });
});

test('ignores empty cells and cells without a value', () => {
  const mapping = mappingOf(
    column('Name', 'name'),
    column('Since', 'signed-up', { type: 'date', dateOrder: 'dmy' }),
    column('Seats', 'attribute', { attributeId: 8, type: 'number' }),
    column('Plan', 'attribute', { attributeId: 9 }),
  );
  for (const cells of [['', '', '', ''], [' ', '0/0/00', '-', ''], []]) {
    expect(contact(read(mapping, 'ada@example.org', ...cells))).toMatchObject({
      name: null,
      signedUp: null,
      attributes: {},
    });
  }
});

describe('the address', () => {
  test.each([
    ['Ada Lovelace <ada@example.org>', 'ada@example.org'],
    ['mailto:ada@example.org', 'ada@example.org'],
    ['ADA@example.org;', 'ada@example.org'],
  ])('is found in %j', (cell, key) => {
    expect(contact(read(mappingOf(), cell)).key).toBe(key);
  });

  test.each([
    ['', 'no email address'],
    ['  ', 'no email address'],
    ['ada(at)example.org', '"ada(at)example.org" is not an email address'],
    ['ada@@example.org', '"ada@@example.org" is not an email address'],
    ['ada@example.org, bob@example.org', 'more than one address: "ada@example.org, bob@example.org"'],
    [`${'a'.repeat(2000)}@example.org`, `"${'a'.repeat(59)}…" is not an email address`],
  ])('%j is refused', (cell, problem) => {
    expect(read(mappingOf(), cell)).toEqual({ problem });
  });

  test.each([
    ['ada@example.org', 'unknown'],
    ['info@example.org', 'risky'],
    ['ada@mailinator.com', 'risky'],
  ])('of a new contact is flagged if it is risky: %s is %s', (cell, validation) => {
    expect(contact(read(mappingOf(), cell)).validation).toBe(validation);
  });
});

describe('a row is refused', () => {
  const date = column('Since', 'signed-up', { type: 'date', dateOrder: 'mdy' });
  test.each<[string, Column, string[], string]>([
    [
      'for a day that does not exist',
      date,
      ['26/08/2020'],
      '"26/08/2020" in "Since" is not a date (month, day, year)',
    ],
    [
      'for a word where a number belongs',
      column('Seats', 'attribute', { type: 'number' }),
      ['many'],
      '"many" in "Seats" is not a number',
    ],
    [
      'for a word where yes or no belongs',
      column('Pro', 'attribute', { type: 'boolean' }),
      ['perhaps'],
      '"perhaps" in "Pro" is not yes or no',
    ],
    [
      'for an unknown status',
      column('Status', 'status'),
      ['married'],
      '"married" in "Status" is not a status',
    ],
    [
      'for a text that is too long',
      column('Name', 'name'),
      ['x'.repeat(1001)],
      '"Name" has 1,001 characters; at most 1,000 are kept',
    ],
    [
      'for cells beyond the last column',
      column('Company', 'company'),
      ['Horn', ' Shepard'],
      '3 cells where the first line has 2: a cell with "," in it needs quotes around it',
    ],
  ])('%s', (_what, given, cells, problem) => {
    expect(read(mappingOf(given), 'ada@example.org', ...cells)).toEqual({ problem });
  });

  test('but not for blank cells beyond the last column', () => {
    expect(read(mappingOf(), 'ada@example.org', '', ' ')).toHaveProperty('contact');
  });
});

test('a country or language that is unknown is kept as text', () => {
  const mapping = mappingOf(column('Country', 'country'), column('Language', 'language'));
  expect(contact(read(mapping, 'ada@example.org', 'Atlantis', 'Klingonish'))).toMatchObject({
    country: 'Atlantis',
    language: 'Klingonish',
  });
});

test.each([
  ['subscribed', 'as-chosen'],
  ['Unsubscribed', 'unsubscribed'],
  ['opted-out', 'unsubscribed'],
  ['cleaned', 'bounced'],
  ['Never_Subscribed', 'non-subscribed'],
] as const)('a status of %j can only lower what was chosen: %s', (cell, status) => {
  expect(contact(read(mappingOf(column('Status', 'status')), 'ada@example.org', cell)).status).toBe(status);
});

test.each([
  ['vip', ['vip']],
  ['vip, beta ,vip', ['vip', 'beta']],
  ['vip|beta;gamma', ['vip', 'beta', 'gamma']],
  ['"vip","Paris, France"', ['vip', 'Paris France']],
  [', ;', []],
])('tags of %j are %j', (cell, tags) => {
  expect(contact(read(mappingOf(column('Tags', 'tags')), 'ada@example.org', cell)).tags).toEqual(tags);
});

test('reads a day without a year only for a yearly attribute', () => {
  const mapping = (yearly: boolean) =>
    mappingOf(column('Day', 'attribute', { attributeId: 7, type: 'date', dateOrder: 'dmy', yearly }));
  expect(contact(read(mapping(true), 'a@x.org', '24 Dec')).attributes).toEqual({ 7: '--12-24' });
  expect(contact(read(mapping(true), 'a@x.org', '24 Dec 1990')).attributes).toEqual({ 7: '1990-12-24' });
  expect(read(mapping(false), 'a@x.org', '24 Dec')).toEqual({
    problem: '"24 Dec" in "Day" is not a date (day, month, year)',
  });
  expect(contact(read(mapping(true), 'a@x.org', 'n/a')).attributes).toEqual({});
});

describe('a word for "no value"', () => {
  const named = (keeps?: string[]) =>
    mappingOf(column('Last', 'last-name', keeps === undefined ? {} : { keeps }));

  test('is no value in any column', () => {
    const mapping = mappingOf(
      column('Name', 'name'),
      column('Company', 'company'),
      column('Country', 'country'),
      column('Phone', 'phone'),
      column('Tags', 'tags'),
      column('City', 'attribute', { attributeId: 7 }),
      column('Seen', 'attribute', { attributeId: 8, type: 'date', dateOrder: 'ymd' }),
    );
    expect(contact(read(mapping, 'a@x.org', 'NULL', 'N/A', 'NA', '-', 'none', '\\N', 'Never'))).toMatchObject(
      { name: null, company: null, country: null, phone: null, tags: [], attributes: {} },
    );
  });

  test('doesn’t reject a row for its address: it says that it has none', () => {
    expect(read(mappingOf(), 'NULL')).toEqual({ problem: 'no email address' });
  });

  test('is a name if the column keeps it', () => {
    expect(contact(read(named(['Null']), 'a@x.org', 'Null')).name).toBe('Null');
    expect(contact(read(named(), 'a@x.org', 'Null')).name).toBeNull();
  });
});

test('of several phone numbers in a cell from Google Contacts, the first is used', () => {
  expect(contact(read(mappingOf(column('Phone', 'phone')), 'a@x.org', '+47 1 ::: +47 2')).phone).toBe(
    '+47 1',
  );
});

test.each([
  '0',
  '1970-01-01',
  '1970-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '1900-01-01',
  'Never',
  '0000-00-00',
])('a sign-up date that is some clock’s zero is left out: %s', (cell) => {
  const mapping = mappingOf(column('Since', 'signed-up', { type: 'date', dateOrder: 'ymd' }));
  expect(contact(read(mapping, 'a@x.org', cell)).signedUp).toBeNull();
});
