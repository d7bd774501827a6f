import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import type { ContactInput, WrittenContact } from '../../../src/audience/contacts/input.ts';
import { putContacts } from '../../../src/audience/contacts/upsert.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { withAudience } from '../../support/with-audience.ts';

const [NOW, DAY] = [Date.UTC(2026, 10, 28, 10), 86_400_000];
const daysAgo = (days: number): Date => new Date(NOW - days * DAY);
const ada = 'ada@x.org';
type Given = Omit<ContactInput, 'email'>;

const subscribed = (at: Date): Given => ({ status: 'subscribed', consent: { source: 'form', at } });
/** The result of a row, without the contact's number. */
const told = (result: WrittenContact | undefined) => (result?.result === 'refused' ? result : result?.result);

const rows: [string, Given][] = [
  ['subscribed since now', subscribed(new Date(NOW))],
  ['subscribed since last week', subscribed(daysAgo(7))],
  ['subscribed in the future', subscribed(daysAgo(-7))],
  ['subscribed without consent', { status: 'subscribed' }],
  ['unsubscribed', { status: 'unsubscribed' }],
  ['bounced', { status: 'bounced' }],
  ['non-subscribed', { status: 'non-subscribed' }],
  ['values', { name: 'Ada', attributes: { plan: 'pro' } }],
  ['other values', { name: 'A. L.', attributes: { plan: null, seats: 3 } }],
  ['a value of another type', { status: 'unsubscribed', attributes: { seats: 'many' } }],
];

describe('one address several times in a batch', () => {
  const audience = withAudience();
  const clock = { now: NOW };
  const deps = (): AudienceDeps => ({ storage: audience.storage, now: () => new Date(clock.now) });
  beforeEach(() => {
    clock.now = NOW;
  });

  const newCaller = async (): Promise<Caller> => {
    const caller: Caller = await audience.newCaller('editor', 'api');
    await putContacts(deps(), caller, {
      contacts: [{ email: 'bob@x.org', attributes: { seats: 1 } }],
      make: true,
    });
    return caller;
  };
  const put = (caller: Caller, email: string, ...given: Given[]) =>
    putContacts(deps(), caller, { contacts: given.map((each) => ({ email, ...each })), make: true });
  const stored = async ({ workspaceId }: Caller, email: string) => {
    const { rows: found } = await audience.storage.pool.query(
      `SELECT name, (SELECT jsonb_object_agg(a.name, v.value) FROM jsonb_each(c.attributes) v
           JOIN attributes a ON a.workspace_id = c.workspace_id AND a.id = v.key::int) AS attributes, status, status_at, consented_at, withdrawn_at,
         coalesce(opted_out_at, CASE status WHEN 'unsubscribed' THEN status_at END) AS opted_out,
         coalesce(bounced_at, CASE status WHEN 'bounced' THEN status_at END) AS bounced
       FROM contacts c WHERE workspace_id = $1 AND email_key = $2`,
      [workspaceId, email],
    );
    return found;
  };
  const putAll = (caller: Caller, contacts: ContactInput[]) =>
    putContacts(deps(), caller, { contacts, make: true });
  const opt = (caller: Caller, emails: string[], days: number) =>
    recordEvents(deps(), caller, {
      source: 'webhook',
      events: emails.map((email) => ({ email, kind: 'unsubscribed', at: daysAgo(days) })),
    });

  const before: [string, (caller: Caller, emails: string[]) => Promise<unknown>][] = [
    ['nobody', async () => {}],
    ['nobody, of whom an opt-out is remembered', (caller, emails) => opt(caller, emails, 8)],
    ['nobody, of whom a newer opt-out is remembered', (caller, emails) => opt(caller, emails, 2)],
    [
      'subscribed',
      (caller, emails) => {
        const yes = subscribed(daysAgo(10));
        return putAll(
          caller,
          emails.map((email) => ({ email, ...yes })),
        );
      },
    ],
    [
      'unsubscribed',
      async (caller, emails) => {
        await putAll(
          caller,
          emails.map((email) => ({ email })),
        );
        await opt(caller, emails, 3);
      },
    ],
    [
      'non-subscribed',
      (caller, emails) =>
        putAll(
          caller,
          emails.map((email) => ({ email })),
        ),
    ],
  ];
  it.each(before)(
    'has the same result as separate calls for %s, whatever both say',
    async (_words, prepare) => {
      const pairs = rows.flatMap(([one, first]) =>
        rows.map(([two, second]) => ({ said: `${one}, then ${two}`, first, second })),
      );
      const address = (place: number): string => `p${place}@x.org`;
      const [together, apart] = [await newCaller(), await newCaller()];
      for (const caller of [together, apart]) {
        clock.now = NOW - DAY;
        await prepare(
          caller,
          pairs.map((_, place) => address(place)),
        );
        clock.now = NOW;
      }
      const given = (which: 'first' | 'second'): ContactInput[] =>
        pairs.map((pair, place) => ({ email: address(place), ...pair[which] }));
      const results = await putAll(together, [...given('first'), ...given('second')]);
      const expected = [...(await putAll(apart, given('first'))), ...(await putAll(apart, given('second')))];
      for (const [place, { said }] of pairs.entries()) {
        const [one, other] = [results, expected].map((all) =>
          [all[place], all[place + pairs.length]].map(told),
        );
        expect([said, one, await stored(together, address(place))]).toEqual([
          ...[said, other, await stored(apart, address(place))],
        ]);
      }
    },
  );

  it.each([
    ['first', [{ status: 'unsubscribed' }, subscribed(daysAgo(1))], ['created', 'refused']],
    ['last', [subscribed(daysAgo(1)), { status: 'unsubscribed' }], ['created', 'updated']],
    ['first, with a yes of this moment after it', [{ status: 'unsubscribed' }, subscribed(new Date(NOW))]],
    ['between', [subscribed(daysAgo(2)), { status: 'unsubscribed' }, subscribed(daysAgo(1))]],
    ['after a row that is refused', [{ status: 'subscribed' }, { status: 'unsubscribed' }, { name: 'Ada' }]],
    ['beside a bounce', [{ status: 'bounced' }, { status: 'unsubscribed' }, { status: 'bounced' }]],
  ] as [string, Given[], string[]?][])('counts an opt-out that is %s', async (_where, given, expected) => {
    const caller = await newCaller();
    const results = await put(caller, ada, ...given);
    if (expected !== undefined) expect(results.map(({ result }) => result)).toEqual(expected);
    expect(await stored(caller, ada)).toMatchObject([{ status: 'unsubscribed', opted_out: new Date(NOW) }]);
    expect(await put(caller, ada, subscribed(new Date(NOW)))).toMatchObject([{ result: 'refused' }]);
  });

  it('treats other spellings of an address as the same one, and keeps the first', async () => {
    const caller = await newCaller();
    const contacts: ContactInput[] = [
      { email: 'Ada@X.org', ...subscribed(daysAgo(1)) },
      { email: ' ada@x.org ', status: 'unsubscribed' },
    ];
    const [one, two] = await putContacts(deps(), caller, { contacts, make: true });
    expect([one?.result, two?.result]).toEqual(['created', 'updated']);
    const found = await audience.storage.prisma.contact.findMany({
      where: { workspaceId: caller.workspaceId, emailKey: ada },
    });
    expect(found).toMatchObject([{ email: 'Ada@X.org', status: 'unsubscribed' }]);
  });

  it('adds no contact if every row is refused, and otherwise the first valid row', async () => {
    const caller = await newCaller();
    const bad: Given = { attributes: { seats: 'many' } };
    expect(await put(caller, ada, bad, { status: 'subscribed' }, bad)).toMatchObject([
      { result: 'refused', field: 'attributes/seats' },
      { result: 'refused', field: 'status' },
      { result: 'refused', field: 'attributes/seats' },
    ]);
    expect(await stored(caller, ada)).toEqual([]);
    expect(await put(caller, ada, bad, { name: 'Ada' }, bad, { status: 'bounced' })).toMatchObject([
      { result: 'refused' },
      { result: 'created' },
      { result: 'refused' },
      { result: 'updated' },
    ]);
    expect(await stored(caller, ada)).toMatchObject([{ name: 'Ada', status: 'bounced' }]);
  });

  it('counts contacts, not rows, in the audit log', async () => {
    const caller = await newCaller();
    await put(caller, ada, subscribed(daysAgo(1)), { status: 'unsubscribed' }, { name: 'Ada' });
    const entry = await audience.storage.prisma.auditEntry.findFirst({
      where: { workspaceId: caller.workspaceId },
      orderBy: { id: 'desc' },
    });
    expect(entry).toMatchObject({ subject: '1 contacts', details: { created: 1, lowered: 1 } });
  });

  it('refuses every row of a contact that has to exist and doesn’t', async () => {
    const caller = await newCaller();
    const contacts = [{ email: ada }, { email: ada, status: 'unsubscribed' as const }];
    expect(await putContacts(deps(), caller, { contacts, make: false })).toMatchObject([
      { result: 'refused', why: 'missing' },
      { result: 'refused', why: 'missing' },
    ]);
  });

  it('reads a thousand rows of one address, and the last one wins', async () => {
    const caller = await newCaller();
    const many = Array.from({ length: 999 }, (_, place) => ({ name: `Ada ${place}` }));
    const results = await put(caller, ada, ...many, { status: 'unsubscribed' });
    expect(new Set(results.map(({ result }) => result))).toEqual(new Set(['created', 'updated']));
    expect(await stored(caller, ada)).toMatchObject([{ name: 'Ada 998', status: 'unsubscribed' }]);
  });
});
