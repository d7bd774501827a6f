import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Caller } from '../../audience/caller.ts';
import { campaignAskedAbout } from '../../audience/campaigns/before-asking.ts';
import { campaignCard } from '../../audience/campaigns/card.ts';
import { showCampaign } from '../../audience/campaigns/drafts.ts';
import { releaseForm } from '../../audience/campaigns/release-form.ts';
import { rescheduleForm } from '../../audience/campaigns/reschedule.ts';
import { campaignResults } from '../../audience/campaigns/results.ts';
import { pauseCampaign, resumeCampaign, treatAsUncertain } from '../../audience/campaigns/running.ts';
import { whenSaid } from '../../audience/campaigns/when.ts';
import { requireRole } from '../../audience/permissions.ts';
import { RollcallError } from '../../errors.ts';
import type { AnswerTo } from '../core/answer-to.ts';
import { answering, type Click, opening, pushing } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { overtake } from '../core/latest.ts';
import { personOf } from '../core/people.ts';
import { fillWindow, withBlocks } from '../core/windows.ts';
import type { Message } from '../kit/message.ts';
import { sayingModal } from '../kit/modal.ts';
import { escaped, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { isOnlyAdmin } from './admins.ts';
import { cardOf, idValue } from './buttons.ts';
import { audienceOf, previewOf } from './buttons-audience.ts';
import { resultsOf } from './buttons-results.ts';
import { releaseModal, rescheduleModal, stopModal, uncertainModal } from './forms-release.ts';
import { readBackOf, withReadBack } from './forms-when.ts';
import { campaignCardMessage } from './messages-card.ts';
import { campaignIn } from './values.ts';

type Deps = SlackDeps;

/** The form that sends a campaign, schedules it, or asks an admin for that. */
export async function releaseFor(
  deps: Deps,
  caller: Caller,
  given: { id: number; to: AnswerTo; client: WebClient; title?: string; when?: string },
) {
  const { id, to, client, title = 'Send campaign', when } = given;
  const form = await releaseForm(deps.audience, caller, { id });
  const isOnly = form.takesSecond && (await isOnlyAdmin(deps, caller, client));
  const asked = when ?? (form.when === 'now' ? 'now' : form.when.wallTime.replace('T', ' '));
  const readBack = await whenInWords(deps, caller, asked);
  return releaseModal(to, form, { title, when: asked, readBack, isOnlyAdmin: isOnly });
}

/** The form that gives an approved campaign another time; the one that sends it if it takes an approval. */
export async function rescheduleFor(
  deps: Deps,
  caller: Caller,
  given: Parameters<typeof releaseFor>[2] & { title: string; when: string },
) {
  const { id, to, title, when } = given;
  const form = await rescheduleForm(deps.audience, caller, { id });
  if (form === undefined) return releaseFor(deps, caller, given);
  return rescheduleModal(to, form, { title, when, readBack: await whenInWords(deps, caller, when) });
}

/** How a time is understood, or what it lacks, for the person who types it. */
export async function whenInWords({ audience }: Deps, caller: Caller, typed: string) {
  if (typed.trim() === '') return md`Say when it goes out.`;
  try {
    return readBackOf(await whenSaid(audience, caller, typed), audience.now());
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return escaped([error.message, error.hint].filter(Boolean).join(' '));
  }
}

/** Reads a time back while someone types it. */
const sayWhen =
  (deps: Deps) =>
  async ({ ack, body, action, client }: Click): Promise<void> => {
    await ack();
    const { view } = body;
    if (view?.type !== 'modal') return;
    const isMine = overtake(view.id);
    const caller = await deps.callerOf(personOf(body), client);
    const readBack = await whenInWords(deps, caller, action.value ?? '');
    if (!isMine()) return;
    const next = withBlocks(view, withReadBack(view.blocks as KnownBlock[], readBack));
    await fillWindow(deps, { client, viewId: view.id, title: view.title.text }, Promise.resolve(next));
  };

/** Asks before a campaign is stopped for good. */
export async function stopFor({ audience }: Deps, caller: Caller, { id, to }: { id: number; to: AnswerTo }) {
  const { name } = await campaignAskedAbout(audience, caller, { id, act: 'stop' });
  const { outcome } = await campaignResults(audience, caller, { id });
  return stopModal(to, { id, name, waiting: outcome.waiting });
}

/** The place of an answer: beside a message that everyone reads, in place of any other. */
export const placeFor = (to: AnswerTo, isPost: boolean): AnswerTo =>
  isPost ? { ...to, replace: false } : to;

/** What opens a form about a campaign, with the client of the click. */
function withClient(
  deps: Deps,
  title: string,
  make: (
    caller: Caller,
    given: { id: number; to: AnswerTo; client: WebClient },
  ) => ReturnType<typeof releaseFor>,
) {
  return async (click: Click): Promise<void> => {
    const { client } = click;
    await opening(deps, title, (caller, value, to) => {
      const { id, isPost } = campaignIn(value);
      return make(caller, { id, client, to: placeFor(to, isPost) });
    })(click);
  };
}

/** The buttons that send campaigns, and what concerns those under way. */
export function campaignReleaseActions(deps: SlackDeps) {
  const { audience } = deps;
  /** Does something at once; the card, or the message that everyone reads, shows the new state. */
  const acting = (act: (caller: Caller, ref: { id: number }) => Promise<unknown>, done: Mrkdwn) =>
    answering(deps, async (caller, value) => {
      const { id, isPost } = campaignIn(value);
      await act(caller, { id });
      if (!isPost) return cardOf(deps, caller, { id }, done);
      return campaignCardMessage(await campaignCard(audience, forEveryone(caller), { id }), { isPost });
    });

  return {
    sendCampaign: withClient(deps, 'Send campaign', async (caller, given) => {
      const { state } = await showCampaign(audience, caller, given);
      const send = { ...given, title: 'Send campaign' };
      return state === 'held'
        ? rescheduleFor(deps, caller, { ...send, when: 'now' })
        : releaseFor(deps, caller, send);
    }),
    approveCampaign: withClient(deps, 'Approve campaign', (caller, given) => {
      requireRole(caller, 'admin', 'approve campaigns');
      return releaseFor(deps, caller, { ...given, title: 'Approve campaign' });
    }),
    rescheduleCampaign: withClient(deps, 'Reschedule', (caller, given) =>
      rescheduleFor(deps, caller, { ...given, title: 'Reschedule', when: '' }),
    ),
    sayWhen: sayWhen(deps),
    pauseCampaign: acting(
      (caller, ref) => pauseCampaign(audience, caller, ref),
      md`Paused. Mails already handed over can’t be recalled.`,
    ),
    resumeCampaign: acting((caller, ref) => resumeCampaign(audience, caller, ref), md`Resumed.`),
    treatAsUncertain: acting(
      (caller, ref) => treatAsUncertain(audience, caller, ref),
      md`Everyone who was waiting is uncertain now.`,
    ),
    stopCampaign: opening(deps, 'Stop campaign', (caller, value, to) => {
      const { id, isPost } = campaignIn(value);
      return stopFor(deps, caller, { id, to: placeFor(to, isPost) });
    }),
    sendToUncertain: opening(deps, 'Send again?', async (caller, value, to) => {
      requireRole(caller, 'admin', 'send campaigns');
      const { id, isPost } = campaignIn(value);
      const { name } = await showCampaign(audience, caller, { id });
      const { outcome } = await campaignResults(audience, caller, { id });
      return uncertainModal(placeFor(to, isPost), { id, name, uncertain: outcome.uncertain });
    }),

    /** Over a message that everyone reads: only the person who clicks sees it. */
    openCampaign: (click: Click) => {
      const shows = click.action.action_id.split('.').at(-1) ?? '';
      return pushing(deps, 'Campaign', async (caller, value) =>
        sayingModal('Campaign', (await shownIn(deps, caller, shows, { id: idValue.parse(value) })).blocks),
      )(click);
    },
  };
}

/** Who reads a message in a channel: anyone. */
export const forEveryone = ({ workspaceId }: Caller): Caller => ({
  workspaceId,
  actor: 'Rollcall',
  role: 'viewer',
});

function shownIn(deps: Deps, caller: Caller, shows: string, ref: { id: number }): Promise<Message> {
  if (shows === 'audience') return audienceOf(deps, caller, ref);
  if (shows === 'preview') return previewOf(deps, caller, ref);
  return shows === 'results' ? resultsOf(deps, caller, ref) : cardOf(deps, caller, ref);
}
