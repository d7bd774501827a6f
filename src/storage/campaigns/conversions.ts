import { deliveredStates } from '../../lib/campaigns/recipients.ts';
import { type ReadStorage, readRows } from '../queries/read-query.ts';
import type { CampaignKey } from './going-out.ts';

/** What counts as a conversion of a campaign. */
export interface ConversionRule {
  /** A custom event. */
  kind: string;
  /** Within how many days. */
  days: number;
  /** After the person's first click, or after they got the mail. */
  after: 'click' | 'delivery';
}

/**
 * SQL: an event `e` for each conversion of a campaign ($2), of the kind $3 within $4 days, by people who are not
 * among $5. `from`: the people, or the events; the planner starts from whichever is fewer.
 */
export function conversionEvents({ after }: Pick<ConversionRule, 'after'>): string {
  // A provider's clock can be hours behind: no one clicks, or buys something because of a mail, before it went out.
  const since =
    after === 'click'
      ? 'greatest(r.clicked_at, r.handed_at)'
      : 'coalesce(r.handed_at, r.marked_at, r.settled_at)';
  const did = after === 'click' ? 'r.clicked_at' : since;
  return `FROM campaign_recipients r JOIN events e ON e.workspace_id = $1::int AND e.contact_id = r.contact_id
    WHERE r.workspace_id = $1::int AND r.campaign_id = $2::int AND r.state IN (${delivered}) AND ${did} IS NOT NULL
      AND e.kind = $3::text AND NOT e.machine AND e.kind <> ALL (ARRAY['received', 'opened', 'clicked'])
      AND e.occurred_at >= ${since} AND e.occurred_at < ${since} + $4::int * interval '1 day'
      AND r.contact_id <> ALL($5::int[])`;
}

const delivered = deliveredStates.map((state) => `'${state}'`).join(', ');

/** Parameters of `conversionEvents`. */
export const conversionParams = (
  { workspaceId, campaignId }: CampaignKey,
  { kind, days }: ConversionRule,
  but: readonly number[],
): unknown[] => [workspaceId, campaignId, kind, days, [...but]];

/** SQL: the number in a property, if it is one or a text that says one. */
const numberIn = (property: string): string =>
  `CASE WHEN e.properties ->> '${property}' ~ '^-?\\d{1,15}(\\.\\d{1,9})?$' THEN (e.properties ->> '${property}')::numeric END`;

/** SQL: what a conversion is worth. */
export const worth = `coalesce(${numberIn('amount')}, ${numberIn('value')})`;

/** People with a conversion, each once, and what all their conversions are worth; null if none says so. */
export async function countConversions(
  storage: ReadStorage,
  campaign: CampaignKey,
  rule: ConversionRule,
  but: readonly number[],
): Promise<{ people: number; value: number | null }> {
  const [row] = await readRows<{ people: number; value: number | null }>(
    storage,
    `SELECT count(DISTINCT e.contact_id)::int AS people, sum(${worth})::float8 AS value ${conversionEvents(rule)}`,
    conversionParams(campaign, rule, but),
  );
  return row ?? { people: 0, value: null };
}
