import type { Mapping } from '../../csv/mapping.ts';

// What an import notes of itself stands beside its columns, in the JSON of its mapping: read with a state, never asked for
// in a search.

/** What an import notes of itself when it is rehearsed, and when it starts. */
interface ImportNotes {
  /** Ids of the attributes that it made: undoing takes them away where nobody uses them. */
  madeAttributes: number[];
}

/** What became of the tags, or the attributes, that an import made, when it was undone. */
export interface Unmade {
  gone: number;
  /** Those that somebody uses since, and some of their names. */
  kept: number;
  names: string[];
}

/** What became of all that an import made beside contacts. */
export interface UnmadeThings {
  tags: Unmade;
  attributes: Unmade;
}

/** A mapping as it is stored. */
export const withNotes = (mapping: Mapping, notes: ImportNotes) => ({ ...mapping, notes: { ...notes } });

/** Counts that an import notes of itself, batch by batch. */
const counts = ['lowered', 'noted', 'repeated'] as const;

const countOf = (name: string): string => `coalesce((mapping #>> '{notes,${name}}')::int, 0)`;

/** The columns of a state that are read from the notes. */
export const noteColumns = [
  ...counts.map((name) => `${countOf(name)} AS ${name}`),
  `mapping #> '{notes,unmade}' AS unmade`,
].join(', ');

/**
 * For an UPDATE: adds what a batch counted, each given as a parameter like `$4`. The mapping is only written anew where there is
 * something to add.
 */
export const noting = (params: Record<(typeof counts)[number], string>): string => {
  const sums = counts.map((name) => `'${name}', ${countOf(name)} + ${params[name]}::int`).join(', ');
  const none = counts.map((name) => `${params[name]}::int = 0`).join(' AND ');
  return `mapping = CASE WHEN ${none} THEN mapping ELSE jsonb_set(mapping, '{notes}', coalesce(mapping -> 'notes', '{}')
     || jsonb_build_object(${sums})) END`;
};

/** For an UPDATE: notes what became of the things that an import made, given as a parameter like `$4`. */
export const notingUnmade = (param: string): string =>
  `mapping = jsonb_set(mapping, '{notes}', coalesce(mapping -> 'notes', '{}') || jsonb_build_object('unmade', ${param}::jsonb))`;
