import { randomBytes } from 'node:crypto';
import { withoutAddresses } from './lib/emails.ts';

/**
 * Logs what nobody expected, with the whole story and without addresses.
 *
 * @param what happened, in words: `a listener failed`
 * @returns the reference that the line stands under, for whoever has to be told
 */
export function logUnexpected(log: (line: string) => void, what: string, error: unknown): string {
  const reference = randomBytes(4).toString('hex');
  const story = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log(withoutAddresses(`[${reference}] ${what}: ${story}`));
  return reference;
}
