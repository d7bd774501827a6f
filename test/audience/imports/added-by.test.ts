import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { addContact } from '../../../src/audience/contacts/add.ts';
import { editContact } from '../../../src/audience/contacts/edit.ts';
import { lookUpContact } from '../../../src/audience/contacts/lookup.ts';
import { startImport } from '../../../src/audience/imports/imports.ts';
import { proposeImport } from '../../../src/audience/imports/proposals.ts';
import { undoImport } from '../../../src/audience/imports/undo.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { whyMember } from '../../../src/audience/segments/why.ts';
import { migrate } from '../../../src/storage/database/migrate.ts';
import { countSentence } from '../../support/count-sentence.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { refused } from '../../support/refused.ts';

const migration = '0026_contacts_added_by_import';

describe('contacts that an import added', () => {
  let database: TestDatabase;
  let ada: Caller;
  let now: Date;
  beforeAll(async () => {
    database = await openTestDatabase('embedded');
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    now = new Date('2026-11-23T10:00:00Z');
    ada = { workspaceId: await database.addWorkspace(), actor: 'U0ADA', role: 'admin' };
  });

  const deps = (): AudienceDeps => ({ storage: database.storage, now: () => now });
  const later = (minutes = 1): void => {
    now = new Date(now.getTime() + minutes * 60_000);
  };
  const run = async (): Promise<void> => {
    const runner = startJobRunner(deps(), { batchRows: 2, pollMs: 5, retryMs: 0 });
    await runner.idle();
    await runner.stop();
  };
  const take = async (fileName: string, ...lines: string[]): Promise<number> => {
    later();
    const bytes = new TextEncoder().encode(['Email,Name', ...lines, ''].join('\n'));
    const { importId, mapping } = await proposeImport(deps(), ada, { fileName, bytes });
    await startImport(deps(), ada, { importId, mapping, newStatus: 'subscribed' });
    await run();
    later();
    return importId;
  };
  const add = (email: string) =>
    addContact(deps(), ada, { email, name: null, values: [], status: 'non-subscribed' });
  const rename = async (email: string, name: string) =>
    editContact(deps(), ada, {
      id: (await lookUpContact(deps(), ada, { email })).id,
      values: [['name', name]],
    });
  const count = async (sentence: string): Promise<number> =>
    (await countSentence(deps(), ada, { sentence })).members;

  it('are still found when another import or a person changes them', async () => {
    await take('first.csv', 'a@x.org,Ann', 'b@x.org,Ben', 'c@x.org,Cyd');
    await add('hand@x.org');
    await take('second.csv', 'b@x.org,Benjamin', 'd@x.org,Dan', 'hand@x.org,Hanna');
    await rename('a@x.org', 'Anna');
    expect(await count('added by import "first.csv"')).toBe(3);
    expect(await count('added by import "second.csv"')).toBe(1);
    expect(await count('not added by import "first.csv"')).toBe(2);
    expect(await count('added by import "first.csv" or "second.csv" and name is Hanna')).toBe(0);
  });

  it('are counted again when more are added', async () => {
    await take('first.csv', 'a@x.org,Ann');
    expect(await count('not added by import "first.csv"')).toBe(0);
    await take('second.csv', 'b@x.org,Ben');
    expect(await count('not added by import "first.csv"')).toBe(1);
  });

  it('are asked about if two files have the same name, with the day and hour in this workspace', async () => {
    await database.storage.prisma.workspace.update({
      where: { id: ada.workspaceId },
      data: { timeZone: 'Asia/Kolkata' },
    });
    await take('people.csv', 'a@x.org,Ann');
    later(20 * 60);
    await take('people.csv', 'b@x.org,Ben', 'c@x.org,Cyd');
    expect(await refused(countSentence(deps(), ada, { sentence: 'added by import "people.csv"' }))).toContain(
      'There are 2 imports called "people.csv" (24 Nov 2026 11:33; 23 Nov 2026 15:31). Which one do you mean?',
    );
    expect(await count('added by import "people.csv" of 23 Nov 2026')).toBe(1);
    expect(await count('added by import "people.csv" of 24 Nov 2026')).toBe(2);
  });

  it('are found after an undo if it left them alone', async () => {
    const importId = await take('first.csv', 'a@x.org,Ann', 'b@x.org,Ben');
    await rename('a@x.org', 'Anna');
    later();
    await undoImport(deps(), ada, importId);
    await run();
    expect(await count('added by import "first.csv"')).toBe(1);
    await take('first.csv', 'b@x.org,Ben', 'c@x.org,Cyd');
    expect(await refused(countSentence(deps(), ada, { sentence: 'added by import "first.csv"' }))).toMatch(
      /23 Nov 2026 10:04; 23 Nov 2026 10:01, since undone/,
    );
    expect(await count('added by import "first.csv" of today at 10:04')).toBe(2);
  });

  it('are not found by a file that no one confirmed', async () => {
    const bytes = new TextEncoder().encode('Email\na@x.org\n');
    await proposeImport(deps(), ada, { fileName: 'draft.csv', bytes });
    expect(await refused(countSentence(deps(), ada, { sentence: 'added by import "draft.csv"' }))).toContain(
      'No import "draft.csv"',
    );
  });

  it('are explained for a single contact', async () => {
    await take('first.csv', 'a@x.org,Ann');
    await add('hand@x.org');
    const { id } = await addSegment(deps(), ada, {
      name: 'Others',
      sentence: 'not added by import first.csv',
    });
    const facts = async (email: string) => (await whyMember(deps(), ada, { id, email })).why;
    expect(await facts('a@x.org')).toMatchObject({
      holds: false,
      flips: null,
      fact: 'added by the import of "first.csv" (23 Nov 2026)',
    });
    expect(await facts('hand@x.org')).toMatchObject({ holds: true, fact: 'not added by an import' });
  });

  it('include contacts that were imported before the column existed', async () => {
    const first = await take('first.csv', 'a@x.org,Ann', 'b@x.org,Ben');
    await add('hand@x.org');
    const second = await take(
      'second.csv',
      'b@x.org,Benjamin',
      'c@x.org,Cyd',
      'd@x.org,Dan',
      'hand@x.org,Hanna',
    );
    await take('third.csv', 'd@x.org,Daniel');
    const { pool } = database.storage;
    // As if the first had continued while the second ran: the last writer counts for Cyd, and nothing is
    // known about Dan.
    await pool.query('UPDATE imports SET finished_at = $3 WHERE workspace_id = $1 AND id = $2', [
      ada.workspaceId,
      first,
      new Date(now.getTime() - 2 * 60_000),
    ]);
    await pool.query('ALTER TABLE contacts DROP COLUMN added_by_import');
    await pool.query('DELETE FROM _prisma_migrations WHERE migration_name = $1', [migration]);
    expect(await migrate(pool)).toEqual([migration]);
    const { rows } = await pool.query(
      'SELECT email_key, added_by_import AS by FROM contacts WHERE workspace_id = $1 ORDER BY id',
      [ada.workspaceId],
    );
    expect(rows).toEqual([
      { email_key: 'a@x.org', by: first },
      { email_key: 'b@x.org', by: first },
      { email_key: 'hand@x.org', by: null },
      { email_key: 'c@x.org', by: second },
      { email_key: 'd@x.org', by: null },
    ]);
  });
});
