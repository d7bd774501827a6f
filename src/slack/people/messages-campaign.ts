import type { PeopleSource } from '../../audience/people/source.ts';
import { leftOutReasons, type Outcome } from '../../lib/campaigns/recipients.ts';
import type { ResultPart } from '../../lib/campaigns/report.ts';

/** What the people behind a number of a campaign have in common. */
export function campaignHeading(
  source: Extract<PeopleSource, { of: 'campaign' | 'recipients' | 'results' }>,
): string {
  if (source.of === 'results') return partWords[source.part];
  const { reason } = source;
  if (source.of === 'campaign') return reason === null ? 'will get it' : leftOutReasons[reason];
  return reason === null ? outcomeWords[source.outcome] : `left out because they ${leftOutReasons[reason]}`;
}

const outcomeWords: Record<keyof Outcome, string> = {
  sent: 'sent',
  bounced: 'bounced',
  leftOut: 'left out',
  failed: 'failed',
  uncertain: 'uncertain: nobody knows whether they got it',
  waiting: 'waiting',
};

const partWords: Record<ResultPart, string> = {
  delivered: 'got it',
  opened: 'opened it',
  clicked: 'clicked a link',
  'clicked link': 'clicked this link',
  'opened by machines': 'opened by machines only',
  'clicked by machines': 'links followed by machines only',
  unsubscribed: 'unsubscribed',
  complained: 'reported it as spam',
  'bounced hard': 'bounced hard',
  'bounced soft': 'bounced soft',
  converted: 'converted',
};
