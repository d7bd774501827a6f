import { defined } from '../../lib/defined.ts';
import { foldHeader } from '../cells/headers.ts';
import type { Target } from '../schema.ts';

/** For the rows that have both: how often the cell of "Name" contains the first name, and the last name. */
export interface NameTally {
  columns: Partial<Record<'name' | 'first-name' | 'last-name', number>>;
  first: { rows: number; held: number };
  last: { rows: number; held: number };
}

/** The columns of names, by their headers; nothing is counted unless "Name" appears next to another one. */
export function emptyNames(
  columns: readonly { named: { target: Target; rank: number } | undefined }[],
): NameTally {
  const best = (target: Target): number | undefined =>
    [...columns.entries()]
      .filter(([, { named }]) => named?.target === target)
      .sort(([, a], [, b]) => (a.named?.rank ?? 0) - (b.named?.rank ?? 0))[0]?.[0];
  const [name, first, last] = [best('name'), best('first-name'), best('last-name')];
  const found = defined({ name, 'first-name': first, 'last-name': last });
  return { columns: found, first: { rows: 0, held: 0 }, last: { rows: 0, held: 0 } };
}

/** Counts a row. */
export function countNames({ columns, first, last }: NameTally, cells: readonly string[]): void {
  if (columns.name === undefined) return;
  count(first, cells[columns.name], cells[columns['first-name'] ?? -1]);
  count(last, cells[columns.name], cells[columns['last-name'] ?? -1]);
}

/**
 * What "Name" means next to only one of first and last name: the other one ("Name; Vorname" is a German
 * family name), unless it mostly contains that one, as a full name does.
 */
export function nameTarget(tally: NameTally, fields: ReadonlyMap<number, Target>): Map<number, Target> {
  const { columns, first, last } = tally;
  const { name } = columns;
  const has = (target: Target): boolean => [...fields.values()].includes(target);
  if (name === undefined || fields.get(name) !== 'name' || has('first-name') === has('last-name'))
    return new Map();
  const { rows, held } = has('first-name') ? first : last;
  return rows === 0 || held * 2 >= rows
    ? new Map()
    : new Map([[name, has('first-name') ? 'last-name' : 'first-name']]);
}

function count(tally: { rows: number; held: number }, name = '', part = ''): void {
  if (name === '' || part === '') return;
  tally.rows += 1;
  const words = new Set(foldHeader(name).split(' '));
  if (
    foldHeader(part)
      .split(' ')
      .some((word) => words.has(word))
  )
    tally.held += 1;
}
