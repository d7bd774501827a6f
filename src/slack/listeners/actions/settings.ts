import { showSettings } from '../../../audience/settings-changes.ts';
import { opening } from '../../clicks.ts';
import type { SlackDeps } from '../../deps.ts';
import { settingsModal } from '../../modals/settings.ts';

/** The button that stands for `/audience settings`. */
export const openSettings = (deps: SlackDeps) =>
  opening(deps, 'Settings', async (caller, _value, to) =>
    settingsModal(to, await showSettings(deps.audience, caller)),
  );
