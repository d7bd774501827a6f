import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { Caller } from '../../audience/caller.ts';
import { checkNewName, facesOf, openForm, previewEdit, readForm } from '../../audience/segments/builder.ts';
import { editSegment } from '../../audience/segments/edit.ts';
import { addSegment } from '../../audience/segments/segments.ts';
import { RollcallError } from '../../errors.ts';
import { answerLater } from '../core/answers.ts';
import type { SlackDeps } from '../core/deps.ts';
import { isDoneInTime } from '../core/in-time.ts';
import { closeForm, overtake } from '../core/latest.ts';
import { personOf } from '../core/people.ts';
import { showError } from '../core/show-error.ts';
import { fillWindow, withProblem } from '../core/windows.ts';
import { updateHome } from '../home/publish.ts';
import type { Message } from '../kit/message.ts';
import { loadingModal, sayingModal } from '../kit/modal.ts';
import { segmentBuilder } from './forms-builder.ts';
import { confirmEditModal, type EditMetadata, fitsModal, readEdit } from './forms-edit.ts';
import {
  blocks,
  type FormMetadata,
  type FormState,
  fieldErrors,
  formBlock,
  formMetadata,
  readDraft,
  type SegmentDraft,
  withOperators,
} from './forms-rule.ts';
import { segmentEdited, segmentMade } from './messages-card.ts';

type Submission = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

const TITLE = 'Edit segment';

/** A form that was read: its rule, with what else it holds, or what is wrong with which field. */
type Checked =
  | { rule: Parameters<typeof facesOf>[0]; sentence: string; caller: Caller; draft: SegmentDraft }
  | { errors: Record<string, string>; again: ModalView };

/** Submitting a segment's form creates a new segment. For an existing one, it shows the difference first. */
export function segmentBuilderViews(deps: SlackDeps) {
  return {
    async segmentBuilder({ ack, body, view, client }: Submission): Promise<void> {
      overtake(view.id);
      const reopen = closeForm(view.id);
      const metadata = formMetadata.parse(JSON.parse(view.private_metadata));
      const title = view.title.text;
      const checking = deps
        .callerOf(personOf(body), client)
        .then((caller) => check(deps, caller, readDraft(view.state.values as FormState, metadata), metadata));
      const isLate = !(await isDoneInTime(checking));
      if (isLate) await ack({ response_action: 'update', view: loadingModal(title) });
      const fill = (making: Promise<ModalView>) =>
        fillWindow(deps, { client, viewId: view.id, title }, making);
      let checked: Checked;
      try {
        checked = await checking;
      } catch (error) {
        reopen();
        const { blocks: problem } = showError(error, deps.log);
        const next = isLate ? sayingModal(title, problem) : withProblem(view, problem);
        if (isLate) await fill(Promise.resolve(next));
        else await ack({ response_action: 'update', view: next });
        return;
      }
      if ('errors' in checked) {
        reopen();
        const { errors, again } = checked;
        if (isLate) await fill(Promise.resolve(again));
        else await ack({ response_action: 'errors', errors });
        return;
      }
      const { rule, sentence, caller, draft } = checked;
      const { name, description } = draft;
      const person = { client, userId: body.user.id, to: metadata.to };
      if (metadata.segment === undefined) {
        const add = async () =>
          segmentMade(await addSegment(deps.audience, caller, { name, description, rule }));
        if (metadata.to.inModal) {
          if (!isLate) await ack({ response_action: 'update', view: loadingModal(title) });
          await fill(add().then((answer) => sayingModal(title, answer.blocks)));
          if (metadata.to.onHome) await updateHome(deps, personOf(body), client);
          return;
        }
        if (!isLate) {
          await ack();
          const answer = await add().catch((error: unknown) => showError(error, deps.log));
          return await answerLater(deps, person, answer);
        }
        await fill(
          add().then(async (answer) => {
            await answerLater(deps, person, answer);
            return sayingModal(title, whatHappened(answer));
          }),
        );
        return;
      }
      const { seed, to } = metadata;
      const edit: EditMetadata = { to, name, description, seed, ...metadata.segment, sentence };
      if (!isLate) await ack({ response_action: 'update', view: loadingModal(TITLE) });
      await fill(
        previewEdit(deps.audience, caller, { id: edit.id, rule }).then((preview) =>
          confirmEditModal(edit, preview),
        ),
      );
    },

    async confirmEdit({ ack, body, view, client }: Submission): Promise<void> {
      await ack({ response_action: 'update', view: loadingModal(TITLE) });
      const edit = readEdit(view.private_metadata);
      const save = async (): Promise<ModalView> => {
        const caller = await deps.callerOf(personOf(body), client);
        const { context } = await openForm(deps.audience, caller, { id: edit.id });
        const read = readForm(edit.sentence, { ...context, seed: edit.seed });
        if (!read.ok)
          throw new RollcallError(
            'invalid-input',
            read.problems[0]?.message ?? 'Rollcall can’t use this rule.',
          );
        const preview = await previewEdit(deps.audience, caller, { id: edit.id, rule: read.rule });
        const edited = await editSegment(deps.audience, caller, { ...edit, rule: read.rule });
        if (!('saved' in edited)) {
          const changed = { by: edited.changedBy, at: edited.changedAt };
          return confirmEditModal({ ...edit, version: edited.version }, preview, changed);
        }
        const card = segmentEdited(edited.saved, {
          undoId: edited.undoId,
          difference: preview.difference,
        });
        if (edit.to.inModal) return sayingModal(TITLE, card.blocks);
        await answerLater(deps, { client, userId: body.user.id, to: edit.to }, card);
        return sayingModal(TITLE, whatHappened(card));
      };
      await fillWindow(deps, { client, viewId: view.id, title: TITLE }, save());
    },
  };
}

/**
 * Reads a form. What is wrong is returned twice: for Slack, under its field, and as the form with a note,
 * which is shown if there is no time for the first.
 *
 * @throws RollcallError `not-found` if the segment no longer exists, `not-allowed`
 */
async function check(
  deps: SlackDeps,
  caller: Caller,
  typed: SegmentDraft,
  metadata: FormMetadata,
): Promise<Checked> {
  const id = metadata.segment?.id;
  const known = await openForm(deps.audience, caller, { id });
  const context = { ...known.context, seed: metadata.seed };
  const draft = withOperators(typed, context.names);
  const wrong = (errors: Record<string, string>): Checked => {
    const message = Object.values(errors).join(' ');
    return { errors, again: segmentBuilder(draft, context, { type: 'incomplete', message }) };
  };
  const read = readForm(metadata.mode === 'text' ? draft.text : draft.form, context);
  if (!read.ok) return wrong(fieldErrors(draft, read.problems, context.names));
  const { name, description } = draft;
  try {
    checkNewName(context, { name, description, id });
  } catch (error) {
    if (error instanceof RollcallError && (error.code === 'invalid-input' || error.code === 'taken'))
      return wrong({ [blocks.name]: error.message });
    throw error;
  }
  const { sentence } = facesOf(read.rule, context);
  const { seed, to, segment } = metadata;
  if (segment !== undefined && !fitsModal({ to, name, description, seed, ...segment, sentence })) {
    const words =
      'This rule is too long for a form. Move parts of it into segments of their own, and use those.';
    return wrong({ [formBlock(metadata)]: words });
  }
  return { rule: read.rule, sentence, caller, draft };
}

/** The sentence of a card that says what happened: the first below its number. */
const whatHappened = ({ blocks }: Message): KnownBlock[] =>
  blocks.filter(({ type }) => type === 'section').slice(0, 1);
