import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import type { Size } from '../../src/audience/segments/segments.ts';
import { countWithTwin } from '../../src/audience/segments/twin.ts';

/** What a sentence selects, without its other meaning. */
export const countSentence = async (
  deps: AudienceDeps,
  caller: Caller,
  options: { sentence: string },
): Promise<Size> => (await countWithTwin(deps, caller, options)).size;
