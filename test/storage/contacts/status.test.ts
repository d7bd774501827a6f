import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Moments, statusOf } from '../../../src/lib/consent.ts';
import { databases } from '../../support/database.ts';
import { withAudience } from '../../support/with-audience.ts';

const day = (n: number): Date => new Date(Date.UTC(2026, 0, n));
const none: Moments = { consentedAt: null, optedOutAt: null, bouncedAt: null, withdrawnAt: null };

describe('the status that follows from facts', () => {
  it.each([
    ['nothing', {}, 'non-subscribed'],
    ['consent', { consentedAt: day(2) }, 'subscribed'],
    ['an opt-out before consent', { consentedAt: day(2), optedOutAt: day(1) }, 'subscribed'],
    ['an opt-out after consent', { consentedAt: day(2), optedOutAt: day(3) }, 'unsubscribed'],
    ['both at the same moment', { consentedAt: day(2), optedOutAt: day(2) }, 'unsubscribed'],
    ['a bounce at the moment of consent', { consentedAt: day(2), bouncedAt: day(2) }, 'bounced'],
    ['an opt-out and a later bounce', { optedOutAt: day(1), bouncedAt: day(2) }, 'unsubscribed'],
    [
      'consent between opt-out and bounce',
      { optedOutAt: day(1), consentedAt: day(2), bouncedAt: day(3) },
      'bounced',
    ],
    [
      'consent between bounce and opt-out',
      { bouncedAt: day(1), consentedAt: day(2), optedOutAt: day(3) },
      'unsubscribed',
    ],
    ['consent that was taken back', { consentedAt: day(1), withdrawnAt: day(2) }, 'non-subscribed'],
    ['consent after it was taken back', { consentedAt: day(3), withdrawnAt: day(2) }, 'subscribed'],
    ['consent taken back after an opt-out', { optedOutAt: day(1), withdrawnAt: day(2) }, 'unsubscribed'],
  ] as [string, Partial<Moments>, string][])('of %s', (_words, moments, status) => {
    expect(statusOf({ ...none, ...moments })).toBe(status);
  });
});

describe.each(databases)('contact_status() (%s)', (kind) => {
  const audience = withAudience({ on: kind });

  it('says what statusOf says, for every order of times', async () => {
    const moment = fc.option(fc.integer({ min: 1, max: 4 }).map(day));
    const moments = fc.record({
      consentedAt: moment,
      optedOutAt: moment,
      bouncedAt: moment,
      withdrawnAt: moment,
      complainedAt: moment,
      confirmedAt: moment,
    });
    const all = fc.sample(moments, { numRuns: 3000, seed: 16 });
    const { rows } = await audience.storage.pool.query(
      `SELECT array_agg(contact_status(c, o, b, w, p, f) ORDER BY n) AS said
       FROM unnest($1::timestamptz[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[],
         $5::timestamptz[], $6::timestamptz[]) WITH ORDINALITY AS row (c, o, b, w, p, f, n)`,
      (['consentedAt', 'optedOutAt', 'bouncedAt', 'withdrawnAt', 'complainedAt', 'confirmedAt'] as const).map(
        (name) => all.map((each) => each[name]),
      ),
    );
    expect(rows[0].said).toEqual(all.map(statusOf));
  });

  it('is enforced by the table of contacts', async () => {
    const workspaceId = await audience.addWorkspace();
    const add = (status: string, consented: string | null) =>
      audience.storage.pool.query(
        `INSERT INTO contacts (workspace_id, email, email_key, status, status_source, source, consented_at)
         VALUES ($1, 'ada@x.org', 'ada@x.org', $2, 'api', 'api', $3)`,
        [workspaceId, status, consented],
      );
    await expect(add('unsubscribed', '2026-01-01')).rejects.toThrow('contacts_status_of_facts_check');
    await add('subscribed', '2026-01-01');
  });
});
