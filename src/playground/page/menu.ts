import { html } from './html.ts';
import { usePlaced } from './popup.ts';
import { useId, useLayoutEffect, useRef, useState } from './vendor/hooks.js';

export interface MenuItem {
  key: string;
  label: unknown;
  description?: unknown;
  /** Set if the items are a choice of one. */
  checked?: boolean;
  onSelect: () => void;
}

/** A button that opens a menu. Arrow keys move, Enter chooses, Escape and a click elsewhere close. */
export function Menu(props: {
  label?: string;
  title?: string;
  className?: string;
  items: MenuItem[];
  children?: unknown;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();

  // Before the next key arrives: pressing Enter twice opens the menu and chooses its first item.
  useLayoutEffect(() => {
    if (!open) return;
    list.current?.showPopover();
    const items = itemsOf(list.current);
    (items.find((item) => item.ariaChecked === 'true') ?? items[0])?.focus();
  }, [open]);
  usePlaced(list, button, { open });

  const close = () => {
    button.current?.focus();
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const items = itemsOf(list.current);
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[
      event.key
    ];
    if (next !== undefined) items[next % items.length]?.focus();
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') return setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return html`<button type="button" ref=${button} class=${props.className ?? 'icon-button'} aria-label=${props.label} title=${props.title ?? props.label}
      aria-haspopup="menu" aria-expanded=${open ? 'true' : 'false'} aria-controls=${open ? id : undefined} onClick=${() => setOpen(!open)}>
      ${props.children}
    </button>
    ${
      open &&
      html`<div class="popup menu" id=${id} role="menu" aria-label=${props.label} popover="auto" ref=${list} onKeyDown=${onKeyDown}
        onToggle=${(event: ToggleEvent) => event.newState === 'closed' && setOpen(false)}>
        ${props.items.map(
          (item) => html`<button type="button" key=${item.key} class="menu-item" tabindex="-1"
            role=${item.checked === undefined ? 'menuitem' : 'menuitemradio'} aria-checked=${item.checked === undefined ? undefined : String(item.checked)}
            onClick=${() => {
              close();
              item.onSelect();
            }}>
            <span class="menu-label">${item.label}</span>
            ${item.description && html`<span class="menu-description">${item.description}</span>`}
          </button>`,
        )}
      </div>`
    }`;
}

function itemsOf(list: HTMLElement | null): HTMLElement[] {
  return list ? [...list.querySelectorAll<HTMLElement>('.menu-item')] : [];
}
