import type { SlackDeps } from '../core/deps.ts';
import { peopleActions } from './buttons.ts';
import { listViews } from './submissions.ts';
import { numberViews } from './submissions-numbers.ts';

/** The listeners of the buttons and forms of lists of people. */
export const peopleListeners = (deps: SlackDeps) => ({
  buttons: { ...peopleActions(deps) },
  forms: { ...listViews(deps), ...numberViews(deps) },
});
