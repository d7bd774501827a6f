import { describe, expect, it } from 'vitest';
import type { WatchCondition } from '../../../src/lib/watches/condition.ts';
import { judge } from '../../../src/lib/watches/judge.ts';

/** The looks, of those with these sizes, at which it speaks up. */
function spoken(condition: WatchCondition, sizes: number[], base = sizes[0] ?? 0): number[] {
  let armed: boolean | undefined;
  return sizes.flatMap((members, look) => {
    const judged = judge(condition, { armed, members, base, hasJoined: members > base });
    armed = judged.armed;
    return judged.speaks ? [look] : [];
  });
}

describe('a watch', () => {
  it('speaks up when a limit is crossed, not while the size stays beyond it', () => {
    expect(spoken({ when: 'above', n: 500 }, [400, 500, 501, 600, 700])).toEqual([2]);
    expect(spoken({ when: 'below', n: 100 }, [101, 100, 99, 50])).toEqual([2]);
  });

  it('is silent at its first look', () => {
    expect(spoken({ when: 'above', n: 500 }, [600, 700])).toEqual([]);
    expect(spoken({ when: 'below', n: 100 }, [60, 50])).toEqual([]);
    expect(spoken({ when: 'joins' }, [60])).toEqual([]);
  });

  it('speaks up again only after the size came back by 5%', () => {
    expect(spoken({ when: 'above', n: 500 }, [400, 501, 476, 501, 475, 501])).toEqual([1, 5]);
    expect(spoken({ when: 'below', n: 100 }, [200, 99, 104, 99, 105, 99])).toEqual([1, 5]);
    expect(spoken({ when: 'above', n: 10 }, [0, 11, 10, 11, 9, 11])).toEqual([1, 5]);
    expect(spoken({ when: 'above', n: 0 }, [0, 1, 0, 1])).toEqual([1, 3]);
    expect(spoken({ when: 'below', n: 1 }, [1, 0, 1, 0])).toEqual([1, 3]);
  });

  it('speaks up at a change in either direction, and again after it shrank by 5%', () => {
    const change = { when: 'changes', by: 20, unit: 'percent', days: 7 } as const;
    expect(spoken(change, [100, 119, 120, 119, 120, 118, 120, 114, 80])).toEqual([2, 6, 8]);
    expect(spoken({ ...change, unit: 'people' }, [3, 22, 23, 2])).toEqual([2]);
  });

  it('needs 20 people for a change in percent', () => {
    const change = { when: 'changes', by: 20, unit: 'percent', days: 7 } as const;
    expect(spoken(change, [19, 100])).toEqual([]);
    expect(spoken(change, [20, 24])).toEqual([1]);
  });
});
