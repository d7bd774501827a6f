import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Caller } from '../../audience/caller.ts';
import { orTrouble } from '../../database-trouble.ts';
import { RollcallError } from '../../errors.ts';
import { adviceOf } from '../../lib/problem.ts';
import { updateHome } from '../home/publish.ts';
import { type Message, message, section } from '../kit/message.ts';
import { sayingModal } from '../kit/modal.ts';
import { md } from '../kit/mrkdwn.ts';
import type { AnswerTo } from './answer-to.ts';
import { answerLater } from './answers.ts';
import { presentState } from './button-listeners.ts';
import type { SlackDeps } from './deps.ts';
import { isDoneInTime } from './in-time.ts';
import { fieldAtFault, isField, suggestionsFor, withOffers, withPlainIds } from './offers-in-forms.ts';
import { personOf } from './people.ts';
import { showError } from './show-error.ts';

type Submission = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** The result of a submitted modal: an answer where it was opened or, if there is time, another modal. */
export type Submitted = { answer: Message; instead?: ModalView } | { instead: ModalView };

/**
 * The listener of a modal. Slack allows it three seconds. Work that takes longer closes the modal, and the
 * answer goes where the modal was opened. A modal on top of another one, or opened from one, shows the answer
 * itself. An error that happens in time appears in the modal: under the input that it is about, or that holds the words
 * at fault, else under `field`, or it replaces the modal. What may be meant instead are buttons that fill the input.
 */
export function submitting<Metadata extends { to: AnswerTo }>(
  deps: SlackDeps,
  modal: {
    title: string;
    field?: string;
    metadata: { parse(value: unknown): Metadata };
    run(caller: Caller, metadata: Metadata, submission: Submission): Promise<Submitted>;
  },
): (submission: Submission) => Promise<void> {
  return async (submission) => {
    const { body, view, client } = submission;
    const metadata = modal.metadata.parse(JSON.parse(view.private_metadata));
    await submit(submission, metadata);
    if (metadata.to.onHome) await updateHome(deps, personOf(body), client);
  };

  /** Under the input that the error is about, or in place of the form. */
  function refusalIn(view: Submission['view'], error: unknown) {
    if (!(error instanceof RollcallError) || modal.field === undefined)
      return {
        response_action: 'update' as const,
        view: sayingModal(modal.title, showError(error, deps.log, { hasButtons: false }).blocks),
      };
    const field = fieldAtFault(view, error) ?? modal.field;
    const problem = showError(error, deps.log, { offers: [] });
    const offering = withOffers(view, field, { problem, suggestions: suggestionsFor(view, field, error) });
    if (offering !== undefined) return { response_action: 'update' as const, view: offering };
    const block = view.blocks.find(({ block_id }) => isField(block_id, field))?.block_id ?? field;
    const advice = error.fault && adviceOf(error.fault.problem);
    const words = [error.message, advice, error.hint].filter(Boolean).join(' ');
    return { response_action: 'errors' as const, errors: { [block]: words } };
  }

  async function submit(submission: Submission, metadata: Metadata): Promise<void> {
    const { ack, body, view, client } = submission;
    const work = deps
      .callerOf(personOf(body), client)
      .then((caller) => modal.run(caller, metadata, { ...submission, view: withPlainIds(view) }));
    const answer = (message: Message) =>
      answerLater(deps, { client, userId: body.user.id, to: metadata.to }, message);
    const inTime = await isDoneInTime(work);
    if (!inTime) await ack();
    let submitted: Submitted;
    try {
      submitted = await work;
    } catch (thrown) {
      const error = orTrouble(thrown);
      const { replace, inModal } = metadata.to;
      /** The message that opened the form may be out of date. */
      const present = async () => {
        const stale = { person: personOf(body), client, value: view.private_metadata, error };
        return replace && inModal === undefined ? (await presentState(deps, stale))?.message : undefined;
      };
      if (!inTime) {
        const problem = showError(error, deps.log, { hasButtons: false });
        const { blocks = [] } = (await present()) ?? {};
        return await answer({ ...problem, blocks: [...problem.blocks, ...blocks] });
      }
      await ack(refusalIn(view, error));
      const message = await present();
      if (message !== undefined)
        await answer(message.blocks.length > 0 ? message : showError(error, deps.log, { hasButtons: false }));
      return;
    }
    if (inTime && submitted.instead !== undefined)
      return await ack({ response_action: 'update', view: submitted.instead });
    if (inTime && (view.previous_view_id || metadata.to.inModal) && 'answer' in submitted) {
      const shown = sayingModal(modal.title, submitted.answer.blocks);
      return await ack({ response_action: 'update', view: shown });
    }
    if (inTime) await ack();
    if ('answer' in submitted) await answer(submitted.answer);
    else if (!inTime) await answer(tooLate);
  }
}

/** Slack closed the form while its next step was being prepared. Without this, it would just vanish. */
const tooLate = message(
  [section(md`Slack closed the form because it was open too long. Nothing changed. Open it again.`)],
  'That took too long, so Slack closed the form.',
);
