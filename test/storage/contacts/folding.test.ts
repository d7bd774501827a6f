import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { fold, tidy } from '../../../src/lib/texts.ts';
import { quote } from '../../../src/rules/language/quote.ts';
import { membersOf } from '../../../src/storage/queries/run-rule.ts';
import { compiled, plainContact } from '../../support/compiled.ts';
import { databases } from '../../support/database.ts';
import { store } from '../../support/random-audience.ts';
import { withAudience } from '../../support/with-audience.ts';

/**
 * With the Kelvin sign, and the capital i with a dot: the two letters beyond ASCII that become part of it.
 */
const names = [
  ...['\u212Aate', 'kate', 'D\u0130NA', 'dina', 'd\u0131na', 'ÅSE', 'PETER', 'Straße'],
  ...[
    "O'Hara",
    'O’HARA',
    'OʼHara',
    'Ohara',
    'co–op "One"',
    'Co-Op “one”',
    '100% co‑op_',
    'ΟΔΟΣ',
    'οδος μου',
    'ᲐᲑ',
  ],
];

/** Every letter, mark and sign, as far as it has a meaning. */
const letters = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff))
  .map((code) => String.fromCodePoint(code))
  .filter((letter) => !/[\p{Cn}\p{Co}]/u.test(letter));

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
  "o'hara",
  'O’Hara',
  "o'",
  '’h',
  'co-op',
  'CO—OP',
  'co–op „ONE”',
  '"',
  '% co-op_',
  '_-_',
  'οδοσ',
  'Σ',
  'აბ',
  'Ა',
];

/** The slow and plain way, without a table from the project. */
const plain = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[’ʼ]/g, "'")
    .replace(/[“„”]/g, '"')
    .replace(/[–—‑]/g, '-')
    .replace(/ς/g, 'σ');

describe.each(databases)('texts in one case (%s)', (kind) => {
  const audience = withAudience({ on: kind });
  let workspaceId: number;
  beforeAll(async () => {
    workspaceId = await audience.addWorkspace();
    await store(
      audience.storage.pool,
      workspaceId,
      names.map((name, index) => plainContact(index + 1, { name })),
    );
  });

  it.each(Object.keys(tests))('compare as JavaScript compares them: name %s', async (operator) => {
    for (const value of values) {
      const rule = compiled(`name ${operator} ${quote(value)}`, workspaceId);
      const members = await membersOf(audience.storage, rule, { limit: 100 });
      const expected = names.filter((name) => tests[operator]?.(plain(name), plain(value)));
      expect({ value, names: members.map(({ name }) => name) }).toEqual({ value, names: expected });
    }
  });

  it('are folded by SQL as they are here, for every letter', { timeout: 60_000 }, async () => {
    const texts = letters.flatMap((letter) => {
      const kept = tidy(letter);
      // Within a word as well: the sigma at the end of one is a different letter.
      return fold(kept) === kept ? [kept] : [kept, `a${kept}`, `a${kept}b`];
    });
    const { rows } = await audience.storage.pool.query<{ text: string; folded: string }>(
      `SELECT t AS text, folded(t) FROM unnest($1::text[], $2::text[]) u (t, here) WHERE folded(t) COLLATE "C" <> here`,
      [texts, texts.map(fold)],
    );
    expect(rows).toEqual([]);
  });

  it('are folded the same way as they are stored, whatever is in them', async () => {
    const unit = fc.constantFrom(...'aÅßσςΣ İıK\'’ʼ`"“«-–−@\u0301\u00a0\u200b\u0345Ა\u{10570}😀');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit, maxLength: 12 }), { minLength: 50, maxLength: 50 }),
        async (given) => {
          const texts = given.map(tidy);
          const { rows } = await audience.storage.pool.query<{ folded: string }>(
            'SELECT folded(t) FROM unnest($1::text[]) t',
            [texts],
          );
          expect(rows.map(({ folded }) => folded)).toEqual(texts.map(fold));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are found in a list of more values than are looked for by pattern', async () => {
    const others = Array.from({ length: 60 }, (_, index) => `"no-one ${index}"`).join(', ');
    for (const value of ['o’HARA', 'peter', 'CO–OP „one“']) {
      const list = `${others}, ${quote(value)}`;
      const members = await membersOf(audience.storage, compiled(`name is ${list}`, workspaceId), {
        limit: 100,
      });
      expect(members.map(({ name }) => name)).toEqual(names.filter((name) => plain(name) === plain(value)));
      const rest = await membersOf(audience.storage, compiled(`name is not ${list}`, workspaceId), {
        limit: 100,
      });
      expect(rest).toHaveLength(names.length - members.length);
    }
  });

  it('include no other letters that become part of ASCII', async () => {
    const { rows } = await audience.storage.pool.query<{ letter: string; lower: string }>(
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
