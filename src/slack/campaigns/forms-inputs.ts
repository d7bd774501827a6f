import type { InputBlock } from '@slack/types';
import { plain } from '../kit/modal.ts';

/** A text input whose element has the name of its block. */
export function textInput(
  block: string,
  label: string,
  more: {
    initial: string;
    limit: number;
    isOptional?: boolean;
    hint?: string;
    example?: string;
    isLong?: boolean;
  },
): InputBlock {
  const { initial, limit, isOptional = false, hint, example, isLong = false } = more;
  return {
    type: 'input',
    block_id: block,
    optional: isOptional,
    label: plain(label, 2000),
    ...(hint === undefined ? {} : { hint: plain(hint, 2000) }),
    element: {
      type: 'plain_text_input',
      action_id: block,
      max_length: limit,
      ...(isLong ? { multiline: true } : {}),
      ...(example === undefined ? {} : { placeholder: plain(example, 150) }),
      ...(initial === '' ? {} : { initial_value: initial }),
    },
  };
}
