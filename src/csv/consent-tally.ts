import { clip } from '../lib/words.ts';
import { ownCopy } from './cells.ts';
import { readConsent, saysNo, saysNothing } from './consent-cells.ts';
import { speaksInside } from './consent-inside.ts';
import { type ConsentName, consentName, type StatusWay } from './consent-names.ts';
import type { Target } from './mapping.ts';
import { isBlank } from './no-value.ts';
import { type Meaning, tellsOfMail } from './statuses.ts';
import { yesOrNo } from './yes-words.ts';

/** More different cells than these are not asked about one by one. */
const MOST_VALUES = 12;

/** Longer cells are texts, not answers. */
const LONGEST_VALUE = 60;

/** The same answer in several spellings ("Yes", "yes"). */
const MOST_SPELLINGS = 40;

/** What was counted of a column's cells, over the whole file and in bounded memory, to know what they say about mail. */
export interface ConsentTally {
  name: ConsentName | undefined;
  /** How its cells are read, by its name. */
  way: StatusWay | null;
  /** Each different cell, with its rows; null once there are too many. */
  cells: Map<string, number> | null;
  /** By the cells in lower case, so that "Yes" and "yes" are one. */
  different: Set<string>;
  /** Rows with a cell, and without one. */
  filled: number;
  empty: number;
  /** Rows by what is certain of them, and those of which nothing is; of a column whose name speaks of mail. */
  certain: Record<Meaning, number>;
  unknown: { rows: number; samples: string[] };
  /** The cells that were read: few differ in most columns. */
  read: Map<string, Meaning | null>;
  /** Rows with a word that hardly means anything but a status of mail, once there are too many different cells. */
  telling: number;
  /**
   * The first few cells that speak of mail within a list or an object. Null for fields, which are not looked into: a company may
   * be called "Cleaned, Inc".
   */
  inside: string[] | null;
  /** Of a column of what goes on: its rows by what they answer; `other` are all that are no answer. */
  answers: { yes: number; no: number; zeros: number; other: number };
  /** In a column of tags: those that are such a word, with their rows. */
  tags: Map<string, number> | undefined;
  /** Of a column that stands beside an answer: rows in which it is filled and no other column says no. */
  uncovered: number;
}

/** @param target the field that the column's name stands for */
export function emptyConsentTally(header: string, target: Target | undefined): ConsentTally {
  const name = consentName(header);
  return {
    name,
    // Beside an answer, a number is a count and not a yes.
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

/** Counts a tidy cell in. */
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

/** Rows with a word that hardly means anything but a status of mail, so that its column speaks of it whatever its name is. */
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
    // 0 is a no beside 1, and a number beside others.
    const yes = yesOrNo(cell);
    answers[yes === null ? 'other' : yes ? 'yes' : 'zeros'] += 1;
  } else if (cell.includes('@')) answers.other += 1;
  else answers[saysNo(cell) ? 'no' : yesOrNo(cell) === true ? 'yes' : 'other'] += 1;
}

/** The tags of a cell, near enough to tell words for a status by, and much quicker than reading them. */
export const tagsIn = (cell: string): string[] =>
  cell.split(/[,;|#"'[\]{}]+/).map((tag) => tag.trim().toLowerCase());

function countTags(tags: Map<string, number>, cell: string): void {
  for (const tag of tagsIn(cell)) {
    if (tellsOfMail(tag) && (tags.has(tag) || tags.size < MOST_VALUES))
      tags.set(tag, (tags.get(tag) ?? 0) + 1);
  }
}

/** Counts, for columns that stand beside an answer, the rows in which they alone may say no. */
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
    // A count of 0 is no bounce.
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
