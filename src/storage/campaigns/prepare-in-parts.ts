import type { LeftOutReason } from '../../lib/campaigns/recipients.ts';
import { createCompiler } from '../../rules/sql/compile.ts';
import type { Storage } from '../database/client.ts';
import { inTransaction } from '../database/transaction.ts';
import { readRows } from '../queries/read-query.ts';
import { begin, holdPreparing, type Preparation } from './begin.ts';
import { leftOutReason } from './left-out.ts';
import type { Prepared } from './sums.ts';
import { targetBits } from './target-bits.ts';

/** How many ids a part spans: a part takes about as long as other people may have to wait. */
const SPAN = 2_000;

/** Some of the people of a campaign, all in the same targets, and left out for the same reason, or none. */
interface Part {
  ids: string;
  reason: LeftOutReason | null;
  targets: number;
}

/**
 * Writes recipients in parts, each in a transaction of its own, from a list that one statement takes: who is
 * asked for is asked at one moment, as if they were written at once. The campaign stays in `preparing` until the
 * last part. A crash before that leaves parts that the next attempt removes first: its list may be another.
 */
export async function prepareInParts(
  storage: Storage,
  preparation: Preparation,
): Promise<Prepared | undefined> {
  const { pool } = storage;
  await removeParts(storage, preparation);
  const parts = await listParts(storage, preparation);
  for (const part of parts) {
    if (!(await writePart(storage, preparation, part))) {
      // Someone stopped it.
      await removeParts(storage, preparation);
      return undefined;
    }
  }
  const begun = await inTransaction(pool, async (client) =>
    (await holdPreparing(client, preparation)) ? begin(client, preparation) : undefined,
  );
  if (begun === undefined) await removeParts(storage, preparation);
  return begun;
}

function listParts(storage: Storage, { asked, targets }: Preparation): Promise<Part[]> {
  const compiler = createCompiler(asked.workspaceId);
  const { params, param, condition } = compiler;
  return readRows<Part>(
    storage,
    `SELECT reason, targets, string_agg(id::text, ',') AS ids
     FROM (SELECT c.id, ${leftOutReason(asked.limits, param)} AS reason, ${targetBits(targets, compiler)} AS targets FROM contacts c
       WHERE c.workspace_id = $1 AND ${condition(asked.resolved)} OFFSET 0) w
     GROUP BY id / ${SPAN}, reason, targets ORDER BY id / ${SPAN}`,
    params,
  );
}

/**
 * False if it is no longer being prepared. People who were erased since the list was taken get no row.
 */
function writePart(
  { pool }: Storage,
  preparation: Preparation,
  { ids, reason, targets }: Part,
): Promise<boolean> {
  const { asked, campaignId, keyMonth, at } = preparation;
  return inTransaction(pool, async (client) => {
    if (!(await holdPreparing(client, preparation))) return false;
    await client.query(
      `INSERT INTO campaign_recipients (workspace_id, campaign_id, contact_id, state, reason, next_try_at, key_month, targets)
       SELECT $1::int, $2::int, c.id, CASE WHEN $4::text IS NULL THEN 'waiting' ELSE 'left out' END, $4::text, $5::timestamptz, $6::smallint, $7::int
       FROM contacts c WHERE c.workspace_id = $1::int AND c.id = ANY($3::int[])
       ON CONFLICT DO NOTHING`,
      [asked.workspaceId, campaignId, `{${ids}}`, reason, at, keyMonth, targets],
    );
    return true;
  });
}

/** Removes what an attempt wrote that did not get to its end; nothing of a campaign that has begun. */
async function removeParts(
  { pool }: Storage,
  { asked: { workspaceId }, campaignId }: Preparation,
): Promise<void> {
  for (let gone = SPAN; gone === SPAN; ) {
    const { rowCount }: { rowCount: number | null } = await pool.query(
      `DELETE FROM campaign_recipients r WHERE r.workspace_id = $1 AND r.campaign_id = $2
         AND r.contact_id <= (SELECT max(contact_id) FROM (SELECT contact_id FROM campaign_recipients
           WHERE workspace_id = $1 AND campaign_id = $2 ORDER BY contact_id LIMIT ${SPAN}) f)
         AND EXISTS (SELECT 1 FROM campaign_mails m WHERE m.workspace_id = $1 AND m.campaign_id = $2 AND m.prepared IS NULL)`,
      [workspaceId, campaignId],
    );
    gone = rowCount ?? 0;
  }
}
