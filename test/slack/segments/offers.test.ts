import { describe, expect, it } from 'vitest';
import { offerBlocks } from '../../../src/slack/segments/messages-offers.ts';

const count = (sentence: string) => JSON.stringify({ show: 'count', sentence });

describe('suggested sentences', () => {
  it('are buttons that count them, each with its own action', () => {
    const [row] = offerBlocks([{ sentence: 'tagged vip' }, { sentence: 'tagged beta' }]);
    expect(row).toMatchObject({
      type: 'actions',
      elements: [
        {
          action_id: 'segments.show.offer-0',
          text: { text: 'Count: tagged vip' },
          value: count('tagged vip'),
        },
        { action_id: 'segments.show.offer-1', text: { text: 'Count: tagged beta' } },
      ],
    });
  });

  it('are at most three, the best first', () => {
    const [row] = offerBlocks(['a', 'b', 'c', 'd'].map((sentence) => ({ sentence })));
    expect(row).toMatchObject({
      elements: [{ value: count('a') }, { value: count('b') }, { value: count('c') }],
    });
  });

  it('appear in full beside their button if they are too long for it', () => {
    const sentence = `tagged vip and company is "${'x'.repeat(60)}"`;
    expect(offerBlocks([{ sentence }])).toMatchObject([
      {
        type: 'section',
        text: { text: `\`${sentence}\`` },
        accessory: { text: { text: 'Count' }, value: count(sentence) },
      },
    ]);
  });

  it('are on one line if they were typed on several', () => {
    expect(offerBlocks([{ sentence: 'tagged vip\nand opened this month' }])).toMatchObject([
      { elements: [{ text: { text: 'Count: tagged vip and opened this month' } }] },
    ]);
  });

  it('are left out if no button can hold them', () => {
    expect(offerBlocks([{ sentence: 'x'.repeat(2000) }])).toEqual([]);
  });

  it('can have their own words, such as the number that they give', () => {
    const offers = [{ sentence: 'opened in the past month', words: 'In the past month: 1,204' }];
    expect(offerBlocks(offers)).toMatchObject([
      { elements: [{ text: { text: 'In the past month: 1,204' } }] },
    ]);
  });
});
