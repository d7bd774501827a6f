import { emailKey, trimEmail } from '../../lib/emails.ts';
import { clip } from '../../lib/words.ts';
import { addressIn } from '../cells/address-cell.ts';
import { tidyCell } from '../cells/cells.ts';
import { isBlank } from '../cells/no-value.ts';
import type { CsvRow } from '../file/read.ts';
import type { Mapping } from '../schema.ts';

/** An address as typed, and its key. */
export interface Address {
  email: string;
  key: string;
}

/**
 * The cell that holds a row's address: the email column's, or, if that is empty, another one of the same
 * person.
 */
export function addressCellReader({ columns }: Mapping): (row: CsvRow) => string {
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

/** In one of our exports, nothing surrounds an address: the whole cell is the address. */
export function ownAddressOf(cell: string): Address | { problem: string } {
  const email = tidyCell(cell);
  const key = emailKey(email);
  return key === null ? addressOf(cell) : { email, key };
}

/** The address in a cell, or why there is none. */
export function addressOf(cell: string): Address | { problem: string } {
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

const shorten = (text: string): string => clip(text, 60);
