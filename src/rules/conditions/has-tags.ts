import { z } from 'zod';
import { rowOf } from '../form/row.ts';
import type { LeafKind } from './kind.ts';

/** Has at least one tag, no matter which. */
export type HasTags = { type: 'has-tags' };

/** The tags of a contact `c`. */
export const tagLinks = 'SELECT 1 FROM contact_tags t WHERE t.workspace_id = $1 AND t.contact_id = c.id';

export const hasTags: LeafKind<HasTags> = {
  type: 'has-tags',
  schema: z.strictObject({ type: z.literal('has-tags') }),
  values: () => 1,
  refersTo: null,
  resolve: (condition) => condition,

  print: (_, _names, negated) => (negated ? 'has no tags' : 'has tags'),
  explain: (_, _context, negated, { who }) => `${who}have ${negated ? 'no tags' : 'tags'}`,

  compile: (_, negated) => `${negated ? 'NOT ' : ''}EXISTS (${tagLinks})`,
  effort: () => 2,
  asksForNone: (_, negated) => negated,
  topics: () => ['tags'],
  namesPeople: () => false,

  fact: () =>
    '(SELECT to_jsonb(count(*)) FROM contact_tags t WHERE t.workspace_id = $1 AND t.contact_id = c.id)',
  sayFact: (_, fact) => (Number(fact) === 0 ? 'no tags' : Number(fact) === 1 ? '1 tag' : `${fact} tags`),
  course: null,

  row: () => rowOf('tags', 'some'),
  subject: null,
};
