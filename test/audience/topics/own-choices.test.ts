import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { editContact } from '../../../src/audience/contacts/edit.ts';
import { forgetContact } from '../../../src/audience/contacts/forget.ts';
import { putContacts } from '../../../src/audience/contacts/upsert.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { choose, oneClick, pause, unsubscribeFromEverything } from '../../../src/audience/topics/choices.ts';
import { consentHistory } from '../../../src/audience/topics/history.ts';
import { findPerson, join, joinTopics } from '../../../src/audience/topics/join.ts';
import { preferencesOf } from '../../../src/audience/topics/preferences.ts';
import { addTopic, archiveTopic, editTopic, listTopics } from '../../../src/audience/topics/topics.ts';
import { undoChoice } from '../../../src/audience/topics/undo-choice.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import { countSentence } from '../../support/count-sentence.ts';
import { withAudience } from '../../support/with-audience.ts';

const start = new Date('2026-11-28T10:00:00Z');
const email = 'ada@x.org';

describe('people’s own choices', () => {
  const audience = withAudience();
  let deps: AudienceDeps;
  let admin: Caller;
  let now = start;
  let contactId: number;
  let [news, events] = [0, 0];

  beforeEach(async () => {
    now = start;
    deps = { storage: audience.storage, now: () => now };
    admin = await audience.newCaller();
    news = await add('Product news', true);
    events = await add('Events', false);
    contactId = await put(email);
  });

  const add = async (name: string, isOn: boolean) =>
    (await addTopic(deps, admin, { name, description: '', isOn, isShown: true, confirms: false })).id;
  const put = async (address: string) => {
    const consent = { source: 'form', at: new Date('2026-11-01T10:00:00Z') };
    const contacts = [{ email: address, status: 'subscribed' as const, consent }];
    const [result] = await putContacts(deps, admin, { contacts, make: true });
    return result !== undefined && 'id' in result ? result.id : 0;
  };
  const later = (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
  };
  const person = () => ({ workspaceId: admin.workspaceId, contactId });
  const gets = async () => (await preferencesOf(deps, person()))?.topics.map(({ on }) => on);
  const status = async () => (await preferencesOf(deps, person()))?.status;

  it('unsubscribe from one topic by one-click, or from everything without a topic, and twice is fine', async () => {
    later(1);
    await oneClick(deps, person(), { topicId: news, campaignId: null });
    await oneClick(deps, person(), { topicId: news, campaignId: null });
    expect([await status(), await gets()]).toEqual(['subscribed', [false, false]]);
    await oneClick(deps, person(), { topicId: null, campaignId: null });
    expect(await status()).toBe('unsubscribed');
    expect((await countSentence(deps, admin, { sentence: 'unsubscribed today' })).members).toBe(1);
  });

  it('unsubscribe from a topic that was archived since, and from everything if the topic never existed', async () => {
    await archiveTopic(deps, admin, { id: news, archived: true });
    later(1);
    await oneClick(deps, person(), { topicId: news, campaignId: null });
    await archiveTopic(deps, admin, { id: news, archived: false });
    expect([await status(), await gets()]).toEqual(['subscribed', [false, false]]);
    await oneClick(deps, person(), { topicId: 2_000_000_000, campaignId: null });
    expect(await status()).toBe('unsubscribed');
  });

  it('takes a click that is sent again as one: a double click, a retry of a mail program', async () => {
    later(1);
    const rows = () =>
      audience.storage.prisma.consentLog.count({ where: { workspaceId: admin.workspaceId } });
    const before = await rows();
    const clicks = [
      () => oneClick(deps, person(), { topicId: news, campaignId: null }),
      () => pause(deps, person(), { days: 30 }),
      () => unsubscribeFromEverything(deps, person()),
    ];
    for (const [index, click] of clicks.entries()) {
      const { undoId } = await click();
      now = new Date(now.getTime() + 2000);
      expect(await click()).toMatchObject({ changed: true, undoId });
      expect(await rows()).toBe(before + index + 1);
      // Of two at once, the one that had to wait may have begun earlier.
      now = new Date(now.getTime() - 2500);
      expect(await click()).toMatchObject({ changed: true });
      expect(await rows()).toBe(before + index + 1);
      now = new Date(now.getTime() + 2500);
    }
    later(1);
    await unsubscribeFromEverything(deps, person());
    expect(await rows()).toBe(before + clicks.length + 1);
  });

  it('leaves no suppression behind an Undo', async () => {
    later(1);
    const { undoId = 0 } = await unsubscribeFromEverything(deps, person());
    const count = () =>
      audience.storage.prisma.suppression.count({ where: { workspaceId: admin.workspaceId } });
    expect(await count()).toBe(1);
    await undoChoice(deps, person(), { undoId });
    expect(await count()).toBe(0);
  });

  it('gives who left and signs up again only what they chose there', async () => {
    later(1);
    await unsubscribeFromEverything(deps, person());
    later(1);
    await join(deps, admin.workspaceId, { email, topics: [events], text: 'Sign up' });
    expect([await status(), await gets()]).toEqual(['subscribed', [false, true]]);
  });

  it('are recorded one after the other if two requests arrive at once', async () => {
    later(1);
    const text = 'Events';
    await Promise.all([
      choose(deps, person(), { topics: [{ id: events, on: true, text }] }),
      oneClick(deps, person(), { topicId: news, campaignId: null }),
      choose(deps, person(), { topics: [{ id: events, on: true, text }] }),
    ]);
    expect(await gets()).toEqual([false, true]);
  });

  it('resubscribe someone who turns a topic on to that topic only, with the text beside the switch as proof', async () => {
    later(1);
    await unsubscribeFromEverything(deps, person(), { text: 'Unsubscribe from everything' });
    later(1);
    await choose(deps, person(), { topics: [{ id: events, on: true, text: 'Veranstaltungen' }] });
    expect([await status(), await gets()]).toEqual(['subscribed', [false, true]]);
    const { rows } = await consentHistory(deps, admin, { contact: { email }, limit: 20 });
    expect(rows.map(({ what, said, topic, how, details }) => [what, said, topic, how, details])).toEqual([
      ['status', 'confirmation', null, 'page', { from: 'unsubscribed', to: 'subscribed' }],
      ['topic', 'on', 'Events', 'page', { text: 'Veranstaltungen' }],
      ['topic', 'off', 'Product news', 'page', {}],
      [
        'status',
        'opt-out',
        null,
        'page',
        { text: 'Unsubscribe from everything', from: 'subscribed', to: 'unsubscribed' },
      ],
      ['status', 'consent', null, 'api', { where: 'form', to: 'subscribed' }],
    ]);
  });

  it('can be undone once, within 30 minutes, by the person alone', async () => {
    later(1);
    const { undoId = 0 } = await unsubscribeFromEverything(deps, person());
    const other = await put('bob@x.org');
    await expect(undo(deps, admin, { id: undoId })).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      undoChoice(deps, { workspaceId: admin.workspaceId, contactId: other }, { undoId }),
    ).rejects.toMatchObject({ code: 'not-found' });
    later(29);
    await undoChoice(deps, person(), { undoId });
    expect(await status()).toBe('subscribed');
    expect((await countSentence(deps, admin, { sentence: 'unsubscribed today' })).members).toBe(0);
    await expect(undoChoice(deps, person(), { undoId })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('let a pause end by itself, and never make anyone unreachable', async () => {
    await pause(deps, person(), { days: 30 });
    expect((await preferencesOf(deps, person()))?.pausedUntil).toEqual(new Date('2026-12-28T10:00:00Z'));
    expect((await countSentence(deps, admin, { sentence: 'everyone' })).reachable).toBe(1);
    later(30 * 24 * 60);
    expect((await preferencesOf(deps, person()))?.pausedUntil).toBeNull();
  });

  it('are the only way to lift a complaint', async () => {
    later(1);
    await recordEvents(deps, admin, { source: 'webhook', events: [{ email, kind: 'complained', at: now }] });
    later(1);
    await expect(
      editContact(deps, admin, {
        id: contactId,
        values: [],
        status: 'subscribed',
        asked: { where: 'by phone', at: now },
      }),
    ).rejects.toMatchObject({ message: expect.stringContaining('Only they can subscribe again') });
    await choose(deps, person(), { topics: [], comesBack: true });
    expect(await status()).toBe('subscribed');
  });

  it('add people who sign up and confirm, with proof, and never an erased address', async () => {
    expect((await joinTopics(deps, admin.workspaceId)).map(({ name, on }) => [name, on])).toEqual([
      ['Product news', true],
      ['Events', false],
    ]);
    const given = { topics: [events], text: 'Yes, sign me up', language: 'de' };
    const joined = await join(deps, admin.workspaceId, { email: 'Cy@x.org', ...given });
    contactId = joined?.contactId ?? 0;
    expect([joined?.isNew, await status(), await gets()]).toEqual([true, 'subscribed', [false, true]]);
    expect(await findPerson(deps, admin.workspaceId, 'cy@X.org')).toMatchObject({
      contactId,
      language: 'de',
      mailable: true,
    });
    await forgetContact(deps, admin, { id: contactId });
    expect(await join(deps, admin.workspaceId, { email: 'cy@x.org', ...given })).toBeUndefined();
    expect(await preferencesOf(deps, person())).toBeUndefined();
    const left = await audience.storage.prisma.consentLog.count({ where: { contactId } });
    expect(left).toBe(0);
    await expect(oneClick(deps, person(), { topicId: null, campaignId: null })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('let a default change freely until someone chooses, and then only after its number was shown', async () => {
    expect(await editTopic(deps, admin, { id: events, isOn: true })).toMatchObject({ topic: { isOn: true } });
    later(1);
    await oneClick(deps, person(), { topicId: events, campaignId: null });
    await put('bob@x.org');
    expect(await editTopic(deps, admin, { id: events, isOn: false })).toMatchObject({
      changes: { people: 1, isOn: false },
    });
    expect((await listTopics(deps, admin))[1]).toMatchObject({ isOn: true, on: 1, off: 1, choseOff: 1 });
    await editTopic(deps, admin, { id: events, isOn: false, confirmed: true });
    expect((await listTopics(deps, admin))[1]).toMatchObject({ isOn: false, on: 0, off: 2 });
  });
});
