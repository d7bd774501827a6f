import type { Twin } from '../../rules/language/parse.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type Known, knownTo, readSentence, type Size, sizeOfRule, understand } from './segments.ts';

/** The other possible meaning of a sentence, and how many contacts it selects. */
export interface TwinSize extends Twin {
  members: number;
  reachable: number;
}

/**
 * Counts what a sentence selects, and what it would select with its timeframe's other meaning.
 *
 * @throws RollcallError `invalid-input` for a sentence that is not fully understood, pointing at the words
 */
export async function countWithTwin(
  deps: AudienceDeps,
  caller: Caller,
  { sentence }: { sentence: string },
): Promise<{ size: Size; twin: TwinSize | undefined }> {
  requireRole(caller, 'viewer', 'count contacts');
  const known = await knownTo(deps, caller);
  const { rule, twin: other } = readSentence(sentence, known);
  const [size, twin] = await Promise.all([sizeOfRule(deps, known, rule), sizeOfTwin(deps, known, other)]);
  return { size, twin };
}

/** Counts the other meaning of a sentence; undefined if there is none. */
export async function sizeOfTwin(
  deps: AudienceDeps,
  known: Known,
  twin: Twin | undefined,
): Promise<TwinSize | undefined> {
  if (twin === undefined) return undefined;
  const { members, reachable } = await sizeOfRule(deps, known, understand(twin.sentence, known));
  return { ...twin, members, reachable };
}
