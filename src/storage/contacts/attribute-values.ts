import { nameKeys } from '../../lib/names.ts';
import type { Database } from '../database/database.ts';
import { Prisma } from '../generated/client.ts';
import type { Attribute } from './attributes.ts';

/**
 * The attribute with this name in any case, locked until the transaction ends: nobody else changes it
 * meanwhile.
 */
export async function lockAttribute(
  database: Database,
  workspaceId: number,
  name: string,
): Promise<Attribute | undefined> {
  const keys = nameKeys(name);
  const [attribute] = await database.$queryRaw<Attribute[]>`
    SELECT id, name, type, yearly FROM attributes WHERE workspace_id = ${workspaceId} AND name_key = ANY(${keys}::text[])
    ORDER BY array_position(${keys}::text[], name_key) LIMIT 1 FOR UPDATE`;
  return attribute;
}

export async function setType(
  database: Database,
  workspaceId: number,
  { id, type, yearly }: Pick<Attribute, 'id' | 'type' | 'yearly'>,
): Promise<void> {
  await database.attribute.update({
    where: { workspaceId_id: { workspaceId, id } },
    data: { type, yearly },
  });
}

/** A contact's value for an attribute. */
export interface AttributeValue {
  contactId: number;
  value: unknown;
}

/** A page of an attribute's values: at most `limit` of the contacts after `after`. */
export interface ValuePage {
  attribute: number;
  after: number;
  limit: number;
}

/** The stored values of an attribute by contact. */
export const readValues = (database: Database, workspaceId: number, page: ValuePage) =>
  valuesIn(database, workspaceId, page, Prisma.empty);

/** The same, and locks the contacts. */
export const lockValues = (database: Database, workspaceId: number, page: ValuePage) =>
  valuesIn(database, workspaceId, page, Prisma.sql`FOR UPDATE`);

const valuesIn = (
  database: Database,
  workspaceId: number,
  { attribute, after, limit }: ValuePage,
  lock: Prisma.Sql,
) => {
  const key = String(attribute);
  return database.$queryRaw<AttributeValue[]>`
    SELECT id AS "contactId", attributes->${key} AS value FROM contacts
    WHERE workspace_id = ${workspaceId} AND id > ${after} AND jsonb_exists(attributes, ${key})
    ORDER BY id LIMIT ${limit} ${lock}`;
};

/** Which of these contacts have no value for the attribute; locks them. */
export async function lockWithoutValue(
  database: Database,
  workspaceId: number,
  { attribute, contactIds }: { attribute: number; contactIds: number[] },
): Promise<number[]> {
  const rows = await database.$queryRaw<{ id: number }[]>`
    SELECT id FROM contacts WHERE workspace_id = ${workspaceId} AND id = ANY(${contactIds}::int[])
      AND NOT jsonb_exists(attributes, ${String(attribute)}) ORDER BY id FOR UPDATE`;
  return rows.map(({ id }) => id);
}

/**
 * Replaces stored values; null removes the value. The contacts count as changed, so undoing an import leaves
 * them.
 */
export async function writeValues(
  database: Database,
  workspaceId: number,
  { attribute, values }: { attribute: number; values: readonly AttributeValue[] },
): Promise<void> {
  const key = String(attribute);
  await database.$executeRaw`
    UPDATE contacts c
    SET attributes = CASE WHEN v.value IS NULL THEN c.attributes - ${key}
      ELSE jsonb_set(c.attributes, ARRAY[${key}], v.value) END, updated_at = rollcall_now()
    FROM jsonb_to_recordset(${JSON.stringify(values)}::jsonb) v ("contactId" int, value jsonb)
    WHERE c.workspace_id = ${workspaceId} AND c.id = v."contactId"`;
}
