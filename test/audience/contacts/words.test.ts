import { expect, it } from 'vitest';
import { printLine, readContact, readLines, type SaidContact } from '../../../src/audience/contacts/words.ts';
import { RollcallError } from '../../../src/errors.ts';

const said = (email: string, more: Partial<SaidContact> = {}): SaidContact => ({
  email,
  name: null,
  tags: [],
  values: [],
  ...more,
});

it.each<[string, SaidContact]>([
  ['ada@x.org', said('ada@x.org')],
  ['Ada Lovelace <ada@x.org>', said('ada@x.org', { name: 'Ada Lovelace' })],
  ['“Lovelace, Ada” <ada@x.org>', said('ada@x.org', { name: 'Lovelace, Ada' })],
  ['Ada Lovelace ada@x.org,', said('ada@x.org', { name: 'Ada Lovelace' })],
  [
    'Ada <ada@x.org> plan: pro tags: vip, beta user',
    said('ada@x.org', { name: 'Ada', tags: ['vip', 'beta user'], values: [['plan', 'pro']] }),
  ],
  [
    'ada@x.org tags: "a, b", c plan: pro plus company: Smith, Sons & Co',
    said('ada@x.org', {
      tags: ['a, b', 'c'],
      values: [
        ['plan', 'pro plus'],
        ['company', 'Smith, Sons & Co'],
      ],
    }),
  ],
  [
    'ada@x.org "renewal date": 2026-12-01 note: "call: at noon"',
    said('ada@x.org', {
      values: [
        ['renewal date', '2026-12-01'],
        ['note', 'call: at noon'],
      ],
    }),
  ],
  ['ada@x.org country: Norway', said('ada@x.org', { values: [['country', 'Norway']] })],
])('reads a contact: %s', (text, contact) => {
  expect(readContact(text)).toEqual(contact);
});

it.each([
  ['Ada Lovelace', 'No email address in "Ada Lovelace".'],
  ['', 'No email address in "".'],
  ['ada@x.org bob@x.org', 'Add one contact at a time: this has 2 addresses.'],
])('refuses what isn’t exactly one contact: %s', (text, message) => {
  expect(() => readContact(text)).toThrow(RollcallError);
  expect(() => readContact(text)).toThrow(message);
});

it.each<[string, [string, string][]]>([
  [
    'country: Norway, plan: pro',
    [
      ['country', 'Norway'],
      ['plan', 'pro'],
    ],
  ],
  [
    'country: Norway; phone number: +47 1,favourite colour: blue',
    [
      ['country', 'Norway'],
      ['phone number', '+47 1'],
      ['favourite colour', 'blue'],
    ],
  ],
  ['note: call at 10:30, or later', [['note', 'call at 10:30, or later']]],
  ['city: Paris, France', [['city', 'Paris, France']]],
  ['site: see https://x.org, http://y.org', [['site', 'see https://x.org, http://y.org']]],
  [
    'note: "a, b: c", plan: pro',
    [
      ['note', 'a, b: c'],
      ['plan', 'pro'],
    ],
  ],
  [
    'note: a, "key two": b',
    [
      ['note', 'a'],
      ['key two', 'b'],
    ],
  ],
  [
    'plan:, seats: 3',
    [
      ['plan', ''],
      ['seats', '3'],
    ],
  ],
  ['Favourite, really: blue', [['Favourite, really', 'blue']]],
])('reads a line of a form: %s', (text, pairs) => {
  expect(readLines(text)).toEqual(pairs);
});

it.each([
  'pro',
  'Hello, as agreed: call',
  '"a", b: c',
  'she said "x", y: z',
  'back\\slash, a: b',
  'a:b',
  '',
  '"quoted"',
])('prints a line that is read back as the same value: %s', (value) => {
  expect(readLines(printLine('my note', value))).toEqual([['my note', value]]);
});

it('reads no time as a key on the command line', () => {
  expect(readContact('ada@x.org note: call at 10:30').values).toEqual([['note', 'call at 10:30']]);
});

it('reads the lines of a form, and says which one it can’t read', () => {
  expect(readLines('plan: pro\n\n Renewal date :2026-12-01\nnote: "a: b"\nold:')).toEqual([
    ['plan', 'pro'],
    ['Renewal date', '2026-12-01'],
    ['note', 'a: b'],
    ['old', ''],
  ]);
  expect(() => readLines('plan: pro\njust words')).toThrow('"just words" doesn’t look like "plan: pro".');
});
