import { z } from 'zod';
import { readNumber } from '../attributes.ts';
import { inputOf, refused, rowOf } from '../form/row.ts';
import { quote } from '../language/quote.ts';
import { coefficients, isPercent, largestSeed, modulus, placesBelow } from '../sql/random.ts';
import type { LeafKind } from './kind.ts';

/** Belongs to a share of all contacts, drawn by the seed: always the same contacts. */
export type Random = { type: 'random'; percent: number; seed: number };

export const random: LeafKind<Random> = {
  type: 'random',
  schema: z.strictObject({
    type: z.literal('random'),
    percent: z.number().refine(isPercent, 'no share'),
    seed: z.int().min(0).max(largestSeed),
  }),
  values: () => 1,
  refersTo: null,
  resolve: (condition) => condition,

  print: ({ percent }, _, negated) => `${negated ? 'not ' : ''}random ${percent}%`,
  explain: ({ percent }, _, negated, { are }) =>
    `${are}${negated ? 'not ' : ''}in a random ${percent}% of all contacts, always the same ones`,

  // The contact's place, drawn by the seed, is below the share (sql/random.ts). Whole numbers: the same on
  // every server.
  compile({ percent, seed }, negated, { param }) {
    const [first, ...others] = coefficients(seed).map((each) => param(each, 'bigint'));
    const place = others.reduce((so, each) => `(${so} * c.id + ${each}) % ${modulus}`, `${first}`);
    return `${place} ${negated ? '>=' : '<'} ${param(placesBelow(percent), 'bigint')}`;
  },
  effort: () => 0,
  asksForNone: () => false,
  topics: () => [],
  namesPeople: () => false,

  fact: () => `'null'::jsonb`,
  sayFact: ({ percent }) => `picked at random, for good: ${quote(`random ${percent}%`)}`,
  course: null,

  row: ({ percent, seed }) => rowOf('random', 'share', { text: String(percent), seed }),
  subject: {
    name: 'random',
    offers: () => [{ what: 'random', words: 'Random share', group: 'Other' }],
    find: () => ({
      operators: [{ how: 'share', words: 'of all contacts, in percent', negated: 'left out, in percent' }],
      inputs: () => [inputOf('text', 'percent')],
      read(row, context) {
        const percent = readNumber(row.text.trim().replace(/\s*%$/, ''));
        return percent !== null && isPercent(percent)
          ? { ok: true, condition: { type: 'random', percent, seed: row.seed ?? context.seed ?? 0 } }
          : refused('A percentage must be above 0 and up to 100, with at most two decimals.', 'text');
      },
    }),
  },
};
