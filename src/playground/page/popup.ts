import { useLayoutEffect } from './vendor/hooks.js';
import type { RefObject } from './vendor/preact.js';

/**
 * Keeps a popover next to its owner: below it, or above if there is more room. In the top layer nothing clips
 * it, neither a modal nor a scrolling log.
 */
export function usePlaced(
  popup: RefObject<HTMLElement | null>,
  anchor: RefObject<HTMLElement | null>,
  { open, wide = false }: { open: boolean; wide?: boolean },
): void {
  useLayoutEffect(() => {
    if (!open) return;
    const place = () => {
      if (popup.current && anchor.current) placeBeside(popup.current, anchor.current, wide);
    };
    place();
    const again = new ResizeObserver(place);
    if (popup.current) again.observe(popup.current);
    addEventListener('scroll', place, { capture: true, passive: true });
    addEventListener('resize', place);
    return () => {
      again.disconnect();
      removeEventListener('scroll', place, { capture: true });
      removeEventListener('resize', place);
    };
  }, [open]);
}

const gap = 4;
const margin = 8;

function placeBeside(popup: HTMLElement, anchor: HTMLElement, wide: boolean): void {
  const box = anchor.getBoundingClientRect();
  const below = innerHeight - box.bottom - gap - margin;
  const above = box.top - gap - margin;
  const up = popup.scrollHeight > below && above > below;
  popup.style.maxHeight = `${Math.min(320, up ? above : below)}px`;
  if (wide) popup.style.width = `${box.width}px`;
  const { width, height } = popup.getBoundingClientRect();
  popup.style.top = `${up ? box.top - gap - height : box.bottom + gap}px`;
  popup.style.left = `${Math.max(margin, Math.min(box.left, innerWidth - width - margin))}px`;
}
