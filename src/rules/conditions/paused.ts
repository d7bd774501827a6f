import { z } from 'zod';
import { rowOf } from '../form/row.ts';
import { whenAgo } from '../language/when.ts';
import type { LeafKind } from './kind.ts';

/** Asked for a break from campaigns, and the break isn't over. */
export type Paused = { type: 'paused' };

export const paused: LeafKind<Paused> = {
  type: 'paused',
  schema: z.strictObject({ type: z.literal('paused') }),
  values: () => 1,
  refersTo: null,
  resolve: (condition) => condition,

  print: (_, _names, negated) => (negated ? 'not paused' : 'paused'),
  explain: (_, _context, negated, { are }) => `${are}${negated ? 'not ' : ''}paused`,

  compile: (_, negated, { now, param }) =>
    `${negated ? 'NOT ' : ''}EXISTS (SELECT 1 FROM pauses p WHERE p.workspace_id = $1 AND p.contact_id = c.id
      AND p.until > ${param(now, 'timestamptz')})`,
  effort: () => 2,
  asksForNone: (_, negated) => negated,
  topics: () => ['pauses'],
  namesPeople: () => false,

  fact: () =>
    '(SELECT to_jsonb(p.until) FROM pauses p WHERE p.workspace_id = $1 AND p.contact_id = c.id LIMIT 1)',
  sayFact(_, fact, { dates }) {
    if (fact === null) return 'never paused';
    const until = new Date(String(fact));
    return until > dates.now
      ? `paused until ${whenAgo(until, dates)}`
      : `the pause ended ${whenAgo(until, dates)}`;
  },
  course(_, fact, __, { dates: { now } }) {
    const until = fact === null ? now : new Date(String(fact));
    return { holdsAt: (moment) => until > moment, changes: until > now ? [until] : [] };
  },

  row: () => rowOf('paused', 'now'),
  subject: {
    name: 'paused',
    offers: () => [{ what: 'paused', words: 'Paused', group: 'Other' }],
    find: () => ({
      operators: [{ how: 'now', words: 'is paused', negated: 'is not paused' }],
      inputs: () => [],
      read: () => ({ ok: true, condition: { type: 'paused' } }),
    }),
  },
};
