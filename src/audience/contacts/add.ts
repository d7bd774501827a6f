import { eachField } from '../../contact-fields.ts';
import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { emailKey } from '../../lib/emails.ts';
import { clip } from '../../lib/words.ts';
import * as stored from '../../storage/contacts/contacts.ts';
import { addFacts } from '../../storage/contacts/status-facts.ts';
import {
  factsOfSuppressions,
  findSuppressions,
  isErased,
  type Suppression,
  whileAdding,
} from '../../storage/contacts/suppressions.ts';
import { isUniqueViolation } from '../../storage/database/database.ts';
import { findWorkspace } from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { typedValues, withoutNulls } from './typed-values.ts';

/** The added contact, with the attributes that were made for it; or the one that already exists. */
export type AddedContact =
  | {
      id: number;
      madeAttributes: string[];
      /**
       * Why they don't get mail although someone said that they agreed: the address opted out or bounced
       * earlier.
       */
      suppressed?: Suppression;
    }
  | { existing: { id: number; email: string } };

/** A contact that was just added. */
export type NewContact = Extract<AddedContact, { id: number }>;

/** A status that a person gives: the contact agreed, or it isn't known. */
export type GivenStatus = 'subscribed' | 'non-subscribed';

/**
 * Adds a contact. An existing one stays as it is, whatever the input says. An address that opted out or
 * bounced before it was a contact starts with that status, because the input doesn't say when the person
 * agreed.
 *
 * @param options.values typed `key: value` pairs: fields, and attributes, which are made if they are missing
 * @throws RollcallError `invalid-input` for an invalid address or value, `not-allowed` for an address that
 *   was erased
 */
export async function addContact(
  deps: AudienceDeps,
  caller: Caller,
  options: { email: string; name: string | null; values: [string, string][]; status: GivenStatus },
): Promise<AddedContact> {
  requireRole(caller, 'editor', 'add contacts');
  const { workspaceId } = caller;
  const key = emailKey(options.email);
  if (key === null)
    throw new RollcallError('invalid-input', `"${clip(options.email, 100)}" is not an email address.`);
  const existing = await stored.findContact(deps.storage.prisma, workspaceId, { emailKey: key });
  if (existing !== undefined) return { existing };
  const { dateOrder } = await findWorkspace(deps.storage, workspaceId);
  try {
    return await asOneChange(deps, caller, async ({ database, audit }) => {
      await whileAdding(database, workspaceId);
      const { hashes } = deps.storage;
      const found = await findSuppressions(database, workspaceId, { keys: [key], hashes });
      const suppressions = found.get(key) ?? [];
      if (isErased(suppressions)) throw erased();
      const { facts } = factsOfSuppressions(suppressions);
      const status = facts.length === 0 ? options.status : 'non-subscribed';
      const now = deps.now();
      const read = await typedValues(database, workspaceId, {
        pairs: options.values,
        dateOrder,
        now: deps.now(),
      });
      const id = await stored.insertContact(database, {
        workspaceId,
        email: options.email.trim(),
        emailKey: key,
        status,
        source: 'slack',
        now,
        ...eachField(() => null),
        ...read.fields,
        name: options.name ?? read.fields.name ?? null,
        attributes: withoutNulls(read.attributes),
      });
      const [begun] = await addFacts(database, {
        workspaceId,
        now,
        facts: facts.map((fact) => ({ contactId: id, ...fact })),
      });
      await audit('contact.added', `contact ${id}`, { status: begun?.to ?? status });
      const suppressed = options.status === 'subscribed' ? lowestOf(suppressions) : undefined;
      return {
        id,
        madeAttributes: read.made,
        ...defined({ suppressed }),
      };
    });
  } catch (error) {
    const other = isUniqueViolation(error)
      ? await stored.findContact(deps.storage.prisma, workspaceId, { emailKey: key })
      : undefined;
    if (other !== undefined) return { existing: other };
    throw error;
  }
}

/** The suppression that counts: an opt-out before a bounce, and the latest of those. */
const lowestOf = (suppressions: Suppression[]): Suppression | undefined =>
  suppressions.findLast(({ reason }) => reason !== 'bounced') ?? suppressions.at(-1);

const erased = (): RollcallError =>
  new RollcallError('not-allowed', 'This address was erased on request and can’t be added again.', {
    hint: 'If the person wants to come back, the person who runs Rollcall has to lift this in the database.',
  });
