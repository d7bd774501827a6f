import type { Button } from '@slack/types';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section } from '../kit/message.ts';
import { escaped, md, person } from '../kit/mrkdwn.ts';
import { placeValue, type SegmentPlace } from './places.ts';

// What goes into a channel, and the question before it.

/**
 * The button that shares a card with the channel, counted again.
 *
 * @param tells whether the card reveals who someone is; then sharing asks for confirmation
 */
export function shareButton(place: SegmentPlace, tells: boolean): Button[] {
  const value = placeValue(place);
  if (value === undefined) return [];
  return [
    tells
      ? { ...button('Share', actions.shareAnyway, value), confirm: sharing(place) }
      : button('Share', actions.shareSegments, value),
  ];
}

const sharing = (place: SegmentPlace) => ({
  title: {
    type: 'plain_text' as const,
    text: place.show === 'members' ? 'Share addresses?' : 'Share who this is about?',
  },
  text: { type: 'plain_text' as const, text: sharingWords(place) },
  confirm: { type: 'plain_text' as const, text: 'Share' },
  deny: { type: 'plain_text' as const, text: 'Cancel' },
});

const sharingWords = (place: SegmentPlace): string =>
  place.show === 'members'
    ? 'This list holds names and email addresses. Everyone in this channel will see them.'
    : 'This shows an email address, a name or a phone number. Everyone in this channel will see it.';

/** Asks before a card that reveals who someone is goes into a channel, if its button has not asked yet. */
export function shareQuestion(place: SegmentPlace): Message {
  const value = placeValue(place) ?? '';
  const words = `Not shared yet. ${sharingWords(place)}`;
  return message(
    [
      section(md`:lock: ${escaped(words)}`),
      buttons(
        button('Share', actions.shareAnyway, value, { style: 'danger' }),
        button('Cancel', actions.dismiss, ''),
      ),
    ],
    words,
  );
}

/** A card as a channel sees it, and who shared it. */
export function shared(card: Message, by: string): Message {
  const { text, blocks } = forAll(card);
  return { text, blocks: [...blocks, context(md`Shared by ${person(by)}`)] };
}

/** A card without the buttons that were meant only for its asker. */
export function forAll(card: Message): Message {
  const blocks = card.blocks
    .filter(({ type }) => type !== 'actions')
    .map((block) => {
      if (block.type !== 'section') return block;
      const { accessory: _, ...plain } = block;
      return plain;
    });
  return { text: card.text, blocks };
}
