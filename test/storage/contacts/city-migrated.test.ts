import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { showContact } from '../../../src/audience/contacts/card.ts';
import { importState, startImport } from '../../../src/audience/imports/imports.ts';
import { proposeImport } from '../../../src/audience/imports/proposals.ts';
import { undoImport } from '../../../src/audience/imports/undo.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import type { Mapping } from '../../../src/csv/schema.ts';
import { migrate } from '../../../src/storage/database/migrate.ts';
import { openTestDatabase, type TestDatabase, usualDatabase } from '../../support/database.ts';

const migration = '0025_city';
const day = new Date('2026-11-20T10:00:00Z');

describe('an attribute named City, from an earlier version', () => {
  let database: TestDatabase;
  let deps: AudienceDeps;
  let ada: Caller;
  let other: number;
  let [started, proposed, editing, deletion] = [0, 0, 0, 0];
  const ids = { city: 0, plan: 0, number: 0 };
  const run = async () => {
    const runner = startJobRunner(deps, { pollMs: 5 });
    await runner.idle();
    await runner.stop();
  };
  const import_ = (fileName: string, text: string) =>
    proposeImport(deps, ada, { fileName, bytes: new TextEncoder().encode(text) });
  const query = async <Row>(sql: string, values: unknown[] = []) =>
    (await database.storage.pool.query(sql, values)).rows as Row[];
  const cityOf = async (email: string) => (await showContact(deps, ada, { email })).contact.city;

  beforeAll(async () => {
    database = await openTestDatabase(usualDatabase);
    const { prisma } = database.storage;
    deps = { storage: database.storage, now: () => day };
    ada = { workspaceId: await database.addWorkspace(), actor: 'U0ADA', role: 'admin' };
    const { workspaceId } = ada;
    other = await database.addWorkspace();
    const attribute = async (of: number, name: string, type = 'text') =>
      (await prisma.attribute.create({ data: { workspaceId: of, name, nameKey: name.toLowerCase(), type } }))
        .id;
    ids.city = await attribute(workspaceId, 'City');
    ids.plan = await attribute(workspaceId, 'plan');
    ids.number = await attribute(other, 'CITY', 'number');

    // As they were: no column, and values among the attributes.
    await query('ALTER TABLE contacts DROP COLUMN city; ALTER TABLE import_changes DROP COLUMN city');
    await query(
      `INSERT INTO contacts (workspace_id, email, email_key, source, status_source, created_at, updated_at, attributes)
       SELECT $1, n || '@x.org', n || '@x.org', 'test', 'test', $2, $2, v
       FROM unnest($3::text[], $4::jsonb[]) u (n, v)`,
      [
        ...[workspaceId, day, ['ada', 'bob', 'cy']],
        [{ [ids.city]: 'Bergen', [ids.plan]: 'pro' }, { [ids.plan]: 'free' }, { [ids.city]: 'Oslo' }].map(
          (each) => JSON.stringify(each),
        ),
      ],
    );
    await query(
      `INSERT INTO contacts (workspace_id, email, email_key, source, status_source, attributes)
       VALUES ($1, 'dee@x.org', 'dee@x.org', 'test', 'test', $2)`,
      [other, { [ids.number]: 5 }],
    );
    const idOf = async (name: string) =>
      (
        await query<{ id: number }>('SELECT id FROM contacts WHERE workspace_id = $1 AND email = $2', [
          ...[workspaceId, `${name}@x.org`],
        ])
      )[0]?.id ?? 0;
    const [adaId, cyId] = [await idOf('ada'), await idOf('cy')];

    const column = (header: string, target: string, attributeId: number | null) => ({
      ...{
        header,
        target,
        type: 'text',
        dateOrder: null,
        yearly: false,
        filled: 1,
        samples: [],
        attributeId,
      },
    });
    const format = { encoding: 'utf-8', delimiter: ',' };
    const mapping = {
      format,
      columns: [column('Email', 'email', null), column('City', 'attribute', ids.city)],
    };
    const given = { workspaceId, rowsTotal: 1, createdBy: 'U0ADA' };
    started = (
      await prisma.import.create({
        data: {
          ...{ ...given, fileName: 'done.csv', state: 'done', updated: 1, mapping, finishedAt: day },
          ...{ newStatus: 'subscribed', updated: 1 },
        },
      })
    ).id;
    await query('UPDATE contacts SET import_id = $2 WHERE workspace_id = $1 AND id = $3', [
      ...[workspaceId, started, cyId],
    ]);
    await query(
      `INSERT INTO import_changes (workspace_id, import_id, contact_id, at, what, updated_at, attributes, prior_updated_at)
       VALUES ($1, $2, $3, $4, 'written', $4, $5, '2026-11-01')`,
      [workspaceId, started, cyId, day, { [ids.city]: 'Narvik' }],
    );

    const kept = (undoKind: string, before: object) =>
      prisma.undo.create({
        data: {
          ...{ workspaceId, kind: undoKind, subject: 'it', before, createdBy: 'U0ADA', createdAt: day },
          expiresAt: new Date('2026-11-21'),
        },
      });
    await kept('import.finished', { importId: started });
    const values = { name: null, country: null, language: null, phone: null, company: null };
    editing = (
      await kept('contact.edited', {
        ...{ id: adaId, ...values, attributes: { [ids.city]: 'Bodø', [ids.plan]: 'old' }, updatedAt: day },
      })
    ).id;
    const text = (id: number, words: string[]) => ({
      ...{ type: 'attribute', attribute: id, test: { is: 'text', operator: 'starts with', values: words } },
    });
    const rule = {
      type: 'any',
      rules: [
        text(ids.city, ['Ber', 'Os']),
        text(ids.plan, ['p']),
        { type: 'not', rule: { type: 'attribute', attribute: ids.city, test: { is: 'known' } } },
      ],
    };
    await prisma.segment.create({
      data: {
        ...{ workspaceId, name: 'North', nameKey: 'north', rule, createdBy: 'U0ADA', updatedBy: 'U0ADA' },
      },
    });
    deletion = (
      await kept('segment.deleted', {
        ...{ id: 900, name: 'Gone', description: '', rule: text(ids.city, ['Ber']), version: 1 },
        ...{ updatedBy: 'U0ADA', updatedAt: day, createdBy: 'U0ADA', createdAt: day },
      })
    ).id;
    await prisma.segment.create({
      data: {
        ...{ workspaceId: other, name: 'Five', nameKey: 'five', createdBy: 'U0ADA', updatedBy: 'U0ADA' },
        rule: {
          ...{
            type: 'attribute',
            attribute: ids.number,
            test: { is: 'number', operator: 'is', values: [5] },
          },
        },
      },
    });
    ({ importId: proposed } = await import_('new.csv', 'Email,City,Plan\neve@x.org,Molde,pro\n'));
    await query(
      `UPDATE imports SET mapping = jsonb_set(mapping, '{columns,1,target}', '"attribute"') WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, proposed],
    );

    await query('DELETE FROM _prisma_migrations WHERE migration_name = $1', [migration]);
    expect(await migrate(database.storage.pool)).toEqual([migration]);
  });
  afterAll(() => database?.close());

  it('moves into the field with its values, and nothing looks changed by it', async () => {
    expect(
      await query(
        'SELECT email, city, attributes, updated_at FROM contacts WHERE workspace_id = $1 ORDER BY email',
        [ada.workspaceId],
      ),
    ).toEqual([
      { email: 'ada@x.org', city: 'Bergen', attributes: { [ids.plan]: 'pro' }, updated_at: day },
      { email: 'bob@x.org', city: null, attributes: { [ids.plan]: 'free' }, updated_at: day },
      { email: 'cy@x.org', city: 'Oslo', attributes: {}, updated_at: day },
    ]);
    expect(await query('SELECT name FROM attributes WHERE workspace_id = $1', [ada.workspaceId])).toEqual([
      { name: 'plan' },
    ]);
  });

  it('is the field in rules, also in those that undoing restores', async () => {
    const rulesOf = async () =>
      (
        await query<{ rule: unknown }>('SELECT rule FROM segments WHERE workspace_id = $1 ORDER BY name', [
          ada.workspaceId,
        ])
      ).map(({ rule }) => rule);
    const city = (values: string[]) => ({ type: 'text', field: 'city', operator: 'starts with', values });
    const plan = { is: 'text', operator: 'starts with', values: ['p'] };
    const north = {
      type: 'any',
      rules: [
        city(['Ber', 'Os']),
        { type: 'attribute', attribute: ids.plan, test: plan },
        { type: 'not', rule: { type: 'has', field: 'city' } },
      ],
    };
    expect(await rulesOf()).toEqual([north]);
    await undo(deps, ada, { id: deletion });
    expect(await rulesOf()).toEqual([city(['Ber']), north]);
    expect((await showContact(deps, ada, { email: 'bob@x.org' })).segments).toEqual(['North']);
    expect((await showContact(deps, ada, { email: 'ada@x.org' })).segments.sort()).toEqual(['Gone', 'North']);
  });

  it('is restored when an earlier edit or import is undone', async () => {
    await undo(deps, ada, { id: editing });
    expect(await cityOf('ada@x.org')).toBe('Bodø');
    await undoImport(deps, ada, started);
    await run();
    expect(await importState(deps, ada, started)).toMatchObject({ state: 'undone', restored: 1, kept: 0 });
    expect(await cityOf('cy@x.org')).toBe('Narvik');
  });

  it('moves the columns of waiting imports', async () => {
    const [{ mapping } = { mapping: undefined }] = await query<{ mapping: Mapping }>(
      'SELECT mapping FROM imports WHERE workspace_id = $1 AND id = $2',
      [ada.workspaceId, proposed],
    );
    expect(mapping?.columns.map(({ header, target }) => `${header}: ${target}`)).toEqual([
      'Email: email',
      'City: city',
      'Plan: attribute',
    ]);
    await startImport(deps, ada, {
      importId: proposed,
      mapping: mapping as Mapping,
      newStatus: 'subscribed',
    });
    await run();
    expect(await importState(deps, ada, proposed)).toMatchObject({ state: 'done', added: 1, problem: null });
    expect(await cityOf('eve@x.org')).toBe('Molde');
  });

  it('stays an attribute, with another name, if it isn’t text', async () => {
    expect(
      await query(
        'SELECT a.name, a.name_key, c.city, c.attributes FROM attributes a, contacts c WHERE a.workspace_id = $1 AND c.workspace_id = $1',
        [other],
      ),
    ).toEqual([
      { name: 'CITY (from file)', name_key: 'city (from file)', city: null, attributes: { [ids.number]: 5 } },
    ]);
    expect(await query('SELECT rule FROM segments WHERE workspace_id = $1', [other])).toMatchObject([
      { rule: { attribute: ids.number } },
    ]);
  });
});
