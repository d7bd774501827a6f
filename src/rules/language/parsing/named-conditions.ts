import type { Condition } from '../../conditions/kinds.ts';
import type { Thing } from '../../names.ts';
import { topicWords } from '../words.ts';

/** A condition that is said by words of its own and names behind them: `in segment "A" or "B"`. */
export interface NamedCondition {
  /** What stands before the names, in all spellings. */
  words: readonly string[];
  /** What each of the things is called, and the words before their names in what is offered. */
  noun: string;
  lead: string;
  things: Thing;
  /** How to get one that is missing. */
  advice: string;
  /** A contact is in one of them at most: "and" between them is asked about. */
  isOne?: true;
  /** It never changes, so that "never" and "ever" say nothing about it. */
  lasting?: true;
  /** What else may be called so: a longer name of one of those ends a list of these. */
  rival?: Thing;
  condition: (match: 'any' | 'all', ids: number[]) => Condition;
}

/** Each kind of condition that is read so; null: read by a file of its own, by what surrounds it. */
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
    advice: 'create it with `/segments new`, or see all segments with `/segments`.',
    rival: 'tags',
    condition: (match, segments) => ({ type: 'segment', match, segments }),
  },
  'subscribed-to': {
    words: topicWords,
    noun: 'topic',
    lead: 'subscribed to',
    things: 'topics',
    advice: 'add it, or see all with `/audience topics`.',
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

/** The words with which those conditions begin. */
export const namedConditionWords = namedConditionRows.flatMap(({ words }) => words);
