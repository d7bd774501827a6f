import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import type { Message } from '../kit/message.ts';
import { actions } from './ids.ts';
import { textsInstead } from './instead.ts';
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

/** A submitted form in which fields have their own ids, whatever replaced their text. */
export function withPlainIds<View extends Pick<ViewOutput, 'state'>>(view: View): View {
  const values = Object.entries(view.state.values).map(([id, value]) => [plainId(id), value]);
  return { ...view, state: { values: Object.fromEntries(values) } };
}

const plainId = (id: string): string => id.replace(/~\d+$/, '');

/** What was typed in a field; '' if it is empty or takes no text. */
function textOf({ state }: ViewOutput, field: string): string {
  const [, elements = {}] = Object.entries(state.values).find(([id]) => isField(id, field)) ?? [];
  return Object.values(elements)[0]?.value ?? '';
}

/** The field that an error is about, or else the only one that holds the words at fault. */
export function fieldAtFault(
  view: ViewOutput,
  { about, fault, meant }: Pick<RollcallError, 'about' | 'fault' | 'meant'>,
): string | undefined {
  const fields = view.blocks.flatMap(({ type, block_id = '' }) =>
    type === 'input' ? [plainId(block_id)] : [],
  );
  if (about !== undefined && fields.includes(about)) return about;
  const words = fault?.text ?? meant?.typed ?? '';
  return words === '' ? undefined : fields.find((field) => textOf(view, field).includes(words));
}

/** The texts that may be meant instead of what a field holds. */
export function suggestionsFor(view: ViewOutput, field: string, error: RollcallError): string[] {
  const { code, message, about, fault, meant } = error;
  // Whole texts are known only for the field that the error names: others are a part of what was read.
  const isWhole = about === field;
  const given = isWhole ? error : new RollcallError(code, message, { ...defined({ fault, meant }) });
  return textsInstead(textOf(view, field), given);
}

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
  return withProblem(view, [...problem.blocks, ...offers]);
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
