import { countryCode } from '../../lib/countries.ts';
import { clip } from '../../lib/words.ts';
import { isDoubtfulBoolean, LONGEST_BOOLEAN, readBoolean } from '../cells/booleans.ts';
import { ownCopy, readNumber, tidyCell } from '../cells/cells.ts';
import { headerTarget, isEpoch, isMoment } from '../cells/headers.ts';
import { isBlank, isNoMoment, mayBeName } from '../cells/no-value.ts';
import { type ConsentTally, countConsent, countUncovered, emptyConsentTally } from '../consent/tally.ts';
import { readNumberedDate, readYearlessDay } from '../dates/dates.ts';
import { countDate, type DateTally, emptyTally } from '../dates/order.ts';
import type { CsvRow } from '../file/read.ts';
import { isBeyondAscii } from '../file/reading.ts';
import type { Target } from '../schema.ts';
import { type AddressTally, countAddress, emptyAddresses } from './email.ts';
import { countNames, emptyNames, type NameTally } from './names.ts';

/** What the cells of one column have in common. */
export interface ColumnFacts {
  header: string;
  /** The field that its name means. */
  named: { target: Target; rank: number } | undefined;
  /** What it says about who gets mail. */
  consent: ConsentTally;
  filled: number;
  /** Words for "no value" that may be values in this column. */
  doubtful: Map<string, number>;
  /** Of the filled cells, those that mean nothing in a column of dates ("Never"). */
  silent: number;
  addresses: AddressTally;
  numbers: number;
  booleans: number;
  /** What the doubtful ones say, which count as booleans only as a pair: t and f, da and ne. */
  doubted: Set<boolean>;
  dates: DateTally;
  /** Days without a year. */
  yearless: number;
  /** Moments as plain numbers: all of them, and those that count from 1970. */
  numbered: number;
  epochs: number;
  /** Plain numbers are moments here, and 0 means none. */
  isMoment: boolean;
  /**
   * In a column of countries: the first few names that aren't countries, and how many cells hold such a name.
   */
  strangers: { names: string[]; cells: number };
  /** The cells that were already looked up. */
  countries: Map<string, boolean>;
  /** The first cell that isn't a date. */
  notDate: { line: number; cell: string } | undefined;
  longest: number;
  /** For the column "Name": what it holds next to columns of first and last names. */
  names?: NameTally;
  /** Each cell is one higher than the previous one. */
  counts: boolean;
  samples: string[];
  /** Whether a sample is still needed to show if the encoding is right. */
  lacksTelling: boolean;
}

/** Longer texts are notes, not attributes. */
export const LONGEST_VALUE = 1000;

/**
 * @param options.isDoubtful whether a person has to check the encoding from the samples
 * @param options.notAfter YYYY-MM-DD: later days are in the future
 */
export function emptyFacts(
  header: readonly string[],
  { isDoubtful = false, notAfter }: { isDoubtful?: boolean; notAfter?: string | undefined } = {},
): ColumnFacts[] {
  const addresses = emptyAddresses();
  const columns = header.map(
    (name): ColumnFacts => ({
      header: name,
      named: headerTarget(name),
      consent: emptyConsentTally(name, headerTarget(name)?.target),
      filled: 0,
      doubtful: new Map(),
      silent: 0,
      addresses: addresses(),
      numbers: 0,
      booleans: 0,
      doubted: new Set(),
      dates: emptyTally(notAfter),
      yearless: 0,
      numbered: 0,
      epochs: 0,
      isMoment: isMoment(name) || isEpoch(name) || headerTarget(name)?.target === 'signed-up',
      strangers: { names: [], cells: 0 },
      countries: new Map(),
      notDate: undefined,
      longest: 0,
      counts: true,
      samples: [],
      lacksTelling: isDoubtful,
    }),
  );
  const names = emptyNames(columns);
  const column = names.columns.name === undefined ? undefined : columns[names.columns.name];
  if (column !== undefined) column.names = names;
  return columns;
}

/** Counts the cells of some rows. */
export function addFacts(facts: ColumnFacts[], rows: readonly CsvRow[]): void {
  const names = facts.find((column) => column.names !== undefined)?.names;
  const tallies = facts.map(({ consent }) => consent);
  const hasDetails = tallies.some(({ name }) => name?.asks === 'detail');
  for (const row of rows) {
    const cells = facts.map((_, index) => tidyCell(row.cells[index]));
    for (const [index, column] of facts.entries()) addCell(column, cells[index] ?? '', row, index);
    if (names !== undefined) countNames(names, row.cells);
    if (hasDetails) countUncovered(tallies, cells);
  }
}

const SAMPLES = 3;

function addSample(column: ColumnFacts, cell: string): void {
  const { samples } = column;
  const isTelling = column.lacksTelling && isBeyondAscii(cell);
  if (samples.length === SAMPLES && !isTelling) return;
  const sample = clip(cell, 60);
  if (samples.includes(sample)) return;
  if (samples.length === SAMPLES) samples.pop();
  samples.push(ownCopy(sample));
  if (isTelling) column.lacksTelling = false;
}

function addCell(column: ColumnFacts, cell: string, { line, cells }: CsvRow, index: number): void {
  countConsent(column.consent, cell);
  if (isBlank(cell)) {
    if (mayBeName(cell) || cell === 'NA') column.doubtful.set(cell, (column.doubtful.get(cell) ?? 0) + 1);
    return;
  }
  column.filled += 1;
  if (column.samples.length < SAMPLES || column.lacksTelling) addSample(column, cell);
  column.longest = Math.max(column.longest, cell.length);
  countAddress(column.addresses, cells[index] ?? '');
  const number = readNumber(cell);
  if (number !== null) column.numbers += 1;
  column.counts &&= number === column.filled || number === column.filled - 1;
  if (cell.length <= LONGEST_BOOLEAN) addBoolean(column, cell);
  if (column.named?.target === 'country' && !isCountry(column.countries, cell))
    addStranger(column.strangers, cell);
  // 20200826 is a date only if nothing else in the column is a plain number.
  if (countDate(column.dates, cell, line)) return;
  if (isNoMoment(cell) || (number === 0 && column.isMoment)) {
    column.silent += 1;
    return;
  }
  column.notDate ??= { line, cell: ownCopy(clip(cell, 60)) };
  if (number === null && readYearlessDay(cell) !== null) column.yearless += 1;
  const moment = number === null ? null : readNumberedDate(cell);
  if (moment === null) return;
  column.numbered += 1;
  if (moment.offset !== null) column.epochs += 1;
}

function addBoolean(column: ColumnFacts, cell: string): void {
  const value = readBoolean(cell);
  if (value === null) return;
  column.booleans += 1;
  if (isDoubtfulBoolean(cell)) column.doubted.add(value);
}

/** A file has few countries and many rows. */
function isCountry(known: Map<string, boolean>, cell: string): boolean {
  let is = known.get(cell);
  if (is === undefined) {
    is = countryCode(cell) !== null;
    if (known.size < 5000 && cell.length <= 60) known.set(ownCopy(cell), is);
  }
  return is;
}

function addStranger(strangers: ColumnFacts['strangers'], cell: string): void {
  strangers.cells += 1;
  const name = clip(cell, 40);
  if (strangers.names.length < 3 && !strangers.names.includes(name)) strangers.names.push(ownCopy(name));
}
