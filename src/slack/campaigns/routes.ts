import type { SlackDeps } from '../core/deps.ts';
import { campaignActions } from './buttons.ts';
import { campaignAudienceActions, campaignAudienceViews } from './buttons-audience.ts';
import { campaignReleaseActions } from './buttons-release.ts';
import { campaignViews } from './submissions.ts';
import { campaignReleaseViews } from './submissions-release.ts';

/** The listeners of the buttons and forms of campaigns. */
export const campaignListeners = (deps: SlackDeps) => ({
  buttons: { ...campaignActions(deps), ...campaignAudienceActions(deps), ...campaignReleaseActions(deps) },
  forms: { ...campaignViews(deps), ...campaignAudienceViews(deps), ...campaignReleaseViews(deps) },
});
