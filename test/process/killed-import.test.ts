import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Storage } from '../../src/storage/database/client.ts';
import { type AppProcess, pageClient, startApp, until } from '../support/app-process.ts';
import { type Beside, lookBeside } from '../support/beside.ts';
import { copyEmbeddedTemplate } from '../support/database-templates.ts';

const ROWS = 20_000;
let dataDir: string;
let app: AppProcess;
let beside: Beside;

beforeAll(async () => {
  dataDir = await copyEmbeddedTemplate();
  app = await startApp(dataDir);
  beside = lookBeside({ dataDir });
});
afterAll(async () => {
  await beside?.leave();
  await app?.end('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
});

const file = (): Uint8Array =>
  Buffer.from(
    `Email,Name\n${Array.from({ length: ROWS }, (_, i) => `person${i}@example.org,Person ${i}`).join('\n')}\n`,
  );

/** Uploads the file and confirms its mapping, as the page does. */
async function startImport(): Promise<void> {
  const page = pageClient(app.url);
  await page.say('/contacts import');
  const topView = async () => (await page.snapshot()).views.at(-1);
  await until(async () => (await topView())?.view.callback_id === 'import.file');
  const uploaded = await page.upload('people.csv', file());
  const chooser = await topView();
  await page.submit(chooser?.id ?? '', { file: { file: { type: 'file_input', files: [uploaded] } } });
  await until(async () => (await topView())?.view.callback_id === 'import.mapping');
  const mapping = await topView();
  const input = mapping?.view.blocks.find((block) => block.block_id === 'status') as {
    element: { options: object[] };
  };
  const status = { status: { type: 'radio_buttons', selected_option: input.element.options[0] } };
  const outcome = await page.submit(mapping?.id ?? '', { ...statesOf(mapping?.view.blocks ?? []), status });
  expect(outcome).toMatchObject({ ok: true });
  await until(async () => (await topView())?.view.callback_id === 'import.rehearsal');
  expect(await page.submit((await topView())?.id ?? '', {})).toMatchObject({ ok: true });
}

/** What a client sends for selects that no one changed: their initial options. */
function statesOf(blocks: { block_id?: string }[]): Record<string, object> {
  const states: Record<string, object> = {};
  for (const block of blocks as {
    block_id: string;
    element?: { action_id: string; type: string; initial_option?: object };
  }[]) {
    const { element } = block;
    if (element?.initial_option === undefined) continue;
    states[block.block_id] = {
      [element.action_id]: { type: element.type, selected_option: element.initial_option },
    };
  }
  return states;
}

/** What is in the database now, asked beside the running app. */
async function stored({
  pool,
}: Storage): Promise<{ contacts: number; distinct: number; done: number; state: string }> {
  const { rows } = await pool.query(
    `SELECT (SELECT count(*)::int FROM contacts) AS contacts, (SELECT count(DISTINCT email_key)::int FROM contacts) AS distinct,
        rows_done AS done, state FROM imports`,
  );
  return rows[0] ?? { contacts: 0, distinct: 0, done: 0, state: 'none' };
}

it('continues an import after kill -9, and adds no one twice', async () => {
  await startImport();
  // In the middle: part of it is written, and part isn't.
  await beside.until(async (storage) => (await stored(storage)).done > 0);
  await app.end('SIGKILL');

  app = await startApp(dataDir);
  const halfway = await beside.ask(stored);
  await beside.until(async (storage) => (await stored(storage)).state === 'done');
  const end = await beside.ask(stored);
  expect(end).toEqual({ contacts: ROWS, distinct: ROWS, done: ROWS, state: 'done' });
  console.info(`killed with ${halfway.done} of ${ROWS} rows done`);
  expect(halfway.contacts).toBe(halfway.done);
  expect(app.output()).not.toContain('failed');
});
