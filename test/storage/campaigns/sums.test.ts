import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { deleteOldData } from '../../../src/audience/workspace/retention.ts';
import { domainsSince } from '../../../src/storage/campaigns/domains.ts';
import { cellsOf, mergeCounts, sumsOf } from '../../../src/storage/campaigns/sums.ts';
import { begunCampaign } from '../../support/begun-campaign.ts';
import { addPeople } from '../../support/campaigns.ts';
import { databases } from '../../support/database.ts';
import { seeded } from '../../support/seeded.ts';
import { withAudience } from '../../support/with-audience.ts';

const PEOPLE = 200;

describe.each(databases)('the sums of a campaign (%s)', (on) => {
  const audience = withAudience({ on });
  let ada: Caller;
  let key: { workspaceId: number; campaignId: number };
  let people: number[];
  const query = (sql: string, ...values: unknown[]) => audience.storage.pool.query(sql, values);
  const set = (ids: number[], sets: string) =>
    query(
      `UPDATE campaign_recipients SET ${sets} WHERE workspace_id = $1 AND campaign_id = $2 AND contact_id = ANY($3)`,
      ...[key.workspaceId, key.campaignId, ids],
    );
  const rows = async (): Promise<number> =>
    (await query('SELECT count(*)::int AS n FROM campaign_counts WHERE workspace_id = $1', key.workspaceId))
      .rows[0].n;
  const byRows = async () =>
    (
      await query(
        `SELECT CASE WHEN state IN ('claimed', 'handing over') THEN 'waiting' ELSE state END AS state, coalesce(reason, '') AS reason,
           targets, opened_at IS NOT NULL AS opened, clicked_at IS NOT NULL AS clicked, left_at IS NOT NULL AS "left",
           machine_opened AS "machineOpened", machine_clicked AS "machineClicked", count(*)::int AS people
         FROM campaign_recipients WHERE workspace_id = $1 AND campaign_id = $2 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8`,
        ...[key.workspaceId, key.campaignId],
      )
    ).rows;

  beforeEach(async () => {
    ada = await audience.newCaller();
    people = await addPeople(audience.storage, ada.workspaceId, PEOPLE);
    key = { workspaceId: ada.workspaceId, campaignId: await begunCampaign(audience.deps, ada) };
  });

  it('are not written by a claim or a mark, and by what follows only if it changes them', async () => {
    expect(await rows()).toBe(1);
    await set(people, `state = 'claimed'`);
    await set(people, `state = 'handing over', tries = 1`);
    expect(await rows()).toBe(1);
    await set(people.slice(0, 50), `state = 'handed over'`);
    await set(people.slice(0, 50), `reply = 'taken'`);
    expect(await rows()).toBe(3);
    expect(await sumsOf(audience.storage.pool, key.workspaceId, key.campaignId)).toEqual([
      { state: 'handed over', reason: '', people: 50 },
      { state: 'waiting', reason: '', people: 150 },
    ]);
  });

  it('are merged when they are read, and by the hour, once there are many rows', async () => {
    const states = ['handed over', 'waiting'];
    for (let round = 0; round < 260; round++) await set(people.slice(0, 1), `state = '${states[round % 2]}'`);
    expect(await rows()).toBe(521);
    const before = await cellsOf(audience.storage.pool, key);
    expect(await rows()).toBe(1);
    expect(await cellsOf(audience.storage.pool, key)).toEqual(before);
    expect(before).toEqual(await byRows());
    for (let round = 0; round < 260; round++) await set(people.slice(0, 1), `state = '${states[round % 2]}'`);
    await deleteOldData(audience.deps, { everyMs: 0 });
    expect(await rows()).toBe(1);
  });

  it('stay true while several processes write, delete people and merge at the same time', async () => {
    const changes = [
      ...[`state = 'handed over'`, `state = 'delivered', opened_at = now()`, `machine_opened = true`],
      ...[`state = 'bounced', reason = 'hard'`, `state = 'complained', reason = NULL`, `clicked_at = now()`],
    ];
    const write = async (own: number[]) => {
      for (const change of changes) await set(own, change);
    };
    const merge = async () => {
      for (let round = 0; round < 8; round++) await mergeCounts(audience.storage.pool, key);
    };
    const parts = Array.from({ length: 4 }, (_, n) => people.filter((_, at) => at % 4 === n));
    const gone = people.slice(0, 20);
    const deleted = query(
      'DELETE FROM contacts WHERE workspace_id = $1 AND id = ANY($2)',
      key.workspaceId,
      gone,
    );
    await Promise.all([...parts.map(write), merge(), merge(), deleted]);
    const left = await byRows();
    const sums = await cellsOf(audience.storage.pool, key);
    const total = (cells: { people: number }[]) => cells.reduce((sum, cell) => sum + cell.people, 0);
    expect([total(left), total(sums)]).toEqual([PEOPLE - gone.length, PEOPLE]);
    expect(sums.every((cell) => cell.people > 0)).toBe(true);
    for (const cell of left)
      expect(sums.some((sum) => sum.state === cell.state && sum.people >= cell.people)).toBe(true);
  });

  it('by domain agree with the rows after every change, also once they are merged', async () => {
    const { pool } = audience.storage;
    const since = new Date('2026-11-01T00:00:00Z');
    const random = seeded(7);
    const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
    await query(
      `UPDATE contacts SET email = n, email_key = n FROM (SELECT id, 'p' || id || (ARRAY['@gmail.com', '@acme.example', '@x.org'])[id % 3 + 1] AS n
         FROM contacts WHERE workspace_id = $1) e WHERE contacts.workspace_id = $1 AND contacts.id = e.id`,
      key.workspaceId,
    );
    const naive = async () =>
      (
        await query(
          `SELECT split_part(c.email_key, '@', 2) AS domain, count(*)::int AS handed,
             (count(*) FILTER (WHERE r.state = 'bounced' AND r.reason = 'hard'))::int AS bounced, (count(*) FILTER (WHERE r.state = 'complained'))::int AS complained
           FROM campaign_recipients r JOIN contacts c ON c.workspace_id = $1 AND c.id = r.contact_id
           WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.state IN ('handed over', 'delivered', 'bounced', 'complained')
             AND coalesce(r.handed_at, r.settled_at, r.next_try_at) >= $3 GROUP BY 1 ORDER BY 2 DESC, 1`,
          ...[key.workspaceId, key.campaignId, since],
        )
      ).rows;
    const counted = () => domainsSince(pool, { workspaceId: key.workspaceId, since });
    const length = async () =>
      (
        await query(
          'SELECT count(*)::int AS n FROM campaign_domains WHERE workspace_id = $1',
          key.workspaceId,
        )
      ).rows[0].n;
    const changes = [
      ...[
        `state = 'claimed'`,
        `state = 'handed over', handed_at = '2026-11-20T10:00:00Z'`,
        `state = 'delivered', settled_at = now()`,
      ],
      ...[
        `state = 'bounced', reason = 'hard'`,
        `state = 'bounced', reason = 'soft'`,
        `state = 'complained', reason = NULL`,
      ],
      ...[
        `state = 'uncertain'`,
        `state = 'failed'`,
        `opened_at = now()`,
        `handed_at = '2026-10-20T10:00:00Z'`,
      ],
    ];
    for (let round = 0; round < 80; round++) {
      await set(
        people.filter(() => random() < 0.3),
        one(changes),
      );
      expect(await counted()).toEqual(await naive());
    }
    const before = await counted();
    expect(before.length).toBe(3);
    // A report of a delivery writes nothing.
    const rowsBefore = await length();
    await set(people, `reply = 'taken'`);
    expect(await length()).toBe(rowsBefore);
    for (let round = 0; round < 600; round++)
      await set(people.slice(0, 1), `state = '${['handed over', 'failed'][round % 2]}'`);
    const long = await length();
    const last = await counted();
    await deleteOldData(audience.deps, { everyMs: 0 });
    expect(long).toBeGreaterThan(600);
    expect(await length()).toBeLessThan(20);
    expect(await counted()).toEqual(last);
    // People who are deleted stay in these sums, too.
    await query('DELETE FROM contacts WHERE workspace_id = $1', key.workspaceId);
    expect(await counted()).toEqual(last);
  });

  it('go with the workspace, as everything about its campaigns does', async () => {
    await query(
      `INSERT INTO campaign_links (workspace_id, campaign_id, id, url) VALUES ($1, $2, 1, 'https://x.org/')`,
      ...[key.workspaceId, key.campaignId],
    );
    await query(
      `INSERT INTO campaign_clickers (workspace_id, campaign_id, link_id, contact_id, clicked_at) VALUES ($1, $2, 1, $3, now())`,
      ...[key.workspaceId, key.campaignId, people[0]],
    );
    await query('DELETE FROM workspaces WHERE id = $1', key.workspaceId);
    for (const table of ['recipients', 'counts', 'domains', 'targets', 'links', 'hits', 'clickers'])
      expect(
        (await query(`SELECT FROM campaign_${table} WHERE workspace_id = $1`, key.workspaceId)).rowCount,
      ).toBe(0);
  });
});
