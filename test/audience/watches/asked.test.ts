import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { addTag } from '../../../src/audience/tags/tags.ts';
import { askedWatch } from '../../../src/audience/watches/asked.ts';
import type { WatchCondition } from '../../../src/lib/watches/condition.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const audience = withAudience();
const { deps } = audience;
let ada: Caller;

const segments = [
  'VIPs',
  'Lapsed VIPs',
  'Kids',
  'Kids above 5',
  'Way above 10',
  'Above all',
  'If someone joins',
  'Sign-ups in May',
  'Moves by bus',
  'Every Monday club',
  'Here',
  'Newsletter',
  'news',
];

beforeAll(async () => {
  ada = await audience.newCaller('admin');
  for (const name of ['vip', 'newsletter', 'news']) await addTag(deps, ada, { name });
  for (const name of segments) await addSegment(deps, ada, { name, sentence: 'tagged vip' });
});

const above = (n: number): WatchCondition => ({ when: 'above', n });
const below = (n: number): WatchCondition => ({ when: 'below', n });
const joins: WatchCondition = { when: 'joins' };
const percent = (by: number, days: number): WatchCondition => ({
  when: 'changes',
  by,
  unit: 'percent',
  days,
});

describe('what follows /segments watch', () => {
  it.each<[string, string, WatchCondition]>([
    ['"Lapsed VIPs" above 500', '"Lapsed VIPs"', above(500)],
    ['‘Lapsed VIPs’ above 500', '‘Lapsed VIPs’', above(500)],
    ['„Lapsed VIPs“ above 500', '„Lapsed VIPs“', above(500)],
    ['«Lapsed VIPs» above 500', '«Lapsed VIPs»', above(500)],
    ['lapsed vips: above 500', 'lapsed vips', above(500)],
    ['the Lapsed VIPs above 500', 'the Lapsed VIPs', above(500)],
    ['watch VIPs over 1k', 'VIPs', above(1000)],
    ['tell me when Lapsed VIPs passes 500', 'Lapsed VIPs', above(500)],
    ['please let us know as soon as VIPs hits 1000', 'VIPs', above(999)],
    ['alert me if "VIPs" drops below 10k', '"VIPs"', below(10_000)],
    ['when VIPs is above 500', 'VIPs', above(500)],
    ['VIPs isn’t above 500', 'VIPs', below(501)],
    ['VIPs no more than 500', 'VIPs', below(501)],
    ['VIPs > 500', 'VIPs', above(500)],
    ['VIPs is empty', 'VIPs', below(1)],
    ['tell us when someone joins VIPs', 'VIPs', joins],
    ['VIPs when someone new joins', 'VIPs', joins],
    ['everyone above 10k', 'everyone', above(10_000)],
    ['alert me if "Everyone" drops below 10k', 'everyone', below(10_000)],
    ['the whole audience below 10k', 'everyone', below(10_000)],
    // Names with the words of conditions and places.
    ['Way above 10 above 500', 'Way above 10', above(500)],
    ['Above all above 7', 'Above all', above(7)],
    ['If someone joins every time someone joins', 'If someone joins', joins],
    ['Sign-ups in May above 500', 'Sign-ups in May', above(500)],
    ['Moves by bus changes by 5% in a day', 'Moves by bus', percent(5, 1)],
    ['Every Monday club above 500', 'Every Monday club', above(500)],
    ['Here above 500 here', 'Here', above(500)],
    ['Kids above 5 above 10', 'Kids above 5', above(10)],
    ['"Kids" above 5', '"Kids"', above(5)],
    // Tags and rules.
    ['vip above 500', 'vip', above(500)],
    ['tagged vip above 500', 'tagged vip', above(500)],
    ['not opened in the last 60 days above 500', 'not opened in the last 60 days', above(500)],
    ['opened more than 60 days ago below 3', 'opened more than 60 days ago', below(3)],
    ['signed up in the last 7 days > 500', 'signed up in the last 7 days', above(500)],
    // Spelled as the segment.
    ['Newsletter above 5', 'Newsletter', above(5)],
    ['newsletter above 5', 'newsletter', above(5)],
  ])('%s', async (text, whom, condition) => {
    expect(await askedWatch(deps, ada, text)).toMatchObject({ whom, condition });
  });

  it.each([
    ['', ''],
    ['VIPs', 'VIPs'],
    ['VIPs here', 'VIPs'],
    ['Way above 10', 'Way above 10'],
    ['"Kids above 5"', '"Kids above 5"'],
    ['Above all', 'Above all'],
    ['opened more than 3 times', 'opened more than 3 times'],
  ])('without a condition: %j', async (text, whom) => {
    const asked = await askedWatch(deps, ada, text);
    expect(asked.whom).toBe(whom);
    expect(asked).not.toHaveProperty('condition');
  });

  it('keeps a condition without a name', async () => {
    expect(await askedWatch(deps, ada, 'above 500 here')).toEqual({
      whom: '',
      condition: above(500),
      place: 'here',
    });
  });

  it.each([
    ['Kids above 5', 'This can mean "Kids" above 5, or "Kids above 5".'],
    ['news above 5', '"news" is a segment and a tag.'],
    ['news', '"news" is a segment and a tag.'],
    [
      'VIPs grows by 10% per week',
      'A change counts in both directions: Rollcall can’t watch for growth or decline alone.',
    ],
    ['VIPs above 500 and below 1000', 'A watch has one condition.'],
    ['VIPs above 500 in #growth', 'Slack doesn’t tell Rollcall which channel #growth is.'],
    ['VIPs never above 500', '"never above 500" isn’t a condition that Rollcall knows.'],
    ['VIPs soars', '"soars" isn’t a condition that Rollcall knows.'],
    ['VIPs off', 'This command only creates watches.'],
    ['snooze VIPs until Friday', 'This command only creates watches.'],
    ['every Monday at 9', 'A watch speaks up when something happens, not on a schedule.'],
  ])('is refused: %s', async (text, problem) => {
    expect(await refused(askedWatch(deps, ada, text))).toBe(`invalid-input: ${problem}`);
  });

  it.each(['Lasped VIPs above 500', 'tell me when Lasped VIPs passes 500', 'Lasped VIPs here'])(
    'offers a name that is spelled alike: %s',
    async (text) => {
      expect(await refused(askedWatch(deps, ada, text), 'hint')).toBe(
        'not-found: No segment or tag "Lasped VIPs". Did you mean "Lapsed VIPs"?',
      );
    },
  );
});
