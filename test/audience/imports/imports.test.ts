import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import {
  findImport,
  type ImportState,
  importState,
  reportImportTo,
  startImport,
} from '../../../src/audience/imports/imports.ts';
import { discardImport, LARGEST_IMPORT, proposeImport } from '../../../src/audience/imports/proposals.ts';
import { pageOfRejections, rejectionsFile } from '../../../src/audience/imports/rejections.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import type { Mapping } from '../../../src/csv/schema.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const fixture = readFileSync(new URL('../../fixtures/customers-300.csv', import.meta.url));

describe('imports', () => {
  const audience = withAudience();
  let deps: AudienceDeps;
  let ada: Caller;
  let now: Date;

  beforeEach(async () => {
    now = new Date('2026-11-23T10:00:00Z');
    deps = { storage: audience.storage, now: () => now };
    ada = await audience.newCaller('editor');
  });

  const propose = (content: string | Uint8Array, fileName = 'people.csv') =>
    proposeImport(deps, ada, {
      fileName,
      bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
    });
  const start = async (
    proposal: { importId: number; mapping: Mapping },
    newStatus: 'subscribed' | 'non-subscribed' = 'subscribed',
  ): Promise<ImportState> => {
    const { importId, mapping } = proposal;
    const started = await startImport(deps, ada, { importId, mapping, newStatus });
    if (!started.ok) throw new Error(started.problems.map((problem) => problem.message).join(' '));
    return started.import;
  };
  const run = async (): Promise<ImportState[]> => {
    const states: ImportState[] = [];
    const runner = startJobRunner(deps, { batchRows: 100, onProgress: (state) => states.push(state) });
    await runner.idle();
    await runner.stop();
    return states;
  };
  const take = async (
    content: string | Uint8Array,
    newStatus: 'subscribed' | 'non-subscribed' = 'subscribed',
  ): Promise<ImportState> => {
    const { id } = await start(await propose(content), newStatus);
    await run();
    return importState(deps, ada, id);
  };
  const counts = ({ state, added, updated, unchanged, rejected }: ImportState) =>
    `${state}: ${added} added, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected`;
  const contact = (emailKey: string) =>
    audience.storage.prisma.contact.findUniqueOrThrow({
      where: { workspaceId_emailKey: { workspaceId: ada.workspaceId, emailKey } },
    });
  const rowsOf = async (table: 'contacts' | 'uploads' | 'imports' | 'jobs' | 'attributes') =>
    (await audience.storage.pool.query(`SELECT * FROM ${table} WHERE workspace_id = $1`, [ada.workspaceId]))
      .rows;

  it('count and keep existing contacts, wherever they come after batches of new people', async () => {
    await take('email,name\nhere@x.org,Before\nsame@x.org,Same');
    const row = (n: number) => `new${n}@x.org,New ${n}`;
    const rows = Array.from({ length: 400 }, (_, n) => row(n));
    rows.splice(150, 0, 'here@x.org,After');
    rows.splice(390, 0, 'same@x.org,Same');
    const state = await take(['email,name', ...rows].join('\n'));
    expect(counts(state)).toBe('done: 400 added, 1 updated, 1 unchanged, 0 rejected');
    expect((await contact('here@x.org')).name).toBe('After');
    expect(await rowsOf('contacts')).toHaveLength(402);
  });

  it('lead from a proposed mapping to contacts', async () => {
    await audience.storage.prisma.workspace.update({
      where: { id: ada.workspaceId },
      data: { timeZone: 'Europe/Oslo' },
    });
    const proposal = await propose(fixture, 'customers-300.csv');
    expect(proposal).toMatchObject({
      fileName: 'customers-300.csv',
      rowsTotal: 300,
      problems: [],
    });
    expect(await rowsOf('contacts')).toEqual([]);
    expect(await findImport(deps, ada, proposal.importId)).toMatchObject({
      state: 'proposed',
      mapping: proposal.mapping,
      newStatus: null,
    });

    expect(await start(proposal)).toMatchObject({ state: 'running', rowsDone: 0, startedAt: now });
    const states = await run();
    expect(states.map(({ state, rowsDone }) => [state, rowsDone])).toEqual([
      ['running', 100],
      ['running', 200],
      ['running', 300],
      ['done', 300],
    ]);
    const ended = await importState(deps, ada, proposal.importId);
    expect(states.at(-1)).toEqual(ended);
    expect(counts(ended)).toBe('done: 294 added, 0 updated, 0 unchanged, 4 rejected');
    expect(ended.finishedAt).toEqual(now);

    const attributes = Object.fromEntries(
      (await rowsOf('attributes')).map((row) => [row.name, String(row.id)]),
    );
    expect(Object.keys(attributes).sort()).toEqual(['Customer Id', 'Phone 2', 'Website']);
    expect(await contact('sanne.abara1@mail.example.org')).toMatchObject({
      email: 'sanne.abara1@mail.example.org',
      name: 'Sanne Abara',
      country: 'TR',
      city: 'Brno',
      company: 'Harbour Energy',
      phone: '+1 454-555-0146',
      status: 'subscribed',
      statusSource: 'import',
      statusAt: now,
      source: 'import',
      // The day begins at 23:00 UTC on the day before.
      signedUpOn: new Date('2020-01-11T00:00:00Z'),
      signedUpAt: new Date('2020-01-10T23:00:00Z'),
      importId: proposal.importId,
      importLine: 2,
      attributes: {
        [attributes['Customer Id'] ?? '']: 'F2dd0b978ED38CC',
        [attributes['Phone 2'] ?? '']: '+1 450-555-0132',
        [attributes.Website ?? '']: 'https://www.abara.example/',
      },
    });
  });

  it('keep rejected rows with line and reason, as a list and as a file', async () => {
    const { id } = await take(
      'Email,Name,Signed up\nada@example.org,=1+1,26/08/2020\nnobody,"a,b",26/08/2020\nADA@example.org,Ada,\nbob@example.org,Bób,31/02/2020\n' +
        Array.from({ length: 20 }, (_, index) => `p${index}@example.org,P,26/08/2020\n`).join(''),
    );
    expect((await pageOfRejections(deps, ada, { importId: id })).rows.slice(0, 2)).toEqual([
      { line: 3, reason: '"nobody" is not an email address', cells: ['nobody', 'a,b', '26/08/2020'] },
      {
        line: 5,
        reason: '"31/02/2020" in "Signed up" is not a date (day, month, year)',
        cells: ['bob@example.org', 'Bób', '31/02/2020'],
      },
    ]);
    const file = await rejectionsFile(deps, ada, id);
    expect(file).toBe(
      '\ufeffLine,Reason not imported,Email,Name,Signed up\n' +
        '3,"""nobody"" is not an email address",nobody,"a,b",26/08/2020\n' +
        '5,"""31/02/2020"" in ""Signed up"" is not a date (day, month, year)",bob@example.org,Bób,31/02/2020\n',
    );
    // Once corrected, the file can be imported: its first two columns are not the team's.
    const again = await propose(
      file.replace('nobody,', 'nobody@example.org,').replace(',31/02/2020', ',28/02/2020'),
    );
    expect(again.mapping.columns.slice(0, 3).map((column) => column.target)).toEqual([
      'ignore',
      'ignore',
      'email',
    ]);
  });

  it('write nothing and say "unchanged" if the same file is imported again, and fill in what is new', async () => {
    const file = 'Email,Name,Company,Plan\nada@example.org,Ada,,free\nbob@example.org,Bob,Acme,free\n';
    expect(counts(await take(file))).toBe('done: 2 added, 0 updated, 0 unchanged, 0 rejected');
    const before = await rowsOf('contacts');
    now = new Date('2026-11-24T10:00:00Z');
    expect(counts(await take(file))).toBe('done: 0 added, 0 updated, 2 unchanged, 0 rejected');
    expect(await rowsOf('contacts')).toEqual(before);

    const more = 'Email,Name,Company,Seats\nADA@example.org,,Analytical,3\nbob@example.org,Bob,,\n';
    expect(counts(await take(more))).toBe('done: 0 added, 1 updated, 1 unchanged, 0 rejected');
    const names = new Map((await rowsOf('attributes')).map((row) => [String(row.id), row.name]));
    const { attributes, ...stored } = await contact('ada@example.org');
    expect(stored).toMatchObject({
      email: 'ada@example.org',
      name: 'Ada',
      company: 'Analytical',
      updatedAt: now,
    });
    expect(Object.entries(attributes as object).map(([id, value]) => [names.get(id), value])).toEqual([
      ['Plan', 'free'],
      ['Seats', 3],
    ]);
  });

  it('keep the status of an existing contact, unless the file says that they don’t want mail', async () => {
    const old = ['subscribed', 'unsubscribed', 'non-subscribed', 'bounced'];
    const statusAt = new Date('2025-01-01T00:00:00Z');
    await audience.storage.prisma.contact.createMany({
      data: old.map((status) => ({
        workspaceId: ada.workspaceId,
        email: `${status}@example.org`,
        emailKey: `${status}@example.org`,
        status,
        statusAt,
        statusSource: 'api',
        source: 'api',
      })),
    });
    const rows = old.map((status) => `${status}@example.org,Named,pending\n`).join('');
    expect(counts(await take(`Email,Name,Status\n${rows}`))).toBe(
      'done: 0 added, 4 updated, 0 unchanged, 0 rejected',
    );
    for (const status of old) {
      expect(await contact(`${status}@example.org`)).toMatchObject({
        name: 'Named',
        status,
        statusAt,
        statusSource: 'api',
        source: 'api',
      });
    }
  });

  it('give new contacts the chosen status, or a lower one from the file', async () => {
    const file =
      'Email,Status\na@example.org,subscribed\nb@example.org,unsubscribed\nc@example.org,cleaned\nd@example.org,pending\ne@example.org,\n';
    await take(file, 'subscribed');
    const statuses = async () =>
      Object.fromEntries((await rowsOf('contacts')).map((row) => [row.email[0], row.status]));
    expect(await statuses()).toEqual({
      a: 'subscribed',
      b: 'unsubscribed',
      c: 'bounced',
      d: 'non-subscribed',
      e: 'subscribed',
    });
    await take('Email,Status\nf@example.org,subscribed\ng@example.org,unsubscribed\n', 'non-subscribed');
    expect(await statuses()).toMatchObject({ f: 'non-subscribed', g: 'unsubscribed' });
  });

  it('keep the time of sign-up if the file has one, and otherwise the day', async () => {
    await audience.storage.prisma.workspace.update({
      where: { id: ada.workspaceId },
      data: { timeZone: 'America/Sao_Paulo' },
    });
    await take(
      'Email,Created at\na@example.org,2020-08-26T10:00:00Z\nb@example.org,2020-08-26 10:00\nc@example.org,2020-08-26\nd@example.org,2018-11-04\n',
    );
    const signedUp = async (key: string) => {
      const { signedUpAt, signedUpOn } = await contact(key);
      return [signedUpAt?.toISOString(), signedUpOn?.toISOString().slice(0, 10)];
    };
    expect(await signedUp('a@example.org')).toEqual(['2020-08-26T10:00:00.000Z', undefined]);
    expect(await signedUp('b@example.org')).toEqual(['2020-08-26T13:00:00.000Z', undefined]);
    expect(await signedUp('c@example.org')).toEqual(['2020-08-26T03:00:00.000Z', '2020-08-26']);
    // On this day, the clocks there jumped from 00:00 to 01:00, so it began at 01:00.
    expect(await signedUp('d@example.org')).toEqual(['2018-11-04T03:00:00.000Z', '2018-11-04']);
  });

  it.each<[tagNames: 'existing' | 'as-written', tags: [string, string, string[]][]]>([
    [
      'existing',
      [
        ['beta', 'U0ADA', ['a@example.org']],
        ['vip', 'U0BOB', ['a@example.org', 'b@example.org']],
      ],
    ],
    [
      'as-written',
      [
        ['VIP', 'U0ADA', ['b@example.org']],
        ['beta', 'U0ADA', ['a@example.org']],
        ['vip', 'U0BOB', ['a@example.org']],
      ],
    ],
  ])(
    'add the file’s tags to its contacts, those similar to an existing one %s',
    async (tagNames, expected) => {
      const { prisma } = audience.storage;
      await prisma.tag.create({ data: { workspaceId: ada.workspaceId, name: 'vip', createdBy: 'U0BOB' } });
      const proposal = await propose(
        'Email,Tags\na@example.org,"vip,beta"\nb@example.org,VIP\nc@example.org,\n',
      );
      await startImport(deps, ada, { ...proposal, newStatus: 'subscribed', tagNames });
      await run();
      const tags = await prisma.tag.findMany({
        where: { workspaceId: ada.workspaceId },
        include: { contacts: { include: { contact: true } } },
        orderBy: { id: 'asc' },
      });
      tags.sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(
        tags.map((tag) => [tag.name, tag.createdBy, tag.contacts.map((link) => link.contact.email)]),
      ).toEqual(expected);
    },
  );

  it('delete the file, drop the samples and write the audit entry, without any address', async () => {
    const { id } = await take(fixture);
    expect(await rowsOf('uploads')).toEqual([]);
    expect(JSON.stringify(await findImport(deps, ada, id))).not.toContain('@');
    const audit = await audience.storage.prisma.auditEntry.findMany({
      where: { workspaceId: ada.workspaceId },
      orderBy: { id: 'asc' },
    });
    expect(audit.map(({ actor, action, subject, details }) => ({ actor, action, subject, details }))).toEqual(
      [
        {
          actor: 'U0ADA',
          action: 'import.started',
          subject: 'people.csv',
          details: { rows: 300, newStatus: 'subscribed', newAttributes: 3 },
        },
        {
          actor: 'U0ADA',
          action: 'import.finished',
          subject: 'people.csv',
          details: { rows: 300, added: 294, updated: 0, unchanged: 0, rejected: 4, repeated: 2 },
        },
      ],
    );
  });

  it('report every state with the place that shows progress', async () => {
    const proposal = await propose('Email\nada@example.org\n');
    await start(proposal);
    const report = { channel: 'C1', ts: '1.2', viewId: 'V1' };
    expect(await reportImportTo(deps, ada, { importId: proposal.importId, report })).toMatchObject({
      report,
    });
    expect((await run()).map((state) => state.report)).toEqual([report, report]);
  });

  describe('are refused', () => {
    const ambiguous = 'Email,Signed up\na@example.org,03/04/2020\nb@example.org,05/06/2021\n';

    it('until a person says how to read dates that have two readings', async () => {
      const proposal = await propose(ambiguous);
      const { importId, mapping } = proposal;
      expect(proposal.problems).toMatchObject([{ column: 1, blocking: true }]);
      const asked = await startImport(deps, ada, { importId, mapping, newStatus: 'subscribed' });
      expect(asked).toEqual({ ok: false, problems: proposal.problems });
      const yearFirst = mapping.columns.map((column) => ({ ...column, dateOrder: 'ymd' as const }));
      expect(
        await startImport(deps, ada, {
          importId,
          mapping: { ...mapping, columns: yearFirst },
          newStatus: 'subscribed',
        }),
      ).toMatchObject({ ok: false, problems: [{ column: 1 }] });
      expect(await rowsOf('jobs')).toEqual([]);
      expect((await importState(deps, ada, importId)).state).toBe('proposed');

      const columns = mapping.columns.map((column) => ({ ...column, dateOrder: 'mdy' as const }));
      await start({ importId, mapping: { ...mapping, columns } });
      await run();
      expect((await contact('a@example.org')).signedUpOn).toEqual(new Date('2020-03-04T00:00:00Z'));
    });

    it('if two columns are the same field', async () => {
      const { importId, mapping } = await propose('Email,Name\na@example.org,b@example.org\n');
      const columns = mapping.columns.map((column) => ({ ...column, target: 'email' as const }));
      const started = await startImport(deps, ada, {
        importId,
        mapping: { ...mapping, columns },
        newStatus: 'subscribed',
      });
      expect(started).toMatchObject({
        ok: false,
        problems: [{ column: 1, message: '"Email" and "Name" are both the email address.' }],
      });
    });

    it('if an attribute with that name has another type', async () => {
      await take('Email,Seats\na@example.org,3\nb@example.org,5\n');
      const proposal = await propose('Email,Seats\nc@example.org,few\n');
      expect(proposal.mapping.columns[1]).toMatchObject({ target: 'ignore' });
      expect(proposal.problems).toMatchObject([{ column: 1, blocking: false }]);
      const columns = proposal.mapping.columns.map((column) =>
        column.header === 'Seats' ? { ...column, target: 'attribute' as const } : column,
      );
      const { importId, mapping } = proposal;
      expect(
        await startImport(deps, ada, { importId, mapping: { ...mapping, columns }, newStatus: 'subscribed' }),
      ).toMatchObject({
        ok: false,
        problems: [
          {
            blocking: true,
            message: '"Seats" contains text here, but the attribute of that name contains numbers.',
          },
        ],
      });
    });

    it('if it was already started, has another file’s mapping, or doesn’t exist', async () => {
      const proposal = await propose('Email\na@example.org\n');
      const other = await propose('Mail\na@example.org\n');
      const given = {
        importId: proposal.importId,
        mapping: proposal.mapping,
        newStatus: 'subscribed' as const,
      };
      expect(await refused(startImport(deps, ada, { ...given, mapping: other.mapping }))).toBe(
        'invalid-input: These columns don’t match the uploaded file.',
      );
      await start(proposal);
      expect(await refused(startImport(deps, ada, given))).toBe(
        'busy: The import of people.csv was already started or discarded.',
      );
      expect(await rowsOf('jobs')).toHaveLength(1);
      expect(await refused(startImport(deps, ada, { ...given, importId: 987_654 }))).toBe(
        'not-found: No import 987654 here.',
      );
      const eve = { ...ada, workspaceId: await audience.addWorkspace() };
      expect(await refused(importState(deps, eve, proposal.importId))).toMatch(/^not-found: /);
      expect(await refused(startImport(deps, eve, given))).toMatch(/^not-found: /);
      expect(await refused(rejectionsFile(deps, eve, proposal.importId))).toMatch(/^not-found: /);
      expect(await refused(pageOfRejections(deps, eve, { importId: proposal.importId }))).toContain(
        'not-found',
      );
      await run();
    });

    it('for viewers', async () => {
      const viewer: Caller = { ...ada, role: 'viewer' };
      const bytes = new TextEncoder().encode('Email\na@example.org\n');
      expect(await refused(proposeImport(deps, viewer, { fileName: 'people.csv', bytes }))).toBe(
        'not-allowed: You need the editor role to import contacts. Your role is viewer.',
      );
    });

    it.each<[string, Uint8Array, string]>([
      [
        'too large',
        new Uint8Array(LARGEST_IMPORT + 1),
        'people.csv is larger than 10 MB, the limit for one import.',
      ],
      ['empty', new Uint8Array(), 'people.csv is empty.'],
      [
        'no CSV',
        Uint8Array.of(0x50, 0x4b, 3, 4),
        'people.csv is not a CSV file: it looks like an Excel workbook or a zip archive.',
      ],
      [
        'broken',
        Buffer.from('Email\n"a@example.org\n'),
        'A quote that opens in the row on line 2 is never closed.',
      ],
      [
        'without addresses',
        Buffer.from('Name\nAda\n'),
        'No column of people.csv has email addresses (it has "Name").',
      ],
    ])('for a file that is %s, and nothing of it is kept', async (_what, bytes, message) => {
      expect(await refused(propose(bytes))).toBe(`invalid-input: ${message}`);
      expect(await rowsOf('uploads')).toEqual([]);
      expect(await rowsOf('imports')).toEqual([]);
    });
  });

  describe('a proposal', () => {
    it('is forgotten with its file when it is discarded', async () => {
      const { importId, mapping } = await propose('Email\na@example.org\n');
      await discardImport(deps, ada, importId);
      expect(await rowsOf('uploads')).toEqual([]);
      expect((await importState(deps, ada, importId)).state).toBe('discarded');
      expect(await refused(startImport(deps, ada, { importId, mapping, newStatus: 'subscribed' }))).toMatch(
        /^busy: /,
      );
    });

    it('keeps nothing of its cells when it is discarded', async () => {
      const text = 'Email,Nickname\na@example.org,The Countess\n';
      const { importId, mapping } = await propose(text);
      expect(mapping.columns.map(({ samples }) => samples)).toEqual([['a@example.org'], ['The Countess']]);
      await discardImport(deps, ada, importId);
      const kept = await audience.storage.prisma.import.findFirst({ where: { id: importId } });
      const cleared = mapping.columns.map(({ consent: _, ...column }) => ({ ...column, samples: [] }));
      expect(kept?.mapping).toEqual({ ...mapping, columns: cleared });
    });

    it('can’t be discarded once it runs', async () => {
      const proposal = await propose('Email\na@example.org\n');
      await start(proposal);
      expect(await refused(discardImport(deps, ada, proposal.importId))).toBe(
        "busy: The import of people.csv is running (0 of 1 rows): it can't be discarded.",
      );
      await run();
      expect(await refused(discardImport(deps, ada, proposal.importId))).toBe(
        "busy: The import of people.csv is done (1 of 1 rows): it can't be discarded.",
      );
    });

    it('is forgotten with its file a day later', async () => {
      const { importId } = await propose('Email\na@example.org\n');
      now = new Date('2026-11-24T10:00:01Z');
      const later = await propose('Email\nb@example.org\n');
      expect((await importState(deps, ada, importId)).state).toBe('discarded');
      expect((await importState(deps, ada, later.importId)).state).toBe('proposed');
      expect(await rowsOf('uploads')).toHaveLength(1);
    });
  });
});
