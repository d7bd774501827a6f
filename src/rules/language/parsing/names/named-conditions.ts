import type { Condition } from '../../../conditions/kinds.ts';
import type { Thing } from '../../../names.ts';
import { topicWords } from '../../words.ts';

/** A condition with words of its own, followed by names: `in segment "A" or "B"`. */
export interface NamedCondition {
  /** The words before the names, in all spellings. */
  words: readonly string[];
  /** The noun for each thing, and the words before their names in suggestions. */
  noun: string;
  lead: string;
  things: Thing;
  /** How to create a missing one. */
  advice: string;
  /** A contact is in at most one of them, so "and" between them is refused with a question. */
  isOne?: true;
  /** It never changes, so "never" and "ever" add nothing to it. */
  lasting?: true;
  /** Other things that may share the name: a longer name of one of those ends this list. */
  rival?: Thing;
  condition: (match: 'any' | 'all', ids: number[]) => Condition;
}

/**
 * Each kind of condition that is parsed this way; null: it has a parser of its own, which depends on the
 * context.
 */
export const namedConditions = {
  segment: {
    words: [
      ...['in segment', 'in segments', 'in the segment', 'in the segments'],
      ...[
        'in any of the segments',
        'in all of the segments',
        'in none of the segments',
        'in all the segments',
      ],
      ...['a member of segment', 'a member of the segment', 'member of segment', 'members of segment'],
      ...['members of the segment', 'member of the segment'],
    ],
    noun: 'segment',
    lead: 'in segment',
    things: 'segments',
    advice: 'create it with /segments new, or see all segments with /segments.',
    rival: 'tags',
    condition: (match, segments) => ({ type: 'segment', match, segments }),
  },
  'subscribed-to': {
    words: topicWords,
    noun: 'topic',
    lead: 'subscribed to',
    things: 'topics',
    advice: 'add it, or see all with /audience topics.',
    condition: (match, topics) => ({ type: 'subscribed-to', match, topics }),
  },
  imported: {
    words: [
      ...['added by import', 'added by the import', 'added by the import of', 'added by an import of'],
      ...[
        'added by import of',
        'added in import',
        'added in the import',
        'added in the import of',
        'added with import',
      ],
      ...[
        'added with the import',
        'added with the import of',
        'added through import',
        'added through the import of',
      ],
      ...[
        'imported by import',
        'imported from',
        'imported with',
        'imported from file',
        'imported from the file',
      ],
      ...[
        'came with import',
        'came with the import',
        'came with the import of',
        'came in with the import of',
      ],
      ...['came in with import', 'came from import', 'came from the import', 'came from the import of'],
    ],
    noun: 'import',
    lead: 'added by import',
    things: 'imports',
    advice: 'say the name of a file that was imported.',
    isOne: true,
    lasting: true,
    condition: (_, imports) => ({ type: 'imported', imports }),
  },
  tagged: null,
  'has-tags': null,
  event: null,
  campaign: null,
  date: null,
  text: null,
  has: null,
  attribute: null,
  random: null,
  paused: null,
  'opted-out': null,
} as const satisfies Record<Condition['type'], NamedCondition | null>;

export const namedConditionRows: readonly NamedCondition[] = Object.values(namedConditions).filter(
  (row) => row !== null,
);

/** The words that begin those conditions. */
export const namedConditionWords = namedConditionRows.flatMap(({ words }) => words);
