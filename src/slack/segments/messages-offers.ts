import type { KnownBlock } from '@slack/types';
import { actions } from '../core/ids.ts';
import { offerRows } from '../core/offer-buttons.ts';

/** A sentence that can be counted with one click. */
export interface Offer {
  sentence: string;
  /** The button's label; by default `Count: ` and the sentence. */
  words?: string;
}

/**
 * Buttons that count their sentences for the person who clicks, with that person's permissions and visible
 * only to them.
 *
 * @example offerBlocks([{ sentence: 'tagged vip' }]) // one row with the button "Count: tagged vip"
 */
export const offerBlocks = (offers: readonly Offer[]): KnownBlock[] =>
  offerRows(
    offers.map(({ sentence, words = `Count: ${sentence}` }, index) => ({
      text: sentence,
      words,
      short: 'Count',
      action: `${actions.showSegments}.offer-${index}`,
      value: JSON.stringify({ show: 'count', sentence }),
    })),
  );
