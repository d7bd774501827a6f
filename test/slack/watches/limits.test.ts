import { describe, expect, it } from 'vitest';
import type { SizeHistory } from '../../../src/audience/watches/history.ts';
import type { Watch } from '../../../src/audience/watches/watches.ts';
import { addDays } from '../../../src/lib/days.ts';
import type { PostContent, ShownCause } from '../../../src/lib/watches/posts.ts';
import { checkBlocks } from '../../../src/playground/slack-server/checks/check.ts';
import type { Message } from '../../../src/slack/kit/message.ts';
import { sizeHistoryCard } from '../../../src/slack/watches/messages-history.ts';
import { postMessage } from '../../../src/slack/watches/messages-post.ts';
import { watchList } from '../../../src/slack/watches/messages-watches.ts';

/** As long as a name, a rule or a file name can be, of letters that Slack wants escaped. */
const names = [
  'VIP',
  '&'.repeat(80),
  '<@U0ADA> '.repeat(9),
  '＠👩‍👩‍👧‍👦'.repeat(20),
  `tagged ${'"a&b" or '.repeat(300)}`,
];
const at = '2026-11-30T09:00:00.000Z';

const causes = (name: string): ShownCause[] =>
  (['added', 'changed', 'deleted', 'tagged', 'untagged', 'event', 'edit', 'time', 'other'] as const).flatMap(
    (cause) => [
      { cause, by: 'import U0ADA', tag: name, file: `${name}.csv`, joined: 1_000_000, left: 1 },
      { cause, by: `api ${name}`, tag: name, file: null, joined: 0, left: 999_999_999 },
    ],
  );

const digest = (name: string, many: number): PostContent => ({
  ...{ is: 'digest', digestId: 1, since: at, until: at, members: 1_000_000_000, reachable: 0, before: 0 },
  days: Array.from({ length: 11 }, (_, index) => ({
    day: addDays('2026-11-20', index),
    members: index * 1e8,
  })),
  movers: Array.from({ length: Math.min(many, 5) }, (_, id) => ({
    id,
    name,
    from: 0,
    to: 1e9,
    causes: causes(name),
  })),
  campaigns: Array.from({ length: many }, () => ({
    name,
    sent: 1e9,
    notSent: 1e9,
    clicked: 1e9,
    clicks: 1e9,
    unsubscribed: 1e9,
  })),
  imports: Array.from({ length: many }, () => ({ file: name, by: 'U0ADA', added: 1e9, updated: 1e9 })),
  failing: Array.from({ length: many }, () => ({ name, problem: name })),
  more: { campaigns: 20, imports: 990, failing: 490 },
});

const history = (name: string, sizes: number[]): SizeHistory => ({
  ...{
    id: 1,
    name,
    from: '2025-01-01',
    to: addDays('2025-01-01', Math.max(0, sizes.length - 1)),
    gaps: 3,
    now: undefined,
  },
  readings: sizes.map((members, index) => ({
    ...{ day: addDays('2025-01-01', index), members },
    ...(index < 5 ? { reachable: null, estimated: true } : { reachable: members, estimated: false }),
  })),
});

const watch = (name: string, id: number): Watch => ({
  ...{ id, name, segmentId: null, condition: { when: 'changes', by: 1e9, unit: 'people', days: 31 } },
  ...{ owner: 'U0ADA', channel: 'C0GENERAL', state: 'on', snoozedUntil: null, members: 1e9, lookedAt: null },
  ...{ trouble: name, broken: name, mayChange: true },
});

const fits = ({ text, blocks }: Message) => {
  expect(checkBlocks(blocks, 'message')).toEqual([]);
  expect(text.length).toBeLessThanOrEqual(3000);
};

describe.each(names)('with a name like %.20s', (name) => {
  it.each([0, 1, 10])('a digest of %i campaigns fits in a message', (many) => {
    fits(postMessage(digest(name, many), 1));
  });

  it('each message of a watch fits', () => {
    const change = { from: 0, to: 1e9, since: at, causes: causes(name) };
    const condition = { when: 'joins' } as const;
    const spoke = { is: 'spoke', watchId: 1, segmentId: 1, name, condition, change } as const;
    const all: PostContent[] = [
      { ...spoke, reachable: 0, joined: 1e9, owner: 'U0ADA' },
      { ...spoke, condition: { when: 'above', n: 0 }, reachable: 0, joined: 0, owner: 'U0ADA' },
      { is: 'ended', name, condition },
      { is: 'uncertain', postId: 1, name, channel: 'C0GENERAL', at },
      { is: 'failing', watchId: 1, name, channel: 'U0ADA', problem: name },
      { is: 'broken', watchId: 1, name, problem: name },
    ];
    for (const content of all) fits(postMessage(content, 1));
  });

  it.each<[string, number[]]>([
    ['no reading', []],
    ['one reading', [5]],
    ['two', [5, 5]],
    ['nobody', Array.from({ length: 40 }, () => 0)],
    ['400 readings', Array.from({ length: 400 }, (_, index) => index)],
    ['a jump', [...Array.from({ length: 50 }, () => 1), 1_000_000_000]],
  ])('a history with %s fits', (_, sizes) => {
    fits(sizeHistoryCard(history(name, sizes)));
  });

  it('a list of 500 watches fits, with messages that may not have been posted', () => {
    const uncertain = Array.from({ length: 20 }, (_, id) => ({
      ...{ id, name, owner: 'U0ADA', channel: 'C0GENERAL', createdAt: new Date(at) },
    }));
    fits(
      watchList(
        Array.from({ length: 500 }, (_, id) => watch(name, id)),
        { uncertain },
      ),
    );
  });
});
