import type { RecipientState } from '../../lib/campaigns/recipients.ts';
import type { CampaignReport } from '../../lib/campaigns/report.ts';
import { bold, count, counted, escaped, joined, type Mrkdwn, md } from '../kit/mrkdwn.ts';

/**
 * Above the new draft to those who didn't get a campaign: who is in it, and who never is.
 *
 * @param missed the people it is for
 */
export function missedWords(
  { name, outcome }: CampaignReport,
  { draft, missed }: { draft: { name: string }; missed: CampaignReport['sums'] },
): Mrkdwn {
  const total = missed.reduce((sum, { people }) => sum + people, 0);
  const why = missed.map(
    ({ state, reason, people }) => md`${count(people)} ${escaped(whyWords(state, reason))}`,
  );
  const uncertain = outcome?.uncertain ?? 0;
  const also =
    uncertain === 0
      ? ''
      : md`, nor the ${counted(uncertain, 'person', 'people')} who may have it already (uncertain)`;
  return md`Created the draft ${bold(draft.name)} for the ${counted(total, 'person', 'people')} who didn’t get ${bold(name)}: ${joined(why, ', ')}. People who opted out, bounced or are suppressed are never in it${also}.`;
}

const whyWords = (state: RecipientState, reason: string): string => {
  if (state === 'failed') return 'failed';
  return reason === 'stopped' ? 'left when it was stopped' : 'mailed too recently';
};
