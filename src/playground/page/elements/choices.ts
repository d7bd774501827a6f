import type { Option, OptionGroup } from '@slack/types';
import type { ElementState, Workspace } from '../../slack-server/protocol.ts';
import type { Element } from '../element-state.ts';

/** How a type of select reads and writes its value. */
export interface Choices {
  multiple: boolean;
  /** Requested from the app while the person types. */
  external: boolean;
  /** The available choices, if they are known beforehand. */
  groups: OptionGroup[];
  chosen: (state: ElementState | undefined) => Option[];
  write: (options: Option[]) => ElementState;
}

/** The choices of any `…_select` element. */
export function choicesOf(element: Element, workspace: Workspace): Choices {
  const { type } = element;
  const multiple = type.startsWith('multi_');
  const kind = type.replace('multi_', '').replace('_select', '');
  if (kind === 'static' || kind === 'external') {
    return {
      multiple,
      external: kind === 'external',
      groups: element.option_groups ?? [{ label: noLabel, options: element.options ?? [] }],
      chosen: (state) =>
        multiple ? (state?.selected_options ?? []) : state?.selected_option ? [state.selected_option] : [],
      write: (options) =>
        multiple ? { type, selected_options: options } : { type, selected_option: options[0] ?? null },
    };
  }
  // Users, channels and conversations: the value is one id, or several.
  const field = `selected_${kind.replace(/s$/, '')}${multiple ? 's' : ''}` as
    | 'selected_user'
    | 'selected_users';
  const options = namesOf(kind, workspace);
  return {
    multiple,
    external: false,
    groups: [{ label: noLabel, options }],
    chosen: (state) => {
      const ids = [state?.[field] ?? []].flat();
      return ids.map((id) => options.find(({ value }) => value === id) ?? optionOf(id, id));
    },
    write: (chosen) => {
      const ids = chosen.map(({ value }) => value ?? '');
      return { type, [field]: multiple ? ids : (ids[0] ?? null) };
    },
  };
}

/** The groups with the options that match the typed text; groups without a match are left out. */
export function filterGroups(groups: readonly OptionGroup[], typed: string): OptionGroup[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map(({ label, options }) => ({
      label,
      options: options.filter(({ text }) => words.every((word) => text.text.toLowerCase().includes(word))),
    }))
    .filter(({ options }) => options.length > 0);
}

/** Puts options without groups into one group. */
export function ungrouped(options: Option[]): OptionGroup[] {
  return [{ label: noLabel, options }];
}

const noLabel = { type: 'plain_text', text: '' } as const;

function namesOf(kind: string, { people, channels }: Workspace): Option[] {
  if (kind === 'users') return people.map(({ id, realName }) => optionOf(id, realName));
  const shown = channels.filter(
    (channel) => channel.kind !== 'direct' && (kind !== 'channels' || channel.kind === 'public'),
  );
  return shown.map(({ id, name }) => optionOf(id, `#${name}`));
}

function optionOf(value: string, text: string): Option {
  return { text: { type: 'plain_text', text }, value };
}
