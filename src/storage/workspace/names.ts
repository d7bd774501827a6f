import { Temporal } from 'temporal-polyfill';
import type { NamedImport, Names } from '../../rules/names.ts';
import type { Database } from '../database/database.ts';
import { type KindRow, namedEvents } from '../events/kinds.ts';
import type { Writes } from '../queries/write-counters.ts';

/** What a rule may refer to in a workspace, by id and name. */
export async function listNames(database: Database, workspaceId: number): Promise<Names> {
  return (await namesNow(database, workspaceId)).names;
}

/**
 * Locks tags, attributes and campaigns, so that nobody deletes them until the transaction ends. Returns how
 * many there are.
 */
export async function holdNamed(
  database: Database,
  workspaceId: number,
  { tags, attributes, campaigns }: { tags: number[]; attributes: number[]; campaigns: number[] },
): Promise<number> {
  // The same lock as tagging someone takes: others may use them at the same time.
  const heldTags =
    tags.length === 0
      ? []
      : await database.$queryRaw<object[]>`
        SELECT id FROM tags WHERE workspace_id = ${workspaceId} AND id = ANY(${tags}::int[]) ORDER BY id FOR KEY SHARE`;
  const heldAttributes =
    attributes.length === 0
      ? []
      : await database.$queryRaw<object[]>`
        SELECT id FROM attributes WHERE workspace_id = ${workspaceId} AND id = ANY(${attributes}::int[])
        ORDER BY id FOR KEY SHARE`;
  const heldCampaigns =
    campaigns.length === 0
      ? []
      : await database.$queryRaw<object[]>`
        SELECT id FROM campaigns WHERE workspace_id = ${workspaceId} AND id = ANY(${campaigns}::int[])
        ORDER BY id FOR KEY SHARE`;
  return heldTags.length + heldAttributes.length + heldCampaigns.length;
}

/**
 * The same, with how often the data that sizes depend on was written, at the same moment. It is one statement
 * because every question begins with it: if statements take turns (the embedded database), six would wait six
 * times.
 */
export async function namesNow(
  database: Database,
  workspaceId: number,
): Promise<{ names: Names; writes: Writes }> {
  type Row = Omit<Names, 'events' | 'imports'> & {
    events: KindRow[];
    imports: ImportRow[];
    zone: string;
    writes: Writes;
  };
  const [row] = await database.$queryRaw<[Row]>`
    SELECT (SELECT coalesce(json_object_agg(topic, writes), '{}') FROM (
        SELECT topic, sum(writes) AS writes FROM write_counts WHERE workspace_id = ${workspaceId} GROUP BY topic) w) AS writes,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name) ORDER BY id), '[]')
       FROM tags WHERE workspace_id = ${workspaceId}) AS tags,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'rule', rule) ORDER BY id), '[]')
       FROM segments WHERE workspace_id = ${workspaceId}) AS segments,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'type', type, 'yearly', yearly) ORDER BY id), '[]')
       FROM attributes WHERE workspace_id = ${workspaceId}) AS attributes,
      (SELECT coalesce(json_agg(json_build_object('id', c.id, 'name', c.name,
         'sentAt', (extract(epoch FROM c.first_received_at) * 1000)::bigint, 'hasRecipients', m.prepared IS NOT NULL) ORDER BY c.id), '[]')
       FROM campaigns c LEFT JOIN campaign_mails m ON m.workspace_id = ${workspaceId} AND m.campaign_id = c.id
       WHERE c.workspace_id = ${workspaceId}) AS campaigns,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'isOn', is_on) ORDER BY id), '[]')
       FROM topics WHERE workspace_id = ${workspaceId}) AS topics,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', file_name, 'at', (extract(epoch FROM started_at) * 1000)::bigint,
         'undone', state IN ('undoing', 'undone')) ORDER BY id), '[]')
       FROM imports WHERE workspace_id = ${workspaceId} AND started_at IS NOT NULL) AS imports,
      (SELECT time_zone FROM workspaces WHERE id = ${workspaceId}) AS zone,
      (SELECT coalesce(json_agg(json_build_object('name', name, 'properties', properties) ORDER BY name), '[]')
       FROM event_kinds WHERE workspace_id = ${workspaceId}) AS events`;
  const { writes, events, imports, zone, ...names } = row;
  return { names: { ...names, events: namedEvents(events), imports: namedImports(imports, zone) }, writes };
}

type ImportRow = Omit<NamedImport, 'when'> & { at: number };

/** Imports with their moments in the workspace's zone, put into words only if a rule uses them. */
function namedImports(imports: ImportRow[], timeZone: string): NamedImport[] {
  return imports.map(({ at, ...rest }) => ({
    ...rest,
    get when() {
      return localTime(at, timeZone);
    },
  }));
}

/** `2026-10-03 14:05:09` */
function localTime(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ');
}
