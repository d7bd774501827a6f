import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { addContact } from '../../../src/audience/contacts/add.ts';
import { editContact } from '../../../src/audience/contacts/edit.ts';
import { forgetContact } from '../../../src/audience/contacts/forget.ts';
import { peopleInText, tagPeople } from '../../../src/audience/contacts/people-in-text.ts';
import { tagContact } from '../../../src/audience/contacts/tags.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { deleteSegment } from '../../../src/audience/segments/changes.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { changeTagging } from '../../../src/audience/tags/tagging.ts';
import { addTag, listTags, renameTag } from '../../../src/audience/tags/tags.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('people in a text', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let ada: Caller;
  let now = new Date('2026-11-23T10:00:00Z');

  beforeEach(async () => {
    ada = await audience.newCaller();
    await addContact(deps, ada, { email: 'ann@x.org', name: null, values: [], status: 'subscribed' });
    await addTag(deps, ada, { name: 'vip' });
  });

  const statusOf = async (emailKey: string) =>
    (
      await audience.storage.prisma.contact.findFirst({
        where: { workspaceId: ada.workspaceId, emailKey },
      })
    )?.status;

  it('are contacts already, or not yet', async () => {
    const text = 'Met ANN@x.org and Bob <mailto:bob@x.org|bob@x.org> at the fair, not @ada. ann@x.org again';
    expect(await peopleInText(deps, ada, text)).toEqual({ contacts: ['ANN@x.org'], others: ['bob@x.org'] });
    expect(await refused(peopleInText(deps, { ...ada, role: 'viewer' }, text))).toContain('not-allowed');
  });

  it('are tagged, and new ones get the status that was chosen', async () => {
    const tagged = await tagPeople(deps, ada, {
      ...{ contacts: ['ann@x.org'], others: ['bob@x.org'], tag: { name: 'vip' }, status: 'non-subscribed' },
    });
    expect(tagged).toMatchObject({ added: 1, refused: [], tagging: { changed: 2 } });
    expect(await statusOf('bob@x.org')).toBe('non-subscribed');
  });

  it('are tagged with a new tag, unless its name is very similar to another', async () => {
    const given = { contacts: ['ann@x.org'], others: [] };
    expect(await tagPeople(deps, ada, { ...given, tag: { make: 'met at fair' } })).toMatchObject({
      tagging: { changed: 1 },
    });
    expect(await refused(tagPeople(deps, ada, { ...given, tag: { make: 'VIPs' } }))).toBe(
      'invalid-input: A very similar tag already exists: "vip".',
    );
    expect((await listTags(deps, ada, { perPage: 9 })).total).toBe(2);
  });

  it('are refused before anything changes if no one is selected or new ones have no status', async () => {
    const tag = { make: 'fresh' };
    expect(await refused(tagPeople(deps, ada, { contacts: [], others: [], tag }))).toBe(
      'invalid-input: Choose at least one person.',
    );
    expect(await refused(tagPeople(deps, ada, { contacts: [], others: ['bob@x.org'], tag }))).toBe(
      'invalid-input: Say whether the new people agreed to get mail.',
    );
    expect((await listTags(deps, ada, { perPage: 9 })).total).toBe(1);
    expect(await statusOf('bob@x.org')).toBeUndefined();
  });

  it('are not added again if they were erased, and the others are tagged anyway', async () => {
    await addContact(deps, ada, { email: 'eve@x.org', name: null, values: [], status: 'subscribed' });
    await forgetContact(deps, ada, { email: 'eve@x.org' });
    const tagged = await tagPeople(deps, ada, {
      ...{ contacts: ['ann@x.org'], others: ['eve@x.org', 'bob@x.org'], tag: { name: 'vip' } },
      status: 'subscribed',
    });
    expect(tagged).toMatchObject({ added: 1, tagging: { changed: 2, unknown: ['eve@x.org'] } });
    expect(tagged.refused).toEqual([expect.stringContaining('eve@x.org: This address was erased')]);
    expect(await statusOf('eve@x.org')).toBeUndefined();
  });

  it('who were added for a tag are removed by undoing it, unless they changed since', async () => {
    const others = ['fay@x.org', 'gil@x.org', 'hal@x.org', 'ida@x.org', 'jon@x.org'];
    const { tagging } = await tagPeople(deps, ada, {
      ...{ contacts: ['ann@x.org'], others, tag: { name: 'vip' }, status: 'subscribed' },
    });
    await addTag(deps, ada, { name: 'other' });
    const tagAs = (way: 'on' | 'off', tag: string, emails: string) =>
      changeTagging(deps, ada, { way, tag: { name: tag }, who: { emails } });
    await tagAs('on', 'other', 'gil@x.org');
    await tagAs('off', 'vip', 'hal@x.org');
    await recordEvents(deps, ada, {
      source: 'api',
      events: [{ id: 'e1', email: 'ida@x.org', kind: 'opened', at: deps.now() }],
    });
    now = new Date(now.getTime() + 60_000);
    const { workspaceId } = ada;
    const jon = await deps.storage.prisma.contact.findFirst({ where: { workspaceId, email: 'jon@x.org' } });
    await editContact(deps, ada, { id: jon?.id ?? 0, values: [['company', 'Acme']] });

    const undone = await undo(deps, ada, { id: tagging.undoId ?? 0 });
    expect(undone.did).toBe('Removed "vip" from 5 contacts again, and removed 1 contact added along with it');
    expect(undone.left).toContain(
      '4 contacts added along with it have been changed since, so they were kept.',
    );
    const there = await deps.storage.prisma.contact.findMany({
      where: { workspaceId },
      orderBy: { id: 'asc' },
    });
    expect(there.map(({ email }) => email)).toEqual(['ann@x.org', ...others.slice(1)]);
  });

  describe('with a tag that is created for it', () => {
    const names = async () => (await listTags(deps, ada, { perPage: 9 })).tags.map(({ name }) => name);
    const tagAnn = async () => {
      const given = { contacts: ['ann@x.org'], others: ['kim@x.org'], status: 'subscribed' as const };
      const { tagging } = await tagPeople(deps, ada, { ...given, tag: { make: 'fair' } });
      return tagging;
    };
    const takeBack = ({ undoId }: { undoId?: number }) => undo(deps, ada, { id: undoId ?? 0 });
    const tagAs = (way: 'on' | 'off', emails: string) =>
      changeTagging(deps, ada, { way, tag: { name: 'fair' }, who: { emails } });

    it('loses it again when that is undone', async () => {
      const undone = await takeBack(await tagAnn());
      expect(undone).toMatchObject({
        did: 'Removed "fair" from 2 contacts again, and removed 1 contact added along with it; the tag created for this was deleted too',
        left: [],
      });
      expect(await names()).toEqual(['vip']);
    });

    it('keeps a tag that existed before', async () => {
      const given = { contacts: ['ann@x.org'], others: [] };
      const { tagging } = await tagPeople(deps, ada, { ...given, tag: { name: 'vip' } });
      expect((await takeBack(tagging)).did).toBe('Removed "vip" from 1 contact again');
      expect(await names()).toEqual(['vip']);
    });

    it.each<[who: string, use: () => Promise<unknown>]>([
      [
        'somebody else carries it',
        async () => {
          await addContact(deps, ada, { email: 'lea@x.org', name: null, values: [], status: 'subscribed' });
          await tagAs('on', 'lea@x.org');
        },
      ],
      ['the undo of a later change could put it back', () => tagAs('off', 'ann@x.org')],
      ['a segment uses it', () => addSegment(deps, ada, { name: 'S', sentence: 'not tagged fair' })],
      [
        'a segment that can be restored uses it',
        async () => {
          const { id } = await addSegment(deps, ada, { name: 'S', sentence: 'not tagged fair' });
          await deleteSegment(deps, ada, { id });
        },
      ],
      ['somebody renamed it', () => renameTag(deps, ada, { tag: { name: 'fair' }, name: 'trade show' })],
    ])('silently keeps it if %s', async (_who, use) => {
      const tagging = await tagAnn();
      await use();
      expect((await takeBack(tagging)).did).not.toContain('deleted');
      expect(await names()).toHaveLength(2);
    });

    it('loses it from a single contact, too', async () => {
      const { undoIds } = await tagContact(deps, ada, { ref: { email: 'ann@x.org' }, tags: ['vip', 'fair'] });
      for (const id of undoIds) await undo(deps, ada, { id });
      expect(await names()).toEqual(['vip']);
    });
  });
});
