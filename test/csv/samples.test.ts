import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { samples } from '../../samples/make.ts';
import { proposeMapping } from '../../src/csv/columns/propose.ts';
import { takenRows } from '../support/taken-rows.ts';

const root = new URL('../../', import.meta.url);

describe.each([
  {
    file: 'samples/contacts.csv',
    rows: 500,
    repeated: 2,
    rejections: [
      { line: 19, problem: '"freya.dahl(at)example.org" is not an email address' },
      { line: 60, problem: 'no email address' },
      { line: 205, problem: '"31/02/2025" in "Signed up" is not a date (day, month, year)' },
      { line: 342, problem: '"tariq.singh@example" is not an email address' },
    ],
  },
  {
    file: 'test/fixtures/customers-300.csv',
    rows: 300,
    repeated: 2,
    rejections: [
      { line: 41, problem: '"no address given" is not an email address' },
      { line: 151, problem: '"31-02-2021" in "Subscription Date" is not a date (day, month, year)' },
      { line: 201, problem: '"ada@@example.org" is not an email address' },
      { line: 276, problem: 'no email address' },
    ],
  },
])('$file', ({ file, rows, repeated, rejections }) => {
  test('is what samples/make.ts creates, byte for byte', () => {
    expect(Buffer.from(samples().get(file) ?? '')).toEqual(readFileSync(new URL(file, root)));
  });

  test('is understood without a question, and its mistakes are found', async () => {
    const bytes = readFileSync(new URL(file, root));
    const proposal = await proposeMapping(bytes, { fileName: file });
    expect(proposal).toMatchObject({ rows, problems: [] });
    expect(await takenRows(bytes, proposal.mapping)).toEqual({
      people: rows - repeated - rejections.length,
      repeated,
      rejections,
    });
  });

  test('names people at example domains only', () => {
    const addresses = readFileSync(new URL(file, root), 'utf8').match(/[^\s,@]+@[^\s,@]+/g) ?? [];
    expect(addresses.length).toBeGreaterThan(290);
    for (const address of addresses)
      expect(address.toLowerCase()).toMatch(/@([a-z]+\.)?example(\.(org|com|net))?$/);
  });
});
