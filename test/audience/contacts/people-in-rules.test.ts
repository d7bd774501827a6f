import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { lookUpContact } from '../../../src/audience/contacts/lookup.ts';
import { answerQuestion } from '../../../src/audience/questions.ts';
import { countWithNeverMailed, showSegment } from '../../../src/audience/segments/card.ts';
import { forecastSegment } from '../../../src/audience/segments/forecast.ts';
import { allSegments, listSegments } from '../../../src/audience/segments/list.ts';
import { addSegment, knownTo, sizeOfRule, sizeOfSegment } from '../../../src/audience/segments/segments.ts';
import type { Rule } from '../../../src/rules/schema.ts';
import { openApi } from '../../support/api.ts';
import { countSentence } from '../../support/count-sentence.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const audience = withAudience({ now: () => new Date('2026-11-23T10:00:00Z') });
const { deps } = audience;
let admin: Caller;
let viewer: Caller;

beforeAll(async () => {
  const workspaceId = await audience.addWorkspace();
  admin = { workspaceId, actor: 'U0ADA', role: 'admin' };
  viewer = { workspaceId, actor: 'U0VIEW', role: 'viewer' };
  const person = (email: string, more: object) => ({
    ...{
      workspaceId,
      email,
      emailKey: email,
      statusSource: 'test',
      source: 'test',
      status: 'subscribed' as const,
    },
    ...more,
  });
  await audience.storage.prisma.contact.createMany({
    data: [
      person('ada@x.org', { name: 'Ada Lovelace', phone: '+47 1', company: 'Acme', country: 'NO' }),
      person('bob@y.org', { name: 'Bob', country: 'NO' }),
    ],
  });
  const segments: [name: string, sentence: string][] = [
    ['Single', 'email is ada@x.org and never opened'],
    ['Nested', 'country is Norway and not in segment "Single"'],
    ['Plain', 'country is Norway'],
  ];
  for (const [name, sentence] of segments) await addSegment(deps, admin, { name, sentence });
});

const refusal =
  'not-allowed: You need the editor role to count contacts by their email address, name or phone. Your role is viewer.';

describe('someone who can’t see contacts', () => {
  it.each([
    'email is ada@x.org',
    'email is nobody@x.org',
    'email contains ada',
    'name is "Ada Lovelace"',
    'name does not contain z',
    'phone starts with +47',
    'not phone ends with 1',
    'none of (name starts with A, company is Acme)',
    'company is Acme or (country is Norway and not (has phone and name contains a))',
    'in segment Single',
    'not in segment Nested',
    'random 50% and in segment Plain and in segment Nested',
    'never opened and email ends with x.org',
  ])('can’t count by: %s', async (sentence) => {
    const asked = [
      countSentence(deps, viewer, { sentence }),
      countWithNeverMailed(deps, viewer, { sentence }),
    ];
    expect(await Promise.all(asked.map((each) => refused(each)))).toEqual([refusal, refusal]);
  });

  it.each(['how many people whose name is Ada?', 'how many are in segment Plain and not in segment Nested?'])(
    'can’t ask: %s',
    async (question) => {
      expect(await refused(answerQuestion(deps, viewer, { question }))).toBe(refusal);
    },
  );

  it.each([
    ['email domain is x.org', 1],
    ['has phone', 1],
    ['has no name', 0],
    ['company contains acme', 1],
    ['in segment "Plain" and email domain is not y.org', 1],
  ])('counts by: %s', async (sentence, members) => {
    expect(await countSentence(deps, viewer, { sentence })).toMatchObject({
      members,
      namesPeople: false,
      sentence,
    });
  });

  it('sees how many are in a segment that names people, but not whom it names', async () => {
    for (const [name, members] of [
      ['Single', 1],
      ['Nested', 1],
    ] as const) {
      const hidden = { members, sentence: null, readBack: null };
      expect(await sizeOfSegment(deps, viewer, { name })).toMatchObject({ size: hidden });
      const card = await showSegment(deps, viewer, { name });
      expect(card.size).toMatchObject(hidden);
      expect(card).not.toHaveProperty('neverMailed');
      expect(await answerQuestion(deps, viewer, { question: `how many are in ${name}?` })).toMatchObject({
        segment: { size: hidden },
      });
      expect(await forecastSegment(deps, viewer, { name, days: 7 })).toMatchObject({
        entering: 0,
        leaving: 0,
      });
    }
    const list = JSON.stringify(await listSegments(deps, viewer, { perPage: 10 }));
    expect(list).toContain('country is Norway');
    expect(list).not.toMatch(/ada|Single\\"/);
    expect((await allSegments(deps, viewer)).map(({ name, rule }) => [name, rule])).toEqual([
      ['Nested', null],
      ['Plain', 'country is Norway'],
      ['Single', null],
    ]);
  });

  it('can’t find out whether an address is a contact', async () => {
    for (const email of ['ada@x.org', 'nobody@x.org', 'no address'])
      expect(await refused(lookUpContact(deps, viewer, { email }))).toBe(
        'not-allowed: You need the editor role to see contacts. Your role is viewer.',
      );
  });

  it('is refused wherever a rule has such a condition', async () => {
    const known = await knownTo(deps, viewer);
    const [single] = known.names.segments.filter(({ name }) => name === 'Single');
    const leaf = fc.constantFrom<Rule>(
      { type: 'text', field: 'email', operator: 'contains', values: ['@'] },
      { type: 'text', field: 'name', operator: 'is', values: ['Ada'] },
      { type: 'text', field: 'phone', operator: 'ends with', values: ['1'] },
      { type: 'segment', match: 'any', segments: [single?.id ?? 0] },
    );
    const beside = fc.constantFrom<Rule>(
      { type: 'everyone' },
      { type: 'has-tags' },
      { type: 'random', percent: 10, seed: 7 },
      { type: 'not', rule: { type: 'has', field: 'phone' } },
      { type: 'event', event: 'opened', count: { operator: 'at least', n: 2 } },
    );
    const around = fc.array(fc.tuple(fc.constantFrom('all', 'any', 'not'), beside, fc.boolean()), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(leaf, around, async (condition, steps) => {
        const rule = steps.reduce<Rule>((inner, [type, other, isFirst]) => {
          if (type === 'not') return { type, rule: inner };
          return { type: type as 'all' | 'any', rules: isFirst ? [inner, other] : [other, inner] };
        }, condition);
        expect(await refused(sizeOfRule(deps, known, rule))).toBe(refusal);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a key without contacts:read', () => {
  it('can’t count by a person, or read a rule that names one', async () => {
    const api = await openApi(deps, admin.workspaceId, ['segments:read', 'contacts:write', 'events:write']);
    for (const rule of ['email is ada@x.org', 'email is nobody@x.org', 'not in segment Nested']) {
      const { status, body } = await api.send('POST', '/api/v1/segments/count', { rule });
      expect([status, (body as { detail: string }).detail]).toEqual([
        403,
        expect.stringContaining(
          'The key "website" needs the scope contacts:read to count contacts by their email address, name or phone.',
        ),
      ]);
    }
    const domain = await api.send('POST', '/api/v1/segments/count', { rule: 'email domain is x.org' });
    expect(domain.body).toMatchObject({ members: 1, rule: 'email domain is x.org' });
    const { segments } = (await api.send('GET', '/api/v1/segments')).body as {
      segments: { id: string; name: string; rule: string | null }[];
    };
    expect(segments.map(({ name, rule }) => [name, rule])).toEqual([
      ['Nested', null],
      ['Plain', 'country is Norway'],
      ['Single', null],
    ]);
    const size = await api.send('GET', `/api/v1/segments/${segments[2]?.id}/size`);
    expect(size.body).toMatchObject({ members: 1, reachable: 1, rule: null, readBack: null });
  });

  it('can do both with contacts:read', async () => {
    const { workspaceId } = admin;
    await audience.storage.prisma.apiKey.deleteMany({ where: { workspaceId } });
    const api = await openApi(deps, workspaceId, ['segments:read', 'contacts:read']);
    const counted = await api.send('POST', '/api/v1/segments/count', { rule: 'email is ada@x.org' });
    expect(counted.body).toMatchObject({ members: 1, rule: 'email is ada@x.org' });
    expect((await api.send('GET', '/api/v1/segments')).text).toContain('email is ada@x.org');
  });
});
