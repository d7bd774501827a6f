import { RollcallError } from '../../errors.ts';
import { lowered, tidy } from '../../lib/texts.ts';
import { cut } from '../../lib/words.ts';
import {
  newestPeople,
  peopleLike,
  peopleWithAddress,
  type SuggestedPerson,
} from '../../storage/people/suggest.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

export type { SuggestedPerson };

/** Slack waits three seconds for what a picker offers: a search through all names gets this many ms. */
const PATIENCE = 1_200;
const LONGEST = 100;

/**
 * The contacts that someone may mean while they type a name or an address: those whose address begins with it,
 * then those with these letters anywhere. Without letters, the newest ones. Editors only: it names people.
 *
 * @param options.patience for the search through all names: if it takes longer, only addresses are offered
 */
export async function suggestPeople(
  deps: AudienceDeps,
  caller: Caller,
  { search, limit, patience = PATIENCE }: { search: string; limit: number; patience?: number },
): Promise<SuggestedPerson[]> {
  requireRole(caller, 'editor', 'see contacts');
  const { storage } = deps;
  const { workspaceId } = caller;
  const text = lowered(cut(tidy(search), LONGEST));
  if (text === '') return newestPeople(storage, workspaceId, limit);
  const [byAddress, others] = await Promise.all([
    peopleWithAddress(storage, workspaceId, { start: text, limit }),
    inTime(peopleLike(storage, workspaceId, { text, limit, timeout: patience })),
  ]);
  const known = new Set(byAddress.map(({ id }) => id));
  return [...byAddress, ...others.filter(({ id }) => !known.has(id))].slice(0, limit);
}

/** None if it took too long: what the index offers is better than nothing. */
async function inTime(found: Promise<SuggestedPerson[]>): Promise<SuggestedPerson[]> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'unavailable') return [];
    throw error;
  }
}
