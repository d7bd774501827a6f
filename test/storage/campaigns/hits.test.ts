import { describe, expect, it } from 'vitest';
import { foldHits } from '../../../src/audience/campaigns/tracking/fold.ts';
import { createRecorder } from '../../../src/audience/campaigns/tracking/recorder.ts';
import { databases } from '../../support/database.ts';
import { addTrackedCampaign } from '../../support/tracked-rows.ts';
import { withAudience } from '../../support/with-audience.ts';

describe.each(databases)('hits (%s)', (on) => {
  /** How many are taken at once, and more than three times as many. */
  const most = on === 'server' ? 5_000 : 500;
  const FLOOD = 3 * most + 1_000;
  const audience = withAudience({ on });
  const { deps } = audience;
  const later = () => new Date(deps.now().getTime() + 3_600_000);

  it('are folded once, however many processes fold them at once', async () => {
    const workspaceId = await audience.addWorkspace();
    const { campaignId, contactIds } = await addTrackedCampaign(audience.storage, workspaceId, {
      people: 60,
    });
    const recorder = createRecorder(deps, { everyMs: 1 });
    const at = (second: number) => new Date(deps.now().getTime() - 60_000 + second * 1_000);
    const hit = { workspaceId, campaignId, machine: false };
    for (const [place, contactId] of contactIds.entries()) {
      // Some are swept by a filter, some click twice, and everyone opens.
      const isSwept = place % 3 === 0;
      const links = isSwept ? [1, 2, 3] : [1, 1];
      for (const [n, linkId] of links.entries())
        recorder.record({ ...hit, contactId, kind: 'clicked', linkId, at: at(isSwept ? n : 10 * n) });
      recorder.record({ ...hit, contactId, kind: 'opened', linkId: 0, at: at(30) });
      recorder.record({ ...hit, contactId: 0, kind: 'clicked', linkId: 2, at: at(5) });
    }
    await recorder.stop();
    const folded = await Promise.all(Array.from({ length: 5 }, () => foldHits(deps, later())));
    let all = folded.reduce((sum, each) => sum + each, 0);
    // What one found locked is left for its next look.
    for (let more = 1; more > 0; all += more) more = await foldHits(deps, later());
    expect(all).toBe(20 * 3 + 40 * 2 + 60 + 60);
    const { rows } = await audience.storage.pool.query(
      `SELECT kind, machine, count(*)::int AS hits, count(DISTINCT contact_id)::int AS people FROM events
       WHERE workspace_id = $1 GROUP BY 1, 2 ORDER BY 1, 2`,
      [workspaceId],
    );
    expect(rows).toEqual([
      { kind: 'clicked', machine: false, hits: 80, people: 40 },
      { kind: 'clicked', machine: true, hits: 60, people: 20 },
      { kind: 'opened', machine: false, hits: 60, people: 60 },
    ]);
    const { rows: sums } = await audience.storage.pool.query(
      `SELECT link_id AS link, sum(hits)::int AS hits FROM campaign_hits WHERE workspace_id = $1 AND campaign_id = $2 AND link_id = 2 AND NOT machine GROUP BY 1`,
      [workspaceId, campaignId],
    );
    expect(sums).toEqual([{ link: 2, hits: 60 }]);
    const { rows: states } = await audience.storage.pool.query(
      'SELECT DISTINCT state FROM campaign_recipients WHERE workspace_id = $1',
      [workspaceId],
    );
    expect(states).toEqual([{ state: 'delivered' }]);
  });

  it('of a flood of one person are folded in parts of a limited size, and all of them count', async () => {
    const workspaceId = await audience.addWorkspace();
    const { campaignId, contactIds } = await addTrackedCampaign(audience.storage, workspaceId, { people: 3 });
    const recorder = createRecorder(deps, { everyMs: 1 });
    const [flooded = 0, ...others] = contactIds;
    const hit = { workspaceId, campaignId, machine: false, kind: 'clicked' as const };
    const at = (ms: number) => new Date(deps.now().getTime() - 600_000 + ms);
    for (let n = 0; n < FLOOD; n++)
      recorder.record({ ...hit, contactId: flooded, linkId: 1, at: at(n * 20) });
    for (const contactId of others) recorder.record({ ...hit, contactId, linkId: 2, at: at(1_000) });
    await recorder.stop();
    const parts: number[] = [];
    for (let more = 1; more > 0; parts.push(more)) more = await foldHits(deps, later());
    expect(parts.reduce((sum, each) => sum + each, 0)).toBe(FLOOD + 2);
    // Two parts' worth in one transaction, and no more.
    expect(Math.max(...parts)).toBeLessThanOrEqual(2 * most + 2);
    expect(parts.length).toBeGreaterThan(3);
    const { rows } = await audience.storage.pool.query(
      `SELECT contact_id AS contact, machine, count(*)::int AS hits FROM events WHERE workspace_id = $1 GROUP BY 1, 2 ORDER BY 1`,
      [workspaceId],
    );
    expect(rows).toEqual([
      { contact: flooded, machine: false, hits: FLOOD },
      ...others.map((contact) => ({ contact, machine: false, hits: 1 })),
    ]);
    const { rows: left } = await audience.storage.pool.query(
      'SELECT 1 FROM tracked_hits WHERE workspace_id = $1',
      [workspaceId],
    );
    expect(left).toEqual([]);
  });

  it('of a mail that was to be sent again in a restored database prove that it arrived', async () => {
    const workspaceId = await audience.addWorkspace();
    const { campaignId, contactIds } = await addTrackedCampaign(audience.storage, workspaceId, { people: 2 });
    const { pool } = audience.storage;
    await pool.query(
      `UPDATE campaign_recipients SET state = 'waiting', marked_at = NULL, handed_at = NULL WHERE workspace_id = $1`,
      [workspaceId],
    );
    const recorder = createRecorder(deps);
    const hit = { workspaceId, campaignId, contactId: contactIds[0] ?? 0, machine: false };
    recorder.record({ ...hit, kind: 'clicked', linkId: 1, at: deps.now() });
    await recorder.stop();
    await foldHits(deps, later());
    const { rows } = await pool.query(
      'SELECT state FROM campaign_recipients WHERE workspace_id = $1 ORDER BY contact_id',
      [workspaceId],
    );
    expect(rows).toEqual([{ state: 'delivered' }, { state: 'waiting' }]);
    const { rows: events } = await pool.query(
      `SELECT kind, machine, properties, external_id ~ '^hit:\\d+$' AS named FROM events WHERE workspace_id = $1`,
      [workspaceId],
    );
    expect(events).toEqual([
      { kind: 'clicked', machine: false, properties: { url: 'https://shop.example/1' }, named: true },
    ]);
  });

  it('of campaigns, people and workspaces that are gone block nothing', async () => {
    const workspaceId = await audience.addWorkspace();
    const { campaignId, contactIds } = await addTrackedCampaign(audience.storage, workspaceId, { people: 1 });
    const recorder = createRecorder(deps);
    const hit = { kind: 'clicked', linkId: 1, machine: false, at: deps.now() } as const;
    for (const contactId of [contactIds[0] ?? 0, 2_147_483_647, 0])
      for (const campaign of [campaignId, 2_147_483_647])
        recorder.record({ ...hit, workspaceId, campaignId: campaign, contactId });
    recorder.record({ ...hit, workspaceId: 2_147_483_647, campaignId, contactId: 1 });
    await recorder.stop();
    expect(await foldHits(deps, later())).toBe(6);
    const { pool } = audience.storage;
    const count = async (table: string) =>
      (await pool.query(`SELECT count(*)::int AS n FROM ${table} WHERE workspace_id = $1`, [workspaceId]))
        .rows[0].n;
    expect(await count('events')).toBe(1);
    expect(await count('tracked_hits')).toBe(0);
  });
});
