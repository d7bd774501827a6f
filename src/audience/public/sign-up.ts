import { emailKey, trimEmail } from '../../lib/emails.ts';
import { findSuppressions, isErased } from '../../storage/contacts/suppressions.ts';
import { inTransaction } from '../../storage/database/transaction.ts';
import {
  addSignUp,
  findSignUp,
  holdSignUps,
  lastSignUp,
  removeSignUp,
  type SignUp,
} from '../../storage/topics/sign-ups.ts';
import { listWorkspaces } from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps } from '../caller.ts';
import { queueMail } from '../mail/queue.ts';
import { findPerson, join, joinTopics } from '../topics/join.ts';
import { brandOf } from './brand.ts';
import type { Brand } from './brand-shown.ts';
import type { Addressee } from './links.ts';
import type { PublicLanguage } from './texts.ts';
import { readToken } from './token.ts';

/** A sign-up expires after this many days without a confirmation. */
const DAYS = 7;
/** The shortest time between two sign-up mails to one address, in ms. */
const PAUSE_MS = 10 * 60_000;

/**
 * Accepts a sign-up from the public form, and mails a confirmation link to its address. The answer reveals
 * nothing: someone who was erased, or whose mail bounced, gets no mail.
 *
 * @returns false for an invalid address
 */
export async function signUp(
  deps: AudienceDeps,
  workspaceId: number,
  given: { email: string; topicIds: readonly number[]; language: PublicLanguage; shown: string },
): Promise<boolean> {
  const key = emailKey(given.email);
  if (key === null) return false;
  const { pool, prisma, hashes } = deps.storage;
  const person = await findPerson(deps, workspaceId, given.email);
  const suppressions = (await findSuppressions(prisma, workspaceId, { keys: [key], hashes })).get(key) ?? [];
  if (isErased(suppressions) || person?.mailable === false) return true;
  const createdAt = deps.now();
  const offered = new Set((await joinTopics(deps, workspaceId)).map(({ id }) => id));
  const { language, shown } = given;
  const row = {
    workspaceId,
    email: trimEmail(given.email),
    emailKey: key,
    language,
    shown,
    createdAt,
    topicIds: [...new Set(given.topicIds)].filter((id) => offered.has(id)),
  };
  await inTransaction(pool, async (client) => {
    // Twenty at once are one mail too.
    await holdSignUps(client, row);
    const before = await lastSignUp(client, row);
    if (before !== undefined && createdAt.getTime() - before.getTime() < PAUSE_MS) return;
    const signUpId = await addSignUp(client, row);
    await queueMail(deps, workspaceId, { mail: 'sign-up', signUpId, language }, client);
  });
  return true;
}

/** A sign-up as its confirmation page shows it. */
export interface WaitingSignUp extends SignUp {
  workspaceId: number;
  brand: Brand;
  /** Names of the chosen topics that still exist. */
  topics: string[];
}

/** The sign-up of a link; undefined if it was confirmed or has expired, or if the link is forged. */
export async function signUpOf(deps: AudienceDeps, token: string): Promise<WaitingSignUp | undefined> {
  const content = readToken(deps.storage, token);
  const { workspaceId, id } = content?.kind === 'join' ? content : { workspaceId: 0, id: 0 };
  const found = await findSignUp(deps.storage.pool, { workspaceId, id });
  const brand = await brandOf(deps, workspaceId);
  if (found === undefined || brand === undefined) return undefined;
  if (deps.now().getTime() - found.createdAt.getTime() > DAYS * 86_400_000) return undefined;
  const chosen = new Set(found.topicIds);
  const topics = (await joinTopics(deps, workspaceId)).filter(({ id }) => chosen.has(id));
  return { ...found, workspaceId, brand, topics: topics.map(({ name }) => name) };
}

/**
 * Confirms a sign-up after the click in its mail. Returns who signed up; undefined if the address has been
 * erased since.
 */
export async function confirmSignUp(
  deps: AudienceDeps,
  { workspaceId, id, email, language, topicIds, shown }: WaitingSignUp,
  pressed: string,
): Promise<Addressee | undefined> {
  const text = `${shown}\n${pressed}`;
  const joined = await join(deps, workspaceId, { email, language, topics: topicIds, text });
  // Removed last: a second click joins again, which changes nothing, and a crash in between loses nothing.
  await removeSignUp(deps.storage.pool, { workspaceId, id });
  return joined && { workspaceId, ...joined };
}

/**
 * Mails people with this address a link to their settings, in a workspace or in all of them. The caller
 * answers before this is done: the time it takes would reveal who is a contact.
 */
export async function mailLinkTo(
  deps: AudienceDeps,
  given: { workspaceId: number | undefined; email: string; language: PublicLanguage },
): Promise<void> {
  const { workspaceId, email, language } = given;
  const ids =
    workspaceId === undefined ? (await listWorkspaces(deps.storage)).map(({ id }) => id) : [workspaceId];
  for (const id of ids) {
    const person = await findPerson(deps, id, email);
    if (person === undefined || !person.mailable) continue;
    await queueMail(deps, id, { mail: 'preference-link', contactId: person.contactId, language });
  }
}
