import type { KnownBlock } from '@slack/types';
import type { Campaign } from '../../audience/campaigns/card.ts';
import type { CampaignNumbers } from '../../audience/campaigns/numbers.ts';
import { percentOf } from '../../lib/campaigns/shares.ts';
import type { CampaignState } from '../../lib/campaigns/states.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import {
  button,
  buttons,
  context,
  header,
  type Message,
  message,
  section,
  sectionWith,
} from '../kit/message.ts';
import { bold, code, count, counted, escaped, joined, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { marks, newCampaign, showing, stateOf } from './messages.ts';

/** How many campaigns one page lists. */
export const CAMPAIGNS_PER_PAGE = 15;

/** What waits for someone comes first, what is over last. */
const order: readonly CampaignState[] = [
  'held',
  'needs approval',
  'paused',
  'sending',
  'preparing',
  'scheduled',
  'draft',
  'sent',
  'stopped',
];

const headings: Record<CampaignState, Mrkdwn> = {
  held: md`*Held*: someone has to decide`,
  'needs approval': md`*Needs approval*`,
  paused: md`*Paused*`,
  sending: md`*Sending*`,
  preparing: md`*Preparing*`,
  scheduled: md`*Scheduled*`,
  draft: md`*Drafts*`,
  sent: md`*Sent*`,
  stopped: md`*Stopped*`,
};

/** The place of a page, as a button's value. */
export interface ListPlace {
  search: string;
  page: number;
}

/** The campaigns of a page: by state, and which page of how many it is. */
export function pageOf(campaigns: readonly Campaign[], { page }: ListPlace) {
  const sorted = order.flatMap((state) => campaigns.filter((campaign) => campaign.state === state));
  const pages = Math.max(1, Math.ceil(sorted.length / CAMPAIGNS_PER_PAGE));
  const shownPage = Math.min(Math.max(page, 1), pages);
  const shown = sorted.slice((shownPage - 1) * CAMPAIGNS_PER_PAGE, shownPage * CAMPAIGNS_PER_PAGE);
  return { shown, shownPage, pages };
}

/** The numbers of campaigns that have begun, by id. */
export type Numbers = ReadonlyMap<number, CampaignNumbers>;

/** What is known of campaigns besides their state. */
export interface Known {
  numbers: Numbers;
  /** Those that Rollcall didn't send, the latest first. */
  reported: readonly { id: number; name: string }[];
}

/** Campaigns that Rollcall didn't send and that a list names. */
const REPORTED = 3;

/** Campaigns by state, each with its numbers and a button that shows it. */
export function campaignList(
  campaigns: readonly Campaign[],
  { search, page }: ListPlace,
  { numbers, reported }: Known,
): Message {
  if (campaigns.length === 0 && reported.length === 0)
    return search === '' ? noCampaigns : nothingFound(search);
  const { shown, shownPage, pages } = pageOf(campaigns, { search, page });
  const total = counted(campaigns.length, 'campaign');
  return message(
    [
      header(total),
      ...(search === '' ? [] : [context(md`with ${code(clip(search, 60))} in the name`)]),
      ...order.flatMap((state) => group(shown, state, numbers)),
      ...reportedLines(reported),
      ...(pages > 1 ? [context(md`page ${count(shownPage)} of ${count(pages)}`)] : []),
      buttons(
        newCampaign(),
        ...(shownPage > 1 ? [turning('Previous', { search, page: shownPage - 1 })] : []),
        ...(shownPage < pages ? [turning('Next', { search, page: shownPage + 1 })] : []),
        button('Help', `${actions.runCommand}.help`, '/campaigns help'),
      ),
    ],
    total,
  );
}

/** How many campaigns others sent, and the results of the latest ones. */
function reportedLines(reported: Known['reported']): KnownBlock[] {
  if (reported.length === 0) return [];
  const many = counted(reported.length, 'campaign');
  return [
    section(md`*Not sent by Rollcall*: ${many} that your email provider reports`),
    buttons(
      ...reported
        .slice(0, REPORTED)
        .map(({ id, name }) =>
          button(`Results of ${clip(name, 40)}`, `${actions.campaignResults}.${id}`, String(id)),
        ),
    ),
  ];
}

function group(shown: readonly Campaign[], state: CampaignState, numbers: Numbers): KnownBlock[] {
  const some = shown.filter((campaign) => campaign.state === state);
  if (some.length === 0) return [];
  return [section(headings[state]), ...some.map((campaign) => line(campaign, numbers.get(campaign.id)))];
}

/** One line: its mark, its name and its state, and its numbers; before it begins, its subject. */
export function line(campaign: Campaign, numbers?: CampaignNumbers): KnownBlock {
  const { id, name, subject, state } = campaign;
  const words = numbers === undefined ? escaped(clip(subject, 100)) : inNumbers(numbers, campaign);
  const about = words === '' ? '' : md`\n${words}`;
  const isOver = state === 'sent' || state === 'stopped';
  return sectionWith(
    md`${marks[state]} ${bold(name)}  ·  ${stateOf(campaign)}${about}`,
    isOver
      ? button('Results', `${actions.campaignResults}.${id}`, String(id))
      : showing('View campaign', String(id), id),
  );
}

/** `*4,770* sent  ·  *212* clicked, 4.4 %  ·  *17* unsubscribed, 0.4 %`; without clicks if none are recorded */
function inNumbers(
  { sent, clicked, clicks, unsubscribed }: CampaignNumbers,
  { trackClicks }: Pick<Campaign, 'trackClicks'>,
): Mrkdwn {
  const share = (people: number, did: string) =>
    md`*${count(people)}* ${escaped(did)}${people === 0 ? '' : md`, ${escaped(percentOf(people, sent))}`}`;
  const isTotal = clicked === 0 && (clicks > 0 || trackClicks === 'total');
  const isOff = clicked + clicks === 0 && (trackClicks ?? 'off') === 'off';
  return joined(
    [
      md`*${count(sent)}* sent`,
      ...(isOff
        ? []
        : [
            isTotal
              ? md`*${count(clicks)}* ${clicks === 1 ? md`click` : md`clicks`}`
              : share(clicked, 'clicked'),
          ]),
      share(unsubscribed, 'unsubscribed'),
    ],
    '  ·  ',
  );
}

const turning = (words: 'Previous' | 'Next', place: ListPlace) =>
  button(words, `${actions.listCampaigns}.${words.toLowerCase()}`, JSON.stringify(place));

const nothingFound = (search: string): Message =>
  message(
    [
      section(md`No campaign with ${code(clip(search, 60))} in its name.`),
      buttons(
        button('All campaigns', `${actions.listCampaigns}.all`, JSON.stringify({ search: '', page: 1 })),
      ),
    ],
    'No campaign found.',
  );

const noCampaigns: Message = message(
  [
    section(
      md`No campaigns yet. A campaign is one mail to many people: choose tags and segments, check who gets it and who doesn’t, and send it.`,
    ),
    buttons(
      newCampaign({ style: 'primary' }),
      button('Help', `${actions.runCommand}.help`, '/campaigns help'),
    ),
  ],
  'No campaigns yet.',
);
