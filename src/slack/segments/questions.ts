import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { type CampaignAnswer, campaignAsked, campaignMeant } from '../../audience/campaigns/asked-about.ts';
import { answerQuestion, isOnlyCounted } from '../../audience/questions.ts';
import { RollcallError } from '../../errors.ts';
import { audienceMessage } from '../campaigns/messages-audience.ts';
import { resultsMessage } from '../campaigns/messages-results.ts';
import { answerInThread } from '../core/answers.ts';
import { answering } from '../core/button-listeners.ts';
import type { SlackDeps, SlackPerson } from '../core/deps.ts';
import { actions } from '../core/ids.ts';
import { textsInstead } from '../core/instead.ts';
import { offerRows } from '../core/offer-buttons.ts';
import { personOf } from '../core/people.ts';
import { showError } from '../core/show-error.ts';
import type { Message } from '../kit/message.ts';
import { typedText } from '../kit/mrkdwn.ts';
import { breakdownCard } from '../people/messages-breakdown.ts';
import { overlapCard } from '../people/messages-overlap.ts';
import { segmentSize } from './messages-card.ts';
import { saysAddress, tellsPeople } from './messages-personal.ts';
import { mentionHelp } from './messages-questions.ts';
import { forAll } from './messages-sharing.ts';
import { counting } from './messages-size.ts';

type Mention = SlackEventMiddlewareArgs<'app_mention'> & AllMiddlewareArgs;
type Said = SlackEventMiddlewareArgs<'message'> & AllMiddlewareArgs;

/**
 * `@Rollcall how many signed up this month?` is answered in its thread, for everyone to see. Only the asker
 * sees the answer in a channel shared with another organization, or if the answer reveals who someone is.
 */
export function mentions(deps: SlackDeps) {
  return async ({ event, body, client }: Mention): Promise<void> => {
    const userId = event.user;
    // Messages from apps are not questions.
    if (userId === undefined || 'bot_id' in event) return;
    if (!(await deps.isFirst(body.event_id))) return;
    const isShared = (body as { is_ext_shared_channel?: boolean }).is_ext_shared_channel === true;
    const { answer, isPrivate } = await answerTo(
      deps,
      event.text,
      { userId, teamId: body.team_id },
      { client, isShared },
    );
    const place = { channel: event.channel, thread: event.thread_ts ?? event.ts };
    // Only the asker gets buttons: never other people, nor a channel that another organization can read.
    const shown = isPrivate && !isShared ? answer : forAll(answer);
    await answerInThread(deps, { client, userId, ...place, isForAll: !isPrivate && !isShared }, shown);
  };
}

/**
 * The same questions in someone's own messages with Rollcall, which need no mention, and no one else reads the answer. A
 * question in a thread is answered there.
 */
export function directMessages(deps: SlackDeps) {
  return async ({ event, body, client }: Said): Promise<void> => {
    // Changed and deleted messages, files and what apps write have a subtype or no person.
    if (event.channel_type !== 'im' || event.subtype !== undefined || event.bot_id !== undefined) return;
    if (!(await deps.isFirst(body.event_id))) return;
    const { user: userId, channel, thread_ts: thread } = event;
    const { answer } = await answerTo(
      deps,
      event.text ?? '',
      { userId, teamId: body.team_id },
      { client, isShared: false },
    );
    await answerInThread(deps, { client, userId, channel, thread, isForAll: true }, answer);
  };
}

/**
 * The answer, and whether only the asker may see it: if they lack access, if the question was not
 * understood (the answer repeats its words), or if the rule reveals who someone is.
 */
async function answerTo(
  deps: SlackDeps,
  text: string,
  person: SlackPerson,
  { client, isShared }: { client: WebClient; isShared: boolean },
): Promise<{ answer: Message; isPrivate: boolean }> {
  const question = typedText(text.replace(/<@[A-Z0-9]+(?:\|[^>]*)?>/g, ' ')).trim();
  try {
    const caller = await deps.callerOf(person, client);
    const campaign = await campaignAsked(deps.audience, caller, { question });
    if (campaign !== undefined)
      return { answer: aboutCampaign(campaign), isPrivate: tellsAudience(campaign) };
    const answers = await answerQuestion(deps.audience, caller, { question }).catch(
      async (error: unknown) => {
        throw (await campaignMeant(deps.audience, caller, { question })) ?? error;
      },
    );
    if ('said' in answers) return { answer: mentionHelp(answers.said), isPrivate: false };
    if ('breakdown' in answers || 'overlap' in answers) {
      const { namesPeople } = 'breakdown' in answers ? answers.breakdown : answers.overlap;
      const answer = 'breakdown' in answers ? breakdownCard(answers.breakdown) : overlapCard(answers.overlap);
      return { answer, isPrivate: namesPeople || saysAddress(forAll(answer)) };
    }
    const size = 'segment' in answers ? answers.segment.size : answers.size;
    const answer =
      'segment' in answers ? segmentSize(answers.segment) : counting(answers.size, { twin: answers.twin });
    return { answer, isPrivate: tellsPeople(size) || saysAddress(forAll(answer)) };
  } catch (error) {
    const options = { hasButtons: !isShared, offers: questionOffers(question, error) };
    return { answer: showError(error, deps.log, options), isPrivate: true };
  }
}

/** The question with what may be meant. Undefined if it only counts a sentence: then the suggested ones are counted. */
function questionOffers(question: string, error: unknown): KnownBlock[] | undefined {
  if (error instanceof RollcallError && isOnlyCounted(question, error)) return undefined;
  return offerRows(
    textsInstead(question, error).map((text, index) => ({
      text,
      words: `Ask: ${text}`,
      short: 'Ask',
      action: `${actions.askAgain}.${index}`,
      value: text,
    })),
  );
}

/** The button with a question as it may be meant: only the person who clicks sees the answer. */
export const questionActions = (deps: SlackDeps) => ({
  askAgain: answering(deps, async (_caller, question, { body, client }) => {
    const { answer } = await answerTo(deps, question, personOf(body), { client, isShared: false });
    return answer;
  }),
});

const aboutCampaign = (answer: CampaignAnswer): Message =>
  'results' in answer ? resultsMessage(answer.results) : audienceMessage(answer.waterfall);

/** An audience may name people: then only the asker sees it. */
const tellsAudience = (answer: CampaignAnswer): boolean =>
  ('waterfall' in answer && answer.waterfall.namesPeople) || saysAddress(forAll(aboutCampaign(answer)));
