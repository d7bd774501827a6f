import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { changeTagging } from '../../../src/audience/tags/tagging.ts';
import { addTag, listTags } from '../../../src/audience/tags/tags.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import { putTag, takeTagOff } from '../../support/put-tag.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('tagging', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let now: Date;
  let ada: Caller;

  beforeEach(async () => {
    now = new Date('2026-11-23T10:00:00Z');
    ada = await audience.newCaller('editor');
    await addTag(deps, ada, { name: 'vip' });
    for (const name of ['Ann', 'Bob', 'Cy']) await addContact(name);
  });

  const addContact = (name: string, workspaceId = ada.workspaceId) =>
    audience.storage.prisma.contact.create({
      data: {
        workspaceId,
        name,
        email: `${name}@X.org`,
        emailKey: `${name}@x.org`.toLowerCase(),
        statusSource: 'test',
        source: 'test',
      },
    });
  const carriers = async () =>
    (
      await audience.storage.prisma.contactTag.findMany({
        where: { workspaceId: ada.workspaceId, tag: { name: 'vip' } },
        select: { contact: { select: { name: true } } },
        orderBy: { contactId: 'asc' },
      })
    ).map(({ contact }) => contact.name);
  const audit = async () =>
    (
      await audience.storage.prisma.auditEntry.findMany({
        where: { workspaceId: ada.workspaceId },
        orderBy: { id: 'asc' },
      })
    ).map(({ action, details }) => [action, details]);

  it('adds a tag to pasted addresses, and shows the result of each', async () => {
    const others = await audience.addWorkspace();
    await addContact('Dan', others);
    const emails = 'Ann L. <ann@x.org>,\n<mailto:bob@x.org|bob@x.org>; dan@x.org ANN@x.org, nonsense@';
    expect(await putTag(deps, ada, 'VIP', emails)).toMatchObject({
      changed: 2,
      unchanged: 0,
      unknown: ['dan@x.org'],
      notAddresses: ['nonsense@'],
      namedDifferently: true,
    });
    expect(await putTag(deps, ada, 'vip', 'ann@x.org cy@x.org')).toMatchObject({
      changed: 1,
      unchanged: 1,
      unknown: [],
      namedDifferently: false,
    });
    expect(await takeTagOff(deps, ada, 'vip', 'ann@x.org, eve@x.org')).toMatchObject({
      changed: 1,
      unknown: ['eve@x.org'],
    });
    expect(await carriers()).toEqual(['Bob', 'Cy']);
    expect((await audit()).slice(1)).toEqual([
      ['tag.added', { contacts: 2 }],
      ['tag.added', { contacts: 1 }],
      ['tag.removed', { contacts: 1 }],
    ]);
  });

  it('changes nothing the second time, and offers no undo', async () => {
    expect(await putTag(deps, ada, 'vip', 'ann@x.org')).toHaveProperty('undoId');
    const again = await putTag(deps, ada, 'vip', 'ann@x.org');
    expect(again).toMatchObject({ changed: 0, unchanged: 1 });
    expect(again).not.toHaveProperty('undoId');
    expect(await audit()).toHaveLength(2);
  });

  it('tags a segment’s current members, and removes tags from them', async () => {
    await addTag(deps, ada, { name: 'next' });
    await putTag(deps, ada, 'vip', 'ann@x.org bob@x.org');
    await addSegment(deps, ada, { name: 'Not VIPs', sentence: 'not tagged vip' });
    await addSegment(deps, ada, { name: 'VIPs', sentence: 'tagged vip' });
    const who = { segment: 'not vips' };
    expect(await changeTagging(deps, ada, { way: 'on', tag: { name: 'vip' }, who })).toMatchObject({
      changed: 1,
      unchanged: 0,
      segment: 'Not VIPs',
    });
    expect(await carriers()).toEqual(['Ann', 'Bob', 'Cy']);
    const all = await changeTagging(deps, ada, {
      way: 'off',
      tag: { name: 'vip' },
      who: { segment: 'VIPs' },
    });
    expect(all).toMatchObject({ changed: 3 });
    expect(await carriers()).toEqual([]);
    expect((await audit()).at(-1)).toEqual(['tag.removed', { contacts: 3, segment: 'VIPs' }]);
    expect(
      await refused(
        changeTagging(deps, ada, { way: 'on', tag: { name: 'vip' }, who: { segmentId: 999_999 } }),
      ),
    ).toContain('That segment no longer exists');
  });

  it('refuses a tag that doesn’t exist, suggesting the nearest, and words without an address', async () => {
    expect(await refused(putTag(deps, ada, 'vpi', 'ann@x.org'), 'hint')).toBe(
      'not-found: No tag "vpi". Did you mean `vip`? Or create it: /tags new vpi',
    );
    expect(await refused(putTag(deps, ada, 'vip', 'everyone'))).toBe(
      'invalid-input: No email address in "everyone".',
    );
    expect(await refused(putTag(deps, ada, '', 'ann@x.org'))).toBe('invalid-input: Which tag?');
    expect(await refused(putTag(deps, { ...ada, role: 'viewer' }, 'vip', 'ann@x.org'))).toContain(
      'not-allowed',
    );
    await addTag(deps, ada, { name: 'VIP', despiteAlike: true });
    expect(await refused(putTag(deps, ada, 'Vip', 'ann@x.org'))).toBe(
      'invalid-input: "Vip" could be `vip` or `VIP`. Type it exactly.',
    );
  });

  const undoOf = ({ undoId = 0 }: { undoId?: number }) => ({ id: undoId });

  it('undoes adding a tag, except for contacts that someone changed since', async () => {
    await putTag(deps, ada, 'vip', 'ann@x.org');
    const added = await putTag(deps, ada, 'vip', 'ann@x.org bob@x.org cy@x.org');
    await takeTagOff(deps, ada, 'vip', 'bob@x.org');
    await putTag(deps, ada, 'vip', 'bob@x.org');
    expect(await undo(deps, ada, undoOf(added))).toEqual({
      did: 'Removed "vip" from 1 contact again',
      left: ['Left Bob alone: edited since.'],
      subject: 'vip',
    });
    expect(await carriers()).toEqual(['Ann', 'Bob']);
    expect((await audit()).at(-1)).toEqual(['tag.added.undone', {}]);
  });

  it('undoes removing a tag, with the time when it was first added', async () => {
    await putTag(deps, ada, 'vip', 'ann@x.org bob@x.org');
    const before = await audience.storage.prisma.contactTag.findMany({
      where: { workspaceId: ada.workspaceId },
    });
    const removed = await takeTagOff(deps, ada, 'vip', 'ann@x.org bob@x.org');
    expect(await undo(deps, ada, undoOf(removed))).toMatchObject({
      did: 'Tagged 2 contacts "vip" again',
      left: [],
    });
    expect(
      await audience.storage.prisma.contactTag.findMany({ where: { workspaceId: ada.workspaceId } }),
    ).toEqual(before);
  });

  it('undoes once if two people undo at the same moment', async () => {
    const added = await putTag(deps, ada, 'vip', 'ann@x.org');
    const both = await Promise.allSettled([undo(deps, ada, undoOf(added)), undo(deps, ada, undoOf(added))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await refused(undo(deps, ada, undoOf(added)))).toBe('not-found: This was already undone.');
    expect((await audit()).filter(([action]) => action === 'tag.added.undone')).toHaveLength(1);
  });

  it('undoes within 30 minutes, in its own workspace, for people who may', async () => {
    const added = await putTag(deps, ada, 'vip', 'ann@x.org');
    const over =
      'not-found: It’s too late to undo this: changes can be undone for 30 minutes, imports for 7 days.';
    const stranger = { ...ada, workspaceId: await audience.addWorkspace() };
    expect(await refused(undo(deps, stranger, undoOf(added)))).toBe(over);
    expect(await refused(undo(deps, { ...ada, role: 'viewer' }, undoOf(added)))).toContain('not-allowed');
    now = new Date('2026-11-23T10:30:00Z');
    expect(await refused(undo(deps, ada, undoOf(added)))).toBe(over);
    expect(await carriers()).toEqual(['Ann']);
    // The next change deletes what has expired.
    await putTag(deps, ada, 'vip', 'bob@x.org');
    expect(await audience.storage.prisma.undo.count({ where: { workspaceId: ada.workspaceId } })).toBe(1);
  });

  it('keeps nothing of a contact that is deleted', async () => {
    const removed = await putTag(deps, ada, 'vip', 'ann@x.org bob@x.org').then(() =>
      takeTagOff(deps, ada, 'vip', 'ann@x.org bob@x.org'),
    );
    const where = { workspaceId: ada.workspaceId };
    await audience.storage.prisma.contact.deleteMany({ where: { ...where, name: 'Ann' } });
    expect(await undo(deps, ada, undoOf(removed))).toMatchObject({
      did: 'Tagged 1 contact "vip" again',
      left: [],
    });
    expect((await listTags(deps, ada, { perPage: 5 })).tags).toMatchObject([{ contacts: 1 }]);
  });
});
