import type { PlaygroundEvent } from './protocol.ts';

/** Carries what happens to the pages that are open and to whoever waits for something. */
export interface Feed {
  /** To these people, or to everyone whom it says. */
  publish(event: PlaygroundEvent, isFor: (person: string) => boolean): void;
  /**
   * Calls back with each event for the person from now on; with `after`, first with those since that id. Returns how to
   * stop, and whether nothing was missed.
   */
  subscribe(
    person: string,
    listener: (id: number, event: PlaygroundEvent) => void,
    after?: number,
  ): { stop: () => void; complete: boolean; last: number };
  /** Calls back after every change of any kind. Returns how to stop. */
  onChange(listener: () => void): () => void;
  /** Says that something changed which no page shows. */
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
