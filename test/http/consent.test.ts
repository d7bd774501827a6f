import { beforeEach, describe, expect, it } from 'vitest';
import { openApi, type TestApi } from '../support/api.ts';
import { withAudience } from '../support/with-audience.ts';

const start = new Date('2026-11-28T10:00:00Z');
const on = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`;
const ada = '/api/v1/contacts/ada%40x.org';

describe('consent over the HTTP API', () => {
  const audience = withAudience();
  let api: TestApi;
  let workspaceId: number;
  let now = start;

  beforeEach(async () => {
    now = start;
    workspaceId = await audience.addWorkspace();
    api = await openApi({ storage: audience.storage, now: () => now }, workspaceId);
  });

  const call = async (...args: Parameters<TestApi['send']>) => {
    const { status, body } = await api.send(...args);
    return { status, body };
  };
  const subscribe = (at: string, path = ada) =>
    call('PUT', path, { status: 'subscribed', consent: { source: 'form', at } });
  const said = (events: [kind: string, at: string][], email = 'ada@x.org') =>
    call('POST', '/api/v1/events/batch', {
      events: events.map(([kind, at]) => ({
        email,
        kind,
        at,
        ...(kind === 'bounced' ? { bounce: 'hard' } : {}),
      })),
    });
  const is = async () => {
    const { body } = await call('GET', ada);
    const { status, statusAt } = body as { status: string; statusAt: string };
    return [status, statusAt];
  };

  describe('the latest opt-out is what consent is compared with', () => {
    const twice: [string, () => Promise<unknown>][] = [
      [
        'two events, one after the other',
        async () => {
          await said([['unsubscribed', on(10)]]);
          await said([['unsubscribed', on(25)]]);
        },
      ],
      [
        'two events, the later one first',
        async () => {
          await said([['unsubscribed', on(25)]]);
          await said([['unsubscribed', on(10)]]);
        },
      ],
      [
        'two events in one batch',
        () =>
          said([
            ['unsubscribed', on(25)],
            ['unsubscribed', on(10)],
          ]),
      ],
      [
        'a status that is put second',
        async () => {
          await said([['unsubscribed', on(10)]]);
          now = new Date(on(25));
          await call('PUT', ada, { status: 'unsubscribed' });
          now = start;
        },
      ],
    ];
    it.each(twice)('of %s', async (_words, act) => {
      await subscribe(on(1));
      await act();
      expect(await is()).toEqual(['unsubscribed', on(25)]);
      for (const day of [20, 25]) {
        const { status, body } = await subscribe(on(day));
        expect([status, body]).toMatchObject([422, { errors: [{ pointer: '/consent' }] }]);
        expect(JSON.stringify(body)).toContain(`They have been unsubscribed since ${on(25)}`);
      }
      expect((await subscribe(on(26))).status).toBe(200);
      expect(await is()).toEqual(['subscribed', on(26)]);
    });

    it.each([
      [
        'second',
        [
          ['unsubscribed', on(10)],
          ['complained', on(25)],
        ],
      ],
      [
        'before an older opt-out is told',
        [
          ['complained', on(25)],
          ['unsubscribed', on(10)],
        ],
      ],
    ] as [string, [string, string][]][])(
      'is a complaint %s, and no one else’s consent lifts it',
      async (_words, events) => {
        await subscribe(on(1));
        await said(events);
        expect(await is()).toEqual(['unsubscribed', on(25)]);
        for (const day of [20, 25, 26]) {
          const { status, body } = await subscribe(on(day));
          expect([status, body]).toMatchObject([422, { errors: [{ pointer: '/consent' }] }]);
          expect(JSON.stringify(body)).toContain('Only they can subscribe again');
        }
        expect(await is()).toEqual(['unsubscribed', on(25)]);
      },
    );

    it('keeps a late report of an older opt-out, which changes nothing', async () => {
      await subscribe(on(20));
      expect((await said([['unsubscribed', on(10)]])).body).toMatchObject({
        recorded: 1,
        lowered: { unsubscribed: 0, bounced: 0 },
      });
      expect(await is()).toEqual(['subscribed', on(20)]);
    });

    it('never moves an opt-out because of a bounce, before it or after it', async () => {
      await subscribe(on(1));
      await said([['bounced', on(20)]]);
      expect(await is()).toEqual(['bounced', on(20)]);
      await said([['unsubscribed', on(10)]]);
      expect(await is()).toEqual(['unsubscribed', on(10)]);
      // Newer than the opt-out, and older than the bounce.
      expect((await subscribe(on(15))).status).toBe(422);
      expect((await subscribe(on(21))).status).toBe(200);
      await said([['bounced', on(22)]]);
      expect(await is()).toEqual(['bounced', on(22)]);
    });

    it('says why "non-subscribed" changes nothing for someone who said no', async () => {
      await subscribe(on(1));
      await call('PUT', ada, { status: 'non-subscribed' });
      expect(await is()).toEqual(['non-subscribed', now.toISOString()]);
      expect((await subscribe(on(20))).status).toBe(422);
      await said([['unsubscribed', on(25)]]);
      const { status, body } = await call('PUT', ada, { status: 'non-subscribed' });
      expect(status).toBe(422);
      expect(JSON.stringify(body)).toContain('They are unsubscribed, which outranks non-subscribed.');
    });

    it('changes nothing else about a contact whose status is refused', async () => {
      await subscribe(on(1));
      await said([['unsubscribed', on(10)]]);
      await call('PUT', ada, { name: 'Ada', status: 'subscribed', consent: { source: 'form', at: on(9) } });
      expect((await call('GET', ada)).body).toMatchObject({ name: null, status: 'unsubscribed' });
    });
  });

  describe('moments from outside', () => {
    it('include no consent in the future, except for a clock that is slightly ahead', async () => {
      for (const status of ['subscribed', 'unsubscribed', undefined]) {
        const consent = { source: 'form', at: '2027-01-01T00:00:00Z' };
        const answer = await call('PUT', ada, { status, consent });
        expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/consent/at' }] } });
      }
      expect((await call('GET', ada)).status).toBe(404);
      expect((await subscribe('2026-11-28T10:04:00Z')).status).toBe(201);
      expect(await is()).toEqual(['subscribed', now.toISOString()]);
    });

    it.each([
      '0000-01-01T00:00:00Z',
      '0001-01-01T00:00:00+23:59',
      '1899-12-31T23:59:59Z',
      '1900-01-01T00:00:00+01:00',
      '2199-12-31T23:30:00-01:00',
      '2200-01-01T00:00:00Z',
      '9999-12-31T23:59:59-23:59',
      '+010000-01-01T00:00:00Z',
      '2026-02-30T00:00:00Z',
      '2026-11-23',
      '',
      1_764_000_000,
      null,
    ])('are never %j, in any field', async (at) => {
      const bodies: [string, string, object][] = [
        ['PUT', ada, { status: 'subscribed', consent: { source: 'form', at } }],
        ['PATCH', ada, { consent: { source: 'form', at } }],
        ['POST', '/api/v1/events', { email: 'ada@x.org', kind: 'opened', at }],
        ['POST', '/api/v1/events/batch', { events: [{ email: 'ada@x.org', kind: 'opened', at }] }],
      ];
      // Null removes the sign-up date.
      if (at !== null) bodies.push(['PUT', ada, { signedUpAt: at }]);
      for (const [method, path, body] of bodies)
        expect([method, path, (await call(method, path, body)).status]).toEqual([method, path, 422]);
    });

    it.each(['1900-01-01T00:00:00Z', '2199-12-31T23:59:59.999Z'])('include %s', async (signedUpAt) => {
      expect((await call('PUT', ada, { signedUpAt })).status).toBe(201);
    });

    it('judges each contact of a batch separately', async () => {
      const contacts = [
        { email: 'a@x.org', name: 'A' },
        { email: 'b@x.org', signedUpAt: '0000-01-01T00:00:00Z' },
        { email: 'c@x.org', nmae: 'C' },
        'd@x.org',
        null,
        { name: 'nobody' },
        { email: 'A@x.org', status: 'unsubscribed' },
        { email: 'e@x.org', status: 'subscribed', consent: { source: 'form', at: '2027-01-01T00:00:00Z' } },
        { email: 'f@x.org', attributes: { seats: {} } },
        { email: 'g@x.org', status: 'subscribed', consent: { source: 'form', at: on(20) } },
      ];
      const { status, body } = await call('POST', '/api/v1/contacts/batch', { contacts });
      expect(status).toBe(200);
      const { results } = body as {
        results: { email: string; result: string; error?: { pointer: string; detail: string } }[];
      };
      expect(results.map(({ email, result, error }) => [email, result, error?.pointer])).toEqual([
        ['a@x.org', 'created', undefined],
        ['b@x.org', 'refused', '/contacts/1/signedUpAt'],
        ['c@x.org', 'refused', '/contacts/2'],
        ['', 'refused', '/contacts/3'],
        ['', 'refused', '/contacts/4'],
        ['', 'refused', '/contacts/5/email'],
        ['A@x.org', 'updated', undefined],
        ['e@x.org', 'refused', '/contacts/7/consent/at'],
        ['f@x.org', 'refused', '/contacts/8/attributes/seats'],
        ['g@x.org', 'created', undefined],
      ]);
      expect(results[2]?.error?.detail).toBe('No field "nmae": did you mean "name"?');
      expect((await call('GET', '/api/v1/contacts/a%40x.org')).body).toMatchObject({
        ...{ name: 'A', status: 'unsubscribed', statusAt: now.toISOString() },
      });
    });

    it('adds no contact if anything about it is refused', async () => {
      await call('PUT', '/api/v1/contacts/bob%40x.org', { attributes: { seats: 1 } });
      expect((await call('PUT', ada, { attributes: { seats: 'many' } })).status).toBe(422);
      expect((await call('GET', ada)).status).toBe(404);
    });
  });

  describe('an address that isn’t a contact yet', () => {
    it('is remembered if it opted out, complained or hard-bounced, and the answer says so', async () => {
      const { body } = await call('POST', '/api/v1/events/batch', {
        events: [
          { email: 'Ada@x.org', kind: 'unsubscribed', at: on(10) },
          { email: 'ada@x.org', kind: 'complained', at: on(12) },
          { email: 'bob@x.org', kind: 'bounced', bounce: 'hard', at: on(10) },
          { email: 'cy@x.org', kind: 'bounced', bounce: 'soft', at: on(10) },
          { email: 'di@x.org', kind: 'opened', at: on(10) },
          { contactId: 2_000_000_000, kind: 'unsubscribed', at: on(10) },
        ],
      });
      expect(body).toMatchObject({ recorded: 0, remembered: ['Ada@x.org', 'bob@x.org'] });
      const { rows } = await audience.storage.pool.query(
        'SELECT reason, source, at FROM suppressions WHERE workspace_id = $1 ORDER BY reason',
        [workspaceId],
      );
      expect(rows).toEqual([
        { reason: 'bounced', source: 'api', at: new Date(on(10)) },
        { reason: 'complained', source: 'api', at: new Date(on(12)) },
        { reason: 'unsubscribed', source: 'api', at: new Date(on(10)) },
      ]);
    });

    it('is subscribed only by newer consent', async () => {
      await said([
        ['unsubscribed', on(10)],
        ['unsubscribed', on(12)],
      ]);
      const old = await subscribe(on(12));
      expect(old).toMatchObject({ status: 422, body: { errors: [{ pointer: '/consent' }] } });
      expect(JSON.stringify(old.body)).toContain(`They have been unsubscribed since ${on(12)}`);
      expect((await call('GET', ada)).status).toBe(404);
      expect((await subscribe(on(13))).status).toBe(201);
      expect(await is()).toEqual(['subscribed', on(13)]);
      // What was remembered is now known about the contact.
      await said([['complained', on(14)]]);
      expect((await subscribe(on(13))).status).toBe(422);
    });

    it.each([undefined, 'non-subscribed'])(
      'starts unsubscribed if it is added with the status %s',
      async (status) => {
        await said([['unsubscribed', on(10)]]);
        expect(await call('PUT', ada, { name: 'Ada', status })).toMatchObject({
          status: 201,
          body: { name: 'Ada', status: 'unsubscribed', statusAt: on(10), statusSource: 'api' },
        });
      },
    );

    it('starts bounced if mail to it bounced, and unsubscribed if both', async () => {
      await said([['bounced', on(12)]]);
      await said(
        [
          ['bounced', on(12)],
          ['unsubscribed', on(10)],
        ],
        'bob@x.org',
      );
      const contacts = [{ email: 'ada@x.org' }, { email: 'bob@x.org' }, { email: 'cy@x.org' }];
      await call('POST', '/api/v1/contacts/batch', { contacts });
      const { body } = await call('GET', '/api/v1/contacts');
      const { contacts: all } = body as { contacts: { email: string; status: string; statusAt: string }[] };
      expect(all.map(({ email, status, statusAt }) => [email, status, statusAt])).toEqual([
        ['ada@x.org', 'bounced', on(12)],
        ['bob@x.org', 'unsubscribed', on(10)],
        ['cy@x.org', 'non-subscribed', now.toISOString()],
      ]);
    });

    it('stays refused if it was erased, whatever is said about it', async () => {
      await call('PUT', ada, {});
      await call('DELETE', ada);
      expect((await said([['unsubscribed', on(10)]])).body).toMatchObject({ remembered: ['ada@x.org'] });
      expect((await subscribe(on(20))).status).toBe(403);
    });

    it('is remembered in its workspace only', async () => {
      await said([['unsubscribed', on(10)]]);
      const other = await openApi(
        { storage: audience.storage, now: () => now },
        await audience.addWorkspace(),
      );
      const consent = { source: 'form', at: on(5) };
      expect((await other.send('PUT', ada, { status: 'subscribed', consent })).status).toBe(201);
    });
  });
});
