import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Caller } from '../../audience/caller.ts';
import { campaignCard } from '../../audience/campaigns/card.ts';
import { followCampaign, postOf } from '../../audience/campaigns/posts.ts';
import { askToSend, sendCampaign } from '../../audience/campaigns/release.ts';
import { rescheduleCampaign } from '../../audience/campaigns/reschedule.ts';
import { sendToUncertain, stopCampaign } from '../../audience/campaigns/running.ts';
import { chooseTracking } from '../../audience/campaigns/tracking/settings.ts';
import { whenSaid } from '../../audience/campaigns/when.ts';
import { RollcallError } from '../../errors.ts';
import { trackings } from '../../lib/campaigns/tracking.ts';
import { postIn } from '../core/answers.ts';
import type { SlackDeps } from '../core/deps.ts';
import { overtake } from '../core/latest.ts';
import { slackProblem } from '../core/slack-problems.ts';
import { submitting } from '../core/submissions.ts';
import { chosenIn, type FormValues, typedIn } from '../kit/form-values.ts';
import type { Message } from '../kit/message.ts';
import { bold, channelLink, escaped, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { cardOf } from './buttons.ts';
import { forEveryone } from './buttons-release.ts';
import { oneCampaign } from './forms.ts';
import { releaseMetadata } from './forms-release.ts';
import { whenTyped } from './forms-when.ts';
import { campaignCardMessage } from './messages-card.ts';

/** What the forms that send and stop campaigns do when they are submitted. */
export function campaignReleaseViews(deps: SlackDeps) {
  const { audience } = deps;
  return {
    releaseCampaign: submitting(deps, {
      title: 'Send campaign',
      field: 'when',
      metadata: releaseMetadata,
      async run(caller, { id, version, expected, way, types, chooses }, { view, client }) {
        const values = view.state.values as FormValues;
        overtake(view.id);
        const when = await whenSaid(audience, caller, whenTyped(values));
        if (way === 'reschedule') {
          await rescheduleCampaign(audience, caller, { id, version, when });
          return { answer: await cardOf(deps, caller, { id }, md`Rescheduled.`) };
        }
        const release = { id, version, expected, when };
        if (chooses === true) await chooseTracking(audience, caller, chosenTracking(values));
        if (way === 'ask') {
          const channel = channelIn(values);
          await askToSend(audience, caller, release);
          const problem = await askIn(deps, caller, { client, channel, id });
          const done = problem === undefined ? md`Asked for approval.` : notPosted(problem);
          return { answer: await cardOf(deps, caller, { id }, done) };
        }
        const typed = Number(typedIn(values, 'typed').replace(/[\s,.]/g, ''));
        const { name } = await sendCampaign(audience, caller, {
          ...release,
          ...(types ? { typed, isOnlyAdmin: true } : {}),
        });
        const post = await postOf(audience, { workspaceId: caller.workspaceId, campaignId: id });
        const place = /^[CG]/.test(post?.channel ?? '')
          ? md`in ${channelLink(post?.channel ?? '')}`
          : md`in your messages with Rollcall`;
        const done =
          when === 'now'
            ? md`Sending ${bold(name)}. Its progress is ${place}.`
            : md`Scheduled ${bold(name)}.`;
        return { answer: await cardOf(deps, caller, { id }, done) };
      },
    }),
    stopCampaign: submitting(deps, {
      title: 'Stop campaign',
      metadata: oneCampaign,
      run: async (caller, { id }) => ({
        answer: await changed(deps, caller, await stopCampaign(audience, caller, { id }), md`Stopped.`),
      }),
    }),
    sendToUncertain: submitting(deps, {
      title: 'Send again?',
      metadata: oneCampaign,
      run: async (caller, { id }) => ({
        answer: await changed(
          deps,
          caller,
          await sendToUncertain(audience, caller, { id }),
          md`Sending again.`,
        ),
      }),
    }),
  };
}

const changed = (deps: SlackDeps, caller: Caller, { id }: { id: number }, done: Mrkdwn): Promise<Message> =>
  cardOf(deps, caller, { id }, done);

const trackingIn = z.enum(trackings).optional();

const chosenTracking = (values: FormValues) => ({
  opens: trackingIn.parse(chosenIn(values, 'trackOpens')),
  clicks: trackingIn.parse(chosenIn(values, 'trackClicks')),
});

function channelIn(values: FormValues): string {
  const chosen = values.channel?.channel as { selected_conversation?: string | null } | undefined;
  const channel = chosen?.selected_conversation ?? '';
  if (channel !== '') return channel;
  throw new RollcallError('invalid-input', 'Choose a channel.', { about: 'channel' });
}

/** Posts the request with its buttons; it then shows the campaign until it is sent. Returns why it couldn't. */
async function askIn(
  deps: SlackDeps,
  caller: Caller,
  { client, channel, id }: { client: WebClient; channel: string; id: number },
): Promise<string | undefined> {
  const card = await campaignCard(deps.audience, forEveryone(caller), { id });
  try {
    const posted = await postIn(client, channel, campaignCardMessage(card, { isPost: true }));
    await followCampaign(deps.audience, caller, { id, ...posted });
    return undefined;
  } catch (error) {
    deps.log(`a request for approval was refused: ${String(error)}`);
    const problem = slackProblem(error);
    return problem === undefined ? '' : [problem.message, problem.hint].filter(Boolean).join(' ');
  }
}

const notPosted = (why: string): Mrkdwn =>
  md`:warning: It waits for approval, but Rollcall couldn’t post in that channel. ${escaped(why)} An admin can approve it with \`/campaigns show\`.`;
