import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { tagEveryone } from '../../../src/audience/people/bulk.ts';
import { listPeople, PEOPLE_PER_PAGE, type PeoplePage } from '../../../src/audience/people/list.ts';
import { readSource, sentenceOfSource, sourceOfSearch } from '../../../src/audience/people/named.ts';
import type { PeopleSource } from '../../../src/audience/people/source.ts';
import { addSegment, knownTo } from '../../../src/audience/segments/segments.ts';
import { addTag } from '../../../src/audience/tags/tags.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const audience = withAudience({ now: () => new Date('2026-11-23T10:00:00Z') });
const { deps } = audience;
let ada: Caller;
beforeEach(async () => {
  ada = await audience.newCaller('editor');
});

const everyone: PeopleSource = { of: 'everyone' };

/** Contacts p1@x.org, p2@x.org …: the highest number is the newest. */
async function people(from: number, to: number, more: object = {}): Promise<number[]> {
  const made = await audience.storage.prisma.contact.createManyAndReturn({
    data: Array.from({ length: to - from + 1 }, (_, n) => ({
      ...{ workspaceId: ada.workspaceId, email: `p${from + n}@x.org`, emailKey: `p${from + n}@x.org` },
      ...{ status: 'subscribed', statusSource: 'test', source: 'test', ...more },
    })),
    select: { id: true },
  });
  return made.map(({ id }) => id);
}

const numbers = ({ people: listed }: PeoplePage) => listed.map(({ email }) => Number(/\d+/.exec(email)?.[0]));
const span = (page: PeoplePage) => [page.first, numbers(page)[0], numbers(page).at(-1), page.size?.people];

describe('a list of people', () => {
  it('goes through everyone in both directions, and says where it is', async () => {
    await people(1, 60);
    const first = await listPeople(deps, ada, { source: everyone });
    expect(span(first)).toEqual([1, 60, 36, 60]);
    expect(first.newer).toBeUndefined();
    const second = await listPeople(deps, ada, { source: everyone, edge: first.older });
    expect(span(second)).toEqual([26, 35, 11, 60]);
    const third = await listPeople(deps, ada, { source: everyone, edge: second.older });
    expect(span(third)).toEqual([51, 10, 1, 60]);
    expect(third.older).toBeUndefined();
    const back = await listPeople(deps, ada, { source: everyone, edge: third.newer });
    expect(span(back)).toEqual(span(second));
    expect(back.older).toEqual(second.older);
    const top = await listPeople(deps, ada, { source: everyone, edge: back.newer });
    expect(span(top)).toEqual(span(first));
    expect(top.newer).toBeUndefined();
  });

  it('keeps its pages while people come in and leave', async () => {
    const ids = await people(1, 60);
    const first = await listPeople(deps, ada, { source: everyone });
    await people(61, 63);
    const second = await listPeople(deps, ada, { source: everyone, edge: first.older });
    // The same people as before, three places further down.
    expect(span(second)).toEqual([29, 35, 11, 63]);
    const up = await listPeople(deps, ada, { source: everyone, edge: second.newer });
    expect(span(up)).toEqual([4, 60, 36, 63]);
    // Fewer than a page are left above: the first page, whole.
    expect(span(await listPeople(deps, ada, { source: everyone, edge: up.newer }))).toEqual([1, 63, 39, 63]);
    await audience.storage.prisma.contact.deleteMany({
      where: { workspaceId: ada.workspaceId, id: { in: ids.slice(0, 35) } },
    });
    // Everyone on that page is gone: the first page again, not an empty one.
    expect(span(await listPeople(deps, ada, { source: everyone, edge: first.older }))).toEqual([
      1, 63, 39, 28,
    ]);
  });

  it('lists who is tagged, in a segment, found, or matches a rule', async () => {
    const [ann = 0] = await people(1, 1, { name: 'Ann Lovelace', company: 'Acme' });
    await people(2, 2, { name: 'Bo', status: 'unsubscribed' });
    const made = await addTag(deps, ada, { name: 'Early Bird' });
    const tag = 'tag' in made ? made.tag.id : 0;
    await audience.storage.prisma.contactTag.create({
      data: { workspaceId: ada.workspaceId, tagId: tag, contactId: ann },
    });
    const { id } = await addSegment(deps, ada, { name: 'Mailed', sentence: 'status is subscribed' });
    const known = await knownTo(deps, ada);
    const listed = async (source: PeopleSource) => numbers(await listPeople(deps, ada, { source }));
    for (const text of ['early bird', 'the Early-Bird', 'tagged "Early Bird" and status is subscribed'])
      expect(await listed(readSource(text, known)), text).toEqual([1]);
    expect(readSource('mailed', known)).toEqual({ of: 'segment', id });
    expect(readSource('tagged "Early Bird"', known)).toEqual({ of: 'tag', id: tag });
    expect(await listed({ of: 'segment', id })).toEqual([1]);
    expect(await listed(readSource('never opened', known))).toEqual([2, 1]);
    for (const text of ['LOVE', 'p1@', 'acm', 'early', 'Ann Lovelace'])
      expect(await listed(await sourceOfSearch(deps, ada, text)), text).toEqual([1]);
    expect(await listed(await sourceOfSearch(deps, ada, 'status is unsubscribed'))).toEqual([2]);
    expect(await listed({ of: 'search', text: 'nobody' })).toEqual([]);
    expect(await refused(listPeople(deps, ada, { source: { of: 'search', text: 'a' } }))).toContain(
      'Type at least two letters',
    );
    expect(() => readSource('tagged vpi', known)).toThrow('vpi');
  });

  it('shows nobody to people who may not see contacts, and nothing of another workspace', async () => {
    await people(1, 2);
    const made = await addTag(deps, ada, { name: 'vip' });
    const tag = { of: 'tag', id: 'tag' in made ? made.tag.id : 0 } as const;
    expect(await refused(listPeople(deps, { ...ada, role: 'viewer' }, { source: everyone }))).toContain(
      'not-allowed',
    );
    const stranger = await audience.newCaller('admin');
    expect((await listPeople(deps, stranger, { source: everyone })).people).toEqual([]);
    expect(await refused(listPeople(deps, stranger, { source: tag }))).toContain('not-found');
    expect(await refused(listPeople(deps, ada, { source: { of: 'segment', id: 999_999 } }))).toContain(
      'not-found',
    );
  });

  it('lists what an import added, changed and its undo left alone', async () => {
    const { prisma } = audience.storage;
    const { workspaceId } = ada;
    const { id: importId } = await prisma.import.create({
      data: {
        ...{ workspaceId, fileName: 'new.csv', mapping: {}, rowsTotal: 3, createdBy: 'U0ADA' },
        ...{ state: 'done', startedAt: new Date('2026-11-22T10:00:00Z') },
      },
      select: { id: true },
    });
    await people(1, 2, { addedByImport: importId });
    const [third = 0, fourth = 0, fifth = 0] = await people(3, 5);
    const at = new Date('2026-11-22T10:00:00Z');
    const change = (contactId: number, what: string) => ({
      ...{ workspaceId, importId, contactId, what, at, updatedAt: at },
      reason: what === 'kept' ? 'tagged' : null,
    });
    await prisma.importChange.createMany({
      data: [change(third, 'written'), change(fourth, 'kept'), change(fifth, 'found')],
    });
    const of = (part: 'added' | 'changed' | 'kept'): PeopleSource => ({ of: 'import', id: importId, part });
    const listed = async (source: PeopleSource) => numbers(await listPeople(deps, ada, { source }));
    expect(await listed(of('added'))).toEqual([2, 1]);
    expect(await listed(of('changed'))).toEqual([3]);
    expect((await listPeople(deps, ada, { source: of('kept') })).people).toMatchObject([
      { email: 'p4@x.org', note: 'tagged' },
    ]);
    expect(await sentenceOfSource(deps, ada, of('added'))).toBe('added by import "new.csv"');
    expect(await refused(sentenceOfSource(deps, ada, of('kept')))).toContain('No rule selects exactly');
    const tagged = await tagEveryone(deps, ada, {
      ...{ way: 'on', tag: { make: 'checked' }, source: of('kept'), seen: 1 },
    });
    expect(tagged).toMatchObject({ tagging: { changed: 1 } });
  });
});

describe('everyone in a list', () => {
  it('is tagged and untagged at once, and both are undone', async () => {
    await people(1, PEOPLE_PER_PAGE + 5);
    const source: PeopleSource = { of: 'search', text: 'x.org' };
    const on = await tagEveryone(deps, ada, { way: 'on', tag: { make: 'vip' }, source, seen: 30 });
    if (!('tagging' in on)) throw new Error('the list has not grown');
    expect(on.tagging).toMatchObject({ changed: 30, tag: { name: 'vip' } });
    const vips = readSource('vip', await knownTo(deps, ada));
    expect((await listPeople(deps, ada, { source: vips })).size?.people).toBe(30);
    const off = await tagEveryone(deps, ada, { way: 'off', tag: { name: 'vip' }, source: vips, seen: 30 });
    if (!('tagging' in off)) throw new Error('the list has not grown');
    expect((await listPeople(deps, ada, { source: vips })).size?.people).toBe(0);
    await undo(deps, ada, { id: off.tagging.undoId ?? 0 });
    expect((await listPeople(deps, ada, { source: vips })).size?.people).toBe(30);
    await undo(deps, ada, { id: on.tagging.undoId ?? 0 });
    // The tag was made for this.
    expect(await refused(listPeople(deps, ada, { source: vips }))).toContain('not-found');
  });

  it('is asked about again if more people are in it than the form said', async () => {
    await people(1, 3);
    const options = { way: 'on', tag: { make: 'vip' }, source: everyone } as const;
    const grown = await tagEveryone(deps, ada, { ...options, seen: 2 });
    expect(grown).toMatchObject({ grown: { people: 3 } });
    expect(await audience.storage.prisma.tag.count({ where: { workspaceId: ada.workspaceId } })).toBe(0);
    expect(await tagEveryone(deps, ada, { ...options, seen: 3 })).toMatchObject({ tagging: { changed: 3 } });
    const viewer: Caller = { ...ada, role: 'viewer' };
    expect(await refused(tagEveryone(deps, viewer, { ...options, seen: 3 }))).toContain('not-allowed');
  });
});
