import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { shortcuts } from '../core/ids.ts';
import { campaignActions } from './buttons.ts';
import { campaignAudienceActions, campaignAudienceViews } from './buttons-audience.ts';
import { campaignReleaseActions } from './buttons-release.ts';
import { campaignResultsActions } from './buttons-results.ts';
import { presentCard } from './present-card.ts';
import { sendAsCampaignShortcut } from './shortcut.ts';
import { campaignViews } from './submissions.ts';
import { campaignReleaseViews } from './submissions-release.ts';
import { campaignResultsViews } from './submissions-results.ts';
import { testListeners } from './testing.ts';

/** The listeners of the buttons and forms of campaigns. */
export function campaignListeners(given: SlackDeps) {
  const deps: SlackDeps = { ...given, presentState: (stale) => presentCard(given, stale) };
  return {
    buttons: {
      ...campaignActions(deps),
      // Lists have it too.
      showCampaign: campaignActions(given).showCampaign,
      ...campaignAudienceActions(deps),
      ...campaignReleaseActions(deps),
      ...campaignResultsActions(given),
      ...testListeners(deps).buttons,
    },
    forms: {
      ...campaignViews(deps),
      ...campaignAudienceViews(deps),
      ...campaignReleaseViews(deps),
      ...campaignResultsViews(given),
      ...testListeners(deps).forms,
    },
  };
}

/** Registers the other listeners of campaigns. */
export function registerCampaigns(bolt: App, deps: SlackDeps): void {
  bolt.shortcut(shortcuts.sendAsCampaign, sendAsCampaignShortcut(deps));
}
