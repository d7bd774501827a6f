import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Caller } from '../../audience/caller.ts';
import { updateHome } from '../home/publish.ts';
import type { Message } from '../kit/message.ts';
import { sayingModal } from '../kit/modal.ts';
import type { AnswerTo } from './answer-to.ts';
import { answerLater } from './answers.ts';
import type { PresentState, SlackDeps, SlackPerson, Stale } from './deps.ts';
import { personOf } from './people.ts';
import { showError } from './show-error.ts';
import { fillWindow, openWindow, withProblem } from './windows.ts';

/** A click on a button. */
export type Click = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;
type Listener = (click: Click) => Promise<void>;

/**
 * A button whose answer replaces its message, or the content of its window; on Home it opens one. An error
 * appears beside the message, or at the top of the window, because the problem may soon be solved.
 */
export function answering(
  deps: SlackDeps,
  run: (caller: Caller, value: string, click: Click) => Promise<Message | null>,
): Listener {
  return async (click) => {
    const { ack, body, action, client } = click;
    await ack();
    if (body.view?.type === 'home') return await answerOverHome(deps, click, run);
    let answer: Message | null;
    try {
      answer = await run(await deps.callerOf(personOf(body), client), action.value ?? '', click);
    } catch (error) {
      return await sayProblem(deps, click, error);
    }
    if (answer === null) return;
    if (body.view?.type === 'modal') {
      const title = body.view.title.text;
      const view = sayingModal(title, answer.blocks);
      await fillWindow(deps, { client, viewId: body.view.id, title }, Promise.resolve(view));
      return;
    }
    await answerLater(deps, { client, userId: body.user.id, to: answerPlace(body) }, answer);
  };
}

/** A button whose answer appears beside its message, which stays; in a window, in its place. */
export function answeringBeside(
  deps: SlackDeps,
  run: (caller: Caller, value: string, click: Click) => Promise<Message>,
) {
  const inPlace = answering(deps, run);
  return async (click: Click): Promise<void> => {
    const { ack, body, action, client } = click;
    if (body.view?.type === 'modal') return inPlace(click);
    await ack();
    try {
      const answer = await run(await deps.callerOf(personOf(body), client), action.value ?? '', click);
      await answerLater(
        deps,
        { client, userId: body.user.id, to: { ...answerPlace(body), replace: false } },
        answer,
      );
    } catch (error) {
      await sayProblem(deps, click, error);
    }
  };
}

/** Home has no messages: the answer opens a window, and Home then shows what changed. */
async function answerOverHome(
  deps: SlackDeps,
  click: Click,
  run: (caller: Caller, value: string, click: Click) => Promise<Message | null>,
): Promise<void> {
  const { body, action, client } = click;
  const person = personOf(body);
  const place = { client, triggerId: body.trigger_id, title: 'Rollcall' };
  try {
    await openWindow(deps, place, async () => {
      const answer = await run(await deps.callerOf(person, client), action.value ?? '', click);
      return sayingModal(place.title, answer?.blocks ?? []);
    });
  } catch (error) {
    await sayProblem(deps, click, error);
  }
  await updateHome(deps, person, client);
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
  return windowed(deps, title, (caller, { action, body }) =>
    make(caller, action.value ?? '', answerPlace(body)),
  );
}

/**
 * A button that opens a modal on top of the one it is in, if any. Closing that leads back, with nothing lost.
 */
export function pushing(
  deps: SlackDeps,
  title: string,
  make: (caller: Caller, value: string) => Promise<ModalView>,
): Listener {
  return windowed(deps, title, (caller, { action }) => make(caller, action.value ?? ''), { onTop: true });
}

/** A button inside a modal that replaces it with another one. */
export function replacing(
  deps: SlackDeps,
  title: string,
  make: (caller: Caller, value: string, metadata: string) => Promise<ModalView>,
): Listener {
  return windowed(deps, title, (caller, { action, body }) =>
    make(caller, action.value ?? '', body.view?.private_metadata ?? ''),
  );
}

function windowed(
  deps: SlackDeps,
  title: string,
  make: (caller: Caller, click: Click) => Promise<ModalView>,
  { onTop = false } = {},
): Listener {
  return async (click) => {
    const { ack, body, client } = click;
    await ack();
    const making = async () => make(await deps.callerOf(personOf(body), client), click);
    const isInWindow = body.view?.type === 'modal';
    try {
      if (isInWindow && !onTop) {
        const view = await making();
        await fillWindow(deps, { client, viewId: body.view?.id ?? '', title }, Promise.resolve(view));
      } else {
        const place = { client, triggerId: body.trigger_id, title, onTop: isInWindow && onTop };
        await openWindow(deps, place, making);
      }
    } catch (error) {
      await sayProblem(deps, click, error);
    }
  };
}

/**
 * Says why a click did nothing: beside its message, or at the top of its window. A message that is out of date is brought
 * up to date.
 */
export async function sayProblem(
  deps: Pick<SlackDeps, 'log' | 'presentState' | 'callerOf'>,
  { body, client }: { body: BlockAction; client: Click['client'] },
  error: unknown,
): Promise<void> {
  const problem = showError(error, deps.log);
  if (body.view === undefined) {
    const value = (body.actions[0] as ButtonAction | undefined)?.value ?? '';
    const person = { client, userId: body.user.id };
    const now = await presentState(deps, { person: personOf(body), client, value, error });
    if (now !== undefined)
      return await showInstead(deps, { ...person, to: answerPlace(body) }, { now, problem });
  }
  if (body.view?.type === 'home') {
    const view = sayingModal('Rollcall', problem.blocks);
    const isOpen = await client.views.open({ trigger_id: body.trigger_id, view }).then(
      () => true,
      () => false,
    );
    if (isOpen) return;
  }
  if (body.view?.type === 'modal') {
    const { id, title } = body.view;
    const view = Promise.resolve(withProblem(body.view, problem.blocks));
    await fillWindow(deps, { client, viewId: id, title: title.text }, view);
    return;
  }
  const to = { ...answerPlace(body), replace: false };
  await answerLater(deps, { client, userId: body.user.id, to }, problem);
}

/** What a message shows from now on because its button failed; undefined if it stays as it is. */
export async function presentState(
  deps: Pick<SlackDeps, 'log' | 'presentState' | 'callerOf'>,
  { person, client, ...stale }: Omit<Stale, 'caller'> & { person: SlackPerson; client: Click['client'] },
): Promise<PresentState | undefined> {
  if (deps.presentState === undefined) return undefined;
  try {
    return await deps.presentState({ ...stale, caller: await deps.callerOf(person, client) });
  } catch (error) {
    deps.log(`a message that is out of date stays as it is: ${String(error)}`);
    return undefined;
  }
}

/** Replaces a message by what it shows now. What went wrong is above that, or beside it if everyone reads it. */
async function showInstead(
  deps: Pick<SlackDeps, 'log'>,
  place: Parameters<typeof answerLater>[1],
  { now, problem }: { now: PresentState; problem: Message },
): Promise<void> {
  const { message, isPost } = now;
  if (!isPost)
    return await answerLater(deps, place, {
      text: problem.text,
      blocks: [...problem.blocks, ...message.blocks],
    });
  await answerLater(deps, { ...place, to: { ...place.to, replace: false } }, problem);
  await answerLater(deps, place, message);
}

/** The place for the answer to a click: it replaces the message that holds the button, if there is one. */
export const answerPlace = (body: BlockAction): AnswerTo => ({
  // Home has none, although the types say otherwise.
  url: (body.response_url as string | undefined) ?? '',
  replace: true,
  ...(body.view === undefined ? {} : { inModal: true }),
  ...(body.view?.type === 'home' ? { onHome: true } : {}),
});
