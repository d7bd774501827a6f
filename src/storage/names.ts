import type { Names } from '../rules/schema.ts';
import type { Database } from './database.ts';
import { type KindRow, namedEvents } from './event-kinds.ts';

/** What a rule may refer to in a workspace, by id and name. */
export async function listNames(database: Database, workspaceId: number): Promise<Names> {
  return (await namesNow(database, workspaceId)).names;
}

/**
 * The same, with the state of the database that it was read in (recall.ts). One statement, for every question begins with
 * it: where statements take turns (the embedded database), five would wait five times.
 */
export async function namesNow(
  database: Database,
  workspaceId: number,
): Promise<{ names: Names; snapshot: string }> {
  const [row] = await database.$queryRaw<[Omit<Names, 'events'> & { events: KindRow[]; snapshot: string }]>`
    SELECT pg_current_snapshot()::text AS snapshot,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name) ORDER BY id), '[]')
       FROM tags WHERE workspace_id = ${workspaceId}) AS tags,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'rule', rule) ORDER BY id), '[]')
       FROM segments WHERE workspace_id = ${workspaceId}) AS segments,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'type', type, 'yearly', yearly) ORDER BY id), '[]')
       FROM attributes WHERE workspace_id = ${workspaceId}) AS attributes,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name) ORDER BY id), '[]')
       FROM campaigns WHERE workspace_id = ${workspaceId}) AS campaigns,
      (SELECT coalesce(json_agg(json_build_object('name', name, 'properties', properties) ORDER BY name), '[]')
       FROM event_kinds WHERE workspace_id = ${workspaceId}) AS events`;
  const { snapshot, events, ...names } = row;
  return { names: { ...names, events: namedEvents(events) }, snapshot };
}
