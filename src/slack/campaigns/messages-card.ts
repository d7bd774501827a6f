import type { Button, KnownBlock, Overflow } from '@slack/types';
import type { CampaignCard } from '../../audience/campaigns/card.ts';
import { type CampaignAct, isPossible } from '../../lib/campaigns/states.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { choice, menu } from '../core/menu.ts';
import { button, buttons, context, header, type Message, message, section } from '../kit/message.ts';
import { bold, clock, code, escaped, joined, type Mrkdwn, md, person, sentence } from '../kit/mrkdwn.ts';
import { headline, marks, stateOf } from './messages.ts';

/** Of a long audience, the beginning. */
const LONGEST_AUDIENCE = 300;

/**
 * Everything about one campaign in a few lines, and what can be done with it in its state.
 *
 * @param options.done what was just done, above it
 * @param options.isForAll others read it too: an audience that names people is left out
 */
export function campaignCardMessage(
  card: CampaignCard,
  { done, isForAll = false }: { done?: Mrkdwn | undefined; isForAll?: boolean } = {},
): Message {
  const { campaign } = card;
  const title = headline(card);
  return message(
    [
      header(title),
      ...(done === undefined ? [] : [section(done)]),
      section(
        joined([
          md`${marks[campaign.state]} ${bold(campaign.name)}  ·  ${stateOf(campaign)}`,
          ...facts(card, isForAll),
        ]),
      ),
      ...warnings(card),
      context(md`Created by ${person(campaign.createdBy)}  ·  as of ${clock(card.at)}`),
      buttons(...keys(card)),
    ],
    `${campaign.name}: ${title}`,
  );
}

function facts({ campaign, sender, topic, audience, problem }: CampaignCard, isForAll: boolean): Mrkdwn[] {
  const { subject } = campaign;
  return [
    ...(subject === '' ? [] : [md`*Subject:* ${escaped(clip(subject, 200))}`]),
    ...(sender === null ? [] : [md`*From:* ${escaped(`${sender.fromName} (${sender.fromAddress})`)}`]),
    ...(topic === null ? [] : [md`*Topic:* ${escaped(topic)}`]),
    ...(audience === undefined ? [] : [md`*To:* ${audienceWords(audience, isForAll)}`]),
    ...(problem === undefined ? [] : [md`:warning: *To:* ${escaped(clip(problem, 300))}`]),
  ];
}

function audienceWords(audience: NonNullable<CampaignCard['audience']>, isForAll: boolean): Mrkdwn {
  const { sentence, namesPeople } = audience;
  if (sentence === null || (isForAll && namesPeople))
    return md`The audience names people, so only people who can see contacts can read it.`;
  return code(clip(sentence, LONGEST_AUDIENCE));
}

const lackWords: Record<CampaignCard['lacks'][number], Mrkdwn> = {
  subject: md`a subject`,
  text: md`a text`,
  sender: md`a sender`,
  audience: md`an audience`,
  'postal address': md`a postal address (\`/audience pages\`)`,
};

/** What is missing before it can be sent. */
function warnings({ campaign, lacks, pagesProblem, senderProblem }: CampaignCard): KnownBlock[] {
  if (!isPossible('send', campaign.state)) return [];
  const needed = lacks.map((each) => lackWords[each]);
  return [
    ...(needed.length === 0 ? [] : [context(md`Before you can send it, add ${joined(needed, ', ')}.`)]),
    ...(senderProblem === undefined ? [] : [context(md`:warning: ${sentence(senderProblem)}`)]),
    ...(pagesProblem === undefined
      ? []
      : [
          context(
            md`:warning: Only tests can be sent, because people couldn’t unsubscribe: ${sentence(pagesProblem)}`,
          ),
        ]),
  ];
}

/** The buttons of its state, and a menu for the rest. */
function keys({ campaign }: CampaignCard): (Button | Overflow)[] {
  const { id, state, prepared } = campaign;
  const isPrepared = prepared !== null;
  const value = String(id);
  const can = (act: CampaignAct): boolean => isPossible(act, state);
  return [
    isPrepared
      ? button('Results', actions.campaignResults, value)
      : button('Who will get it', actions.campaignAudience, value),
    button('Preview', actions.previewCampaign, value),
    ...(can('edit') ? [button('Edit', actions.editCampaign, value)] : []),
    ...menu(
      choice(isPrepared ? 'Why someone got it' : 'Why someone gets it', actions.whyCampaign, value),
      choice('Duplicate', actions.duplicateCampaign, value),
      ...(can('delete') ? [choice('Delete', actions.deleteCampaign, value)] : []),
    ),
  ];
}
