import type { KnownBlock } from '@slack/types';
import type { CampaignWaterfall } from '../../audience/campaigns/waterfall.ts';
import { leftOutOrder, leftOutReasons } from '../../lib/campaigns/recipients.ts';
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
import {
  bold,
  clock,
  code,
  count,
  counted,
  escaped,
  escapedLines,
  joined,
  type Mrkdwn,
  md,
  moment,
} from '../kit/mrkdwn.ts';
import { listing } from '../people/messages-list.ts';
import { unrecordedWords } from '../segments/messages-size.ts';
import { showing } from './messages.ts';

/** Who gets a campaign, and who doesn't and why: each number is a list of people. */
export function audienceMessage(waterfall: CampaignWaterfall): Message {
  const { campaign, match, getIt, sentence, readBack, at, forecast } = waterfall;
  const { id, name } = campaign;
  const title = `${counted(getIt, 'person', 'people')} will get it`;
  return message(
    [
      header(title),
      section(
        md`${bold(name)}  ·  ${counted(match, 'person matches', 'people match')}\n${sentence === null ? hidden : code(clip(sentence, 300))}`,
      ),
      ...(readBack === null ? [] : [context(escapedLines(clip(readBack, 600)))]),
      ...waterfall.unrecorded.map(unrecordedLine),
      ...leftOutLines(waterfall),
      people(md`*= ${count(getIt)}* will get it`, id, null),
      ...(match === 0 || getIt > 0 ? [] : [section(md`:warning: No one would get it, so it can’t be sent.`)]),
      ...(forecast === undefined
        ? []
        : [
            context(
              md`At the scheduled time, ${moment(forecast.at)}: *${count(forecast.getIt)}* will get it, if nothing else changes.`,
            ),
          ]),
      context(md`Counted ${clock(at)}`),
      buttons(
        showing('View campaign', 'audience', id),
        button('Why someone gets it', actions.whyCampaign, String(id)),
        button('Refresh', actions.campaignAudience, String(id)),
      ),
    ],
    `${name}: ${inWords(waterfall)}`,
  );
}

/** Says what isn't known, and how the audience could ask for something that is. */
export function unrecordedLine({ instead, ...found }: CampaignWaterfall['unrecorded'][number]): KnownBlock {
  const others = instead.map((sentence) => code(clip(sentence, 300)));
  const offer = others.length === 0 ? md`` : md` You could ask for ${joined(others, ' or ')} instead.`;
  return context(md`${unrecordedWords(found)}${offer}`);
}

const hidden = md`The audience names people, so only people who can see contacts can read it.`;

/** `5,458 match → 318 never agreed, 212 unsubscribed → 4,812 will get it` */
export function inWords({
  match,
  getIt,
  leftOut,
}: Pick<CampaignWaterfall, 'match' | 'getIt' | 'leftOut'>): string {
  const parts = leftOutOrder.flatMap((reason) => {
    const people = leftOut[reason] ?? 0;
    return people === 0 ? [] : [`${count(people)} ${leftOutReasons[reason]}`];
  });
  const between = parts.length === 0 ? '' : ` → ${parts.join(', ')}`;
  return `${count(match)} match${between} → ${count(getIt)} will get it`;
}

function leftOutLines({ campaign, leftOut }: CampaignWaterfall): KnownBlock[] {
  return leftOutOrder.flatMap((reason) => {
    const number = leftOut[reason] ?? 0;
    if (number === 0) return [];
    return [people(md`− *${count(number)}* ${escaped(leftOutReasons[reason])}`, campaign.id, reason)];
  });
}

/** A number with the button that lists its people. */
function people(words: Mrkdwn, id: number, reason: (typeof leftOutOrder)[number] | null): KnownBlock {
  const as = (reason ?? 'gets it').replaceAll(' ', '-');
  const [view] = listing('View people', as, { source: { of: 'campaign', id, reason } });
  return view === undefined ? section(words) : sectionWith(words, view);
}
