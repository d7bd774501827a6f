import type { KnownBlock } from '@slack/types';
import { clip } from '../../lib/words.ts';
import { button, buttons, sectionWith } from '../kit/message.ts';
import { code, md } from '../kit/mrkdwn.ts';

/** A text that may be meant, and the button that does it. */
export interface OfferButton {
  /** The whole text. It appears beside the button if that can't hold it. */
  text: string;
  /** The button's label, which contains the text, and the one that it has beside the text. */
  words: string;
  short: string;
  action: string;
  value: string;
}

/** No message offers more than this: the best ones come first. */
export const MOST_OFFERS = 3;
/** Slack's limits for a button's label and value. Half a text could mean something else. */
const longest = { words: 75, value: 2000 };

/**
 * A row with a button for each text, the best first. A text that is too long for a label appears beside its button;
 * one that is too long for a button's value is left out.
 */
export function offerRows(offers: readonly OfferButton[]): KnownBlock[] {
  const shown = offers
    .slice(0, MOST_OFFERS)
    .filter(({ value }) => value.length <= longest.value)
    .map(({ text, words: said, short, action, value }) => {
      const words = said.replace(/\s+/g, ' ');
      const fits = words.length <= longest.words;
      return { text, fits, button: button(fits ? words : short, action, value) };
    });
  const row = shown.filter(({ fits }) => fits).map((each) => each.button);
  return [
    ...(row.length === 0 ? [] : [buttons(...row)]),
    ...shown
      .filter(({ fits }) => !fits)
      .map((each) => sectionWith(md`${code(clip(each.text, 2000))}`, each.button)),
  ];
}
