import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { campaignLosses } from '../../../src/audience/campaigns/losses.ts';
import { campaignReport } from '../../../src/audience/campaigns/results.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { oneClick, unsubscribeFromEverything } from '../../../src/audience/topics/choices.ts';
import { addTopic } from '../../../src/audience/topics/topics.ts';
import { undoChoice } from '../../../src/audience/topics/undo-choice.ts';
import { begunCampaign } from '../../support/begun-campaign.ts';
import { addPeople } from '../../support/campaigns.ts';
import { withAudience } from '../../support/with-audience.ts';

const now = new Date('2026-11-20T12:00:00Z');

describe('whom a campaign lost', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let ada: Caller;
  let people: number[];
  beforeEach(async () => {
    ada = await audience.newCaller('admin');
    people = await addPeople(audience.storage, ada.workspaceId, 6);
  });
  const person = (n: number) => ({ workspaceId: ada.workspaceId, contactId: people[n] ?? 0 });

  it('counts bounces by domain, and what people left: a topic, or everything; an undo takes it back', async () => {
    const topic = await addTopic(deps, ada, {
      ...{ name: 'Product news', description: '', isOn: true, isShown: true, confirms: false },
    });
    const id = await begunCampaign(deps, ada);
    await audience.storage.pool.query(
      `UPDATE campaign_recipients SET state = CASE WHEN contact_id <= $3 THEN 'bounced' ELSE 'handed over' END,
         reason = CASE WHEN contact_id <= $3 THEN 'hard' END WHERE workspace_id = $1 AND campaign_id = $2`,
      [ada.workspaceId, id, people[1]],
    );
    await oneClick(deps, person(2), { topicId: topic.id, campaignId: id });
    const { undoId = 0 } = await oneClick(deps, person(3), { topicId: topic.id, campaignId: id });
    await unsubscribeFromEverything(deps, person(4), { campaignId: id });
    // By another way in than this mail.
    await unsubscribeFromEverything(deps, person(5));
    const losses = async () => campaignLosses(deps, ada, await campaignReport(deps, ada, { id }));
    expect(await losses()).toEqual({
      domains: [{ domain: 'x.example', people: 2 }],
      causes: [{ state: 'bounced', cause: null, people: 2 }],
      left: [
        { topic: 'Product news', people: 2 },
        { topic: null, people: 1 },
      ],
    });
    await undoChoice(deps, person(3), { undoId });
    expect((await losses()).left).toEqual([
      { topic: null, people: 1 },
      { topic: 'Product news', people: 1 },
    ]);
  });

  it('counts the bounces that a provider reports of a campaign that it sent', async () => {
    await recordEvents(deps, ada, {
      source: 'webhook',
      events: [1, 2].map((n) => ({
        ...{ id: `b${n}`, email: `person-${n}@x.example`, kind: 'bounced', bounce: 'soft', at: now },
        campaign: 'Black Friday',
        ...(n === 1 ? { cause: 'full' } : { properties: { cause: 'words of someone' } }),
      })),
    });
    const report = await campaignReport(deps, ada, { name: 'Black Friday' });
    expect(report.isOurs).toBe(false);
    expect(await campaignLosses(deps, ada, report)).toEqual({
      domains: [{ domain: 'x.example', people: 2 }],
      causes: [
        { state: 'bounced', cause: 'full', people: 1 },
        { state: 'bounced', cause: null, people: 1 },
      ],
      left: [],
    });
  });
});
