import { Prisma } from './generated/client.ts';

/** The Prisma client, or a transaction of it: what functions take that may be part of something larger. */
export type Database = Prisma.TransactionClient;

/** Whether a write failed because something of the same identity is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
