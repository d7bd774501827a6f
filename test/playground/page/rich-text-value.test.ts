import type { RichTextBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { richTextOf, wordsOf } from '../../../src/playground/page/elements/rich-text-value.ts';

describe('the value of a rich text input', () => {
  it.each(['one', 'two\nlines'])('is restored as it was typed: %j', (text) => {
    expect(wordsOf(richTextOf(text))).toBe(text);
  });

  it('is null if nothing was typed', () => {
    expect(richTextOf('')).toBeNull();
    expect(wordsOf(null)).toBe('');
  });

  it('shows the words of lists, links and quotes', () => {
    const value: RichTextBlock = {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'Read ' },
            { type: 'link', url: 'https://example.org', text: 'this' },
            { type: 'emoji', name: 'tada' },
          ],
        },
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
        },
        { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said' }] },
      ],
    };
    expect(wordsOf(value)).toBe('Read this\n• one\nsaid');
  });
});
