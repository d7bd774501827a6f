import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { addContact } from '../../../src/audience/contacts/add.ts';
import { editContact } from '../../../src/audience/contacts/edit.ts';
import { tagPeople } from '../../../src/audience/contacts/people-in-text.ts';
import { putContacts } from '../../../src/audience/contacts/upsert.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { type ImportChoices, importState, startImport } from '../../../src/audience/imports/imports.ts';
import { proposeImport } from '../../../src/audience/imports/proposals.ts';
import { rehearseImport } from '../../../src/audience/imports/rehearsal.ts';
import { undoImport } from '../../../src/audience/imports/undo.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { addSuppressions, whileNobodyAdds } from '../../../src/storage/contacts/suppressions.ts';
import type { Storage } from '../../../src/storage/database/client.ts';
import { inTransaction } from '../../../src/storage/database/transaction.ts';
import { withAudience } from '../../support/with-audience.ts';

const on = (day: number): Date => new Date(`2026-11-${String(day).padStart(2, '0')}T10:00:00Z`);

describe('suppressed addresses', () => {
  const audience = withAudience();
  let ada: Caller;
  let now: Date;
  beforeEach(async () => {
    now = on(20);
    ada = await audience.newCaller();
  });

  const depsOn = (storage: Storage): AudienceDeps => ({ storage, now: () => now });
  const deps = (): AudienceDeps => depsOn(audience.storage);
  const report = (...events: [email: string, kind: string, at: Date][]) =>
    recordEvents(deps(), ada, {
      source: 'webhook',
      events: events.map(([email, said, at]) => ({
        email,
        kind: said,
        at,
        ...(said === 'bounced' ? { bounce: 'hard' } : {}),
      })),
    });
  const run = async (storage = audience.storage) => {
    const runner = startJobRunner(depsOn(storage), { batchRows: 3, pollMs: 5 });
    await runner.idle();
    await runner.stop();
  };
  const file =
    'Email,Name,Status\nleft@x.org,Left,\ndead@x.org,Dead,subscribed\ngone@x.org,Gone,unsubscribed\nnew@x.org,New,\n';
  const take = async (choices: Partial<ImportChoices> = {}, storage = audience.storage) => {
    const bytes = new TextEncoder().encode(file);
    const { importId, mapping } = await proposeImport(depsOn(storage), ada, {
      fileName: 'people.csv',
      bytes,
    });
    const given = { importId, mapping, newStatus: 'subscribed' as const, ...choices };
    const tried = await rehearseImport(depsOn(storage), ada, given);
    if (!tried.ok) throw new Error(JSON.stringify(tried.problems));
    await startImport(depsOn(storage), ada, given);
    await run(storage);
    return { importId, rehearsal: tried.rehearsal };
  };
  const statuses = async () => {
    const contacts = await audience.storage.prisma.contact.findMany({
      where: { workspaceId: ada.workspaceId },
      orderBy: { email: 'asc' },
    });
    return contacts.map(({ email, status, statusSource, statusAt }) => [
      email.split('@')[0],
      `${status} by ${statusSource} on ${statusAt.getUTCDate()}`,
    ]);
  };
  const remembered = () =>
    report(
      ['left@x.org', 'unsubscribed', on(5)],
      ['dead@x.org', 'bounced', on(6)],
      ['gone@x.org', 'complained', on(7)],
    );

  it('keep their status when they are imported, and the rehearsal says how many', async () => {
    await remembered();
    const { importId, rehearsal } = await take();
    expect(rehearsal).toMatchObject({
      ...{ added: 4, updated: 0, resubscribed: 0, lowered: { unsubscribed: 0, bounced: 0 } },
      blocked: { unsubscribed: 1, bounced: 1, nonSubscribed: 0 },
    });
    expect(await importState(deps(), ada, importId)).toMatchObject({ added: 4, blocked: 2, resubscribed: 0 });
    expect(await statuses()).toEqual([
      ['dead', 'bounced by webhook on 6'],
      ['gone', 'unsubscribed by import on 20'],
      ['left', 'unsubscribed by webhook on 5'],
      ['new', 'subscribed by import on 20'],
    ]);
    // What they said before outlives the import.
    await undoImport(deps(), ada, importId);
    await run();
    expect(await statuses()).toEqual([]);
    await take({ existing: 'keep' });
    expect((await statuses())[2]).toEqual(['left', 'unsubscribed by webhook on 5']);
  });

  it('are subscribed by an import only after a second confirmation, and not after its undo', async () => {
    await remembered();
    const asked = { askedWhere: 'the survey', askedAt: on(20) };
    const { importId, rehearsal } = await take({ resubscribe: true, ...asked });
    expect(rehearsal).toMatchObject({ added: 4, resubscribed: 2, blocked: { unsubscribed: 0, bounced: 0 } });
    const after = [
      ['dead', 'subscribed by import on 20'],
      ['gone', 'unsubscribed by import on 20'],
      ['left', 'subscribed by import on 20'],
      ['new', 'subscribed by import on 20'],
    ];
    expect(await statuses()).toEqual(after);
    // Someone edits them: undoing keeps the contact, and removes what the file said.
    const { id } = (await audience.storage.prisma.contact.findFirst({
      where: { email: 'left@x.org', workspaceId: ada.workspaceId },
    })) as { id: number };
    now = on(21);
    await editContact(deps(), ada, { id, values: [['name', 'Lefty']] });
    await undoImport(deps(), ada, importId);
    await run();
    expect(await statuses()).toEqual([['left', 'unsubscribed by webhook on 5']]);
  });

  it('are added unsubscribed by a form, which says why', async () => {
    await remembered();
    const added = await addContact(deps(), ada, {
      email: 'Left@x.org',
      name: null,
      values: [],
      status: 'subscribed',
    });
    expect(added).toMatchObject({ suppressed: { reason: 'unsubscribed', at: on(5) } });
    const unsure = await addContact(deps(), ada, {
      email: 'dead@x.org',
      name: null,
      values: [],
      status: 'non-subscribed',
    });
    expect(unsure).not.toHaveProperty('suppressed');
    expect(await statuses()).toEqual([
      ['Left', 'unsubscribed by webhook on 5'],
      ['dead', 'bounced by webhook on 6'],
    ]);
    const { id } = added as { id: number };
    await editContact(deps(), ada, {
      id,
      values: [],
      status: 'subscribed',
      asked: { where: 'by phone', at: now },
    });
    expect((await statuses())[0]).toEqual(['Left', 'subscribed by slack on 20']);
  });

  it('are listed if they are added to be tagged', async () => {
    await remembered();
    const tagged = await tagPeople(deps(), ada, {
      ...{ contacts: [], others: ['left@x.org', 'new@x.org'], tag: { make: 'vip' }, status: 'subscribed' },
    });
    expect(tagged).toMatchObject({ added: 2, suppressed: ['left@x.org'] });
  });

  it('keep an opt-out that is reported while an import adds the address, whichever comes first', async () => {
    for (let round = 0; round < 4; round += 1) {
      ada = { ...ada, workspaceId: await audience.addWorkspace() };
      await Promise.all([
        take(),
        putContacts(deps(), ada, { contacts: [{ email: 'new@x.org' }], make: true }),
        report(['left@x.org', 'unsubscribed', on(19)], ['new@x.org', 'unsubscribed', on(19)]),
      ]);
      const now19 = Object.fromEntries(await statuses());
      expect([now19.left, now19.new]).toEqual([
        'unsubscribed by webhook on 19',
        'unsubscribed by webhook on 19',
      ]);
    }
  });

  it('need no hashing while there are none', async () => {
    let hashed = 0;
    const { hash, hashes } = audience.storage;
    const counting = (storage: Storage): Storage => ({
      ...storage,
      hash: (text) => {
        hashed += 1;
        return hash(text);
      },
      hashes: (text) => {
        hashed += 1;
        return hashes(text);
      },
    });
    await take({}, counting(audience.storage));
    expect(hashed).toBe(0);
    await report(['stranger@x.org', 'unsubscribed', on(5)]);
    await take({}, counting(audience.storage));
    expect(hashed).toBeGreaterThan(0);
  });

  it.runIf(audience.kind === 'server')(
    'wait for a batch that is being written, and hold back the next one meanwhile',
    async () => {
      const order: string[] = [];
      const { hash, pool } = audience.storage;
      const holding = inTransaction(pool, async (client) => {
        await whileNobodyAdds(client, ada.workspaceId);
        const adding = putContacts(deps(), ada, { contacts: [{ email: 'new@x.org' }], make: true }).then(() =>
          order.push('added'),
        );
        await new Promise((resolve) => setTimeout(resolve, 200));
        order.push('remembered');
        await addSuppressions(client, ada.workspaceId, [
          { hash: hash('new@x.org'), reason: 'unsubscribed', at: on(3), source: 'api' },
        ]);
        return { adding };
      });
      await (await holding).adding;
      expect(order).toEqual(['remembered', 'added']);
      expect(await statuses()).toEqual([['new', 'unsubscribed by api on 3']]);
    },
  );
});
