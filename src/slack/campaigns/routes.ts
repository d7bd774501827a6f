import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { shortcuts } from '../core/ids.ts';
import { campaignActions } from './buttons.ts';
import { campaignAudienceActions, campaignAudienceViews } from './buttons-audience.ts';
import { campaignReleaseActions } from './buttons-release.ts';
import { campaignResultsActions } from './buttons-results.ts';
import { sendAsCampaignShortcut } from './shortcut.ts';
import { campaignViews } from './submissions.ts';
import { campaignReleaseViews } from './submissions-release.ts';
import { campaignResultsViews } from './submissions-results.ts';
import { testListeners } from './testing.ts';

/** The listeners of the buttons and forms of campaigns. */
export const campaignListeners = (deps: SlackDeps) => ({
  buttons: {
    ...campaignActions(deps),
    ...campaignAudienceActions(deps),
    ...campaignReleaseActions(deps),
    ...campaignResultsActions(deps),
    ...testListeners(deps).buttons,
  },
  forms: {
    ...campaignViews(deps),
    ...campaignAudienceViews(deps),
    ...campaignReleaseViews(deps),
    ...campaignResultsViews(deps),
    ...testListeners(deps).forms,
  },
});

/** Registers the other listeners of campaigns. */
export function registerCampaigns(bolt: App, deps: SlackDeps): void {
  bolt.shortcut(shortcuts.sendAsCampaign, sendAsCampaignShortcut(deps));
}
