import { clip } from '../../lib/words.ts';
import { ownCopy } from '../cells/cells.ts';
import { isBlank } from '../cells/no-value.ts';
import { yesOrNo } from '../cells/yes-words.ts';
import type { Target } from '../schema.ts';
import { readConsent, saysNo, saysNothing } from './cells.ts';
import { speaksInside } from './inside.ts';
import { consentName } from './names.ts';
import { tellsOfMail } from './statuses.ts';
import type { ConsentName, Meaning, StatusWay } from './terms.ts';

/** With more different cells than this, no question covers them one by one. */
const MOST_VALUES = 12;

/** Longer cells are texts, not answers. */
const LONGEST_VALUE = 60;

/** The same answer in several spellings ("Yes", "yes"). */
const MOST_SPELLINGS = 40;

/**
 * What was counted in a column's cells, over the whole file and in bounded memory, to know what they say
 * about mail.
 */
export interface ConsentTally {
  name: ConsentName | undefined;
  /** How its name says its cells are read. */
  way: StatusWay | null;
  /** Each different cell, with its rows; null once there are too many. */
  cells: Map<string, number> | null;
  /** By the cells in lower case, so that "Yes" and "yes" count as one. */
  different: Set<string>;
  /** Rows with a cell, and without one. */
  filled: number;
  empty: number;
  /** Rows by their certain meaning, and rows without one; for a column whose name mentions mail. */
  certain: Record<Meaning, number>;
  unknown: { rows: number; samples: string[] };
  /** Meanings of the cells already read: most columns have few different ones. */
  read: Map<string, Meaning | null>;
  /**
   * Rows with a word that can hardly mean anything but a status of mail, once there are too many different
   * cells.
   */
  telling: number;
  /**
   * The first few cells that mention mail inside a list or an object. Null for fields, which aren't searched:
   * a company may be called "Cleaned, Inc".
   */
  inside: string[] | null;
  /** For a `going` column: its rows by their answer; `other` counts all that aren't an answer. */
  answers: { yes: number; no: number; zeros: number; other: number };
  /** In a column of tags: the tags that are such a word, with their rows. */
  tags: Map<string, number> | undefined;
  /** For a column that explains an answer: rows in which it is filled and no other column says no. */
  uncovered: number;
}

/** @param target the field that the column's name means */
export function emptyConsentTally(header: string, target: Target | undefined): ConsentTally {
  const name = consentName(header);
  return {
    name,
    // In a column that explains an answer, a number is a count and not a yes.
    way: name === undefined || name.asks === 'detail' ? 'words' : name.way,
    cells: new Map(),
    different: new Set(),
    filled: 0,
    empty: 0,
    certain: { subscribed: 0, 'non-subscribed': 0, unsubscribed: 0, bounced: 0, nothing: 0 },
    unknown: { rows: 0, samples: [] },
    read: new Map(),
    telling: 0,
    inside: target === undefined ? [] : null,
    answers: { yes: 0, no: 0, zeros: 0, other: 0 },
    tags: target === 'tags' ? new Map() : undefined,
    uncovered: 0,
  };
}

/** Counts a tidy cell. */
export function countConsent(tally: ConsentTally, cell: string): void {
  if (isNoAnswer(tally, cell)) {
    tally.empty += 1;
    return;
  }
  tally.filled += 1;
  if (tally.cells !== null) countValue(tally, tally.cells, cell);
  else {
    if (tellsOfMail(cell)) tally.telling += 1;
    lookInside(tally, cell);
  }
  if (tally.name?.asks === 'if-no') countAnswer(tally.answers, cell);
  if (tally.tags !== undefined) countTags(tally.tags, cell);
  if (tally.name === undefined) return;
  const meaning = meaningOf(tally, cell);
  if (meaning !== null) {
    tally.certain[meaning] += 1;
    return;
  }
  const { unknown } = tally;
  unknown.rows += 1;
  if (unknown.samples.length === 3) return;
  const sample = clip(cell, LONGEST_VALUE);
  if (!unknown.samples.includes(sample)) unknown.samples.push(ownCopy(sample));
}

/**
 * Rows with a word that can hardly mean anything but a status of mail, so that the column is about mail
 * whatever its name.
 */
export function tellingRows({ cells, telling }: ConsentTally): number {
  if (cells === null) return telling;
  return [...cells].reduce((sum, [cell, rows]) => (tellsOfMail(cell) ? sum + rows : sum), 0);
}

function lookInside({ inside }: ConsentTally, cell: string): void {
  if (inside === null || inside.length === 3 || !speaksInside(cell)) return;
  const sample = clip(cell, LONGEST_VALUE);
  if (!inside.includes(sample)) inside.push(ownCopy(sample));
}

function countAnswer(answers: ConsentTally['answers'], cell: string): void {
  if (/^\d/.test(cell)) {
    // 0 is a no next to 1, and a number next to others.
    const yes = yesOrNo(cell);
    answers[yes === null ? 'other' : yes ? 'yes' : 'zeros'] += 1;
  } else if (cell.includes('@')) answers.other += 1;
  else answers[saysNo(cell) ? 'no' : yesOrNo(cell) === true ? 'yes' : 'other'] += 1;
}

/** The tags of a cell, accurate enough to spot words for a status, and much faster than reading them. */
export const tagsIn = (cell: string): string[] =>
  cell.split(/[,;|#"'[\]{}]+/).map((tag) => tag.trim().toLowerCase());

function countTags(tags: Map<string, number>, cell: string): void {
  for (const tag of tagsIn(cell)) {
    if (tellsOfMail(tag) && (tags.has(tag) || tags.size < MOST_VALUES))
      tags.set(tag, (tags.get(tag) ?? 0) + 1);
  }
}

/** For columns that explain an answer, counts the rows in which only they may say no. */
export function countUncovered(tallies: readonly ConsentTally[], cells: readonly string[]): void {
  if (!tallies.some(({ name }) => name?.asks === 'detail')) return;
  const isNo = tallies.some((tally, index) => {
    if (tally.name === undefined || tally.name.asks === 'detail') return false;
    const meaning = meaningOf(tally, cells[index] ?? '');
    return meaning === 'unsubscribed' || meaning === 'bounced';
  });
  if (isNo) return;
  for (const [index, tally] of tallies.entries()) {
    if (tally.name?.asks !== 'detail') continue;
    const cell = cells[index] ?? '';
    // A count of 0 is not a bounce.
    if (!saysNothing(cell) && yesOrNo(cell) !== false) tally.uncovered += 1;
  }
}

function isNoAnswer(tally: ConsentTally, cell: string): boolean {
  if (tally.name === undefined) return isBlank(cell);
  if (cell.includes('@')) return false;
  return cell === '' || (saysNothing(cell) && meaningOf(tally, cell) === 'nothing');
}

function meaningOf(tally: ConsentTally, cell: string): Meaning | null {
  if (cell.includes('@')) return null;
  const before = tally.read.get(cell);
  if (before !== undefined) return before;
  const meaning = readConsent(cell, tally.way);
  if (tally.read.size < 2000 && cell.length <= LONGEST_VALUE) tally.read.set(ownCopy(cell), meaning);
  return meaning;
}

function countValue(tally: ConsentTally, cells: Map<string, number>, cell: string): void {
  const rows = cells.get(cell);
  if (rows !== undefined) {
    cells.set(cell, rows + 1);
    return;
  }
  if (cell.length <= LONGEST_VALUE) {
    const own = ownCopy(cell);
    cells.set(own, 1);
    tally.different.add(own.toLowerCase());
  }
  lookInside(tally, cell);
  if (cell.length > LONGEST_VALUE || tally.different.size > MOST_VALUES || cells.size > MOST_SPELLINGS) {
    tally.telling = tellingRows(tally);
    tally.cells = null;
    tally.different.clear();
  }
}
