import { sizeOf } from '../../storage/queries/run-rule.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { newTag } from '../contacts/people-in-text.ts';
import { requireRole } from '../permissions.ts';
import type { TagRef } from '../tags/names.ts';
import { changeTagging, type Tagging } from '../tags/tagging.ts';
import { type Crowd, openCrowd, type PeopleSource } from './source.ts';

/** Everyone in a list, with their exact number: what a form says before it changes all of them. */
export interface Everyone {
  crowd: Pick<Crowd, 'source' | 'name' | 'rule'>;
  people: number;
}

/**
 * Counts everyone in a list before something happens to all of them. Editors only.
 *
 * @throws RollcallError as `openCrowd` does
 */
export async function everyoneIn(
  deps: AudienceDeps,
  caller: Caller,
  { source }: { source: PeopleSource },
): Promise<Everyone> {
  requireRole(caller, 'editor', 'tag contacts');
  const crowd = await openCrowd(deps, caller, source);
  const { members } = await sizeOf(deps.storage, crowd.compiled);
  return { crowd, people: members };
}

/** The result of tagging a list; or that more people are in it than the person agreed to. */
export type ListTagged = { tagging: Tagging } | { grown: Everyone };

/**
 * Adds a tag to everyone in a list, or removes it. If more people are in the list by now than the person saw,
 * nothing changes, and the new number is returned for them to confirm.
 *
 * @param options.tag an existing one, or the name of a new one (only to add it)
 * @param options.seen how many people the form said
 * @throws RollcallError `invalid-input`, with the form field at fault, for a doubtful name of a new tag
 */
export async function tagEveryone(
  deps: AudienceDeps,
  caller: Caller,
  options: { way: 'on' | 'off'; tag: TagRef | { make: string }; source: PeopleSource; seen: number },
): Promise<ListTagged> {
  const { way, source, seen } = options;
  requireRole(caller, 'editor', way === 'on' ? 'tag contacts' : 'untag contacts');
  const now = await everyoneIn(deps, caller, { source });
  if (now.people > seen) return { grown: now };
  const tag = 'make' in options.tag ? await newTag(deps, caller, options.tag.make) : options.tag;
  const madeTag = 'make' in options.tag;
  return { tagging: await changeTagging(deps, caller, { way, tag, who: { people: source }, madeTag }) };
}
