import { RollcallError } from '../../errors.ts';

/** The position where a list continues, as opaque text. */
export const cursorAfter = (id: number): string => Buffer.from(`after:${id}`).toString('base64url');

/** @throws RollcallError `invalid-input` for a cursor that no list returned */
export function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const id = /^after:([1-9]\d{0,9})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (id !== undefined && Number(id) <= 2_147_483_647) return Number(id);
  throw new RollcallError(
    'invalid-input',
    'Invalid "cursor": use the "next" of a list, or leave it out to start.',
  );
}
