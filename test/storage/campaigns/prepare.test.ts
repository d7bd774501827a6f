import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { askedOf } from '../../../src/audience/campaigns/asked.ts';
import { createCampaign } from '../../../src/audience/campaigns/drafts.ts';
import type { Preparation } from '../../../src/storage/campaigns/begin.ts';
import { findCampaign } from '../../../src/storage/campaigns/campaigns.ts';
import { prepareRecipients } from '../../../src/storage/campaigns/prepare.ts';
import { addPeople, sums } from '../../support/campaigns.ts';
import { withAudience } from '../../support/with-audience.ts';

const PEOPLE = 2_500;

describe('writing the recipients of a campaign in parts', () => {
  // Only the embedded database writes them in parts.
  const audience = withAudience({ on: 'embedded' });
  let ada: Caller;
  let campaign: { id: number; audience: unknown; topicId: null };
  const deps = (): AudienceDeps => ({ storage: audience.storage, now: () => new Date() });
  const query = (sql: string, ...values: unknown[]) => audience.storage.pool.query(sql, values);
  const set = (state: string) =>
    query('UPDATE campaign_mails SET state = $2 WHERE campaign_id = $1', campaign.id, state);
  const rows = async (): Promise<number> =>
    (await query('SELECT count(*)::int AS n FROM campaign_recipients WHERE campaign_id = $1', campaign.id))
      .rows[0].n;

  beforeEach(async () => {
    ada = await audience.newCaller();
    await addPeople(audience.storage, ada.workspaceId, PEOPLE);
    await addPeople(audience.storage, ada.workspaceId, 30, { status: 'unsubscribed', prefix: 'gone' });
    const { id } = await createCampaign(deps(), ada, { name: 'Spring', audience: 'everyone' });
    campaign = { id, audience: { type: 'everyone' }, topicId: null };
    await set('preparing');
  });

  async function prepare({ mostAtOnce = 100, noted = [] as object[] } = {}) {
    const preparation: Preparation = {
      ...{
        asked: await askedOf(deps(), ada, campaign),
        campaignId: campaign.id,
        keyMonth: 7,
        at: new Date(),
        targets: [],
      },
      alsoNote: async (_, prepared) => void noted.push(prepared),
    };
    return prepareRecipients(audience.storage, preparation, { match: PEOPLE + 30, mostAtOnce });
  }
  const state = async () => (await findCampaign(audience.storage.pool, ada.workspaceId, campaign))?.state;

  it('writes the same people as at once, after it removed what a crash left', async () => {
    await query(
      `INSERT INTO campaign_recipients (workspace_id, campaign_id, contact_id, state, next_try_at, key_month)
       SELECT $1, $2, n, 'waiting', now(), 7 FROM generate_series(900000000, 900002100) n`,
      ...[ada.workspaceId, campaign.id],
    );
    const noted: object[] = [];
    expect(await prepare({ noted })).toEqual({ recipients: PEOPLE + 30, getIt: PEOPLE });
    expect(noted).toEqual([{ recipients: PEOPLE + 30, getIt: PEOPLE }]);
    const expected = { waiting: PEOPLE, 'left out unsubscribed': 30 };
    expect([await sums(audience.storage, campaign.id), await state()]).toEqual([expected, 'sending']);
    // One that has begun keeps its recipients, however often it is prepared.
    expect(await prepare()).toBeUndefined();
    expect(await rows()).toBe(PEOPLE + 30);
    await query('UPDATE campaign_mails SET prepared = NULL WHERE campaign_id = $1', campaign.id);
    await set('preparing');
    await prepare({ mostAtOnce: 100_000 });
    expect(await sums(audience.storage, campaign.id)).toEqual(expected);
  });

  it('leaves nobody if someone stops it in the middle', async () => {
    let isEnded = false;
    const preparing = prepare().finally(() => {
      isEnded = true;
    });
    while (!isEnded && (await rows()) === 0) await new Promise(setImmediate);
    await set('stopped');
    expect(await preparing).toBeUndefined();
    expect([await rows(), await state()]).toEqual([0, 'stopped']);
  });
});
