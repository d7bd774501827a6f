import type { Role } from '../../lib/roles.ts';
import type { Database } from '../database/database.ts';

/** The role that the settings give a person; undefined if they give none. */
export async function findRole(
  database: Database,
  workspaceId: number,
  userId: string,
): Promise<Role | undefined> {
  const where = { workspaceId_userId: { workspaceId, userId } };
  return (await database.roleOverride.findUnique({ where }))?.role as Role | undefined;
}

/** All roles that the settings give, by person. */
export async function listRoles(database: Database, workspaceId: number): Promise<Map<string, Role>> {
  const rows = await database.roleOverride.findMany({ where: { workspaceId }, orderBy: { userId: 'asc' } });
  return new Map(rows.map((row) => [row.userId, row.role as Role]));
}

/** Gives a person a role, or removes it. */
export async function setRole(
  database: Database,
  workspaceId: number,
  { userId, role, by, at }: { userId: string; role: Role | undefined; by: string; at: Date },
): Promise<void> {
  await database.roleOverride.deleteMany({ where: { workspaceId, userId } });
  if (role !== undefined)
    await database.roleOverride.create({ data: { workspaceId, userId, role, givenBy: by, givenAt: at } });
}
