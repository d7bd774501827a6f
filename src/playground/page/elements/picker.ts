import type { Option } from '@slack/types';
import { html } from '../html.ts';
import { Icon } from '../icon.ts';
import { usePlaced } from '../popup.ts';
import { controlId, type Placed, useSurface } from '../surface.ts';
import { useSurroundings } from '../surroundings.ts';
import { plainOf } from '../text/text.ts';
import { useId, useRef, useState } from '../vendor/hooks.js';
import { choicesOf } from './choices.ts';
import { OptionPopup } from './option-popup.ts';
import { useOptions } from './use-options.ts';

/** A select of any type: a box to type in, with a list of matches. Follows the ARIA combobox pattern. */
export function Picker(placed: Placed) {
  const { element, blockId, labelledBy, describedBy, invalid, optional } = placed;
  const { workspace } = useSurroundings();
  const { states, choose } = useSurface();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();

  const choices = choicesOf(element, workspace);
  const chosen = choices.chosen(states[blockId]?.[element.action_id ?? '']);
  const { groups, note } = useOptions(placed, choices, { open, typed });
  const options = groups.flatMap((group) => group.options);
  const full = choices.multiple && chosen.length >= (element.max_selected_items ?? Number.POSITIVE_INFINITY);
  usePlaced(list, box, { open, wide: true });

  /** Opens at what is chosen, if only one can be and the options are here already. */
  const show = () => {
    if (open) return;
    setOpen(true);
    const isKnown = !choices.multiple && !choices.external;
    const at = isKnown ? options.findIndex(({ value }) => value === chosen[0]?.value) : 0;
    setActive(Math.max(0, at));
  };
  const close = () => {
    setOpen(false);
    setTyped('');
  };
  const write = (next: Option[]) => choose(placed, choices.write(next));
  const remove = (option: Option) => write(chosen.filter((each) => each.value !== option.value));
  const pick = (option: Option) => {
    if (!choices.multiple) {
      close();
      return write([option]);
    }
    if (typed !== '') setActive(0);
    setTyped('');
    if (chosen.some(({ value }) => value === option.value)) remove(option);
    else if (!full) write([...chosen, option]);
  };

  // Only keys scroll the list. If the mouse did, the option under it would move away before the click arrives.
  const moveTo = (at: number) => {
    setActive(at);
    list.current?.querySelectorAll('[role=option]')[at]?.scrollIntoView({ block: 'nearest' });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const option = options[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (!open) show();
      else moveTo((active + step + options.length) % Math.max(1, options.length));
    } else if (event.key === 'Enter' && open && option) pick(option);
    else if (event.key === 'Enter' && !open) show();
    else if (event.key === 'Escape' && open) close();
    else if (event.key === 'Backspace' && typed === '' && choices.multiple && chosen.length > 0)
      remove(chosen.at(-1) as Option);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const single = choices.multiple ? undefined : chosen[0];
  const placeholder = single ? plainOf(single.text) : plainOf(element.placeholder) || 'Choose…';
  return html`<div class=${`picker ${open ? 'open' : ''} ${choices.multiple ? 'multiple' : ''}`} ref=${box} onClick=${() => input.current?.focus()}>
    ${
      choices.multiple &&
      chosen.map(
        (option) => html`<span class="chip" key=${option.value}>
          ${plainOf(option.text)}
          <button type="button" aria-label=${`Remove ${plainOf(option.text)}`} onClick=${() => remove(option)}><${Icon} name="close" /></button>
        </span>`,
      )
    }
    <input type="text" class=${single && !open ? 'chosen' : ''} ref=${input} id=${controlId(labelledBy)} role="combobox" autocomplete="off" spellcheck=${false}
      aria-expanded=${open ? 'true' : 'false'} aria-controls=${open ? id : undefined} aria-autocomplete="list" aria-haspopup="listbox"
      aria-activedescendant=${open && options[active] ? `${id}-${active}` : undefined}
      aria-labelledby=${labelledBy} aria-label=${labelledBy ? undefined : plainOf(element.placeholder) || 'Choose'} aria-describedby=${describedBy} aria-invalid=${invalid ? 'true' : undefined}
      data-focus-first=${element.focus_on_load ? '' : undefined}
      placeholder=${choices.multiple && chosen.length > 0 ? '' : placeholder} value=${open ? typed : single ? plainOf(single.text) : ''}
      onInput=${(event: { currentTarget: HTMLInputElement }) => {
        show();
        setTyped(event.currentTarget.value);
        setActive(0);
      }}
      onClick=${show} onBlur=${close} onKeyDown=${onKeyDown} />
    ${
      optional &&
      single &&
      html`<button type="button" class="picker-clear" aria-label="Clear" onClick=${() => write([])}><${Icon} name="close" /></button>`
    }
    <span class="picker-arrow" aria-hidden="true"><${Icon} name="chevron" /></span>
    ${
      open &&
      html`<${OptionPopup} id=${id} list=${list} groups=${groups} note=${full ? `No more than ${element.max_selected_items}.` : note}
        active=${active} chosen=${chosen} multiple=${choices.multiple} onPick=${pick} onHover=${setActive} />`
    }
  </div>`;
}
