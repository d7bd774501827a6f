import { logUnexpected } from './unexpected.ts';

/**
 * Catches what nothing else caught, from now on: one request of one person must not end the process for everyone. It is
 * logged under a reference, and the rest goes on.
 */
export function keepServing(log: (line: string) => void): void {
  process.on('uncaughtException', (error) => {
    logUnexpected(log, 'nothing caught an error', error);
  });
  process.on('unhandledRejection', (reason) => {
    logUnexpected(log, 'a promise failed and nothing handled it', reason);
  });
}
