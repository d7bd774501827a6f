import type { Names } from '../rules/schema.ts';
import type { Database } from './database.ts';
import { listEventKinds } from './event-kinds.ts';

/** What a rule may refer to in a workspace, by id and name. */
export async function listNames(database: Database, workspaceId: number): Promise<Names> {
  const where = { workspaceId };
  const select = { id: true, name: true } as const;
  const [tags, segments, attributes, campaigns, events] = await Promise.all([
    database.tag.findMany({ where, select }),
    database.segment.findMany({ where, select: { ...select, rule: true } }),
    database.attribute.findMany({ where, select: { ...select, type: true, yearly: true } }),
    database.campaign.findMany({ where, select }),
    listEventKinds(database, workspaceId),
  ]);
  return { tags, segments, attributes: attributes as Names['attributes'], campaigns, events };
}
