import { addressIn } from '../cells/address-cell.ts';
import { ownCopy } from '../cells/cells.ts';
import { foldHeader, headerTarget } from '../cells/headers.ts';
import { type Seen, seenKeys } from '../rows/seen.ts';

/** The addresses of one column. */
export interface AddressTally {
  /** Cells that hold an address. */
  cells: number;
  /**
   * The first different ones: they show whether these are contacts' addresses or a host's, the same in every
   * row.
   */
  different: Set<string>;
  /** All of them, as long as none repeats; null once one does, or if no one looks. */
  seen: Seen | null | undefined;
  /** How many more columns may keep all their addresses. */
  room: { columns: number };
}

/** For the columns of one file: the first few with addresses also find out whether all addresses differ. */
export function emptyAddresses(): () => AddressTally {
  const room = { columns: 2 };
  return () => ({ cells: 0, different: new Set(), seen: undefined, room });
}

/**
 * Counts the address in a cell, if it holds one.
 *
 * @param raw the cell as written in the file
 */
export function countAddress(tally: AddressTally, raw: string): void {
  if (!raw.includes('@') && !raw.includes('＠')) {
    // An address may be written without an @ (ada%40example.org).
    if (tally.cells > 0 && /[%#]/.test(raw)) stopLooking(tally);
    return;
  }
  const found = addressIn(raw);
  if ('problem' in found) return;
  const { key } = found;
  tally.cells += 1;
  if (tally.different.size < MOST_DIFFERENT && !tally.different.has(key)) tally.different.add(ownCopy(key));
  if (tally.seen === undefined && tally.room.columns > 0) {
    tally.room.columns -= 1;
    tally.seen = seenKeys();
  }
  if (tally.seen?.add(key) !== true) stopLooking(tally);
}

function stopLooking(tally: AddressTally): void {
  if (tally.seen) tally.room.columns += 1;
  tally.seen = null;
}

/** Whether no address of the column repeats; false also if no one looked. */
export const areDistinct = ({ seen }: AddressTally): boolean => seen !== null && seen !== undefined;

/**
 * Which column holds the contacts' addresses, and which others hold more addresses of the same people, the
 * likeliest first. A host's or owner's address counts as a contact's only if there is no other; an address
 * that (nearly) all rows share belongs to a host.
 */
export function emailColumns(
  columns: readonly { header: string; filled: number; addresses: AddressTally }[],
): { email: number | undefined; spare: number[] } {
  const found = columns.flatMap(({ header, filled, addresses }, index) => {
    const named = headerTarget(header);
    const isNamed = named?.target === 'email';
    if (addresses.cells === 0 || (!isNamed && addresses.cells <= filled / 2)) return [];
    const rank = isNamed ? named.rank : isEmailHeader(header) ? UNKNOWN_NAME : NO_NAME;
    return [{ index, rank, isHost: isHost(header), addresses }];
  });
  const most = Math.max(0, ...found.map(({ addresses }) => addresses.different.size));
  const isShared = ({ cells, different: { size } }: AddressTally): boolean =>
    cells > 1 && size < most && (size === 1 || size * 5 <= Math.min(most, cells));
  const sorted = found
    .map((each) => ({ ...each, doubt: Number(each.isHost) + Number(isShared(each.addresses)) }))
    .sort((a, b) => a.doubt - b.doubt || a.rank - b.rank || b.addresses.cells - a.addresses.cells);
  const [first, ...others] = sorted;
  const spare = others.filter(({ rank, doubt }) => rank < UNKNOWN_NAME && doubt === 0);
  return { email: first?.index, spare: spare.map(({ index }) => index) };
}

const MOST_DIFFERENT = 100;
const UNKNOWN_NAME = 1000;
const NO_NAME = 2000;

const isEmailHeader = (header: string): boolean =>
  /\b(?:e ?mail|mail|courriel|correo|epost)/.test(foldHeader(header));

/**
 * Someone connected to the contact: the host of a meeting, the owner of a deal, the person who referred or
 * created them.
 */
const isHost = (header: string): boolean =>
  /\b(?:host|owner|organi[sz]er|rep|agent|assigned|assignee|manager|referr\w*|referral|sender|from|by|creator|admin|staff|sales|salesperson|inviter|supervisor|consultant|account executive|reply to|emergency|parent|partner|spouse|besitzer|inhaber|propietario|responsable)\b/.test(
    foldHeader(header),
  );
