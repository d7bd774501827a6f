import type { AudienceDeps } from './caller.ts';

/** Whether the database answers. */
export async function checkHealth({ storage }: AudienceDeps): Promise<{ ok: boolean; database: string }> {
  const ok = await storage.pool.query('SELECT 1').then(
    () => true,
    () => false,
  );
  return { ok, database: storage.kind };
}
