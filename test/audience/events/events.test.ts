import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { editContact } from '../../../src/audience/contacts/edit.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { MOST_EVENTS } from '../../../src/audience/events/input.ts';
import { rebuildRollups } from '../../../src/storage/events/rollups.ts';
import { listNames } from '../../../src/storage/workspace/names.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const now = new Date('2026-11-23T10:00:00Z');

describe('recording events', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let caller: Caller;

  beforeEach(async () => {
    caller = await audience.newCaller('editor', 'shop');
  });

  const addContact = async (email: string, facts: { status?: string; workspaceId?: number } = {}) => {
    const data = { workspaceId: caller.workspaceId, email, emailKey: email.toLowerCase(), ...facts };
    const row = await audience.storage.prisma.contact.create({
      data: { status: 'subscribed', ...data, statusSource: 'import', source: 'import' },
    });
    return row.id;
  };
  const record = (events: unknown, as = caller) => recordEvents(deps, as, { source: 'webhook', events });
  const opened = (id: string, at = '2026-11-20T00:00:00Z', rest = {}) => ({
    ...{ id, email: 'ada@x.org', kind: 'opened', at },
    ...rest,
  });
  const rollup = (contactId: number) =>
    audience.storage.prisma.contactRollup.findUnique({
      where: { workspaceId_contactId: { workspaceId: caller.workspaceId, contactId } },
    });
  const stored = () =>
    audience.storage.prisma.event.findMany({
      where: { workspaceId: caller.workspaceId },
      orderBy: { externalId: 'asc' },
    });

  it.each<[kind: string, as: string]>([
    ...['unsubscribe', 'Opt-out', 'opted_out', 'list-unsubscribe', 'email.unsubscribed', 'Un-subscribed'].map(
      (kind): [string, string] => [kind, 'unsubscribed'],
    ),
    ...['complaint', 'spam_complaint', 'SpamReport', 'Marked as spam'].map((kind): [string, string] => [
      kind,
      'complained',
    ]),
  ])('reads %s as an opt-out or a complaint, and stops mail', async (kind, as) => {
    const id = await addContact('ada@x.org');
    const answer = await record([opened('1', '2026-11-20T00:00:00Z', { kind })]);
    expect(answer).toMatchObject({ recorded: 1, lowered: { unsubscribed: 1 } });
    expect(await stored()).toMatchObject([{ contactId: id, kind: as }]);
  });

  it('says what a bounce is missing, under any of its names', async () => {
    await addContact('ada@x.org');
    const hard = { kind: 'Hard bounce', bounce: 'hard' };
    const unsaid = record([opened('1', '2026-11-20T00:00:00Z', { kind: 'hard_bounce' })]);
    expect(await refused(unsaid)).toContain('"bounce" is missing');
    expect(await record([opened('1', '2026-11-20T00:00:00Z', hard)])).toMatchObject({
      lowered: { bounced: 1 },
    });
  });

  it('keeps the sender’s own kind that only begins like a known one', async () => {
    await addContact('ada@x.org');
    await record([opened('1', '2026-11-20T00:00:00Z', { kind: 'spam_filter.changed' })]);
    expect(await stored()).toMatchObject([{ kind: 'spam_filter.changed' }]);
  });

  it('keeps opt-outs and hard bounces even if their id is taken', async () => {
    const ada = await addContact('ada@x.org');
    const bob = await addContact('bob@x.org');
    const cy = await addContact('cy@x.org');
    const bounced = { email: 'cy@x.org', kind: 'bounced' };
    const no = { kind: 'unsubscribed' };
    const answer = await record([
      opened('mail-1'),
      opened('mail-1', '2026-11-21T00:00:00Z', no),
      opened('mail-1', '2026-11-21T00:00:00Z', { ...no, email: 'bob@x.org' }),
      opened('mail-2', '2026-11-20T00:00:00Z', { ...bounced, bounce: 'soft' }),
    ]);
    expect(answer).toMatchObject({ recorded: 2, repeated: 2, lowered: { unsubscribed: 2, bounced: 0 } });
    const hard = await record([opened('mail-2', '2026-11-22T00:00:00Z', { ...bounced, bounce: 'hard' })]);
    expect(hard).toMatchObject({ recorded: 0, repeated: 1, lowered: { unsubscribed: 0, bounced: 1 } });
    const status = (id: number) =>
      audience.storage.prisma.contact.findFirst({
        where: { workspaceId: caller.workspaceId, id },
        select: { status: true, statusAt: true },
      });
    expect(await Promise.all([ada, bob, cy].map(status))).toEqual([
      { status: 'unsubscribed', statusAt: new Date('2026-11-21T00:00:00Z') },
      { status: 'unsubscribed', statusAt: new Date('2026-11-21T00:00:00Z') },
      { status: 'bounced', statusAt: new Date('2026-11-22T00:00:00Z') },
    ]);
  });

  it('counts an opt-out that is sent again under its id once, and a complaint under that id as well', async () => {
    const ada = await addContact('ada@x.org');
    await record([opened('1', '2026-11-20T00:00:00Z', { kind: 'unsubscribed' })]);
    await record([opened('1', '2026-11-22T00:00:00Z', { kind: 'unsubscribed' })]);
    const first = await audience.storage.prisma.contact.findFirst({
      where: { workspaceId: caller.workspaceId, id: ada },
    });
    expect(first?.statusAt).toEqual(new Date('2026-11-20T00:00:00Z'));
    await record([opened('1', '2026-11-22T00:00:00Z', { kind: 'complained' })]);
    const contact = await audience.storage.prisma.contact.findFirst({
      where: { workspaceId: caller.workspaceId, id: ada },
    });
    expect(contact?.statusAt).toEqual(new Date('2026-11-22T00:00:00Z'));
  });

  it('stores what was reported, by address or by id', async () => {
    const ada = await addContact('Ada@x.org');
    const answer = await record([
      opened('1', '2026-11-20T11:30:00+01:30', { campaign: ' Spring  sale ' }),
      {
        contactId: ada,
        kind: ' Purchase ',
        at: new Date('2026-11-21T00:00:00Z'),
        properties: { amount: 12.5 },
      },
    ]);
    expect(answer).toEqual({
      recorded: 2,
      repeated: 0,
      unknown: [],
      remembered: [],
      lowered: { unsubscribed: 0, bounced: 0 },
    });
    const [campaign] = await audience.storage.prisma.campaign.findMany({
      where: { workspaceId: caller.workspaceId },
    });
    expect(campaign?.name).toBe('Spring sale');
    expect(await stored()).toMatchObject([
      {
        ...{ contactId: ada, kind: 'opened', externalId: '1', campaignId: campaign?.id, machine: false },
        occurredAt: new Date('2026-11-20T10:00:00Z'),
        properties: null,
      },
      { kind: 'purchase', externalId: null, campaignId: null, properties: { amount: 12.5 } },
    ]);
  });

  it('stores an id once, in one batch or in a later one, for each workspace', async () => {
    const ada = await addContact('ada@x.org');
    expect(await record([opened('1'), opened('1', '2026-11-21T00:00:00Z')])).toMatchObject({
      recorded: 1,
      repeated: 1,
    });
    expect(await record([opened('2'), opened('1')])).toMatchObject({ recorded: 1, repeated: 1 });
    expect((await stored()).map((event) => event.occurredAt)).toEqual([
      new Date('2026-11-20T00:00:00Z'),
      new Date('2026-11-20T00:00:00Z'),
    ]);
    expect(await rollup(ada)).toMatchObject({ openedTotal: 2 });
    const other = { ...caller, workspaceId: await audience.addWorkspace() };
    await addContact('ada@x.org', { workspaceId: other.workspaceId });
    expect(await record([opened('1')], other)).toMatchObject({ recorded: 1 });
  });

  it('names contacts that do not exist, and creates neither them nor their campaigns', async () => {
    const stranger = await addContact('eve@x.org', { workspaceId: await audience.addWorkspace() });
    const answer = await record([
      opened('1', now.toISOString(), { campaign: 'Lost' }),
      opened('2'),
      { contactId: stranger, kind: 'opened', at: now },
    ]);
    expect(answer).toMatchObject({ recorded: 0, repeated: 0, unknown: ['ada@x.org', String(stranger)] });
    const where = { workspaceId: caller.workspaceId };
    expect(await audience.storage.prisma.campaign.count({ where })).toBe(0);
    expect(await audience.storage.prisma.auditEntry.count({ where })).toBe(0);
  });

  it('creates a campaign once, whatever the case of its name', async () => {
    await addContact('ada@x.org');
    await record([opened('1', undefined, { campaign: 'Spring sale' })]);
    await record([
      opened('2', undefined, { campaign: 'SPRING SALE' }),
      opened('3', undefined, { campaign: 'Ümlaut' }),
      opened('4', undefined, { campaign: 'üMLAUT' }),
    ]);
    const campaigns = await audience.storage.prisma.campaign.findMany({
      where: { workspaceId: caller.workspaceId },
      orderBy: { id: 'asc' },
    });
    expect(campaigns.map((campaign) => campaign.name)).toEqual(['Spring sale', 'Ümlaut']);
    const ids = (await stored()).map((event) => event.campaignId);
    expect(ids).toEqual([campaigns[0]?.id, campaigns[0]?.id, campaigns[1]?.id, campaigns[1]?.id]);
  });

  it('remembers which kinds of events exist, and the types of their properties', async () => {
    await addContact('ada@x.org');
    const bought = (id: string, properties: object) =>
      opened(id, undefined, { kind: 'Purchase', properties });
    const kinds = async () => (await listNames(audience.storage.prisma, caller.workspaceId)).events;
    await record([opened('1'), bought('2', { amount: 5, gift: true, due: '2026-12-24', code: 'A1' })]);
    const [amount, code, due] = [
      { name: 'amount', type: 'number' },
      { name: 'code', type: 'text' },
      { name: 'due', type: 'date' },
    ];
    const purchase = (...properties: object[]) => [
      { name: 'purchase', properties: expect.arrayContaining(properties) },
    ];
    // "Opened" is always known; it had no properties.
    expect(await kinds()).toEqual(purchase(amount, code, due, { name: 'gift', type: 'boolean' }));
    // One stray text doesn't change the type to text; new properties are added.
    await record([bought('3', { amount: 'five', due: '2026-12-25' }), bought('4', { colour: 'red' })]);
    await record([bought('5', { amount: 6 })]);
    expect(await kinds()).toEqual(purchase(amount, code, due, { name: 'colour', type: 'text' }));
    await record([opened('6', undefined, { kind: 'clicked', properties: { constructor: 'x' } })]);
    expect((await kinds())[0]).toEqual({
      name: 'clicked',
      properties: [{ name: 'constructor', type: 'text' }],
    });
    const other = await audience.addWorkspace();
    expect((await listNames(audience.storage.prisma, other)).events).toEqual([]);
  });

  it('gives a property the type of most of its recent values', async () => {
    await addContact('ada@x.org');
    let id = 0;
    const send = (...values: unknown[]) =>
      record(
        values.map((amount) => opened(`${++id}`, undefined, { kind: 'purchase', properties: { amount } })),
      );
    const type = async () =>
      (await listNames(audience.storage.prisma, caller.workspaceId)).events[0]?.properties[0]?.type;
    const many = (count: number, value: unknown) => Array.from({ length: count }, () => value);
    // The first value was the stray one.
    await send('free');
    expect(await type()).toBe('text');
    await send(...many(20, 5));
    expect(await type()).toBe('text');
    await send(5);
    expect(await type()).toBe('number');
    // A tie changes nothing, and an empty text doesn't count as a value.
    await send('free', '', '');
    expect(await type()).toBe('number');
    // A sender that changed its format is believed after a while, no matter how many values came before.
    await send(...many(3000, 5));
    await send(...many(1200, '5 EUR'));
    expect(await type()).toBe('text');
    await send(...many(3000, 5));
    expect(await type()).toBe('number');
    // Nothing is counted if all values agree again.
    const tallies = async () =>
      (await audience.storage.prisma.eventKind.findMany({ where: { workspaceId: caller.workspaceId } }))[0]
        ?.tallies;
    await send(...many(9000, 5));
    await send(...many(9000, 5));
    expect(await tallies()).toEqual({});
  });

  it('counts values of one property that arrive at the same moment', async () => {
    await addContact('ada@x.org');
    const send = (id: number) =>
      record([
        opened(`${id}`, undefined, { kind: 'purchase', properties: { amount: id % 3 === 0 ? 'x' : id } }),
      ]);
    await send(1);
    await Promise.all(Array.from({ length: 12 }, (_, n) => send(n + 2)));
    const [kept] = await audience.storage.prisma.eventKind.findMany({
      where: { workspaceId: caller.workspaceId },
    });
    expect(kept?.properties).toEqual({ amount: 'number' });
    // Starting with the first stray text.
    const tallies = kept?.tallies as { amount: { number: number; text: number } } | undefined;
    expect(tallies?.amount.text).toBe(4);
    expect(tallies?.amount.number).toBeGreaterThanOrEqual(20);
  });

  it('keeps the first, last, total and ten most recent times, in whatever order events arrive', async () => {
    const ada = await addContact('ada@x.org');
    const day = (n: number) => `2026-10-${String(n).padStart(2, '0')}T00:00:00Z`;
    await record([opened('20', day(20)), opened('5', day(5))]);
    await record([12, 14, 21, 22, 1, 2, 3].map((n) => opened(String(n), day(n))));
    await record([6, 25, 26, 27, 28].map((n) => opened(String(n), day(n))));
    expect(await rollup(ada)).toMatchObject({
      openedFirst: new Date(day(1)),
      openedLast: new Date(day(28)),
      openedTotal: 14,
      openedRecent: [28, 27, 26, 25, 22, 21, 20, 14, 12, 6].map((n) => new Date(day(n))),
      clickedTotal: 0,
      clickedLast: null,
      clickedRecent: [],
    });
  });

  it('stores what machines did, and leaves it out of the rollup', async () => {
    const ada = await addContact('ada@x.org');
    await record([opened('1', undefined, { machine: true })]);
    expect(await stored()).toMatchObject([{ machine: true }]);
    expect(await rollup(ada)).toMatchObject({ openedTotal: 0, openedFirst: null });
    await record([opened('2', '2026-11-01T00:00:00Z'), opened('3', undefined, { machine: true })]);
    expect(await rollup(ada)).toMatchObject({
      openedTotal: 1,
      openedLast: new Date('2026-11-01T00:00:00Z'),
    });
  });

  it('treats a clock that runs ahead as now', async () => {
    await addContact('ada@x.org');
    await record([opened('1', '2026-11-23T10:30:00Z')]);
    expect(await stored()).toMatchObject([{ occurredAt: now }]);
  });

  const complained = { kind: 'complained' };
  const unsubscribed = { kind: 'unsubscribed' };
  const hard = { kind: 'bounced', bounce: 'hard' };
  const soft = { kind: 'bounced', bounce: 'soft' };
  it.each([
    ['subscribed', [complained], 'unsubscribed'],
    ['subscribed', [unsubscribed], 'unsubscribed'],
    ['subscribed', [hard], 'bounced'],
    ['subscribed', [soft], 'subscribed'],
    ['subscribed', [hard, unsubscribed], 'unsubscribed'],
    ['subscribed', [unsubscribed, hard], 'unsubscribed'],
    ['non-subscribed', [hard], 'bounced'],
    ['non-subscribed', [complained], 'unsubscribed'],
    ['bounced', [unsubscribed], 'unsubscribed'],
    ['bounced', [hard], 'bounced'],
    ['unsubscribed', [hard], 'unsubscribed'],
    ['unsubscribed', [complained], 'unsubscribed'],
    ['unsubscribed', [{ kind: 'opened' }], 'unsubscribed'],
  ])('lowers status: %s after %j is %s', async (before, events, after) => {
    const ada = await addContact('ada@x.org', { status: before });
    const { lowered } = await record(events.map((event, index) => opened(String(index), undefined, event)));
    const contact = await audience.storage.prisma.contact.findFirst({ where: { id: ada } });
    const changed = before !== after;
    expect(contact).toMatchObject({ status: after, statusSource: changed ? 'webhook' : 'import' });
    expect(lowered.unsubscribed + lowered.bounced).toBe(changed ? 1 : 0);
    if (changed) expect(contact?.statusAt).toEqual(new Date('2026-11-20T00:00:00Z'));
  });

  it('lowers no status by an event that was already stored', async () => {
    const ada = await addContact('ada@x.org');
    await record([opened('1', undefined, unsubscribed)]);
    const where = { workspaceId_id: { workspaceId: caller.workspaceId, id: ada } };
    await editContact(deps, caller, {
      id: ada,
      values: [],
      status: 'subscribed',
      asked: { where: 'by phone', at: now },
    });
    expect(await record([opened('1', undefined, unsubscribed)])).toMatchObject({
      recorded: 0,
      repeated: 1,
      lowered: { unsubscribed: 0 },
    });
    expect(await audience.storage.prisma.contact.findUnique({ where })).toMatchObject({
      status: 'subscribed',
    });
  });

  it('writes one audit entry for a batch, without addresses', async () => {
    await addContact('ada@x.org');
    await record([opened('1'), opened('2', undefined, unsubscribed), opened('2')]);
    const entries = await audience.storage.prisma.auditEntry.findMany({
      where: { workspaceId: caller.workspaceId },
    });
    expect(entries).toMatchObject([
      {
        actor: 'shop',
        action: 'events.recorded',
        subject: '2 events',
        details: { events: 2, unsubscribed: 1, bounced: 0 },
      },
    ]);
    await record([opened('3')]);
    const last = await audience.storage.prisma.auditEntry.findFirst({
      where: { workspaceId: caller.workspaceId },
      orderBy: { id: 'desc' },
    });
    expect(last?.subject).toBe('1 event');
  });

  it.each<[string, unknown, string]>([
    ['no list', { id: '1' }, 'The events must be a list.'],
    [
      'too many',
      Array.from({ length: MOST_EVENTS + 1 }, () => opened('1')),
      'At most 10000 events at a time; send the rest in another batch.',
    ],
    ['no object', [null], 'Event 1: it must be an object with "email" (or "contactId"), "kind" and "at"'],
    ['nobody', [{ kind: 'opened', at: now }], 'Event 1: it needs either "email" or "contactId"'],
    [
      'two names of one',
      [opened('1', undefined, { contactId: 1 })],
      'Event 1: it needs either "email" or "contactId"',
    ],
    [
      'a wrong address',
      [opened('1', undefined, { email: 'ada@' })],
      'Event 1: "email" is not an email address',
    ],
    [
      'a wrong time',
      [opened('1'), opened('2', 'yesterday')],
      'Event 2: "at" must be a time like 2026-11-23T10:00:00Z',
    ],
    [
      'a time without a zone',
      [opened('1', '2026-11-20T00:00:00')],
      'Event 1: "at" must be a time like 2026-11-23T10:00:00Z',
    ],
    [
      'a time to come',
      [opened('1', '2026-11-23T11:00:01Z')],
      'Event 1: "at" is in the future: 2026-11-23T11:00:01.000Z; it is now 2026-11-23T10:00:00.000Z',
    ],
    ['a time before mail', [opened('1', '1969-12-31T23:59:59Z')], 'Event 1: "at" is before 1970'],
    [
      'a time of no year',
      [opened('1', '0000-01-01T00:00:00Z')],
      'Event 1: "at" must be between the years 1900 and 2199',
    ],
    [
      'a time that its offset moves past all years',
      [opened('1', '9999-12-31T23:59:59-23:59')],
      'Event 1: "at" must be between the years 1900 and 2199',
    ],
    [
      'an odd kind',
      [opened('1', undefined, { kind: '"; DROP' })],
      'Event 1: "kind" must start with a letter and have at most 60 letters, digits, spaces, or any of _ - .',
    ],
    [
      'an unknown key',
      [opened('1', undefined, { amount: 3 })],
      'Event 1: it doesn’t accept "amount"; put it into "properties"',
    ],
    [
      'a bounce of no kind',
      [opened('1', undefined, { kind: 'bounced' })],
      'Event 1: "bounce" is missing: send "hard" (the address doesn’t exist) or "soft" (try again later)',
    ],
    [
      'a bounce of an open',
      [opened('1', undefined, { bounce: 'hard' })],
      'Event 1: "bounce" is only for the kind "bounced"',
    ],
    [
      'a NUL',
      [opened('1', undefined, { properties: { a: '\u0000' } })],
      'Event 1: "properties.a" contains a character that can’t be stored',
    ],
    [
      'a text that is too long',
      [opened('1', undefined, { properties: { a: 'x'.repeat(1001) } })],
      'Event 1: "properties.a" has over 1000 characters',
    ],
    [
      'a name that is too long',
      [opened('1', undefined, { properties: { [`${'x'.repeat(61)}`]: 1 } })],
      `Event 1: "properties.${'x'.repeat(61)}" has a name longer than 60 characters`,
    ],
    [
      'a number that JSON rounds',
      [opened('1', undefined, { properties: { order: 2 ** 53 } })],
      'Event 1: "properties.order" is a whole number larger than 9007199254740991, the largest that can be stored exactly; send it as text',
    ],
    ['an empty id, and more', [opened(''), opened('', 'x')], 'Event 1: "id" is empty (and 2 more)'],
  ])('refuses %s, and stores nothing', async (_what, events, sentence) => {
    await addContact('ada@x.org');
    expect(await refused(record(events))).toBe(`invalid-input: ${sentence}`);
    expect(await stored()).toEqual([]);
  });

  it('accepts an empty list, and refuses a viewer', async () => {
    expect(await record([])).toMatchObject({ recorded: 0 });
    expect(await refused(record([], { ...caller, role: 'viewer' }))).toContain('role to report events');
  });

  it('stays consistent when batches with the same ids and contacts arrive at once', async () => {
    const emails = Array.from({ length: 40 }, (_, index) => `p${index}@x.org`);
    const ids = await Promise.all(emails.map((email) => addContact(email)));
    const all = Array.from({ length: 400 }, (_, index) => ({
      ...{ id: `e${index}`, email: emails[index % 40], at: `2026-10-01T00:${10 + (index % 50)}:00Z` },
      kind: index % 97 === 0 ? 'unsubscribed' : 'opened',
      campaign: `Letter ${index % 3}`,
    }));
    const turned = [...all].reverse();
    const mixed = [...all].sort((a, b) => (a.id.slice(-1) < b.id.slice(-1) ? -1 : 1));
    const answers = await Promise.all(
      [all, turned, mixed, all, turned, mixed].map((events) => record(events)),
    );
    const sum = (of: (answer: (typeof answers)[number]) => number) =>
      answers.reduce((total, answer) => total + of(answer), 0);
    expect(sum((answer) => answer.recorded)).toBe(400);
    expect(sum((answer) => answer.repeated)).toBe(2000);
    expect(sum((answer) => answer.lowered.unsubscribed)).toBe(5);
    const rollups = await Promise.all(ids.map((id) => rollup(id)));
    expect(rollups.reduce((total, each) => total + (each?.openedTotal ?? 0), 0)).toBe(395);
    const where = { workspaceId: caller.workspaceId };
    expect(await audience.storage.prisma.campaign.count({ where })).toBe(3);
  });

  /** The workspace's rollups as stored, and as computed from its events. */
  const bothRollups = async () => {
    const where = { workspaceId: caller.workspaceId };
    const read = () =>
      audience.storage.prisma.contactRollup.findMany({ where, orderBy: { contactId: 'asc' } });
    const kept = await read();
    await rebuildRollups(audience.storage.pool, caller.workspaceId);
    return { kept, made: await read() };
  };

  it('keeps the most recent times when batches for one contact arrive at once, each in its own order', async () => {
    const ada = await addContact('ada@x.org');
    const minute = (n: number) => `2026-10-01T00:${String(n).padStart(2, '0')}:00Z`;
    // Each batch has some of the newest, so that no single one can win.
    const batches = [0, 1, 2, 3].map((batch) =>
      Array.from({ length: 12 }, (_, index) => opened(`${batch}-${index}`, minute(4 * index + batch))),
    );
    await Promise.all(
      batches.map((events, batch) => record(batch % 2 === 0 ? events : [...events].reverse())),
    );
    expect(await rollup(ada)).toMatchObject({
      ...{ openedTotal: 48, openedFirst: new Date(minute(0)), openedLast: new Date(minute(47)) },
      openedRecent: [47, 46, 45, 44, 43, 42, 41, 40, 39, 38].map((n) => new Date(minute(n))),
    });
    const { kept, made } = await bothRollups();
    expect(kept).toEqual(made);
  });

  it('counts equal times as often as they occur, but a repeated id only once', async () => {
    const ada = await addContact('ada@x.org');
    const at = '2026-10-01T00:00:00Z';
    await record([opened('1', at), opened('2', at)]);
    await record([opened('2', '2026-11-01T00:00:00Z'), opened('3', at)]);
    expect(await rollup(ada)).toMatchObject({
      ...{ openedTotal: 3, openedFirst: new Date(at), openedLast: new Date(at) },
      openedRecent: [new Date(at), new Date(at), new Date(at)],
    });
  });

  it('loses no batch that arrives while rollups are rebuilt', async () => {
    const ada = await addContact('ada@x.org');
    await record([opened('0')]);
    await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        n % 2 === 0
          ? record([opened(`a${n}`), opened(`b${n}`)])
          : rebuildRollups(audience.storage.pool, caller.workspaceId),
      ),
    );
    expect(await rollup(ada)).toMatchObject({ openedTotal: 9 });
  });

  it('forgets events and rollups with their contact, and later events of that address find no contact', async () => {
    const ada = await addContact('ada@x.org');
    await record([opened('1')]);
    const remove = (id: number) =>
      audience.storage.prisma.contact.delete({
        where: { workspaceId_id: { workspaceId: caller.workspaceId, id } },
      });
    await remove(ada);
    expect([await rollup(ada), await stored()]).toEqual([null, []]);
    expect(await record([opened('1')])).toMatchObject({ recorded: 0, unknown: ['ada@x.org'] });
    // Another person with that address starts over: the id is free again, and nothing old counts.
    const again = await addContact('ada@x.org');
    expect(await record([opened('1', '2026-11-01T00:00:00Z')])).toMatchObject({ recorded: 1 });
    expect(await rollup(again)).toMatchObject({
      openedTotal: 1,
      openedFirst: new Date('2026-11-01T00:00:00Z'),
    });
  });

  it('stores all or none of a contact’s events if the contact is deleted at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const email = `p${round}@x.org`;
      const id = await addContact(email);
      const [answer] = await Promise.all([
        record([opened(`r${round}`, undefined, { email })]),
        audience.storage.prisma.contact.delete({
          where: { workspaceId_id: { workspaceId: caller.workspaceId, id } },
        }),
      ]);
      expect(answer.recorded + answer.unknown.length).toBe(1);
      expect([await rollup(id), await stored()]).toEqual([null, []]);
    }
  });
});
