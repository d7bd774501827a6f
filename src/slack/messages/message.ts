import type { KnownBlock } from '@slack/types';
import { clip } from '../mrkdwn.ts';

/** What is posted: blocks, and the same in words for notifications and screen readers. */
export interface Message {
  text: string;
  blocks: KnownBlock[];
}

/** A paragraph of mrkdwn; a longer one than Slack takes is cut. */
export const section = (mrkdwn: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: clip(mrkdwn, 3000) },
});

/** The small grey line under a card. */
export const context = (mrkdwn: string): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: clip(mrkdwn, 3000) }],
});

/** A message of a few paragraphs; `text` is the first of them unless given. */
export function message(blocks: KnownBlock[], text: string): Message {
  return { text: clip(text, 3000), blocks };
}
