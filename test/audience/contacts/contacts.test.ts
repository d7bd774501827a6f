import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { countContacts } from '../../../src/audience/contacts/totals.ts';
import { oneDatabase, openTestDatabase, type TestDatabase } from '../../support/database.ts';

describe.each(oneDatabase)('contacts (%s)', (kind) => {
  let database: TestDatabase;
  let deps: AudienceDeps;
  let ada: Caller;

  beforeAll(async () => {
    database = await openTestDatabase(kind);
    deps = { storage: database.storage, now: () => new Date('2026-11-23T10:00:00Z') };
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    ada = { workspaceId: await database.addWorkspace(), actor: 'U0ADA', role: 'viewer' };
  });

  const addContacts = (workspaceId: number, statuses: string[]) =>
    database.storage.prisma.contact.createMany({
      data: statuses.map((status, n) => {
        const email = `${n}@x.org`;
        return { workspaceId, email, emailKey: email, status, statusSource: 'test', source: 'test' };
      }),
    });

  it('are none in a new workspace, every status named', async () => {
    expect(await countContacts(deps, ada)).toEqual({
      contacts: 0,
      byStatus: { subscribed: 0, unsubscribed: 0, 'non-subscribed': 0, bounced: 0 },
    });
  });

  it('are counted by status, those of other workspaces left out', async () => {
    await addContacts(ada.workspaceId, ['subscribed', 'subscribed', 'bounced', 'unsubscribed']);
    await addContacts(await database.addWorkspace(), ['subscribed', 'non-subscribed']);
    expect(await countContacts(deps, ada)).toEqual({
      contacts: 4,
      byStatus: { subscribed: 2, unsubscribed: 1, 'non-subscribed': 0, bounced: 1 },
    });
  });
});
