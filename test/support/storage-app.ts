// A small app on the embedded database, for tests that kill it: opens the folder that is its argument, tells
// its parent, and lives until it is told to close.
import { openStorage } from '../../src/storage/database/client.ts';

try {
  const storage = await openStorage({
    dataDir: process.argv[2] ?? '',
    onLost: (reason) => {
      process.send?.({ lost: reason }, () => process.exit(1));
    },
  });
  process.on('SIGINT', () => {});
  process.on('message', async (order) => {
    if (order === 'close') {
      await storage.close();
      process.exit(0);
    }
    if (order === 'run away') {
      void storage.pool.query('SELECT count(*) FROM generate_series(1, 2000000000)').catch(() => {});
      // By now, the database has the query.
      setTimeout(() => process.send?.({ ran: true }), 300);
    }
    if (order === 'write') {
      const { id } = await storage.prisma.workspace.create({ data: { teamId: `T${Date.now()}` } });
      process.send?.({ wrote: id });
    }
  });
  process.send?.({ ready: true });
} catch (error) {
  process.send?.({ refused: (error as Error).message, code: (error as { code?: string }).code }, () =>
    process.exit(1),
  );
}
