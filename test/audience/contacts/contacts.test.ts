import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { countContacts } from '../../../src/audience/contacts/totals.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('contacts', () => {
  const audience = withAudience({ now: () => new Date('2026-11-23T10:00:00Z') });
  const { deps } = audience;
  let ada: Caller;

  beforeEach(async () => {
    ada = await audience.newCaller('viewer');
  });

  const addContacts = (workspaceId: number, statuses: string[]) =>
    audience.storage.prisma.contact.createMany({
      data: statuses.map((status, n) => {
        const email = `${n}@x.org`;
        return { workspaceId, email, emailKey: email, status, statusSource: 'test', source: 'test' };
      }),
    });

  it('are zero in a new workspace, for every status', async () => {
    expect(await countContacts(deps, ada)).toEqual({
      contacts: 0,
      byStatus: { subscribed: 0, unsubscribed: 0, 'non-subscribed': 0, bounced: 0 },
    });
  });

  it('are counted by status, without other workspaces', async () => {
    await addContacts(ada.workspaceId, ['subscribed', 'subscribed', 'bounced', 'unsubscribed']);
    await addContacts(await audience.addWorkspace(), ['subscribed', 'non-subscribed']);
    expect(await countContacts(deps, ada)).toEqual({
      contacts: 4,
      byStatus: { subscribed: 2, unsubscribed: 1, 'non-subscribed': 0, bounced: 1 },
    });
  });
});
