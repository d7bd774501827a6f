import { logUnexpected } from './unexpected.ts';

/**
 * Catches what nothing else caught, from now on: one person's request must not end the process for everyone.
 * The error is logged under a reference, and the process continues.
 */
export function keepServing(log: (line: string) => void): void {
  process.on('uncaughtException', (error) => {
    logUnexpected(log, 'nothing caught an error', error);
  });
  process.on('unhandledRejection', (reason) => {
    logUnexpected(log, 'a promise failed and nothing handled it', reason);
  });
}
