import type { Attention, CampaignReport, ResultPart, Share } from '../../lib/campaigns/report.ts';
import { percentOf } from '../../lib/campaigns/shares.ts';
import { clip } from '../../lib/words.ts';
import { count, counted, escaped, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { inOutcomes } from './messages.ts';

// The numbers of a campaign in words. Each names what it is a share of, and people come before hits.

/** The number that results are about: who clicked; without that, who opened; else who got it. */
export function resultsTitle(report: CampaignReport): string {
  const { clicked, opened, delivered, outcome } = report;
  if (outcome !== null && (outcome.waiting > 0 || delivered.people === 0)) return inOutcomes(outcome);
  return (
    attentionTitle(clicked, 'clicked', 'click') ??
    attentionTitle(opened, 'opened it', 'open') ??
    `${shareWords(delivered)} ${deliveredWord(report)}`
  );
}

function attentionTitle(attention: Attention, did: string, hit: 'click' | 'open'): string | undefined {
  if (attention.how === 'off') return undefined;
  if (attention.how === 'total')
    return attention.hits === 0 ? `No ${hit}s yet` : counted(attention.hits, hit);
  if (attention.people === 0) return `No one has ${did} yet`;
  return `${shareWords(attention)} ${did}, ${percentOf(attention.people, attention.of)}`;
}

/** `212 of 4,770` */
export const shareWords = ({ people, of }: Share): string => `${count(people)} of ${count(of)}`;

/** What happened to the people whom all shares are of. */
export const deliveredWord = ({ delivered, isOurs }: CampaignReport): string =>
  delivered.said === 'delivered' || !isOurs ? 'delivered' : 'accepted by the mail server';

/** A number in words, and the people behind it; no part: there is no one to list. */
export interface NumberLine {
  words: Mrkdwn;
  part?: ResultPart | 'bounced';
}

/** All numbers of a campaign that went out, the most important first. */
export function numberLines(report: CampaignReport): NumberLine[] {
  const { clicked, opened, unsubscribed, complained, bounced, delivered } = report;
  return [
    {
      words: md`${share(delivered)} ${escaped(deliveredWord(report))}, ${percent(delivered)}`,
      ...(delivered.people > 0 ? { part: 'delivered' as const } : {}),
    },
    ...attentionLine(clicked, { part: 'clicked', did: 'clicked', hit: 'click' }),
    ...attentionLine(opened, { part: 'opened', did: 'opened it', hit: 'open' }),
    unsubscribed.people === 0
      ? { words: md`No one has unsubscribed` }
      : {
          words: md`${share(unsubscribed)} unsubscribed, ${percent(unsubscribed)}`,
          part: 'unsubscribed' as const,
        },
    ...(complained.people === 0
      ? []
      : [
          {
            words: md`${share(complained)} reported it as spam, ${percent(complained)}`,
            part: 'complained' as const,
          },
        ]),
    ...(bounced.people === 0
      ? []
      : [
          {
            words: md`${share(bounced)} bounced, ${percent(bounced)}${kindsOf(bounced)}`,
            ...partOfBounces(report),
          },
        ]),
    ...conversionLine(report),
  ];
}

/** `*212 of 4,770*` */
const share = (of: Share): Mrkdwn => md`*${escaped(shareWords(of))}*`;

const percent = ({ people, of }: Share): Mrkdwn => escaped(percentOf(people, of));

function attentionLine(
  attention: Attention,
  { part, did, hit }: { part: 'opened' | 'clicked'; did: string; hit: 'click' | 'open' },
): NumberLine[] {
  if (attention.how === 'off') return [];
  if (attention.how === 'total')
    return [{ words: attention.hits === 0 ? md`No ${escaped(hit)}s yet` : hits(attention.hits, hit) }];
  if (attention.people === 0) return [{ words: md`No one has ${escaped(did)} yet` }];
  const times =
    attention.hits > attention.people ? md`  ·  ${counted(attention.hits, hit, `${hit}s in all`)}` : '';
  return [{ words: md`${share(attention)} ${escaped(did)}, ${percent(attention)}${times}`, part }];
}

const hits = (many: number, hit: 'click' | 'open'): Mrkdwn =>
  md`*${count(many)}* ${escaped(many === 1 ? hit : `${hit}s`)}`;

/** Of a campaign that is known from reports alone, only bounces of one kind are one list. */
function partOfBounces({ bounced: { hard, soft }, isOurs }: CampaignReport): Pick<NumberLine, 'part'> {
  if (hard > 0 && soft > 0) return isOurs ? { part: 'bounced' } : {};
  return { part: hard > 0 ? 'bounced hard' : 'bounced soft' };
}

function kindsOf({ hard, soft }: CampaignReport['bounced']): Mrkdwn | '' {
  if (hard === 0 || soft === 0) return '';
  return md`: ${count(hard)} for good, ${count(soft)} for now`;
}

function conversionLine({ conversions }: CampaignReport): NumberLine[] {
  if (conversions === null) return [];
  const { people, of, kind, days, after, value } = conversions;
  const event = md`\`${escaped(clip(kind, 60))}\``;
  const within = md`within ${counted(days, 'day')} of ${after === 'click' ? md`their click` : md`getting it`}`;
  const whom = after === 'click' ? md`who clicked` : md`who got it`;
  if (people === 0) return [{ words: md`No one ${whom} has done ${event} ${within}` }];
  const worth = value === null ? '' : md`  ·  worth ${escaped(amount(value))}`;
  return [
    {
      words: md`*${escaped(shareWords({ people, of }))}* ${whom} did ${event} ${within}, ${percent({ people, of })}${worth}`,
      part: 'converted',
    },
  ];
}

/** A sum of amounts, to the cent. */
const amount = (value: number): string => {
  const digits = Number.isInteger(value) ? 0 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
};

/** What machines did, and what isn't recorded. */
export function asides({ clicked, opened, delivered, isOurs }: CampaignReport): Mrkdwn[] {
  return [
    ...machines(clicked, opened),
    ...off(clicked, opened),
    ...(isOurs && delivered.said === 'accepted'
      ? [md`“Accepted” is what the mail server said: no email provider reports what was delivered.`]
      : []),
  ];
}

function machines(clicked: Attention, opened: Attention): Mrkdwn[] {
  const [clicks, opens] = [machineHits(clicked), machineHits(opened)];
  if (clicks + opens === 0) return [];
  const both = [
    ...(clicks > 0 ? [counted(clicks, 'click')] : []),
    ...(opens > 0 ? [counted(opens, 'open')] : []),
  ].join(' and ');
  const only = clicked.how === 'person' ? clicked.machines : 0;
  const alone =
    only === 0
      ? ''
      : md`; ${only === 1 ? md`for 1 person` : md`for ${count(only)} people`}, only machines clicked`;
  return [md`Not counted: ${escaped(both)} by machines, such as mail scanners${alone}.`];
}

const machineHits = (attention: Attention): number => (attention.how === 'off' ? 0 : attention.machineHits);

function off(clicked: Attention, opened: Attention): Mrkdwn[] {
  const [noClicks, noOpens] = [clicked.how === 'off', opened.how === 'off'];
  if (noClicks && noOpens) return [md`Clicks and opens aren’t recorded.`];
  if (noClicks) return [md`Clicks aren’t recorded.`];
  return noOpens ? [md`Opens aren’t recorded.`] : [];
}
