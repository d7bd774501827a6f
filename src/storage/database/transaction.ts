import pg from 'pg';

/** One connection, in a transaction. */
export type Connection = pg.PoolClient;

/** Does work in one transaction. If it deadlocks with another one, it runs again. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    let broken = false;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {
        broken = true;
      });
      // An import that goes through the same contacts in its file's order may still deadlock with a batch of
      // events.
      if (!(error instanceof pg.DatabaseError && error.code === deadlock) || attempt === 3) throw error;
    } finally {
      client.release(broken);
    }
  }
}

const deadlock = '40P01';
