import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { addTag } from '../../../src/audience/tags/tags.ts';
import { overview } from '../../../src/audience/workspace/overview.ts';
import { putTag } from '../../support/put-tag.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('the audience at a glance', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let ada: Caller;
  // Monday evening in London, Tuesday in Tokyo.
  const now = new Date('2026-11-23T20:00:00Z');

  beforeEach(async () => {
    ada = await audience.newCaller();
  });

  const add = (name: string, createdAt: string, signedUpAt?: string) => {
    const email = `${name}@x.org`;
    return audience.storage.prisma.contact.create({
      data: {
        ...{ workspaceId: ada.workspaceId, email, emailKey: email, status: 'subscribed' },
        ...{ statusSource: 'test', source: 'test', createdAt: new Date(createdAt) },
        ...(signedUpAt === undefined ? {} : { signedUpAt: new Date(signedUpAt) }),
      },
    });
  };

  it('grows by the days in the workspace’s time zone, by sign-up date if it is known', async () => {
    await audience.storage.prisma.workspace.update({
      where: { id: ada.workspaceId },
      data: { timeZone: 'Asia/Tokyo' },
    });
    await add('old', '2020-01-01T00:00:00Z');
    await add('imported', '2026-11-23T12:00:00Z', '2026-01-01T00:00:00Z');
    // 25 October in Tokyo begins at 15:00Z on the 24th: one before that, one after.
    await add('before', '2026-10-25T14:59:59Z');
    await add('after', '2026-10-25T15:00:00Z');
    await add('today', '2026-11-23T19:00:00Z');
    const { growth } = await overview(deps, ada);
    expect(growth).toHaveLength(16);
    expect(growth[0]).toEqual({ day: '2026-10-25', contacts: 3 });
    expect(growth[1]).toEqual({ day: '2026-10-27', contacts: 4 });
    expect(growth.at(-2)).toEqual({ day: '2026-11-22', contacts: 4 });
    expect(growth.at(-1)).toEqual({ day: '2026-11-24', contacts: 5 });
  });

  it('names the most used tags and the largest segments', async () => {
    for (const name of ['a', 'b', 'c']) await add(name, '2020-01-01T00:00:00Z');
    for (const name of ['none', 'few', 'many']) await addTag(deps, ada, { name });
    await putTag(deps, ada, 'few', 'a@x.org');
    await putTag(deps, ada, 'many', 'a@x.org b@x.org');
    await addSegment(deps, ada, { name: 'Everybody', sentence: 'everyone' });
    await addSegment(deps, ada, { name: 'Few', sentence: 'tagged few' });
    const { tags, segments } = await overview(deps, { ...ada, role: 'viewer' });
    expect(tags).toMatchObject({
      total: 3,
      top: [
        { name: 'many', contacts: 2 },
        { name: 'few', contacts: 1 },
      ],
    });
    expect(segments.sort).toBe('largest');
    expect(segments.segments.map(({ name }) => name)).toEqual(['Everybody', 'Few']);
  });

  it('counts only the newest segments if there are too many', async () => {
    const { segment } = audience.storage.prisma;
    await segment.createMany({
      data: Array.from({ length: 61 }, (_, n) => ({
        ...{ workspaceId: ada.workspaceId, name: `s${n}`, nameKey: `s${n}`, rule: { type: 'everyone' } },
        ...{ createdBy: 'U0ADA', updatedBy: 'U0ADA' },
      })),
    });
    const { segments } = await overview(deps, ada);
    expect(segments.sort).toBe('newest');
    expect(segments.segments).toHaveLength(5);
  });

  it('is empty without contacts', async () => {
    expect(await overview(deps, ada)).toMatchObject({
      totals: { contacts: 0 },
      tags: { total: 0, top: [] },
      segments: { total: 0 },
    });
  });
});
