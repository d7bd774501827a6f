import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { addContact, type GivenStatus } from '../../../src/audience/contacts/add.ts';
import { showContact } from '../../../src/audience/contacts/card.ts';
import { editContact } from '../../../src/audience/contacts/edit.ts';
import { forgetContact } from '../../../src/audience/contacts/forget.ts';
import { tagContact } from '../../../src/audience/contacts/tags.ts';
import { putContacts } from '../../../src/audience/contacts/upsert.ts';
import { readContact } from '../../../src/audience/contacts/words.ts';
import { importState, startImport } from '../../../src/audience/imports/imports.ts';
import { proposeImport } from '../../../src/audience/imports/proposals.ts';
import { pageOfRejections } from '../../../src/audience/imports/rejections.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { addTag } from '../../../src/audience/tags/tags.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import { putTag } from '../../support/put-tag.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('contacts by hand', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let now: Date;
  let ada: Caller;
  let viewer: Caller;

  beforeEach(async () => {
    now = new Date('2026-11-23T10:00:00Z');
    ada = await audience.newCaller();
    viewer = { ...ada, role: 'viewer' };
  });

  const add = (text: string, status: GivenStatus = 'non-subscribed', caller = ada) =>
    addContact(deps, caller, { ...readContact(text), status });
  const idOf = async (email: string) => (await showContact(deps, ada, { email })).contact.id;
  const valuesOf = async (email: string) => {
    const { contact, attributes, tags } = await showContact(deps, ada, { email });
    return { contact, tags, attributes: Object.fromEntries(attributes.map((one) => [one.name, one.value])) };
  };
  const edit = async (email: string, values: [string, string][], more = {}) =>
    editContact(deps, ada, { id: await idOf(email), values, ...more });
  const audit = () =>
    audience.storage.prisma.auditEntry.findMany({
      where: { workspaceId: ada.workspaceId },
      orderBy: { id: 'asc' },
      omit: { id: true },
    });
  const runImport = async (csv: string) => {
    const bytes = new TextEncoder().encode(csv);
    const { importId, mapping } = await proposeImport(deps, ada, { fileName: 'people.csv', bytes });
    await startImport(deps, ada, { importId, mapping, newStatus: 'subscribed' });
    const runner = startJobRunner(deps, { pollMs: 10 });
    await runner.idle();
    await runner.stop();
    return importState(deps, ada, importId);
  };

  describe('new ones', () => {
    it('keep what was typed, the status that a person chose, its source and its time', async () => {
      const line =
        'Ada Lovelace <Ada@X.org> country: France language: french seats: 12 trial: yes zip: 01234';
      expect(await add(line, 'subscribed')).toMatchObject({ madeAttributes: ['seats', 'trial', 'zip'] });
      expect(await valuesOf('ada@x.org')).toMatchObject({
        contact: {
          ...{ email: 'Ada@X.org', name: 'Ada Lovelace', country: 'FR', language: 'fr', phone: null },
          ...{ status: 'subscribed', statusSource: 'slack', statusAt: now, source: 'slack', createdAt: now },
        },
        attributes: { seats: 12, trial: true, zip: '01234' },
      });
      expect(await add('bob@x.org Seats: 3')).toMatchObject({ madeAttributes: [] });
    });

    it('store a value under a field’s other names too, unless an attribute has that name', async () => {
      await add('ada@x.org Organisation: Acme "phone number": 1');
      expect(await valuesOf('ada@x.org')).toMatchObject({
        contact: { company: 'Acme', phone: '1' },
        attributes: {},
      });
      await audience.storage.prisma.attribute.create({
        data: { workspaceId: ada.workspaceId, name: 'organisation', nameKey: 'organisation', type: 'text' },
      });
      await edit('ada@x.org', [['Organisation', 'Globex']]);
      expect(await valuesOf('ada@x.org')).toMatchObject({
        contact: { company: 'Acme' },
        attributes: { organisation: 'Globex' },
      });
    });

    it('store a birthday as a yearly date, with or without a year, also through the API', async () => {
      await add('ada@x.org birthday: "24 Dec" renewal: 2027-01-02');
      await add('bob@x.org birthday: 1957-01-02');
      const shown = await valuesOf('ada@x.org');
      expect(shown.attributes).toEqual({ birthday: '--12-24', renewal: '2027-01-02' });
      expect((await valuesOf('bob@x.org')).attributes).toEqual({ birthday: '1957-01-02' });
      const attributes = { Geburtstag: '--12-24', Geburtsdatum: '1990-12-24', 'Paid on': '2026-01-02' };
      await putContacts(deps, ada, { contacts: [{ email: 'cy@x.org', attributes }], make: true });
      const where = { workspaceId: ada.workspaceId };
      const found = await audience.storage.prisma.attribute.findMany({ where, orderBy: { id: 'asc' } });
      expect(found.map(({ name, type, yearly }) => [name, type, yearly])).toEqual([
        ['birthday', 'date', true],
        ['renewal', 'date', false],
        ['Geburtstag', 'date', true],
        ['Geburtsdatum', 'date', true],
        ['Paid on', 'date', false],
      ]);
    });

    it('change nothing if the address already exists, however it is written', async () => {
      await add('Ada <ada@x.org>');
      expect(await add('Someone Else <ADA@X.org> plan: pro', 'subscribed')).toMatchObject({
        existing: { email: 'ada@x.org' },
      });
      expect((await valuesOf('ada@x.org')).contact).toMatchObject({ name: 'Ada', status: 'non-subscribed' });
    });

    it('are not created if a value doesn’t match its attribute’s type', async () => {
      await add('ada@x.org seats: 12');
      expect(await refused(add('bob@x.org seats: many fresh: 1'))).toContain(
        'invalid-input: "many" is not a number',
      );
      expect(await refused(showContact(deps, ada, { email: 'bob@x.org' }))).toContain('not-found');
      const where = { workspaceId: ada.workspaceId };
      expect(await audience.storage.prisma.attribute.count({ where })).toBe(1);
    });

    it('need an editor, and are audited without the address', async () => {
      expect(await refused(add('ada@x.org', 'subscribed', viewer))).toContain('role to add');
      await add('Ada <ada@x.org> plan: pro', 'subscribed');
      const entries = await audit();
      expect(entries.map(({ action, details }) => [action, details])).toEqual([
        ['contact.added', { status: 'subscribed' }],
      ]);
      expect(JSON.stringify(entries)).not.toContain('@');
    });
  });

  describe('the card', () => {
    it('names the segments that the contact is in, and only those of its workspace', async () => {
      await add('Ada <ada@x.org> country: FR', 'subscribed');
      for (let n = 0; n < 60; n++) {
        await addSegment(deps, ada, { name: `in ${n}`, sentence: 'country is France' });
        await addSegment(deps, ada, { name: `out ${n}`, sentence: 'country is US' });
      }
      const { segments } = await showContact(deps, ada, { email: 'ada@x.org' });
      expect(segments.sort()).toEqual(Array.from({ length: 60 }, (_, n) => `in ${n}`).sort());
      const stranger = { ...ada, workspaceId: await audience.addWorkspace() };
      for (const ref of [{ email: 'ada@x.org' }, { id: await idOf('ada@x.org') }])
        expect(await refused(showContact(deps, stranger, ref))).toContain('not-found');
      expect(await refused(showContact(deps, viewer, { email: 'ada@x.org' }))).toContain('not-allowed');
    });
  });

  it('adds existing tags and new ones, but no tag that is very similar to another', async () => {
    await add('Ada <ada@x.org>');
    await addTag(deps, ada, { name: 'vip' });
    const tagged = await tagContact(deps, ada, {
      ref: { email: 'ada@x.org' },
      tags: ['VIP', 'vips', 'beta user'],
    });
    expect(tagged).toMatchObject({ tagged: ['vip', 'beta user'], made: ['beta user'] });
    expect(tagged.doubts.map(({ name }) => name)).toEqual(['vips']);
    expect((await valuesOf('ada@x.org')).tags).toEqual(['beta user', 'vip']);
  });

  describe('editing', () => {
    it('changes what differs, removes what is emptied, and can be undone', async () => {
      await add('Ada <ada@x.org> plan: pro seats: 12 phone: 1', 'subscribed');
      const before = await valuesOf('ada@x.org');
      now = new Date('2026-11-23T10:05:00Z');
      const values: [string, string][] = [
        ['name', 'Ada L.'],
        ['phone', ''],
        ['Plan', 'team'],
        ['seats', ''],
        ['City', 'London'],
        ['floor', '3b'],
      ];
      const edited = await edit('ada@x.org', values, { status: 'unsubscribed' });
      expect(edited).toMatchObject({ changed: true, madeAttributes: ['floor'] });
      expect(await valuesOf('ada@x.org')).toMatchObject({
        contact: { name: 'Ada L.', phone: null, city: 'London', status: 'unsubscribed', statusAt: now },
        attributes: { plan: 'team', floor: '3b' },
      });
      await undo(deps, ada, { id: edited.undoId ?? 0 });
      const after = await valuesOf('ada@x.org');
      expect({ ...after, contact: { ...after.contact, updatedAt: before.contact.updatedAt } }).toEqual(
        before,
      );
    });

    it('keeps what someone changed since when an edit is undone', async () => {
      await add('Ada <ada@x.org>');
      const first = await edit('ada@x.org', [['name', 'First']]);
      now = new Date('2026-11-23T10:01:00Z');
      await edit('ada@x.org', [['name', 'Second']]);
      expect(await refused(undo(deps, ada, { id: first.undoId ?? 0 }))).toContain(
        'busy: That contact was edited since',
      );
      expect((await valuesOf('ada@x.org')).contact.name).toBe('Second');
    });

    it.each([
      ['unsubscribed', 'non-subscribed', 'They are unsubscribed, which outranks non-subscribed.'],
      ['unsubscribed', 'bounced', 'They are unsubscribed, which outranks bounced.'],
      ['bounced', 'non-subscribed', 'They are bounced, which outranks non-subscribed.'],
    ] as const)('says why someone who is %s does not become %s', async (from, to, sentence) => {
      await add('Ada <ada@x.org>', 'subscribed');
      now = new Date('2026-11-23T10:05:00Z');
      await edit('ada@x.org', [], { status: from });
      expect(await refused(edit('ada@x.org', [['name', 'A']], { status: to }))).toContain(
        `invalid-input: ${sentence}`,
      );
      expect((await valuesOf('ada@x.org')).contact).toMatchObject({ name: 'Ada', status: from });
    });

    it('withdraws consent, and older consent doesn’t restore it', async () => {
      await add('Ada <ada@x.org>', 'subscribed');
      now = new Date('2026-11-23T10:05:00Z');
      await edit('ada@x.org', [], { status: 'non-subscribed' });
      const consent = { source: 'form', at: new Date('2026-11-22T10:00:00Z') };
      const contacts = [{ email: 'ada@x.org', status: 'subscribed' as const, consent }];
      expect(await putContacts(deps, ada, { contacts, make: true })).toMatchObject([
        {
          ...{ result: 'refused', field: 'consent' },
          message: expect.stringContaining('They have been non-subscribed since 2026-11-23T10:05:00.000Z'),
        },
      ]);
      now = new Date('2026-11-23T10:06:00Z');
      await edit('ada@x.org', [], { status: 'subscribed', asked: { where: 'by phone', at: now } });
      expect((await valuesOf('ada@x.org')).contact).toMatchObject({ status: 'subscribed', statusAt: now });
    });

    it('subscribes no one unless a person says that they agreed', async () => {
      await add('Ada <ada@x.org>');
      expect(await refused(edit('ada@x.org', [], { status: 'subscribed' }))).toContain('needs their consent');
      expect((await valuesOf('ada@x.org')).contact.status).toBe('non-subscribed');
      await edit('ada@x.org', [], { status: 'subscribed', asked: { where: 'by phone', at: now } });
      expect((await valuesOf('ada@x.org')).contact.status).toBe('subscribed');
      expect(await edit('ada@x.org', [])).toMatchObject({ changed: false });
    });
  });

  describe('forgetting', () => {
    it('erases everything about one person, and nothing about others', async () => {
      const { workspaceId } = ada;
      const { rejected } = await runImport(
        'Email,Name\nada@x.org,Ada\nADA@x.org,Again,more\ndada@x.org,Dada\ndada@x.org,Dada again,more\nbroken,"see ada@x.org"\n',
      );
      expect(rejected).toBe(3);
      await addTag(deps, ada, { name: 'vip' });
      await putTag(deps, ada, 'vip', 'ada@x.org dada@x.org');
      await edit('ada@x.org', [['company', 'Secret']]);
      await edit('dada@x.org', [['company', 'Other']]);
      const contactId = await idOf('ada@x.org');
      await audience.storage.prisma.event.create({
        data: { workspaceId, contactId, kind: 'opened', occurredAt: now },
      });
      const ref = { id: contactId };
      expect(await refused(forgetContact(deps, { ...ada, role: 'editor' }, ref))).toContain('not-allowed');
      expect(await forgetContact(deps, ada, ref)).toEqual({
        events: 1,
        tags: 1,
        undos: 1,
        rejectedRows: 2,
        files: 0,
        mentions: 0,
      });
      expect(await refused(forgetContact(deps, ada, ref))).toContain('not-found');

      // No table contains the address now, except for the other address that ends the same way.
      const { rows: tables } = await audience.storage.pool.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
         AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'workspace_id')`,
      );
      expect(tables.length).toBeGreaterThan(15);
      for (const { name } of tables) {
        const { rows } = await audience.storage.pool.query(
          `SELECT t::text AS row FROM ${name} t WHERE workspace_id = $1 AND t::text ~* '(^|[^d])ada@x|Secret'`,
          [workspaceId],
        );
        expect(rows, name).toEqual([]);
      }
      expect(await valuesOf('dada@x.org')).toMatchObject({ contact: { company: 'Other' }, tags: ['vip'] });
    });

    it('keeps a file or a person from adding them again, in this workspace only', async () => {
      await add('Ada <ada@x.org>');
      await forgetContact(deps, ada, { email: 'ada@x.org' });
      expect(await refused(add('Ada <ADA@x.org>'))).toContain('not-allowed: This address was erased');
      const { id: importId, added, rejected } = await runImport('Email,Name\nAda@X.org,Ada\nbob@x.org,Bob\n');
      expect([added, rejected]).toEqual([1, 1]);
      expect((await pageOfRejections(deps, ada, { importId })).rows).toEqual([
        { line: 2, reason: 'this person was erased on request and can’t be added again', cells: [] },
      ]);
      const elsewhere = { ...ada, workspaceId: await audience.addWorkspace() };
      expect(await add('Ada <ada@x.org>', 'subscribed', elsewhere)).toHaveProperty('id');
    });

    it('waits for someone who adds the address at the same moment, so that it doesn’t slip back in', async () => {
      for (let n = 0; n < 5; n++) {
        const email = `ada${n}@x.org`;
        await add(email);
        // No matter which comes first: no one is both a contact and forgotten.
        await Promise.allSettled([forgetContact(deps, ada, { email }), add(email), add(email)]);
        const where = { workspaceId: ada.workspaceId, emailKey: email };
        expect(await audience.storage.prisma.contact.count({ where })).toBe(0);
      }
    });
  });
});
