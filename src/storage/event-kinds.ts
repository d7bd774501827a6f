import type pg from 'pg';
import type { NamedEvent, NamedProperty } from '../rules/schema.ts';

type PropertyType = NamedProperty['type'];

/** Kinds of events with the types of their properties, by name. */
export type EventKinds = Map<string, Map<string, PropertyType>>;

/** A kind of event as it is stored. */
export interface KindRow {
  name: string;
  properties: Record<string, PropertyType>;
}

/** Kinds and properties as a sentence may name them. */
export function namedEvents(rows: KindRow[]): NamedEvent[] {
  return rows.map(({ name, properties }) => ({
    name,
    properties: Object.entries(properties).map(([property, type]) => ({ name: property, type })),
  }));
}

/**
 * Keeps what kinds of events there are, in the transaction that stores the events. A property whose values are of several
 * types is a text. Mostly there is nothing new, and one small read is all.
 */
export async function noteEventKinds(
  client: pg.Pool | pg.PoolClient,
  workspaceId: number,
  kinds: EventKinds,
): Promise<void> {
  if (kinds.size === 0) return;
  const { rows } = await client.query<{ name: string; properties: Record<string, PropertyType> }>(
    'SELECT name, properties FROM event_kinds WHERE workspace_id = $1 AND name = ANY($2)',
    [workspaceId, [...kinds.keys()]],
  );
  const known = new Map(rows.map((row) => [row.name, new Map(Object.entries(row.properties))]));
  const news = [...kinds]
    .filter(([name, properties]) => {
      const before = known.get(name);
      return (
        !before ||
        [...properties].some(([property, type]) => ![type, 'text'].includes(before.get(property) ?? ''))
      );
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (news.length === 0) return;
  await client.query(noteSql, [
    workspaceId,
    news.map(([name]) => name),
    news.map(([, properties]) => JSON.stringify(Object.fromEntries(properties))),
  ]);
}

const noteSql = `
INSERT INTO event_kinds AS k (workspace_id, name, properties)
SELECT $1, name, properties FROM unnest($2::text[], $3::jsonb[]) AS row (name, properties)
ON CONFLICT (workspace_id, name) DO UPDATE SET properties = (
  SELECT coalesce(jsonb_object_agg(key, CASE WHEN a.value <> b.value THEN '"text"' ELSE coalesce(a.value, b.value) END), '{}')
  FROM jsonb_each(k.properties) a FULL JOIN jsonb_each(excluded.properties) b USING (key))`;

/** The kinds of some events. Kinds that mail makes are known: they are kept only for their properties. */
export function kindsOf(
  events: Iterable<{ kind: string; properties: Record<string, unknown> | null }>,
  isKnown: (kind: string) => boolean,
): EventKinds {
  const kinds: EventKinds = new Map();
  for (const { kind, properties } of events) {
    const values = Object.entries(properties ?? {});
    if (values.length === 0 && (kinds.has(kind) || isKnown(kind))) continue;
    const types = kinds.get(kind) ?? new Map<string, PropertyType>();
    for (const [property, value] of values) {
      const type = typeOf(value);
      if (type === undefined) continue;
      types.set(property, (types.get(property) ?? type) === type ? type : 'text');
    }
    kinds.set(kind, types);
  }
  return kinds;
}

function typeOf(value: unknown): PropertyType | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(String(value)) ? 'date' : 'text';
}
