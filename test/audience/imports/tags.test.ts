import { describe, expect, it } from 'vitest';
import { type OtherName, tagNamer } from '../../../src/audience/imports/tags.ts';
import type { TagStyle } from '../../../src/audience/tags/style.ts';

describe('the tag names of an import', () => {
  it.each<
    [
      existing: string[],
      style: TagStyle,
      tagNames: 'existing' | 'as-written',
      written: string[],
      used: string[],
      alike: OtherName[],
    ]
  >([
    [['vip'], 'free', 'existing', ['vip', 'beta'], ['vip', 'beta'], []],
    [['vip'], 'free', 'existing', ['VIP'], ['vip'], [{ written: 'VIP', used: 'vip' }]],
    [['vip'], 'free', 'as-written', ['VIP'], ['VIP'], [{ written: 'VIP', used: 'vip' }]],
    // An exact name is that tag, no matter what is similar to it.
    [['vip', 'VIP'], 'free', 'existing', ['VIP', 'vip'], ['VIP', 'vip'], []],
    // Case alone comes before a plural.
    [['Vips', 'VIP'], 'free', 'existing', ['vip'], ['VIP'], [{ written: 'vip', used: 'VIP' }]],
    // The file's own: the first one counts.
    [
      [],
      'free',
      'existing',
      ['Beta user', 'beta-user'],
      ['Beta user'],
      [{ written: 'beta-user', used: 'Beta user' }],
    ],
    [
      [],
      'free',
      'as-written',
      ['Beta user', 'beta-user'],
      ['Beta user', 'beta-user'],
      [{ written: 'beta-user', used: 'Beta user' }],
    ],
    // Digits distinguish tags.
    [['plan 1'], 'free', 'existing', ['plan 2'], ['plan 2'], []],
    // The workspace's style, whatever is chosen.
    [[], 'kebab-case', 'as-written', ['VIP Customer'], ['vip-customer'], []],
    [['vip-customer'], 'kebab-case', 'existing', ['VIP Customer'], ['vip-customer'], []],
    [[], 'kebab-case', 'existing', ['!!!', 'vip'], ['vip'], []],
  ])('are matched: %j in %s style, %s: %j', (existing, style, tagNames, written, used, alike) => {
    const namer = tagNamer(existing, { style, tagNames });
    expect(namer.namesFor(written)).toEqual(used);
    expect(namer.alike()).toEqual(alike);
    // Asked again, the answer is the same, and lists nothing twice.
    expect(namer.namesFor(written)).toEqual(used);
    expect(namer.alike()).toEqual(alike);
  });

  it('include which were changed for the style, and which can’t be tags', () => {
    const namer = tagNamer([], { style: 'kebab-case', tagNames: 'existing' });
    namer.namesFor(['VIP Customer', '!!!', 'beta']);
    expect(namer.restyled()).toEqual([{ written: 'VIP Customer', used: 'vip-customer' }]);
    expect(namer.unusable()).toEqual(['!!!']);
  });
});
