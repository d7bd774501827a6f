import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { changeTagging, type Tagging } from '../../src/audience/tags/tagging.ts';

/** Adds a tag to the contacts with these addresses, as `/tags add` does. */
export const putTag = (deps: AudienceDeps, caller: Caller, tag: string, emails: string): Promise<Tagging> =>
  changeTagging(deps, caller, { way: 'on', tag: { name: tag }, who: { emails } });

/** Removes it, as `/tags remove` does. */
export const takeTagOff = (
  deps: AudienceDeps,
  caller: Caller,
  tag: string,
  emails: string,
): Promise<Tagging> => changeTagging(deps, caller, { way: 'off', tag: { name: tag }, who: { emails } });
