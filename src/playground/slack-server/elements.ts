import type { AnyBlock, ElementState, ElementStates } from './protocol.ts';

/** An interactive element as it appears in a block, with all properties that any kind may have. */
export interface Element {
  type: string;
  action_id: string;
  [property: string]: unknown;
}

export interface PlacedElement {
  block: AnyBlock & { block_id: string; optional?: boolean; dispatch_action?: boolean };
  element: Element;
  /** In an input block, and so checked before a submission. */
  isInput: boolean;
}

/** Fills in the block_ids and action_ids that the app left out, as Slack does. Returns a copy. */
export function withIds(blocks: AnyBlock[], next: (prefix: string) => string): AnyBlock[] {
  const copy = structuredClone(blocks);
  for (const block of copy) {
    block.block_id ||= next('b');
    for (const element of interactive(block)) element.action_id ||= next('a');
  }
  return copy;
}

export function elementsOf(blocks: AnyBlock[]): PlacedElement[] {
  return blocks.flatMap((block) =>
    interactive(block).map((element) => ({
      block: block as PlacedElement['block'],
      element: element as Element,
      isInput: block.type === 'input',
    })),
  );
}

export function findElement(
  blocks: AnyBlock[],
  blockId: string,
  actionId: string,
): PlacedElement | undefined {
  return elementsOf(blocks).find(
    ({ block, element }) => block.block_id === blockId && element.action_id === actionId,
  );
}

/**
 * The content of `state.values`: for every element with a value, what the person entered, else its initial
 * value, else null or an empty list.
 */
export function statesOf(blocks: AnyBlock[], given: ElementStates): ElementStates {
  const states: ElementStates = {};
  for (const { block, element } of elementsOf(blocks)) {
    const kind = kinds[element.type];
    if (!kind) continue;
    const sent = given[block.block_id]?.[element.action_id];
    const value = sent && kind.key in sent ? sent[kind.key] : element[kind.initial];
    const inBlock = states[block.block_id] ?? {};
    inBlock[element.action_id] = { type: element.type, [kind.key]: tidy(value, kind.empty) };
    states[block.block_id] = inBlock;
  }
  return states;
}

/** The value in a state, or undefined if there is none. */
export function chosenValue(state: ElementState | undefined): unknown {
  if (!state) return undefined;
  const value = state[kinds[state.type]?.key ?? 'value'];
  return value === null || (Array.isArray(value) && value.length === 0) ? undefined : value;
}

/** The field of a state that holds this type of element's value; undefined if it has none (a button). */
export function stateKey(type: string): keyof ElementState | undefined {
  return kinds[type]?.key;
}

const kinds: Record<string, { key: keyof ElementState; initial: string; empty: null | [] }> = {
  plain_text_input: { key: 'value', initial: 'initial_value', empty: null },
  number_input: { key: 'value', initial: 'initial_value', empty: null },
  email_text_input: { key: 'value', initial: 'initial_value', empty: null },
  url_text_input: { key: 'value', initial: 'initial_value', empty: null },
  rich_text_input: { key: 'rich_text_value', initial: 'initial_value', empty: null },
  static_select: { key: 'selected_option', initial: 'initial_option', empty: null },
  external_select: { key: 'selected_option', initial: 'initial_option', empty: null },
  radio_buttons: { key: 'selected_option', initial: 'initial_option', empty: null },
  checkboxes: { key: 'selected_options', initial: 'initial_options', empty: [] },
  multi_static_select: { key: 'selected_options', initial: 'initial_options', empty: [] },
  multi_external_select: { key: 'selected_options', initial: 'initial_options', empty: [] },
  users_select: { key: 'selected_user', initial: 'initial_user', empty: null },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', empty: [] },
  channels_select: { key: 'selected_channel', initial: 'initial_channel', empty: null },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', empty: [] },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation', empty: null },
  multi_conversations_select: { key: 'selected_conversations', initial: 'initial_conversations', empty: [] },
  datepicker: { key: 'selected_date', initial: 'initial_date', empty: null },
  timepicker: { key: 'selected_time', initial: 'initial_time', empty: null },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time', empty: null },
  file_input: { key: 'files', initial: 'initial_files', empty: [] },
};

/** Slack sends null for an empty text. */
function tidy(value: unknown, empty: null | []): unknown {
  return value === undefined || value === null || value === '' ? empty : value;
}

interface Holder {
  type: string;
  accessory?: Element;
  element?: Element;
  elements?: Element[];
}

function interactive(block: AnyBlock): { type: string; action_id?: string }[] {
  const { type, accessory, element, elements } = block as Holder;
  const found = [
    accessory,
    element,
    ...(type === 'actions' || type === 'context_actions' ? (elements ?? []) : []),
  ];
  return found.filter((one): one is Element => one !== undefined && one.type !== 'image');
}
