import { expect, it } from 'vitest';
import { addContact } from '../../src/audience/contacts/add.ts';
import { changeTagging } from '../../src/audience/tags/tagging.ts';
import { addTag } from '../../src/audience/tags/tags.ts';
import { workspaceOfTeam } from '../../src/audience/workspace/settings.ts';
import { playgroundTeam } from '../../src/playground/team.ts';
import { playgroundSample } from '../../src/playground-sample.ts';
import { withAudience } from '../support/with-audience.ts';

const audience = withAudience({ on: 'embedded' });

it('counts a tag that someone has as the tour’s, whatever is created after it', async () => {
  const { deps } = audience;
  const { id } = await workspaceOfTeam(deps.storage, playgroundTeam.id);
  const ada = { workspaceId: id, actor: 'U0ADA', role: 'admin' } as const;
  const tour = async () => (await playgroundSample(deps).tour()).tag;
  expect(await tour()).toBeNull();
  await addContact(deps, ada, { email: 'a@x.org', name: null, values: [], status: 'subscribed' });
  await addTag(deps, ada, { name: 'vip' });
  expect(await tour()).toEqual({ name: 'vip', people: 0 });
  await changeTagging(deps, ada, { way: 'on', tag: { name: 'vip' }, who: { emails: 'a@x.org' } });
  await addTag(deps, ada, { name: 'beta' });
  expect(await tour()).toEqual({ name: 'vip', people: 1 });
});
