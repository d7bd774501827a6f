import { beforeEach, describe, expect, it } from 'vitest';
import { eachField } from '../../../src/contact-fields.ts';
import type { FileStatus } from '../../../src/csv/consent/statuses.ts';
import type { CsvDate } from '../../../src/csv/dates/dates.ts';
import type { RowContact } from '../../../src/csv/rows/contact.ts';
import { addFacts } from '../../../src/storage/contacts/status-facts.ts';
import { inTransaction } from '../../../src/storage/database/transaction.ts';
import { beginBatch, countBatch } from '../../../src/storage/imports/batch.ts';
import type { ImportBatch } from '../../../src/storage/imports/import-batch.ts';
import { databases } from '../../support/database.ts';
import { withAudience } from '../../support/with-audience.ts';

const started = new Date('2026-11-20T12:00:00Z');
const at = (text: string): CsvDate => {
  const [, day, time, offset] = /^(\S+?)(?:T([\d:]+))?([+-]\d\d:\d\d)?$/.exec(text) ?? [];
  return { day: day ?? '', time: time ?? null, offset: offset ?? null };
};
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

/** What a row says about a person about whom these facts are known, in days of November. */
interface Case {
  words: string;
  consent?: number;
  optOut?: number;
  said: [FileStatus, string | null];
  choices?: Partial<Pick<ImportBatch, 'existing' | 'resubscribe' | 'askedAt'>>;
  is: [status: string, at: string];
  kept: number;
}

const cases: Case[] = [
  {
    words: 'an opt-out without a moment counts from the start of the import',
    consent: 10,
    said: ['unsubscribed', null],
    is: ['unsubscribed', started.toISOString()],
    kept: 1,
  },
  {
    words: 'an opt-out at an instant counts from then',
    consent: 10,
    said: ['unsubscribed', '2026-11-15T10:00:00+02:00'],
    is: ['unsubscribed', '2026-11-15T08:00:00.000Z'],
    kept: 1,
  },
  {
    words: 'a local time is of the zone of the workspace',
    consent: 10,
    said: ['bounced', '2026-11-15T10:00:00'],
    is: ['bounced', '2026-11-15T15:00:00.000Z'],
    kept: 1,
  },
  {
    words: 'a day of an opt-out counts to its end',
    consent: 10,
    said: ['unsubscribed', '2026-11-15'],
    is: ['unsubscribed', '2026-11-16T04:59:59.999Z'],
    kept: 1,
  },
  {
    words: 'an opt-out in the future counts from the start',
    consent: 10,
    said: ['unsubscribed', '2027-01-01'],
    is: ['unsubscribed', started.toISOString()],
    kept: 1,
  },
  {
    words: 'an opt-out before the latest consent is kept, and changes nothing',
    consent: 10,
    said: ['unsubscribed', '2026-11-05'],
    is: ['subscribed', '2026-11-10T00:00:00.000Z'],
    kept: 1,
  },
  {
    words: 'people who are otherwise left as they are',
    consent: 10,
    said: ['unsubscribed', '2026-11-15'],
    choices: { existing: 'keep' },
    is: ['unsubscribed', '2026-11-16T04:59:59.999Z'],
    kept: 1,
  },
  {
    words: 'an opt-out that is known already is not kept twice',
    optOut: 10,
    said: ['unsubscribed', '2026-11-10T00:00:00+00:00'],
    is: ['unsubscribed', '2026-11-10T00:00:00.000Z'],
    kept: 0,
  },
  {
    words: 'consent that nobody confirmed counts for nothing',
    optOut: 10,
    said: ['as-chosen', '2026-11-15'],
    is: ['unsubscribed', '2026-11-10T00:00:00.000Z'],
    kept: 0,
  },
  {
    words: 'confirmed consent counts from its day',
    optOut: 10,
    said: ['as-chosen', '2026-11-15'],
    choices: { resubscribe: true },
    is: ['subscribed', '2026-11-15T05:00:00.000Z'],
    kept: 1,
  },
  {
    words: 'confirmed consent from before the opt-out counts for nothing',
    optOut: 10,
    said: ['as-chosen', '2026-11-05'],
    choices: { resubscribe: true },
    is: ['unsubscribed', '2026-11-10T00:00:00.000Z'],
    kept: 0,
  },
  {
    words: 'confirmed consent without a date counts from when they asked for it',
    optOut: 10,
    said: ['as-chosen', null],
    choices: { resubscribe: true, askedAt: day('2026-11-11') },
    is: ['subscribed', '2026-11-11T00:00:00.000Z'],
    kept: 1,
  },
  {
    words: 'people who unsubscribed after they asked for it stay unsubscribed',
    optOut: 10,
    said: ['as-chosen', null],
    choices: { resubscribe: true, askedAt: day('2026-11-09') },
    is: ['unsubscribed', '2026-11-10T00:00:00.000Z'],
    kept: 0,
  },
  {
    words: 'a row’s own date counts instead of when they asked for it',
    optOut: 10,
    said: ['as-chosen', '2026-11-15'],
    choices: { resubscribe: true, askedAt: day('2026-11-09') },
    is: ['subscribed', '2026-11-15T05:00:00.000Z'],
    kept: 1,
  },
  {
    words: 'confirmed consent in the future counts from the start',
    optOut: 10,
    said: ['as-chosen', '2030-01-01'],
    choices: { resubscribe: true },
    is: ['subscribed', started.toISOString()],
    kept: 1,
  },
];

describe.each(databases)('the time of a status in a file (%s)', (kind) => {
  const audience = withAudience({ on: kind });
  let workspaceId: number;
  beforeEach(async () => {
    workspaceId = await audience.addWorkspace();
    const given = { workspaceId, fileName: 'people.csv', mapping: {}, rowsTotal: 1, createdBy: 'U0ADA' };
    await audience.storage.prisma.import.createMany({
      data: [
        { ...given, id: 1 },
        { ...given, id: 2 },
      ],
    });
  });

  const row = (status: FileStatus, statusAt: string | null): RowContact => ({
    ...{ line: 2, email: 'ada@x.org', key: 'ada@x.org', validation: 'unknown' },
    ...{ ...eachField(() => null), name: 'Ada', signedUp: null, status, tags: [], attributes: {} },
    statusAt: statusAt === null ? null : at(statusAt),
  });
  const batchOf = (contact: RowContact, choices: Case['choices'] = {}): ImportBatch => ({
    ...{ workspaceId, importId: 1, contacts: [contact], suppressed: new Map(), newStatus: 'subscribed' },
    ...{ timeZone: 'America/New_York', startedAt: started, now: new Date(started.getTime() + 1000) },
    ...{ existing: 'update', resubscribe: false, tagNames: 'existing', from: 0, to: 1, rejections: [] },
    ...{ actor: 'U0ADA', likelyNew: false, repeated: 0, ...choices },
  });
  const write = (batch: ImportBatch) =>
    inTransaction(audience.storage.pool, (client) => beginBatch(client, batch));
  const found = async () => {
    const contact = await audience.storage.prisma.contact.findFirst({ where: { workspaceId } });
    return [contact?.status, contact?.statusAt.toISOString(), contact?.name];
  };
  const factsOfImports = () =>
    audience.storage.prisma.statusFact.count({ where: { workspaceId, importId: { not: null } } });

  it.each(cases)('$words', async ({ consent, optOut, said, choices, is, kept }) => {
    const { prisma, pool } = audience.storage;
    const { id: contactId } = await prisma.contact.create({
      data: {
        ...{ workspaceId, email: 'ada@x.org', emailKey: 'ada@x.org', source: 'api', statusSource: 'api' },
        ...{
          status: 'non-subscribed',
          statusAt: day('2026-11-01'),
          createdAt: day('2026-11-01'),
          updatedAt: day('2026-11-01'),
        },
      },
    });
    const known = (said: 'consent' | 'opt-out', n: number | undefined) =>
      n === undefined ? [] : [{ contactId, kind: said, at: day(`2026-11-${n}`), source: 'api' }];
    await addFacts(pool, {
      ...{ workspaceId, now: day('2026-11-12') },
      facts: [...known('consent', consent), ...known('opt-out', optOut)],
    });
    const [before] = await found();
    const batch = batchOf(row(...said), choices);
    const told = await countBatch(pool, batch);
    expect((await write(batch)).done).toEqual(told);
    const name = choices?.existing === 'keep' ? null : 'Ada';
    expect(await found()).toEqual([...is, name]);
    expect(await factsOfImports()).toBe(kept);
    expect([told.lowered, told.resubscribed]).toEqual(
      before === is[0] ? [0, 0] : is[0] === 'subscribed' ? [0, 1] : [1, 0],
    );
  });

  it('adds nothing twice: the same file again changes nothing', async () => {
    const batch = batchOf(row('unsubscribed', '2026-11-15T10:00:00+00:00'));
    await write(batch);
    const again = await write({ ...batch, importId: 2 });
    expect(again.done).toMatchObject({ added: 0, updated: 0, unchanged: 1, lowered: 0 });
    expect(await factsOfImports()).toBe(0);
  });

  it.each([
    ['unsubscribed', '2026-11-15T10:00:00+00:00', '2026-11-15T10:00:00.000Z', null],
    ['as-chosen', '2026-11-15T10:00:00+00:00', '2026-11-15T10:00:00.000Z', '2026-11-15T10:00:00.000Z'],
    ['as-chosen', null, started.toISOString(), null],
    ['bounced', '2040-01-01', started.toISOString(), null],
  ] as [FileStatus, string | null, string, string | null][])(
    'of a new contact that is %s since %s is stored without its own row',
    async (status, statusAt, since, consentedAt) => {
      await write(batchOf(row(status, statusAt)));
      const contact = await audience.storage.prisma.contact.findFirst({ where: { workspaceId } });
      expect([contact?.statusAt.toISOString(), contact?.consentedAt?.toISOString() ?? null]).toEqual([
        since,
        consentedAt,
      ]);
      expect(await audience.storage.prisma.statusFact.count({ where: { workspaceId } })).toBe(0);
    },
  );

  it('adds no tags to people who are left alone except for an opt-out', async () => {
    await write(batchOf(row('as-chosen', null)));
    await write({
      ...batchOf({ ...row('unsubscribed', null), tags: ['vip'] }, { existing: 'keep' }),
      importId: 2,
    });
    expect((await found())[0]).toBe('unsubscribed');
    expect(await audience.storage.prisma.contactTag.count({ where: { workspaceId } })).toBe(0);
  });
});
