import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { addSegment, sizeOfSegment } from '../../../src/audience/segments/segments.ts';
import { deleteTag, previewDeletion } from '../../../src/audience/tags/deletion.ts';
import { mergeTags, previewMerge } from '../../../src/audience/tags/merge.ts';
import { addTag, listTags, renameTag } from '../../../src/audience/tags/tags.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import { putTag, takeTagOff } from '../../support/put-tag.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('merging, deleting and undoing', () => {
  const audience = withAudience({ now: () => new Date('2026-11-23T10:00:00Z') });
  const { deps } = audience;
  let ada: Caller;
  let ids: Record<'old' | 'vip', number>;

  beforeEach(async () => {
    ada = await audience.newCaller();
    const make = async (name: string) => {
      const made = await addTag(deps, ada, { name });
      return 'tag' in made ? made.tag.id : 0;
    };
    ids = { old: await make('old'), vip: await make('vip') };
    for (const name of ['Ann', 'Bob', 'Cy', 'Di'])
      await audience.storage.prisma.contact.create({
        data: {
          workspaceId: ada.workspaceId,
          name,
          email: `${name}@x.org`,
          emailKey: `${name}@x.org`.toLowerCase(),
          statusSource: 'test',
          source: 'test',
        },
      });
    await putTag(deps, ada, 'old', 'ann@x.org bob@x.org');
    await putTag(deps, ada, 'vip', 'bob@x.org cy@x.org');
  });

  const editor = (): Caller => ({ ...ada, role: 'editor' });
  const merging = () => ({ from: ids.old, into: ids.vip });
  /** Every link, tag and rule: what has to be restored. */
  const everything = async () => {
    const where = { workspaceId: ada.workspaceId };
    const { prisma } = audience.storage;
    return {
      links: await prisma.contactTag.findMany({ where, orderBy: [{ tagId: 'asc' }, { contactId: 'asc' }] }),
      tags: await prisma.tag.findMany({ where, orderBy: { id: 'asc' } }),
      rules: await prisma.segment.findMany({
        where,
        orderBy: { id: 'asc' },
        select: { name: true, rule: true },
      }),
    };
  };
  const carriers = async (name: string) =>
    (
      await audience.storage.prisma.contactTag.findMany({
        where: { workspaceId: ada.workspaceId, tag: { name } },
        select: { contact: { select: { name: true } } },
        orderBy: { contactId: 'asc' },
      })
    ).map(({ contact }) => contact.name);

  it('shows a merge in numbers, and changes nothing', async () => {
    await addSegment(deps, ada, { name: 'Olds', sentence: 'tagged old and not tagged vip' });
    await addSegment(deps, ada, { name: 'VIPs', sentence: 'tagged vip' });
    const before = await everything();
    expect(await previewMerge(deps, editor(), { from: { name: 'Old' }, into: { name: 'vip' } })).toEqual({
      from: { id: ids.old, name: 'old' },
      into: { id: ids.vip, name: 'vip' },
      fromContacts: 2,
      intoContacts: 2,
      both: 1,
      segments: ['Olds'],
    });
    expect(await everything()).toEqual(before);
    expect(await refused(previewMerge(deps, ada, { from: { name: 'vip' }, into: { name: 'VIP' } }))).toBe(
      'invalid-input: "vip" can’t be merged into itself.',
    );
  });

  it('merges contacts and rules, and undo restores both', async () => {
    await addSegment(deps, ada, { name: 'Both', sentence: 'tagged old and vip' });
    await addSegment(deps, ada, { name: 'Olds', sentence: 'tagged old or never opened' });
    const before = await everything();
    const done = await mergeTags(deps, editor(), merging());
    expect(done).toMatchObject({
      from: { name: 'old' },
      into: { name: 'vip' },
      gained: 1,
      both: 1,
      segments: ['Both', 'Olds'],
    });
    expect(await carriers('vip')).toEqual(['Ann', 'Bob', 'Cy']);
    expect((await listTags(deps, ada, { perPage: 9 })).tags.map(({ name }) => name)).toEqual(['vip']);
    expect(await sizeOfSegment(deps, ada, { name: 'Both' })).toMatchObject({
      size: { members: 3, sentence: 'tagged vip' },
    });
    expect(await undo(deps, editor(), { id: done.undoId })).toEqual({
      did: 'Restored the tag "old" on 2 contacts; 2 segments use it again',
      left: [],
      subject: 'old',
    });
    expect(await everything()).toEqual(before);
  });

  it('undoes a merge except for what someone changed since', async () => {
    await addSegment(deps, ada, { name: 'Olds', sentence: 'tagged old' });
    await addSegment(deps, ada, { name: 'Edited', sentence: 'tagged old' });
    const { undoId } = await mergeTags(deps, ada, merging());
    await takeTagOff(deps, ada, 'vip', 'ann@x.org');
    await audience.storage.prisma.segment.updateMany({
      where: { workspaceId: ada.workspaceId, name: 'Edited' },
      data: { version: { increment: 1 } },
    });
    expect(await undo(deps, ada, { id: undoId })).toMatchObject({
      did: 'Restored the tag "old" on 1 contact; 1 segment uses it again',
      left: [
        'Left Ann alone: edited since.',
        'The segment "Edited" was edited since, so it still uses "vip".',
      ],
    });
    expect(await carriers('old')).toEqual(['Bob']);
    expect(await carriers('vip')).toEqual(['Bob', 'Cy']);
    expect((await sizeOfSegment(deps, ada, { name: 'Olds' })).size.sentence).toBe('tagged old');
    expect((await sizeOfSegment(deps, ada, { name: 'Edited' })).size.sentence).toBe('tagged vip');
  });

  it('merges once if two people merge at the same moment', async () => {
    const both = await Promise.allSettled([mergeTags(deps, ada, merging()), mergeTags(deps, ada, merging())]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await refused(mergeTags(deps, ada, merging()))).toContain('That tag no longer exists');
    const stranger = { ...ada, workspaceId: await audience.addWorkspace() };
    expect(await refused(mergeTags(deps, stranger, merging()))).toContain('no longer exists');
    expect(await refused(mergeTags(deps, { ...ada, role: 'viewer' }, merging()))).toContain('not-allowed');
  });

  it('refuses to delete a tag that segments use, naming them', async () => {
    await addSegment(deps, ada, { name: 'Olds', sentence: 'tagged vip and not tagged old' });
    const sentence = 'busy: The tag "old" can’t be deleted while a segment uses it: "Olds".';
    expect(await refused(previewDeletion(deps, ada, { name: 'old' }))).toBe(sentence);
    expect(await refused(deleteTag(deps, ada, { id: ids.old }))).toBe(sentence);
    for (let n = 1; n <= 11; n++) await addSegment(deps, ada, { name: `S${n}`, sentence: 'tagged old' });
    expect(await refused(deleteTag(deps, ada, { id: ids.old }))).toMatch(
      /while 12 segments use it: .* and 2 more\.$/,
    );
    expect(await carriers('old')).toEqual(['Ann', 'Bob']);
  });

  it('deletes a tag everywhere, for admins only, and undo restores everything', async () => {
    const before = await everything();
    expect(await refused(deleteTag(deps, editor(), { id: ids.old }))).toContain('role to delete tags');
    expect(await previewDeletion(deps, ada, { name: 'old' })).toMatchObject({ contacts: 2 });
    const { undoId } = await deleteTag(deps, ada, { id: ids.old });
    expect(await carriers('old')).toEqual([]);
    expect(await refused(addSegment(deps, ada, { name: 'Olds', sentence: 'tagged old' }))).toContain('old');
    expect(await refused(deleteTag(deps, ada, { id: ids.old }))).toContain('That tag no longer exists');
    expect(await refused(undo(deps, editor(), { id: undoId }))).toContain('role to restore deleted tags');
    expect(await undo(deps, ada, { id: undoId })).toMatchObject({
      did: 'Restored the tag "old" on 2 contacts',
    });
    expect(await everything()).toEqual(before);
  });

  it('says so if the name was taken again, and undoes once it is free', async () => {
    const { undoId } = await deleteTag(deps, ada, { id: ids.old });
    await addTag(deps, ada, { name: 'old' });
    expect(await refused(undo(deps, ada, { id: undoId }), 'hint')).toBe(
      'taken: There’s another tag "old" now. Rename that one, then click Undo again.',
    );
    await renameTag(deps, ada, { tag: { name: 'old' }, name: 'newer' });
    expect(await undo(deps, ada, { id: undoId })).toMatchObject({
      did: 'Restored the tag "old" on 2 contacts',
    });
    expect(await carriers('newer')).toEqual([]);
  });

  it('undoes a renaming, unless another one followed or the name was taken', async () => {
    const renamed = await renameTag(deps, ada, { tag: { name: 'old' }, name: 'former' });
    const undoId = 'undoId' in renamed ? renamed.undoId : 0;
    const again = await renameTag(deps, ada, { tag: { name: 'former' }, name: 'ancient' });
    expect(await refused(undo(deps, ada, { id: undoId }))).toBe(
      'busy: Someone has since renamed the tag "former" to "ancient".',
    );
    await undo(deps, ada, { id: 'undoId' in again ? again.undoId : 0 });
    await addTag(deps, ada, { name: 'old' });
    expect(await refused(undo(deps, ada, { id: undoId }))).toContain('There’s another tag "old" now');
  });

  it('asks to undo the later change first if it deleted the tag', async () => {
    const added = await putTag(deps, ada, 'old', 'di@x.org');
    const done = await mergeTags(deps, ada, merging());
    expect(await refused(undo(deps, ada, { id: added.undoId ?? 0 }), 'hint')).toContain(
      'Undo that first, then this one.',
    );
    await undo(deps, ada, { id: done.undoId });
    expect(await undo(deps, ada, { id: added.undoId ?? 0 })).toMatchObject({ left: [] });
    expect(await carriers('old')).toEqual(['Ann', 'Bob']);
  });
});
