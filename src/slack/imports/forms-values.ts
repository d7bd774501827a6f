import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { notAboutMail, questionOf } from '../../csv/columns/mapping.ts';
import { likelyMeaning, proposedEmpty } from '../../csv/consent/consent.ts';
import { type Meaning, meanings } from '../../csv/consent/terms.ts';
import type { Column, Consent, Mapping } from '../../csv/schema.ts';
import { defined } from '../../lib/defined.ts';
import { clip } from '../../lib/words.ts';
import { actions, views } from '../core/ids.ts';
import { button, context, section, sectionWith } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { bold, counted, escaped, md } from '../kit/mrkdwn.ts';
import type { ViewValues } from './forms-columns.ts';

/** A modal is limited to 100 blocks; the values that don't fit are asked afterwards. */
const MOST_BLOCKS = 96;

/** What cells say about mail that only a person can tell: one select for each different cell. */
export function importValuesModal(proposal: {
  importId: number;
  fileName: string;
  mapping: Mapping;
}): ModalView {
  const { importId, fileName, mapping } = proposal;
  const asked = mapping.columns.flatMap((column, index) => {
    const question = questionOf(column);
    return question === undefined ? [] : [columnBlocks(column, question, index)];
  });
  const shown: KnownBlock[] = [];
  let columns = 0;
  for (const blocks of asked) {
    if (columns > 0 && shown.length + blocks.length > MOST_BLOCKS) break;
    shown.push(...blocks);
    columns += 1;
  }
  const later = asked.length - columns;
  return {
    ...formFrame({
      callback: views.importValues,
      title: 'Who gets mail?',
      submit: 'Next',
      metadata: { importId },
    }),
    notify_on_close: true,
    blocks: [
      section(
        md`${bold(clip(fileName, 200))}\nNothing is saved yet. What do these cells say about mail? If columns disagree about a person, the strictest answer counts.`,
      ),
      ...shown,
      ...(later > 0 ? [context(md`${counted(later, 'more column')} next.`)] : []),
    ],
  };
}

function columnBlocks({ header }: Column, consent: Consent, index: number): KnownBlock[] {
  const { values, others, empty, isTags } = consent;
  const place = (what: string | number): string => `value-${index}.${what}`;
  const cells =
    others === null
      ? counted(values.length, isTags ? 'tag' : 'different value')
      : `too many different values to ask about one by one`;
  return [
    { type: 'divider' },
    {
      ...sectionWith(
        md`${bold(clip(header, 100))}: ${escaped(cells)}`,
        button('Not about mail', actions.importNotMail, String(index)),
      ),
      block_id: `about-${index}`,
    },
    ...values.map(({ value, rows, means }, number) =>
      meaningInput(
        place(number),
        `“${value}” in ${counted(rows, 'row')}`,
        means ?? likelyMeaning(value, consent),
      ),
    ),
    ...(others === null ? [] : [meaningInput(place('filled'), filledLabel(others), others.means)]),
    ...(empty.rows === 0 || (empty.means !== null && others === null)
      ? []
      : [meaningInput(place('empty'), `No answer in ${counted(empty.rows, 'row')}`, proposedEmpty(consent))]),
  ];
}

function filledLabel({ rows, samples }: NonNullable<Consent['others']>): string {
  const some = samples.map((cell) => `“${clip(cell, 40)}”`).join(', ');
  return `Any other text, in ${counted(rows, 'row')}${some === '' ? '' : `: ${some} …`}`;
}

function meaningInput(place: string, label: string, means: Meaning | null): InputBlock {
  const initial = options.find(({ value }) => value === means);
  return {
    type: 'input',
    block_id: place,
    label: plain(label, 2000),
    element: {
      type: 'static_select',
      action_id: 'means',
      options,
      ...defined({ initial_option: initial }),
    },
  };
}

const words: Record<Meaning, string> = {
  subscribed: 'Subscribed: they agreed to get mail',
  'non-subscribed': 'Not subscribed: they didn’t agree',
  unsubscribed: 'Unsubscribed: they don’t want mail',
  bounced: 'Bounced: mail to them bounces',
  nothing: 'Says nothing about mail',
};
const options: PlainTextOption[] = meanings.map((value) => ({ value, text: plain(words[value], 75) }));

/** The mapping with the choices for its cells. */
export function readMeanings(values: ViewValues, asked: Mapping): Mapping {
  const columns = asked.columns.map((column, index) => {
    const { consent } = column;
    if (consent === undefined) return column;
    const chosen = (what: string | number): Meaning | null =>
      meanings.find(
        (meaning) => meaning === values[`value-${index}.${what}`]?.means?.selected_option?.value,
      ) ?? null;
    const { others, empty } = consent;
    return {
      ...column,
      consent: {
        ...consent,
        values: consent.values.map((value, number) => ({ ...value, means: chosen(number) ?? value.means })),
        others: others === null ? null : { ...others, means: chosen('filled') ?? others.means },
        empty: { ...empty, means: chosen('empty') ?? empty.means },
      },
    };
  });
  return { ...asked, columns };
}

/** The mapping in which a column is not about mail. */
export function withoutMail(mapping: Mapping, column: number): Mapping {
  const columns = mapping.columns.map((each, index) => (index === column ? notAboutMail(each) : each));
  return { ...mapping, columns };
}
