import { countryCode } from '../countries.ts';
import { emailKey, trimEmail } from '../emails.ts';
import { validationOf } from '../emails-risk.ts';
import { languageCode } from '../languages.ts';
import { clip, cut } from '../words.ts';
import { addressIn, nameBeside } from './address-cell.ts';
import { readBoolean } from './booleans.ts';
import { ownCopy, readNumber, tidyCell, withoutMark } from './cells.ts';
import { LONGEST_VALUE } from './column-facts.ts';
import { type CsvDate, readDate, readNumberedDate, readYearlessDay } from './dates.ts';
import type { Column, Mapping, Target } from './mapping.ts';
import { isBlank, isNoMoment } from './no-value.ts';
import { readOwnMoment } from './own-moments.ts';
import type { CsvRow } from './read.ts';
import { type StatusReader, statusReader } from './row-status.ts';
import type { FileStatus } from './statuses.ts';
import { readTags } from './tags.ts';

/** Whether mail to an address can arrive, as far as it is known. */
export const validations = ['valid', 'invalid', 'risky', 'unknown'] as const;
export type Validation = (typeof validations)[number];

/** A contact as one row of a file gives it. Null: the row says nothing, and what is stored stays. */
export interface RowContact {
  line: number;
  /** As typed. */
  email: string;
  key: string;
  /** What a new contact's address is known to be; that of one that exists is never touched. */
  validation: Validation;
  name: string | null;
  /** ISO code, or the text where it names no country (language) that we know. */
  country: string | null;
  language: string | null;
  phone: string | null;
  company: string | null;
  signedUp: CsvDate | null;
  status: FileStatus;
  /** When they got this status, if a column says so. */
  statusAt: CsvDate | null;
  /** Of people who are subscribed: that moment is known to be none of a consent. */
  undated?: true | undefined;
  tags: string[];
  /** By attribute id; dates as YYYY-MM-DD. */
  attributes: Record<string, string | number | boolean>;
}

/** A problem reads on after "Line 12: ". */
export type RowResult = { contact: RowContact } | { problem: string };

/** Makes the function that turns rows into contacts, each by itself: of one address there may be several (repeats.ts). */
export function rowReader(mapping: Mapping): (row: CsvRow) => RowResult {
  const plan = planOf(mapping);
  return (row) => {
    const surplus = row.cells.length - mapping.columns.length;
    if (surplus > 0 && row.cells.slice(-surplus).some((cell) => cell.trim() !== '')) {
      return {
        problem: `${row.cells.length} cells where the first line has ${mapping.columns.length}: a cell with ${delimiterShown(mapping.format.delimiter)} in it needs ${quotesFor(row, mapping)} around it`,
      };
    }
    const addressCell = plan.addressCell(row);
    const address = plan.addressOf(addressCell);
    if ('problem' in address) return address;
    const contact = blankContact(row.line, address);
    for (const [index, read] of plan.readers) {
      const cell = valueIn(row.cells[index], mapping.columns[index]);
      if (cell === '') continue;
      const problem =
        cell.length > LONGEST_VALUE
          ? tooLong(mapping.columns[index], cell)
          : read(cell, contact, row.cells[index] ?? '');
      if (problem !== undefined) return { problem };
    }
    const problem = plan.readStatus(row.cells, contact);
    if (problem !== undefined) return { problem };
    contact.name ??= fullName(row, plan, mapping) ?? (plan.hasNames ? null : nameBeside(addressCell));
    return { contact };
  };
}

/** Makes the function that finds the key of a row's address alone; null for a row without one. */
export function keyReader(mapping: Mapping): (row: CsvRow) => string | null {
  const plan = planOf(mapping);
  return (row) => {
    const found = plan.addressOf(plan.addressCell(row));
    return 'key' in found ? found.key : null;
  };
}

/** Puts a cell into a contact, or says why it can't; `raw` has its line breaks yet. */
type CellReader = (cell: string, contact: RowContact, raw: string) => string | undefined;

interface Plan {
  /** The cell that holds a row's address. */
  addressCell: (row: CsvRow) => string;
  addressOf: (cell: string) => Address | { problem: string };
  /** A column of names, so that none is looked for beside the address. */
  hasNames: boolean;
  firstName: number;
  lastName: number;
  readers: [index: number, read: CellReader][];
  readStatus: StatusReader;
}

function planOf(mapping: Mapping): Plan {
  const indexOf = (target: Target): number => mapping.columns.findIndex((column) => column.target === target);
  const hasSignUp = indexOf('signed-up') >= 0;
  return {
    addressCell: addressCellReader(mapping),
    addressOf: mapping.columns[indexOf('email')]?.own ? ownAddressOf : addressOf,
    hasNames: mapping.columns.some(({ target }) => /^(?:name|first-name|last-name)$/.test(target)),
    firstName: indexOf('first-name'),
    lastName: indexOf('last-name'),
    readers: mapping.columns.flatMap((column, index) => {
      const read = column.signsUp && !hasSignUp ? signUpReader(column) : cellReader(column);
      return read === undefined ? [] : [[index, read]];
    }),
    readStatus: statusReader(mapping),
  };
}

function cellReader(column: Column): CellReader | undefined {
  switch (column.target) {
    case 'name':
    case 'company':
      return put(column.target, (cell) => cell);
    case 'country':
      return put(
        'country',
        remembered((cell) => countryCode(cell) ?? ownCopy(cell)),
      );
    case 'language':
      return put(
        'language',
        remembered((cell) => languageCode(cell) ?? ownCopy(cell)),
      );
    case 'phone':
      // Google puts several into one cell.
      return put('phone', (cell) => (column.own ? cell : (cell.split(' ::: ')[0] ?? cell).replace(/^'/, '')));
    case 'signed-up':
      return dateReader(column, (date, contact) => {
        // The zeros of Unix and SQL Server, one zone on or back.
        contact.signedUp = /^(?:1970-01-01|1969-12-31|1900-01-01)$/.test(date.day) ? null : date;
      });
    case 'tags': {
      const tagsIn = remembered(readTags);
      return (_cell, contact, raw) => {
        contact.tags.push(...tagsIn(raw));
        return undefined;
      };
    }
    case 'attribute':
      return attributeReader(column);
    case 'email-validation':
      return (cell, contact) => {
        const known = validations.find((validation) => validation === cell.toLowerCase());
        if (known !== undefined) contact.validation = known;
        return undefined;
      };
    // Read before the others, because the rest is not worth a look without them.
    case 'email':
    // Read by all its columns together, and of a blank cell too.
    case 'status':
    case 'status-since':
    // Only make a name together.
    case 'first-name':
    case 'last-name':
    case 'ignore':
      return undefined;
    default:
      return column.target satisfies never;
  }
}

interface Address {
  email: string;
  key: string;
}

/** The cell that holds a row's address: that of the email column, or of another one of the same person where that is empty. */
function addressCellReader({ columns }: Mapping): Plan['addressCell'] {
  const email = columns.findIndex(({ target }) => target === 'email');
  const spares = columns.flatMap(({ spare, target }, index) =>
    spare && target === 'attribute' ? [index] : [],
  );
  return ({ cells }) => {
    const cell = cells[email] ?? '';
    if (spares.length === 0 || !isBlank(trimEmail(cell))) return cell;
    const other = spares.find((index) => !isBlank(trimEmail(cells[index] ?? '')));
    return (other === undefined ? undefined : cells[other]) ?? cell;
  };
}

/** A cell tidied, and empty where it says nothing. */
function valueIn(raw: string | undefined, column: Column | undefined): string {
  const cell = tidyCell(raw);
  return isBlank(cell) && !column?.keeps?.includes(cell) ? '' : withoutMark(cell);
}

function put(
  field: 'name' | 'country' | 'language' | 'phone' | 'company',
  convert: (cell: string) => string,
): CellReader {
  return (cell, contact) => {
    contact[field] = convert(cell);
    return undefined;
  };
}

/** Few cells of some columns differ (countries, days), and reading one anew costs more than the rest of the row. */
function remembered<Value>(read: (cell: string) => Value): (cell: string) => Value {
  const known = new Map<string, Value>();
  return (cell) => {
    const before = known.get(cell);
    if (before !== undefined) return before;
    const value = read(cell);
    if (known.size < 5000 && cell.length <= 60) known.set(ownCopy(cell), value);
    return value;
  };
}

function dateReader(column: Column, set: (date: CsvDate, contact: RowContact) => void): CellReader {
  const { header, dateOrder } = column;
  // A birthday or sign-up is no year ahead: 1/2/57 is in 1957.
  const latest = column.target === 'signed-up' || column.yearly ? column.notAfter : undefined;
  const dateOf = remembered(
    (cell) =>
      (column.own ? readOwnMoment(cell, { hasDays: true }) : null) ??
      readDate(cell, dateOrder ?? undefined, latest) ??
      readNumberedDate(cell),
  );
  return (cell, contact) => {
    if (isNoMoment(cell) || cell === '0') return undefined;
    const date = dateOf(cell);
    if (date === null)
      return `"${shorten(cell)}" in "${header}" is not a date (${orderNames[dateOrder ?? 'ymd']})`;
    set(date, contact);
    return undefined;
  };
}

/** The days of a status that are those of sign-up. What is no day, the status is read from. */
function signUpReader(column: Column): CellReader | undefined {
  if (column.target !== 'status') return cellReader(column);
  const read = dateReader({ ...column, target: 'signed-up' }, (date, contact) => {
    contact.signedUp = date;
  });
  return (cell, contact, raw) => {
    read(cell, contact, raw);
    return undefined;
  };
}

/** As dateReader, for an attribute: a day of every year may come without one. */
function dayReader(column: Column, set: (day: string, contact: RowContact) => void): CellReader {
  const read = dateReader(column, (date, contact) => set(date.day, contact));
  if (!column.yearly) return read;
  return (cell, contact, raw) => {
    const day = readYearlessDay(cell);
    if (day === null) return read(cell, contact, raw);
    set(day, contact);
    return undefined;
  };
}

const orderNames = { dmy: 'day, month, year', mdy: 'month, day, year', ymd: 'year, month, day' };

function attributeReader(column: Column): CellReader {
  const id = String(column.attributeId);
  const { header, type } = column;
  switch (type) {
    case 'text':
      return (cell, contact) => {
        contact.attributes[id] = cell;
        return undefined;
      };
    case 'date':
      return dayReader(column, (day, contact) => {
        contact.attributes[id] = day;
      });
    case 'number':
    case 'boolean': {
      const read = type === 'number' ? readNumber : readBoolean;
      return (cell, contact) => {
        const value = read(cell);
        if (value === null)
          return `"${shorten(cell)}" in "${header}" is not ${type === 'number' ? 'a number' : 'yes or no'}`;
        contact.attributes[id] = value;
        return undefined;
      };
    }
    default:
      return type satisfies never;
  }
}

/** In an export of ours nothing is put around an address, so that all of the cell is it. */
function ownAddressOf(cell: string): Address | { problem: string } {
  const email = tidyCell(cell);
  const key = emailKey(email);
  return key === null ? addressOf(cell) : { email, key };
}

function addressOf(cell: string): Address | { problem: string } {
  const found = addressIn(cell);
  if (!('problem' in found)) return found;
  switch (found.problem) {
    case 'none':
      return { problem: 'no email address' };
    case 'several':
      return { problem: `more than one address: "${shorten(trimEmail(cell))}"` };
    case 'not one':
      return { problem: `"${shorten(trimEmail(cell))}" is not an email address` };
    default:
      return found.problem satisfies never;
  }
}

function blankContact(line: number, address: Address): RowContact {
  return {
    line,
    email: address.email,
    key: address.key,
    validation: validationOf(address.key),
    name: null,
    country: null,
    language: null,
    phone: null,
    company: null,
    signedUp: null,
    status: 'as-chosen',
    statusAt: null,
    tags: [],
    attributes: {},
  };
}

function fullName(row: CsvRow, { firstName, lastName }: Plan, { columns }: Mapping): string | null {
  const part = (index: number): string => valueIn(row.cells[index], columns[index]);
  const name = `${part(firstName)} ${part(lastName)}`.trim();
  return name === '' ? null : cut(name, LONGEST_VALUE);
}

function tooLong(column: Column | undefined, cell: string): string {
  return `"${column?.header ?? ''}" has ${cell.length.toLocaleString('en')} characters; at most ${LONGEST_VALUE.toLocaleString('en')} are kept`;
}

/** Single quotes are read only where nearly every cell is in them. */
const quotesFor = ({ cells }: CsvRow, { format }: Mapping): string =>
  format.quote !== undefined
    ? 'quotes'
    : cells.some((cell) => cell.trim().startsWith("'"))
      ? 'double quotes (")'
      : 'quotes';

const delimiterShown = (delimiter: string): string => (delimiter === '\t' ? 'a tab' : `"${delimiter}"`);
const shorten = (text: string): string => clip(text, 60);
