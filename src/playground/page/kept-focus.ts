import { useLayoutEffect } from './vendor/hooks.js';
import type { RefObject } from './vendor/preact.js';

/** The place of the focus within a message or a view: an element, and which of its controls. */
interface Place {
  block: string;
  action: string;
  /** An element can have several controls: the boxes of a list, the cross of a chosen option. */
  nth: number;
}

const controls =
  'a[href], button:not([disabled]), input:not([disabled]):not([hidden]), textarea, summary, [tabindex="0"]';

/**
 * Keeps the focus where it was when blocks are replaced: on the element with the same ids, or else with the same action. `onLost`
 * is called if that no longer exists; without it, the browser would put the focus on the page, and typing would go nowhere.
 *
 * @param version changes with each replacement
 */
export function useKeptFocus(
  root: RefObject<HTMLElement | null>,
  version: unknown,
  onLost: () => void,
): void {
  // Read while rendering, because the old elements still exist then.
  const before = root.current ? placeIn(root.current) : undefined;
  useLayoutEffect(() => {
    if (before === undefined || !root.current || root.current.contains(document.activeElement)) return;
    const same = elementAt(root.current, before);
    if (same) same.focus();
    else onLost();
  }, [version]);
}

/** Puts the focus into the box to type in, when what had it is gone. */
export function focusComposer(): void {
  document.querySelector<HTMLElement>('.composer textarea')?.focus();
}

function placeIn(root: HTMLElement): Place | undefined {
  const focused = document.activeElement;
  if (!focused || !root.contains(focused)) return undefined;
  const element = focused.closest<HTMLElement>('.element');
  const { block = '', action = '' } = element?.dataset ?? {};
  const nth = element ? [...element.querySelectorAll(controls)].indexOf(focused) : -1;
  return { block, action, nth };
}

function elementAt(root: HTMLElement, { block, action, nth }: Place): HTMLElement | undefined {
  const withAction = [...root.querySelectorAll<HTMLElement>('.element')].filter(
    (element) => element.dataset.action === action && element.closest('[hidden]') === null,
  );
  // Blocks without an id of their own get a new one with each change.
  const element = withAction.find(({ dataset }) => dataset.block === block) ?? withAction[0];
  const found = element ? [...element.querySelectorAll<HTMLElement>(controls)] : [];
  return found[nth] ?? found[0];
}
