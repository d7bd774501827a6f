import { RollcallError } from '../../errors.ts';
import { dkimRecord } from '../../lib/dkim-record.ts';
import { type PresetName, presetOf } from '../../lib/sender-presets.ts';
import { isUniqueViolation } from '../../storage/database/database.ts';
import { archiveSender as archive, saveDkimKey, updateSender } from '../../storage/senders/changes.ts';
import { makeDkimKey, publicKeyOf } from '../../storage/senders/dkim-key.ts';
import * as stored from '../../storage/senders/senders.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { checkSender, noSender } from './check.ts';
import { domainOf, type Finding, findingsOf } from './findings.ts';
import { checkedInput, type SenderInput } from './input.ts';

/** A sender as admins see it. */
export interface ShownSender extends stored.StoredSender {
  preset: PresetName;
  shownFindings: Finding[];
  /** What to enter in DNS, if Rollcall signs its mails. */
  dkim: { name: string; record: string } | undefined;
}

/** The senders that are offered, by name, for people who write campaigns. */
export async function listSenders(deps: AudienceDeps, caller: Caller): Promise<stored.StoredSender[]> {
  requireRole(caller, 'viewer', 'see senders');
  const all = await stored.listSenders(deps.storage.prisma, caller.workspaceId);
  return all.filter(({ archivedAt }) => archivedAt === null);
}

/** The same for admins, with what their checks found. */
export async function showSenders(deps: AudienceDeps, caller: Caller): Promise<ShownSender[]> {
  requireRole(caller, 'admin', 'see how mail is sent');
  const senders = await listSenders(deps, caller);
  return Promise.all(senders.map((sender) => shown(deps, caller, sender)));
}

/** One of them. @throws RollcallError `not-found` */
export async function showSender(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<ShownSender> {
  requireRole(caller, 'admin', 'see how mail is sent');
  const found = (await listSenders(deps, caller)).find((sender) => sender.id === id);
  if (found === undefined) throw noSender();
  return shown(deps, caller, found);
}

async function shown(
  { storage }: AudienceDeps,
  { workspaceId }: Caller,
  sender: stored.StoredSender,
): Promise<ShownSender> {
  const preset = presetOf(sender);
  const shownFindings = findingsOf(sender);
  if (sender.dkimSelector === null) return { ...sender, preset, shownFindings, dkim: undefined };
  const { id, dkimSelector, fromAddress } = sender;
  const opened = await stored.openSender(storage.pool, storage, { workspaceId, id });
  const name = `${dkimSelector}._domainkey.${domainOf(fromAddress)}`;
  const key = opened?.dkimKey;
  const dkim = key ? { name, record: dkimRecord(publicKeyOf(key)) } : undefined;
  return { ...sender, preset, shownFindings, dkim };
}

/** What the form says besides: whether Rollcall signs the mails. */
export type SenderForm = SenderInput & { signs: boolean };

/**
 * Adds a sender and checks it.
 *
 * @throws RollcallError `invalid-input` with the field in `about`; `taken`
 */
export async function createSender(
  deps: AudienceDeps,
  caller: Caller,
  { preset, form }: { preset: PresetName; form: SenderForm },
): Promise<ShownSender> {
  requireRole(caller, 'admin', 'add senders');
  const fields = checkedInput(preset, form);
  const key = form.signs ? await makeDkimKey() : null;
  const id = await namedOnce(fields.name, () =>
    asOneChange(deps, caller, async ({ database, workspaceId, actor, audit }) => {
      const by = { workspaceId, by: actor, at: deps.now() };
      const added = await stored.insertSender(database, deps.storage.hash, { ...fields, ...by });
      if (key !== null) await sign(deps, database, { workspaceId, id: added }, key);
      await audit('sender.created', fields.name);
      return added;
    }),
  );
  return checkedNow(deps, caller, id);
}

/**
 * Changes a sender and checks it again. Campaigns that were approved with it go on using it.
 *
 * @throws as createSender; `invalid-input` if the server changes and the password isn't entered again
 */
export async function editSender(
  deps: AudienceDeps,
  caller: Caller,
  { id, form }: { id: number; form: SenderForm },
): Promise<ShownSender> {
  requireRole(caller, 'admin', 'change senders');
  const before = await showSender(deps, caller, { id });
  const { password, ...fields } = checkedInput(before.preset, form);
  const isElsewhere = fields.host !== before.host || fields.userName !== before.userName;
  // A stored password only ever goes to the server that it was entered for.
  if (password === null && isElsewhere && fields.userName !== null)
    throw new RollcallError('invalid-input', 'For another server or user name, enter the password again.', {
      about: 'password',
    });
  const isSameAddress = fields.fromAddress === before.fromAddress;
  const key = form.signs && before.dkimSelector === null ? await makeDkimKey() : undefined;
  await namedOnce(fields.name, () =>
    asOneChange(deps, caller, async ({ database, workspaceId, audit }) => {
      const at = { workspaceId, id };
      const kept = password ?? (fields.userName === null && fields.way === 'smtp' ? null : undefined);
      const change = { ...fields, password: kept, at: deps.now(), isSameAddress };
      await updateSender(database, deps.storage.hash, at, change);
      if (key !== undefined) await sign(deps, database, at, key);
      else if (!form.signs) await saveDkimKey(database, deps.storage.hash, at, null);
      await audit('sender.edited', fields.name);
    }),
  );
  return checkedNow(deps, caller, id);
}

/** A sender is no longer offered. Campaigns that wait for it are held at their time. @throws RollcallError `not-found` */
export async function removeSender(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<stored.StoredSender> {
  requireRole(caller, 'admin', 'remove senders');
  const sender = await showSender(deps, caller, { id });
  await asOneChange(deps, caller, async ({ database, workspaceId, audit }) => {
    await archive(database, { workspaceId, id }, { at: deps.now() });
    await audit('sender.removed', sender.name);
  });
  return sender;
}

async function checkedNow(deps: AudienceDeps, caller: Caller, id: number): Promise<ShownSender> {
  return shown(deps, caller, await checkSender(deps, caller, { id }));
}

const sign = (
  { storage }: AudienceDeps,
  on: Parameters<typeof saveDkimKey>[0],
  at: { workspaceId: number; id: number },
  privateKey: string,
): Promise<void> => saveDkimKey(on, storage.hash, at, { selector: 'rollcall', privateKey });

async function namedOnce<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new RollcallError(
      'taken',
      `A sender named "${name}" already exists, or did before it was removed.`,
      {
        about: 'name',
        hint: 'Choose another name.',
      },
    );
  }
}
