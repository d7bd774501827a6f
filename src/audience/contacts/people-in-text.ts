import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { findEmails } from '../../lib/emails.ts';
import { findContactIds } from '../../storage/contacts/contacts.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import type { TagRef } from '../tags/names.ts';
import { changeTagging, type Tagging } from '../tags/tagging.ts';
import { addTag } from '../tags/tags.ts';
import { addContact, type GivenStatus } from './changes.ts';

/** Addresses of a text, as typed: those of contacts, and those of nobody here. */
export interface PeopleInText {
  contacts: string[];
  others: string[];
}

/** Whose addresses a text holds, in their order. */
export async function peopleInText(deps: AudienceDeps, caller: Caller, text: string): Promise<PeopleInText> {
  requireRole(caller, 'editor', 'tag contacts');
  const found = findEmails(text).flatMap((piece) => ('key' in piece ? [piece] : []));
  const keys = found.map(({ key }) => key);
  const ids = await findContactIds(deps.storage.prisma, caller.workspaceId, keys);
  const emailsOf = (isContact: boolean) =>
    found.filter(({ key }) => ids.has(key) === isContact).map(({ email }) => email);
  return { contacts: emailsOf(true), others: emailsOf(false) };
}

/** What came of tagging people, some of whom were added for it. */
export interface PeopleTagged {
  tagging: Tagging;
  added: number;
  status?: GivenStatus;
  /** Who could not be added, each with the reason as a sentence. */
  refused: string[];
  /** Who was added, and gets no mail all the same: the address opted out, or bounced, before. */
  suppressed: string[];
}

/**
 * Puts a tag on contacts, and on people who are made contacts for it. Undoing the tagging removes these again, and a tag that
 * was made for it.
 *
 * @param options.tag the one that is there, or the name of a new one
 * @param options.status whether the new ones agreed to get mail: nobody says it for them
 * @throws RollcallError `invalid-input`, about the part of the form at fault: nobody chosen, no tag, no status, a tag's
 *   name that is doubtful
 */
export async function tagPeople(
  deps: AudienceDeps,
  caller: Caller,
  options: { contacts: string[]; others: string[]; tag: TagRef | { make: string }; status?: GivenStatus },
): Promise<PeopleTagged> {
  requireRole(caller, 'editor', 'tag contacts');
  const { contacts, others, status } = options;
  if (contacts.length + others.length === 0)
    throw new RollcallError('invalid-input', 'Choose at least one person.', { about: 'tag' });
  if (others.length > 0 && status === undefined) {
    throw new RollcallError('invalid-input', 'Say whether the new people agreed to get mail.', {
      hint: 'Or don’t add them.',
      about: 'status',
    });
  }
  const tag = 'make' in options.tag ? await newTag(deps, caller, options.tag.make) : options.tag;
  const refused: string[] = [];
  const suppressed: string[] = [];
  const made: number[] = [];
  for (const email of status === undefined ? [] : others) {
    try {
      const outcome = await addContact(deps, caller, {
        email,
        name: null,
        values: [],
        status: status ?? 'non-subscribed',
      });
      if (!('id' in outcome)) continue;
      made.push(outcome.id);
      if (outcome.suppressed !== undefined) suppressed.push(email);
    } catch (error) {
      // One who was erased keeps nobody else from being tagged.
      if (!(error instanceof RollcallError) || error.code !== 'not-allowed') throw error;
      refused.push(`${email}: ${error.message}`);
    }
  }
  const emails = [...contacts, ...others].join('\n');
  const madeTag = 'make' in options.tag;
  const tagging = await changeTagging(deps, caller, { way: 'on', tag, who: { emails }, made, madeTag });
  return { tagging, added: made.length, refused, suppressed, ...defined({ status }) };
}

async function newTag(deps: AudienceDeps, caller: Caller, name: string): Promise<TagRef> {
  const made = await addTag(deps, caller, { name });
  if ('tag' in made) return { id: made.tag.id };
  const sentence =
    'fitting' in made
      ? `Tag names here have another style: "${made.fitting}".`
      : `A very similar tag already exists: "${made.alike[0]?.name}".`;
  throw new RollcallError('invalid-input', sentence, {
    hint: 'fitting' in made ? 'Use that name.' : 'Choose that tag, or use another name.',
    about: 'new',
  });
}
