import { countryCode } from '../countries.ts';
import { findNamed } from '../names.ts';
import { clip } from '../words.ts';
import { isDoubtfulBoolean, LONGEST_BOOLEAN, readBoolean } from './booleans.ts';
import { ownCopy, readNumber, tidyCell } from './cells.ts';
import { consentOf, consentOfTags, isMomentsOnly, lacksConsent, speaksOfMail } from './consent-columns.ts';
import {
  type ConsentTally,
  countConsent,
  countUncovered,
  emptyConsentTally,
  tellingRows,
} from './consent-tally.ts';
import { datesIn, futureProblem, proposedSignUp } from './date-columns.ts';
import { countDate, type DateTally, emptyTally } from './date-order.ts';
import { readNumberedDate, readYearlessDay } from './dates.ts';
import {
  type AddressTally,
  areDistinct,
  countAddress,
  emailColumns,
  emptyAddresses,
} from './email-column.ts';
import {
  foldHeader,
  headerTarget,
  isEpoch,
  isIdentifier,
  isLooseSignUp,
  isMoment,
  isRowNumber,
  isYearly,
  rejectionHeaders,
} from './headers.ts';
import type { CsvFormat } from './inspect.ts';
import {
  type AttributeType,
  attributeName,
  type Column,
  type Mapping,
  type MappingProblem,
  type Target,
} from './mapping.ts';
import { countNames, emptyNames, type NameTally, nameTarget } from './name-columns.ts';
import { isBlank, isNoMoment, mayBeName } from './no-value.ts';
import type { CsvRow } from './read.ts';
import { isBeyondAscii } from './reading.ts';
import { sinceColumn } from './status-since.ts';

/** What the cells of one column have in common. */
export interface ColumnFacts {
  header: string;
  /** The field that its name stands for. */
  named: { target: Target; rank: number } | undefined;
  /** What it says about who gets mail. */
  consent: ConsentTally;
  filled: number;
  /** Words for "no value" that may be values in this column. */
  doubtful: Map<string, number>;
  /** Of the filled cells, those that would say nothing in a column of dates ("Never"). */
  silent: number;
  addresses: AddressTally;
  numbers: number;
  booleans: number;
  /** What the doubtful ones among them say, which only make booleans together: t and f, da and ne. */
  doubted: Set<boolean>;
  dates: DateTally;
  /** Days without a year. */
  yearless: number;
  /** Moments as plain numbers: all of them, and those that count from 1970. */
  numbered: number;
  epochs: number;
  /** Plain numbers are moments here, and 0 is none. */
  isMoment: boolean;
  /** In a column of countries: the first few names that are none, and how many cells hold such a name. */
  strangers: { names: string[]; cells: number };
  /** The cells that were looked up. */
  countries: Map<string, boolean>;
  /** The first cell that is no date. */
  notDate: { line: number; cell: string } | undefined;
  longest: number;
  /** Of the column "Name", what it holds beside those of first and last names. */
  names?: NameTally;
  /** Each cell is one more than the one before. */
  counts: boolean;
  samples: string[];
  /** Whether a sample is still wanted that shows if the encoding is right. */
  lacksTelling: boolean;
}

/** Longer texts are notes, not attributes. */
export const LONGEST_VALUE = 1000;

/**
 * @param options.isDoubtful whether a person has to see in the samples if the encoding is right
 * @param options.notAfter YYYY-MM-DD: later days lie in the future
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

/** Counts the cells of some rows in. */
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

/**
 * The mapping that the columns' names and cells suggest. What no field fits becomes an attribute, because a team knows
 * why a column is in its file; left out are columns without values, those that only count rows, and long texts.
 */
export function guessMapping(
  facts: readonly ColumnFacts[],
  format: CsvFormat,
): { mapping: Mapping; problems: MappingProblem[] } {
  const problems: MappingProblem[] = [];
  const byColumn = fieldsOf(facts);
  const names = facts.find((column) => column.names !== undefined)?.names;
  if (names !== undefined)
    for (const [index, target] of nameTarget(names, byColumn)) byColumn.set(index, target);
  const { spare } = emailColumns(facts);
  const columns = facts.map((column, index): Column => {
    const field = byColumn.get(index);
    // A column that is asked about may be kept as an attribute after all.
    const type = typeOf(column, field === 'status' ? undefined : field);
    const target = field ?? (isLeftOut(column) ? 'ignore' : 'attribute');
    const readable = readableAs(column).filter((other) => other !== type);
    const isDated =
      type === 'date' || readable.includes('date') || (target === 'status' && column.dates.readable > 0);
    const yearly = type === 'date' && (isYearly(column.header) || column.yearless > 0);
    const isPast = /^(?:signed-up|status|status-since)$/.test(target) || yearly;
    if (target === 'signed-up' && type !== 'date') problems.push(unknownDates(column, index));
    if (type === 'date' && isPast) problems.push(...futureProblem(column.header, index, column.dates));
    if (target === 'country' && column.strangers.cells > 0) problems.push(unknownCountries(column, index));
    return {
      header: column.header,
      target: target === 'signed-up' && type !== 'date' ? 'ignore' : target,
      type,
      ...(isDated ? datesIn(column.dates, { isPast }) : { dateOrder: null }),
      yearly,
      ...(target === 'attribute' && readable.length > 0 ? { readable } : {}),
      filled: column.filled,
      samples: column.samples,
      ...keptIn(column, target),
      ...(target === 'attribute' && spare.includes(index) ? { spare: true as const } : {}),
      ...(areDistinct(column.addresses) ? { distinct: true as const } : {}),
      attributeId: null,
      consent: target === 'tags' ? consentOfTags(column.consent) : consentOf(column, facts),
      ...(target === 'status' && isDated && column.named?.target === 'signed-up'
        ? { signsUp: true as const }
        : {}),
    };
  });
  const signUp = proposedSignUp(columns);
  const proposed = columns.map(
    (column, index): Column => (index === signUp.index ? { ...column, target: 'signed-up' } : column),
  );
  return { mapping: { format, columns: proposed }, problems: [...problems, ...signUp.problems] };
}

/**
 * Fits a guess to the attributes that a workspace has: a column of that name takes the attribute's type, or is left out
 * where its cells are of another.
 */
export function fitToAttributes(
  mapping: Mapping,
  attributes: readonly { name: string; type: AttributeType; yearly: boolean }[],
): { mapping: Mapping; problems: MappingProblem[] } {
  const problems: MappingProblem[] = [];
  const columns = mapping.columns.map((column, index): Column => {
    const attribute =
      column.target === 'attribute' ? findNamed(attributes, attributeName(column)) : undefined;
    if (attribute === undefined) return column;
    const { type, yearly } = attribute;
    if (type === column.type) return { ...column, yearly };
    if (type === 'text') return { ...column, type, dateOrder: null, yearly };
    if (column.readable?.includes(type)) return { ...column, type, yearly };
    problems.push({
      column: index,
      blocking: false,
      message: `"${column.header}" holds ${valueNames[column.type]} here, and the attribute of that name holds ${valueNames[type]}.`,
      hint: 'It is left out. To import it, give the column another name in the file.',
    });
    return { ...column, target: 'ignore' };
  });
  return { mapping: { ...mapping, columns }, problems };
}

const valueNames: Record<AttributeType, string> = {
  text: 'texts',
  number: 'numbers',
  boolean: 'yes or no',
  date: 'dates',
};

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
  // 20200826 is a date only where nothing else in the column is a plain number.
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

/** Which column is which field: for each field the best column by name, and by content where names don't help. */
function fieldsOf(facts: readonly ColumnFacts[]): Map<number, Target> {
  const best = new Map<Target, { index: number; rank: number }>();
  for (const [index, column] of facts.entries()) {
    const { named } = column;
    if (named === undefined || named.target === 'email' || column.filled === 0) continue;
    if (!fits(column, named.target)) continue;
    // Another column may say when the others signed up.
    if (named.target === 'signed-up' && lacksConsent(column, facts)) continue;
    const other = best.get(named.target);
    if (other === undefined || named.rank < other.rank) best.set(named.target, { index, rank: named.rank });
  }
  const fields = new Map([...best].map(([target, { index }]) => [index, target] as const));
  const { email } = emailColumns(facts);
  if (email !== undefined) fields.set(email, 'email');
  // All of them: the lowest counts, and one that is overlooked sends mail to people who asked for none.
  for (const [index, column] of facts.entries()) {
    if (!mayBeStatus(column, fields.get(index), facts) || !speaksOfMail(column, facts)) continue;
    const isSignUp = isSubscribedOn(column) && ![...fields.values()].includes('signed-up');
    fields.set(index, isSignUp ? 'signed-up' : 'status');
  }
  const since = sinceColumn(facts, fields);
  for (const [index, field] of fields) if (field === 'status-since' && index !== since) fields.delete(index);
  if (since !== undefined) fields.set(since, 'status-since');
  return fields;
}

/** A column of names or addresses is not asked about for a company called Cleaned. */
function mayBeStatus(column: ColumnFacts, field: Target | undefined, facts: readonly ColumnFacts[]): boolean {
  const { consent, named, addresses, filled } = column;
  if (addresses.cells > filled / 2) return false;
  if (field === 'signed-up' || named?.target === 'signed-up') {
    // Days of sign-up are one thing; a yes under "Opt in date" or "Confirmed" is another.
    const days = column.dates.readable + column.numbered;
    if (tellingRows(consent) > 0 || (days === 0 && consent.name !== undefined)) return true;
    return lacksConsent(column, facts);
  }
  if (field !== undefined) return false;
  return named === undefined || named.target === 'tags' || consent.name !== undefined;
}

/** A column called "Subscribed" that has a day for everybody says when they signed up. */
function isSubscribedOn(column: ColumnFacts): boolean {
  const isNamed = /^(?:is )?subscribed$/.test(foldHeader(column.header));
  return isNamed && isMomentsOnly(column) && column.consent.empty === 0;
}

/** Whether a column's cells can be what its name says: "Email Opt Out" holds no addresses. */
function fits(column: ColumnFacts, target: Target): boolean {
  // A sign-up column in an unknown format keeps its field, so that the person is told.
  if (target === 'signed-up') {
    const days = column.dates.readable + column.numbered;
    const said = column.filled - column.silent;
    return isLooseSignUp(column.header) ? days * 2 > said : said > 0;
  }
  // "Contact", "Business" or "SMS" with yes and no.
  const isAnswer = column.booleans === column.filled && column.doubted.size !== 1;
  if (isAnswer && (target === 'name' || target === 'company' || target === 'phone')) return false;
  return column.addresses.cells < column.filled / 2;
}

/** Dates may have a few mistakes among them, which their rows are rejected for; numbers and booleans may not. */
function typeOf(column: ColumnFacts, field: Target | undefined): AttributeType {
  const { header, filled, dates, yearless, numbered, epochs, numbers, booleans, doubted } = column;
  const moving = filled - column.silent;
  if (moving === 0) return 'text';
  // 1712139660 and 45385 are moments only where the column's name says so, and all its plain numbers can be some.
  const moments = field === 'signed-up' || isMoment(header) ? numbered : isEpoch(header) ? epochs : 0;
  if (moments > 0 && dates.readable + moments >= moving * 0.9) return 'date';
  const days = dates.readable + (field === undefined ? yearless : 0);
  const isDates = days >= moving * 0.9 && (numbers < moving || field === 'signed-up');
  if (isDates) return 'date';
  if (field !== undefined) return 'text';
  if (booleans === filled && doubted.size !== 1) return 'boolean';
  return numbers === filled && !isIdentifier(column.header) ? 'number' : 'text';
}

/** The types, but for texts, that every cell is of, whatever the column's name says. */
function readableAs({ filled, silent, numbers, booleans, dates, yearless }: ColumnFacts): AttributeType[] {
  if (filled === silent) return [];
  return [
    ...(numbers === filled ? ['number' as const] : []),
    ...(booleans === filled ? ['boolean' as const] : []),
    ...(dates.readable + yearless === filled - silent ? ['date' as const] : []),
  ];
}

/**
 * The words for "no value" that are values here. A name is kept unless so many people have it that a program must have written it;
 * NA is Namibia where all countries are codes.
 */
function keptIn({ doubtful, filled, longest }: ColumnFacts, target: Target): Pick<Column, 'keeps'> {
  if (doubtful.size === 0) return {};
  const isName = /^(?:name|first-name|last-name|company)$/.test(target);
  const keeps = [...doubtful].flatMap(([word, cells]) =>
    word === 'NA'
      ? target === 'country' && filled > 0 && longest <= 3
        ? [word]
        : []
      : isName && (cells === 1 || cells * 20 <= filled)
        ? [word]
        : [],
  );
  return keeps.length === 0 ? {} : { keeps };
}

function isLeftOut(column: ColumnFacts): boolean {
  if (column.header === rejectionHeaders[1]) return true;
  const isUnnamed = /^Column \d+$/.test(column.header) && column.counts && column.filled > 1;
  const isCounter = isUnnamed || (isRowNumber(column.header) && column.numbers === column.filled);
  return (
    column.filled === column.silent ||
    column.longest > LONGEST_VALUE ||
    isCounter ||
    (column.counts && column.filled > 20)
  );
}

function unknownCountries(column: ColumnFacts, index: number): MappingProblem {
  const { names, cells } = column.strangers;
  const shown = names.map((name) => `"${name}"`).join(', ');
  return {
    column: index,
    blocking: false,
    message: `"${column.header}" holds names that are no country that we know, in ${cells.toLocaleString('en')} ${cells === 1 ? 'row' : 'rows'}: ${shown}.`,
    hint: 'They are kept as they stand, and their rows are imported.',
  };
}

function unknownDates(column: ColumnFacts, index: number): MappingProblem {
  const { notDate } = column;
  const where =
    notDate === undefined ? '' : `: "${clip(notDate.cell, 40)}" on line ${notDate.line} is not one`;
  return {
    column: index,
    blocking: false,
    message: `"${column.header}" should hold dates${where}.`,
    hint: 'The column is left out. To import it, write its dates like 2026-11-23, 23/11/2026 or 23 Nov 2026.',
  };
}
