import type { InputBlock, PlainTextOption } from '@slack/types';
import { contactField, eachField } from '../../contact-fields.ts';
import { type MappingProblem, questionOf } from '../../csv/columns/mapping.ts';
import type { Column, Mapping, Target } from '../../csv/schema.ts';
import { defined } from '../../lib/defined.ts';
import { plain } from '../kit/modal.ts';

/** Each column takes up to two of the 100 blocks that a modal may have; the rest keep their guess. */
const SHOWN_COLUMNS = 43;

/** The columns that fit, in the file's order. Those that need a decision or are a contact field go first. */
export function shownColumns(mapping: Mapping): { column: Column; index: number }[] {
  const rank = (column: Column): number => {
    const { type, target, dateOrder } = column;
    const isOpen = (type === 'date' && dateOrder === null) || questionOf(column) !== undefined;
    return isOpen ? 0 : target === 'attribute' || target === 'ignore' ? 2 : 1;
  };
  return mapping.columns
    .map((column, index) => ({ column, index }))
    .sort((a, b) => rank(a.column) - rank(b.column))
    .slice(0, SHOWN_COLUMNS)
    .sort((a, b) => a.index - b.index);
}

/** The inputs of a column: what it is, and its date format if it has one. */
export function columnInputs(
  { column, index }: { column: Column; index: number },
  mapping: Mapping,
): InputBlock[] {
  const place = placeOf(index, mapping);
  const { topics = [] } = mapping;
  const options = Object.entries(targetLabels)
    .filter(([target]) => isOffered(target as Target, column) && (target !== 'topics' || topics.length > 0))
    .flatMap(([target, label]) => {
      if (target === 'topic')
        return topics.map(({ id, name }) => ({ value: `topic:${id}`, text: plain(`Topic: ${name}`, 75) }));
      const words = target === 'attribute' ? `Attribute (${column.type})` : label;
      return [{ value: target, text: plain(words, 75) }];
    });
  const shown = shownTarget(column);
  const initial = options.find(
    ({ value }) => value === (shown === 'topic' ? `topic:${column.topicId}` : shown),
  );
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
        ...defined({ initial_option: initial }),
      },
    },
  ];
  if (column.type === 'date' && /^(?:signed-up|attribute|status|status-since)$/.test(shownTarget(column))) {
    const order = orders.find((option) => option.value === column.dateOrder);
    inputs.push({
      type: 'input',
      block_id: `order-${place}`,
      label: plain(`${column.header}: date format`, 2000),
      element: {
        type: 'static_select',
        action_id: 'order',
        options: orders,
        ...defined({ initial_option: order }),
      },
    });
  }
  return inputs;
}

/** What the select shows. A reason or an IP is proposed as an attribute; continuing confirms that. */
const shownTarget = (column: Column): Target =>
  questionOf(column)?.isDetail === true ? 'attribute' : column.target;

/** Targets that can't fit the column are not offered, except for the guessed one. */
function isOffered(target: Target, column: Column): boolean {
  const isDate = target === 'signed-up' || target === 'status-since';
  return target === column.target || !isDate || column.type === 'date';
}

function samplesOf(column: Column): string {
  if (column.filled === 0) return 'Empty in every row';
  return `${column.samples.join(' · ')}${column.samples.length < column.filled ? ' …' : ''}`;
}

/** The part of `state.values[block_id][action_id]` that matters here. */
export type ViewValues = Record<
  string,
  Record<
    string,
    { selected_option?: { value: string } | null; selected_options?: { value?: string }[] | null }
  >
>;

/** The mapping with a person's changes to the proposed one. */
export function readMapping(values: ViewValues, proposed: Mapping): Mapping {
  const chosen = (block: string, action: string) => values[block]?.[action]?.selected_option?.value;
  return {
    ...proposed,
    columns: proposed.columns.map((column, index) => {
      const place = placeOf(index, proposed);
      const [target, topic] = chosen(`column-${place}`, 'target')?.split(':') ?? [];
      return {
        ...column,
        target: (target as Target | undefined) ?? column.target,
        ...(topic === undefined ? {} : { topicId: Number(topic) }),
        dateOrder: (chosen(`order-${place}`, 'order') as Column['dateOrder'] | undefined) ?? column.dateOrder,
      };
    }),
  };
}

/**
 * Puts each error under the input that it is about. If that input is not shown, the error goes under the
 * first column, because Slack refuses an error for an input that the modal does not have.
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

/**
 * The block id of a column's inputs. It changes after the file is read again: Slack keeps what an input with
 * the same id holds, and would show the old guess.
 */
function placeOf(index: number, { format }: Mapping): string {
  const encoding = format.chosen ? `.${format.encoding}` : '';
  const delimiter = format.chosenDelimiter ? `.${format.delimiter.codePointAt(0)}` : '';
  return `${index}${encoding}${delimiter}`;
}

const { name, ...otherFields } = eachField((field) => contactField(field).label);
const targetLabels: Record<Target, string> = {
  email: 'Email address',
  name,
  'first-name': 'First name',
  'last-name': 'Last name',
  ...otherFields,
  'signed-up': 'Sign-up date',
  status: 'Status',
  'status-since': 'Status since',
  'email-validation': 'Address validity',
  tags: 'Tags',
  topic: 'Topic',
  topics: 'Topics, as a list',
  attribute: 'Attribute',
  ignore: 'Don’t import',
};

const orders: PlainTextOption[] = [
  { value: 'dmy', text: plain('Day first: 31/12/2026', 75) },
  { value: 'mdy', text: plain('Month first: 12/31/2026', 75) },
  { value: 'ymd', text: plain('Year first: 2026/12/31', 75) },
];
