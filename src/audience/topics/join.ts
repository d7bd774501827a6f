import { emailKey, trimEmail } from '../../lib/emails.ts';
import { addFacts } from '../../storage/contacts/status-facts.ts';
import {
  factsOfSuppressions,
  findSuppressions,
  isErased,
  whileAdding,
} from '../../storage/contacts/suppressions.ts';
import { makeContacts } from '../../storage/contacts/upsert.ts';
import { inTransaction } from '../../storage/database/transaction.ts';
import * as stored from '../../storage/topics/person.ts';
import { setLanguage } from '../../storage/topics/person.ts';
import { listTopics } from '../../storage/topics/topics.ts';
import { setWriter } from '../../storage/watches/writer.ts';
import type { AudienceDeps } from '../caller.ts';
import { type Change, changeIn, switchTopics } from './choices.ts';
import { isOffered, type PreferredTopic } from './preferences.ts';

/** The topics in a sign-up form, in their order. */
export async function joinTopics(deps: AudienceDeps, workspaceId: number): Promise<PreferredTopic[]> {
  const topics = await listTopics(deps.storage.prisma, workspaceId);
  return topics.filter(isOffered).map(({ id, name, description, isOn, confirms }) => ({
    id,
    name,
    description,
    confirms,
    on: isOn,
  }));
}

/** The contact with an address that someone typed into a public form. */
export interface FoundPerson {
  contactId: number;
  email: string;
  language: string | null;
  /** Whether mail can reach them: they didn't bounce, and the address is valid. */
  mailable: boolean;
}

/** Finds the contact with an address; undefined if there is none. */
export async function findPerson(
  deps: AudienceDeps,
  workspaceId: number,
  email: string,
): Promise<FoundPerson | undefined> {
  const key = emailKey(email);
  if (key === null) return undefined;
  const found = await stored.findPerson(deps.storage.prisma, workspaceId, { emailKey: key });
  if (found === undefined) return undefined;
  const { id, language, status, emailValidation } = found;
  const mailable = status !== 'bounced' && emailValidation !== 'invalid';
  return { contactId: id, email: found.email, language, mailable };
}

/**
 * A person confirmed that they want to join: they are added if they aren't a contact yet, and subscribed by
 * their own word to the topics that they chose. Only call this for the click in the mail to them.
 *
 * @param options.text the text next to the button that they clicked
 * @returns undefined for an address that was erased on request, or is invalid
 */
export async function join(
  deps: AudienceDeps,
  workspaceId: number,
  options: { email: string; language?: string | null; topics: readonly number[]; text: string },
): Promise<{ contactId: number; emailChangedAt: Date | null; isNew: boolean } | undefined> {
  const key = emailKey(options.email);
  if (key === null) return undefined;
  return inTransaction(deps.storage.pool, async (client) => {
    await setWriter(client, 'page');
    const now = deps.now();
    await whileAdding(client, workspaceId);
    const { hashes } = deps.storage;
    const suppressions =
      (await findSuppressions(client, workspaceId, { keys: [key], hashes })).get(key) ?? [];
    if (isErased(suppressions)) return undefined;
    const emails = [{ key, email: trimEmail(options.email) }];
    const isNew = (await makeContacts(client, { workspaceId, emails, source: 'join', now })).has(key);
    const held = await stored.findPerson(client, workspaceId, { emailKey: key }, { hold: true });
    if (held === undefined) return undefined;
    const contactId = held.id;
    const { facts } = factsOfSuppressions(isNew ? suppressions : []);
    const details = { text: options.text };
    await addFacts(client, {
      workspaceId,
      now,
      facts: [
        ...facts.map((fact) => ({ contactId, ...fact })),
        { contactId, kind: 'confirmation', at: now, source: 'join', details },
      ],
    });
    const { language } = options;
    if (language && held.language === null)
      await setLanguage(client, workspaceId, { id: contactId, language });
    const wanted = new Set(options.topics);
    const offered = (await listTopics(client, workspaceId)).filter(isOffered);
    // Topics that a subscriber had before and left out now stay on: a second sign-up removes nothing. Others
    // get only what they chose.
    const getsNothingYet = isNew || held.status !== 'subscribed';
    const topics = offered.flatMap(({ id }) => {
      if (wanted.has(id)) return [{ id, on: true, text: options.text }];
      return getsNothingYet ? [{ id, on: false, text: options.text }] : [];
    });
    const person = { workspaceId, contactId };
    const work = (each: Change) => switchTopics(each, person, { topics });
    await changeIn(client, person, { how: 'join', now, work });
    return { contactId, emailChangedAt: held.emailChangedAt, isNew };
  });
}
