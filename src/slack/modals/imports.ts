import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { ImportProposal } from '../../audience/import-proposals.ts';
import { type Encoding, encodingNames, encodings } from '../../csv/encodings.ts';
import type { Column, Mapping, MappingProblem, Target } from '../../csv/mapping.ts';
import { readingWords } from '../../csv/reading.ts';
import { clip } from '../../words.ts';
import { actions, views } from '../ids.ts';
import { context, section, sectionWith } from '../messages/message.ts';
import { bold, count, counted, escaped } from '../mrkdwn.ts';
import { plain } from './modal.ts';

/** Each column takes up to two blocks of the 100 that a modal may have; the others keep what was guessed. */
const SHOWN_COLUMNS = 44;

/** Step one: the file. Above it, what was wrong with the one before. */
export function importFileModal(problem?: { message: string; hint: string | undefined }): ModalView {
  const wrong: KnownBlock[] =
    problem === undefined
      ? []
      : [
          section(`:warning: ${escaped(problem.message)}`),
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
        hint: plain(
          'From any tool or spreadsheet. Nothing is written before you have seen how it is read.',
          2000,
        ),
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

/** While something is worked on that a person waits for. */
export function waitingModal(sentence: string): ModalView {
  return {
    type: 'modal',
    title: plain('Import contacts', 24),
    close: plain('Close', 24),
    blocks: [section(`:hourglass_flowing_sand: ${escaped(sentence)}`)],
  };
}

/** What the second step shows; the rehearsal is left out where it would take too long to do again. */
export type ShownProposal = Omit<ImportProposal, 'rehearsal'> &
  Partial<Pick<ImportProposal, 'rehearsal'>> & {
    /** An encoding in which nothing could be read, so that the file is still read as before. */
    refused?: { encoding: Encoding; message: string };
  };

/** Step two: how each column is read, guessed and open to change, and what people agreed to. */
export function importMappingModal(proposal: ShownProposal): ModalView {
  const { fileName, rowsTotal, mapping, problems, rehearsal } = proposal;
  const notes = problems.map(({ message, hint, blocking }) =>
    section(`${blocking ? ':warning:' : ':information_source:'} ${escaped(message)} ${escaped(hint)}`),
  );
  const shown = shownColumns(mapping);
  const columns = shown.flatMap(({ column, index }) => columnInputs(column, placeOf(index, mapping)));
  const hidden = mapping.columns.length - shown.length;
  return {
    type: 'modal',
    callback_id: views.importMapping,
    private_metadata: JSON.stringify({ importId: proposal.importId }),
    // Who closes it does not want the file: it is forgotten at once.
    notify_on_close: true,
    title: plain('Import contacts', 24),
    submit: plain('Next', 24),
    close: plain('Cancel', 24),
    blocks: [
      section(
        `${bold(clip(fileName, 200))}\n${counted(rowsTotal, 'row')}. Nothing is written yet: check how each column is read.`,
      ),
      ...readingBlocks(proposal),
      ...(rehearsal === undefined ? [] : rehearsalBlocks(rehearsal)),
      ...notes.slice(0, 4),
      statusInput,
      existingInput,
      { type: 'divider' },
      ...columns,
      ...(hidden > 0 ? [context(`${counted(hidden, 'more column')} will be read as guessed.`)] : []),
    ],
  };
}

/**
 * Where a column's inputs stand. Another one after the file was read anew: Slack keeps what stands in an input of the same
 * place, and would show the old guess.
 */
const placeOf = (index: number, { format }: Mapping): string =>
  format.chosen ? `${index}.${format.encoding}` : String(index);

const encodingOptions = new Map(
  Object.entries(encodingNames).map(([value, { label }]): [string, PlainTextOption] => [
    value,
    { value, text: plain(label, 75) },
  ]),
);

/** Where the encoding is a guess: an example to tell by, and the others to choose from. */
function readingBlocks({ mapping, refused }: ShownProposal): KnownBlock[] {
  const words = readingWords(mapping);
  if (words === undefined) return [];
  const { encoding } = mapping.format;
  const initial = encodingOptions.get(encoding);
  const problem =
    refused === undefined
      ? []
      : [section(`:warning: In ${encodingNames[refused.encoding].name}: ${escaped(refused.message)}`)];
  return [
    ...problem,
    {
      ...sectionWith(`:abc: ${escaped(words)} If that is garbled, choose another encoding.`, {
        type: 'static_select',
        action_id: actions.importEncoding,
        options: [...encodingOptions.values()],
        ...(initial === undefined ? {} : { initial_option: initial }),
      }),
      // Another one for another answer, so that the select shows what the file is read as.
      block_id: `encoding.${encoding}${refused === undefined ? '' : `.${refused.encoding}`}`,
    },
  ];
}

/** The columns that fit, in the file's order; those that need a decision, or are a field of contacts, go first. */
function shownColumns(mapping: Mapping): { column: Column; index: number }[] {
  const rank = ({ type, target, dateOrder }: Column): number =>
    type === 'date' && dateOrder === null ? 0 : target === 'attribute' || target === 'ignore' ? 2 : 1;
  return mapping.columns
    .map((column, index) => ({ column, index }))
    .sort((a, b) => rank(a.column) - rank(b.column))
    .slice(0, SHOWN_COLUMNS)
    .sort((a, b) => a.index - b.index);
}

/** What would be taken as the columns are read now, and the first rows that would not. */
function rehearsalBlocks({ contacts, rejected, rejections }: ImportProposal['rehearsal']): KnownBlock[] {
  const taken = `${counted(contacts, 'row')} can be taken as the columns are read now`;
  if (rejected === 0) return [context(`${taken}, none would be rejected.`)];
  const examples = rejections
    .slice(0, 3)
    .map(({ line, problem }) => `line ${count(line)}: ${escaped(clip(problem, 160))}`);
  return [context(`${taken}, ${counted(rejected, 'row')} would be rejected. ${examples.join(' · ')}`)];
}

const statusOption = (value: string, text: string, description: string): PlainTextOption => ({
  value,
  text: plain(text, 75),
  description: plain(description, 75),
});

/** Nothing is preselected: consent is a choice that somebody makes. */
const statusInput: InputBlock = {
  type: 'input',
  block_id: 'status',
  label: plain('Did these people agree to get mail from you?', 2000),
  hint: plain(
    'For new contacts. People who are here already keep their status, unless you confirm something else.',
    2000,
  ),
  element: {
    type: 'radio_buttons',
    action_id: 'status',
    options: [
      statusOption('subscribed', 'They agreed to get mail', 'New contacts become subscribed'),
      statusOption('non-subscribed', 'Not sure', 'New contacts become non-subscribed: kept, but not mailed'),
    ],
  },
};

const existingOptions: PlainTextOption[] = [
  statusOption('update', 'Update them', 'They get what the file says; empty cells change nothing'),
  statusOption('keep', 'Leave them as they are', 'Only people who are new come in'),
];

const existingInput: InputBlock = {
  type: 'input',
  block_id: 'existing',
  label: plain('People who are here already', 2000),
  element: {
    type: 'radio_buttons',
    action_id: 'existing',
    options: existingOptions,
    ...(existingOptions[0] === undefined ? {} : { initial_option: existingOptions[0] }),
  },
};

const targetLabels: Record<Target, string> = {
  email: 'Email address',
  name: 'Name',
  'first-name': 'First name',
  'last-name': 'Last name',
  country: 'Country',
  language: 'Language',
  phone: 'Phone',
  company: 'Company',
  'signed-up': 'Signed up on',
  status: 'Status',
  tags: 'Tags',
  attribute: 'Attribute',
  ignore: 'Leave out',
};

const orders: PlainTextOption[] = [
  { value: 'dmy', text: plain('Day first: 31/12/2026', 75) },
  { value: 'mdy', text: plain('Month first: 12/31/2026', 75) },
  { value: 'ymd', text: plain('Year first: 2026/12/31', 75) },
];

function columnInputs(column: Column, place: string): InputBlock[] {
  const options = Object.entries(targetLabels)
    .filter(([target]) => isOffered(target as Target, column))
    .map(([target, label]) => ({
      value: target,
      text: plain(target === 'attribute' ? `Attribute (${column.type})` : label, 75),
    }));
  const initial = options.find((option) => option.value === column.target);
  const inputs: InputBlock[] = [
    {
      type: 'input',
      block_id: `column-${place}`,
      label: plain(column.header, 2000),
      hint: plain(samplesOf(column), 2000),
      element: {
        type: 'static_select',
        action_id: 'target',
        options,
        ...(initial === undefined ? {} : { initial_option: initial }),
      },
    },
  ];
  if (column.type === 'date' && (column.target === 'signed-up' || column.target === 'attribute')) {
    const order = orders.find((option) => option.value === column.dateOrder);
    inputs.push({
      type: 'input',
      block_id: `order-${place}`,
      label: plain(`${column.header}: how its dates are written`, 2000),
      element: {
        type: 'static_select',
        action_id: 'order',
        options: orders,
        ...(order === undefined ? {} : { initial_option: order }),
      },
    });
  }
  return inputs;
}

/** What a column can't be is not offered, but for what it was guessed to be. */
function isOffered(target: Target, column: Column): boolean {
  return target === column.target || target !== 'signed-up' || column.type === 'date';
}

function samplesOf(column: Column): string {
  if (column.filled === 0) return 'Empty in every row';
  return `${column.samples.join(' · ')}${column.samples.length < column.filled ? ' …' : ''}`;
}

/** `state.values[block_id][action_id]`, as far as it matters here. */
export type ViewValues = Record<
  string,
  Record<
    string,
    { selected_option?: { value: string } | null; selected_options?: { value?: string }[] | null }
  >
>;

/** The mapping as a person left it, over the one that was proposed. */
export function readMapping(values: ViewValues, proposed: Mapping): Mapping {
  const chosen = (block: string, action: string) => values[block]?.[action]?.selected_option?.value;
  return {
    ...proposed,
    columns: proposed.columns.map((column, index) => {
      const place = placeOf(index, proposed);
      return {
        ...column,
        target: (chosen(`column-${place}`, 'target') as Target | undefined) ?? column.target,
        dateOrder: (chosen(`order-${place}`, 'order') as Column['dateOrder'] | undefined) ?? column.dateOrder,
      };
    }),
  };
}

/** What people agreed to, as chosen. */
export function readNewStatus(values: ViewValues): 'subscribed' | 'non-subscribed' | undefined {
  const value = values.status?.status?.selected_option?.value;
  return value === 'subscribed' || value === 'non-subscribed' ? value : undefined;
}

/** The encoding that was chosen from the list. */
export const readEncoding = (value: string): Encoding | undefined =>
  encodings.find((encoding) => encoding === value);

/** While a file is read anew. */
export const rereadingModal = (encoding: Encoding): ModalView =>
  waitingModal(`Reading it as ${encodingNames[encoding].name} …`);

/** What becomes of people who are here, as chosen. */
export const readExisting = (values: ViewValues): 'update' | 'keep' =>
  values.existing?.existing?.selected_option?.value === 'keep' ? 'keep' : 'update';

/**
 * What is wrong, under the inputs that it is about; under the first column where it is about none of those shown, because
 * Slack refuses an error for an input that the modal does not have.
 */
export function mappingErrors(problems: MappingProblem[], values: ViewValues): Record<string, string> {
  const first = Object.keys(values).find((block) => block.startsWith('column-')) ?? 'status';
  const errors: Record<string, string> = {};
  for (const { column, blocking, message, hint } of problems) {
    if (!blocking) continue;
    const own = Object.keys(values).find((each) => each.split('.')[0] === `column-${column}`);
    const block = own ?? first;
    errors[block] ??= `${message} ${hint}`;
  }
  return errors;
}
