import type { SlackDeps } from '../core/deps.ts';
import { campaignActions } from './buttons.ts';
import { campaignAudienceActions, campaignAudienceViews } from './buttons-audience.ts';
import { campaignViews } from './submissions.ts';

/** The listeners of the buttons and forms of campaigns. */
export const campaignListeners = (deps: SlackDeps) => ({
  buttons: { ...campaignActions(deps), ...campaignAudienceActions(deps) },
  forms: { ...campaignViews(deps), ...campaignAudienceViews(deps) },
});
