import { RollcallError } from '../../errors.ts';
import type { Role } from '../../lib/roles.ts';
import { writeAudit } from '../../storage/audit.ts';
import type { Database } from '../../storage/database/database.ts';
import { findRole, listRoles, setRole } from '../../storage/workspace/role-overrides.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

/** Users whose role isn't the default, editor. Slack's own admins and owners are always admins. */
export interface GivenRoles {
  admins: string[];
  viewers: string[];
}

/**
 * The role that the settings give a member. Looked up with every request, so that a change applies at once,
 * everywhere.
 */
export function givenRole(
  deps: AudienceDeps,
  workspaceId: number,
  userId: string,
): Promise<Role | undefined> {
  return findRole(deps.storage.prisma, workspaceId, userId);
}

export async function listGivenRoles(deps: AudienceDeps, caller: Caller): Promise<GivenRoles> {
  requireRole(caller, 'admin', 'see roles');
  const roles = [...(await listRoles(deps.storage.prisma, caller.workspaceId))];
  const having = (wanted: Role) => roles.filter(([, role]) => role === wanted).map(([userId]) => userId);
  return { admins: having('admin'), viewers: having('viewer') };
}

/** Refuses contradictory roles. @throws RollcallError `invalid-input`, about `viewers` */
export function checkRoles({ admins, viewers }: GivenRoles): void {
  if (!admins.some((userId) => viewers.includes(userId))) return;
  throw new RollcallError('invalid-input', 'Someone is listed as both admin and viewer.', {
    hint: 'Remove them from one of the lists.',
    about: 'viewers',
  });
}

/**
 * Makes these people admins and viewers; everyone else gets their role from Slack. Part of a transaction;
 * each change is audited. No one can change their own role, so at least one admin always remains: the one who
 * made the change.
 *
 * @returns how many people's role changed
 */
export async function giveRoles(
  database: Database,
  caller: Caller,
  { roles, at }: { roles: GivenRoles; at: Date },
): Promise<number> {
  const { workspaceId, actor } = caller;
  const before = await listRoles(database, workspaceId);
  const after = new Map<string, Role>([
    ...roles.admins.map((userId) => [userId, 'admin'] as const),
    ...roles.viewers.map((userId) => [userId, 'viewer'] as const),
  ]);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (userId) => before.get(userId) !== after.get(userId),
  );
  if (changed.includes(actor)) {
    throw new RollcallError('invalid-input', 'You can’t change your own role.', {
      hint: 'Another admin can. This way there’s always at least one.',
      about: before.get(actor) === 'admin' || after.get(actor) === 'admin' ? 'admins' : 'viewers',
    });
  }
  for (const userId of changed) {
    const role = after.get(userId);
    await setRole(database, workspaceId, { userId, role, by: actor, at });
    const details = { from: before.get(userId) ?? 'as in Slack', to: role ?? 'as in Slack' };
    await writeAudit(database, { workspaceId, actor, action: 'role.changed', subject: userId, details });
  }
  return changed.length;
}
