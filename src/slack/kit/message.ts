import type { Button, KnownBlock, StaticSelect } from '@slack/types';
import { clip } from '../../lib/words.ts';
import { bounded, escaped, joined, type Mrkdwn } from './mrkdwn.ts';

/** What is posted: blocks, and the same in words for notifications and screen readers. */
export interface Message {
  text: Mrkdwn;
  blocks: KnownBlock[];
}

/** The most that Slack takes in one text. */
const LONGEST = 3000;

/** `verbatim`: Slack must not make a call to everyone out of a contact who is named "@channel". */
const textOf = (mrkdwn: Mrkdwn) => ({
  type: 'mrkdwn' as const,
  text: bounded(mrkdwn, LONGEST),
  verbatim: true,
});

/** A paragraph of mrkdwn; a longer one than Slack takes is cut. */
export const section = (mrkdwn: Mrkdwn): KnownBlock => ({
  type: 'section',
  text: textOf(mrkdwn),
});

/** A paragraph with a button or a select at its side. */
export const sectionWith = (mrkdwn: Mrkdwn, accessory: Button | StaticSelect): KnownBlock => ({
  type: 'section',
  text: textOf(mrkdwn),
  accessory,
});

/** A button; its words are cut where Slack would refuse them. `value` comes back with the click. */
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

/** A button that opens an address in the browser; Slack tells of the click as of any other. */
export const linkButton = (words: string, action: string, url: string): Button => ({
  ...button(words, action, ''),
  url,
});

/** Buttons side by side, each with an action of its own. */
export const buttons = (...elements: Button[]): KnownBlock => ({ type: 'actions', elements });

/** Lines of mrkdwn in as few paragraphs as they fit into. */
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

/** The small grey line under a card. */
export const context = (mrkdwn: Mrkdwn): KnownBlock => ({
  type: 'context',
  elements: [textOf(mrkdwn)],
});

/** A message of a few paragraphs, and the same in plain words. */
export function message(blocks: KnownBlock[], words: string): Message {
  // Slack reads this one as mrkdwn too.
  return { text: bounded(escaped(words), LONGEST), blocks };
}
