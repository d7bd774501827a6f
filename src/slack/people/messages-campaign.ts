import type { PeopleSource } from '../../audience/people/source.ts';
import { leftOutReasons, type Outcome } from '../../lib/campaigns/recipients.ts';

/** What the people behind a number of a campaign have in common. */
export function campaignHeading(source: Extract<PeopleSource, { of: 'campaign' | 'recipients' }>): string {
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
