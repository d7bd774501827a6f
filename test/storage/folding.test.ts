import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersOf } from '../../src/storage/run-rule.ts';
import { compiled, plainContact } from '../support/compiled.ts';
import { databases, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { store } from '../support/random-audience.ts';

/** With the Kelvin sign, and the capital i with a dot: the two letters beyond ASCII that become some of it. */
const names = ['\u212Aate', 'kate', 'D\u0130NA', 'dina', 'd\u0131na', 'ÅSE', 'PETER', 'Straße'];

const tests: Record<string, (name: string, value: string) => boolean> = {
  is: (name, value) => name === value,
  contains: (name, value) => name.includes(value),
  'starts with': (name, value) => name.startsWith(value),
  'ends with': (name, value) => name.endsWith(value),
};
const values = [
  'kate',
  'KATE',
  'dina',
  'di',
  'i',
  'k',
  'å',
  'åse',
  'peter',
  'P',
  'ate',
  'na',
  'strasse',
  'ß',
];

describe.each(databases)('texts in one case (%s)', (kind) => {
  let database: TestDatabase;
  let workspaceId: number;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    workspaceId = await database.addWorkspace();
    await store(
      database.storage.pool,
      workspaceId,
      names.map((name, index) => plainContact(index + 1, { name })),
    );
  });
  afterAll(() => database?.close());

  it.each(Object.keys(tests))('compare as JavaScript compares them: name %s', async (operator) => {
    for (const value of values) {
      const rule = compiled(`name ${operator} "${value}"`, workspaceId);
      const members = await membersOf(database.storage, rule, { limit: 100 });
      const expected = names.filter((name) => tests[operator]?.(name.toLowerCase(), value.toLowerCase()));
      expect({ value, names: members.map(({ name }) => name) }).toEqual({ value, names: expected });
    }
  });

  it('have no other letters that become some of ASCII', async () => {
    const { rows } = await database.storage.pool.query<{ letter: string; lower: string }>(
      `SELECT chr(n) AS letter, lower(chr(n) COLLATE "und-x-icu") AS lower
       FROM generate_series(128, ${0x10ffff}) n WHERE n NOT BETWEEN ${0xd800} AND ${0xdfff}
         AND lower(chr(n) COLLATE "und-x-icu") ~ '[\\x01-\\x7f]' ORDER BY n`,
    );
    expect(rows).toEqual([
      { letter: '\u0130', lower: 'i\u0307' },
      { letter: '\u212A', lower: 'k' },
    ]);
  });
});
