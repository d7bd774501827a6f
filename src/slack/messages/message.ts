import type { Button, KnownBlock, StaticSelect } from '@slack/types';
import { clip } from '../../words.ts';
import { escaped } from '../mrkdwn.ts';

/** What is posted: blocks, and the same in words for notifications and screen readers. */
export interface Message {
  text: string;
  blocks: KnownBlock[];
}

/** The most that Slack takes in one text. */
const LONGEST = 3000;

/** A paragraph of mrkdwn; a longer one than Slack takes is cut. */
export const section = (mrkdwn: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: bounded(mrkdwn) },
});

/** A paragraph with a button or a select at its side. */
export const sectionWith = (mrkdwn: string, accessory: Button | StaticSelect): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: bounded(mrkdwn) },
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

/** Buttons side by side, each with an action of its own. */
export const buttons = (...elements: Button[]): KnownBlock => ({ type: 'actions', elements });

/** Lines of mrkdwn in as few paragraphs as they fit into. */
export function paragraphs(lines: readonly string[]): KnownBlock[] {
  const packed: string[] = [];
  for (const line of lines) {
    const last = packed.at(-1);
    if (last !== undefined && last.length + line.length < LONGEST)
      packed[packed.length - 1] = `${last}\n${line}`;
    else packed.push(line);
  }
  return packed.map(section);
}

/** The small grey line under a card. */
export const context = (mrkdwn: string): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: bounded(mrkdwn) }],
});

/** A message of a few paragraphs, and the same in plain words. */
export function message(blocks: KnownBlock[], words: string): Message {
  // Slack reads this one as mrkdwn too.
  return { text: bounded(escaped(words)), blocks };
}

/** Cut where Slack would refuse it: after no half of an escape or a link, and no code left open. */
function bounded(mrkdwn: string): string {
  if (mrkdwn.length <= LONGEST) return mrkdwn;
  const whole = clip(mrkdwn, LONGEST - 1).replace(/(?:&[a-z]*|<[^>]*)…$/, '…');
  return (whole.match(/`/g)?.length ?? 0) % 2 === 1 ? `${whole}\`` : whole;
}
