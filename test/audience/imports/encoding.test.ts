import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { findImport, importState, startImport } from '../../../src/audience/imports/imports.ts';
import { proposeImport, rereadImport } from '../../../src/audience/imports/proposals.ts';
import { rehearseImport } from '../../../src/audience/imports/rehearsal.ts';
import { rejectionsFile } from '../../../src/audience/imports/rejections.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import type { Mapping } from '../../../src/csv/schema.ts';
import type { Storage } from '../../../src/storage/database/client.ts';
import { encoded } from '../../support/encoded.ts';
import { failing } from '../../support/failing-storage.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

/**
 * From a bank in Tokyo: the second byte of 表 is a backslash, that of ポ a bar. Every 50th row has no address.
 */
const ROWS = 500;
const lines = Array.from({ length: ROWS }, (_, row) =>
  row % 50 === 49 ? `,"表 ${row}, ポ",` : `p${row}@example.jp,"表 ${row}, ポ",噂`,
);
const file = encoded(`Email,Name,Gruppe\n${lines.join('\n')}\n`, 'shift_jis');
const newStatus = 'subscribed' as const;

describe('the encoding of an import', () => {
  const audience = withAudience();
  let ada: Caller;

  beforeEach(async () => {
    ada = await audience.newCaller('editor');
  });

  const on = (storage: Storage): AudienceDeps => ({ storage, now: () => new Date('2026-11-23T10:00:00Z') });
  const deps = () => on(audience.storage);
  const propose = (bytes = file) => proposeImport(deps(), ada, { fileName: 'people.csv', bytes });
  const run = async (storage: Storage, retryMs = 0): Promise<void> => {
    const runner = startJobRunner(on(storage), { batchRows: 100, retryMs, log: () => {} });
    await runner.idle();
    await runner.stop();
  };
  const nameOf = ({ columns }: Mapping) => columns[1]?.samples[0];

  it('is stored with it: for its rehearsal, its run, a run that continues after a stop, and the file of rejected rows', async () => {
    const { importId } = await propose();
    // As if the guess had been wrong.
    expect(nameOf((await rereadImport(deps(), ada, { importId, encoding: 'windows-1252' })).mapping)).toMatch(
      /^•\\/,
    );
    const { mapping } = await rereadImport(deps(), ada, { importId, encoding: 'shift_jis' });
    const rehearsed = await rehearseImport(deps(), ada, { importId, mapping, newStatus });
    expect(rehearsed).toMatchObject({ ok: true, rehearsal: { added: 490, rejected: 10 } });

    await startImport(deps(), ada, { importId, mapping, newStatus });
    await run(failing(audience.storage, [{ statement: 'COMMIT', times: [4] }]), 60_000);
    expect(await importState(deps(), ada, importId)).toMatchObject({ state: 'running', rowsDone: 300 });
    await audience.storage.pool.query("UPDATE jobs SET leased_until = NULL WHERE state = 'waiting'");
    await run(audience.storage);
    expect(await importState(deps(), ada, importId)).toMatchObject({
      state: 'done',
      added: 490,
      rejected: 10,
    });

    const { rows } = await audience.storage.pool.query<{ name: string }>(
      'SELECT name FROM contacts WHERE workspace_id = $1 ORDER BY import_line',
      [ada.workspaceId],
    );
    const taken = Array.from({ length: ROWS }, (_, row) => row).filter((row) => row % 50 !== 49);
    expect(rows.map(({ name }) => name)).toEqual(taken.map((row) => `表 ${row}, ポ`));
    expect(await rejectionsFile(deps(), ada, importId)).toContain('"表 449, ポ"');
  });

  it('changes nothing if the file can’t be read in the chosen one', async () => {
    const { importId, mapping } = await propose();
    const again = rereadImport(deps(), ada, { importId, encoding: 'utf-16le' });
    expect(await refused(again)).toMatch(/^invalid-input: /);
    expect((await findImport(deps(), ada, importId)).mapping).toEqual(mapping);
  });

  it('can be chosen by editors until the import starts', async () => {
    const { importId, mapping } = await propose();
    const again = (caller: Caller) => rereadImport(deps(), caller, { importId, encoding: 'big5' });
    expect(await refused(again({ ...ada, role: 'viewer' }))).toMatch(/^not-allowed: /);
    await startImport(deps(), ada, { importId, mapping, newStatus });
    expect(await refused(again(ada))).toBe(
      'busy: The import of people.csv was already started or discarded.',
    );
    const other = { ...ada, workspaceId: await audience.addWorkspace() };
    expect(await refused(again(other))).toBe(`not-found: No import ${importId} here.`);
  });
});
