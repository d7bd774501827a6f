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
 * hand-over, the lists behind a waterfall and "why" all use it; the waterfall counts by the same conditions.
 */
export function leftOutReason(limits: MailLimits, param: Param): string {
  const conditions = conditionsOf(limits, param);
  const cases = leftOutOrder.flatMap((reason) => {
    const condition = conditions[reason];
    return condition === null ? [] : [`WHEN ${condition} THEN '${reason}'`];
  });
  return `CASE ${cases.join('\n  ')} END`;
}

function conditionsOf(limits: MailLimits, param: Param): Record<LeftOutReason, string | null> {
  const { suppressed, chose, paused, received, maybeMailed } = listsOf(limits, param);
  return {
    // Their contacts are gone: the last look, which knows the address, checks for them (mark.ts).
    erased: null,
    suppressed,
    ...ownConditions,
    'topic off': chose && (limits.topic?.isOn ? chose : `NOT ${chose}`),
    paused,
    'mailed lately': received && `(${received} OR ${maybeMailed})`,
    // Not about a person: set on everyone who was waiting.
    stopped: null,
  };
}

/** The reasons that a contact's own row shows, in their order. */
export const ownReasons = ['unsubscribed', 'bounced', 'never agreed', 'invalid address'] as const;
export type OwnReason = (typeof ownReasons)[number];

export const ownConditions: Record<OwnReason, string> = {
  unsubscribed: `c.status = 'unsubscribed'`,
  bounced: `c.status = 'bounced'`,
  'never agreed': `c.status <> 'subscribed'`,
  'invalid address': `c.email_validation = 'invalid'`,
};

/** Conditions about a contact that other tables decide; null: nobody is asked for it. */
export interface Lists {
  suppressed: string;
  /** Chose something else than the topic's default. */
  chose: string | null;
  paused: string;
  /** Handed over in any campaign, or reported as received: both are in the rollup. */
  received: string | null;
  /** Maybe handed over. */
  maybeMailed: string | null;
}

/** EXISTS, not IN: the planner looks one person up by key, and reads the whole list for a million. */
export function listsOf({ campaignId, topic, at, mailedSince }: MailLimits, param: Param): Lists {
  const since = mailedSince === null ? null : param(mailedSince, 'timestamptz');
  return {
    // Consent that was given since counts, so only the status decides whether they get mail.
    suppressed: `c.status <> 'subscribed' AND EXISTS (SELECT 1 FROM consent_log s
      WHERE s.workspace_id = $1 AND s.contact_id = c.id AND s.what = 'suppression' AND s.said = 'suppressed'
        AND NOT EXISTS (SELECT 1 FROM consent_log l WHERE l.workspace_id = $1 AND l.contact_id = s.contact_id
          AND l.what = 'suppression' AND l.said = 'lifted' AND l.id > s.id))`,
    chose:
      topic &&
      `EXISTS (SELECT 1 FROM topic_choices k WHERE k.workspace_id = $1 AND k.topic_id = ${param(topic.id, 'int')}
      AND k.contact_id = c.id AND ${topic.isOn ? 'NOT ' : ''}k.is_on)`,
    paused: `EXISTS (SELECT 1 FROM pauses p WHERE p.workspace_id = $1 AND p.contact_id = c.id
      AND p.until > ${param(at, 'timestamptz')})`,
    received:
      since &&
      `EXISTS (SELECT 1 FROM contact_rollups r WHERE r.workspace_id = $1 AND r.contact_id = c.id AND r.received_last >= ${since})`,
    maybeMailed:
      since &&
      `EXISTS (SELECT 1 FROM campaign_recipients u WHERE u.workspace_id = $1 AND u.contact_id = c.id
      AND u.state IN ('handing over', 'uncertain') AND u.marked_at >= ${since} AND u.campaign_id <> ${param(campaignId, 'int')})`,
  };
}
