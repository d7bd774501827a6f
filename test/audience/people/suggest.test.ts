import { beforeEach, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { suggestPeople } from '../../../src/audience/people/suggest.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const audience = withAudience();
const { deps } = audience;
let ada: Caller;
beforeEach(async () => {
  ada = await audience.newCaller('editor');
  const people: [string, string | null][] = [
    ['zoe@x.org', 'Zoë Ångström'],
    ['annabel@x.org', null],
    ['bo@y.org', 'Bo Annan'],
    ['cy@ann.example', 'Cy'],
    ['100%_@x.org', 'Percy'],
  ];
  await audience.storage.prisma.contact.createMany({
    data: people.map(([email, name]) => ({
      ...{ workspaceId: ada.workspaceId, email, emailKey: email, name, source: 'test', statusSource: 'test' },
    })),
  });
});

const suggested = async (search: string, limit = 10) =>
  (await suggestPeople(deps, ada, { search, limit })).map(({ email }) => email);

it('suggests people by the beginning of an address, then by letters in names and addresses', async () => {
  expect(await suggested('ann')).toEqual(['annabel@x.org', 'bo@y.org', 'cy@ann.example']);
  expect(await suggested('ANN', 2)).toEqual(['annabel@x.org', 'bo@y.org']);
  expect(await suggested('ångström')).toEqual(['zoe@x.org']);
  expect(await suggested('100%_')).toEqual(['100%_@x.org']);
  expect(await suggested('nobody')).toEqual([]);
});

it('suggests the newest people before anything is typed', async () => {
  expect(await suggested('', 2)).toEqual(['100%_@x.org', 'cy@ann.example']);
});

it('suggests nobody to people who may not see contacts, and nobody of another workspace', async () => {
  const viewer: Caller = { ...ada, role: 'viewer' };
  expect(await refused(suggestPeople(deps, viewer, { search: 'ann', limit: 5 }))).toContain('not-allowed');
  const stranger = await audience.newCaller('admin');
  expect(await suggestPeople(deps, stranger, { search: 'ann', limit: 5 })).toEqual([]);
});
