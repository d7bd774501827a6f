import { type Runs, runSql } from '../queries/run-sql.ts';

/**
 * Who writes in this transaction, for the causes of changes: `person U0ADA`, `import 12`, `import-undo 12`, `api Shop`
 * (a key), `provider Postmark`, `page` (a public page), `command line`. Triggers store it beside what they note.
 */
export async function setWriter(on: Runs, writer: string): Promise<void> {
  await runSql(on, "SELECT set_config('rollcall.writer', $1::text, true)", [writer]);
}

/** The same inside a single statement that is its own transaction, as something that it selects. */
export const writerIs = (writer: string): string => `set_config('rollcall.writer', '${writer}', true)`;
