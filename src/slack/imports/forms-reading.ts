import type { KnownBlock, PlainTextOption } from '@slack/types';
import type { ChosenFormat } from '../../csv/columns/inspect.ts';
import { type Delimiter, delimiterNames, delimiters } from '../../csv/file/delimiters.ts';
import { type Encoding, encodingNames, encodings } from '../../csv/file/encodings.ts';
import { readingWords, separationWords } from '../../csv/file/reading.ts';
import type { Mapping } from '../../csv/schema.ts';
import { defined } from '../../lib/defined.ts';
import { actions } from '../core/ids.ts';
import { section, sectionWith } from '../kit/message.ts';
import { plain } from '../kit/modal.ts';
import { escaped, md } from '../kit/mrkdwn.ts';

const encodingOptions = new Map(
  Object.entries(encodingNames).map(([value, { label }]): [string, PlainTextOption] => [
    value,
    { value, text: plain(label, 75) },
  ]),
);

const delimiterOptions = new Map(
  delimiters.map((value): [string, PlainTextOption] => {
    const name = delimiterNames[value];
    return [value, { value, text: plain(`${name.charAt(0).toUpperCase()}${name.slice(1)}`, 75) }];
  }),
);

/** A choice with which the file could not be read, so that it is still read as before. */
export type RefusedReading = ChosenFormat & { message: string };

/** How a file is read, and the alternatives: what separates its cells, and its encoding if guessed. */
export function readingBlocks({
  mapping,
  refused,
}: {
  mapping: Mapping;
  refused?: RefusedReading | undefined;
}): KnownBlock[] {
  const problem =
    refused === undefined
      ? []
      : [section(md`:warning: ${escaped(chosenWords(refused))}: ${escaped(refused.message)}`)];
  return [...problem, ...encodingBlocks(mapping, refused), delimiterBlock(mapping, refused)];
}

function encodingBlocks(mapping: Mapping, refused: RefusedReading | undefined): KnownBlock[] {
  const words = readingWords(mapping);
  if (words === undefined) return [];
  const { encoding } = mapping.format;
  return [
    {
      ...sectionWith(md`:abc: ${escaped(words)} If that looks garbled, choose another encoding.`, {
        type: 'static_select',
        action_id: actions.importEncoding,
        options: [...encodingOptions.values()],
        ...initial(encodingOptions.get(encoding)),
      }),
      // A new id for each answer, so that the select shows what the file is read as.
      block_id: `encoding.${encoding}${refused?.encoding === undefined ? '' : `.${refused.encoding}`}`,
    },
  ];
}

function delimiterBlock({ format }: Mapping, refused: RefusedReading | undefined): KnownBlock {
  const { delimiter, list } = format;
  return {
    ...sectionWith(md`:heavy_division_sign: ${escaped(separationWords(format))}`, {
      type: 'static_select',
      action_id: actions.importDelimiter,
      placeholder: plain('Separator', 150),
      options: [...delimiterOptions.values()],
      ...(list ? {} : initial(delimiterOptions.get(delimiter))),
    }),
    block_id: `delimiter.${delimiters.indexOf(delimiter)}${refused?.delimiter === undefined ? '' : `.${delimiters.indexOf(refused.delimiter)}`}`,
  };
}

const initial = (option: PlainTextOption | undefined): { initial_option?: PlainTextOption } =>
  defined({ initial_option: option });

/** Words for a choice, at the beginning of a sentence. */
export function chosenWords({ encoding, delimiter }: ChosenFormat): string {
  if (encoding !== undefined) return `In ${encodingNames[encoding].name}`;
  return delimiter === undefined ? 'As shown' : `Separated by ${delimiterNames[delimiter]}`;
}

/** The encoding that was chosen from the list. */
export const readEncoding = (value: string): Encoding | undefined =>
  encodings.find((encoding) => encoding === value);

/** The delimiter that was chosen from the list. */
export const readDelimiter = (value: string): Delimiter | undefined =>
  delimiters.find((delimiter) => delimiter === value);
