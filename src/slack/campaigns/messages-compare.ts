import type { Attention, CampaignReport, Share } from '../../lib/campaigns/report.ts';
import { percentOf } from '../../lib/campaigns/shares.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, header, type Message, message, section } from '../kit/message.ts';
import { bold, clock, count, joined, md, moment } from '../kit/mrkdwn.ts';
import { tableOrLines } from '../kit/table.ts';

/** Of a name, as the heading of a column. */
const LONGEST_HEADING = 40;

/** Two campaigns side by side, each number with what it is a share of. */
export function comparison(
  first: CampaignReport,
  second: CampaignReport,
  { inWindow }: { inWindow: boolean },
): Message {
  const title = comparisonTitle(first, second);
  const names = [first, second].map(({ name }) => clip(name, LONGEST_HEADING));
  return message(
    [
      header(title),
      section(joined([first, second].map(whenLine))),
      ...tableOrLines(inWindow, {
        caption: `${names[0]} and ${names[1]}`,
        heading: ['Number', ...names],
        rows: measures.map(([label, of]) => [label, of(first), of(second)]),
      }),
      context(md`Shares are of the mails that were delivered  ·  counted ${clock(first.at)}`),
      buttons(
        ...[first, second].map(({ id, name }, index) =>
          button(`Results of ${clip(name, 40)}`, `${actions.campaignResults}.${index}`, String(id)),
        ),
        button('Compare with another', actions.compareCampaigns, String(first.id)),
      ),
    ],
    title,
  );
}

const whenLine = ({ name, sentAt }: CampaignReport) =>
  md`${bold(clip(name, 100))}${sentAt === null ? '' : md`  ·  first mail ${moment(sentAt)}`}`;

/** The measure that both have says which one did better. */
function comparisonTitle(one: CampaignReport, other: CampaignReport): string {
  const names = [clip(one.name, 50), clip(other.name, 50)];
  for (const is of ['clicked', 'opened'] as const) {
    const [first, second] = [one[is], other[is]];
    if (first.how !== 'person' || second.how !== 'person') continue;
    const did = is === 'clicked' ? 'clicked' : 'opened it';
    return `${names[0]}: ${percentOf(first.people, first.of)} ${did}; ${names[1]}: ${percentOf(second.people, second.of)}`;
  }
  return `${names[0]} and ${names[1]}`;
}

const measures: [label: string, of: (report: CampaignReport) => string][] = [
  ['Audience', ({ audience }) => (audience === null ? 'unknown' : count(audience))],
  ['Delivered', ({ delivered }) => shareCell(delivered)],
  ['Clicked', ({ clicked }) => attentionCell(clicked, 'click')],
  ['Opened', ({ opened }) => attentionCell(opened, 'open')],
  ['Unsubscribed', ({ unsubscribed }) => shareCell(unsubscribed)],
  ['Reported as spam', ({ complained }) => shareCell(complained)],
  ['Bounced', ({ bounced }) => shareCell(bounced)],
  [
    'Converted',
    ({ conversions }) =>
      conversions === null ? 'not counted' : `${shareCell(conversions)} ${conversions.kind}`,
  ],
];

/** `4.4 % (212 of 4,770)` */
const shareCell = ({ people, of }: Share): string =>
  of === 0 ? 'none' : `${percentOf(people, of)} (${count(people)} of ${count(of)})`;

function attentionCell(attention: Attention, hit: 'click' | 'open'): string {
  if (attention.how === 'off') return 'not recorded';
  if (attention.how === 'person') return shareCell(attention);
  return `${count(attention.hits)} ${attention.hits === 1 ? hit : `${hit}s`}`;
}
