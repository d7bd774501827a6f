import { describe, expect, it } from 'vitest';
import { addingUp, type Cause, netOf } from '../../../src/lib/watches/causes.ts';

const added: Cause = { cause: 'added', by: 'person U0ADA', tagId: null, joined: 5, left: 1 };
const other: Cause = { cause: 'other', by: null, tagId: null, joined: 2, left: 0 };

describe('causes', () => {
  it.each<[Cause[], number, Cause[]]>([
    [[added], 4, [added]],
    [[added], 7, [added, { ...other, joined: 3 }]],
    [[added, other], 1, [added, { ...other, left: 5 }]],
    // Nobody was tracked.
    [[], 7, []],
  ])('add up to a change, number %#', (causes, change, all) => {
    const found = addingUp(causes, change);
    expect(found).toHaveLength(all.length);
    expect(found).toEqual(expect.arrayContaining(all));
    if (found.length > 0) expect(netOf(found)).toBe(change);
  });
});
