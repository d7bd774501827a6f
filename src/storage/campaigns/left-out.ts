import { type LeftOutReason, leftOutOrder } from '../../lib/campaigns/recipients.ts';
import type { Param } from '../../rules/sql/compile-values.ts';

/** What decides who may be mailed, besides the contact. */
export interface MailLimits {
  /** 0 before a campaign exists. */
  campaignId: number;
  /** The topic of the campaign, with its default for people who never chose. */
  topic: { id: number; isOn: boolean } | null;
  /** When it goes out. */
  at: Date;
  /** Who was mailed since then is left out; null: nobody is. */
  mailedSince: Date | null;
}

/**
 * The one answer to "may this person be mailed?": why a contact `c` of the workspace ($1) is left out of a
 * campaign, the first reason that applies; null if they may be mailed. Preparing, the last look before
 * hand-over, the waterfall, its lists and "why" all use it.
 *
 * EXISTS, not IN: the planner looks one person up by key, and hashes the whole set for a million.
 */
export function leftOutReason(limits: MailLimits, param: Param): string {
  const conditions = conditionsOf(limits, param);
  const cases = leftOutOrder.flatMap((reason) => {
    const condition = conditions[reason];
    return condition === null ? [] : [`WHEN ${condition} THEN '${reason}'`];
  });
  return `CASE ${cases.join('\n  ')} END`;
}

function conditionsOf(
  { campaignId, topic, at, mailedSince }: MailLimits,
  param: Param,
): Record<LeftOutReason, string | null> {
  return {
    // Their contacts are gone: the last look, which knows the address, checks for them (mark.ts).
    erased: null,
    // Consent that was given since counts, so only the status decides whether they get mail.
    suppressed: `c.status <> 'subscribed' AND EXISTS (SELECT 1 FROM consent_log s
      WHERE s.workspace_id = $1 AND s.contact_id = c.id AND s.what = 'suppression' AND s.said = 'suppressed'
        AND NOT EXISTS (SELECT 1 FROM consent_log l WHERE l.workspace_id = $1 AND l.contact_id = s.contact_id
          AND l.what = 'suppression' AND l.said = 'lifted' AND l.id > s.id))`,
    unsubscribed: `c.status = 'unsubscribed'`,
    bounced: `c.status = 'bounced'`,
    'never agreed': `c.status <> 'subscribed'`,
    'invalid address': `c.email_validation = 'invalid'`,
    'topic off': topic === null ? null : topicOff(topic, param),
    paused: `EXISTS (SELECT 1 FROM pauses p WHERE p.workspace_id = $1 AND p.contact_id = c.id
      AND p.until > ${param(at, 'timestamptz')})`,
    'mailed lately': mailedSince === null ? null : mailedLately({ campaignId, mailedSince }, param),
    // Not about a person: set on everyone who was waiting.
    stopped: null,
  };
}

function topicOff({ id, isOn }: { id: number; isOn: boolean }, param: Param): string {
  const chose = `EXISTS (SELECT 1 FROM topic_choices k WHERE k.workspace_id = $1 AND k.topic_id = ${param(id, 'int')}
      AND k.contact_id = c.id AND ${isOn ? 'NOT ' : ''}k.is_on)`;
  return isOn ? chose : `NOT ${chose}`;
}

/** Handed over in any campaign or reported as received (both are in the rollup), or maybe handed over. */
function mailedLately(
  { campaignId, mailedSince }: { campaignId: number; mailedSince: Date },
  param: Param,
): string {
  const since = param(mailedSince, 'timestamptz');
  return `(EXISTS (SELECT 1 FROM contact_rollups r WHERE r.workspace_id = $1 AND r.contact_id = c.id AND r.received_last >= ${since})
    OR EXISTS (SELECT 1 FROM campaign_recipients u WHERE u.workspace_id = $1 AND u.contact_id = c.id
      AND u.state IN ('handing over', 'uncertain') AND u.marked_at >= ${since} AND u.campaign_id <> ${param(campaignId, 'int')}))`;
}
