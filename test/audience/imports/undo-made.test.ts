import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { editContact } from '../../../src/audience/contacts/edit.ts';
import { lookUpContact } from '../../../src/audience/contacts/lookup.ts';
import { type ImportState, importState, startImport } from '../../../src/audience/imports/imports.ts';
import { proposeImport } from '../../../src/audience/imports/proposals.ts';
import { undoImport } from '../../../src/audience/imports/undo.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { deleteSegment } from '../../../src/audience/segments/changes.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import { importMessage } from '../../../src/slack/imports/messages.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('what an import created besides contacts, when it is undone', () => {
  const audience = withAudience();
  let ada: Caller;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2026-11-23T10:00:00Z');
    ada = await audience.newCaller();
  });

  const deps = (): AudienceDeps => ({ storage: audience.storage, now: () => now });
  const later = (minutes = 1): void => {
    now = new Date(now.getTime() + minutes * 60_000);
  };
  const run = async (): Promise<void> => {
    const runner = startJobRunner(deps(), { batchRows: 3, pollMs: 5, retryMs: 0 });
    await runner.idle();
    await runner.stop();
  };
  const take = async (file: string): Promise<number> => {
    later();
    const bytes = new TextEncoder().encode(file);
    const { importId, mapping } = await proposeImport(deps(), ada, { fileName: 'people.csv', bytes });
    await startImport(deps(), ada, { importId, mapping, newStatus: 'subscribed' });
    await run();
    later();
    return importId;
  };
  const takeBack = async (importId: number): Promise<ImportState> => {
    await undoImport(deps(), ada, importId);
    await run();
    return importState(deps(), ada, importId);
  };
  const attributes = async (): Promise<string[]> => {
    const where = { workspaceId: ada.workspaceId };
    return (await audience.storage.prisma.attribute.findMany({ where })).map(({ name }) => name).sort();
  };
  const idOf = async (email: string) => (await lookUpContact(deps(), ada, { email })).id;
  const said = (state: ImportState): string =>
    importMessage(state)
      .blocks.flatMap((block) => (block.type === 'context' ? block.elements : []))
      .map((element) => ('text' in element ? element.text : ''))
      .join('\n');
  const none = { gone: 0, kept: 0, names: [] };

  it('is deleted if nothing uses it, and what existed before stays', async () => {
    await take('Email,Seats\nfirst@x.org,1\n');
    const importId = await take(
      'Email,Seats,Plan,Since,Tags\na@x.org,2,pro,2020-01-02,new\nb@x.org,3,free,,\n',
    );
    expect(await attributes()).toEqual(['Plan', 'Seats', 'Since']);
    const state = await takeBack(importId);
    expect(await attributes()).toEqual(['Seats']);
    expect(state.unmade).toEqual({ tags: { ...none, gone: 1 }, attributes: { ...none, gone: 2 } });
    expect(said(state)).toBe('Also deleted 1 tag and 2 attributes that it created.');
  });

  it('is not mentioned if there is none', async () => {
    await take('Email,Seats\nfirst@x.org,1\n');
    const state = await takeBack(await take('Email,Seats\na@x.org,2\n'));
    expect(state.unmade).toEqual({ tags: none, attributes: none });
    expect(said(state)).toBe('');
  });

  it('stays and is named if someone has a value, a segment uses it or another import has it', async () => {
    const importId = await take(
      'Email,Kept,Asked,Shared,Free,Tags\na@x.org,1,2,3,4,"tag,other"\nb@x.org,1,2,3,4,\n',
    );
    await editContact(deps(), ada, {
      id: await idOf('a@x.org'),
      values: [
        ['asked', ''],
        ['shared', ''],
        ['free', ''],
      ],
    });
    await addSegment(deps(), ada, { name: 'S', sentence: 'everyone and not (asked > 7)' });
    await addSegment(deps(), ada, { name: 'T', sentence: 'tagged other' });
    await take('Email,Shared\nz@x.org,5\n');
    await editContact(deps(), ada, { id: await idOf('z@x.org'), values: [['shared', '']] });
    // Until then, the edits could be undone, which would restore values.
    later(31);
    const state = await takeBack(importId);
    expect(await attributes()).toEqual(['Asked', 'Kept', 'Shared']);
    expect(state.unmade?.attributes).toEqual({ gone: 1, kept: 3, names: ['Kept', 'Asked', 'Shared'] });
    expect(said(state)).toBe(
      [
        'Also deleted 1 attribute that it created.',
        'Kept the tags `other`, `tag`: contacts or segments still use them.',
        'Kept the attributes `Kept`, `Asked`, `Shared`: contacts, segments or other imports still use them.',
      ].join('\n'),
    );
  });

  it('is deleted with the import that created it, if a later one that used it was undone before', async () => {
    const [one, two] = [
      await take('Email,Seats\na@x.org,1\n'),
      await take('Email,Seats\na@x.org,2\nb@x.org,3\n'),
    ];
    await takeBack(two);
    expect(await attributes()).toEqual(['Seats']);
    await takeBack(one);
    expect(await attributes()).toEqual([]);
  });

  it('stays while undoing an edit or a segment’s deletion might need it again', async () => {
    const importId = await take('Email,Edited,Asked\na@x.org,1,2\n');
    const edited = await editContact(deps(), ada, {
      id: await idOf('a@x.org'),
      values: [
        ['edited', ''],
        ['asked', ''],
      ],
    });
    const { id } = await addSegment(deps(), ada, { name: 'S', sentence: 'asked > 1' });
    const { undoId } = await deleteSegment(deps(), ada, { id });
    await takeBack(importId);
    expect(await attributes()).toEqual(['Asked', 'Edited']);
    await undo(deps(), ada, { id: undoId });
    await undo(deps(), ada, { id: edited.undoId ?? 0 });
    expect((await lookUpContact(deps(), ada, { email: 'a@x.org' })).attributes).not.toEqual({});
  });

  // One session: transactions take turns there.
  describe.skipIf(audience.kind === 'embedded')('at the same time', () => {
    it('stays for a segment that is saved while the undo ends', async () => {
      const importId = await take('Email,Seats\na@x.org,1\n');
      const { pool } = audience.storage;
      const client = await pool.connect();
      await client.query('BEGIN');
      const { rows } = await client.query('SELECT id FROM attributes WHERE workspace_id = $1 FOR KEY SHARE', [
        ada.workspaceId,
      ]);
      const undoing = takeBack(importId);
      const state = async () => (await importState(deps(), ada, importId)).removed;
      await expect.poll(state).toBe(1);
      await sleep(200);
      expect(await importState(deps(), ada, importId)).toMatchObject({ state: 'undoing' });
      const rule = {
        type: 'attribute',
        attribute: rows[0].id,
        test: { type: 'number', operator: 'is', value: 1 },
      };
      await client.query(
        `INSERT INTO segments (workspace_id, name, name_key, rule, created_by, updated_by) VALUES ($1, 'S', 's', $2, '', '')`,
        [ada.workspaceId, rule],
      );
      await client.query('COMMIT');
      client.release();
      expect((await undoing).unmade?.attributes).toEqual({ gone: 0, kept: 1, names: ['Seats'] });
    });

    it('is refused to a segment that is saved after the undo', async () => {
      await take('Email,Seats,Tags\na@x.org,1,vip\n');
      for (const [table, sentence] of [
        ['attributes', 'seats > 1'],
        ['tags', 'tagged vip'],
      ] as const) {
        const client = await audience.storage.pool.connect();
        await client.query('BEGIN');
        await client.query(`SELECT FROM ${table} WHERE workspace_id = $1 FOR UPDATE`, [ada.workspaceId]);
        const saving = refused(addSegment(deps(), ada, { name: `Of ${table}`, sentence }));
        await sleep(200);
        await client.query(`DELETE FROM ${table} WHERE workspace_id = $1`, [ada.workspaceId]);
        await client.query('COMMIT');
        client.release();
        expect(await saving).toMatch(
          /^invalid-input: A tag, attribute or campaign in this rule was just deleted/,
        );
      }
      expect(await audience.storage.prisma.segment.count({ where: { workspaceId: ada.workspaceId } })).toBe(
        0,
      );
    });

    it('stays for a value that is written while the undo ends', async () => {
      const importId = await take('Email,Seats\na@x.org,1\n');
      await take('Email\nz@x.org\n');
      const id = await idOf('z@x.org');
      const client = await audience.storage.pool.connect();
      await client.query('BEGIN');
      await client.query('SELECT FROM contacts WHERE workspace_id = $1 AND id = $2 FOR UPDATE', [
        ada.workspaceId,
        id,
      ]);
      await client.query('SELECT FROM attributes WHERE workspace_id = $1 FOR SHARE', [ada.workspaceId]);
      const undoing = takeBack(importId);
      await expect.poll(async () => (await importState(deps(), ada, importId)).removed).toBe(1);
      await sleep(200);
      await client.query(
        `UPDATE contacts c SET attributes = jsonb_build_object(a.id::text, 3) FROM attributes a
         WHERE c.workspace_id = $1 AND c.id = $2 AND a.workspace_id = $1`,
        [ada.workspaceId, id],
      );
      await client.query('COMMIT');
      client.release();
      expect((await undoing).unmade?.attributes).toMatchObject({ gone: 0, kept: 1 });
      expect(await attributes()).toEqual(['Seats']);
    });
  });
});
