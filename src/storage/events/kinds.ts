import type pg from 'pg';
import type { NamedEvent, NamedProperty } from '../../rules/names.ts';

type PropertyType = NamedProperty['type'];

/** The number of values of each type. */
type Tally = Partial<Record<PropertyType, number>>;

/** Kinds of events by name: for each property, the number of values of each type. */
export type EventKinds = Map<string, Map<string, Tally>>;

/** A kind of event as it is stored. */
export interface KindRow {
  name: string;
  properties: Record<string, PropertyType>;
}

/** Kinds and properties that a sentence may name. */
export function namedEvents(rows: KindRow[]): NamedEvent[] {
  return rows.map(({ name, properties }) => ({
    name,
    properties: Object.entries(properties).map(([property, type]) => ({ name: property, type })),
  }));
}

interface KeptKind extends KindRow {
  tallies: Record<string, Tally>;
}

/**
 * Stores the kinds of events, in the transaction that stores the events. A property has the type of most of
 * its recent values: one stray text among numbers doesn't make it a text. Usually nothing is new, and this is
 * one small read.
 */
export async function noteEventKinds(
  client: pg.Pool | pg.PoolClient,
  workspaceId: number,
  kinds: EventKinds,
): Promise<void> {
  const read = async (names: string[], lock: '' | 'ORDER BY name FOR UPDATE') => {
    const { rows } = await client.query<KeptKind>(
      `SELECT name, properties, tallies FROM event_kinds WHERE workspace_id = $1 AND name = ANY($2) ${lock}`,
      [workspaceId, names],
    );
    return new Map(rows.map((row) => [row.name, row]));
  };
  if (kinds.size === 0) return;
  const known = await read([...kinds.keys()], '');
  const news = [...kinds]
    .filter(([name, properties]) => brings(known.get(name), properties))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (news.length === 0) return;
  const names = news.map(([name]) => name);
  await client.query(
    `INSERT INTO event_kinds (workspace_id, name) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
    [workspaceId, names],
  );
  // Locked, in order: if two transactions add something, the second counts on from the first.
  const held = await read(names, 'ORDER BY name FOR UPDATE');
  const changed = news.map(([name, properties]) => counted(held.get(name), properties));
  await client.query(
    `UPDATE event_kinds k SET properties = n.properties, tallies = n.tallies
     FROM unnest($2::text[], $3::jsonb[], $4::jsonb[]) n (name, properties, tallies)
     WHERE k.workspace_id = $1 AND k.name = n.name`,
    [
      workspaceId,
      names,
      changed.map(({ properties }) => JSON.stringify(properties)),
      changed.map(({ tallies }) => JSON.stringify(tallies)),
    ],
  );
}

/**
 * Whether there is something to store: a kind, a property, values of another type, or another value of a
 * property that is counted.
 */
function brings(known: KeptKind | undefined, properties: Map<string, Tally>): boolean {
  if (known === undefined) return true;
  return [...properties].some(
    ([property, tally]) =>
      Object.hasOwn(known.tallies, property) ||
      !Object.hasOwn(known.properties, property) ||
      Object.keys(tally).some((type) => type !== known.properties[property]),
  );
}

/** A property's type from before its values were counted weighs as much as this many values. */
const HEAD_START = 20;
/** Above this many values, half are forgotten: recent values decide. */
const MEMORY = 1000;

function counted(before: KeptKind | undefined, given: Map<string, Tally>): Omit<KeptKind, 'name'> {
  const properties = new Map(Object.entries(before?.properties ?? {}));
  const tallies = new Map(Object.entries(before?.tallies ?? {}));
  for (const [property, tally] of given) {
    const type = properties.get(property);
    const start: Tally = type === undefined ? {} : (tallies.get(property) ?? { [type]: HEAD_START });
    const sum = faded(added(start, tally));
    // In a tie the type stays the same; for a new property text wins, because it holds any value.
    const [most = 'text'] =
      entriesOf(sum).sort(([a, one], [b, other]) => other - one || rank(a, type) - rank(b, type))[0] ?? [];
    properties.set(property, most);
    if (Object.keys(sum).length > 1) tallies.set(property, sum);
    else tallies.delete(property);
  }
  return { properties: Object.fromEntries(properties), tallies: Object.fromEntries(tallies) };
}

const entriesOf = (tally: Tally) => Object.entries(tally) as [PropertyType, number][];
const rank = (type: PropertyType, now: PropertyType | undefined): number =>
  type === (now ?? 'text') ? 0 : 1;

function added(one: Tally, other: Tally): Tally {
  const sum = { ...one };
  for (const [type, count] of entriesOf(other)) sum[type] = (sum[type] ?? 0) + count;
  return sum;
}

function faded(tally: Tally): Tally {
  const total = entriesOf(tally).reduce((sum, [, count]) => sum + count, 0);
  const times = Math.max(0, Math.ceil(Math.log2(total / MEMORY)));
  return Object.fromEntries(
    entriesOf(tally)
      .map(([type, count]) => [type, Math.floor(count / 2 ** times)] as const)
      .filter(([, count]) => count > 0),
  );
}

/**
 * The kinds of some events. The kinds that mail produces are already known: they are only stored for their
 * properties.
 */
export function kindsOf(
  events: Iterable<{ kind: string; properties: Record<string, unknown> | null }>,
  isKnown: (kind: string) => boolean,
): EventKinds {
  const kinds: EventKinds = new Map();
  for (const { kind, properties } of events) {
    const values = Object.entries(properties ?? {});
    if (values.length === 0 && (kinds.has(kind) || isKnown(kind))) continue;
    const tallies = kinds.get(kind) ?? new Map<string, Tally>();
    for (const [property, value] of values) {
      const type = typeOf(value);
      if (type === undefined) continue;
      const tally = tallies.get(property) ?? {};
      tally[type] = (tally[type] ?? 0) + 1;
      tallies.set(property, tally);
    }
    kinds.set(kind, tallies);
  }
  return kinds;
}

function typeOf(value: unknown): PropertyType | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(String(value)) ? 'date' : 'text';
}
