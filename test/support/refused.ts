import { RollcallError } from '../../src/errors.ts';

/**
 * The refusal of a promise as "code: message", with its hint after it if requested; fails if it was accepted.
 */
export async function refused(promise: Promise<unknown>, withHint?: 'hint'): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return [`${error.code}: ${error.message}`, withHint === 'hint' ? error.hint : undefined]
      .filter(Boolean)
      .join(' ');
  }
  throw new Error('It was accepted.');
}
