import type { AttributeType } from '../../csv/schema.ts';
import { fold } from '../../lib/texts.ts';
import type { Database } from '../database/database.ts';

export interface Attribute {
  id: number;
  name: string;
  type: AttributeType;
  yearly: boolean;
}

export async function listAttributes(database: Database, workspaceId: number): Promise<Attribute[]> {
  const rows = await database.attribute.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } });
  return rows.map(({ id, name, type, yearly }) => ({ id, name, type: type as AttributeType, yearly }));
}

/** Like listAttributes, and locks them: nobody changes a type until the transaction ends. */
export function holdAttributes(database: Database, workspaceId: number): Promise<Attribute[]> {
  return database.$queryRaw<Attribute[]>`
    SELECT id, name, type, yearly FROM attributes WHERE workspace_id = ${workspaceId} ORDER BY id FOR SHARE`;
}

/**
 * Creates the missing attributes; those with the same name (by `fold`) stay the same. Returns the ids of the
 * new ones.
 */
export async function addAttributes(
  database: Database,
  workspaceId: number,
  attributes: Omit<Attribute, 'id'>[],
): Promise<number[]> {
  const made = await database.attribute.createManyAndReturn({
    data: attributes.map((attribute) => ({
      ...attribute,
      workspaceId,
      nameKey: fold(attribute.name),
    })),
    skipDuplicates: true,
    select: { id: true },
  });
  return made.map(({ id }) => id);
}
