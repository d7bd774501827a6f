import { cut } from '../../lib/words.ts';
import { nameBeside } from '../cells/address-cell.ts';
import { tidyCell, withoutMark } from '../cells/cells.ts';
import { isBlank } from '../cells/no-value.ts';
import { LONGEST_VALUE } from '../columns/facts.ts';
import type { CsvRow } from '../file/read.ts';
import type { Column, Mapping, Target } from '../schema.ts';
import { type Address, addressCellReader, addressOf, ownAddressOf } from './address.ts';
import { type CellReader, cellReader, signUpReader } from './cells.ts';
import { blankContact, type RowContact } from './contact.ts';
import { type StatusReader, statusReader } from './status.ts';

/** A problem completes "Line 12: ". */
export type RowResult = { contact: RowContact } | { problem: string };

/**
 * Makes the function that turns rows into contacts, each on its own: several may have one address
 * (repeats.ts).
 */
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

/** Makes the function that finds only the key of a row's address; null for a row without one. */
export function keyReader(mapping: Mapping): (row: CsvRow) => string | null {
  const plan = planOf(mapping);
  return (row) => {
    const found = plan.addressOf(plan.addressCell(row));
    return 'key' in found ? found.key : null;
  };
}

interface Plan {
  /** The cell that holds a row's address. */
  addressCell: (row: CsvRow) => string;
  addressOf: (cell: string) => Address | { problem: string };
  /** A column of names, so that none is looked for next to the address. */
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
      const read = column.signsUp && !hasSignUp ? signUpReader(column) : cellReader(column, mapping.topics);
      return read === undefined ? [] : [[index, read]];
    }),
    readStatus: statusReader(mapping),
  };
}

/** A cell, tidied; empty if it says nothing. */
function valueIn(raw: string | undefined, column: Column | undefined): string {
  const cell = tidyCell(raw);
  return isBlank(cell) && !column?.keeps?.includes(cell) ? '' : withoutMark(cell);
}

function fullName(row: CsvRow, { firstName, lastName }: Plan, { columns }: Mapping): string | null {
  const part = (index: number): string => valueIn(row.cells[index], columns[index]);
  const name = `${part(firstName)} ${part(lastName)}`.trim();
  return name === '' ? null : cut(name, LONGEST_VALUE);
}

function tooLong(column: Column | undefined, cell: string): string {
  return `"${column?.header ?? ''}" has ${cell.length.toLocaleString('en')} characters; at most ${LONGEST_VALUE.toLocaleString('en')} are kept`;
}

/** Strips single quotes only if nearly every cell has them. */
const quotesFor = ({ cells }: CsvRow, { format }: Mapping): string =>
  format.quote !== undefined
    ? 'quotes'
    : cells.some((cell) => cell.trim().startsWith("'"))
      ? 'double quotes (")'
      : 'quotes';

const delimiterShown = (delimiter: string): string => (delimiter === '\t' ? 'a tab' : `"${delimiter}"`);
