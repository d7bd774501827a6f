import type { SlackDeps } from '../core/deps.ts';
import { apiKeyActions } from './buttons-api-keys.ts';
import { providerActions } from './buttons-providers.ts';
import { openSettings } from './buttons-settings.ts';
import { apiKeyViews } from './submissions-api-keys.ts';
import { providerViews } from './submissions-providers.ts';
import { settingsViews } from './submissions-settings.ts';

/** The listeners of the buttons and forms of API keys, providers and settings. */
export const workspaceListeners = (deps: SlackDeps) => ({
  buttons: { openSettings: openSettings(deps), ...apiKeyActions(deps), ...providerActions(deps) },
  forms: { ...settingsViews(deps), ...apiKeyViews(deps), ...providerViews(deps) },
});
