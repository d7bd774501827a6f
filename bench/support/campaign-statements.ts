import { askedOf, targetsAsked } from '../../src/audience/campaigns/asked.ts';
import { createCampaign } from '../../src/audience/campaigns/drafts.ts';
import { createCompiler } from '../../src/rules/sql/compile.ts';
import { prepareRecipients } from '../../src/storage/campaigns/prepare.ts';
import { countWaterfall } from '../../src/storage/campaigns/waterfall.ts';
import { readRows } from '../../src/storage/queries/read-query.ts';
import { reachable } from '../../src/storage/queries/run-rule.ts';
import type { BenchCampaign } from './campaign.ts';
import { medianOf } from './measure.ts';

const audiences = [
  'everyone',
  'tagged newsletter',
  'tagged vip, tagged beta, except tagged churned',
  'plan is pro, seats > 40, except tagged staff',
  'signed up in the last 24 months, except tagged press',
];

/** Of each audience: the waterfall with its reasons, and counting the same people as one segment, in ms. */
export async function countingTimes({
  deps,
  caller,
}: BenchCampaign): Promise<{ audience: string; people: number; waterfall: number; segment: number }[]> {
  const times = [];
  for (const [at, audience] of audiences.entries()) {
    const campaign = await createCampaign(deps, caller, { name: `Audience ${at}`, audience });
    const asked = await askedOf(deps, caller, campaign);
    // As sizes of segments are counted, without their cache.
    const segment = async () => {
      const { params, condition } = createCompiler(caller.workspaceId);
      const sql = `SELECT count(*)::int AS people, (count(*) FILTER (WHERE ${reachable}))::int AS reachable
        FROM contacts c WHERE c.workspace_id = $1 AND ${condition(asked.resolved)}`;
      return readRows<{ people: number }>(deps.storage, sql, params);
    };
    const [people] = await segment();
    const [waterfall, one] = await medianOf(5, () => countWaterfall(deps.storage, asked), segment);
    times.push({ audience, people: people?.people ?? 0, waterfall, segment: one });
  }
  return times;
}

/** Writing everyone as recipients, and a bare INSERT … SELECT into a table with the same keys, in ms. */
export async function preparingTimes({
  deps,
  caller,
  id,
}: BenchCampaign): Promise<{ prepared: number; bare: number; megabytes: number }> {
  const { pool } = deps.storage;
  const { workspaceId } = caller;
  const campaign = { id, audience: { type: 'everyone' }, topicId: null };
  const asked = await askedOf(deps, caller, campaign);
  const at = deps.now();
  await pool.query('DROP TABLE IF EXISTS bare_recipients');
  await pool.query('CREATE TABLE bare_recipients (LIKE campaign_recipients INCLUDING ALL)');
  const before = process.memoryUsage().rss;
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 50);
  const bare = async () => {
    await pool.query('TRUNCATE bare_recipients');
    const began = performance.now();
    await pool.query(
      `INSERT INTO bare_recipients (workspace_id, campaign_id, contact_id, state, reason, next_try_at, key_month)
       SELECT workspace_id, $2::int, id, 'waiting', NULL, now(), 1 FROM contacts WHERE workspace_id = $1`,
      [workspaceId, id],
    );
    return performance.now() - began;
  };
  const prepare = async () => {
    await pool.query('TRUNCATE campaign_recipients');
    await pool.query(
      `UPDATE campaign_mails SET state = 'preparing', prepared = NULL WHERE campaign_id = $1`,
      [id],
    );
    const began = performance.now();
    const match = (await countWaterfall(deps.storage, asked)).match;
    await prepareRecipients(
      deps.storage,
      {
        asked,
        campaignId: id,
        keyMonth: 1,
        at,
        targets: targetsAsked(asked, campaign),
        alsoNote: async () => {},
      },
      { match },
    );
    return performance.now() - began;
  };
  const times = { bare: [] as number[], prepare: [] as number[] };
  for (let run = 0; run < 3; run += 1) {
    times.bare.push(await bare());
    times.prepare.push(await prepare());
  }
  clearInterval(watching);
  await pool.query('DROP TABLE bare_recipients');
  await pool.query('TRUNCATE campaign_recipients');
  await pool.query(`UPDATE campaign_mails SET state = 'draft', prepared = NULL WHERE campaign_id = $1`, [id]);
  const median = (list: number[]) => [...list].sort((a, b) => a - b)[1] ?? Number.NaN;
  return { prepared: median(times.prepare), bare: median(times.bare), megabytes: (most - before) / 1e6 };
}
