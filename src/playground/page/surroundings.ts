import type { Person, Workspace } from '../slack-server/protocol.ts';
import type { DateReader } from './text/slack-date.ts';
import { useContext } from './vendor/hooks.js';
import { createContext } from './vendor/preact.js';

/** The workspace, the person who looks at the page, and where: every text with a mention or a date needs them. */
export interface Surroundings {
  workspace: Workspace;
  person: Person;
  /** The channel that is open; undefined in a direct message and in the mailbox. */
  channelId?: string | undefined;
  /** The workspace's time: the app's clock may have been moved ahead of the browser's. */
  now: () => Date;
}

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined);

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (!surroundings) throw new Error('This part of the page stands outside of a SurroundingsContext.');
  return surroundings;
}

/** For whom, and at which time, the dates on the page are written. */
export function useDateReader(): DateReader {
  const { person, now } = useSurroundings();
  return { now: now(), timeZone: person.timeZone, locale: person.locale };
}
