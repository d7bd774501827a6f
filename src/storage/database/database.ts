import pg from 'pg';
import { Prisma } from '../generated/client.ts';

/**
 * The Prisma client or one of its transactions: the parameter of functions that may be part of something
 * larger.
 */
export type Database = Prisma.TransactionClient;

/**
 * Whether a write was refused because a row with the same identity already exists, by Prisma or the database.
 */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return error.code === 'P2002';
  return error instanceof pg.DatabaseError && error.code === '23505';
}

/**
 * Whether a write was refused because of this unique key. A database that is spread over several servers may
 * name a part of the table, with its number after the key's name, or name nothing.
 */
export const breaksKey = (error: unknown, key: string): boolean =>
  error instanceof pg.DatabaseError &&
  isUniqueViolation(error) &&
  (error.constraint ?? key).replace(/_\d{5,}$/, '') === key;

/**
 * Whether the database refused the value itself (SQLSTATE class 22), so that it would refuse it every time.
 */
export const isBadValue = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code?.startsWith('22') === true;
