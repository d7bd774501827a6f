import type { Caller } from './caller.ts';

/** The caller as the writer of a transaction: see `setWriter`. */
export function writerOf({ actor, seesContacts }: Caller): string {
  if (/^[UW][A-Z0-9]{2,}$/.test(actor)) return `person ${actor}`;
  if (actor === 'command line') return actor;
  return seesContacts === undefined ? `provider ${actor}` : `api ${actor}`;
}
