import type { AnyBlock, ElementState, ElementStates } from '../slack-server/protocol.ts';

/** An element as the app sent it. The page types it loosely: an unknown type must not break it. */
export interface Element {
  type: string;
  action_id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what else it has depends on its type, and comes over the wire.
  [field: string]: any;
}

interface PlacedElement {
  blockId: string;
  element: Element;
}

/**
 * The values of all elements in some blocks, in Slack's shape: the typed value if block_id, action_id and
 * type are still the same, otherwise the initial value.
 *
 * @param current the conversation that the person is looking at
 */
export function statesOf(blocks: readonly AnyBlock[], typed: ElementStates, current?: string): ElementStates {
  const states: ElementStates = {};
  for (const { blockId, element } of blocks.flatMap(elementsOf)) {
    const actionId = element.action_id ?? '';
    const kept = typed[blockId]?.[actionId];
    const state = kept?.type === element.type ? kept : initialState(element, current);
    if (state) states[blockId] = { ...states[blockId], [actionId]: state };
  }
  return states;
}

/** An element's value before anyone touched it; undefined if it has none, such as a button. */
export function initialState(element: Element, current?: string): ElementState | undefined {
  const { type } = element;
  const isHere = element.default_to_current_conversation === true && current !== undefined;
  const orNull = (field: string) => element[field] ?? null;
  const orNone = (field: string) => element[field] ?? [];
  switch (type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: element.initial_value || null };
    case 'rich_text_input':
      return { type, rich_text_value: orNull('initial_value') };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: orNull('initial_option') };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: orNone('initial_options') };
    case 'users_select':
      return { type, selected_user: orNull('initial_user') };
    case 'multi_users_select':
      return { type, selected_users: orNone('initial_users') };
    case 'channels_select':
      return { type, selected_channel: orNull('initial_channel') };
    case 'multi_channels_select':
      return { type, selected_channels: orNone('initial_channels') };
    case 'conversations_select':
      return { type, selected_conversation: isHere ? current : orNull('initial_conversation') };
    case 'multi_conversations_select':
      return { type, selected_conversations: isHere ? [current] : orNone('initial_conversations') };
    case 'datepicker':
      return { type, selected_date: orNull('initial_date') };
    case 'timepicker':
      return { type, selected_time: orNull('initial_time') };
    case 'datetimepicker':
      return { type, selected_date_time: orNull('initial_date_time') };
    case 'file_input':
      return { type, files: [] };
    default:
      return undefined;
  }
}

function elementsOf(block: AnyBlock): PlacedElement[] {
  const blockId = block.block_id ?? '';
  const {
    elements = [],
    accessory,
    element,
  } = block as {
    elements?: Element[];
    accessory?: Element;
    element?: Element;
  };
  if (block.type === 'actions') return elements.map((each) => ({ blockId, element: each }));
  const one = block.type === 'section' ? accessory : block.type === 'input' ? element : undefined;
  return one ? [{ blockId, element: one }] : [];
}
