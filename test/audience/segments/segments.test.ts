import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { copySegment } from '../../../src/audience/segments/changes.ts';
import { listSegments } from '../../../src/audience/segments/list.ts';
import { addSegment, sizeOfSegment } from '../../../src/audience/segments/segments.ts';
import { addTag } from '../../../src/audience/tags/tags.ts';
import { countSentence } from '../../support/count-sentence.ts';
import { putTag } from '../../support/put-tag.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const now = new Date('2026-11-23T10:00:00Z');

describe('segments', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let ada: Caller;

  beforeEach(async () => {
    ada = await audience.newCaller('editor');
    await addPeople(ada);
  });

  /** Three people, two of them tagged vip, and one of those two unreachable. */
  async function addPeople(caller: Caller): Promise<void> {
    const { workspaceId } = caller;
    const people = [
      { email: 'ann@x.org', status: 'subscribed', signedUpAt: new Date('2026-11-01T00:00:00Z') },
      { email: 'bob@x.org', status: 'unsubscribed', signedUpAt: new Date('2026-11-02T00:00:00Z') },
      { email: 'cy@x.org', status: 'subscribed', signedUpAt: new Date('2020-06-01T00:00:00Z') },
    ];
    await audience.storage.prisma.contact.createMany({
      data: people.map((person) => ({
        ...person,
        workspaceId,
        emailKey: person.email,
        statusSource: 'test',
        source: 'test',
      })),
    });
    await addTag(deps, caller, { name: 'vip' });
    await putTag(deps, caller, 'vip', 'ann@x.org bob@x.org');
  }
  const stranger = async (): Promise<Caller> => ({ ...ada, workspaceId: await audience.addWorkspace() });
  const stored = () => audience.storage.prisma.segment.findMany({ where: { workspaceId: ada.workspaceId } });
  const audit = async () =>
    (
      await audience.storage.prisma.auditEntry.findMany({
        where: { workspaceId: ada.workspaceId },
        orderBy: { id: 'asc' },
      })
    )
      .map(({ action, subject, actor }) => ({ action, subject, actor }))
      .filter(({ action }) => action.startsWith('segment'));

  it.each([
    ['everyone', { members: 3, reachable: 2 }],
    ['tagged vip', { members: 2, reachable: 1 }],
    ['not tagged vip', { members: 1, reachable: 1 }],
    ['signed up in the last 30 days', { members: 2, reachable: 1 }],
    ['tagged vip and signed up in 2020', { members: 0, reachable: 0 }],
  ])('can be counted without saving them: %s', async (sentence, size) => {
    const counted = await countSentence(deps, { ...ada, role: 'viewer' }, { sentence });
    expect(counted).toMatchObject({ ...size, at: now, sentence });
    expect(counted.readBack).not.toBe('');
    expect(await stored()).toEqual([]);
  });

  it.each(['tagged vpi', 'tagged vip and', '', 'signed up in the last fortnightly'])(
    'refuse %j, pointing at the words',
    async (sentence) => {
      const refusal = await countSentence(deps, ada, { sentence }).catch((error: unknown) => error);
      expect(refusal).toMatchObject({
        code: 'invalid-input',
        fault: {
          text: sentence,
          problem: { at: expect.any(Number), message: expect.stringMatching(/\.$|\?$/) },
        },
      });
      expect(await refused(addSegment(deps, ada, { name: 'Lost', sentence }))).toContain('invalid-input');
      expect(await stored()).toEqual([]);
    },
  );

  it('are saved by ids, counted, and found in any case', async () => {
    const made = await addSegment(deps, ada, { name: ' Recent   VIPs ', sentence: 'tagged vip' });
    expect(made).toMatchObject({ name: 'Recent VIPs', size: { members: 2, reachable: 1 } });
    expect(await audit()).toEqual([{ action: 'segment.created', subject: 'Recent VIPs', actor: 'U0ADA' }]);
    expect(JSON.stringify((await stored())[0]?.rule)).not.toContain('vip');
    for (const name of ['recent vips', 'RECENT VIPS', ' Recent  VIPs'])
      expect(await sizeOfSegment(deps, ada, { name })).toMatchObject({
        name: 'Recent VIPs',
        size: { members: 2 },
      });
  });

  it('follow their rule: someone who is tagged later joins', async () => {
    await addSegment(deps, ada, { name: 'VIPs', sentence: 'tagged vip' });
    await putTag(deps, ada, 'vip', 'cy@x.org');
    expect(await sizeOfSegment(deps, ada, { name: 'VIPs' })).toMatchObject({
      size: { members: 3, reachable: 2 },
    });
  });

  it.each([
    ['', 'invalid-input: A segment needs a name.'],
    ['x'.repeat(81), 'invalid-input: A segment name can have at most 80 characters; this one has 81.'],
    ['a: b', `invalid-input: A segment name can’t have quotes or colons; "a: b" does.`],
    ['lapsed', 'taken: A segment named "Lapsed" already exists.'],
  ])('can’t be named %j', async (name, sentence) => {
    await addSegment(deps, ada, { name: 'Lapsed', sentence: 'never opened' });
    expect(await refused(addSegment(deps, ada, { name, sentence: 'everyone' }))).toBe(sentence);
    expect(await stored()).toHaveLength(1);
    expect(await audit()).toHaveLength(1);
  });

  it('keep one of two with the same name that are created at the same moment', async () => {
    const both = await Promise.allSettled([
      addSegment(deps, ada, { name: 'VIPs', sentence: 'tagged vip' }),
      addSegment(deps, ada, { name: 'vips', sentence: 'everyone' }),
    ]);
    expect(both.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    const failed = both.find((outcome) => outcome.status === 'rejected');
    expect(failed?.reason).toMatchObject({ code: 'taken' });
    expect(await stored()).toHaveLength(1);
    expect(await audit()).toHaveLength(1);
  });

  it('can’t be created by viewers, who see their sizes', async () => {
    const viewer: Caller = { ...ada, role: 'viewer' };
    expect(await refused(addSegment(deps, viewer, { name: 'VIPs', sentence: 'everyone' }))).toContain(
      'role to create segments',
    );
    await addSegment(deps, ada, { name: 'VIPs', sentence: 'tagged vip' });
    expect(await sizeOfSegment(deps, viewer, { name: 'VIPs' })).toMatchObject({ size: { members: 2 } });
  });

  it('suggest the nearest name if there is none with that name', async () => {
    await addSegment(deps, ada, { name: 'Lapsed', sentence: 'never opened' });
    expect(await refused(sizeOfSegment(deps, ada, { name: 'Lapsd' }), 'hint')).toBe(
      'not-found: No segment "Lapsd". Did you mean "Lapsed"?',
    );
  });

  it('are listed by name, as many as requested with sizes, and all counted', async () => {
    await addSegment(deps, ada, { name: 'b', sentence: 'everyone' });
    await addSegment(deps, ada, { name: 'A', sentence: 'tagged vip' });
    await addSegment(deps, ada, { name: 'c', sentence: 'everyone' });
    const { total, segments } = await listSegments(deps, ada, { perPage: 2 });
    expect(total).toBe(3);
    expect(segments).toMatchObject([
      { name: 'A', size: { members: 2, reachable: 1 } },
      { name: 'b', size: { members: 3, reachable: 2 } },
    ]);
  });

  it('are found by a part of the name, sorted, and listed page by page', async () => {
    await addSegment(deps, ada, { name: 'All of them', sentence: 'everyone' });
    await addSegment(deps, ada, { name: 'VIPs', sentence: 'tagged vip' });
    await addSegment(deps, ada, { name: 'None of them', sentence: 'not everyone' });
    const listed = async (options: Partial<Parameters<typeof listSegments>[2]>) => {
      const list = await listSegments(deps, ada, { perPage: 2, ...options });
      return [list.segments.map(({ name }) => name), list.page, list.pages, list.found];
    };
    expect(await listed({ search: 'OF' })).toEqual([['All of them', 'None of them'], 1, 1, 2]);
    expect(await listed({ sort: 'newest' })).toEqual([['None of them', 'VIPs'], 1, 2, 3]);
    expect(await listed({ sort: 'largest' })).toEqual([['All of them', 'VIPs'], 1, 2, 3]);
    expect(await listed({ page: 2 })).toEqual([['VIPs'], 2, 2, 3]);
    expect(await listed({ page: 99 })).toEqual([['VIPs'], 2, 2, 3]);
    expect(await listed({ search: 'zebra' })).toEqual([[], 1, 1, 0]);
  });

  it('don’t all have to be counted to show the largest of many', async () => {
    await audience.storage.prisma.segment.createMany({
      data: Array.from({ length: 61 }, (_, n) => ({
        ...{ workspaceId: ada.workspaceId, name: `S ${n}`, nameKey: `s ${n}`, rule: { type: 'everyone' } },
        ...{ createdBy: 'U0ADA', updatedBy: 'U0ADA' },
      })),
    });
    expect(await refused(listSegments(deps, ada, { sort: 'largest', perPage: 10 }), 'hint')).toContain(
      'Search for fewer than 61 first',
    );
  });

  it('keep their line if their tag was deleted, with the reason in place of a size', async () => {
    await addSegment(deps, ada, { name: 'Broken', sentence: 'not tagged vip' });
    await addSegment(deps, ada, { name: 'Whole', sentence: 'everyone' });
    await audience.storage.prisma.tag.deleteMany({ where: { workspaceId: ada.workspaceId } });
    const { segments } = await listSegments(deps, ada, { perPage: 20 });
    expect(segments).toMatchObject([
      { name: 'Broken', problem: expect.stringContaining('a tag that no longer exists') },
      { name: 'Whole', size: { members: 3 } },
    ]);
    // Never wider: not even the complement of a tag that no longer exists.
    expect(await refused(sizeOfSegment(deps, ada, { name: 'Broken' }))).toContain(
      'a tag that no longer exists',
    );
  });

  it('keep their line if their stored rule can’t be read, and hold up nothing else', async () => {
    await addSegment(deps, ada, { name: 'Whole', sentence: 'everyone' });
    await addSegment(deps, ada, { name: 'Odd', sentence: 'everyone' });
    await audience.storage.prisma.segment.updateMany({
      where: { workspaceId: ada.workspaceId, name: 'Odd' },
      data: { rule: { type: 'of a later version' } },
    });
    const { segments } = await listSegments(deps, ada, { perPage: 20 });
    expect(segments).toMatchObject([
      { name: 'Odd', problem: expect.stringContaining('can’t be read') },
      { name: 'Whole', size: { members: 3 } },
    ]);
    expect(await sizeOfSegment(deps, ada, { name: 'Whole' })).toMatchObject({ size: { members: 3 } });
    expect(await refused(sizeOfSegment(deps, ada, { name: 'Odd' }))).toContain('can’t be read');
  });

  it('may contain each other, and follow each other’s rules', async () => {
    await addSegment(deps, ada, { name: 'VIPs', sentence: 'tagged vip' });
    const made = await addSegment(deps, ada, {
      name: 'New VIPs',
      sentence: 'in segment vips and signed up since 2 November 2026',
    });
    expect(made.size).toMatchObject({
      members: 1,
      sentence: 'in segment "VIPs" and signed up since 2 November 2026',
    });
    await putTag(deps, ada, 'vip', 'cy@x.org');
    expect(await countSentence(deps, ada, { sentence: 'in segment "New VIPs" or "VIPs"' })).toMatchObject({
      members: 3,
    });
    expect(await refused(countSentence(deps, ada, { sentence: 'in segment New VIP' }))).toBe(
      'invalid-input: No segment "New VIP"; did you mean "New VIPs"?',
    );
    expect(await refused(addSegment(deps, ada, { name: 'Ring', sentence: 'not in segment Ring' }))).toContain(
      'No segment "Ring"',
    );
  });

  it('are refused with their path if stored ones form a circle, and stay unchanged', async () => {
    await addSegment(deps, ada, { name: 'A', sentence: 'tagged vip' });
    await addSegment(deps, ada, { name: 'B', sentence: 'not in segment A' });
    const [first, second] = (await stored()).sort((a, b) => a.id - b.id);
    await audience.storage.prisma.segment.updateMany({
      where: { workspaceId: ada.workspaceId, name: 'A' },
      data: { rule: { type: 'segment', match: 'any', segments: [second?.id ?? 0] } },
    });
    const before = await stored();
    expect(await refused(sizeOfSegment(deps, ada, { name: 'a' }), 'hint')).toBe(
      'invalid-input: A segment can’t use itself ("A" → "B" → "A"). Remove one of them from the rule of another. The saved rule stays as it is until you edit it.',
    );
    const { segments } = await listSegments(deps, ada, { perPage: 20 });
    expect(segments).toMatchObject([
      { name: 'A', problem: expect.stringContaining('"A" → "B" → "A"') },
      { name: 'B', problem: expect.stringContaining('"B" → "A" → "B"') },
    ]);
    expect(await stored()).toEqual(before);
    expect(first?.name).toBe('A');
  });

  it('say so if they use a deleted segment, and stay unchanged', async () => {
    const gone = await addSegment(deps, ada, { name: 'Gone', sentence: 'tagged vip' });
    await addSegment(deps, ada, { name: 'Rest', sentence: 'not in segment Gone' });
    await addSegment(deps, ada, { name: 'Over', sentence: 'in segment Rest or tagged vip' });
    await audience.storage.prisma.segment.deleteMany({
      where: { workspaceId: ada.workspaceId, name: 'Gone' },
    });
    const before = await stored();
    const what = `a segment that no longer exists (number ${gone.id}). Change the rule to one without it.`;
    expect(await refused(sizeOfSegment(deps, ada, { name: 'Rest' }))).toBe(
      `invalid-input: The rule uses ${what}`,
    );
    expect(await refused(sizeOfSegment(deps, ada, { name: 'Over' }))).toBe(
      `invalid-input: The rule of "Rest" uses ${what}`,
    );
    expect(await stored()).toEqual(before);
  });

  it('keep the seed of their random share, and each has its own', async () => {
    for (const name of ['A', 'B'])
      await addSegment(deps, ada, { name, sentence: 'random 50% and random 10%' });
    const rules = (await stored()).map(({ rule }) => rule as { rules: { seed: number }[] });
    const seeds = rules.map(({ rules: [half, tenth] }) => {
      expect(half?.seed).toBe(tenth?.seed);
      return half?.seed;
    });
    // The chance that both are the same is one in two billion.
    expect(new Set(seeds).size).toBe(2);
    expect(await sizeOfSegment(deps, ada, { name: 'A' })).toMatchObject({
      size: { sentence: 'random 50% and random 10%' },
    });
  });

  it('are copied under a name that ends with a whole character', async () => {
    const name = `${'n'.repeat(70)}🎉`;
    await addSegment(deps, ada, { name, sentence: 'everyone' });
    // "Copy of " and 72 letters make 80; the emoji is the last two of them.
    expect(await copySegment(deps, ada, { ref: { name } })).toMatchObject({
      segment: { name: `Copy of ${name}` },
    });
    expect(await copySegment(deps, ada, { ref: { name } })).toMatchObject({
      segment: { name: `Copy of ${'n'.repeat(70)} 2` },
    });
  });

  it('of other workspaces aren’t visible, nor are their tags and people', async () => {
    await addSegment(deps, ada, { name: 'VIPs', sentence: 'tagged vip' });
    const eve = await stranger();
    expect(await listSegments(deps, eve, { perPage: 20 })).toMatchObject({ total: 0, segments: [] });
    expect(await refused(sizeOfSegment(deps, eve, { name: 'VIPs' }), 'hint')).not.toContain('Did you mean');
    expect(await refused(countSentence(deps, eve, { sentence: 'tagged vip' }))).toContain('invalid-input');
    expect(await countSentence(deps, eve, { sentence: 'everyone' })).toMatchObject({ members: 0 });
    expect(await addSegment(deps, eve, { name: 'VIPs', sentence: 'everyone' })).toMatchObject({
      size: { members: 0, reachable: 0 },
    });
  });
});
