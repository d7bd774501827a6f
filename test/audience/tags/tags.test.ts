import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { tagContact } from '../../../src/audience/contacts/tags.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { showTag } from '../../../src/audience/tags/card.ts';
import { addTag, listTags, renameTag, suggestTags } from '../../../src/audience/tags/tags.ts';
import { splitPair, splitTagging } from '../../../src/audience/tags/words.ts';
import { changeSettings, showSettings } from '../../../src/audience/workspace/settings-changes.ts';
import { putTag } from '../../support/put-tag.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('managing tags', () => {
  const audience = withAudience({ now: () => new Date('2026-11-23T10:00:00Z') });
  const { deps } = audience;
  let ada: Caller;

  beforeEach(async () => {
    ada = await audience.newCaller('editor');
  });

  const addContact = (email: string, more: { name?: string; status?: string } = {}) =>
    audience.storage.prisma.contact.create({
      data: {
        workspaceId: ada.workspaceId,
        email,
        emailKey: email.toLowerCase(),
        statusSource: 'test',
        source: 'test',
        ...more,
      },
    });
  const audit = async () =>
    (
      await audience.storage.prisma.auditEntry.findMany({
        where: { workspaceId: ada.workspaceId },
        orderBy: { id: 'asc' },
      })
    ).map(({ actor, action, subject, details }) => ({ actor, action, subject, details }));
  const names = async () => (await listTags(deps, ada, { perPage: 100 })).tags.map(({ name }) => name);

  it('creates a tag once, and says who did', async () => {
    expect(await addTag(deps, ada, { name: '  VIP   Customer ' })).toMatchObject({
      tag: { name: 'VIP Customer' },
    });
    expect(await refused(addTag(deps, ada, { name: 'VIP Customer' }))).toBe(
      'taken: The tag "VIP Customer" already exists.',
    );
    expect(await audit()).toEqual([
      { actor: 'U0ADA', action: 'tag.created', subject: 'VIP Customer', details: {} },
    ]);
  });

  it('removes invisible characters from a name, and finds it if it is typed with them', async () => {
    expect(await addTag(deps, ada, { name: '\u202ev\u200bip\u2066 ❤️\u00ad' })).toMatchObject({
      tag: { name: 'vip ❤️' },
    });
    expect(await refused(addTag(deps, ada, { name: 'vip\ufeff ❤️' }))).toBe(
      'taken: The tag "vip ❤️" already exists.',
    );
    expect((await showTag(deps, ada, { name: 'v\u200dip ❤️' })).tag.name).toBe('vip ❤️');
    expect(await refused(addTag(deps, ada, { name: '\u200b\u202e' }))).toBe(
      'invalid-input: A tag needs a name.',
    );
    // One that an earlier version accepted.
    const { workspaceId } = ada;
    await audience.storage.prisma.tag.create({ data: { workspaceId, name: 'ol\u200bd', createdBy: 'test' } });
    expect((await showTag(deps, ada, { name: 'old' })).tag.name).toBe('ol\u200bd');
  });

  it.each(['VIP', 'v i p', 'v-i-p', 'V_I_P', 'vips'])(
    'asks before it creates %s beside vip',
    async (name) => {
      await addTag(deps, ada, { name: 'vip' });
      expect(await addTag(deps, ada, { name })).toMatchObject({ alike: [{ name: 'vip' }] });
      expect(await names()).toEqual(['vip']);
      expect(await addTag(deps, ada, { name, despiteAlike: true })).toMatchObject({ tag: { name } });
      expect(await names()).toHaveLength(2);
    },
  );

  it('creates v.i.p beside vip without asking', async () => {
    await addTag(deps, ada, { name: 'vip' });
    expect(await addTag(deps, ada, { name: 'v.i.p' })).toMatchObject({ tag: { name: 'v.i.p' } });
  });

  it.each([
    ['', 'invalid-input: A tag needs a name.'],
    ['x'.repeat(61), 'invalid-input: A tag name can have at most 60 characters; this one has 61.'],
    ['a, b', `invalid-input: A tag name can’t have quotes or commas, as in "a, b".`],
    ['ada@x.org', `invalid-input: A tag name can’t have an @. "ada@x.org" looks like an email address.`],
  ])('refuses the name %j', async (name, sentence) => {
    expect(await refused(addTag(deps, ada, { name }))).toBe(sentence);
    expect(await audit()).toEqual([]);
  });

  it('refuses a viewer', async () => {
    const viewer: Caller = { ...ada, role: 'viewer' };
    expect(await refused(addTag(deps, viewer, { name: 'vip' }))).toContain('role to create tags');
    expect(await refused(renameTag(deps, viewer, { tag: { id: 1 }, name: 'vip' }))).toContain(
      'role to rename tags',
    );
    expect((await listTags(deps, viewer, { perPage: 10 })).total).toBe(0);
  });

  it('keeps one of two tags with the same name that are created at the same moment', async () => {
    const both = await Promise.allSettled([
      addTag(deps, ada, { name: 'vip' }),
      addTag(deps, ada, { name: 'vip' }),
    ]);
    expect(both.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await names()).toEqual(['vip']);
  });

  it('lists tags by name, with counts and the latest addition, page by page', async () => {
    for (const name of ['beta', 'alpha', 'Alpha two', 'gamma']) await addTag(deps, ada, { name });
    for (const email of ['ann@x.org', 'bob@x.org']) await addContact(email);
    await putTag(deps, ada, 'alpha', 'ann@x.org bob@x.org');
    const first = await listTags(deps, ada, { perPage: 3 });
    expect(first).toMatchObject({ total: 4, found: 4, page: 1, pages: 2, search: '' });
    expect(first.tags).toMatchObject([
      { name: 'alpha', contacts: 2, lastAdded: expect.any(Date) },
      { name: 'Alpha two', contacts: 0, lastAdded: null },
      { name: 'beta', contacts: 0, lastAdded: null },
    ]);
    expect(await listTags(deps, ada, { perPage: 3, page: 99 })).toMatchObject({
      page: 2,
      tags: [{ name: 'gamma' }],
    });
  });

  it('finds tags by a part of their name in any case, those that begin with it first', async () => {
    for (const name of ['old vip', 'VIP customer', 'beta', '100%']) await addTag(deps, ada, { name });
    const found = await listTags(deps, ada, { search: 'Vip', perPage: 10 });
    expect(found).toMatchObject({
      total: 4,
      found: 2,
      tags: [{ name: 'VIP customer' }, { name: 'old vip' }],
    });
    expect(await suggestTags(deps, ada, { search: '%', limit: 5 })).toMatchObject([{ name: '100%' }]);
    expect(await listTags(deps, ada, { search: 'nothing', perPage: 10 })).toMatchObject({
      found: 0,
      pages: 1,
      tags: [],
    });
  });

  it('shows a tag’s counts, creator, uses and names, without addresses', async () => {
    const made = await addTag(deps, ada, { name: 'vip' });
    await addTag(deps, ada, { name: 'other' });
    await addContact('ann@x.org', { name: 'Ann', status: 'subscribed' });
    await addContact('bob@x.org');
    await putTag(deps, ada, 'vip', 'ann@x.org bob@x.org');
    await addSegment(deps, ada, { name: 'Gone VIPs', sentence: 'not tagged vip or tagged other' });
    await addSegment(deps, ada, { name: 'Others', sentence: 'tagged other' });
    const card = await showTag(deps, ada, { name: 'Vip' });
    expect(card).toMatchObject({
      tag: 'tag' in made ? made.tag : undefined,
      contacts: 2,
      reachable: 1,
      createdBy: 'U0ADA',
      segments: ['Gone VIPs'],
      names: ['Ann'],
      namedDifferently: true,
    });
    expect(card.lastAdded).toBeInstanceOf(Date);
    expect((await showTag(deps, { ...ada, role: 'viewer' }, { name: 'vip' })).names).toEqual([]);
    expect(await refused(showTag(deps, ada, { name: 'vpi' }), 'hint')).toBe(
      'not-found: No tag "vpi". Did you mean `vip`? Or create it: /tags new vpi',
    );
  });

  it('finds no tag of another workspace by its id', async () => {
    const made = await addTag(deps, ada, { name: 'vip' });
    const id = 'tag' in made ? made.tag.id : 0;
    const stranger: Caller = { ...ada, workspaceId: await audience.addWorkspace() };
    expect(await refused(showTag(deps, stranger, { id }))).toContain('That tag no longer exists');
    expect(await refused(renameTag(deps, stranger, { tag: { id }, name: 'mine' }))).toContain(
      'That tag no longer exists',
    );
    expect(await names()).toEqual(['vip']);
  });

  it('renames a tag, and rules still use it', async () => {
    await addTag(deps, ada, { name: 'vip' });
    await addTag(deps, ada, { name: 'beta' });
    expect(await renameTag(deps, ada, { tag: { name: 'vip' }, name: 'VIP' })).toMatchObject({
      tag: { name: 'VIP' },
      from: 'vip',
    });
    expect(await names()).toEqual(['beta', 'VIP']);
    expect(await refused(renameTag(deps, ada, { tag: { name: 'VIP' }, name: 'beta' }))).toBe(
      'taken: The tag "beta" already exists.',
    );
    expect(await renameTag(deps, ada, { tag: { name: 'VIP' }, name: 'betas' })).toMatchObject({
      alike: [{ name: 'beta' }],
    });
    expect(await names()).toEqual(['beta', 'VIP']);
    expect((await audit()).at(-1)).toEqual({
      actor: 'U0ADA',
      action: 'tag.renamed',
      subject: 'vip',
      details: { name: 'VIP' },
    });
  });

  it('creates a tag once if many people add it at the same moment, and tags everyone', async () => {
    for (const n of [1, 2, 3, 4, 5, 6]) await addContact(`p${n}@x.org`);
    const results = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) =>
        tagContact(deps, ada, { ref: { email: `p${n}@x.org` }, tags: ['spring guest'] }),
      ),
    );
    expect(results.map(({ tagged }) => tagged)).toEqual(Array(6).fill(['spring guest']));
    expect(results.filter(({ made }) => made.length > 0)).toHaveLength(1);
    expect(await names()).toEqual(['spring guest']);
  });

  it('reports a very similar tag that is created at the same moment', async () => {
    const made = await Promise.all(
      ['Guest', 'guests', 'GUEST', 'guest'].map((name) => addTag(deps, ada, { name })),
    );
    expect(made.filter((each) => 'tag' in each)).toHaveLength(1);
    expect(made.filter((each) => 'alike' in each)).toHaveLength(3);
    expect(await names()).toHaveLength(1);
  });

  it('requires the workspace’s style of new names', async () => {
    const style = 'kebab-case';
    await addTag(deps, ada, { name: 'Old Style' });
    const admin: Caller = { ...ada, role: 'admin' };
    const { settings, roles } = await showSettings(deps, admin);
    await changeSettings(deps, admin, { settings: { ...settings, tagStyle: style }, roles });
    expect(await addTag(deps, ada, { name: 'New VIP' })).toEqual({
      name: 'New VIP',
      fitting: 'new-vip',
      style,
    });
    expect(await renameTag(deps, ada, { tag: { name: 'Old Style' }, name: 'Older' })).toMatchObject({
      fitting: 'older',
    });
    expect(await refused(addTag(deps, ada, { name: '🎉' }))).toContain('Tags here use kebab-case');
    expect(await names()).toEqual(['Old Style']);
    expect(await addTag(deps, ada, { name: 'new-vip' })).toMatchObject({ tag: { name: 'new-vip' } });
    expect((await audit()).map(({ action }) => action)).toContain('settings.changed');
  });

  it.each([
    ['vip ada@x.org bob@x.org', 'vip', 'ada@x.org bob@x.org'],
    ['VIP Customer ada@x.org', 'VIP Customer', 'ada@x.org'],
    ['"VIP Customer": ada@x.org', 'VIP Customer', 'ada@x.org'],
    ['“VIP Customer” ada@x.org', 'VIP Customer', 'ada@x.org'],
    ['vip Ada Lovelace <ada@x.org>', 'vip', 'Ada Lovelace <ada@x.org>'],
    ['"men\'s day" ben@x.org', "men's day", 'ben@x.org'],
    ["“men's day”: Ben O'Hara <ben@x.org>", "men's day", "Ben O'Hara <ben@x.org>"],
    ["'men's day' ben@x.org", "men's day", 'ben@x.org'],
    ["men's day ben@x.org", "men's day", 'ben@x.org'],
    ["'the boys' club' ben@x.org", "the boys' club", 'ben@x.org'],
    ["'90s kids ben@x.org", "'90s kids", 'ben@x.org'],
    ["'men' ben@x.org", 'men', 'ben@x.org'],
    ['vip: ada@x.org', 'vip', 'ada@x.org'],
    ['nobody ada@x.org', 'nobody', 'ada@x.org'],
  ])('splits %j', async (text, tag, emails) => {
    for (const name of ['vip', 'VIP Customer', 'men', "men's day", 'the boys', "the boys' club", "'90s kids"])
      await addTag(deps, ada, { name, despiteAlike: true });
    const split = await splitTagging(deps, ada, text);
    const who = split.who !== undefined && 'emails' in split.who ? split.who.emails.trim() : split.who;
    expect({ tag: split.tag, who }).toEqual({ tag, who: emails });
  });

  it.each([
    ['vip to segment "Lapsed VIPs"', 'vip', 'Lapsed VIPs'],
    ['VIP Customer from segment lapsed', 'VIP Customer', 'lapsed'],
    ['“vip” to the segment “Lapsed VIPs”', 'vip', 'Lapsed VIPs'],
    ["“men's day” to segment ‘Ben's friends’", "men's day", "Ben's friends"],
    ["men's day from segment Ben's friends", "men's day", "Ben's friends"],
    ['"back to segment one" from segment Two', 'back to segment one', 'Two'],
  ])('splits %j', async (text, tag, segment) => {
    expect(await splitTagging(deps, ada, text)).toMatchObject({ tag, who: { segment } });
  });

  it.each([
    ['to', 'vip to VIP Customer', ['vip', 'VIP Customer']],
    ['to', 'go to market to launch', ['go to market', 'launch']],
    ['to', '“go to market” to "launch"', ['go to market', 'launch']],
    ['to', 'vip to talk to', ['vip', 'talk to']],
    ['to', 'vpi to new', ['vpi', 'new']],
    ['to', "‘go to market’ to “men's day”", ['go to market', "men's day"]],
    ['to', "men's day to the boys' day", ["men's day", "the boys' day"]],
    ['into', 'VIP Customer into vip', ['VIP Customer', 'vip']],
    ['into', 'vip into nothing', ['vip', 'nothing']],
  ] as const)('splits at %s: %j', async (word, text, expected) => {
    for (const name of ['vip', 'VIP Customer', 'go to market']) await addTag(deps, ada, { name });
    const [before, after] = expected;
    expect(await splitPair(deps, ada, { text, word })).toEqual({ before, after });
  });

  it('requires quotes around names that can be split in two ways, and finds no pair without the word in between', async () => {
    for (const name of ['go', 'go to market']) await addTag(deps, ada, { name });
    expect(await refused(splitPair(deps, ada, { text: 'go to market to x', word: 'to' }), 'hint')).toBe(
      'invalid-input: "go to market to x" can be read in 2 ways. ' +
        'Put the names in quotes: "go" to "market to x", or "go to market" to "x"',
    );
    expect(await splitPair(deps, ada, { text: '"go" to "market to x"', word: 'to' })).toEqual({
      before: 'go',
      after: 'market to x',
    });
    expect(await splitPair(deps, ada, { text: 'vip', word: 'into' })).toEqual({ before: 'vip' });
  });

  it.each([
    ['ada@x.org', { said: 'ada@x.org', who: { emails: 'ada@x.org' } }],
    ['ada@x.org vip', { tag: 'vip', said: 'ada@x.org', who: { emails: 'ada@x.org' } }],
    ['ada@x.org, ben@x.org to to go', { tag: 'to go', who: { emails: 'ada@x.org, ben@x.org' } }],
    ['ada@x.org from vip', { tag: 'vip', who: { emails: 'ada@x.org' } }],
    ['to segment "Lapsed VIPs"', { said: 'to segment "Lapsed VIPs"', who: { segment: 'Lapsed VIPs' } }],
    ['segment "Lapsed VIPs"', { said: 'segment "Lapsed VIPs"', who: { segment: 'Lapsed VIPs' } }],
    ['vip to segment', { tag: 'vip', said: '' }],
    ['vip', { tag: 'vip', said: '' }],
    ['', { said: '' }],
    ['vip to', { tag: 'vip', said: '' }],
    ['to go', { tag: 'to go', said: '' }],
    ['to go to', { tag: 'to go', said: '' }],
    ['from vip', { tag: 'vip', said: '' }],
    ['to', { said: '' }],
    ['vpi ada@x.org', { tag: 'vpi', who: { emails: 'ada@x.org' } }],
  ])('says what is missing in %j, and takes either order', async (text, expected) => {
    for (const name of ['vip', 'to go']) await addTag(deps, ada, { name });
    const split = await splitTagging(deps, ada, text);
    expect(split).toMatchObject(expected);
    expect([split.tag, split.who === undefined]).toEqual([
      'tag' in expected ? expected.tag : undefined,
      !('who' in expected),
    ]);
  });

  it('asks which of two tags stays', async () => {
    for (const name of ['vip', 'beta user']) await addTag(deps, ada, { name });
    expect(await refused(splitPair(deps, ada, { text: 'vip beta user', word: 'into' }), 'hint')).toBe(
      'invalid-input: Which of the two tags stays, "vip" or "beta user"? For example: /tags merge "vip" into "beta user"',
    );
  });
});
