import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { addContact, forgetContact } from '../../src/audience/contact-changes.ts';
import { peopleInText, tagPeople } from '../../src/audience/people-in-text.ts';
import { addTag, listTags } from '../../src/audience/tags.ts';
import { databases, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { refused } from '../support/refused.ts';

describe.each(databases)('people in a text (%s)', (kind) => {
  let database: TestDatabase;
  let deps: AudienceDeps;
  let ada: Caller;

  beforeAll(async () => {
    database = await openTestDatabase(kind);
    deps = { storage: database.storage, now: () => new Date('2026-11-23T10:00:00Z') };
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    ada = { workspaceId: await database.addWorkspace(), actor: 'U0ADA', role: 'admin' };
    await addContact(deps, ada, { email: 'ann@x.org', name: null, values: [], status: 'subscribed' });
    await addTag(deps, ada, { name: 'vip' });
  });

  const statusOf = async (emailKey: string) =>
    (
      await database.storage.prisma.contact.findFirst({
        where: { workspaceId: ada.workspaceId, emailKey },
      })
    )?.status;

  it('are contacts, or are not yet', async () => {
    const text = 'Met ANN@x.org and Bob <mailto:bob@x.org|bob@x.org> at the fair, not @ada. ann@x.org again';
    expect(await peopleInText(deps, ada, text)).toEqual({ contacts: ['ANN@x.org'], others: ['bob@x.org'] });
    expect(await refused(peopleInText(deps, { ...ada, role: 'viewer' }, text))).toContain('not-allowed');
  });

  it('are tagged, the new ones with the status that was said', async () => {
    const tagged = await tagPeople(deps, ada, {
      ...{ contacts: ['ann@x.org'], others: ['bob@x.org'], tag: { name: 'vip' }, status: 'non-subscribed' },
    });
    expect(tagged).toMatchObject({ added: 1, refused: [], tagging: { changed: 2 } });
    expect(await statusOf('bob@x.org')).toBe('non-subscribed');
  });

  it('are tagged with a new tag, unless its name is much like another', async () => {
    const given = { contacts: ['ann@x.org'], others: [] };
    expect(await tagPeople(deps, ada, { ...given, tag: { make: 'met at fair' } })).toMatchObject({
      tagging: { changed: 1 },
    });
    expect(await refused(tagPeople(deps, ada, { ...given, tag: { make: 'VIPs' } }))).toBe(
      'invalid-input: There is a tag much like it: "vip".',
    );
    expect((await listTags(deps, ada, { perPage: 9 })).total).toBe(2);
  });

  it('are refused before anything is changed: nobody chosen, or no status for the new ones', async () => {
    const tag = { make: 'fresh' };
    expect(await refused(tagPeople(deps, ada, { contacts: [], others: [], tag }))).toBe(
      'invalid-input: Choose at least one person.',
    );
    expect(await refused(tagPeople(deps, ada, { contacts: [], others: ['bob@x.org'], tag }))).toBe(
      'invalid-input: Say whether the new ones agreed to get mail.',
    );
    expect((await listTags(deps, ada, { perPage: 9 })).total).toBe(1);
    expect(await statusOf('bob@x.org')).toBeUndefined();
  });

  it('are not brought back where they were erased, and the others are tagged all the same', async () => {
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
});
