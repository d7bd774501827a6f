import type { RichTextBlock, RichTextBlockElement } from '@slack/types';

/** The typed text as rich text without styles; null if empty. */
export function richTextOf(text: string): RichTextBlock | null {
  if (text === '') return null;
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  };
}

/** The words of rich text, for editing in a plain box: the first change loses its styles. */
export function wordsOf(value: RichTextBlock | null | undefined): string {
  return (value?.elements ?? []).map(wordsOfPart).join('\n');
}

function wordsOfPart(part: RichTextBlockElement): string {
  if (part.type === 'rich_text_list') return part.elements.map((item) => `• ${wordsOfPart(item)}`).join('\n');
  return part.elements.map((piece) => ('text' in piece ? (piece.text ?? '') : '')).join('');
}
