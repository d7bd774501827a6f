import type { Cell, Hits } from '../../lib/campaigns/report-numbers.ts';
import type { Tracking } from '../../lib/campaigns/tracking.ts';
import { nameKeys } from '../../lib/names.ts';
import { type ReadStorage, readRows } from '../queries/read-query.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';
import type { ConversionRule } from './conversions.ts';
import type { CampaignKey } from './going-out.ts';

/** A campaign that Rollcall sends, or one that is known from reports alone. */
export interface AnyCampaign {
  id: number;
  name: string;
  isOurs: boolean;
  firstReceivedAt: Date | null;
  startedAt: Date | null;
  trackOpens: Tracking | null;
  trackClicks: Tracking | null;
  conversionKind: string | null;
  conversionDays: number;
  conversionAfter: 'click' | 'delivery';
  frozen: Frozen | null;
}

/** What counts as a conversion of a campaign, if anything does. */
export const conversionRuleOf = ({
  conversionKind: kind,
  conversionDays: days,
  conversionAfter: after,
}: AnyCampaign): ConversionRule | null => (kind === null ? null : { kind, days, after });

/** Results that were taken from events before these were deleted. */
export interface Frozen {
  /** Events from before this moment are deleted. ISO 8601. */
  until: string;
  /** Of a campaign that is known from reports alone: the people who are counted here for good. */
  cells?: Cell[];
  /** Those of them who still have events. */
  people?: number[];
  conversions?: FrozenConversions;
}

/** Conversions by people who are counted for good, as long as the rule for them stays the same. */
export interface FrozenConversions {
  rule: ConversionRule;
  people: number;
  value: number | null;
  /** Those of them who still have such events. */
  ids: number[];
}

/** What was taken by this rule; nothing, if it was changed since. */
export function frozenBy(rule: ConversionRule, frozen: Partial<Frozen> | null): FrozenConversions {
  const conversions = frozen?.conversions;
  const isSame =
    conversions !== undefined &&
    (['kind', 'days', 'after'] as const).every((of) => conversions.rule[of] === rule[of]);
  return isSame ? conversions : { rule, people: 0, value: null, ids: [] };
}

const columns = `c.id, c.name, m.campaign_id IS NOT NULL AS "isOurs", c.first_received_at AS "firstReceivedAt",
  m.started_at AS "startedAt", m.track_opens AS "trackOpens", m.track_clicks AS "trackClicks", m.conversion_kind AS "conversionKind",
  coalesce(m.conversion_days, 5)::int AS "conversionDays", coalesce(m.conversion_after, 'click') AS "conversionAfter", c.frozen`;

const from = `FROM campaigns c LEFT JOIN campaign_mails m ON m.workspace_id = $1::int AND m.campaign_id = c.id
  WHERE c.workspace_id = $1::int`;

type Row = AnyCampaign & Record<string, unknown>;

export async function findAnyCampaign(
  on: Runs,
  workspaceId: number,
  by: { id: number } | { name: string },
): Promise<AnyCampaign | undefined> {
  if ('id' in by) {
    const sql = `SELECT ${columns} ${from} AND c.id = $2::int`;
    return (await runSql<Row>(on, sql, [workspaceId, by.id]))[0];
  }
  const keys = nameKeys(by.name);
  const sql = `SELECT ${columns} ${from} AND c.name_key = ANY($2::text[])
    ORDER BY array_position($2::text[], c.name_key) LIMIT 1`;
  return (await runSql<Row>(on, sql, [workspaceId, keys]))[0];
}

/** Names of all campaigns that have results, the latest first. */
export function listReported(
  on: Runs,
  workspaceId: number,
): Promise<Pick<AnyCampaign, 'id' | 'name' | 'isOurs'>[]> {
  return runSql(
    on,
    `SELECT c.id, c.name, m.campaign_id IS NOT NULL AS "isOurs" ${from} AND (m.campaign_id IS NULL OR m.prepared IS NOT NULL)
     ORDER BY coalesce(m.started_at, c.first_received_at, c.created_at) DESC, c.id DESC`,
    [workspaceId],
  );
}

/** What a campaign was sent to, in order. */
export async function listTargets(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<string[]> {
  const rows = await runSql<{ label: string }>(
    on,
    `SELECT label FROM campaign_targets WHERE workspace_id = $1::int AND campaign_id = $2::int ORDER BY position`,
    [workspaceId, campaignId],
  );
  return rows.map(({ label }) => label);
}

/** A link with its hits, and how many people clicked it, people who were deleted since included. */
export interface LinkSums {
  id: number;
  url: string;
  hits: number;
  machineHits: number;
  people: number;
}

/** A campaign's links by hits, most first. */
export function listLinkSums(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<LinkSums[]> {
  return runSql<LinkSums & Record<string, unknown>>(
    on,
    `SELECT l.id::int, l.url, coalesce(h.hits, 0)::int AS hits, coalesce(h.machine_hits, 0)::int AS "machineHits",
       (coalesce(k.people, 0) + l.forgotten)::int AS people
     FROM campaign_links l
     LEFT JOIN (SELECT link_id, sum(hits) FILTER (WHERE NOT machine) AS hits, sum(hits) FILTER (WHERE machine) AS machine_hits
       FROM campaign_hits WHERE workspace_id = $1::int AND campaign_id = $2::int AND kind = 'clicked' GROUP BY link_id) h ON h.link_id = l.id
     LEFT JOIN (SELECT link_id, count(*) AS people FROM campaign_clickers
       WHERE workspace_id = $1::int AND campaign_id = $2::int GROUP BY link_id) k ON k.link_id = l.id
     WHERE l.workspace_id = $1::int AND l.campaign_id = $2::int ORDER BY 3 DESC, 4 DESC, l.id`,
    [workspaceId, campaignId],
  );
}

/** Opens and clicks of an hour. */
export interface HourSums {
  at: Date;
  opened: Hits;
  clicked: Hits;
}

/** Opens and clicks of a campaign by hour, in order. */
export function listHourSums(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<HourSums[]> {
  const sum = (kind: string) => `json_build_object(
    'people', coalesce(sum(hits) FILTER (WHERE kind = '${kind}' AND NOT machine), 0),
    'machines', coalesce(sum(hits) FILTER (WHERE kind = '${kind}' AND machine), 0)) AS ${kind}`;
  return runSql<HourSums & Record<string, unknown>>(
    on,
    `SELECT hour AS at, ${sum('opened')}, ${sum('clicked')} FROM campaign_hits
     WHERE workspace_id = $1::int AND campaign_id = $2::int GROUP BY hour ORDER BY hour`,
    [workspaceId, campaignId],
  );
}

/**
 * The people of a campaign that is known from reports alone, by what was reported of them: the same states that
 * reports give to recipients (settle.ts).
 *
 * @param but people who are counted already
 */
export function reportedCells(
  storage: ReadStorage,
  { workspaceId, campaignId }: CampaignKey,
  but: readonly number[] = [],
): Promise<Cell[]> {
  return readRows<Cell>(
    storage,
    `${reportedSql} SELECT ${cellColumns}, count(*)::int AS people FROM cells GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`,
    [workspaceId, campaignId, [...but]],
  );
}

/** The events that tell the fate of a mail: SQL. */
export const mailKinds = `'received', 'opened', 'clicked', 'bounced', 'complained', 'unsubscribed'`;

export const cellColumns = `state, reason, targets, opened, clicked, "left", "machineOpened", "machineClicked"`;

/** A row for each person of a campaign ($2), without those in $3. */
export const reportedSql = reportedWhere('true');

/** The same, of people for whom this is true of `contact_id`. */
export function reportedWhere(isAsked: string): string {
  return `
WITH people AS (
  SELECT contact_id, bool_or(kind = 'complained') AS complained, bool_or(kind = 'bounced' AND properties ->> 'bounce' = 'hard') AS hard,
    bool_or(kind = 'bounced') AS bounced, bool_or(kind NOT IN ('bounced', 'complained')) AS reached,
    bool_or(kind = 'opened' AND NOT machine) AS opened, bool_or(kind = 'clicked' AND NOT machine) AS clicked,
    bool_or(kind = 'unsubscribed') AS gone, bool_or(kind = 'opened' AND machine) AS machine_opened,
    bool_or(kind = 'clicked' AND machine) AS machine_clicked
  FROM events WHERE workspace_id = $1::int AND campaign_id = $2::int AND contact_id <> ALL($3::int[])
    AND kind IN (${mailKinds}) AND ${isAsked}
  GROUP BY contact_id),
cells AS (
  SELECT contact_id, CASE WHEN complained THEN 'complained' WHEN hard OR bounced AND NOT reached THEN 'bounced' ELSE 'delivered' END AS state,
    CASE WHEN complained OR reached AND NOT hard THEN '' WHEN hard THEN 'hard' WHEN bounced THEN 'soft' ELSE '' END AS reason,
    0 AS targets, opened, clicked, gone AS "left", machine_opened AS "machineOpened", machine_clicked AS "machineClicked"
  FROM people)`;
}

/** The settings that results need. */
export interface ReportSettings {
  /** Days; null: forever. */
  keepEventsDays: number | null;
}

export async function findReportSettings(on: Runs, workspaceId: number): Promise<ReportSettings> {
  const [row] = await runSql<ReportSettings & Record<string, unknown>>(
    on,
    'SELECT keep_events_days AS "keepEventsDays" FROM workspaces WHERE id = $1::int',
    [workspaceId],
  );
  return row ?? { keepEventsDays: null };
}
