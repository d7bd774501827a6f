import type { KnownBlock, ModalView } from '@slack/types';
import type { Preview } from '../../audience/segments/builder.ts';
import { clip } from '../../lib/words.ts';
import type { RuleContext } from '../../rules/context.ts';
import { emptyRow, type Row } from '../../rules/form/row.ts';
import { mostRows } from '../../rules/form/rows-of-rule.ts';
import { views } from '../core/ids.ts';
import { offerRows } from '../core/offer-buttons.ts';
import { button, buttons, context, section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { count, escaped, escapedLines, joined, md } from '../kit/mrkdwn.ts';
import { initial, option, rowBlocks } from './forms-rows.ts';
import { blocks, elements, type FormMetadata, type SegmentDraft } from './forms-rule.ts';
import { inNumbers } from './messages.ts';
import { twinWords } from './messages-size.ts';

/** What the form shows below its inputs: the rule in numbers, that it is counting, or what is missing. */
export type Live =
  | { type: 'counting' }
  | { type: 'counted'; preview: Preview }
  | { type: 'incomplete'; message: string; offers?: readonly string[] };

const LONGEST_NAME = 80;
const LONGEST_DESCRIPTION = 500;
const LONGEST_TEXT = 3000;

/**
 * The form of a segment: how many contacts it selects, its name, and its rule as rows or as a sentence. A block
 * id stays the same as long as its meaning does, so that an update keeps what is being typed.
 */
export function segmentBuilder(
  draft: SegmentDraft,
  names: RuleContext,
  live: Live,
  note?: string,
): ModalView {
  const { metadata } = draft;
  const isNew = metadata.segment === undefined;
  const isEveryone = metadata.mode === 'rows' && metadata.rows.length === 0;
  return {
    ...formFrame({
      callback: views.segmentBuilder,
      title: isNew ? 'New segment' : 'Edit segment',
      submit: isNew ? (isEveryone ? 'Create segment: everyone' : 'Create segment') : 'Next',
      metadata,
    }),
    blocks: [
      ...shown(live, { isEveryone, mode: metadata.mode }),
      { type: 'divider' },
      nameInput(draft),
      ...(metadata.mode === 'rows' ? asRows(draft, names) : asText(draft)),
      ...(note === undefined ? [] : [context(escaped(note))]),
      descriptionInput(draft),
    ],
  };
}

const nameInput = ({ name }: SegmentDraft): KnownBlock => ({
  type: 'input',
  block_id: blocks.name,
  label: plain('Name', 2000),
  element: {
    type: 'plain_text_input',
    action_id: 'name',
    max_length: LONGEST_NAME,
    placeholder: plain('Lapsed VIPs', 150),
    ...initial(name, LONGEST_NAME),
  },
});

const descriptionInput = ({ description }: SegmentDraft): KnownBlock => ({
  type: 'input',
  block_id: blocks.description,
  optional: true,
  label: plain('Description', 2000),
  element: {
    type: 'plain_text_input',
    action_id: 'description',
    max_length: LONGEST_DESCRIPTION,
    ...initial(description, LONGEST_DESCRIPTION),
  },
});

const everyMatch = option('Everyone who matches all of these', 'all');
const matches = [everyMatch, option('Everyone who matches any of these', 'any')];

/** The conditions; with none, the segment includes everyone. How they are joined matters from two on. */
function asRows({ form, metadata }: SegmentDraft, names: RuleContext): KnownBlock[] {
  const { rows } = form;
  const match: KnownBlock = {
    type: 'input',
    block_id: blocks.match,
    dispatch_action: true,
    label: plain('Who’s in this segment', 2000),
    element: {
      type: 'static_select',
      action_id: elements.match,
      options: matches,
      initial_option: matches.find(({ value }) => value === form.match) ?? everyMatch,
    },
  };
  const isLast = rows.length === 1 && metadata.segment !== undefined;
  const isFull = rows.length >= mostRows;
  return [
    ...(rows.length > 1
      ? [match]
      : [
          section(
            rows.length === 0
              ? md`*Who’s in this segment*\nEveryone. Add a condition to narrow it down.`
              : md`*Who’s in this segment*`,
          ),
        ]),
    ...rows.flatMap((row, index) => rowBlocks(row, metadata.rows[index] ?? 0, names, { isLast })),
    ...(isFull
      ? [context(md`${count(mostRows)} conditions is the most a form can show. For more, edit as text.`)]
      : []),
    buttons(
      ...(isFull ? [] : [button('Add a condition', elements.add, 'add')]),
      button('Edit as text', elements.asText, 'text'),
    ),
  ];
}

function asText({ text, metadata }: SegmentDraft): KnownBlock[] {
  return [
    {
      type: 'input',
      block_id: blocks.text(metadata),
      dispatch_action: true,
      label: plain('Who’s in this segment', 2000),
      hint: plain(
        'For example: tagged vip and not opened in the last 60 days. To include all contacts: everyone',
        2000,
      ),
      element: {
        type: 'plain_text_input',
        action_id: elements.text,
        multiline: true,
        max_length: LONGEST_TEXT,
        dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
        ...initial(text, LONGEST_TEXT),
      },
    },
    buttons(button('Edit as conditions', elements.asRows, 'rows')),
  ];
}

/** The form's first block: the number that everything below it decides, and a few of the people. */
function shown(
  live: Live,
  { isEveryone, mode }: { isEveryone: boolean; mode: FormMetadata['mode'] },
): KnownBlock[] {
  switch (live.type) {
    case 'counting':
      return [section(md`:hourglass_flowing_sand: Counting …`)];
    case 'incomplete':
      return [
        section(md`:pencil2: ${escaped(clip(live.message, 1000))}`),
        ...(mode === 'text' ? offered(live.offers ?? []) : []),
      ];
    case 'counted': {
      const { size, examples, twin } = live.preview;
      const people = joined(
        examples.map(({ name, email }) => escaped(clip(name ?? email, 60))),
        ', ',
      );
      return [
        section(
          isEveryone
            ? md`Everyone: *${count(size.members)}* · ${count(size.reachable)} can be mailed`
            : inNumbers(size),
        ),
        ...(people === '' ? [] : [context(md`For example ${people}`)]),
        ...(mode === 'text' ? [context(escapedLines(clip(size.readBack ?? '', 1500)))] : []),
        ...(twin === undefined ? [] : [section(twinWords(twin)), ...offered([twin.sentence])]),
      ];
    }
    default:
      throw live satisfies never;
  }
}

/** Buttons that replace the typed text with another one. */
const offered = (sentences: readonly string[]): KnownBlock[] =>
  offerRows(
    sentences.map((sentence, index) => ({
      text: sentence,
      words: `Use: ${sentence}`,
      short: 'Use',
      action: `${elements.offer}.${index}`,
      value: sentence,
    })),
  );

export const newRow = (seed: number): Row => ({ ...emptyRow, seed });

/** A form in which nothing is filled in: it includes everyone, until conditions narrow it. */
export const emptyDraft = (
  metadata: Omit<FormMetadata, 'mode' | 'rows' | 'next' | 'texts'>,
): SegmentDraft => ({
  metadata: { ...metadata, mode: 'rows', rows: [], next: 1, texts: 0 },
  name: '',
  description: '',
  form: { match: 'everyone', rows: [] },
  text: '',
});
