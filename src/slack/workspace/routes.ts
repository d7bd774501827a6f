import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { actions, startsWith, views } from '../core/ids.ts';
import { apiKeyActions } from './buttons-api-keys.ts';
import { providerActions } from './buttons-providers.ts';
import { openSettings } from './buttons-settings.ts';
import { apiKeyViews } from './submissions-api-keys.ts';
import { providerViews } from './submissions-providers.ts';
import { settingsViews } from './submissions-settings.ts';

/** Registers the listeners of API keys, providers and settings. */
export function registerWorkspace(bolt: App, deps: SlackDeps): void {
  bolt.action(actions.openSettings, openSettings(deps));
  bolt.view(views.settings, settingsViews(deps).save);

  const apiKeys = apiKeyActions(deps);
  bolt.action(actions.listApiKeys, apiKeys.list);
  bolt.action(actions.newApiKey, apiKeys.openNew);
  bolt.action(actions.revokeApiKey, apiKeys.revoke);
  bolt.view(views.newApiKey, apiKeyViews(deps).newKey);

  const providers = providerActions(deps);
  bolt.action(actions.listProviders, providers.list);
  bolt.action(startsWith(actions.connectProvider), providers.connect);
  bolt.action(actions.replaceProviderKey, providers.replaceKey);
  bolt.action(actions.removeProvider, providers.remove);
  bolt.view(views.providerKey, providerViews(deps).key);
}
