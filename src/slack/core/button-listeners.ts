import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Caller } from '../../audience/caller.ts';
import type { Message } from '../kit/message.ts';
import { loadingModal, sayingModal } from '../kit/modal.ts';
import type { AnswerTo } from './answer-to.ts';
import { answerLater } from './answers.ts';
import type { SlackDeps } from './deps.ts';
import { personOf } from './people.ts';
import { showError } from './show-error.ts';
import { isClosedOrDeleted } from './slack-problems.ts';

/** A click on a button. */
export type Click = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;
type Listener = (click: Click) => Promise<void>;

/**
 * A button whose answer replaces its message; an error appears beside the message instead. In a modal, the
 * answer or the error replaces the content of the modal.
 */
export function answering(
  deps: SlackDeps,
  run: (caller: Caller, value: string, click: Click) => Promise<Message | null>,
): Listener {
  return async (click) => {
    const { ack, body, action, client } = click;
    await ack();
    let answer: Message | null;
    let replace = true;
    try {
      answer = await run(await deps.callerOf(personOf(body), client), action.value ?? '', click);
    } catch (error) {
      answer = showError(error, deps.log);
      // The buttons stay, because the problem may soon be solved.
      replace = false;
    }
    if (answer === null) return;
    if (body.view?.type === 'modal') {
      const view = sayingModal(body.view.title.text, answer.blocks);
      await client.views.update({ view_id: body.view.id, view }).catch(unlessClosed);
      return;
    }
    const to = { ...answerPlace(body), replace };
    await answerLater(deps, { client, userId: body.user.id, to }, answer);
  };
}

/**
 * A button that opens a modal. The modal's answer replaces the button's message. Inside a modal, the new
 * modal replaces the old one.
 */
export function opening(
  deps: SlackDeps,
  title: string,
  make: (caller: Caller, value: string, to: AnswerTo) => Promise<ModalView>,
): Listener {
  return async ({ ack, body, action, client }) => {
    await ack();
    const viewId =
      body.view?.type === 'modal'
        ? body.view.id
        : (await client.views.open({ trigger_id: body.trigger_id, view: loadingModal(title) })).view?.id;
    const view = await orProblem(deps, title, async () => {
      const caller = await deps.callerOf(personOf(body), client);
      return make(caller, action.value ?? '', answerPlace(body));
    });
    await client.views.update({ view_id: viewId ?? '', view }).catch(unlessClosed);
  };
}

/**
 * A button inside a modal that opens another one on top of it. Closing that leads back, with nothing lost.
 */
export function pushing(
  deps: SlackDeps,
  title: string,
  make: (caller: Caller) => Promise<Message>,
): Listener {
  return async ({ ack, body, client }) => {
    await ack();
    const pushed = await client.views.push({ trigger_id: body.trigger_id, view: loadingModal(title) });
    const view = await orProblem(deps, title, async () => {
      const { blocks } = await make(await deps.callerOf(personOf(body), client));
      return sayingModal(title, blocks);
    });
    await client.views.update({ view_id: pushed.view?.id ?? '', view }).catch(unlessClosed);
  };
}

/** A button inside a modal that replaces it with another one. */
export function replacing(
  deps: SlackDeps,
  title: string,
  make: (caller: Caller, value: string, metadata: string) => Promise<ModalView>,
): Listener {
  return async ({ ack, body, action, client }) => {
    await ack();
    const view = await orProblem(deps, title, async () => {
      const caller = await deps.callerOf(personOf(body), client);
      return make(caller, action.value ?? '', body.view?.private_metadata ?? '');
    });
    await client.views.update({ view_id: body.view?.id ?? '', view }).catch(unlessClosed);
  };
}

/** The place for the answer to a click: it replaces the message that holds the button, if there is one. */
export const answerPlace = (body: BlockAction): AnswerTo => ({
  // Home has none, although the types say otherwise.
  url: (body.response_url as string | undefined) ?? '',
  replace: true,
});

async function orProblem(deps: SlackDeps, title: string, make: () => Promise<ModalView>): Promise<ModalView> {
  try {
    return await make();
  } catch (error) {
    return sayingModal(title, showError(error, deps.log).blocks);
  }
}

/** Ignores a modal that was closed in the meantime. */
function unlessClosed(error: unknown): void {
  if (!isClosedOrDeleted(error)) throw error;
}
