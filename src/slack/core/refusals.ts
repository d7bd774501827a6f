import type { App } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { RollcallError } from '../../errors.ts';
import { section } from '../kit/message.ts';
import { sayingModal } from '../kit/modal.ts';
import { sentence } from '../kit/mrkdwn.ts';
import type { ClientOf, Workspace } from './clients.ts';

/** Slack's request, with the function that acknowledges it. */
export type Incoming = Parameters<App['processEvent']>[0];

/** Tells a person why their request is refused. */
export type Refuse = (event: Incoming, words: string) => Promise<void>;

export const BUSY = 'Rollcall is busy. Try again in a moment.';
export const RESTARTING = 'Rollcall is restarting. Try again in a moment.';
const UNFINISHED = 'Rollcall had to restart before this finished. Check what changed, then try again.';

const PATIENCE_MS = 2_500;
/** A refusal must be cheap: with more calls than this running, further people are told nothing. */
const MOST_CALLS = 20;

/**
 * Creates the answers to refused requests. Most answers are the acknowledgment itself, which costs nothing
 * and arrives within Slack's three seconds. No one waits for an event, so it is rejected and Slack delivers
 * it again.
 *
 * @param clientOf returns clients that give up soon and do not retry
 */
export function createRefusals(clientOf: ClientOf): {
  refuse: Refuse;
  /** Tells people whose requests a restart interrupts. */
  tellUnfinished(bodies: Incoming['body'][]): Promise<void>;
} {
  let calls = 0;
  /** Tries to tell a person. If a message or modal is gone, or Slack is silent, nothing here can help. */
  async function call(tell: () => Promise<unknown>): Promise<void> {
    if (calls >= MOST_CALLS) return;
    calls += 1;
    await tell().catch(() => {});
    calls -= 1;
  }

  async function refuseClick(body: Incoming['body'], words: string): Promise<void> {
    const { response_url, trigger_id, view } = body;
    if (typeof response_url === 'string') return call(() => respond(response_url, words));
    // A modal on top of the one with the button: closing it leads back, and nothing typed is lost.
    const saying = { trigger_id, view: sayingModal('Rollcall', [section(sentence(words))]) };
    const { views } = clientOf(workspaceOf(body));
    await call(() => (view?.type === 'modal' ? views.push(saying) : views.open(saying)));
  }

  return {
    async refuse({ body, ack }, words) {
      if (body.command !== undefined) return ack({ response_type: 'ephemeral', text: words });
      switch (body.type) {
        case 'block_suggestion':
          return ack({ options: [] });
        case 'view_submission':
          return ack(submissionRefused(body.view, words));
        case 'view_closed':
          return ack();
        case 'block_actions':
        case 'shortcut':
        case 'message_action':
          await ack();
          return refuseClick(body, words);
        default:
          throw new RollcallError('busy', words);
      }
    },
    async tellUnfinished(bodies) {
      const told = bodies.map((body) => {
        const userId: unknown = body.user?.id;
        if (typeof body.response_url === 'string') return call(() => respond(body.response_url, UNFINISHED));
        if (typeof userId !== 'string') return undefined;
        return call(() =>
          clientOf(workspaceOf(body)).chat.postMessage({ channel: userId, text: UNFINISHED }),
        );
      });
      await Promise.all(told);
    },
  };
}

/** The workspace of a request: interactions include their team, commands and events only its id. */
const workspaceOf = ({ team, team_id }: Incoming['body']): Workspace => ({
  teamId: team?.id ?? team_id ?? '',
});

/**
 * Shows the refusal under the first input, so that everything typed stays; replaces a modal without inputs.
 */
function submissionRefused(view: { title: { text: string }; blocks: KnownBlock[] }, words: string): object {
  const block_id = view.blocks.find(({ type }) => type === 'input')?.block_id;
  return block_id === undefined
    ? { response_action: 'update', view: sayingModal(view.title.text, [section(sentence(words))]) }
    : { response_action: 'errors', errors: { [block_id]: words } };
}

async function respond(url: string, text: string): Promise<void> {
  await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}
