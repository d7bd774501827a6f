import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../src/slack/kit/message-words.ts';

describe('the words of a message', () => {
  it('are its text, and the texts and mail links of its blocks', () => {
    const blocks = [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'Ask ' },
              { type: 'link', url: 'mailto:ada%2Bnews@x.org?subject=Hi', text: 'Ada' },
              { type: 'link', url: 'https://x.org/bob@x.org' },
            ],
          },
        ],
      },
      { type: 'section', text: { type: 'mrkdwn', text: '<mailto:cy@x.org|cy@x.org>' } },
    ];
    expect(wordsOf({ text: 'Hello', blocks }).split('\n')).toEqual([
      'Hello',
      'Ask ',
      'ada+news@x.org',
      'Ada',
      '<mailto:cy@x.org|cy@x.org>',
    ]);
  });

  it.each([
    ['no blocks', { text: 'Hello' }, 'Hello'],
    ['no text', { blocks: [] }, ''],
    ['a file beside it', { text: 'See', files: [{ name: 'ada@x.org', text: 'x' }] }, 'See'],
    ['a link that is not well made', { blocks: [{ url: 'mailto:%E0%A4%A' }] }, '%E0%A4%A'],
  ])('with %s', (_, message, words) => {
    expect(wordsOf(message)).toBe(words);
  });
});
