import { randomBytes } from 'node:crypto';
import { withoutAddresses } from './lib/emails.ts';

/**
 * Logs an unexpected error, with its whole story and without addresses.
 *
 * @param what happened, in words: `a listener failed`
 * @returns the reference under which the line is logged, for the person who sees the error
 */
export function logUnexpected(log: (line: string) => void, what: string, error: unknown): string {
  const reference = randomBytes(4).toString('hex');
  const story = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log(withoutAddresses(`[${reference}] ${what}: ${story}`));
  return reference;
}
