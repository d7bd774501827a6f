import type { InputBlock, KnownBlock } from '@slack/types';
import type { Campaign } from '../../audience/campaigns/card.ts';
import { context, section } from '../kit/message.ts';
import { plain } from '../kit/modal.ts';
import { escaped, md } from '../kit/mrkdwn.ts';
import { bodyParts, LONGEST_PART } from './body-parts.ts';
import { textInput } from './forms-inputs.ts';
import { fileWords } from './messages.ts';

/** The block of the HTML file, and the name of its element. */
export const fileBlock = 'file';

/** Slack allows 100 blocks in a form. */
const MOST_PARTS = 40;

/**
 * What a mail says: its text, in as many inputs as Slack needs for it, or an HTML file. The text of an HTML file
 * is never in an input: Slack would cut it into pieces.
 */
export function bodyInputs({ body, bodyKind }: Pick<Campaign, 'body' | 'bodyKind'>): KnownBlock[] {
  if (bodyKind === 'html')
    return [
      section(md`*Text:* ${escaped(fileWords(body))}. It stays as it is unless you replace it.`),
      fileInput('Replace it with another HTML file'),
      bodyInput(0, '', 'Or write a text instead'),
      formatting,
    ];
  const parts = bodyParts(body);
  if (parts.length > MOST_PARTS)
    return [
      context(md`The text is too long for this form, so it stays as it is.`),
      fileInput('Replace it with an HTML file'),
    ];
  return [
    ...parts.map((part, index) => bodyInput(index, part, index === 0 ? 'Text' : 'Text, continued')),
    formatting,
    fileInput('Or an HTML file'),
  ];
}

const bodyInput = (index: number, part: string, label: string): InputBlock =>
  textInput(index === 0 ? 'body' : `body${index}`, label, {
    initial: part,
    limit: LONGEST_PART,
    isOptional: true,
    isLong: true,
    ...(index === 0 ? { hint: 'In Markdown. Rollcall adds the unsubscribe link below it.' } : {}),
  });

const formatting = context(
  md`Formatting: \`**bold**\`, \`[a link](https://…)\`, \`[a button](https://…){button}\`. Names: \`{{first name|there}}\``,
);

const fileInput = (label: string): InputBlock => ({
  type: 'input',
  block_id: fileBlock,
  optional: true,
  label: plain(label, 2000),
  hint: plain(
    'A whole mail from your email editor, with its styles inside. Rollcall adds your postal address below it, and the unsubscribe link if it has none.',
    2000,
  ),
  element: { type: 'file_input', action_id: fileBlock, filetypes: ['html', 'htm'], max_files: 1 },
});
