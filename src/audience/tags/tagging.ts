import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { findEmails } from '../../lib/emails.ts';
import { clip } from '../../lib/words.ts';
import { parseRule } from '../../rules/language/parse.ts';
import { compileRule } from '../../rules/sql/compile.ts';
import { findContactIds } from '../../storage/contacts/contacts.ts';
import { setsTimeout } from '../../storage/database/by-sets.ts';
import * as links from '../../storage/tags/links.ts';
import { listTags, lockTags, type Tag } from '../../storage/tags/tags.ts';
import { dropUndo } from '../../storage/workspace/undos.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneLongChange } from '../change.ts';
import { openCrowd, type PeopleSource } from '../people/source.ts';
import { requireRole } from '../permissions.ts';
import { type Known, knownTo, resolvedRule, storedSegment } from '../segments/segments.ts';
import { findTag, type TagRef } from './names.ts';

/**
 * The contacts to add a tag to or remove it from: pasted addresses and chosen contacts, a segment's current members, or everyone in
 * a list.
 */
export type Who =
  | { emails: string; ids?: number[] }
  | { segment: string }
  | { segmentId: number }
  | { people: PeopleSource };

/** The result for the contacts that were named. */
export interface Tagging {
  tag: Tag;
  way: 'on' | 'off';
  /** Contacts that have the tag now and did not before (the reverse if it was removed). */
  changed: number;
  /** Contacts for which nothing changed. */
  unchanged: number;
  /** Addresses that aren't a contact's, as typed. */
  unknown: string[];
  /** Words among them that aren't addresses. */
  notAddresses: string[];
  /** The segment whose members they are. */
  segment?: string;
  /** Set if the tag was typed in another case than its name has. */
  namedDifferently: boolean;
  /** The id for undo; none if nothing changed. */
  undoId?: number;
}

/**
 * Adds a tag to contacts, or removes it. Addresses that aren't a contact's are reported, not added as
 * contacts.
 *
 * @param options.made contacts that were added for this: undo removes them again
 * @param options.madeTag the tag was made for this: undo removes it again if no one uses it
 * @param options.who.emails pasted in any form: `<mailto:…>`, "Ada <ada@x.org>", several lines, trailing
 *   commas
 * @throws RollcallError `not-found` for a tag or segment that does not exist, `invalid-input` if there is no
 *   address among the words, or the segment's rule is broken
 */
export async function changeTagging(
  deps: AudienceDeps,
  caller: Caller,
  options: { way: 'on' | 'off'; tag: TagRef; who: Who; made?: number[]; madeTag?: boolean },
): Promise<Tagging> {
  const { way, who } = options;
  requireRole(caller, 'editor', way === 'on' ? 'tag contacts' : 'untag contacts');
  const tag = findTag(await listTags(deps.storage.prisma, caller.workspaceId), options.tag);
  const chosen = await chosenBy(deps, caller, who);
  const kind = way === 'on' ? 'tag.added' : 'tag.removed';
  return asOneLongChange(deps, caller, setsTimeout, async ({ database, workspaceId, audit, undoable }) => {
    findTag(await lockTags(database, workspaceId, [tag.id]), { id: tag.id });
    const undoId = await undoable(kind, tag.name, {
      id: tag.id,
      ...defined({ made: options.made, madeTag: options.madeTag === true ? tag.name : undefined }),
    });
    const change = way === 'on' ? links.addLinks : links.removeLinks;
    const counts = await change(database, { workspaceId, tagId: tag.id, undoId }, chosen.contacts);
    const { changed } = counts;
    if (changed === 0) await dropUndo(database, workspaceId, undoId);
    else await audit(kind, tag.name, { contacts: changed, ...defined({ segment: chosen.segment }) });
    return {
      tag,
      way,
      changed,
      unchanged: counts.chosen - changed,
      unknown: chosen.unknown,
      notAddresses: chosen.notAddresses,
      ...defined({ segment: chosen.segment }),
      namedDifferently: 'name' in options.tag && tag.name !== options.tag.name,
      ...(changed === 0 ? {} : { undoId }),
    };
  });
}

interface ChosenContacts {
  contacts: links.Chosen;
  unknown: string[];
  notAddresses: string[];
  segment?: string;
}

async function chosenBy(deps: AudienceDeps, caller: Caller, who: Who): Promise<ChosenContacts> {
  if ('emails' in who) return byEmails(deps, caller, who.emails, who.ids);
  if (!('people' in who)) return bySegment(deps, caller, who);
  if (who.people.of === 'segment') return bySegment(deps, caller, { segmentId: who.people.id });
  const { compiled } = await openCrowd(deps, caller, who.people);
  return { contacts: compiled, unknown: [], notAddresses: [] };
}

/** @param named ids of contacts who were chosen beside the addresses */
async function byEmails(
  deps: AudienceDeps,
  caller: Caller,
  text: string,
  named: number[] = [],
): Promise<ChosenContacts> {
  const pieces = findEmails(text);
  const emails = pieces.flatMap((piece) => ('key' in piece ? [piece] : []));
  if (emails.length === 0 && named.length === 0) {
    const typed = text.trim();
    const what = typed === '' ? 'No email addresses given.' : `No email address in "${clip(typed, 60)}".`;
    const lists = typed === '' ? [] : rulesIn(typed, await knownTo(deps, caller));
    throw new RollcallError('invalid-input', what, {
      hint:
        lists.length === 0
          ? 'Paste one address or many, separated by spaces, commas or line breaks.'
          : 'For everyone who matches a rule, list them first: the list has buttons that tag and untag all of them.',
      lines: lists.map((rule) => `/contacts list ${rule}`),
    });
  }
  const ids = await findContactIds(
    deps.storage.prisma,
    caller.workspaceId,
    emails.map((email) => email.key),
  );
  return {
    contacts: links.withIds(caller.workspaceId, [...ids.values(), ...named]),
    unknown: emails.filter((email) => !ids.has(email.key)).map((email) => email.email),
    notAddresses: pieces.flatMap((piece) => ('rejected' in piece ? [piece.rejected] : [])),
  };
}

/** The words if they are a rule, or else the rules that they may mean. */
function rulesIn(words: string, known: Known): string[] {
  const parsed = parseRule(words, known);
  return parsed.ok ? [words] : (parsed.problems[0]?.suggestions ?? []);
}

async function bySegment(
  deps: AudienceDeps,
  caller: Caller,
  who: { segment: string } | { segmentId: number },
): Promise<ChosenContacts> {
  const { workspaceId } = caller;
  const ref = 'segment' in who ? { name: who.segment } : { id: who.segmentId };
  const { segment, rule } = await storedSegment(deps, caller, ref);
  const known = await knownTo(deps, caller);
  const contacts = compileRule(resolvedRule(rule, known, { segment: segment.id, stored: true }), {
    workspaceId,
  });
  return { contacts, unknown: [], notAddresses: [], segment: segment.name };
}
