import type { PlaygroundEvent } from './protocol.ts';

/** Delivers events to the open pages, and notifies code that waits for a change. */
export interface Feed {
  /** To everyone for whom `isFor` returns true. */
  publish(event: PlaygroundEvent, isFor: (person: string) => boolean): void;
  /**
   * Calls back with each event for the person from now on; with `after`, first with the events since that id.
   * Returns a function that stops it, and whether no event was missed.
   */
  subscribe(
    person: string,
    listener: (id: number, event: PlaygroundEvent) => void,
    after?: number,
  ): { stop: () => void; complete: boolean; last: number };
  /** Calls back after every change of any kind. Returns a function that stops it. */
  onChange(listener: () => void): () => void;
  /** Reports a change that no page shows. */
  touch(): void;
}

const replayable = 200;

export function createFeed(): Feed {
  const past: { id: number; event: PlaygroundEvent; isFor: (person: string) => boolean }[] = [];
  const subscribers = new Set<{ person: string; listener: (id: number, event: PlaygroundEvent) => void }>();
  const watchers = new Set<() => void>();
  let last = 0;
  const touch = () => {
    for (const watcher of [...watchers]) watcher();
  };
  return {
    publish(event, isFor) {
      last += 1;
      past.push({ id: last, event, isFor });
      if (past.length > replayable) past.shift();
      for (const { person, listener } of [...subscribers]) if (isFor(person)) listener(last, event);
      touch();
    },
    subscribe(person, listener, after) {
      const complete = after !== undefined && after <= last && after >= last - past.length;
      if (complete) {
        for (const { id, event, isFor } of past) if (id > after && isFor(person)) listener(id, event);
      }
      const subscriber = { person, listener };
      subscribers.add(subscriber);
      return { stop: () => subscribers.delete(subscriber), complete, last };
    },
    onChange(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    touch,
  };
}
