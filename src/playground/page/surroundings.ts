import type { Person, Workspace } from '../slack-server/protocol.ts';
import { useContext } from './vendor/hooks.js';
import { createContext } from './vendor/preact.js';

/** The workspace and the person who looks at the page: every text with a mention or a date needs them. */
export interface Surroundings {
  workspace: Workspace;
  person: Person;
}

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined);

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (!surroundings) throw new Error('This part of the page stands outside of a SurroundingsContext.');
  return surroundings;
}
