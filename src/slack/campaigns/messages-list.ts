import type { KnownBlock } from '@slack/types';
import type { Campaign } from '../../audience/campaigns/card.ts';
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
import { bold, code, count, counted, escaped, type Mrkdwn, md } from '../kit/mrkdwn.ts';
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

/** Campaigns by state, each with a button that shows it. */
export function campaignList(campaigns: readonly Campaign[], { search, page }: ListPlace): Message {
  if (campaigns.length === 0) return search === '' ? noCampaigns : nothingFound(search);
  const sorted = order.flatMap((state) => campaigns.filter((campaign) => campaign.state === state));
  const pages = Math.ceil(sorted.length / CAMPAIGNS_PER_PAGE);
  const shownPage = Math.min(Math.max(page, 1), pages);
  const shown = sorted.slice((shownPage - 1) * CAMPAIGNS_PER_PAGE, shownPage * CAMPAIGNS_PER_PAGE);
  const total = counted(campaigns.length, 'campaign');
  return message(
    [
      header(total),
      ...(search === '' ? [] : [context(md`with ${code(clip(search, 60))} in the name`)]),
      ...order.flatMap((state) => group(shown, state)),
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

function group(shown: readonly Campaign[], state: CampaignState): KnownBlock[] {
  const some = shown.filter((campaign) => campaign.state === state);
  if (some.length === 0) return [];
  return [section(headings[state]), ...some.map(line)];
}

/** One line: its mark, its name, its state and its subject. */
export function line(campaign: Campaign): KnownBlock {
  const { id, name, subject } = campaign;
  const about = subject === '' ? '' : md`\n${escaped(clip(subject, 100))}`;
  return sectionWith(
    md`${marks[campaign.state]} ${bold(name)}  ·  ${stateOf(campaign)}${about}`,
    showing('View campaign', String(id), id),
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
