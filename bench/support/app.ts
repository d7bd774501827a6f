import { type AppProcess, spawnApp as spawnForTest } from '../../test/support/app-process.ts';

/**
 * Starts the built app as people run it. The processes of tests don't optimize the database's code, because that takes
 * longer than most tests.
 */
export function spawnApp(dataDir: string, env: Record<string, string>): Omit<AppProcess, 'url'> {
  return spawnForTest(dataDir, { NODE_OPTIONS: '', ...env });
}
