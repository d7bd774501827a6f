import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/audience/caller.ts';
import { addSegment } from '../../src/audience/segments/segments.ts';
import { areNear } from '../../src/audience/tags/likeness.ts';
import { addTag } from '../../src/audience/tags/tags.ts';
import { undo } from '../../src/audience/undo/take-back.ts';
import { refused } from '../support/refused.ts';
import { withAudience } from '../support/with-audience.ts';

describe('what was just created', () => {
  const audience = withAudience();
  const { deps } = audience;
  let ada: Caller;
  beforeEach(async () => {
    ada = await audience.newCaller('editor');
  });

  it('is deleted again by undo: a tag that no one uses, with others like it pointed out', async () => {
    await addTag(deps, ada, { name: 'VIP Customer' });
    const made = await addTag(deps, ada, { name: 'vip' });
    if (!('tag' in made)) throw new Error('a doubt');
    expect(made.near.map(({ name }) => name)).toEqual(['VIP Customer']);
    expect(await undo(deps, ada, { id: made.undoId })).toMatchObject({ did: 'Deleted the tag "vip" again' });
  });

  it('stays if something uses it by now', async () => {
    const tag = await addTag(deps, ada, { name: 'vip' });
    if (!('tag' in tag)) throw new Error('a doubt');
    const { undoId } = await addSegment(deps, ada, { name: 'VIPs', sentence: 'tagged vip' });
    const other = await addSegment(deps, ada, { name: 'Others', sentence: 'not in segment VIPs' });
    expect(await refused(undo(deps, ada, { id: undoId }))).toContain('is used by "Others"');
    await undo(deps, ada, { id: other.undoId });
    expect(await undo(deps, ada, { id: undoId })).toMatchObject({ did: 'Deleted the segment "VIPs" again' });
  });
});

it.each([
  ['vip', 'VIP Customer', true],
  ['customer', 'VIP Customer', true],
  ['vip', 'viper', false],
  ['plan 1', 'plan 2', false],
])('%s and %s are easily mixed up: %s', (one, other, near) => {
  expect(areNear(one, other)).toBe(near);
});
