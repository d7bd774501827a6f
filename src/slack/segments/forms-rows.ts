import type { ConfirmationDialog, KnownBlock, PlainTextInput, PlainTextOption } from '@slack/types';
import { countryName } from '../../lib/countries.ts';
import { defined } from '../../lib/defined.ts';
import { languageName } from '../../lib/languages.ts';
import { clip, cut } from '../../lib/words.ts';
import type { RuleContext } from '../../rules/context.ts';
import { campaignChoiceWords } from '../../rules/form/campaigns-of-row.ts';
import type { Row, RowInput, RowOperator, Subject } from '../../rules/form/row.ts';
import { rowSubjects, subjectOf } from '../../rules/form/rows.ts';
import { ruleOfRow } from '../../rules/form/rule-of-rows.ts';
import { explainRule } from '../../rules/language/explain.ts';
import { pickers } from '../core/ids.ts';
import { button, context } from '../kit/message.ts';
import { plain } from '../kit/modal.ts';
import { escaped, md } from '../kit/mrkdwn.ts';
import { blocks, elements, times } from './forms-rule.ts';

/** The previous text, if there was any: Slack refuses an empty initial value. */
export const initial = (text: string, limit: number) =>
  text === '' ? {} : { initial_value: cut(text, limit) };

export const option = (words: string, value: string): PlainTextOption => ({ text: plain(words, 75), value });

/**
 * A condition as a row of the form: its subject, its operator, its inputs, and the read-back under it.
 *
 * @param options.isLast it is the last condition of a saved segment: removing it asks first
 */
export function rowBlocks(
  row: Row,
  id: number,
  names: RuleContext,
  { isLast = false }: { isLast?: boolean } = {},
): KnownBlock[] {
  const subject = subjectOf(row.what, names.names);
  const operators = subject?.operators ?? [];
  const { how } = row;
  const hows = waysOf(operators);
  const chosen = [...hows.usual, ...hows.more].find(({ value }) => value === `${row.not ? '!' : ''}${how}`);
  const about = rowSubjects(names.names).find(({ what }) => what === row.what);
  const head: KnownBlock = {
    type: 'actions',
    block_id: blocks.head(id, row.what),
    elements: [
      {
        type: 'external_select',
        action_id: elements.what,
        min_query_length: 0,
        placeholder: plain('What?', 150),
        ...(about === undefined ? {} : { initial_option: option(about.words, about.what) }),
      },
      ...(chosen === undefined
        ? []
        : [
            {
              type: 'static_select' as const,
              action_id: elements.how,
              ...optionsOf(hows),
              initial_option: chosen,
            },
          ]),
      {
        ...button('✕', elements.remove, String(id)),
        ...(isLast ? { confirm: removingTheLast } : {}),
        accessibility_label: clip(`Remove the condition${about === undefined ? '' : `: ${about.words}`}`, 75),
      },
    ],
  };
  if (subject === undefined) return [head];
  return [
    head,
    ...subject.inputs(how).flatMap((input) => inputBlocks(row, id, input, names)),
    ...readBack(row, subject, names),
  ];
}

const removingTheLast: ConfirmationDialog = {
  title: plain('Remove the last condition?', 100),
  text: plain('Without conditions, the segment includes everyone.', 300),
  confirm: plain('Remove', 30),
  deny: plain('Keep', 30),
};

/** The operators and their complements: those that most people look for first, and all others. */
function waysOf(operators: readonly RowOperator[]): { usual: PlainTextOption[]; more: PlainTextOption[] } {
  const ways = [
    ...operators.map(({ how, words, usual }) => ({ usual: usual !== undefined, way: option(words, how) })),
    ...operators.map(({ how, negated, usual }) => ({
      usual: usual === 'both',
      way: option(negated, `!${how}`),
    })),
  ];
  const order = operators.flatMap(({ how }) => [how, `!${how}`]);
  const sorted = ways
    .filter(({ usual }) => usual)
    .map(({ way }) => way)
    .sort((one, other) => order.indexOf(one.value ?? '') - order.indexOf(other.value ?? ''));
  return { usual: sorted, more: ways.filter(({ usual }) => !usual).map(({ way }) => way) };
}

/** Groups only if there are enough to need them. */
function optionsOf({ usual, more }: ReturnType<typeof waysOf>) {
  if (usual.length === 0 || more.length === 0) return { options: [...usual, ...more] };
  return {
    option_groups: [
      { label: plain('Most used', 75), options: usual },
      { label: plain('More…', 75), options: more },
    ],
  };
}

/**
 * The row in plain English, dates filled in; empty while incomplete: no one likes to be corrected halfway.
 */
function readBack(row: Row, subject: Subject, names: RuleContext): KnownBlock[] {
  const read = ruleOfRow(row, names);
  if (read.ok) {
    const rule = row.not ? ({ type: 'not', rule: read.condition } as const) : read.condition;
    return [context(escaped(clip(explainRule(rule, names), 500)))];
  }
  const { part, message } = read.problem;
  const typed = part !== undefined && part !== 'values' && part !== 'campaigns' && row[part].trim() !== '';
  return typed && subject.inputs(row.how).some((input) => input.part === part)
    ? [context(md`:warning: ${escaped(clip(message, 500))}`)]
    : [];
}

const labels: Record<RowInput['takes'], string> = {
  tags: 'Tags',
  segments: 'Segments',
  countries: 'Countries',
  languages: 'Languages',
  campaigns: 'In campaigns',
  'some-campaigns': 'Campaigns',
  reason: 'Because',
  choices: 'Which',
  texts: 'Value',
  numbers: 'Number',
  number: 'Number',
  'two-numbers': 'Two numbers',
  percent: 'Percent',
  timeframe: 'When',
  count: 'How often',
  'two-counts': 'How often',
};

/** "Clicked … in campaigns", but "was sent … campaigns". */
const labelOf = ({ takes, optional }: RowInput): string =>
  takes === 'campaigns' && !optional ? 'Campaigns' : labels[takes];

const placeholders: Partial<Record<RowInput['takes'], string>> = {
  texts: 'acme, or several separated by commas',
  numbers: '3, or several separated by commas',
  number: '10',
  'two-numbers': '5 and 10',
  percent: '10',
  timeframe: 'last 30 days, this month, since 1 March',
  count: '3',
  'two-counts': '2 and 5',
};

/** Slack's limit. The chosen options come first; any others have to be typed as a sentence. */
const mostOptions = 100;

function inputBlocks(row: Row, id: number, input: RowInput, context: RuleContext): KnownBlock[] {
  return input.takes === 'timeframe' && input.choices !== undefined
    ? timeBlocks(row, id, input)
    : [inputBlock(row, id, input, context)];
}

/** A timeframe: chosen from the everyday ones, or typed below. */
function timeBlocks(row: Row, id: number, { part, takes, optional, choices = [] }: RowInput): KnownBlock[] {
  const options = [
    ...(optional ? [option('Any time', times.any)] : []),
    ...choices.map(({ words, value }) => option(words, value)),
    option('Another time …', times.typed),
  ];
  const isTyped =
    row.typesTime === true || (row.time !== '' && !choices.some(({ value }) => value === row.time));
  const value = isTyped ? times.typed : row.time === '' ? times.any : row.time;
  const chosen = options.find((each) => each.value === value);
  const select: KnownBlock = {
    type: 'input',
    block_id: blocks.input(id, part, takes),
    dispatch_action: true,
    // "Any time" is a choice, so the input is never empty.
    label: plain(labels[takes], 2000),
    element: {
      type: 'static_select',
      action_id: elements.choice,
      options,
      placeholder: plain('Choose a timeframe', 150),
      ...defined({ initial_option: chosen }),
    },
  };
  if (!isTyped) return [select];
  return [
    select,
    {
      type: 'input',
      block_id: blocks.phrase(id),
      dispatch_action: true,
      label: plain('Which time?', 2000),
      element: typedElement(row.time, placeholders.timeframe ?? ''),
    },
  ];
}

const typedElement = (text: string, placeholder: string): PlainTextInput => ({
  type: 'plain_text_input',
  action_id: elements.typed,
  max_length: 500,
  dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
  placeholder: plain(placeholder, 150),
  ...initial(text, 500),
});

function inputBlock(row: Row, id: number, input: RowInput, { names }: RuleContext): KnownBlock {
  const { part, takes, optional } = input;
  const common = {
    type: 'input' as const,
    block_id: blocks.input(id, part, takes),
    dispatch_action: true,
    optional,
    label: plain(labelOf(input), 2000),
  };
  if (part === 'values' || part === 'campaigns') {
    const chosen = row[part].slice(0, 100).map((value) => option(wordsOf(takes, value, names), value));
    if (input.choices !== undefined) {
      const isPicked = ({ value }: { value: string }) => row.values.includes(value);
      const inOrder =
        input.choices.length > mostOptions
          ? [...input.choices.filter(isPicked), ...input.choices.filter((each) => !isPicked(each))]
          : input.choices;
      const options = inOrder.slice(0, mostOptions).map(({ words, value }) => option(words, value));
      const picked = row.values.flatMap((chosen) => options.find(({ value }) => value === chosen) ?? []);
      return {
        ...common,
        element: {
          type: 'multi_static_select',
          action_id: elements.choice,
          options,
          ...(takes === 'reason' ? { max_selected_items: 1, placeholder: plain('Any reason', 150) } : {}),
          ...(picked.length === 0 ? {} : { initial_options: picked }),
        },
      };
    }
    return {
      ...common,
      element: {
        type: 'multi_external_select',
        action_id: pickerOf[takes] ?? pickers.tag,
        min_query_length: 0,
        placeholder: plain(takes === 'campaigns' && optional ? 'Any campaign' : 'Type to search', 150),
        ...(chosen.length === 0 ? {} : { initial_options: chosen }),
      },
    };
  }
  return {
    ...common,
    element: typedElement(row[part], placeholders[takes] ?? ''),
  };
}

const pickerOf: Partial<Record<RowInput['takes'], string>> = {
  tags: pickers.tag,
  segments: pickers.segment,
  campaigns: pickers.ruleCampaign,
  'some-campaigns': pickers.someCampaign,
  countries: pickers.country,
  languages: pickers.language,
};

/** The words for a chosen value. */
function wordsOf(takes: RowInput['takes'], value: string, names: RuleContext['names']): string {
  const named = (things: readonly { id: number; name: string }[]): string =>
    things.find(({ id }) => String(id) === value)?.name ?? `#${value}`;
  switch (takes) {
    case 'tags':
      return named(names.tags);
    case 'segments':
      return named(names.segments);
    case 'campaigns':
    case 'some-campaigns':
      return campaignChoiceWords(value) ?? named(names.campaigns);
    case 'countries':
      return countryName(value);
    case 'languages':
      return languageName(value);
    default:
      return value;
  }
}
