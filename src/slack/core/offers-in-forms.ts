import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Message } from '../kit/message.ts';
import { actions } from './ids.ts';
import { MOST_OFFERS, offerRows } from './offer-buttons.ts';
import { withBlocks, withoutProblem, withProblem } from './windows.ts';

/** What a button that fills a field remembers: the field's block, and the text. */
export const filling = z.object({ field: z.string(), text: z.string() });

/** A field's limit, if it has none of its own. */
const LONGEST = 2000;

/**
 * Whether a block is this field. Slack keeps what someone typed as long as a block's id stays, so each text that
 * replaces it makes a new id: `asked0`, `asked0~1`.
 */
export const isField = (id: string | undefined, field: string): boolean =>
  id === field || id?.startsWith(`${field}~`) === true;

/**
 * A form that was refused, with the problem at its top and a button for each suggestion that replaces the text
 * of its field. Undefined if there are none, or if the field takes no text.
 */
export function withOffers(
  view: ViewOutput,
  field: string,
  { problem, suggestions }: { problem: Message; suggestions: readonly string[] },
): ModalView | undefined {
  const input = view.blocks.find(({ block_id }) => isField(block_id, field));
  if (input?.type !== 'input' || !('element' in input) || input.element.type !== 'plain_text_input')
    return undefined;
  const { max_length: limit = LONGEST } = input.element;
  const offers = offerRows(
    suggestions
      .slice(0, MOST_OFFERS)
      .map((text, index) => ({
        text,
        words: `Use: ${text}`,
        short: 'Use',
        action: `${actions.useOffer}.${index}`,
        value: JSON.stringify({ field, text }),
      }))
      .filter(({ text }) => text.length <= limit),
  );
  if (offers.length === 0) return undefined;
  return withProblem(view, [
    // Its buttons count a suggestion in a message; here they fill the field.
    ...problem.blocks.filter((block) => block.type !== 'actions' && !('accessory' in block)),
    ...offers,
  ]);
}

/** The form with this text in its field, without the problem. What was typed in other fields stays. */
export function filledIn(view: ViewOutput, { field, text }: z.infer<typeof filling>): ModalView {
  const blocks = withoutProblem(view).map((block) => {
    if (!isField(block.block_id, field) || block.type !== 'input') return block;
    if (block.element.type !== 'plain_text_input') return block;
    const turn = Number(block.block_id?.split('~')[1] ?? 0) + 1;
    return { ...block, block_id: `${field}~${turn}`, element: { ...block.element, initial_value: text } };
  });
  return withBlocks(view, blocks);
}
