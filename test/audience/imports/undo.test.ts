import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { editContact } from '../../../src/audience/contacts/edit.ts';
import { forgetContact } from '../../../src/audience/contacts/forget.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { cancelImport } from '../../../src/audience/imports/cancel.ts';
import {
  type ImportChoices,
  type ImportState,
  importState,
  startImport,
} from '../../../src/audience/imports/imports.ts';
import { proposeImport } from '../../../src/audience/imports/proposals.ts';
import { undoImport } from '../../../src/audience/imports/undo.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { listPeople } from '../../../src/audience/people/list.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { changeTagging } from '../../../src/audience/tags/tagging.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import { listChanges } from '../../../src/audience/workspace/history.ts';
import type { Storage } from '../../../src/storage/database/client.ts';
import { failing } from '../../support/failing-storage.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('undoing an import', () => {
  const audience = withAudience();
  let ada: Caller;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2026-11-23T10:00:00Z');
    ada = await audience.newCaller();
  });

  const on = (storage: Storage): AudienceDeps => ({ storage, now: () => now });
  const deps = (): AudienceDeps => on(audience.storage);
  const later = (minutes = 1): void => {
    now = new Date(now.getTime() + minutes * 60_000);
  };
  const run = async (storage: Storage = audience.storage, log: string[] = []): Promise<void> => {
    const runner = startJobRunner(on(storage), {
      ...{ batchRows: 3, pollMs: 5, retryMs: 0, log: (line) => log.push(line) },
    });
    await runner.idle();
    await runner.stop();
  };
  /** Imports a file, a minute after the last change. */
  const take = async (file: string, choices: Partial<ImportChoices> = {}): Promise<number> => {
    later();
    const proposal = await proposeImport(deps(), ada, {
      fileName: 'people.csv',
      bytes: new TextEncoder().encode(file),
    });
    const { importId, mapping } = proposal;
    await startImport(deps(), ada, { importId, mapping, newStatus: 'subscribed', ...choices });
    await run();
    later();
    return importId;
  };
  const takeBack = async (importId: number): Promise<ImportState> => {
    await undoImport(deps(), ada, importId);
    await run();
    return importState(deps(), ada, importId);
  };
  const numbers = ({ state, removed, restored, kept }: ImportState) =>
    `${state}: ${removed} removed, ${restored} restored, ${kept} kept`;
  /** Everything that an import may change, except for the attributes that it creates. */
  const stored = async () => {
    const { prisma } = audience.storage;
    const where = { workspaceId: ada.workspaceId };
    return {
      contacts: await prisma.contact.findMany({ where, orderBy: { id: 'asc' } }),
      tags: await prisma.tag.findMany({ where, orderBy: { id: 'asc' } }),
      links: await prisma.contactTag.findMany({ where, orderBy: [{ tagId: 'asc' }, { contactId: 'asc' }] }),
    };
  };
  const emails = async () => (await stored()).contacts.map(({ email }) => email.split('@')[0]);
  const idOf = async (name: string) =>
    (await stored()).contacts.find(({ email }) => email === `${name}@x.org`)?.id ?? 0;
  const here = async (name: string, status: string, more: object = {}): Promise<void> => {
    const email = `${name}@x.org`;
    const times = { statusAt: now, createdAt: now, updatedAt: now };
    await audience.storage.prisma.contact.create({
      data: {
        ...{
          workspaceId: ada.workspaceId,
          email,
          emailKey: email,
          status,
          statusSource: 'api',
          source: 'api',
        },
        ...times,
        ...more,
      },
    });
  };
  const kept = async (importId: number) =>
    (await listPeople(deps(), ada, { source: { of: 'import', id: importId, part: 'kept' } })).people
      .toReversed()
      .map(({ email, note }) => [email.split('@')[0], note]);

  it('restores values, statuses and tags, and removes new contacts', async () => {
    await here('ada', 'unsubscribed', { name: 'Ada', country: 'NO' });
    await here('bob', 'bounced', { signedUpOn: new Date('2020-01-02'), signedUpAt: new Date('2020-01-02') });
    await here('eve', 'subscribed', { name: 'Eve' });
    await here('zoe', 'subscribed', { name: 'Zoe' });
    await audience.storage.prisma.tag.create({
      data: { workspaceId: ada.workspaceId, name: 'vip', createdBy: 'U0BOB' },
    });
    await changeTagging(deps(), ada, { way: 'on', tag: { name: 'vip' }, who: { emails: 'ada@x.org' } });
    const before = await stored();
    const importId = await take(
      'Email,Name,Country,Seats,Signed up,Tags\n' +
        'ada@x.org,Ada L,SE,3,2021-02-03,"vip,new"\nbob@x.org,Bob,,1,2021-02-03,vip\neve@x.org,Eve,,,,new\nzoe@x.org,Zoe,,,,\n' +
        Array.from({ length: 7 }, (_, n) => `p${n}@x.org,P,,2,2021-02-03,new\n`).join(''),
      { resubscribe: true, askedWhere: 'the survey', askedAt: new Date(now.getTime() + 60_000) },
    );
    expect(await importState(deps(), ada, importId)).toMatchObject({
      ...{ state: 'done', added: 7, updated: 3, unchanged: 1, resubscribed: 2, blocked: 0 },
    });
    const ended = await takeBack(importId);
    expect(numbers(ended)).toBe('undone: 7 removed, 3 restored, 0 kept');
    expect(await stored()).toEqual(before);
    const { rows } = await audience.storage.pool.query(
      'SELECT count(*)::int AS left FROM import_changes WHERE workspace_id = $1',
      [ada.workspaceId],
    );
    expect(rows).toEqual([{ left: 0 }]);
  });

  it('leaves contacts alone that changed since, and says why', async () => {
    await here('old', 'subscribed', { name: 'Old' });
    await here('tagless', 'subscribed', { name: 'Tagless' });
    const importId = await take(
      'Email,Name,Tags\nold@x.org,New,\nedited@x.org,E,a\ntagged@x.org,T,a\nopened@x.org,O,\nlapsed@x.org,L,\nplain@x.org,P,b\ntagless@x.org,Tagless,a\n',
    );
    await editContact(deps(), ada, { id: await idOf('old'), values: [['company', 'Acme']] });
    await editContact(deps(), ada, { id: await idOf('edited'), values: [['name', 'Edith']] });
    await audience.storage.prisma.tag.create({
      data: { workspaceId: ada.workspaceId, name: 'hand', createdBy: 'U0BOB' },
    });
    await changeTagging(deps(), ada, { way: 'on', tag: { name: 'hand' }, who: { emails: 'tagged@x.org' } });
    const at = now.toISOString();
    await recordEvents(deps(), ada, {
      source: 'api',
      events: [
        { email: 'opened@x.org', kind: 'opened', at },
        { email: 'lapsed@x.org', kind: 'unsubscribed', at },
      ],
    });
    expect(numbers(await takeBack(importId))).toBe('undone: 1 removed, 1 restored, 5 kept');
    expect((await emails()).sort()).toEqual(['edited', 'lapsed', 'old', 'opened', 'tagged', 'tagless']);
    expect(await kept(importId)).toEqual([
      ['old', 'changed'],
      ['edited', 'changed'],
      ['tagged', 'tagged'],
      ['opened', 'event'],
      ['lapsed', 'changed'],
    ]);
    const { tags, links, contacts } = await stored();
    // No one has "b" now; "a" is still on those who were left alone.
    expect(tags.map(({ name }) => name).sort()).toEqual(['a', 'hand']);
    const nameOf = new Map(contacts.map(({ id, email }) => [id, email.split('@')[0]]));
    expect(links.map(({ contactId }) => nameOf.get(contactId)).sort()).toEqual([
      'edited',
      'tagged',
      'tagged',
    ]);
    expect(contacts.find(({ email }) => email === 'old@x.org')).toMatchObject({
      name: 'New',
      company: 'Acme',
    });
    const eve: Caller = { ...ada, workspaceId: await audience.addWorkspace() };
    const source = { of: 'import', id: importId, part: 'kept' } as const;
    expect(await refused(listPeople(deps(), eve, { source }))).toContain('not-found');
  });

  it('keeps a tag that a segment uses', async () => {
    const importId = await take('Email,Tags\na@x.org,"asked,other"\n');
    await addSegment(deps(), ada, { name: 'S', sentence: 'not tagged asked' });
    await takeBack(importId);
    expect((await stored()).tags.map(({ name }) => name)).toEqual(['asked']);
  });

  describe('of two over the same people', () => {
    const first = 'Email,Name,Tags\nboth@x.org,One,a\nsame@x.org,Same,a\nonly@x.org,Only,a\nold@x.org,One,\n';
    const second = 'Email,Name,Tags\nboth@x.org,Two,b\nsame@x.org,Same,a\nold@x.org,Two,\nnew@x.org,New,\n';

    it('undoes the newer one, then the older one, and restores everything', async () => {
      await here('old', 'subscribed', { name: 'Old' });
      const start = await stored();
      const [one, afterFirst, two] = [await take(first), await stored(), await take(second)];
      expect(numbers(await takeBack(two))).toBe('undone: 1 removed, 2 restored, 0 kept');
      expect(await stored()).toEqual(afterFirst);
      expect(numbers(await takeBack(one))).toBe('undone: 3 removed, 1 restored, 0 kept');
      expect(await stored()).toEqual(start);
    });

    it('leaves alone what the newer one contained too, changed or not, when the older one is undone', async () => {
      await here('old', 'subscribed', { name: 'Old' });
      const one = await take(first);
      const two = await take(second);
      expect(numbers(await takeBack(one))).toBe('undone: 1 removed, 0 restored, 3 kept');
      expect(await kept(one)).toEqual([
        ['old', 'imported'],
        ['both', 'imported'],
        ['same', 'imported'],
      ]);
      expect((await emails()).sort()).toEqual(['both', 'new', 'old', 'same']);
      // The newer one still returns to what it found.
      expect(numbers(await takeBack(two))).toBe('undone: 1 removed, 2 restored, 0 kept');
      expect((await stored()).contacts.map(({ email, name }) => [email.split('@')[0], name])).toEqual([
        ['old', 'One'],
        ['both', 'One'],
        ['same', 'Same'],
      ]);
    });

    it('counts contacts of both files that were only to be added', async () => {
      const one = await take(first);
      await take(second, { existing: 'keep' });
      expect(numbers(await takeBack(one))).toBe('undone: 1 removed, 0 restored, 3 kept');
      expect((await emails()).sort()).toEqual(['both', 'new', 'old', 'same']);
    });
  });

  const many = `Email,Name\n${Array.from({ length: 20 }, (_, n) => `p${n}@x.org,P${n}\n`).join('')}`;

  it.each<[what: string, statement: string]>([
    ['before contacts are undone', 'WITH judged'],
    ['before a batch is committed', 'COMMIT'],
    ['before its last word', "UPDATE imports SET state = 'undone'"],
  ])('continues after a failure %s', async (_what, statement) => {
    await here('p3', 'subscribed', { name: 'Three' });
    const before = await stored();
    const importId = await take(many);
    await undoImport(deps(), ada, importId);
    const log: string[] = [];
    await run(
      failing(audience.storage, [{ statement, times: statement === 'WITH judged' ? [3, 5] : [1] }]),
      log,
    );
    expect(log.length).toBeGreaterThan(0);
    expect(numbers(await importState(deps(), ada, importId))).toBe('undone: 19 removed, 1 restored, 0 kept');
    expect(await stored()).toEqual(before);
  });

  it('stops after three failures in a row, says so, and continues when asked to', async () => {
    const importId = await take(many);
    await undoImport(deps(), ada, importId);
    await run(failing(audience.storage, [{ statement: 'WITH judged', times: [2, 3, 4] }]));
    const stopped = await importState(deps(), ada, importId);
    expect(stopped).toMatchObject({ state: 'undoing', removed: 3 });
    expect(stopped.problem).toMatch(/^Undoing the next rows failed three times/);
    expect(numbers(await takeBack(importId))).toBe('undone: 20 removed, 0 restored, 0 kept');
  });

  it('removes what a canceled import has written', async () => {
    later();
    // Large enough that it doesn't end before the request to cancel it arrives.
    const rows = Array.from({ length: 900 }, (_, index) => `p${index}@x.org\n`).join('');
    const { importId, mapping } = await proposeImport(deps(), ada, {
      ...{ fileName: 'people.csv', bytes: new TextEncoder().encode(`Email\n${rows}`) },
    });
    await startImport(deps(), ada, { importId, mapping, newStatus: 'subscribed' });
    const runner = startJobRunner(deps(), {
      ...{ batchRows: 3, pollMs: 5 },
      onProgress: ({ rowsDone }) => {
        if (rowsDone === 6) void cancelImport(deps(), ada, importId);
      },
    });
    await runner.idle();
    await runner.stop();
    const { state, added } = await importState(deps(), ada, importId);
    expect(state).toBe('cancelled');
    expect(numbers(await takeBack(importId))).toBe(`undone: ${added} removed, 0 restored, 0 kept`);
    expect(await emails()).toEqual([]);
  });

  it('is offered in the history, and audited', async () => {
    const importId = await take(many);
    const { changes } = await listChanges(deps(), ada, { limit: 10 });
    const finished = changes.find(({ action }) => action === 'import.finished');
    expect(finished?.undoId).toEqual(expect.any(Number));
    later(60 * 24 * 6);
    expect(await undo(deps(), ada, { id: finished?.undoId ?? 0 })).toMatchObject({
      did: 'Undoing the import of people.csv',
      importId,
    });
    await run();
    expect(numbers(await importState(deps(), ada, importId))).toMatch(/^undone: 20 removed/);
    const again = (await listChanges(deps(), ada, { limit: 2 })).changes;
    expect(again.map(({ action, actor, details, undoId }) => [action, actor, details, undoId])).toEqual([
      ['import.taken-back', 'U0ADA', { removed: 20, restored: 0, kept: 0, tags: 0 }, undefined],
      ['import.finished.undone', 'U0ADA', {}, undefined],
    ]);
  });

  it('is refused the second time, while it runs, to viewers, elsewhere, and after 7 days', async () => {
    const importId = await take(many);
    expect(await refused(undoImport(deps(), { ...ada, role: 'viewer' }, importId))).toMatch(/^not-allowed: /);
    const eve: Caller = { ...ada, workspaceId: await audience.addWorkspace() };
    expect(await refused(undoImport(deps(), eve, importId))).toMatch(/^not-found: /);
    await takeBack(importId);
    expect(await refused(undoImport(deps(), ada, importId))).toBe(
      'busy: The import of people.csv was already undone.',
    );
    const other = await take(many);
    later(60 * 24 * 7 + 1);
    expect(await refused(undoImport(deps(), ada, other))).toMatch(/^not-found: It’s too late to undo this/);
    const proposal = await proposeImport(deps(), ada, {
      ...{ fileName: 'people.csv', bytes: new TextEncoder().encode(many) },
    });
    expect(await refused(undoImport(deps(), ada, proposal.importId))).toMatch(/^not-found: /);
  });

  it('is forgotten after 7 days, when the next file is imported', async () => {
    await here('p1', 'subscribed', { name: 'Secret name' });
    await take(many);
    const images = async () =>
      (await audience.storage.prisma.importChange.findMany({ where: { workspaceId: ada.workspaceId } }))
        .length;
    expect(await images()).toBe(1);
    later(60 * 24 * 7 + 5);
    await take('Email\nother@x.org\n');
    expect(await images()).toBe(0);
  });

  it('restores nothing of an erased person', async () => {
    await here('p1', 'subscribed', { name: 'Secret name' });
    const importId = await take(many);
    const erased = await forgetContact(deps(), ada, { id: await idOf('p1') });
    expect(erased.undos).toBe(1);
    const all = await audience.storage.prisma.importChange.findMany({
      where: { workspaceId: ada.workspaceId },
    });
    expect(JSON.stringify(all)).not.toContain('Secret');
    expect(numbers(await takeBack(importId))).toBe('undone: 19 removed, 0 restored, 0 kept');
    expect(await emails()).toEqual([]);
  });
});
