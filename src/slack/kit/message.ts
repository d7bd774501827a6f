import type { Button, KnownBlock, Overflow, StaticSelect } from '@slack/types';
import { clip } from '../../lib/words.ts';
import { bounded, escaped, joined, type Mrkdwn } from './mrkdwn.ts';

/** What gets posted: blocks, and the same in words for notifications and screen readers. */
export interface Message {
  text: Mrkdwn;
  blocks: KnownBlock[];
}

/** Slack's limit for one text. */
const LONGEST = 3000;

/** `verbatim`: a contact with the name "@channel" must not notify everyone in the channel. */
const textOf = (mrkdwn: Mrkdwn) => ({
  type: 'mrkdwn' as const,
  text: bounded(mrkdwn, LONGEST),
  verbatim: true,
});

/** A paragraph of mrkdwn, cut at Slack's limit. */
export const section = (mrkdwn: Mrkdwn): KnownBlock => ({
  type: 'section',
  text: textOf(mrkdwn),
});

/** A paragraph with a button or a select beside it. */
export const sectionWith = (mrkdwn: Mrkdwn, accessory: Button | StaticSelect): KnownBlock => ({
  type: 'section',
  text: textOf(mrkdwn),
  accessory,
});

/** A button. Its text is cut at Slack's limit; `value` comes back with the click. */
export const button = (
  words: string,
  action: string,
  value: string,
  options: { style?: 'primary' | 'danger' } = {},
): Button => ({
  type: 'button',
  action_id: action,
  text: { type: 'plain_text', text: clip(words, 75) },
  ...(value === '' ? {} : { value }),
  ...options,
});

/** A button that opens an address in the browser; Slack reports its clicks too. */
export const linkButton = (words: string, action: string, url: string): Button => ({
  ...button(words, action, ''),
  url,
});

/** Buttons in a row, each with its own action, and a menu with more of them. */
export const buttons = (...elements: (Button | Overflow)[]): KnownBlock => ({ type: 'actions', elements });

/** The heading of a card: its numbers. Plain text: Slack reads no markup in it. */
export const header = (words: string): KnownBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: clip(words, 150), emoji: false },
});

/** Lines of mrkdwn in as few paragraphs as possible. */
export function paragraphs(lines: readonly Mrkdwn[]): KnownBlock[] {
  const packed: Mrkdwn[] = [];
  for (const line of lines) {
    const last = packed.at(-1);
    if (last !== undefined && last.length + line.length < LONGEST)
      packed[packed.length - 1] = joined([last, line]);
    else packed.push(line);
  }
  return packed.map(section);
}

/** The small gray line under a card. */
export const context = (mrkdwn: Mrkdwn): KnownBlock => ({
  type: 'context',
  elements: [textOf(mrkdwn)],
});

/** A message of a few paragraphs, and the same in plain words. */
export function message(blocks: KnownBlock[], words: string): Message {
  // Slack reads this one as mrkdwn too.
  return { text: bounded(escaped(words), LONGEST), blocks };
}
