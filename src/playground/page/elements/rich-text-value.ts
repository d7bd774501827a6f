import type { RichTextBlock, RichTextBlockElement } from '@slack/types';

/** What was typed, as rich text without styles; null for nothing. */
export function richTextOf(text: string): RichTextBlock | null {
  if (text === '') return null;
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  };
}

/** The words of rich text, to be edited in a plain box: its styles are lost with the first change. */
export function wordsOf(value: RichTextBlock | null | undefined): string {
  return (value?.elements ?? []).map(wordsOfPart).join('\n');
}

function wordsOfPart(part: RichTextBlockElement): string {
  if (part.type === 'rich_text_list') return part.elements.map((item) => `• ${wordsOfPart(item)}`).join('\n');
  return part.elements.map((piece) => ('text' in piece ? (piece.text ?? '') : '')).join('');
}
