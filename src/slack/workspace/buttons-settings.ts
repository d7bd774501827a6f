import { showSettings } from '../../audience/workspace/settings-changes.ts';
import { opening } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { settingsModal } from './forms-settings.ts';

/** The button that runs `/audience settings`. */
export const openSettings = (deps: SlackDeps) =>
  opening(deps, 'Settings', async (caller, _value, to) =>
    settingsModal(to, await showSettings(deps.audience, caller)),
  );
