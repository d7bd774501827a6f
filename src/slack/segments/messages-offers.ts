import type { KnownBlock } from '@slack/types';
import { clip } from '../../lib/words.ts';
import { buttons, sectionWith } from '../kit/message.ts';
import { code, md } from '../kit/mrkdwn.ts';
import { showing } from './messages.ts';

/** A sentence that can be counted with one click. */
export interface Offer {
  sentence: string;
  /** What the button says; by default `Count: ` and the sentence. */
  words?: string;
}

/** No message offers more: the best ones come first. */
const MOST = 3;
/** Slack takes no longer text of a button. A cut sentence could mean something else, so it stands beside its button. */
const LONGEST_WORDS = 75;

/**
 * Buttons that count what their sentences say, for the person who clicks: with that person's permissions, and shown to them
 * alone. A sentence that doesn't fit on a button stands beside it; one that no button can carry is left out.
 *
 * @example offerBlocks([{ sentence: 'tagged vip' }]) // one row with the button "Count: tagged vip"
 */
export function offerBlocks(offers: readonly Offer[]): KnownBlock[] {
  const shown = offers.slice(0, MOST).flatMap(({ sentence, words = `Count: ${sentence}` }, index) => {
    const fits = words.length <= LONGEST_WORDS;
    const place = { show: 'count', sentence } as const;
    return showing(fits ? words : 'Count', `offer-${index}`, place).map((button) => ({
      sentence,
      fits,
      button,
    }));
  });
  const short = shown.filter(({ fits }) => fits).map(({ button }) => button);
  const long = shown.filter(({ fits }) => !fits);
  return [
    ...(short.length === 0 ? [] : [buttons(...short)]),
    ...long.map(({ sentence, button }) => sectionWith(md`${code(clip(sentence, 2000))}`, button)),
  ];
}
