import { deliveredStates, type LeftOutReason, type RecipientState } from '../../lib/campaigns/recipients.ts';
import type { ResultPart } from '../../lib/campaigns/report.ts';
import { createCompiler } from '../../rules/sql/compile.ts';
import type { StoredSet } from '../people/stored-sets.ts';
import { type ConversionRule, conversionEvents, conversionParams } from './conversions.ts';
import { leftOutReason } from './left-out.ts';
import { reportedSql } from './report.ts';
import type { Asked } from './waterfall.ts';

/**
 * The people behind one of the numbers of a waterfall.
 *
 * @param reason null: those who get it
 */
export function waterfallSet(
  { workspaceId, resolved, limits }: Asked,
  reason: LeftOutReason | null,
): StoredSet {
  const { params, param, condition } = createCompiler(workspaceId);
  const sql = `c.workspace_id = $1 AND ${condition(resolved)}
    AND (${leftOutReason(limits, param)}) IS NOT DISTINCT FROM ${param(reason, 'text')}`;
  const key = `${workspaceId} campaign ${limits.campaignId} ${reason ?? 'gets it'} ${limits.at.toISOString()}`;
  return { sql, params, key, topics: ['contacts'] };
}

/** The people of a campaign whose mail is in one of these states, each with the server's reply. */
export function recipientSet(
  workspaceId: number,
  campaignId: number,
  { states, reason }: { states: readonly RecipientState[]; reason: LeftOutReason | null },
): StoredSet {
  const { params, param } = createCompiler(workspaceId);
  const campaign = param(campaignId, 'int');
  const [among, why] = [param([...states], 'text[]'), param(reason, 'text')];
  return {
    sql: `c.workspace_id = $1 AND EXISTS (SELECT 1 FROM campaign_recipients r WHERE r.workspace_id = $1
      AND r.campaign_id = ${campaign} AND r.contact_id = c.id AND r.state = ANY(${among})
      AND (${why} IS NULL OR r.reason = ${why}))`,
    params,
    key: `${workspaceId} campaign ${campaignId} ${states.join()} ${reason ?? ''}`,
    topics: ['contacts'],
    note: `(SELECT r.reply FROM campaign_recipients r WHERE r.workspace_id = $1 AND r.campaign_id = ${campaign}
      AND r.contact_id = c.id)`,
  };
}

/** Which of a campaign's people results count in a part: by its recipients, or by what was reported of them. */
const partTests: Record<
  Exclude<ResultPart, 'clicked link' | 'converted'>,
  { ours: string; reported: string }
> = (() => {
  const states = deliveredStates.map((state) => `'${state}'`).join(', ');
  const reached = (ours: string, reported: string) => ({
    ours: `r.state IN (${states}) AND ${ours}`,
    reported: `state <> 'bounced' AND ${reported}`,
  });
  const bounced = (reason: string) => {
    const test = `state = 'bounced' AND reason = '${reason}'`;
    return { ours: test, reported: test };
  };
  return {
    delivered: reached('true', 'true'),
    opened: reached('r.opened_at IS NOT NULL', 'opened'),
    clicked: reached('r.clicked_at IS NOT NULL', 'clicked'),
    'opened by machines': reached(
      'r.machine_opened AND r.opened_at IS NULL',
      '"machineOpened" AND NOT opened',
    ),
    'clicked by machines': reached(
      'r.machine_clicked AND r.clicked_at IS NULL',
      '"machineClicked" AND NOT clicked',
    ),
    unsubscribed: reached('r.left_at IS NOT NULL', '"left"'),
    complained: { ours: `r.state = 'complained'`, reported: `state = 'complained'` },
    'bounced hard': bounced('hard'),
    'bounced soft': bounced('soft'),
  };
})();

/** The people behind a number of a campaign's results, as far as their contacts and events still exist. */
export function resultSet(
  { workspaceId, campaignId, isOurs }: { workspaceId: number; campaignId: number; isOurs: boolean },
  { part, link, conversion }: { part: ResultPart; link: number; conversion: ConversionRule | null },
): StoredSet {
  const about = { key: `${workspaceId} results ${campaignId} ${part} ${link}`, topics: ['contacts'] };
  if (part === 'clicked link')
    return {
      sql: `c.workspace_id = $1 AND EXISTS (SELECT 1 FROM campaign_clickers k WHERE k.workspace_id = $1 AND k.campaign_id = $2::int
        AND k.link_id = $3::smallint AND k.contact_id = c.id)`,
      params: [workspaceId, campaignId, link],
      ...about,
    };
  if (part === 'converted') {
    if (conversion === null) return { sql: 'c.workspace_id = $1 AND false', params: [workspaceId], ...about };
    return {
      sql: `c.workspace_id = $1 AND c.id IN (SELECT e.contact_id ${conversionEvents(conversion)})`,
      params: conversionParams({ workspaceId, campaignId }, conversion, []),
      ...about,
    };
  }
  const { ours, reported } = partTests[part];
  if (!isOurs)
    return {
      sql: `c.workspace_id = $1 AND c.id IN (${reportedSql} SELECT contact_id FROM cells WHERE ${reported})`,
      params: [workspaceId, campaignId, []],
      ...about,
    };
  return {
    sql: `c.workspace_id = $1 AND EXISTS (SELECT 1 FROM campaign_recipients r WHERE r.workspace_id = $1 AND r.campaign_id = $2::int
      AND r.contact_id = c.id AND ${ours})`,
    params: [workspaceId, campaignId],
    ...about,
  };
}
