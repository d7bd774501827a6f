import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { answerQuestion } from '../../../src/audience/questions.ts';
import { previewEdit } from '../../../src/audience/segments/builder.ts';
import { countWithNeverMailed } from '../../../src/audience/segments/card.ts';
import { forecastSegment } from '../../../src/audience/segments/forecast.ts';
import { lookUpSegment } from '../../../src/audience/segments/lookup.ts';
import { addSegment, knownTo, understand } from '../../../src/audience/segments/segments.ts';
import { countWithTwin } from '../../../src/audience/segments/twin.ts';
import { whyMember } from '../../../src/audience/segments/why.ts';
import { addTag } from '../../../src/audience/tags/tags.ts';
import type { Reason } from '../../../src/rules/why/why.ts';
import { putTag } from '../../support/put-tag.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const now = new Date('2026-11-23T10:00:00Z');

describe('questions about a segment', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let ada: Caller;

  beforeEach(async () => {
    const workspaceId = await audience.addWorkspace();
    ada = { workspaceId, actor: 'U0ADA', role: 'editor' };
    const people = [
      {
        email: 'Ann@x.org',
        emailKey: 'ann@x.org',
        country: 'NO',
        signedUpAt: new Date('2026-11-01T00:00:00Z'),
      },
      { email: 'bob@x.org', emailKey: 'bob@x.org', signedUpAt: new Date('2026-10-24T00:00:00Z') },
      { email: 'cy@x.org', emailKey: 'cy@x.org', signedUpAt: new Date('2020-06-01T00:00:00Z') },
    ];
    await audience.storage.prisma.contact.createMany({
      data: people.map((person) => ({ ...person, workspaceId, statusSource: 'test', source: 'test' })),
    });
    await addTag(deps, ada, { name: 'vip' });
    await putTag(deps, ada, 'vip', 'ann@x.org bob@x.org');
    const opened = (email: string, at: string) => ({ email, kind: 'opened', at });
    await recordEvents(deps, ada, {
      source: 'api',
      events: [
        opened('ann@x.org', '2026-11-20T08:00:00Z'),
        opened('bob@x.org', '2026-09-02T08:00:00Z'),
        opened('bob@x.org', '2026-08-01T08:00:00Z'),
      ],
    });
    await addSegment(deps, ada, { name: 'Recent', sentence: 'signed up in the last 30 days' });
    await addSegment(deps, ada, {
      name: 'Lapsed VIPs',
      sentence: 'tagged vip and not opened in the last 60 days',
    });
    await addSegment(deps, ada, { name: 'Gold', sentence: 'in segment "Lapsed VIPs" or country is Norway' });
  });

  it('count the last calendar month and the past month separately', async () => {
    const counted = await countWithTwin(deps, ada, { sentence: 'signed up in the last month' });
    expect(counted).toMatchObject({
      size: { members: 1, sentence: 'signed up last month' },
      twin: { words: 'in the past month', sentence: 'signed up in the past month', members: 2 },
    });
    const question = 'how many people signed up in the last month?';
    expect(await answerQuestion(deps, ada, { question })).toMatchObject({ twin: { members: 2 } });
    const { twin } = await countWithNeverMailed(deps, ada, { sentence: 'signed up last month' });
    expect(twin).toBeUndefined();
  });

  it('forecast who joins and leaves with time alone', async () => {
    // Bob signed up on the first of the thirty days; Ann's open is 60 days old on 20 January.
    expect(await forecastSegment(deps, ada, { name: 'Recent', days: 1 })).toEqual({
      segment: 'Recent',
      entering: 0,
      leaving: 1,
      from: now,
      to: new Date('2026-11-24T10:00:00Z'),
    });
    expect(await forecastSegment(deps, ada, { name: 'Lapsed VIPs', days: 59 })).toMatchObject({
      entering: 1,
      leaving: 0,
    });
    expect(await forecastSegment(deps, ada, { name: 'Lapsed VIPs', days: 57 })).toMatchObject({
      entering: 0,
      leaving: 0,
    });
  });

  /** What a segment's form asks about another rule. */
  async function changed(name: string, sentence: string) {
    const { id } = await lookUpSegment(deps, ada, { name });
    return previewEdit(deps, ada, { id, rule: understand(sentence, await knownTo(deps, ada)) });
  }

  it('show who another rule would add and remove', async () => {
    const { difference } = await changed('Recent', 'signed up in 2020 or country is Norway');
    expect(difference).toMatchObject({
      entering: { count: 1, examples: [{ email: 'cy@x.org' }] },
      leaving: { count: 1, examples: [{ email: 'bob@x.org' }] },
      at: now,
    });
  });

  it('say why, condition by condition, and when it changes', async () => {
    const bob = await whyMember(deps, ada, { name: 'lapsed vips', email: ' BOB@x.org ' });
    expect(bob).toEqual({
      segment: 'Lapsed VIPs',
      member: expect.objectContaining({ email: 'bob@x.org' }),
      at: now,
      timeZone: 'UTC',
      why: {
        type: 'all',
        sentence: 'tagged vip and not opened in the last 60 days',
        holds: true,
        flips: null,
        of: [
          {
            type: 'condition',
            sentence: 'tagged vip',
            holds: true,
            flips: null,
            fact: expect.stringMatching(/^tagged vip since \d+ \w+ \d{4}$/),
          },
          {
            type: 'condition',
            sentence: 'not opened in the last 60 days',
            holds: true,
            flips: null,
            fact: 'opened an email 2 times, last on 2 Sep 2026, 82 days ago',
          },
        ],
      },
      holds: [],
    });
    const ann = await whyMember(deps, ada, { name: 'Lapsed VIPs', email: 'ann@x.org' });
    // The 60 days before a day and the day itself: 20 November drops out of them when 20 January begins.
    expect(ann.why).toMatchObject({ holds: false, flips: new Date('2027-01-20T00:00:00Z') });
  });

  it('say why for a rule with the maximum number of conditions', { timeout: 60_000 }, async () => {
    const parts = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
    for (const name of parts) {
      const conditions = Array.from({ length: 60 }, (_, n) => [
        `company is ${name}${n}`,
        `opened at least ${n + 1} times`,
      ]).flat();
      await addSegment(deps, ada, { name, sentence: conditions.join(' or ') });
    }
    await addSegment(deps, ada, {
      name: 'Both',
      sentence: parts.map((name) => `in segment ${name}`).join(' and '),
    });
    const { why } = await whyMember(deps, ada, { name: 'Both', email: 'bob@x.org' });
    expect(why).toMatchObject({ type: 'all', holds: true });
    const conditions = (reason: Reason): Reason[] =>
      reason.type === 'condition' ? [reason] : reason.of.flatMap(conditions);
    const all = conditions(why);
    expect(all).toHaveLength(960);
    // He opened twice.
    expect(all.filter(({ holds }) => holds).map(({ sentence }) => sentence)).toEqual(
      parts.flatMap(() => ['opened at least once', 'opened at least twice']),
    );
  });

  it('expand the segments inside', async () => {
    const { why } = await whyMember(deps, ada, { name: 'Gold', email: 'ann@x.org' });
    expect(why).toMatchObject({
      type: 'any',
      holds: true,
      flips: null,
      of: [
        { type: 'segment', sentence: 'in segment "Lapsed VIPs"', holds: false, of: [{ type: 'all' }] },
        { type: 'condition', sentence: 'country is Norway', holds: true, fact: 'country: Norway' },
      ],
    });
  });

  it('are refused if they can’t be answered, or to people who may not ask', async () => {
    const viewer: Caller = { ...ada, role: 'viewer' };
    expect(await refused(whyMember(deps, viewer, { name: 'Recent', email: 'ann@x.org' }))).toContain(
      'not-allowed',
    );
    expect(await refused(whyMember(deps, ada, { name: 'Recent', email: 'nobody' }))).toBe(
      'invalid-input: "nobody" is not an email address.',
    );
    expect(await refused(whyMember(deps, ada, { name: 'Recent', email: 'no@x.org' }))).toBe(
      'not-found: No contact with the address no@x.org.',
    );
    expect(await refused(forecastSegment(deps, ada, { name: 'Recent', days: 401 }))).toBe(
      'invalid-input: A forecast covers 1 to 400 days, not 401.',
    );
    expect(await refused(forecastSegment(deps, ada, { name: 'Rcent', days: 3 }))).toContain('not-found');
    expect(await refused(changed('Gold', 'in segment Gold'))).toContain(
      'A segment can’t use itself ("Gold" → "Gold")',
    );
    const other: Caller = { ...ada, workspaceId: await audience.addWorkspace() };
    expect(await refused(whyMember(deps, other, { name: 'Recent', email: 'ann@x.org' }))).toContain(
      'not-found',
    );
  });

  it('leave a stored rule unchanged if what it uses no longer exists', async () => {
    const { workspaceId } = ada;
    const { prisma } = audience.storage;
    await prisma.segment.delete({
      where: { workspaceId_nameKey: { workspaceId, nameKey: 'lapsed vips' } },
    });
    const before = await prisma.segment.findMany({ where: { workspaceId } });
    for (const ask of [
      () => whyMember(deps, ada, { name: 'Gold', email: 'ann@x.org' }),
      () => forecastSegment(deps, ada, { name: 'Gold', days: 3 }),
    ])
      expect(await refused(ask())).toContain('uses a segment that no longer exists');
    expect(await prisma.segment.findMany({ where: { workspaceId } })).toEqual(before);
  });
});
