import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { campaignWaterfall } from '../../../src/audience/campaigns/waterfall.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { countWithNeverMailed, showSegment } from '../../../src/audience/segments/card.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { addTag } from '../../../src/audience/tags/tags.ts';
import { segmentCard } from '../../../src/slack/segments/messages-card.ts';
import { addPeople, addSender, draftFor } from '../../support/campaigns.ts';
import { withAudience } from '../../support/with-audience.ts';

const now = new Date('2026-11-23T10:00:00Z');
const DAY_MS = 86_400_000;

describe('a rule about what people didn’t do', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let ada: Caller;
  let next = 0;
  beforeEach(async () => {
    ada = await audience.newCaller('admin');
    await addPeople(audience.storage, ada.workspaceId, 3);
  });

  /** A campaign that was sent some days ago, as reports and Rollcall's own settings know it. */
  async function sent(
    name: string,
    given: {
      daysAgo: number;
      reports?: ('opened' | 'clicked')[];
      own?: [opens: string | null, clicks: string | null];
    },
  ): Promise<void> {
    const { daysAgo, reports = [], own } = given;
    const events = (['received', ...reports] as const).map((kind) => {
      next += 1;
      const at = new Date(now.getTime() - daysAgo * DAY_MS).toISOString();
      return {
        id: `e${next}`,
        email: 'person-1@x.example',
        kind,
        at,
        campaign: name,
        ...(kind === 'opened' ? { machine: true } : {}),
      };
    });
    await recordEvents(deps, ada, { source: 'webhook', events });
    if (own === undefined) return;
    await audience.storage.pool.query(
      `INSERT INTO campaign_mails (workspace_id, campaign_id, state, subject, body, created_by, created_at, updated_at, content_by, audience_by, sender_by, track_opens, track_clicks)
       SELECT workspace_id, id, 'sent', '', '', 'x', now(), now(), 'x', 'x', 'x', $3, $4 FROM campaigns WHERE workspace_id = $1 AND name = $2`,
      [ada.workspaceId, name, ...own],
    );
  }
  const found = async (sentence: string) => (await countWithNeverMailed(deps, ada, { sentence })).unrecorded;

  it('asks about campaigns once for a sentence, until something is written', async () => {
    await sent('Off', { daysAgo: 5, own: ['off', 'person'] });
    const query = vi.spyOn(audience.storage.pool, 'query');
    const asked = () => query.mock.calls.filter(([sql]) => String(sql).includes('NOT s.recorded')).length;
    const sentence = 'has not opened in 60 days';
    const first = await found(sentence);
    expect(first).toMatchObject([{ did: 'opened', campaigns: 1, of: 1 }]);
    // Of opens, and of the clicks that may be offered instead.
    expect(asked()).toBe(2);
    expect(await found(sentence)).toEqual(first);
    expect(await found(sentence)).toEqual(first);
    expect(asked()).toBe(2);
    await sent('Silent', { daysAgo: 3 });
    expect(await found(sentence)).toMatchObject([{ did: 'opened', campaigns: 2, of: 2 }]);
    expect(asked()).toBe(4);
    query.mockRestore();
  });

  it('names the campaigns in its time that recorded nothing about people, and offers what is known', async () => {
    await sent('Off', { daysAgo: 5, own: ['off', 'person'] });
    await sent('Total', { daysAgo: 10, own: ['total', 'total'] });
    await sent('Nobody chose', { daysAgo: 20, own: [null, null] });
    await sent('Per person', { daysAgo: 30, own: ['person', 'off'] });
    await sent('Reported', { daysAgo: 40, reports: ['opened', 'clicked'] });
    await sent('Silent', { daysAgo: 50 });
    await sent('Old', { daysAgo: 90 });
    expect(await found('has not opened in 60 days')).toEqual([
      {
        ...{ did: 'opened', campaigns: 4, of: 6, isEver: false },
        // Clicks are known of as few.
        instead: [{ did: 'received', sentence: 'not received in the last 60 days' }],
      },
    ]);
    expect(await found('has not opened in 7 days')).toEqual([
      {
        ...{ did: 'opened', campaigns: 1, of: 1, isEver: false },
        instead: [
          { did: 'clicked', sentence: 'not clicked in the last 7 days' },
          { did: 'received', sentence: 'not received in the last 7 days' },
        ],
      },
    ]);
    expect(await found('never clicked')).toMatchObject([
      { did: 'clicked', campaigns: 5, of: 7, isEver: true },
    ]);
    expect(await found('did not open "Total"')).toMatchObject([{ campaigns: 1, of: 1, isEver: false }]);
    expect(await found('did not open the last campaign')).toMatchObject([{ campaigns: 1, of: 1 }]);
    expect(await found('opened at most 2 times in the last 15 days')).toMatchObject([
      { campaigns: 2, of: 2 },
    ]);
  });

  it.each(['opened in the last 60 days', 'has not received in 60 days', 'not tagged vip', 'everyone'])(
    'says nothing about “%s”',
    async (sentence) => {
      await sent('Off', { daysAgo: 5, own: ['off', 'off'] });
      await addTag(deps, ada, { name: 'vip' });
      expect(await found(sentence)).toEqual([]);
    },
  );

  it('says nothing if everything was recorded, or nothing was sent', async () => {
    expect(await found('never opened')).toEqual([]);
    await sent('Per person', { daysAgo: 5, own: ['person', 'person'] });
    expect(await found('never opened and never clicked')).toEqual([]);
  });

  it('says so on the card of a segment, and on a campaign to a segment that uses it', async () => {
    await sent('Off', { daysAgo: 5, own: ['off', 'off'] });
    const { id } = await addSegment(deps, ada, { name: 'Lapsed', sentence: 'has not opened in 60 days' });
    const card = JSON.stringify(segmentCard(await showSegment(deps, ada, { id })).blocks);
    expect(card).toContain(
      'The one campaign sent in that time didn’t record who opened it. People who got only that one count as not having opened.',
    );
    expect(card).toContain('Use mails received');
    const senderId = await addSender(audience.storage, ada.workspaceId);
    const direct = await draftFor(deps, ada, {
      senderId,
      audience: 'everyone, except opened in the last 60 days',
    });
    expect((await campaignWaterfall(deps, ada, { id: direct.id })).unrecorded).toEqual([
      {
        ...{ did: 'opened', campaigns: 1, of: 1, isEver: false },
        instead: ['everyone, except received in the last 60 days'],
      },
    ]);
    const inside = await draftFor(deps, ada, { senderId, audience: 'in segment Lapsed' });
    expect((await campaignWaterfall(deps, ada, { id: inside.id })).unrecorded).toEqual([
      { did: 'opened', campaigns: 1, of: 1, isEver: false, instead: [] },
    ]);
  });
});
