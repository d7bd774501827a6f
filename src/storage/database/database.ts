import pg from 'pg';
import { Prisma } from '../generated/client.ts';

/** The Prisma client, or a transaction of it: what functions take that may be part of something larger. */
export type Database = Prisma.TransactionClient;

/** Whether a write was refused because something of the same identity is there already, told by Prisma or the database. */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return error.code === 'P2002';
  return error instanceof pg.DatabaseError && error.code === '23505';
}

/**
 * Whether a write was refused because of this unique key. A database that is spread over several servers names a part of the
 * table, with its number behind the key's name, or names none.
 */
export const breaksKey = (error: unknown, key: string): boolean =>
  error instanceof pg.DatabaseError &&
  isUniqueViolation(error) &&
  (error.constraint ?? key).replace(/_\d{5,}$/, '') === key;

/** Whether the database refused a value for what it is (SQLSTATE class 22), and would refuse it whenever it came again. */
export const isBadValue = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code?.startsWith('22') === true;
