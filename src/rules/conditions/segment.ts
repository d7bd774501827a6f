import { z } from 'zod';
import { inputOf, refused, rowOf } from '../form/row.ts';
import { idsAmong, matching } from '../form/typed.ts';
import { printList } from '../language/print-list.ts';
import { printNamed } from '../language/quote.ts';
import type { Names } from '../names.ts';
import type { Kind } from './kind.ts';
import { allOfSeveral, ids } from './stored.ts';

/** Is in any, or in all, of the segments. One segment is stored as `any`. */
export type InSegment = { type: 'segment'; match: 'any' | 'all'; segments: number[] };

/** Resolving replaces it with the segments' rules (`resolve.ts`), so it is never compiled. */
export const segment: Kind<InSegment> = {
  type: 'segment',
  schema: z
    .strictObject({ type: z.literal('segment'), match: z.enum(['any', 'all']), segments: ids('a segment') })
    .refine(({ match, segments }) => allOfSeveral(match, segments), 'all of one segment is any of it'),
  values: () => 1,
  refersTo: { things: 'segments', key: 'segments' },

  print: ({ match, segments }, names, negated) =>
    printList('in segment', match, segmentNames(segments, names), negated),

  explain({ segments, match }, context, negated, { are }) {
    const names = segmentNames(segments, context.names);
    const not = negated ? 'not ' : '';
    if (segments.length === 1) return `${are}${not}in the segment ${names[0]}`;
    if (match === 'all') return `${are}${not}in all of the segments ${names.join(', ')}`;
    return `${are}in ${negated ? 'none' : 'any'} of the segments ${names.join(', ')}`;
  },

  row: ({ match, segments }) => rowOf('segments', match, { values: segments.map(String) }),
  subject: {
    name: 'segments',
    offers: () => [{ what: 'segments', words: 'Segment', group: 'Labels' }],
    find: () => ({
      operators: [
        { how: 'any', words: 'in any of', negated: 'in none of' },
        { how: 'all', words: 'in all of', negated: 'not in all of' },
      ],
      inputs: () => [inputOf('values', 'segments')],
      read({ how, values }, { names }) {
        const segments = idsAmong(values, names.segments);
        if (segments === undefined)
          return refused('A segment no longer exists. Choose another one.', 'values');
        return { ok: true, condition: { type: 'segment', match: matching(how, segments), segments } };
      },
    }),
  },
};

const segmentNames = (segments: readonly number[], names: Names): string[] =>
  segments.map((id) => printNamed(id, names.segments));
