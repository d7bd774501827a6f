import type { AudienceDeps } from '../../audience/caller.ts';
import { type CampaignCard, campaignCard } from '../../audience/campaigns/card.ts';
import type { CampaignChange } from '../../audience/campaigns/changes.ts';
import {
  type CampaignKey,
  type CampaignPost,
  postOf,
  savePost,
  takeFirstPost,
  takeTelling,
  takeUpdate,
} from '../../audience/campaigns/posts.ts';
import { RollcallError } from '../../errors.ts';
import { outcomesOf } from '../../lib/campaigns/recipients.ts';
import { postIn } from '../core/answers.ts';
import type { ClientOf } from '../core/clients.ts';
import type { Log } from '../core/show-error.ts';
import { isClosedOrDeleted } from '../core/slack-problems.ts';
import { campaignCardMessage } from './messages-card.ts';
import { movedMessage, noticeOf } from './messages-notices.ts';

/** A message is updated at most this often while mails go out. */
const BETWEEN_UPDATES_MS = 3_000;
/** Counting a large campaign takes a while: it may take a fifth of the time, but people see something move. */
const SHARE = 5;
const LONGEST_PAUSE_MS = 10_000;

export interface CampaignReporter {
  /** Shows a campaign in the message that follows it. */
  changed(change: CampaignChange): void;
  /** Resolves when everything reported is shown. */
  flush(): Promise<void>;
}

/** What a process remembers of a campaign between two updates. */
interface Seen {
  at: number;
  done: number;
}

interface Reporting {
  audience: AudienceDeps;
  clientOf: ClientOf;
  log: Log;
}

/**
 * Keeps the message about each campaign up to date: one message, posted where approval was asked for, or to the
 * person who sent it. A hold is a message of its own, so that someone notices. Logs errors in showing, never throws.
 */
export function createCampaignReporter({ audience, clientOf, log }: Reporting): CampaignReporter {
  const waiting = new Map<string, CampaignChange>();
  const seen = new Map<string, Seen>();
  let working: Promise<void> | undefined;
  let stopping = false;
  let endSleep = (): void => {};

  async function work(): Promise<void> {
    while (waiting.size > 0) {
      const changes = [...waiting.values()];
      waiting.clear();
      const began = performance.now();
      for (const change of changes) {
        await show(change).catch((error: unknown) => {
          if (!isGone(error)) log(`campaign ${change.campaignId} could not be shown: ${String(error)}`);
        });
      }
      const took = performance.now() - began;
      if (waiting.size === 0 && changes.every(({ kind }) => kind === 'state')) break;
      if (!stopping) await sleep(Math.min(Math.max(BETWEEN_UPDATES_MS, took * SHARE), LONGEST_PAUSE_MS));
    }
    working = undefined;
  }

  async function show({ kind, ...key }: CampaignChange): Promise<void> {
    if (kind === 'progress') {
      const post = await takeUpdate(audience, key, BETWEEN_UPDATES_MS);
      if (post !== undefined) await update(key, post);
      return;
    }
    const card = await campaignCard(audience, everyone(key), { id: key.campaignId });
    const post = await postOf(audience, key);
    if (post === undefined) return await postFirst(key, card);
    const { state, trouble, updatedAt } = card.campaign;
    const needsSomeone = trouble !== null && (state === 'held' || state === 'paused');
    if (!needsSomeone || !(await takeTelling(audience, key, updatedAt)))
      return await updateOrPost(key, post, card);
    await postAgain(key, card, post.channel);
    await clientOf(key).chat.update({ ...post, ...movedMessage(card) });
  }

  /** In a new message: in the channel or, if Slack refuses that, to the person who approved it. */
  async function postAgain(key: CampaignKey, card: CampaignCard, channel: string): Promise<void> {
    const client = clientOf(key);
    const { approvedBy } = card.campaign;
    const posted = await postIn(client, channel, noticeOf(card)).catch((error: unknown) => {
      log(`a message about campaign ${key.campaignId} was refused: ${String(error)}`);
      return isPerson(approvedBy) ? postIn(client, approvedBy, noticeOf(card)) : undefined;
    });
    if (posted !== undefined) await savePost(audience, key, posted);
  }

  /** To the person who sent it: nobody was asked in a channel. */
  async function postFirst(key: CampaignKey, card: CampaignCard): Promise<void> {
    const { state, approvedBy } = card.campaign;
    if (state === 'draft' || state === 'needs approval' || !isPerson(approvedBy)) return;
    if (!(await takeFirstPost(audience, key))) return;
    await savePost(audience, key, await postIn(clientOf(key), approvedBy, noticeOf(card)));
    // It may have changed while the message was on its way.
    reporter.changed({ ...key, kind: 'state' });
  }

  /** Someone may have deleted the message: the new state is then said in another one. */
  async function updateOrPost(key: CampaignKey, post: CampaignPost, card: CampaignCard): Promise<void> {
    try {
      await update(key, post, card);
    } catch (error) {
      const { state, approvedBy } = card.campaign;
      if (!isClosedOrDeleted(error) || state === 'draft' || !isPerson(approvedBy)) throw error;
      await postAgain(key, card, approvedBy);
    }
  }

  async function update(key: CampaignKey, post: CampaignPost, known?: CampaignCard): Promise<void> {
    const card = known ?? (await campaignCard(audience, everyone(key), { id: key.campaignId }));
    const perSecond = paceOf(key, card);
    await clientOf(key).chat.update({ ...post, ...campaignCardMessage(card, { isPost: true, perSecond }) });
  }

  /** How many mails went out a second since this process last showed the campaign. */
  function paceOf(key: CampaignKey, { campaign, sums }: CampaignCard): number | undefined {
    const name = `${key.workspaceId} ${key.campaignId}`;
    if (campaign.state !== 'sending') {
      seen.delete(name);
      return undefined;
    }
    const { sent, bounced, failed, uncertain } = outcomesOf(sums);
    const now = { at: performance.now(), done: sent + bounced + failed + uncertain };
    const before = seen.get(name);
    seen.set(name, now);
    if (before === undefined || now.at - before.at < 500) return undefined;
    return ((now.done - before.done) * 1000) / (now.at - before.at);
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const reporter: CampaignReporter = {
    changed(change) {
      const name = `${change.workspaceId} ${change.campaignId}`;
      // A change of state is shown whatever the pace.
      if (waiting.get(name)?.kind !== 'state') waiting.set(name, change);
      if (change.kind === 'state') endSleep();
      working ??= work();
    },
    async flush() {
      stopping = true;
      endSleep();
      await working;
    },
  };
  return reporter;
}

const everyone = ({ workspaceId }: CampaignKey) =>
  ({ workspaceId, actor: 'Rollcall', role: 'viewer' }) as const;

const isPerson = (actor: string | null): actor is string =>
  actor !== null && /^[UW][A-Z0-9]{2,}$/.test(actor);

/** Someone deleted the campaign or the message. */
const isGone = (error: unknown): boolean =>
  isClosedOrDeleted(error) || (error instanceof RollcallError && error.code === 'not-found');
