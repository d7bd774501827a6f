import { beforeAll, describe, expect, it } from 'vitest';
import { openApi, type TestApi } from '../support/api.ts';
import { withAudience } from '../support/with-audience.ts';

const now = new Date('2026-11-28T10:00:00Z');
const at = '2026-11-27T10:00:00Z';
const seconds = now.getTime() / 1000;

type Odd = [what: string, body: (email: string) => unknown, path?: string];
const one = (what: string, changes: object): Odd => [
  what,
  (email) => ({ email, kind: 'unsubscribed', at, ...changes }),
];
const several = (what: string, more: (event: object, email: string) => unknown): Odd => [
  what,
  (email) => more({ email, kind: 'unsubscribed', at }, email),
  '/events/batch',
];

/** What programs send to report an opt-out: as documented, almost so, and nothing like it. */
const odd: Odd[] = [
  one('all of it', { id: 'all', campaign: 'Spring', machine: false, properties: { a: 1 } }),
  one('no id', {}),
  ...([null, 12, '', true, ['a'], {}, 'x'.repeat(201), 'a\u0000'] as const).map((id) =>
    one('an odd id', { id }),
  ),
  ...[null, '', '  ', 7, 'a\ud83d', ['Spring']].map((campaign) => one('an odd campaign', { campaign })),
  ...[null, 'true', 1, 'yes'].map((machine) => one('an odd machine', { machine })),
  one('a machine', { machine: true }),
  ...[null, 'hard', 'soft', ''].map((bounce) => one('a bounce', { bounce })),
  ...[null, seconds, String(seconds), '', 'yesterday', '2026-11-27', [at], {}].map((when) =>
    one('an odd moment', { at: when }),
  ),
  one('no moment', { at: undefined }),
  one('a moment half an hour ahead', { at: '2026-11-28T10:30:00Z' }),
  one('a moment two hours ahead', { at: '2026-11-28T12:00:00Z' }),
  one('a moment with an offset', { at: '2026-11-27T10:00:00.123+05:30' }),
  ...[null, [], {}, { a: null }, { a: { b: 1 } }, { a: [1] }, 'a'].map((properties) =>
    one('odd properties', { properties }),
  ),
  ...[null, ['unsubscribed'], 'Unsubscribe', 'contact.unsubscribed', 'unsubscribe_clicked', '', 1, {}].map(
    (kind) => one('an odd kind', { kind }),
  ),
  one('no kind', { kind: undefined }),
  one('a field that there is not', { reason: 'too many' }),
  one('a contact too', { contactId: 1 }),
  ['no email', () => ({ kind: 'unsubscribed', at })],
  ['an email that is null', () => ({ email: null, kind: 'unsubscribed', at })],
  ['an email in a list', (email) => ({ email: [email], kind: 'unsubscribed', at })],
  ['an email with a name', (email) => ({ email: `Ada <${email}>`, kind: 'unsubscribed', at })],
  ['an email in capitals', (email) => ({ email: ` ${email.toUpperCase()} `, kind: 'unsubscribed', at })],
  ['a list', (email) => [{ email, kind: 'unsubscribed', at }]],
  ['null', () => null],
  ['a text', (email) => `${email} unsubscribed`],
  several('a list of one', (event) => ({ events: [event] })),
  several('no list', (event) => ({ events: event })),
  several('null for a list', () => ({ events: null })),
  several('an object for a list', (event) => ({ events: { 0: event } })),
  several('nothing around the list', (event) => [event]),
  several('an empty list', () => ({ events: [] })),
  several('null beside it', (event) => ({ events: [event, null] })),
  several('a wrong address beside it', (event) => ({ events: [event, { ...event, email: 'nobody' }] })),
  several('a stranger beside it', (event) => ({ events: [{ ...event, email: 'new@x.org' }, event] })),
  several('an open under the same id before it', (event, email) => ({
    events: [
      { ...event, id: email, kind: 'opened' },
      { ...event, id: email },
    ],
  })),
  several('someone else’s under the same id before it', (event, email) => ({
    events: [
      { ...event, id: `2${email}`, email: 'bob@x.org' },
      { ...event, id: `2${email}` },
    ],
  })),
];

describe('odd reports of an opt-out', () => {
  const audience = withAudience();
  let api: TestApi;
  beforeAll(async () => {
    api = await openApi({ storage: audience.storage, now: () => now }, await audience.addWorkspace());
    await subscribe('bob@x.org');
  });

  const subscribe = (email: string) =>
    api.send('PUT', `/api/v1/contacts/${email}`, {
      ...{ status: 'subscribed', consent: { source: 'form', at: '2026-11-01T10:00:00Z' } },
    });

  it('stop the mail, or are refused with the reason: none is accepted and ignored', async () => {
    const outcomes = { ended: 0, refused: 0 };
    for (const [index, [what, body, path = '/events']] of odd.entries()) {
      const email = `p${index}@x.org`;
      await subscribe(email);
      const sent = body(email);
      const answer = await api.send('POST', `/api/v1${path}`, sent as object);
      const { status } = (await api.send('GET', `/api/v1/contacts/${email}`)).body as { status: string };
      const isRefused =
        [400, 422].includes(answer.status) && /.{8}/.test((answer.body as { detail: string }).detail);
      const isEnded = answer.status === 200 && status === 'unsubscribed';
      outcomes[isEnded ? 'ended' : 'refused'] += 1;
      expect([what, sent, answer.status, answer.body, status, isEnded || isRefused]).toEqual([
        ...[what, sent, answer.status, answer.body, isEnded ? 'unsubscribed' : 'subscribed', true],
      ]);
    }
    expect(outcomes.ended).toBeGreaterThan(9);
    expect(outcomes.refused).toBeGreaterThan(45);
  });
});
