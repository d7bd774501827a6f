import { findEmails } from '../emails.ts';
import { RollcallError } from '../errors.ts';
import { writeAudit } from '../storage/audit.ts';
import { findContactIds } from '../storage/contacts.ts';
import { isUniqueViolation } from '../storage/database.ts';
import type { Tag, TagWithCount } from '../storage/tags.ts';
import * as stored from '../storage/tags.ts';
import { clip, nearest } from '../words.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { requireRole } from './permissions.ts';

const LONGEST_NAME = 60;

/** Either the new tag, or the name tidied and the tags so like it that a person should say which they mean. */
export type NewTag = { tag: Tag } | { name: string; alike: Tag[] };

/**
 * Makes a tag. Where one of nearly the same name exists ("VIP" beside "vip"), nothing is made and the like ones are
 * returned, unless `despiteAlike` says that a second one is wanted.
 *
 * @throws RollcallError `invalid-input` for a name that can't be one, `taken` when the tag exists
 */
export async function addTag(
  deps: AudienceDeps,
  caller: Caller,
  options: { name: string; despiteAlike?: boolean },
): Promise<NewTag> {
  requireRole(caller, 'editor', 'make tags');
  const name = checkedName(options.name);
  const { prisma } = deps.storage;
  const existing = await stored.listTags(prisma, caller.workspaceId);
  if (existing.some((tag) => tag.name === name)) throw taken(name);
  const alike = existing.filter((tag) => likeness(tag.name) === likeness(name));
  if (alike.length > 0 && options.despiteAlike !== true) return { name, alike };
  try {
    const tag = await prisma.$transaction(async (database) => {
      const made = await stored.insertTag(database, {
        workspaceId: caller.workspaceId,
        name,
        createdBy: caller.actor,
      });
      await writeAudit(database, { ...by(caller), action: 'tag.created', subject: name });
      return made;
    });
    return { tag };
  } catch (error) {
    // Two people made it at the same moment.
    if (isUniqueViolation(error)) throw taken(name);
    throw error;
  }
}

/** Tags with how many contacts carry each, by name. */
export async function listTags(deps: AudienceDeps, caller: Caller): Promise<TagWithCount[]> {
  requireRole(caller, 'viewer', 'see tags');
  return stored.listTagsWithCounts(deps.storage.prisma, caller.workspaceId);
}

/** What became of addresses that were handed in. */
export interface Tagging {
  tag: Tag;
  /** Contacts that carry the tag now and did not before (or the other way round, when taking it off). */
  changed: number;
  /** Contacts for which it was so already. */
  unchanged: number;
  /** Addresses that no contact has, as typed. */
  unknown: string[];
  /** Words among them that are no addresses. */
  notAddresses: string[];
  /** Set when the tag was named in another case than it has. */
  namedDifferently: boolean;
}

/**
 * Puts a tag on the contacts with these addresses. Addresses that nobody has are named, not made into contacts.
 *
 * @param options.emails pasted in any form: `<mailto:…>`, "Ada <ada@x.org>", several lines, trailing commas
 * @throws RollcallError `not-found` for a tag that does not exist, `invalid-input` when no address is among the words
 */
export async function tagByEmail(
  deps: AudienceDeps,
  caller: Caller,
  options: { tag: string; emails: string },
): Promise<Tagging> {
  requireRole(caller, 'editor', 'tag contacts');
  return changeTagging(deps, caller, options, { change: stored.tagContacts, action: 'tag.added' });
}

/** Takes a tag off the contacts with these addresses; otherwise as tagByEmail. */
export async function untagByEmail(
  deps: AudienceDeps,
  caller: Caller,
  options: { tag: string; emails: string },
): Promise<Tagging> {
  requireRole(caller, 'editor', 'take tags off contacts');
  return changeTagging(deps, caller, options, { change: stored.untagContacts, action: 'tag.removed' });
}

async function changeTagging(
  deps: AudienceDeps,
  caller: Caller,
  options: { tag: string; emails: string },
  how: { change: typeof stored.tagContacts; action: string },
): Promise<Tagging> {
  const { workspaceId } = caller;
  const { prisma } = deps.storage;
  const tag = findTag(await stored.listTags(prisma, workspaceId), options.tag);
  const pieces = findEmails(options.emails);
  const emails = pieces.flatMap((piece) => ('key' in piece ? [piece] : []));
  if (emails.length === 0) {
    const typed = options.emails.trim();
    const what = typed === '' ? 'No email addresses were given.' : `No email address in "${shorten(typed)}".`;
    throw new RollcallError('invalid-input', what, {
      hint: 'Paste one address or many, separated by spaces, commas or line breaks.',
    });
  }
  return prisma.$transaction(async (database) => {
    const ids = await findContactIds(
      database,
      workspaceId,
      emails.map((email) => email.key),
    );
    const changed = await how.change(database, { workspaceId, tagId: tag.id, contactIds: [...ids.values()] });
    if (changed > 0) {
      await writeAudit(database, {
        ...by(caller),
        action: how.action,
        subject: tag.name,
        details: { contacts: changed },
      });
    }
    return {
      tag,
      changed,
      unchanged: ids.size - changed,
      unknown: emails.filter((email) => !ids.has(email.key)).map((email) => email.email),
      notAddresses: pieces.flatMap((piece) => ('rejected' in piece ? [piece.rejected] : [])),
      namedDifferently: tag.name !== options.tag,
    };
  });
}

/**
 * Where the tag ends and the addresses begin in what a person typed after `/tags add`: `vip ada@x.org` or
 * `"VIP Customer" Ada <ada@x.org>`. Without quotes, the tag is the longest run of first words that names one.
 */
export async function splitTagging(
  deps: AudienceDeps,
  caller: Caller,
  text: string,
): Promise<{ tag: string; emails: string }> {
  requireRole(caller, 'viewer', 'see tags');
  const quoted = /^["“”']([^"“”']+)["“”']\s*:?\s*/.exec(text);
  if (quoted?.[1] !== undefined) return { tag: quoted[1], emails: text.slice(quoted[0].length) };
  const words = [...text.matchAll(/[^\s:]+:?/g)];
  const firstAddress = words.findIndex((word) => /[@<]/.test(word[0]));
  const before = firstAddress < 0 ? words : words.slice(0, firstAddress);
  const tags = await stored.listTags(deps.storage.prisma, caller.workspaceId);
  for (let count = before.length; count > 0; count--) {
    const last = before[count - 1];
    if (last === undefined) break;
    const end = last.index + last[0].length;
    const name = text.slice(0, end).replace(/:$/, '');
    if (tags.some((tag) => tag.name.toLowerCase() === name.toLowerCase()))
      return { tag: name, emails: text.slice(end) };
  }
  const end = before[0] === undefined ? 0 : before[0].index + before[0][0].length;
  return { tag: text.slice(0, end).replace(/:$/, ''), emails: text.slice(end) };
}

/**
 * The tag that a command's argument means: the exact one, or the only one that differs by case.
 *
 * @throws RollcallError `not-found`, with the nearest names, or `invalid-input` where several differ by case
 */
export function findTag(tags: Tag[], typed: string): Tag {
  const name = typed.normalize('NFC').trim().replace(/\s+/g, ' ');
  const exact = tags.find((tag) => tag.name === name);
  if (exact !== undefined) return exact;
  const sameLetters = tags.filter((tag) => tag.name.toLowerCase() === name.toLowerCase());
  if (sameLetters.length === 1 && sameLetters[0] !== undefined) return sameLetters[0];
  if (sameLetters.length > 1) {
    const names = sameLetters.map((tag) => `\`${tag.name}\``).join(' or ');
    throw new RollcallError('invalid-input', `"${name}" could be ${names}: type it exactly.`);
  }
  const close = nearest(
    name,
    tags.map((tag) => tag.name),
  );
  throw new RollcallError('not-found', `There is no tag "${name}".`, {
    hint:
      close.length > 0
        ? `Did you mean ${close.map((other) => `\`${other}\``).join(' or ')}? Or make it: /tags new ${name}`
        : `Make it with /tags new ${name}, or see all with /tags.`,
  });
}

function checkedName(name: string): string {
  const trimmed = name.normalize('NFC').trim().replace(/\s+/g, ' ');
  const wrong =
    trimmed === ''
      ? 'A tag needs a name.'
      : trimmed.length > LONGEST_NAME
        ? `A tag's name has at most ${LONGEST_NAME} characters; this one has ${trimmed.length}.`
        : /["“”,]|\p{Cc}/u.test(trimmed)
          ? `A tag's name has no quotes and no commas: "${shorten(trimmed)}" does.`
          : trimmed.includes('@')
            ? `A tag's name has no @: "${shorten(trimmed)}" looks like an address.`
            : undefined;
  if (wrong === undefined) return trimmed;
  throw new RollcallError('invalid-input', wrong, { hint: 'Try: /tags new vip' });
}

/** What is left of a name when everything that people vary without meaning it is gone. */
const likeness = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');

const taken = (name: string): RollcallError =>
  new RollcallError('taken', `The tag "${name}" exists already.`, {
    hint: `Put it on people with /tags add ${name} ada@example.org`,
  });

const by = (caller: Caller): { workspaceId: number; actor: string } => ({
  workspaceId: caller.workspaceId,
  actor: caller.actor,
});

const shorten = (text: string): string => clip(text, 60);
