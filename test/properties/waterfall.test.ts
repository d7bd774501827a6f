import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudienceDeps } from '../../src/audience/caller.ts';
import { askedOf } from '../../src/audience/campaigns/asked.ts';
import { createCampaign } from '../../src/audience/campaigns/drafts.ts';
import { addTopic } from '../../src/audience/topics/topics.ts';
import type { LeftOutReason } from '../../src/lib/campaigns/recipients.ts';
import { statuses } from '../../src/lib/consent.ts';
import { prepareRecipients } from '../../src/storage/campaigns/prepare.ts';
import { countWaterfall, findLeftOutReason } from '../../src/storage/campaigns/waterfall.ts';
import { withAudience } from '../support/with-audience.ts';

// A person is left out for the first reason that applies. Here each reason is read as plainly as possible from what is
// known of them, and compared with the count, with what preparing writes, and with the answer to "why".

const DAY = 86_400_000;
const topicFields = { name: 'News', description: '', isShown: true, confirms: false };
const now = new Date('2026-11-29T12:00:00Z');
const daysAgo = (days: number): string => new Date(now.getTime() - days * DAY).toISOString();

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null, freq: 2 });
const person = fc.record({
  // Most people are subscribed: only of them more is asked.
  status: fc.constantFrom(...statuses, 'subscribed' as const, 'subscribed' as const, 'subscribed' as const),
  validation: fc.constantFrom('unknown', 'valid', 'valid', 'invalid'),
  suppressions: fc.array(fc.constantFrom('suppressed', 'lifted'), { maxLength: 3 }),
  pausedFor: maybe(fc.constantFrom(-1, 1)),
  choice: maybe(fc.boolean()),
  received: maybe(fc.constantFrom(1, 10)),
  other: maybe(
    fc.record({ state: fc.constantFrom('handing over', 'uncertain', 'failed'), at: fc.constantFrom(1, 10) }),
  ),
});
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

interface Asking {
  topic: 'none' | 'on' | 'off';
  lately: boolean;
}

function reasonOf(of: Person, { topic, lately }: Asking): LeftOutReason | null {
  if (of.status !== 'subscribed') {
    if (of.suppressions.at(-1) === 'suppressed') return 'suppressed';
    return of.status === 'non-subscribed' ? 'never agreed' : of.status;
  }
  if (of.validation === 'invalid') return 'invalid address';
  if (topic !== 'none' && !(of.choice ?? topic === 'on')) return 'topic off';
  if (of.pausedFor === 1) return 'paused';
  const uncertain = of.other !== null && of.other.state !== 'failed' && of.other.at === 1;
  if (lately && (of.received === 1 || uncertain)) return 'mailed lately';
  return null;
}

describe('who gets a campaign, and why others don’t', () => {
  const audience = withAudience({ now: () => now });

  it('is the same in the count, in what preparing writes, and for each person', async () => {
    const { storage } = audience;
    const { pool } = storage;
    const deps: AudienceDeps = { storage, now: () => now };

    async function put(workspaceId: number, people: Person[], topicId: number, other: number) {
      const { rows } = await pool.query<{ id: number }>(
        `INSERT INTO contacts (workspace_id, email, email_key, status, status_source, source, email_validation)
         SELECT $1, e, e, p.status, 'import', 'import', p.validation
         FROM jsonb_to_recordset($2) AS p (at int, status text, validation text), LATERAL (SELECT 'p' || at || '@x.example' AS e) x
         ORDER BY at RETURNING id`,
        [workspaceId, JSON.stringify(people.map((each, at) => ({ ...each, at })))],
      );
      const ids = rows.map(({ id }) => id).sort((a, b) => a - b);
      for (const [at, each] of people.entries()) {
        const id = ids[at];
        for (const said of each.suppressions)
          await pool.query(
            `INSERT INTO consent_log (workspace_id, contact_id, what, said, at, recorded_at, how) VALUES ($1, $2, 'suppression', $3, $4, $4, 'slack')`,
            [workspaceId, id, said, daysAgo(1)],
          );
        if (each.pausedFor !== null)
          await pool.query(
            `INSERT INTO pauses (workspace_id, contact_id, at, until, how, log_id) VALUES ($1, $2, $3, $4, 'page', 1)`,
            [workspaceId, id, daysAgo(5), daysAgo(-each.pausedFor)],
          );
        if (each.choice !== null)
          await pool.query(
            `INSERT INTO topic_choices (workspace_id, topic_id, contact_id, is_on, at, how, log_id) VALUES ($1, $2, $3, $4, $5, 'page', 1)`,
            [workspaceId, topicId, id, each.choice, daysAgo(1)],
          );
        if (each.received !== null)
          await pool.query(
            'UPDATE contact_rollups SET received_last = $3 WHERE workspace_id = $1 AND contact_id = $2',
            [workspaceId, id, daysAgo(each.received)],
          );
        if (each.other !== null)
          await pool.query(
            `INSERT INTO campaign_recipients (workspace_id, campaign_id, contact_id, state, next_try_at, key_month, marked_at)
             VALUES ($1, $2, $3, $4, now(), 1, $5)`,
            [workspaceId, other, id, each.other.state, daysAgo(each.other.at)],
          );
      }
      return ids;
    }

    const cases = fc.record({
      people: fc.array(person, { minLength: 1, maxLength: 12 }),
      topic: fc.constantFrom('none' as const, 'on' as const, 'off' as const),
      lately: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ people, topic, lately }) => {
        const ada = await audience.newCaller();
        const { workspaceId } = ada;
        const made = await addTopic(deps, ada, { ...topicFields, isOn: topic === 'on' });
        const [campaign, other] = await Promise.all(
          ['This', 'Other'].map((name) => createCampaign(deps, ada, { name, audience: 'everyone' })),
        );
        if (campaign === undefined || other === undefined) throw new Error('no campaigns');
        const ids = await put(workspaceId, people, made.id, other.id);
        const asked = await askedOf(deps, ada, campaign);
        asked.limits = {
          ...asked.limits,
          topic: topic === 'none' ? null : { id: made.id, isOn: topic === 'on' },
          mailedSince: lately ? new Date(daysAgo(3)) : null,
        };
        const reasons = people.map((each) => reasonOf(each, { topic, lately }));
        const expected = countsOf(reasons);

        const { match, getIt, leftOut } = await countWaterfall(storage, asked);
        expect({ match, ...leftOut, 'gets it': getIt }).toEqual({
          match: people.length,
          'gets it': 0,
          ...expected,
        });
        for (const [at, id] of ids.entries())
          expect(await findLeftOutReason(storage, asked, id)).toBe(reasons[at]);

        await pool.query(`UPDATE campaign_mails SET state = 'preparing' WHERE campaign_id = $1`, [
          campaign.id,
        ]);
        const preparation = { asked, campaignId: campaign.id, keyMonth: 1, at: now, targets: [] };
        await prepareRecipients(storage, { ...preparation, alsoNote: async () => {} }, { match });
        const { rows } = await pool.query<{ reason: string | null }>(
          'SELECT reason FROM campaign_recipients WHERE campaign_id = $1 ORDER BY contact_id',
          [campaign.id],
        );
        expect(rows.map(({ reason }) => reason)).toEqual(reasons);
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

function countsOf(reasons: readonly (LeftOutReason | null)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reason of reasons) counts[reason ?? 'gets it'] = (counts[reason ?? 'gets it'] ?? 0) + 1;
  return counts;
}
