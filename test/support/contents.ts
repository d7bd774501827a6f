import type pg from 'pg';

/** The names of all our tables, sorted. */
export async function tableNames(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** Number of rows and a checksum of every row, by table: two databases with the same have the same content. */
export async function contentOf(pool: pg.Pool): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const name of await tableNames(pool)) {
    const { rows } = await pool.query<{ sum: string }>(
      `SELECT count(*) || ' rows, ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '-') AS sum FROM "${name}" t`,
    );
    content[name] = rows[0]?.sum ?? '';
  }
  return content;
}
