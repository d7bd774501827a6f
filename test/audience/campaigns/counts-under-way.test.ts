import { describe, expect, it } from 'vitest';
import { campaignReport } from '../../../src/audience/campaigns/results.ts';
import { CLEAR_AFTER_MS, foldHits } from '../../../src/audience/campaigns/tracking/fold.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { unsubscribeFromEverything } from '../../../src/audience/topics/choices.ts';
import type { CampaignReport, Share } from '../../../src/lib/campaigns/report.ts';
import { insertHits, takeHitIds } from '../../../src/storage/campaigns/hits.ts';
import { mergeCounts } from '../../../src/storage/campaigns/sums.ts';
import { addPeople, draftFor, sendNow, taken } from '../../support/campaigns.ts';
import { withSending } from '../../support/sending.ts';

// A thorough run: COUNTS_PEOPLE=6000 npx vitest run test/audience/campaigns/counts-under-way.test.ts
const PEOPLE = Number(process.env.COUNTS_PEOPLE ?? 300);

/** What people are counted by. */
const kind = `state, reason, targets, opened, clicked, "left", machine_opened, machine_clicked`;

/** Counts and rows at one moment: what differs between them. Deleted people are only in the counts. */
const differences = `
WITH counts AS (SELECT ${kind}, sum(people)::int AS people FROM campaign_counts WHERE workspace_id = $1 AND campaign_id = $2
    GROUP BY ${kind} HAVING sum(people) <> 0),
  people AS (SELECT CASE WHEN state IN ('claimed', 'handing over') THEN 'waiting' ELSE state END AS state, coalesce(reason, '') AS reason, targets,
      opened_at IS NOT NULL AS opened, clicked_at IS NOT NULL AS clicked, left_at IS NOT NULL AS "left", machine_opened, machine_clicked
    FROM campaign_recipients WHERE workspace_id = $1 AND campaign_id = $2),
  alive AS (SELECT ${kind}, count(*)::int AS people FROM people GROUP BY ${kind})
SELECT (SELECT sum(people)::int FROM counts) AS audience,
  (SELECT count(*)::int FROM counts FULL JOIN alive USING (${kind})
   WHERE coalesce(alive.people, 0) > coalesce(counts.people, 0)) AS missing,
  (SELECT count(*)::int FROM counts WHERE people < 0) AS negative`;

const sharesOf = ({
  delivered,
  opened,
  clicked,
  unsubscribed,
  complained,
  bounced,
}: CampaignReport): Share[] => [
  ...[delivered, unsubscribed, complained, bounced],
  ...[opened, clicked].flatMap((each) => (each.how === 'person' ? [each] : [])),
];

describe('the counts of a campaign that two processes send', () => {
  const sending = withSending();

  it('agree with its rows at every moment, while people click, leave and are deleted', async () => {
    const { ada, server, audience } = sending;
    const { workspaceId } = ada;
    const { pool } = audience.storage;
    const deps = sending.deps();
    const ids = await addPeople(audience.storage, workspaceId, PEOPLE);
    await sending.query(
      `UPDATE workspaces SET track_opens = 'person', track_clicks = 'person' WHERE id = $1`,
      workspaceId,
    );
    server.answer = async (_, count) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (count % 40 === 0) return { is: 'uncertain', reply: '' };
      return count % 50 === 0 ? { is: 'refused', reply: '554 no', isNobody: false } : taken;
    };
    const { id: campaignId, name } = await draftFor(deps, ada, {
      senderId: sending.senderId,
      body: '[A](https://a.example/) [B](https://b.example/)',
    });
    await sendNow(deps, ada, { id: campaignId });
    await sending.prepare();

    let seed = 7;
    /** Someone who is likely to still exist. */
    const anyone = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return ids[seed % ids.length] ?? 0;
    };
    let [ended, looks] = [false, 0];
    const meanwhile = async (work: () => Promise<unknown>, everyMs: number): Promise<void> => {
      for (; !ended; await new Promise((resolve) => setTimeout(resolve, everyMs))) await work();
    };
    const ask = async () => {
      const hitIds = await takeHitIds(pool, 10);
      const hits = hitIds.map((id, n) => ({
        ...{ workspaceId, campaignId, id, contactId: anyone(), machine: n % 7 === 0 },
        ...(n % 2 === 0 ? { kind: 'clicked' as const, linkId: 1 } : { kind: 'opened' as const, linkId: 0 }),
        at: new Date(),
      }));
      await insertHits(pool, workspaceId, hits);
    };
    const tell = () => {
      const about = (kind: string) => ({ contactId: anyone(), kind, campaign: name });
      const earlier = new Date(Date.now() - 7_200_000).toISOString();
      const events = [
        { ...about('clicked'), at: new Date().toISOString(), properties: { url: 'https://c.example/' } },
        { ...about('unsubscribed'), at: earlier },
      ];
      return recordEvents(deps, ada, { source: 'api', events });
    };
    const leave = async () => {
      const contactId = anyone();
      await unsubscribeFromEverything(deps, { workspaceId, contactId }, { text: 'x' }).catch((error) => {
        if (!String(error).includes('no longer exists')) throw error;
      });
    };
    const look = async () => {
      const { rows } = await sending.query(differences, workspaceId, campaignId);
      expect(rows).toEqual([{ audience: PEOPLE, missing: 0, negative: 0 }]);
      const report = await campaignReport(deps, ada, { id: campaignId });
      const total = Object.values(report.outcome ?? {}).reduce((sum, people) => sum + people, 0);
      expect([report.audience, total]).toEqual([PEOPLE, PEOPLE]);
      for (const { people, of } of sharesOf(report)) expect(people).toBeLessThanOrEqual(of);
      looks += 1;
    };
    const later = () => new Date(Date.now() + CLEAR_AFTER_MS);
    const work = [
      ...[meanwhile(look, 5), meanwhile(ask, 20), meanwhile(tell, 25), meanwhile(leave, 40)],
      ...[meanwhile(() => foldHits(deps, later()), 10), meanwhile(() => foldHits(deps, later()), 10)],
      meanwhile(() => mergeCounts(pool, { workspaceId, campaignId }), 30),
      meanwhile(
        () =>
          sending.query('DELETE FROM contacts WHERE workspace_id = $1 AND id = $2', workspaceId, anyone()),
        30,
      ),
    ];
    const pumps = [sending.pump({ pollMs: 20 }), sending.pump({ pollMs: 20 })];
    const isSending = async () => (await sending.campaign(campaignId)).state === 'sending';
    const watching = (async () => {
      while (await isSending()) await new Promise((resolve) => setTimeout(resolve, 50));
    })();
    // What fails in one of them ends the test.
    await Promise.race([watching, ...work]).finally(() => {
      ended = true;
    });
    await Promise.all(work);
    await Promise.all(pumps.map((pump) => pump.stop()));
    await look();
    expect(looks).toBeGreaterThan(10);
    expect([...server.counts().values()].every((times) => times === 1)).toBe(true);
    // None of them is idle.
    const { clicked, opened, unsubscribed } = await campaignReport(deps, ada, { id: campaignId });
    expect([clicked, opened]).toMatchObject([{ how: 'person' }, { how: 'person' }]);
    expect(unsubscribed.people).toBeGreaterThan(0);
  }, 120_000);
});
