import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { putContacts } from '../../../src/audience/contacts/upsert.ts';
import { putTopics } from '../../../src/audience/topics/put.ts';
import { setTopics, topicsOfContact } from '../../../src/audience/topics/set.ts';
import { addTopic, editTopic } from '../../../src/audience/topics/topics.ts';
import { withAudience } from '../../support/with-audience.ts';

const now = new Date('2026-11-28T10:00:00Z');
const email = 'ada@x.org';

describe('topics that a teammate or a program sets', () => {
  const audience = withAudience();
  let deps: AudienceDeps;
  let admin: Caller;
  let [news, events] = [0, 0];

  beforeEach(async () => {
    deps = {
      ...{
        storage: audience.storage,
        now: () => now,
        pages: { url: 'https://acme.example', check: async () => undefined },
      },
      mail: {
        from: { name: 'Acme', address: 'news@acme.example' },
        send: async () => ({ is: 'sent', reply: '' }),
      },
    };
    admin = await audience.newCaller();
    news = await add('Product news', false, true);
    events = await add('Events', false, false);
    const consent = { source: 'form', at: new Date('2026-11-01T10:00:00Z') };
    await putContacts(deps, admin, { contacts: [{ email, status: 'subscribed', consent }], make: true });
  });

  const add = async (name: string, isOn: boolean, confirms: boolean) =>
    (await addTopic(deps, admin, { name, description: '', isOn, isShown: true, confirms })).id;
  const asked = { where: 'by phone', at: new Date('2026-11-27T10:00:00Z') };
  const gets = async () =>
    (await topicsOfContact(deps, admin, { email })).topics.filter(({ on }) => on).map(({ name }) => name);
  const mails = () =>
    audience.storage.prisma.job.count({ where: { workspaceId: admin.workspaceId, kind: 'mail' } });

  it('are confirmed by the person if the topic asks for it', async () => {
    const topics = new Map([
      [news, true],
      [events, true],
    ]);
    expect(await setTopics(deps, admin, { contact: { email }, topics, asked })).toMatchObject({
      turnedOn: ['Events'],
      toConfirm: ['Product news'],
    });
    expect([await gets(), await mails()]).toEqual([['Events'], 1]);
    const wanted = { 'Product news': true };
    expect(await putTopics(deps, admin, { contact: { email }, topics: wanted, asked })).toMatchObject({
      toConfirm: ['Product news'],
    });
    expect([await gets(), await mails()]).toEqual([['Events'], 1]);
    const { mail: _, ...mute } = deps;
    await expect(setTopics(mute, admin, { contact: { email }, topics, asked })).rejects.toMatchObject({
      code: 'misconfigured',
    });
  });

  it('stay off after a program’s "off", even if the default changes later', async () => {
    await putTopics(deps, admin, { contact: { email }, topics: { Events: false } });
    await editTopic(deps, admin, { id: events, isOn: true, confirmed: true });
    expect(await gets()).toEqual([]);
  });
});
