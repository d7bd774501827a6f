import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { addTag, listTags, splitTagging, tagByEmail, untagByEmail } from '../../src/audience/tags.ts';
import { databases, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { refused } from '../support/refused.ts';

describe.each(databases)('tags (%s)', (kind) => {
  let database: TestDatabase;
  let deps: AudienceDeps;
  let ada: Caller;

  beforeAll(async () => {
    database = await openTestDatabase(kind);
    deps = { storage: database.storage, now: () => new Date('2026-11-23T10:00:00Z') };
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    ada = { workspaceId: await database.addWorkspace(), actor: 'U0ADA', role: 'editor' };
  });

  const addContact = (email: string, workspaceId = ada.workspaceId) =>
    database.storage.prisma.contact.create({
      data: { workspaceId, email, emailKey: email.toLowerCase(), statusSource: 'test', source: 'test' },
    });
  const audit = async () =>
    (await database.storage.prisma.auditEntry.findMany({ where: { workspaceId: ada.workspaceId } })).map(
      ({ actor, action, subject, details }) => ({ actor, action, subject, details }),
    );

  it('makes a tag once, and says who did', async () => {
    expect(await addTag(deps, ada, { name: '  VIP   Customer ' })).toMatchObject({
      tag: { name: 'VIP Customer' },
    });
    expect(await refused(addTag(deps, ada, { name: 'VIP Customer' }))).toBe(
      'taken: The tag "VIP Customer" exists already.',
    );
    expect(await audit()).toEqual([
      { actor: 'U0ADA', action: 'tag.created', subject: 'VIP Customer', details: {} },
    ]);
  });

  it.each(['VIP', 'v.i.p', 'v i p', 'v-i-p', 'V_I_P'])('asks before it makes %s beside vip', async (name) => {
    await addTag(deps, ada, { name: 'vip' });
    const answer = await addTag(deps, ada, { name });
    if (name === 'v.i.p') return expect(answer).toMatchObject({ tag: { name } });
    expect(answer).toMatchObject({ alike: [{ name: 'vip' }] });
    expect(await addTag(deps, ada, { name, despiteAlike: true })).toMatchObject({ tag: { name } });
    expect(await listTags(deps, ada)).toHaveLength(2);
  });

  it.each([
    ['', 'invalid-input: A tag needs a name.'],
    ['x'.repeat(61), "invalid-input: A tag's name has at most 60 characters; this one has 61."],
    ['a, b', `invalid-input: A tag's name has no quotes and no commas: "a, b" does.`],
    ['ada@x.org', `invalid-input: A tag's name has no @: "ada@x.org" looks like an address.`],
  ])('refuses the name %j', async (name, sentence) => {
    expect(await refused(addTag(deps, ada, { name }))).toBe(sentence);
    expect(await audit()).toEqual([]);
  });

  it('refuses a viewer', async () => {
    expect(await refused(addTag(deps, { ...ada, role: 'viewer' }, { name: 'vip' }))).toContain(
      'not-allowed: You may not make tags',
    );
  });

  it('keeps one of two tags of the same name made at the same moment', async () => {
    const both = await Promise.allSettled([
      addTag(deps, ada, { name: 'vip' }),
      addTag(deps, ada, { name: 'vip' }),
    ]);
    expect(both.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await listTags(deps, ada)).toEqual([expect.objectContaining({ name: 'vip', contacts: 0 })]);
  });

  it('tags by pasted addresses, and says what became of each', async () => {
    await addTag(deps, ada, { name: 'vip' });
    for (const email of ['ada@x.org', 'Bob@X.org', 'cy@x.org']) await addContact(email);
    const others = await database.addWorkspace();
    await addContact('dan@x.org', others);

    const emails = 'Ada L. <ada@x.org>,\n<mailto:bob@x.org|bob@x.org>; dan@x.org ADA@x.org, nonsense@';
    const first = await tagByEmail(deps, ada, { tag: 'VIP', emails });
    expect(first).toMatchObject({
      changed: 2,
      unchanged: 0,
      unknown: ['dan@x.org'],
      notAddresses: ['nonsense@'],
      namedDifferently: true,
    });
    const second = await tagByEmail(deps, ada, { tag: 'vip', emails: 'ada@x.org cy@x.org' });
    expect(second).toMatchObject({ changed: 1, unchanged: 1, unknown: [], namedDifferently: false });
    expect(await listTags(deps, ada)).toMatchObject([{ name: 'vip', contacts: 3 }]);

    expect(await untagByEmail(deps, ada, { tag: 'vip', emails: 'ada@x.org, eve@x.org' })).toMatchObject({
      changed: 1,
      unknown: ['eve@x.org'],
    });
    expect(await listTags(deps, ada)).toMatchObject([{ name: 'vip', contacts: 2 }]);
    expect((await audit()).slice(1)).toEqual([
      { actor: 'U0ADA', action: 'tag.added', subject: 'vip', details: { contacts: 2 } },
      { actor: 'U0ADA', action: 'tag.added', subject: 'vip', details: { contacts: 1 } },
      { actor: 'U0ADA', action: 'tag.removed', subject: 'vip', details: { contacts: 1 } },
    ]);
  });

  it('refuses a tag that does not exist, offering the nearest, and words without an address', async () => {
    await addTag(deps, ada, { name: 'vip' });
    expect(await refused(tagByEmail(deps, ada, { tag: 'vpi', emails: 'ada@x.org' }), 'hint')).toBe(
      'not-found: There is no tag "vpi". Did you mean `vip`? Or make it: /tags new vpi',
    );
    expect(await refused(tagByEmail(deps, ada, { tag: 'vip', emails: 'everyone' }))).toBe(
      'invalid-input: No email address in "everyone".',
    );
    await addTag(deps, ada, { name: 'VIP', despiteAlike: true });
    expect(await refused(tagByEmail(deps, ada, { tag: 'Vip', emails: 'ada@x.org' }))).toBe(
      'invalid-input: "Vip" could be `vip` or `VIP`: type it exactly.',
    );
  });

  it.each([
    ['vip ada@x.org bob@x.org', 'vip', 'ada@x.org bob@x.org'],
    ['VIP Customer ada@x.org', 'VIP Customer', 'ada@x.org'],
    ['"VIP Customer": ada@x.org', 'VIP Customer', 'ada@x.org'],
    ['“VIP Customer” ada@x.org', 'VIP Customer', 'ada@x.org'],
    ['vip Ada Lovelace <ada@x.org>', 'vip', 'Ada Lovelace <ada@x.org>'],
    ['vip: ada@x.org', 'vip', 'ada@x.org'],
    ['nobody ada@x.org', 'nobody', 'ada@x.org'],
    ['vip', 'vip', ''],
    ['', '', ''],
  ])('splits %j', async (text, tag, emails) => {
    for (const name of ['vip', 'VIP Customer']) await addTag(deps, ada, { name });
    const split = await splitTagging(deps, ada, text);
    expect({ tag: split.tag, emails: split.emails.trim() }).toEqual({ tag, emails });
  });
});
