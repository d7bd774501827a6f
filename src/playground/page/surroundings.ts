import type { Person, Workspace } from '../slack-server/protocol.ts';
import { useContext } from './vendor/hooks.js';
import { createContext } from './vendor/preact.js';

/** The workspace, the person who looks at the page, and where: every text with a mention or a date needs them. */
export interface Surroundings {
  workspace: Workspace;
  person: Person;
  /** The channel that is open; undefined in a direct message and in the mailbox. */
  channelId?: string | undefined;
}

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined);

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (!surroundings) throw new Error('This part of the page stands outside of a SurroundingsContext.');
  return surroundings;
}
