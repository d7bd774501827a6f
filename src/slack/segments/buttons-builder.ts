import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Caller } from '../../audience/caller.ts';
import {
  type FormContext,
  facesOf,
  nameOrSentence,
  openForm,
  previewRule,
  readForm,
} from '../../audience/segments/builder.ts';
import { type ErrorCode, RollcallError } from '../../errors.ts';
import type { AnswerTo } from '../core/answer-to.ts';
import { opening } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { overtake } from '../core/latest.ts';
import { personOf } from '../core/people.ts';
import { showError } from '../core/show-error.ts';
import { fillWindow, withProblem } from '../core/windows.ts';
import { sayingModal } from '../kit/modal.ts';
import { emptyDraft, type Live, newRow, segmentBuilder } from './forms-builder.ts';
import {
  elements,
  type FormState,
  formMetadata,
  readDraft,
  type SegmentDraft,
  withOperators,
} from './forms-rule.ts';

type Change = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** How long typing has to pause before the rule is counted. */
const PAUSE_MS = 350;

/** After these, the form can't be used any longer. */
const overCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['not-found', 'not-allowed']);

/**
 * The form of a segment, new or existing, as it opens.
 *
 * @param options.said the name or the rule of a new segment, whichever it reads as
 */
export async function builderFor(
  deps: SlackDeps,
  caller: Caller,
  options: { to: AnswerTo; id?: number; name?: string; sentence?: string; said?: string },
): Promise<ModalView> {
  const { to, id, said } = options;
  const { context, segment } = await openForm(deps.audience, caller, { id });
  const given = { ...options, ...(said === undefined ? {} : nameOrSentence(said, context)) };
  const started = emptyDraft({
    to,
    seed: context.seed,
    ...(segment === undefined ? {} : { segment: { id: segment.id, version: segment.version } }),
  });
  const { rule, name = given.name ?? '', description = '' } = segment ?? {};
  const { sentence } = given;
  let draft: SegmentDraft = { ...started, name, description };
  let note: string | undefined;
  if (rule !== undefined) ({ draft, note } = asRows(draft, rule, context));
  else if (sentence !== undefined) {
    const read = readForm(sentence, context);
    if (read.ok) ({ draft, note } = asRows(draft, read.rule, context));
    else draft = { ...draft, metadata: { ...draft.metadata, mode: 'text' }, text: sentence };
  }
  return segmentBuilder(draft, context, await liveOf(deps, caller, draft, context), note);
}

/** The form in rows; as text, with the reason, if rows can't show the rule. */
function asRows(
  draft: SegmentDraft,
  rule: Parameters<typeof facesOf>[0],
  context: FormContext,
): { draft: SegmentDraft; note?: string } {
  const { rows, sentence } = facesOf(rule, context);
  if (!rows.ok) {
    const metadata = { ...draft.metadata, mode: 'text' as const };
    return {
      draft: { ...draft, metadata, text: sentence },
      note: `This rule can’t be shown as conditions: ${rows.why}. You can edit it as text.`,
    };
  }
  const { next } = draft.metadata;
  const numbers = rows.form.rows.map((_, index) => next + index);
  const metadata = { ...draft.metadata, mode: 'rows' as const, rows: numbers, next: next + numbers.length };
  return { draft: { ...draft, metadata, form: rows.form } };
}

/** The live result under the form. If counting fails for any reason, it says so. */
async function liveOf(
  deps: SlackDeps,
  caller: Caller,
  { metadata, form, text }: SegmentDraft,
  context: FormContext,
): Promise<Live> {
  const isBlank = metadata.mode === 'text' ? text.trim() === '' : false;
  if (isBlank)
    return { type: 'incomplete', message: 'Describe who’s in it, and see here how many contacts match.' };
  const read = readForm(metadata.mode === 'text' ? text : form, context);
  if (!read.ok) {
    const [problem] = read.problems;
    const where = problem?.row === undefined || form.rows.length < 2 ? '' : `Condition ${problem.row + 1}: `;
    return {
      type: 'incomplete',
      message: `${where}${problem?.message ?? ''}`,
      offers: problem?.offers ?? [],
    };
  }
  try {
    const asked = { rule: read.rule, twin: read.twin, segment: metadata.segment?.id, known: context };
    return { type: 'counted', preview: await previewRule(deps.audience, caller, asked) };
  } catch (error) {
    if (error instanceof RollcallError)
      return { type: 'incomplete', message: [error.message, error.hint].filter(Boolean).join(' ') };
    return { type: 'incomplete', message: showError(error, deps.log).text };
  }
}

/** What the form's own elements do. */
export function segmentBuilderActions(deps: SlackDeps) {
  /** Changes the form after a click or typing, shows that counting has started, and then counts. */
  async function changed({ ack, body, action, client }: Change): Promise<void> {
    await ack();
    const { view } = body;
    if (view === undefined) return;
    const title = view.title.text;
    const show = (next: ModalView) =>
      fillWindow(deps, { client, viewId: view.id, title }, Promise.resolve(next));
    const isMine = overtake(view.id);
    const metadata = formMetadata.parse(JSON.parse(view.private_metadata));
    try {
      const caller = await deps.callerOf(personOf(body), client);
      const { context: known } = await openForm(deps.audience, caller, { id: metadata.segment?.id });
      const context = { ...known, seed: metadata.seed };
      const before = withOperators(readDraft(view.state.values as FormState, metadata), context.names);
      const { draft, note } = step(before, action, context);
      const form = (live: Live) => segmentBuilder(draft, context, live, note);
      if (action.type === 'plain_text_input') await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      else if (isMine()) await show(form({ type: 'counting' }));
      if (!isMine()) return;
      const live = await liveOf(deps, caller, draft, context);
      if (isMine()) await show(form(live));
    } catch (error) {
      if (!isMine()) return;
      const { blocks } = showError(error, deps.log);
      // The segment no longer exists, or the person lost access. After any other error, they can try again.
      const isOver = error instanceof RollcallError && overCodes.has(error.code);
      await show(isOver ? sayingModal(title, blocks) : withProblem(view, blocks));
    }
  }

  return {
    changed,
    newSegment: opening(deps, 'New segment', (caller, sentence, to) =>
      builderFor(deps, caller, sentence === '' || sentence === 'new' ? { to } : { to, sentence }),
    ),
    editSegment: opening(deps, 'Edit segment', (caller, value, to) =>
      builderFor(deps, caller, { to, id: Number(value) }),
    ),
  };
}

/** The draft after a click. Typing and choosing change only what Slack keeps itself. */
function step(
  draft: SegmentDraft,
  action: BlockAction['actions'][number],
  context: FormContext,
): { draft: SegmentDraft; note?: string } {
  const { metadata, form } = draft;
  switch (action.action_id) {
    case elements.add: {
      const rows = [...metadata.rows, metadata.next];
      return {
        draft: {
          ...draft,
          metadata: { ...metadata, rows, next: metadata.next + 1 },
          form: {
            match: form.match === 'any' ? 'any' : 'all',
            rows: [...form.rows, newRow(metadata.seed)],
          },
        },
      };
    }
    case elements.remove: {
      const removed = 'value' in action ? Number(action.value) : 0;
      const kept = metadata.rows
        .map((row, index) => ({ row, at: form.rows[index] }))
        .filter(({ row }) => row !== removed);
      return {
        draft: {
          ...draft,
          metadata: { ...metadata, rows: kept.map(({ row }) => row) },
          form: {
            match: kept.length === 0 ? 'everyone' : form.match,
            rows: kept.flatMap(({ at }) => (at === undefined ? [] : [at])),
          },
        },
      };
    }
    case elements.asText: {
      const read = readForm(form, context);
      if (read.ok && form.match !== 'everyone') {
        const { sentence } = facesOf(read.rule, context);
        return { draft: { ...draft, metadata: { ...metadata, mode: 'text' }, text: sentence } };
      }
      // Text would lose what the rows already hold, so a form with gaps stays a form.
      return isUntouched(form.rows)
        ? { draft: { ...draft, metadata: { ...metadata, mode: 'text' }, text: '' } }
        : {
            draft,
            note: 'To edit as text, first complete the conditions or remove the ones you don’t need.',
          };
    }
    case elements.asRows: {
      if (draft.text.trim() === '') {
        return {
          draft: {
            ...draft,
            metadata: { ...metadata, mode: 'rows', rows: [] },
            form: { match: 'everyone', rows: [] },
          },
        };
      }
      const read = readForm(draft.text, context);
      return read.ok
        ? asRows(draft, read.rule, context)
        : { draft, note: 'To edit as conditions, first fix the text so Rollcall can understand it.' };
    }
    default: {
      if (!action.action_id.startsWith(elements.offer) || !('value' in action)) return { draft };
      const texts = metadata.texts + 1;
      return { draft: { ...draft, text: action.value ?? '', metadata: { ...metadata, texts } } };
    }
  }
}

const isUntouched = (rows: SegmentDraft['form']['rows']): boolean => rows.every(({ what }) => what === '');
