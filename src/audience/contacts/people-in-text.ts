import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { findEmails } from '../../lib/emails.ts';
import { findContactIds } from '../../storage/contacts/contacts.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import type { TagRef } from '../tags/names.ts';
import { changeTagging, type Tagging } from '../tags/tagging.ts';
import { addTag } from '../tags/tags.ts';
import { addContact, type GivenStatus } from './add.ts';

/** The addresses in a text, as typed: those of contacts, and all others. */
export interface PeopleInText {
  contacts: string[];
  others: string[];
}

/** Looks up the addresses in a text, in their order. */
export async function peopleInText(deps: AudienceDeps, caller: Caller, text: string): Promise<PeopleInText> {
  requireRole(caller, 'editor', 'tag contacts');
  const found = findEmails(text).flatMap((piece) => ('key' in piece ? [piece] : []));
  const keys = found.map(({ key }) => key);
  const ids = await findContactIds(deps.storage.prisma, caller.workspaceId, keys);
  const emailsOf = (isContact: boolean) =>
    found.filter(({ key }) => ids.has(key) === isContact).map(({ email }) => email);
  return { contacts: emailsOf(true), others: emailsOf(false) };
}

/** The result of tagging people, including those who were added for it. */
export interface PeopleTagged {
  tagging: Tagging;
  added: number;
  status?: GivenStatus;
  /** The people who could not be added, each with the reason as a sentence. */
  refused: string[];
  /** The people who were added but get no mail: the address opted out or bounced earlier. */
  suppressed: string[];
}

/**
 * Adds a tag to contacts, and to people who become contacts for it. Undoing this removes those people again,
 * and the tag if it was made for this.
 *
 * @param options.tag an existing one, or the name of a new one
 * @param options.status whether the new people agreed to get mail: there is no default
 * @throws RollcallError `invalid-input`, with the form field at fault: no people, no tag, no status, or a
 *   doubtful tag name
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
      // An erased person must not keep the others from being tagged.
      if (!(error instanceof RollcallError) || error.code !== 'not-allowed') throw error;
      refused.push(`${email}: ${error.message}`);
    }
  }
  const emails = [...contacts, ...others].join('\n');
  const madeTag = 'make' in options.tag;
  const tagging = await changeTagging(deps, caller, { way: 'on', tag, who: { emails }, made, madeTag });
  return { tagging, added: made.length, refused, suppressed, ...defined({ status }) };
}

/**
 * Makes a tag for people who get it at once.
 *
 * @throws RollcallError `invalid-input` at the field `new` for a doubtful name
 */
export async function newTag(deps: AudienceDeps, caller: Caller, name: string): Promise<TagRef> {
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
