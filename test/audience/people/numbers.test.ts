import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { type Breakdown, breakDown } from '../../../src/audience/people/breakdown.ts';
import { listPeople } from '../../../src/audience/people/list.ts';
import { readSource } from '../../../src/audience/people/named.ts';
import { comparePeople } from '../../../src/audience/people/overlap.ts';
import {
  type AskedComparison,
  readBreakdown,
  readComparison,
  suggestBreakdowns,
} from '../../../src/audience/people/words.ts';
import { answerQuestion } from '../../../src/audience/questions.ts';
import { addSegment, knownTo } from '../../../src/audience/segments/segments.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const audience = withAudience({ now: () => new Date('2026-11-23T10:00:00Z') });
const { deps } = audience;
let ada: Caller;
let attributes: Record<string, number>;

beforeEach(async () => {
  ada = await audience.newCaller('editor');
  const { prisma } = audience.storage;
  const { workspaceId } = ada;
  await prisma.workspace.update({ where: { id: workspaceId }, data: { timeZone: 'America/New_York' } });
  attributes = {};
  for (const [name, type, yearly] of [
    ['plan', 'text', false],
    ['seats', 'number', false],
    ['active', 'boolean', false],
    ['renewal', 'date', false],
    ['birthday', 'date', true],
  ] as const)
    ({ id: attributes[name] } = await prisma.attribute.create({
      data: { workspaceId, name, nameKey: name, type, yearly },
    }));
});

interface Person {
  email?: string;
  country?: string;
  company?: string;
  status?: string;
  signedUpAt?: string;
  values?: Record<string, unknown>;
  tags?: string[];
}

async function people(...list: Person[]): Promise<void> {
  const { prisma } = audience.storage;
  const { workspaceId } = ada;
  for (const [index, { tags = [], values = {}, signedUpAt, ...person }] of list.entries()) {
    const email = person.email ?? `p${index}@x.org`;
    const { id } = await prisma.contact.create({
      data: {
        ...{ workspaceId, status: 'subscribed', statusSource: 'test', source: 'test' },
        ...person,
        ...{ email, emailKey: email, signedUpAt: signedUpAt === undefined ? null : new Date(signedUpAt) },
        attributes: Object.fromEntries(
          Object.entries(values).map(([name, value]) => [String(attributes[name]), value as string]),
        ),
      },
    });
    for (const name of tags) {
      const where = { workspaceId_name: { workspaceId, name } };
      const tag = await prisma.tag.upsert({
        where,
        create: { workspaceId, name, createdBy: 'U0ADA' },
        update: {},
      });
      await prisma.contactTag.create({ data: { workspaceId, tagId: tag.id, contactId: id } });
    }
  }
}

const by = async (text: string, caller = ada) => {
  const { source, by: key = '' } = readBreakdown(text, await knownTo(deps, caller));
  return breakDown(deps, caller, { source, by: key });
};

const lines = ({ rows }: Breakdown) =>
  rows.map(({ is, words, people: many, reachable }) => `${is === 'value' ? words : is} ${many}/${reachable}`);

describe('a breakdown', () => {
  it('counts people by a field, the largest group first, and lists each group’s people', async () => {
    await people(
      { country: 'NO' },
      { country: 'NO', status: 'unsubscribed' },
      { country: 'US' },
      {},
      { country: 'Atlantis' },
    );
    const shown = await by('by country');
    expect(shown).toMatchObject({ people: 5, reachable: 4, by: { label: 'country' } });
    expect(lines(shown)).toEqual(['Norway 2/1', 'Atlantis 1/1', 'United States 1/1', 'none 1/1']);
    for (const { source, people: many, words } of shown.rows) {
      // No list of countries knows it, so no rule can name it.
      if (words === 'Atlantis') expect(source).toBeUndefined();
      else if (source === undefined) throw new Error(`nobody can be listed for ${words}`);
      else expect((await listPeople(deps, ada, { source })).people).toHaveLength(many);
    }
  });

  it('takes spellings that rules take for the same as one value', async () => {
    await people(
      ...['Pro', 'pro', 'PRO', 'O’Neil', "o'neil", 'x@y.org', ''].map((plan) => ({ values: { plan } })),
    );
    expect(lines(await by('by plan'))).toEqual(['PRO 3/3', 'O’Neil 2/2', 'x@y.org 1/1', 'none 1/1']);
  });

  it('counts by numbers, yes and no, months of dates and of birthdays', async () => {
    await people(
      { values: { seats: 5, active: true, renewal: '2026-12-03', birthday: '1990-03-09' } },
      { values: { seats: 5, active: false, renewal: '2027-01-31', birthday: '--03-01' } },
      { values: { seats: 'many', active: 'maybe', renewal: 'soon', birthday: '' } },
    );
    expect(lines(await by('by seats'))).toEqual(['5 2/2', 'others 1/1']);
    expect(lines(await by('by active'))).toEqual(['false 1/1', 'true 1/1', 'others 1/1']);
    expect(lines(await by('by renewal'))).toEqual(['Dec 2026 1/1', 'Jan 2027 1/1', 'others 1/1']);
    expect(lines(await by('by birthday month'))).toEqual(['March 2/2', 'none 1/1']);
  });

  it('counts by the month of sign-up in the workspace’s time zone, the latest twelve', async () => {
    await people(
      // Still October in New York.
      { signedUpAt: '2026-11-01T03:00:00Z' },
      { signedUpAt: '2026-11-20T03:00:00Z' },
      {},
      ...Array.from({ length: 14 }, (_, n) => ({
        signedUpAt: new Date(Date.UTC(2025, n - 5, 15)).toISOString(),
      })),
    );
    const shown = await by('everyone by sign-up month');
    expect(lines(shown).slice(-4)).toEqual(['Oct 2026 1/1', 'Nov 2026 1/1', 'others 4/4', 'none 1/1']);
    expect(shown.rows).toHaveLength(14);
    const [october] = shown.rows.filter(({ words }) => words === 'Oct 2026');
    expect(
      (await listPeople(deps, ada, { source: october?.source ?? { of: 'everyone' } })).people,
    ).toHaveLength(1);
    expect(lines(await by('by sign-up year'))).toEqual(['2024 5/5', '2025 9/9', '2026 2/2', 'none 1/1']);
  });

  it('counts someone for each tag, and everyone once', async () => {
    await people({ tags: ['vip', 'beta'] }, { tags: ['vip'] }, {});
    const shown = await by('by tags');
    expect(shown).toMatchObject({ people: 3, others: 0 });
    expect(lines(shown)).toEqual(['vip 2/2', 'beta 1/1', 'none 1/1']);
  });

  it('is of a segment, a tag or a rule, and follows the segment’s own rule', async () => {
    await people({ country: 'NO', tags: ['vip'] }, { country: 'US', tags: ['vip'], status: 'bounced' }, {});
    const { id } = await addSegment(deps, ada, { name: 'Bought by phone', sentence: 'tagged vip' });
    const { rows } = await by('Bought by phone by country');
    expect(rows[0]?.source).toMatchObject({
      rule: { type: 'all', rules: [{ type: 'segment', segments: [id] }, { type: 'text' }] },
    });
    for (const text of ['vip by country', 'tagged vip and has country by country'])
      expect(lines(await by(text)), text).toEqual(['Norway 1/1', 'United States 1/0']);
    expect(lines(await by('status is bounced by status'))).toEqual(['bounced 1/0']);
    expect(lines(await by('not everyone by country'))).toEqual([]);
  });

  it('says what can’t be understood', async () => {
    expect(await refused(by('vpi by country'))).toContain('vpi');
    expect(await refused(by('everyone by contry'))).toContain('called "contry"');
    expect(await refused(by('by nothing'))).toContain('Nothing to break down by');
    // Only the people: a form asks for the rest.
    expect(readBreakdown('everyone', await knownTo(deps, ada))).toEqual({ source: { of: 'everyone' } });
    // Whom a value belongs to.
    for (const key of ['email', 'name', 'phone'])
      expect(await refused(by(`everyone by ${key}`)), key).toContain('Nothing to break down by');
    const offered = await suggestBreakdowns(deps, ada, { search: '' });
    expect(offered.map(({ words }) => words)).toEqual(expect.arrayContaining(['country', 'tag', 'plan']));
    expect(offered.map(({ words }) => words)).not.toContain('email');
  });

  it('shows rare values that people typed only to those who may see contacts', async () => {
    await people(
      ...Array.from({ length: 5 }, () => ({ company: 'Acme', country: 'NO' })).map((person, n) => ({
        ...person,
        email: `a${n}@x.org`,
      })),
      ...Array.from({ length: 5 }, (_, n) => ({ company: 'ann@acme.org', email: `b${n}@x.org` })),
      { company: 'Lovelace Ltd', email: 'c@x.org', country: 'US' },
    );
    const viewer: Caller = { ...ada, role: 'viewer' };
    expect(lines(await by('by company'))).toHaveLength(3);
    expect(lines(await by('by company', viewer))).toEqual(['Acme 5/5', 'others 6/6']);
    expect(lines(await by('by country', viewer))).toEqual(['Norway 5/5', 'United States 1/1', 'none 5/5']);
    const { by: id = '' } = readBreakdown('by company', await knownTo(deps, ada));
    const forAll = await breakDown(deps, ada, { source: { of: 'everyone' }, by: id, isForAll: true });
    expect(lines(forAll)).toEqual(['Acme 5/5', 'others 6/6']);
    await addSegment(deps, ada, { name: 'Ann', sentence: 'email is a1@x.org' });
    for (const text of ['Ann by country', 'email is a1@x.org by country'])
      expect(await refused(by(text, viewer)), text).toContain('not-allowed');
  });
});

describe('a comparison', () => {
  const compared = async (text: string, caller = ada) =>
    comparePeople(deps, caller, withBoth(readComparison(text, await knownTo(deps, caller))));
  const withBoth = ({ one, other }: AskedComparison) => {
    if (other === undefined) throw new Error('only one group was named');
    return { one, other };
  };

  it('counts who is in both and in only one, each a list and a rule', async () => {
    await people(
      { tags: ['vip', 'beta'] },
      { tags: ['vip'], status: 'bounced' },
      { tags: ['beta'] },
      { tags: ['beta'] },
      {},
    );
    await addSegment(deps, ada, { name: 'Friends with benefits', sentence: 'tagged beta' });
    for (const text of ['vip with Friends with benefits', 'tagged vip vs. beta', 'vip and beta']) {
      const shown = await compared(text);
      const { one, other, both, onlyOne, onlyOther } = shown;
      const numbers = [one, other, both, onlyOne, onlyOther].map(({ people: many }) => many);
      expect(numbers, text).toEqual([2, 3, 1, 1, 2]);
      expect(onlyOne.reachable, text).toBe(0);
      for (const part of [both, onlyOne, onlyOther])
        expect((await listPeople(deps, ada, { source: part.source })).people, text).toHaveLength(part.people);
    }
  });

  it('says what can’t be understood, and who may not ask', async () => {
    await people({ tags: ['vip', 'beta'], email: 'ann@x.org' });
    await expect(compared('vip with vip')).rejects.toThrow('That compares a group with itself.');
    expect(readComparison('vip', await knownTo(deps, ada))).toEqual({
      one: { of: 'tag', id: expect.any(Number) },
    });
    expect(await refused(compared('vpi'))).toContain('Which two groups do you want to compare?');
    expect(await refused(compared('vip with tagged vpi'))).toContain('vpi');
    await addSegment(deps, ada, { name: 'Ann', sentence: 'email is ann@x.org' });
    const viewer: Caller = { ...ada, role: 'viewer' };
    expect(await refused(compared('Ann with vip', viewer))).toContain('not-allowed');
    expect((await compared('vip with beta', viewer)).both.people).toBe(1);
    const stranger = await audience.newCaller('admin');
    const known = await knownTo(deps, ada);
    const [one, other] = [readSource('vip', known), readSource('Ann', known)];
    expect(await refused(comparePeople(deps, stranger, { one, other }))).toContain('not-found');
  });
});

describe('a question', () => {
  it('is answered with a breakdown or a comparison, in many words', async () => {
    await people({ country: 'NO', tags: ['vip', 'beta'] }, { country: 'US', tags: ['vip'] }, {});
    for (const question of [
      'break down vip by country',
      'Can you break down tagged vip by country?',
      'breakdown of vip by country',
      'how many vip by country?',
      'how many are tagged vip by country',
    ]) {
      const answer = await answerQuestion(deps, ada, { question });
      expect(answer, question).toMatchObject({ breakdown: { people: 2, by: { label: 'country' } } });
    }
    for (const question of ['compare vip with beta', 'the overlap between vip and beta?'])
      expect(await answerQuestion(deps, ada, { question }), question).toMatchObject({
        overlap: { both: { people: 1 }, onlyOne: { people: 1 }, onlyOther: { people: 0 } },
      });
    expect(await answerQuestion(deps, ada, { question: 'how many are tagged vip?' })).toMatchObject({
      size: { members: 2 },
    });
    expect(await refused(answerQuestion(deps, ada, { question: 'break down vip by contry' }))).toContain(
      'contry',
    );
  });
});
