import type { KnownBlock, PlainTextOption } from '@slack/types';
import { type Encoding, encodingNames, encodings } from '../../csv/encodings.ts';
import type { Mapping } from '../../csv/mapping.ts';
import { readingWords } from '../../csv/reading.ts';
import { actions } from '../ids.ts';
import { section, sectionWith } from '../messages/message.ts';
import { escaped, md } from '../mrkdwn.ts';
import { plain } from './modal.ts';

const encodingOptions = new Map(
  Object.entries(encodingNames).map(([value, { label }]): [string, PlainTextOption] => [
    value,
    { value, text: plain(label, 75) },
  ]),
);

/** An encoding in which nothing could be read, so that the file is still read as before. */
export interface RefusedEncoding {
  encoding: Encoding;
  message: string;
}

/** Where the encoding is a guess: an example to tell by, and the others to choose from. */
export function readingBlocks({
  mapping,
  refused,
}: {
  mapping: Mapping;
  refused?: RefusedEncoding | undefined;
}): KnownBlock[] {
  const words = readingWords(mapping);
  if (words === undefined) return [];
  const { encoding } = mapping.format;
  const initial = encodingOptions.get(encoding);
  const problem =
    refused === undefined
      ? []
      : [
          section(
            md`:warning: In ${escaped(encodingNames[refused.encoding].name)}: ${escaped(refused.message)}`,
          ),
        ];
  return [
    ...problem,
    {
      ...sectionWith(md`:abc: ${escaped(words)} If that is garbled, choose another encoding.`, {
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

/** The encoding that was chosen from the list. */
export const readEncoding = (value: string): Encoding | undefined =>
  encodings.find((encoding) => encoding === value);
