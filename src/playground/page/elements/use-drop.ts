import { useEffect, useRef, useState } from '../vendor/hooks.js';
import type { RefObject } from '../vendor/preact.js';

/**
 * Takes files that are dropped on an element, or anywhere on its closest ancestor that matches `within`.
 *
 * @returns whether files are being dragged over it
 */
export function useDrop(
  target: RefObject<HTMLElement | null>,
  take: (files: File[]) => void,
  { within }: { within?: string } = {},
): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const area = within ? target.current?.closest<HTMLElement>(within) : target.current;
    if (!area) return;
    const onOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!area.contains(event.relatedTarget as Node | null)) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0 || event.defaultPrevented) return;
      event.preventDefault();
      latest.current(files);
    };
    area.addEventListener('dragover', onOver);
    area.addEventListener('dragleave', onLeave);
    area.addEventListener('drop', onDrop);
    return () => {
      area.removeEventListener('dragover', onOver);
      area.removeEventListener('dragleave', onLeave);
      area.removeEventListener('drop', onDrop);
    };
  }, []);
  return over;
}
