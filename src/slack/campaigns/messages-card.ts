import type { KnownBlock } from '@slack/types';
import type { CampaignCard } from '../../audience/campaigns/card.ts';
import { isPossible } from '../../lib/campaigns/states.ts';
import { clip } from '../../lib/words.ts';
import { buttons, context, header, type Message, message, section } from '../kit/message.ts';
import { bold, clock, code, escaped, joined, type Mrkdwn, md, person, sentence } from '../kit/mrkdwn.ts';
import { unrecordedWords } from '../segments/messages-size.ts';
import { fileWords, headline, marks, stateOf } from './messages.ts';
import { keysOf } from './messages-keys.ts';
import { type Pace, stateBlocks } from './messages-progress.ts';

/** Of a long audience, the beginning. */
const LONGEST_AUDIENCE = 300;

/** How a card is shown. */
export interface Shown extends Pace {
  /** What was just done, above it. */
  done?: Mrkdwn | undefined;
  /** Everyone in a channel reads it: an audience that names people is left out, and its buttons open windows. */
  isPost?: boolean;
}

/** Everything about one campaign in a few lines, and what can be done with it in its state. */
export function campaignCardMessage(card: CampaignCard, shown: Shown = {}): Message {
  const { done, isPost = false, ...pace } = shown;
  const { campaign } = card;
  const title = headline(card);
  return message(
    [
      header(title),
      ...(done === undefined ? [] : [section(done)]),
      section(
        joined([
          md`${marks[campaign.state]} ${bold(campaign.name)}  ·  ${stateOf(campaign)}`,
          ...facts(card, isPost),
        ]),
      ),
      ...stateBlocks(card, pace),
      ...warnings(card),
      context(md`Created by ${person(campaign.createdBy)}  ·  as of ${clock(card.at)}`),
      buttons(...keysOf(card, isPost)),
    ],
    `${campaign.name}: ${title}`,
  );
}

function facts(card: CampaignCard, isPost: boolean): Mrkdwn[] {
  const { campaign, sender, topic, audience, sentTo, problem } = card;
  const { subject, body, bodyKind } = campaign;
  return [
    ...(subject === '' ? [] : [md`*Subject:* ${escaped(clip(subject, 200))}`]),
    ...(bodyKind === 'html' ? [md`*Text:* ${escaped(fileWords(body))}`] : []),
    ...(sender === null ? [] : [md`*From:* ${escaped(`${sender.fromName} (${sender.fromAddress})`)}`]),
    ...(topic === null ? [] : [md`*Topic:* ${escaped(topic)}`]),
    ...(audience === undefined ? [] : [md`*To:* ${audienceWords(audience, isPost)}`]),
    ...(sentTo.length === 0 ? [] : [md`*To:* ${code(clip(sentTo.join(', '), LONGEST_AUDIENCE))}`]),
    ...(problem === undefined ? [] : [md`:warning: *To:* ${escaped(clip(problem, 300))}`]),
  ];
}

function audienceWords(audience: NonNullable<CampaignCard['audience']>, isPost: boolean): Mrkdwn {
  const { sentence, namesPeople } = audience;
  if (sentence === null || (isPost && namesPeople))
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

/** `a subject, a text and an audience` */
const inWords = (parts: readonly Mrkdwn[]): Mrkdwn =>
  parts.length < 2 ? joined(parts) : joined([joined(parts.slice(0, -1), ', '), ...parts.slice(-1)], ' and ');

/** What is missing before it can be sent. */
function warnings({ campaign, audience, lacks, pagesProblem, senderProblem }: CampaignCard): KnownBlock[] {
  if (!isPossible('send', campaign.state)) return [];
  const needed = lacks.map((each) => lackWords[each]);
  return [
    // The audience itself offers what to ask for instead.
    ...(audience?.unrecorded ?? []).map((found) => context(unrecordedWords(found))),
    ...(needed.length === 0 ? [] : [context(md`Before you can send it, add ${inWords(needed)}.`)]),
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
