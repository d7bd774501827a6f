import { expect, test } from 'vitest';
import { proposeMapping } from '../../src/csv/columns/propose.ts';
import { readRows } from '../../src/csv/file/read.ts';
import type { RowContact } from '../../src/csv/rows/contact.ts';
import { repeatsIn } from '../../src/csv/rows/repeats.ts';
import { rowReader } from '../../src/csv/rows/rows.ts';

async function merged(text: string): Promise<{ distinct: boolean; rows: string[]; contacts: RowContact[] }> {
  const bytes = new TextEncoder().encode(text);
  const { mapping } = await proposeMapping(bytes, { fileName: 'people.csv' });
  const repeats = await repeatsIn(bytes, mapping, { timeZone: 'UTC' });
  const read = rowReader(mapping);
  const rows: string[] = [];
  const contacts: RowContact[] = [];
  for await (const batch of readRows(bytes, mapping.format, { size: 2 })) {
    for (const row of batch) {
      const outcome = read(row);
      const found = 'contact' in outcome ? repeats.merged(outcome.contact) : 'rejected';
      if (typeof found === 'object') contacts.push(found);
      rows.push(typeof found === 'object' ? 'contact' : found);
    }
  }
  const email = mapping.columns.find(({ target }) => target === 'email');
  return { distinct: email?.distinct === true, rows, contacts };
}

test('the first row of an address becomes the contact', async () => {
  const { distinct, rows, contacts } = await merged(
    'Email,Name,Tags\nada@x.org,,vip\nbob@x.org,Bob,\nADA@x.org,Ada,news\nAda <ada@x.org>,A. L.,"vip,beta"\ncy@x.org,,\n',
  );
  expect(distinct).toBe(false);
  expect(rows).toEqual(['contact', 'contact', 'second', 'later', 'contact']);
  expect(contacts.map(({ line, email, name, tags }) => [line, email, name, tags.join()])).toEqual([
    [2, 'ada@x.org', 'Ada', 'vip,news,beta'],
    [3, 'bob@x.org', 'Bob', ''],
    [6, 'cy@x.org', null, ''],
  ]);
});

test('rows that can’t be read don’t count, wherever they are', async () => {
  const long = 'x'.repeat(1001);
  const { rows, contacts } = await merged(
    `Email,Name,Tags\nada@x.org,${long},a\nada@x.org,Ada,b\nada@x.org,${long},c\nada@x.org,,d\nbob@x.org,Bob,\nbob@x.org,${long},e\n`,
  );
  expect(rows).toEqual(['rejected', 'contact', 'rejected', 'second', 'contact', 'rejected']);
  expect(contacts.map(({ line, name, tags }) => [line, name, tags.join()])).toEqual([
    [3, 'Ada', 'b,d'],
    [6, 'Bob', ''],
  ]);
});

test('an address that is in another column because the first has none is the same person’s', async () => {
  const { rows, contacts } = await merged(
    'Email,Email 2,Name\nada@x.org,,Ada\n,ada@x.org,A. L.\nbob@x.org,bob@work.example,Bob\n',
  );
  expect(rows).toEqual(['contact', 'second', 'contact']);
  expect(contacts.map(({ name }) => name)).toEqual(['Ada', 'Bob']);
});

test.each([
  ['all differ', 'a@x.org\nb@x.org\nc@x.org', true],
  ['one comes twice', 'a@x.org\nb@x.org\na@x.org', false],
  ['one is written in capitals', 'a@x.org\nb@x.org\nA@X.org', false],
  ['one has a label around it', 'a@x.org\nb@x.org\nmailto:a@x.org', false],
  ['one has no @', 'a@x.org\nb@x.org\na%40x.org', false],
  ['one has a mark in front', "a@x.org\nb@x.org\n'a@x.org", false],
])('repeats are only looked for if there may be some: %s', async (_what, rows, distinct) => {
  const found = await merged(`Email\n${rows}\n`);
  expect(found.distinct).toBe(distinct);
  expect(found.contacts.length).toBe(new Set(found.contacts.map(({ key }) => key)).size);
});
