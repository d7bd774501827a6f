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

  it('counts sign-ups per day in the workspace’s time zone, by the day of adding if none is known', async () => {
    await audience.storage.prisma.workspace.update({
      where: { id: ada.workspaceId },
      data: { timeZone: 'Asia/Tokyo' },
    });
    await add('old', '2020-01-01T00:00:00Z');
    await add('imported', '2026-11-23T12:00:00Z', '2026-01-01T00:00:00Z');
    // 11 November in Tokyo begins at 15:00Z on the 10th: one before that, one after.
    await add('before', '2026-11-10T14:59:59Z');
    await add('after', '2026-11-10T15:00:00Z');
    await add('today', '2026-11-23T19:00:00Z');
    const { signUps, lately } = await overview(deps, ada);
    expect(signUps).toHaveLength(14);
    expect(signUps[0]).toEqual({ day: '2026-11-11', contacts: 1 });
    expect(signUps[1]).toEqual({ day: '2026-11-12', contacts: 0 });
    expect(signUps.at(-1)).toEqual({ day: '2026-11-24', contacts: 1 });
    expect(lately).toBe(3);
  });

  it('names the changes that were about most people, and no exports', async () => {
    for (const name of ['a', 'b', 'c']) await add(name, '2020-01-01T00:00:00Z');
    for (const name of ['one', 'two', 'three', 'none']) await addTag(deps, ada, { name });
    await putTag(deps, ada, 'one', 'a@x.org');
    await putTag(deps, ada, 'three', 'a@x.org b@x.org c@x.org');
    await putTag(deps, ada, 'two', 'a@x.org b@x.org');
    await addSegment(deps, ada, { name: 'Everybody', sentence: 'everyone' });
    await audience.storage.prisma.auditEntry.create({
      data: {
        ...{ workspaceId: ada.workspaceId, actor: 'U0ADA', action: 'contacts.exported', subject: 'all' },
        ...{ details: { contacts: 1000 }, at: now },
      },
    });
    const { tags, segments, changes } = await overview(deps, { ...ada, role: 'viewer' });
    expect({ tags, segments }).toEqual({ tags: 4, segments: 1 });
    expect(changes.map(({ subject }) => subject)).toEqual(['three', 'two', 'one']);
  });

  it('is empty without contacts', async () => {
    expect(await overview(deps, ada)).toMatchObject({
      ...{ totals: { contacts: 0 }, tags: 0, segments: 0, lately: 0, changes: [] },
    });
  });
});
