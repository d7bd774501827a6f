import type { MessageShortcut } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { shortcutOpening } from '../core/shortcut-listeners.ts';
import { mrkdwnAsMarkdown } from '../kit/mrkdwn-text.ts';
import { richTextAsMarkdown } from '../kit/rich-text.ts';
import { formFor } from './buttons.ts';

/** "Send as campaign": the message becomes the text of a new campaign, which the person sees before it is saved. */
export const sendAsCampaignShortcut = (deps: SlackDeps) =>
  shortcutOpening<MessageShortcut>(deps, 'New campaign', (caller, { message, response_url }) => {
    const { text, blocks } = message as { text?: string; blocks?: unknown };
    const written = richTextAsMarkdown(blocks);
    // Messages of apps have no rich text.
    const body = written === '' ? mrkdwnAsMarkdown(text ?? '') : written;
    return formFor(deps, caller, { to: { url: response_url, replace: false }, begun: { body } });
  });
