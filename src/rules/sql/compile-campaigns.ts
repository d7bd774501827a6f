import type { Param } from './compile-values.ts';

/** The outcome of a campaign for a person: see conditions/campaign.ts. */
export type CampaignOutcome = 'sent' | 'left out' | 'missed';

/** Campaigns by where it is stored who got them. */
export interface ResolvedCampaigns {
  /** Rollcall sent them: they have a row for each person of the audience. */
  sentHere: number[];
  /** Someone else did: only events tell who received them. */
  reported: number[];
}

interface Asked extends ResolvedCampaigns {
  was: CampaignOutcome;
  because?: string;
}

/** The mail went out, or may have. */
const sentStates = ['handed over', 'delivered', 'bounced', 'complained', 'uncertain'];

/** The condition, or its complement, for a contact `c`. */
export function campaignTest(
  { was, because, sentHere, reported }: Asked,
  negated: boolean,
  param: Param,
): string {
  const tests = [
    ...(sentHere.length === 0
      ? []
      : [`${ofRows(sentHere, param)} AND ${stateTest({ was, because }, param)}`]),
    ...(reported.length === 0 || was !== 'sent' ? [] : [receivedOf(reported, param)]),
  ];
  const [only, other] = tests;
  if (only === undefined) return negated ? 'true' : 'false';
  const not = negated ? 'NOT ' : '';
  if (other === undefined) {
    const [row, table] = sentHere.length === 0 ? ['e', 'events'] : ['q', 'campaign_recipients'];
    return `${not}EXISTS (SELECT 1 FROM ${table} ${row} WHERE ${row}.workspace_id = $1 AND ${row}.contact_id = c.id AND ${only})`;
  }
  // One set: PostgreSQL runs an EXISTS under an OR again for each contact.
  const both = `SELECT q.contact_id FROM campaign_recipients q WHERE q.workspace_id = $1 AND ${only}
    UNION ALL SELECT e.contact_id FROM events e WHERE e.workspace_id = $1 AND ${other}`;
  return `${not}EXISTS (SELECT 1 FROM (${both}) n WHERE n.contact_id = c.id)`;
}

function stateTest(
  { was, because }: { was: CampaignOutcome; because: string | undefined },
  param: Param,
): string {
  const is = (state: string) => `q.state = ${param(state, 'text')}`;
  switch (was) {
    case 'sent':
      return `q.state = ANY(${param(sentStates, 'text[]')})`;
    case 'left out':
      return because === undefined
        ? is('left out')
        : `${is('left out')} AND q.reason = ${param(because, 'text')}`;
    case 'missed':
      return `(${is('failed')} OR ${is('left out')} AND q.reason = ${param('mailed lately', 'text')})`;
    default:
      throw was satisfies never;
  }
}

const ofRows = (campaigns: number[], param: Param): string => `q.campaign_id ${among(campaigns, param)}`;

const receivedOf = (campaigns: number[], param: Param): string =>
  `e.kind = ${param('received', 'text')} AND NOT e.machine AND e.campaign_id ${among(campaigns, param)}`;

function among(campaigns: number[], param: Param): string {
  const [first, ...others] = campaigns;
  return others.length === 0 ? `= ${param(first, 'int')}` : `= ANY(${param(campaigns, 'int[]')})`;
}

/** The state and reason of a contact `c` in each of the campaigns, as JSON by their ids: `left out: paused`. */
export function recipientFact({ sentHere, reported }: ResolvedCampaigns, param: Param): string {
  const rows = `SELECT q.campaign_id AS campaign, concat_ws(': ', q.state, q.reason) AS outcome FROM campaign_recipients q
      WHERE q.workspace_id = $1 AND q.contact_id = c.id AND q.campaign_id = ANY(${param(sentHere, 'int[]')})`;
  const events = () => `SELECT e.campaign_id, e.kind FROM events e
      WHERE e.workspace_id = $1 AND e.contact_id = c.id AND ${receivedOf(reported, param)}`;
  const all = reported.length === 0 ? rows : `${rows} UNION ${events()}`;
  return `(SELECT jsonb_object_agg(a.campaign, a.outcome) FROM (${all}) a)`;
}
