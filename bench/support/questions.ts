import { thirtyConditions } from './thirty-conditions.ts';

/** A rule as people type it, next to the best SQL that we know for it, handwritten with literal values. */
export interface Question {
  sentence: string;
  /** A shorter title to print if the sentence is too long. */
  title?: string;
  /** The whole statement: members and reachable. */
  byHand: string;
  /**
   * The same from the plain events, for questions about all time: the rollup has to be three times as fast.
   */
  grouped?: string;
  /** The most ms that it may take with a million contacts on two cores. */
  bound: number;
}

/** Ids in the handwritten statements. */
export interface Ids {
  workspaceId: number;
  tags: Map<string, number>;
  plan: number;
  seats: number;
  campaign: number;
}

/** Segments that one of the questions names. */
export const segments = [
  { name: 'Beta readers', sentence: 'tagged beta and not tagged newsletter' },
  { name: 'Quiet VIPs', sentence: 'tagged vip and never clicked' },
];

const nine = 250;
const others = 1500;

/** The shared parts of the handwritten statements. */
export function handwriting({ workspaceId: w, tags }: Ids) {
  const sizes =
    "count(*)::int AS members, (count(*) FILTER (WHERE c.status = 'subscribed' AND c.email_validation <> 'invalid'))::int AS reachable";
  return {
    contacts: `SELECT ${sizes} FROM contacts c WHERE c.workspace_id = ${w}`,
    tagged: (...names: string[]) =>
      `EXISTS (SELECT 1 FROM contact_tags t WHERE t.workspace_id = ${w} AND t.contact_id = c.id AND t.tag_id IN (${names.map((name) => tags.get(name))}))`,
    rollup: (test: string) =>
      `EXISTS (SELECT 1 FROM contact_rollups r WHERE r.workspace_id = ${w} AND r.contact_id = c.id AND ${test})`,
    some: (test: string) =>
      `EXISTS (SELECT 1 FROM events e WHERE e.workspace_id = ${w} AND e.contact_id = c.id AND NOT e.machine AND ${test})`,
    grouped: (count: string, test: string) =>
      `c.id IN (SELECT e.contact_id FROM events e WHERE e.workspace_id = ${w} AND NOT e.machine AND ${test} GROUP BY 1 HAVING count(*) ${count})`,
    counted: (test: string) =>
      `(SELECT count(*) FROM events e WHERE e.workspace_id = ${w} AND e.contact_id = r.contact_id AND NOT e.machine AND ${test})`,
  };
}

/** Asked on Monday 23 November 2026, in London: the statements spell out where days begin. */
export function questions(ids: Ids): Question[] {
  const { contacts, tagged, rollup, some, grouped, counted } = handwriting(ids);
  return [
    {
      sentence: 'signed up in the last 30 days',
      byHand: `${contacts} AND c.signed_up_at >= '2026-10-24 00:00+01' AND c.signed_up_at < '2026-11-24 00:00+00'`,
      bound: nine,
    },
    { sentence: 'tagged vip', byHand: `${contacts} AND ${tagged('vip')}`, bound: nine },
    {
      sentence: quiet,
      byHand: `${contacts} AND ${tagged('vip')} AND NOT ${rollup("r.opened_last >= '2026-09-24 00:00+01'")}`,
      bound: nine,
    },
    {
      sentence:
        '(plan is pro or country is US, GB) and opened at least 3 times in the last 30 days and not tagged churned',
      byHand: `${contacts} AND (lower(c.attributes ->> '${ids.plan}') = 'pro' OR c.country IN ('US', 'GB'))
        AND ${rollup("r.opened_last >= '2026-10-24 00:00+01' AND r.opened_recent[3] >= '2026-10-24 00:00+01'")} AND NOT ${tagged('churned')}`,
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
      grouped: `${contacts} AND ${grouped('>= 10', "e.kind = 'opened'")}`,
      bound: nine,
    },
    {
      sentence: 'opened at least 12 times in the last 90 days',
      byHand: `${contacts} AND ${rollup(`r.opened_total >= 12 AND r.opened_recent[10] >= '2026-08-25 00:00+01'
        AND ${counted("e.kind = 'opened' AND e.occurred_at >= '2026-08-25 00:00+01'")} >= 12`)}`,
      bound: others,
    },
    {
      sentence: 'opened between 60 and 30 days ago',
      byHand: `${contacts} AND ${some("e.kind = 'opened' AND e.occurred_at >= '2026-09-24 00:00+01' AND e.occurred_at < '2026-10-25 00:00+01'")}`,
      bound: others,
    },
    {
      sentence: 'opened "Letter 40" twice',
      byHand: `${contacts} AND ${grouped('= 2', `e.kind = 'opened' AND e.campaign_id = ${ids.campaign}`)}`,
      bound: others,
    },
    {
      sentence: 'did purchase with amount > 100 in the past year',
      byHand: `${contacts} AND ${some(`e.kind = 'purchase' AND (coalesce(e.indexed_properties, (SELECT l.properties FROM events l WHERE l.workspace_id = ${ids.workspaceId} AND l.id = e.id)) ->> 'amount')::numeric > 100 AND e.occurred_at >= '2025-11-23'`)}`,
      bound: others,
    },
    {
      sentence: 'in segment "Beta readers" and not in segment "Quiet VIPs"',
      byHand: `${contacts} AND ${tagged('beta')} AND NOT ${tagged('newsletter')}
        AND (NOT ${tagged('vip')} OR ${rollup('r.clicked_total >= 1')})`,
      bound: others,
    },
    { ...thirtyConditions(ids), title: 'a rule of 30 conditions', bound: others },
  ];
}

/** The rule for paging through members, and for looking up one by one. */
export const quiet = 'tagged vip and not opened in the last 60 days';

export interface PageQuestion {
  title: string;
  /** As the product pages: `limit` of those after `after`; or one contact. */
  after: number;
  limit: number;
  bound: number;
  byHand: string;
}

/** Pages of `quiet`; `middle` is the id of a member halfway through. */
export function pageQuestions(ids: Ids, middle: number): { pages: PageQuestion[]; memberByHand: string } {
  const { tagged, rollup } = handwriting(ids);
  const test = `c.workspace_id = ${ids.workspaceId} AND ${tagged('vip')} AND NOT ${rollup("r.opened_last >= '2026-09-24 00:00+01'")}`;
  const page = (after: number) =>
    `SELECT c.id, c.email, c.name, c.status FROM contacts c WHERE ${test} AND c.id > ${after} ORDER BY c.id LIMIT 25`;
  return {
    pages: [
      { title: 'the first 25 members', after: 0, limit: 25, bound: 10, byHand: page(0) },
      { title: '25 members from the middle', after: middle, limit: 25, bound: nine, byHand: page(middle) },
    ],
    memberByHand: `SELECT 1 FROM contacts c WHERE ${test} AND c.id = ${middle}`,
  };
}
