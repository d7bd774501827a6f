import type { KnownBlock } from '@slack/types';
import { clip } from '../../lib/words.ts';
import { buttons, sectionWith } from '../kit/message.ts';
import { code, md } from '../kit/mrkdwn.ts';
import { showing } from './messages.ts';

/** A sentence that can be counted with one click. */
export interface Offer {
  sentence: string;
  /** The button's label; by default `Count: ` and the sentence. */
  words?: string;
}

/** No message offers more than this: the best ones come first. */
const MOST = 3;
/**
 * Slack's limit for a button's label. A cut sentence could mean something else, so it goes beside its button.
 */
const LONGEST_WORDS = 75;

/**
 * Buttons that count their sentences for the person who clicks, with that person's permissions and visible
 * only to them. A sentence that is too long for a button's label appears beside it; one that is too long for
 * a button's value is left out.
 *
 * @example offerBlocks([{ sentence: 'tagged vip' }]) // one row with the button "Count: tagged vip"
 */
export function offerBlocks(offers: readonly Offer[]): KnownBlock[] {
  const shown = offers.slice(0, MOST).flatMap(({ sentence, words: said = `Count: ${sentence}` }, index) => {
    const words = said.replace(/\s+/g, ' ');
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
