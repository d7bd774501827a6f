import type { Option, OptionGroup } from '@slack/types';
import { html } from '../html.ts';
import { Icon } from '../icon.ts';
import { plainOf } from '../text/text.ts';
import { useEffect } from '../vendor/hooks.js';
import type { RefObject } from '../vendor/preact.js';

/** The list under a select. Options are numbered across all groups; the focus stays in the select's box. */
export function OptionPopup(props: {
  id: string;
  list: RefObject<HTMLDivElement | null>;
  groups: OptionGroup[];
  note: string | undefined;
  active: number;
  chosen: Option[];
  multiple: boolean;
  onPick: (option: Option) => void;
  onHover: (index: number) => void;
}) {
  const { id, list, groups, note, active, chosen, multiple, onPick, onHover } = props;
  useEffect(() => {
    list.current?.showPopover();
    list.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  }, []);
  let index = -1;
  const show = (option: Option) => {
    index += 1;
    const at = index;
    const isChosen = chosen.some(({ value }) => value === option.value);
    return html`<div key=${option.value} id=${`${id}-${at}`} class=${`popup-option ${at === active ? 'active' : ''}`} role="option" aria-selected=${String(isChosen)}
      onPointerMove=${() => at !== active && onHover(at)} onClick=${(event: Event) => {
        event.stopPropagation();
        onPick(option);
      }}>
      <span class="popup-check">${isChosen && html`<${Icon} name="check" />`}</span>
      <span class="popup-text">${plainOf(option.text)}${option.description && html`<span class="option-description">${plainOf(option.description)}</span>`}</span>
    </div>`;
  };
  // Pressing an option must not take the focus from the box: losing it closes the list.
  return html`<div class="popup listbox" popover="manual" ref=${list} onMouseDown=${(event: Event) => event.preventDefault()}>
    ${note && html`<p class="popup-note" role="status">${note}</p>`}
    <div id=${id} role="listbox" aria-multiselectable=${multiple ? 'true' : undefined} aria-label="Choices">
      ${groups.map((group) =>
        group.label.text
          ? html`<div role="group" aria-label=${group.label.text}><p class="popup-group" aria-hidden="true">${plainOf(group.label)}</p>${group.options.map(show)}</div>`
          : group.options.map(show),
      )}
    </div>
  </div>`;
}
