/** A rule as people say it, beside the best SQL that we know for it, written by hand with its values in it. */
export interface Question {
  sentence: string;
  /** The whole statement: members and reachable. */
  byHand: string;
  /** The same from the plain events, where a rollup makes the difference. */
  grouped?: string;
  /** Issue 4's bound at a million contacts on two cores, in ms. */
  bound: number;
}

/** Ids that the statements by hand hold. */
export interface Ids {
  workspaceId: number;
  tags: Map<string, number>;
  plan: number;
  campaign: number;
}

const nine = 250;
const others = 1500;

/** Asked on Monday 23 November 2026, in London: where days begin is written out in the statements. */
export function questions({ workspaceId: w, tags, plan, campaign }: Ids): Question[] {
  const sizes =
    "count(*)::int AS members, (count(*) FILTER (WHERE c.status = 'subscribed' AND c.email_validation <> 'invalid'))::int AS reachable";
  const contacts = `SELECT ${sizes} FROM contacts c WHERE c.workspace_id = ${w}`;
  const tagged = (name: string) =>
    `EXISTS (SELECT 1 FROM contact_tags t WHERE t.workspace_id = ${w} AND t.contact_id = c.id AND t.tag_id = ${tags.get(name)})`;
  const rollup = (test: string) =>
    `EXISTS (SELECT 1 FROM contact_rollups r WHERE r.workspace_id = ${w} AND r.contact_id = c.id AND ${test})`;
  const some = (test: string) =>
    `EXISTS (SELECT 1 FROM events e WHERE e.workspace_id = ${w} AND e.contact_id = c.id AND NOT e.machine AND ${test})`;
  const atLeast = (n: number, test: string) =>
    `c.id IN (SELECT e.contact_id FROM events e WHERE e.workspace_id = ${w} AND NOT e.machine AND ${test} GROUP BY 1 HAVING count(*) >= ${n})`;
  const engaged = `${rollup("r.opened_recent[3] >= '2026-10-24 00:00+01'")} AND NOT ${tagged('churned')}`;
  const segmentish = `${tagged('beta')} AND NOT ${tagged('newsletter')}`;
  const thirty = Array.from({ length: 30 }, (_, index) => `Company ${index * 7 + 1}`);
  return [
    {
      sentence: 'signed up in the last 30 days',
      byHand: `${contacts} AND c.signed_up_at >= '2026-10-24 00:00+01' AND c.signed_up_at < '2026-11-24 00:00+00'`,
      bound: nine,
    },
    { sentence: 'tagged vip', byHand: `${contacts} AND ${tagged('vip')}`, bound: nine },
    {
      sentence: 'tagged vip and not opened in the last 60 days',
      byHand: `${contacts} AND ${tagged('vip')} AND NOT ${rollup("r.opened_last >= '2026-09-24 00:00+01'")}`,
      bound: nine,
    },
    {
      sentence:
        '(has phone or country is US, GB) and opened at least 3 times in the last 30 days and not tagged churned',
      byHand: `${contacts} AND (c.phone <> '' OR c.country IN ('US', 'GB')) AND ${engaged}`,
      bound: nine,
    },
    {
      sentence:
        '(plan is pro or country is US, GB) and opened at least 3 times in the last 30 days and not tagged churned',
      byHand: `${contacts} AND (c.attributes ->> '${plan}' = 'pro' OR c.country IN ('US', 'GB')) AND ${engaged}`,
      bound: nine,
    },
    { sentence: 'everyone', byHand: contacts, bound: nine },
    {
      sentence: 'never opened',
      byHand: `${contacts} AND NOT ${rollup('r.opened_total >= 1')}`,
      grouped: `${contacts} AND NOT ${some("e.kind = 'opened'")}`,
      bound: nine,
    },
    {
      sentence: 'opened at least 10 times',
      byHand: `${contacts} AND ${rollup('r.opened_total >= 10')}`,
      grouped: `${contacts} AND ${atLeast(10, "e.kind = 'opened'")}`,
      bound: nine,
    },
    {
      sentence: 'opened at least 12 times in the last 90 days',
      byHand: `${contacts} AND ${atLeast(12, "e.kind = 'opened' AND e.occurred_at >= '2026-08-25 00:00+01'")}`,
      bound: others,
    },
    {
      sentence: 'opened between 24 September 2026 and 24 October 2026',
      byHand: `${contacts} AND ${some("e.kind = 'opened' AND e.occurred_at >= '2026-09-24 00:00+01' AND e.occurred_at < '2026-10-25 00:00+01'")}`,
      bound: others,
    },
    {
      sentence: 'opened "Letter 40" at least twice',
      byHand: `${contacts} AND ${atLeast(2, `e.kind = 'opened' AND e.campaign_id = ${campaign}`)}`,
      bound: others,
    },
    {
      sentence: 'did purchase with amount > 100 in the past year',
      byHand: `${contacts} AND ${some("e.kind = 'purchase' AND (e.properties ->> 'amount')::numeric > 100 AND e.occurred_at >= '2025-11-23'")}`,
      bound: others,
    },
    {
      // Stands for "in one segment and not in another" until segments may stand in rules.
      sentence: '(tagged beta and not tagged newsletter) and not (tagged vip and never clicked)',
      byHand: `${contacts} AND ${segmentish} AND (NOT ${tagged('vip')} OR ${rollup('r.clicked_total >= 1')})`,
      bound: others,
    },
    {
      // Thirty conditions.
      sentence: `any of (${thirty.map((name) => `company is "${name}"`).join(', ')})`,
      byHand: `${contacts} AND lower(c.company COLLATE "und-x-icu") IN (${thirty.map((name) => `'${name.toLowerCase()}'`).join(', ')})`,
      bound: others,
    },
    { sentence: 'never bounced', byHand: `${contacts} AND NOT ${some("e.kind = 'bounced'")}`, bound: others },
  ];
}
