import { useRef } from './vendor/hooks.js';

/** What a person sent before, newest last; stored in this browser, so that it survives a reload. */
export interface History {
  add: (text: string) => void;
  /** One step back (-1) or forward (1) from the current entry; undefined at the ends. */
  step: (by: -1 | 1) => string | undefined;
}

const key = 'rollcall-playground-history';
const most = 100;

export function useHistory(): History {
  const texts = useRef<string[]>(undefined);
  texts.current ??= read();
  const at = useRef(texts.current.length);
  return {
    add(text) {
      const next = [...(texts.current ?? []).filter((each) => each !== text), text].slice(-most);
      texts.current = next;
      at.current = next.length;
      localStorage.setItem(key, JSON.stringify(next));
    },
    step(by) {
      const next = at.current + by;
      const length = texts.current?.length ?? 0;
      if (next < 0 || next > length) return undefined;
      at.current = next;
      return next === length ? '' : texts.current?.[next];
    },
  };
}

function read(): string[] {
  try {
    const texts: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(texts) ? texts.filter((text) => typeof text === 'string') : [];
  } catch {
    return [];
  }
}
