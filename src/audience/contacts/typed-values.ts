import { addAttributes, holdAttributes } from '../../storage/contacts/attributes.ts';
import type { Database } from '../../storage/database/database.ts';
import { newAttribute } from './attribute-values.ts';
import { readValues } from './values.ts';

/** Reads typed pairs, and makes the missing attributes. Their types are locked until the transaction ends. */
export async function typedValues(
  database: Database,
  workspaceId: number,
  {
    pairs,
    dateOrder,
    now,
  }: { pairs: [string, string][]; dateOrder: 'dmy' | 'mdy' | 'ymd' | undefined; now: Date },
) {
  const attributes = await holdAttributes(database, workspaceId);
  const read = readValues(pairs, { attributes, dateOrder, now });
  if (read.unknown.length === 0) return { ...read, made: [] };
  await addAttributes(
    database,
    workspaceId,
    read.unknown.map(({ name, type }) => newAttribute(name, type)),
  );
  const again = readValues(pairs, {
    attributes: await holdAttributes(database, workspaceId),
    dateOrder,
    now,
  });
  return { ...again, made: read.unknown.map(({ name }) => name) };
}

/** The values that a contact has, without those that were removed. */
export function withoutNulls(values: Record<string, string | number | boolean | null>) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Record<
    string,
    string | number | boolean
  >;
}
