import type { Database } from '../database/database.ts';

/** How often each topic of a workspace was written to: see topicsOf in rules/sql/topics.ts. */
export type Writes = Record<string, number>;

/** The writes to a workspace until now. */
export async function writesNow(database: Database, workspaceId: number): Promise<Writes> {
  const rows = await database.$queryRaw<{ topic: string; writes: number }[]>`
    SELECT topic, sum(writes)::int AS writes FROM write_counts WHERE workspace_id = ${workspaceId} GROUP BY topic`;
  return Object.fromEntries(rows.map(({ topic, writes }) => [topic, writes]));
}

/** The state of some topics: if it is the same twice, nobody wrote to them in between. */
export function stateOf(writes: Writes, topics: string[]): string {
  const wide = topics.flatMap((topic) => {
    if (topic === 'tags') return ['tags', ...Object.keys(writes).filter((each) => each.startsWith('tag:'))];
    return topic.startsWith('tag:') ? [topic, 'tags'] : [topic];
  });
  return [...new Set(wide)]
    .sort()
    .map((topic) => `${topic} ${writes[topic] ?? 0}`)
    .join(', ');
}
