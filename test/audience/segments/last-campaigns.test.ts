import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { rebuildRollups } from '../../../src/storage/events/rollups.ts';
import { listNames } from '../../../src/storage/workspace/names.ts';
import { countSentence } from '../../support/count-sentence.ts';
import { withAudience } from '../../support/with-audience.ts';

const now = new Date('2026-11-23T10:00:00Z');

describe('the last campaigns', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let caller: Caller;
  let next = 0;

  beforeEach(async () => {
    caller = await audience.newCaller('editor', 'shop');
    for (const name of ['ada', 'bob']) {
      const email = `${name}@example.org`;
      await audience.storage.prisma.contact.create({
        data: {
          ...{ workspaceId: caller.workspaceId, email, emailKey: email, status: 'subscribed' },
          ...{ statusSource: 'import', source: 'import' },
        },
      });
    }
  });

  /** Mail events: who, what, which campaign, and which day of November. */
  const record = (...events: [name: string, kind: string, campaign: string, day: number][]) =>
    recordEvents(deps, caller, {
      source: 'webhook',
      events: events.map(([name, did, campaign, day]) => {
        next += 1;
        const at = new Date(Date.UTC(2026, 10, day)).toISOString();
        return { id: `e${next}`, email: `${name}@example.org`, kind: did, campaign, at };
      }),
    });
  const count = async (sentence: string) => (await countSentence(deps, caller, { sentence })).members;
  const sent = async () => {
    const { campaigns } = await listNames(audience.storage.prisma, caller.workspaceId);
    return Object.fromEntries(
      campaigns.map(({ name, sentAt }) => [name, sentAt ? new Date(sentAt).getUTCDate() : null]),
    );
  };

  it('are looked up for every query, even within the same minute', async () => {
    await record(
      ['ada', 'received', 'Spring', 1],
      ['bob', 'received', 'Spring', 2],
      ['ada', 'opened', 'Spring', 3],
    );
    expect(await count('opened the last campaign')).toBe(1);
    expect(await count('received the last campaign but did not open it')).toBe(1);
    await record(['ada', 'received', 'Autumn', 5], ['bob', 'received', 'Autumn', 5]);
    expect(await count('opened the last campaign')).toBe(0);
    expect(await count('opened any of the last 2 campaigns')).toBe(1);
    await record(['ada', 'opened', 'Autumn', 6], ['bob', 'opened', 'Autumn', 6]);
    expect(await count('opened the last campaign')).toBe(2);
  });

  it('are dated by the first mail that was received, in whatever order it is reported', async () => {
    await record(['ada', 'received', 'Spring', 9], ['ada', 'received', 'Autumn', 10]);
    await record(
      ['bob', 'received', 'Spring', 4],
      ['bob', 'received', 'Autumn', 3],
      ['bob', 'opened', 'Spring', 12],
    );
    expect(await sent()).toEqual({ Spring: 4, Autumn: 3 });
    expect(await count('opened the last campaign')).toBe(1);
    await record(['ada', 'received', 'Spring', 20]);
    expect(await sent()).toEqual({ Spring: 4, Autumn: 3 });
  });

  it('don’t include campaigns that no one received', async () => {
    await record(['ada', 'received', 'Spring', 1], ['ada', 'opened', 'Draft', 9]);
    expect(await sent()).toEqual({ Spring: 1, Draft: null });
    expect(await count('received the last campaign')).toBe(1);
    expect(await count('opened any of the last 5 campaigns')).toBe(0);
  });

  it('are refused if no campaign was sent, and never come from another workspace', async () => {
    await record(['ada', 'received', 'Spring', 1]);
    caller = { ...caller, workspaceId: await audience.addWorkspace() };
    await expect(count('not opened the last campaign')).rejects.toThrow('No campaign has been sent yet');
  });

  it('include events that were added another way, once they are counted', async () => {
    await record(['ada', 'received', 'Spring', 7]);
    await audience.storage.prisma.campaign.updateMany({
      where: { workspaceId: caller.workspaceId },
      data: { firstReceivedAt: null },
    });
    await rebuildRollups(audience.storage.pool, caller.workspaceId);
    expect(await sent()).toEqual({ Spring: 7 });
  });
});
