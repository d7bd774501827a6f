import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { ChosenBefore } from '../../audience/imports/back.ts';
import type { ImportProposal } from '../../audience/imports/proposals.ts';
import type { MappingProblem } from '../../csv/columns/mapping.ts';
import type { Mapping } from '../../csv/schema.ts';
import { defined } from '../../lib/defined.ts';
import { clip } from '../../lib/words.ts';
import { views } from '../core/ids.ts';
import { context, section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { bold, counted, escaped, md } from '../kit/mrkdwn.ts';
import { columnInputs, shownColumns, type ViewValues } from './forms-columns.ts';
import { type RefusedReading, readingBlocks } from './forms-reading.ts';

/** Step one: the file. Above it, what was wrong with the previous one. */
export function importFileModal(problem?: { message: string; hint: string | undefined }): ModalView {
  const wrong: KnownBlock[] =
    problem === undefined
      ? []
      : [
          section(md`:warning: ${escaped(problem.message)}`),
          ...(problem.hint === undefined ? [] : [context(escaped(problem.hint))]),
        ];
  return {
    type: 'modal',
    callback_id: views.importFile,
    title: plain('Import contacts', 24),
    submit: plain('Next', 24),
    close: plain('Cancel', 24),
    blocks: [
      ...wrong,
      {
        type: 'input',
        block_id: 'file',
        label: plain('A CSV file, up to 10 MB', 2000),
        hint: plain('From any tool or spreadsheet. You’ll see how it’s read before anything is saved.', 2000),
        element: {
          type: 'file_input',
          action_id: 'file',
          filetypes: ['csv', 'tsv', 'txt', 'text'],
          max_files: 1,
        },
      },
    ],
  };
}

/** What the second step shows. */
export type ShownProposal = ImportProposal & { refused?: RefusedReading };

/**
 * Step two: how each column is read, guessed and open to change, and what people agreed to.
 *
 * @param before what was chosen when the form was shown before
 */
export function importMappingModal(proposal: ShownProposal, before?: ChosenBefore): ModalView {
  const { fileName, rowsTotal, mapping, problems } = proposal;
  const notes = problems.map((problem) => {
    const { message, blocking, asks } = problem;
    const sign = blocking && asks === undefined ? md`:warning:` : md`:information_source:`;
    return section(md`${sign} ${escaped(message)} ${escaped(hintOf(problem, mapping))}`);
  });
  const shown = shownColumns(mapping);
  const columns = shown.flatMap((each) => columnInputs(each, mapping));
  const hidden = mapping.columns.length - shown.length;
  return {
    ...formFrame({
      callback: views.importMapping,
      title: 'Import contacts',
      submit: 'Next',
      metadata: { importId: proposal.importId },
    }),
    // Closing it means the person doesn't want the file, so it is deleted at once.
    notify_on_close: true,
    blocks: [
      section(
        md`${bold(clip(fileName, 200))}\n${counted(rowsTotal, 'row')}. Nothing is saved yet: check how each column is read.`,
      ),
      ...readingBlocks(proposal),
      ...notes.slice(0, 4),
      statusInput(before),
      existingInput(before),
      { type: 'divider' },
      ...columns,
      ...(hidden > 0 ? [context(md`${counted(hidden, 'more column')} will be read as guessed.`)] : []),
    ],
  };
}

/** A column that may say who gets mail is settled here or in the next step. */
function hintOf({ asks, column, hint }: MappingProblem, { columns }: Mapping): string {
  if (asks === undefined) return hint;
  return columns[column ?? -1]?.consent?.isDetail === true
    ? 'It’s kept as an attribute unless you choose Status.'
    : 'You’ll be asked next. If it isn’t about mail, choose Attribute below.';
}

const statusOption = (value: string, text: string, description: string): PlainTextOption => ({
  value,
  text: plain(text, 75),
  description: plain(description, 75),
});

const statusOptions: PlainTextOption[] = [
  statusOption('subscribed', 'They agreed to get mail', 'New contacts become subscribed'),
  statusOption('non-subscribed', 'Not sure', 'New contacts become non-subscribed: saved, but not mailed'),
];

const preselected = (options: PlainTextOption[], value: string | undefined) =>
  defined({ initial_option: options.find((option) => option.value === value) });

/** Nothing is preselected but what this person chose before: consent is a choice that a person makes. */
const statusInput = (before?: ChosenBefore): InputBlock => ({
  type: 'input',
  block_id: 'status',
  label: plain('Did these people agree to get mail from you?', 2000),
  hint: plain(
    'For new contacts. Existing contacts keep their status unless the file says they unsubscribed or bounced.',
    2000,
  ),
  element: {
    type: 'radio_buttons',
    action_id: 'status',
    options: statusOptions,
    ...preselected(statusOptions, before?.newStatus),
  },
});

const existingOptions: PlainTextOption[] = [
  statusOption('update', 'Update them', 'Use the values in the file; empty cells change nothing'),
  statusOption(
    'keep',
    'Leave them as they are',
    'Only new people are added; opt-outs in the file still count',
  ),
];

const existingInput = (before?: ChosenBefore): InputBlock => ({
  type: 'input',
  block_id: 'existing',
  label: plain('People who are already contacts', 2000),
  element: {
    type: 'radio_buttons',
    action_id: 'existing',
    options: existingOptions,
    ...preselected(existingOptions, before?.existing ?? 'update'),
  },
});

/** What people agreed to, as chosen. */
export function readNewStatus(values: ViewValues): 'subscribed' | 'non-subscribed' | undefined {
  const value = values.status?.status?.selected_option?.value;
  return value === 'subscribed' || value === 'non-subscribed' ? value : undefined;
}

/** What happens to existing contacts, as chosen. */
export const readExisting = (values: ViewValues): 'update' | 'keep' =>
  values.existing?.existing?.selected_option?.value === 'keep' ? 'keep' : 'update';
