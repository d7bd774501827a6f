import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Caller } from '../../audience/caller.ts';
import type { Difference } from '../../audience/segments/builder.ts';
import {
  checkNewName,
  type FormContext,
  facesOf,
  openForm,
  previewEdit,
  readForm,
} from '../../audience/segments/builder.ts';
import { editSegment } from '../../audience/segments/edit.ts';
import { addSegment } from '../../audience/segments/segments.ts';
import { RollcallError } from '../../errors.ts';
import { answerLater } from '../core/answers.ts';
import type { SlackDeps } from '../core/deps.ts';
import { personOf } from '../core/people.ts';
import { showError } from '../core/show-error.ts';
import { isClosedOrDeleted } from '../core/slack-problems.ts';
import type { Message } from '../kit/message.ts';
import { loadingModal, sayingModal } from '../kit/modal.ts';
import { overtake } from './buttons-builder.ts';
import { confirmEditModal, type EditMetadata, fitsModal, readEdit } from './forms-edit.ts';
import {
  blocks,
  type FormState,
  fieldErrors,
  formBlock,
  formMetadata,
  readDraft,
  withOperators,
} from './forms-rule.ts';
import { segmentEdited, segmentMade } from './messages.ts';

type Submission = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

const TITLE = 'Edit segment';

/** Submitting a segment's form creates a new segment. For an existing one, it shows the difference first. */
export function segmentBuilderViews(deps: SlackDeps) {
  return {
    async segmentBuilder({ ack, body, view, client }: Submission): Promise<void> {
      overtake(view.id);
      const metadata = formMetadata.parse(JSON.parse(view.private_metadata));
      const typed = readDraft(view.state.values as FormState, metadata);
      let draft = typed;
      let caller: Caller;
      let read: ReturnType<typeof readForm>;
      let context: FormContext;
      try {
        caller = await deps.callerOf(personOf(body), client);
        const known = await openForm(deps.audience, caller, { id: metadata.segment?.id });
        context = { ...known.context, seed: metadata.seed };
        draft = withOperators(typed, context.names);
        read = readForm(metadata.mode === 'text' ? draft.text : draft.form, context);
        if (!read.ok)
          return await ack({
            response_action: 'errors',
            errors: fieldErrors(draft, read.problems, context.names),
          });
        checkNewName(context, { name: draft.name, description: draft.description, id: metadata.segment?.id });
      } catch (error) {
        return await ack(refusal(error, deps));
      }
      const answer = (message: Message) =>
        answerLater(deps, { client, userId: body.user.id, to: metadata.to }, message);
      const { name, description } = draft;
      const { rule } = read;
      if (metadata.segment === undefined) {
        await ack();
        return await answer(
          await orError(deps, async () =>
            segmentMade(await addSegment(deps.audience, caller, { name, description, rule })),
          ),
        );
      }
      const edit: EditMetadata = {
        to: metadata.to,
        name,
        description,
        seed: metadata.seed,
        ...metadata.segment,
        sentence: facesOf(rule, context).sentence,
      };
      if (!fitsModal(edit)) {
        const errors = {
          [formBlock(metadata)]:
            'This rule is too long for a form. Move parts of it into segments of their own, and use those.',
        };
        return await ack({ response_action: 'errors', errors });
      }
      await ack({ response_action: 'update', view: loadingModal(TITLE) });
      await show(deps, client, view.id, async () =>
        confirmEditModal(edit, await previewEdit(deps.audience, caller, { id: edit.id, rule })),
      );
    },

    async confirmEdit({ ack, body, view, client }: Submission): Promise<void> {
      await ack({ response_action: 'update', view: loadingModal(TITLE) });
      const edit = readEdit(view.private_metadata);
      await show(deps, client, view.id, async () => {
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
        const difference: Difference = preview.difference;
        const card = segmentEdited(edited.saved, { undoId: edited.undoId, difference });
        await answerLater(deps, { client, userId: body.user.id, to: edit.to }, card);
        return sayingModal(TITLE, card.blocks.slice(0, 1));
      });
    },
  };
}

/** Problems of the name appear under it; any other answer replaces the modal. */
function refusal(
  error: unknown,
  deps: SlackDeps,
):
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: ModalView } {
  if (error instanceof RollcallError && (error.code === 'invalid-input' || error.code === 'taken')) {
    return { response_action: 'errors', errors: { [blocks.name]: error.message } };
  }
  return { response_action: 'update', view: sayingModal('Segment', showError(error, deps.log).blocks) };
}

async function orError(deps: SlackDeps, make: () => Promise<Message>): Promise<Message> {
  try {
    return await make();
  } catch (error) {
    return showError(error, deps.log);
  }
}

async function show(
  deps: SlackDeps,
  client: Submission['client'],
  viewId: string,
  make: () => Promise<ModalView>,
): Promise<void> {
  let view: ModalView;
  try {
    view = await make();
  } catch (error) {
    view = sayingModal(TITLE, showError(error, deps.log).blocks);
  }
  await client.views.update({ view_id: viewId, view }).catch((error: unknown) => {
    if (!isClosedOrDeleted(error)) throw error;
  });
}
