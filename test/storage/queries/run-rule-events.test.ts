import { beforeAll, describe, expect, it } from 'vitest';
import { membersOf, sizeOf } from '../../../src/storage/queries/run-rule.ts';
import { compiled, plainContact } from '../../support/compiled.ts';
import { databases } from '../../support/database.ts';
import type { PlainEvent } from '../../support/naive-evaluator.ts';
import { store } from '../../support/random-audience.ts';
import { withAudience } from '../../support/with-audience.ts';

const event = (kind: string, day: string, rest: Partial<PlainEvent> = {}): PlainEvent => ({
  kind,
  at: new Date(`${day}T08:00:00Z`),
  machine: false,
  ...rest,
});

const row = (state: string, reason: string | null = null) => ({ campaign: 1, state, reason });

/** 3 was mailed and did nothing, 4 was opened for by a machine alone, 5 did nothing. */
const contacts = [
  plainContact(1, {
    recipients: [row('delivered')],
    events: [
      event('received', '2026-11-01', { campaign: 1 }),
      event('opened', '2026-11-02', { campaign: 1 }),
      event('opened', '2026-11-20', { campaign: 1 }),
      event('opened', '2026-11-03', { campaign: 2 }),
      event('clicked', '2026-11-02', { campaign: 1, properties: { url: 'https://x.org/Pricing' } }),
      event('purchase', '2026-11-05', { properties: { amount: 120, currency: 'EUR', gift: true } }),
      event('purchase', '2026-03-05', { properties: { amount: 80, currency: 'USD' } }),
    ],
  }),
  plainContact(2, {
    recipients: [row('left out', 'mailed lately')],
    events: [
      event('opened', '2026-08-02', { campaign: 2 }),
      event('purchase', '2025-11-05', { properties: { amount: '500', currency: 'eur', gift: false } }),
      event('open', '2026-11-01', { properties: { due: '2026-12-01' } }),
    ],
  }),
  plainContact(3, {
    events: [event('received', '2026-11-01', { campaign: 1 })],
    recipients: [row('uncertain')],
  }),
  plainContact(4, {
    recipients: [row('failed')],
    events: [
      event('received', '2026-11-01', { campaign: 2 }),
      event('opened', '2026-11-01', { campaign: 2, machine: true }),
      event('trial started', '2026-11-23'),
      event('purchase', '2026-11-22'),
    ],
  }),
  plainContact(5, {
    recipients: [row('left out', 'paused')],
    events: [event('received', '2026-11-01', { campaign: 3 })],
  }),
];

const from = 'FROM events e WHERE';
const of = 'e.workspace_id = $1 AND e.kind = $2::text';
const some = `EXISTS (SELECT 1 ${from} e.contact_id = c.id AND ${of} AND NOT e.machine`;
const grouped = `SELECT e.contact_id ${from} ${of} AND NOT e.machine`;
const properties =
  'coalesce(e.indexed_properties, (SELECT l.properties FROM events l WHERE l.workspace_id = $1 AND l.id = e.id))';
const number = `(COALESCE(${properties} @@ $3::jsonpath, false))`;
const text = (key: number) => `(${properties}->>$${key}::text)`;
const folded = (key: number) => `lower(${text(key)} COLLATE "C")`;

const recipient = 'SELECT 1 FROM campaign_recipients q WHERE q.workspace_id = $1 AND q.contact_id = c.id';

/** Sentence, SQL after the workspace, members. */
const conditions: [sentence: string, sql: string, members: number[]][] = [
  ['opened "Spring sale"', `${some} AND e.campaign_id = $3::int)`, [1]],
  ['never opened "spring sale"', `NOT ${some} AND e.campaign_id = $3::int)`, [2, 3, 4, 5]],
  ['opened "Spring sale" or "May"', `${some} AND e.campaign_id = ANY($3::int[]))`, [1, 2]],
  [
    'opened "Spring sale" and "May"',
    `(${some} AND e.campaign_id = $3::int) AND EXISTS (SELECT 1 ${from} e.contact_id = c.id AND e.workspace_id = $1 AND e.kind = $4::text AND NOT e.machine AND e.campaign_id = $5::int))`,
    [1],
  ],
  // Both together count: two of one, one of the other.
  [
    'opened "Spring sale" or "May" at least 3 times',
    `c.id IN (${grouped} AND e.campaign_id = ANY($3::int[]) GROUP BY e.contact_id HAVING count(*) >= $4::int)`,
    [1],
  ],
  [
    'opened "May" at most once',
    `NOT EXISTS (SELECT 1 FROM (${grouped} AND e.campaign_id = $3::int GROUP BY e.contact_id HAVING count(*) >= $4::int) n WHERE n.contact_id = c.id)`,
    [1, 2, 3, 4, 5],
  ],
  [
    'opened "Spring sale" between 2 and 3 times',
    `c.id IN (${grouped} AND e.campaign_id = $3::int GROUP BY e.contact_id HAVING count(*) BETWEEN $4::int AND $5::int)`,
    [1],
  ],
  [
    'first opened "May" since November 2026',
    `(${some} AND e.campaign_id = $3::int AND e.occurred_at >= $4::timestamptz) AND NOT ${some} AND e.campaign_id = $3::int AND e.occurred_at < $5::timestamptz))`,
    [1],
  ],
  [
    'opened including machines since November 2026',
    `EXISTS (SELECT 1 ${from} e.contact_id = c.id AND ${of} AND e.occurred_at >= $3::timestamptz)`,
    [1, 4],
  ],
  [
    'was sent "Spring sale"',
    `EXISTS (${recipient} AND q.campaign_id = $2::int AND q.state = ANY($3::text[]))`,
    [1, 3],
  ],
  [
    'was not sent "Spring sale"',
    `NOT EXISTS (${recipient} AND q.campaign_id = $2::int AND q.state = ANY($3::text[]))`,
    [2, 4, 5],
  ],
  // Rollcall sent the first, and not the second.
  [
    'was sent "Spring sale" or "say \\"hi\\""',
    `EXISTS (SELECT 1 FROM (SELECT q.contact_id FROM campaign_recipients q WHERE q.workspace_id = $1 AND q.campaign_id = $2::int AND q.state = ANY($3::text[])
    UNION ALL SELECT e.contact_id FROM events e WHERE e.workspace_id = $1 AND e.kind = $4::text AND NOT e.machine AND e.campaign_id = $5::int) n WHERE n.contact_id = c.id)`,
    [1, 3, 5],
  ],
  [
    'was left out of "Spring sale"',
    `EXISTS (${recipient} AND q.campaign_id = $2::int AND q.state = $3::text)`,
    [2, 5],
  ],
  [
    'was left out of "Spring sale" because they were paused',
    `EXISTS (${recipient} AND q.campaign_id = $2::int AND q.state = $3::text AND q.reason = $4::text)`,
    [5],
  ],
  [
    'missed "Spring sale"',
    `EXISTS (${recipient} AND q.campaign_id = $2::int AND (q.state = $3::text OR q.state = $4::text AND q.reason = $5::text))`,
    [2, 4],
  ],
  ['did purchase', `${some})`, [1, 2, 4]],
  ['never did purchase', `NOT ${some})`, [3, 5]],
  [
    'did not purchase in 2026',
    `NOT ${some} AND e.occurred_at >= $3::timestamptz AND e.occurred_at < $4::timestamptz)`,
    [2, 3, 5],
  ],
  ['did purchase twice', `c.id IN (${grouped} GROUP BY e.contact_id HAVING count(*) = $3::int)`, [1]],
  [
    'did "Trial Started" today',
    `${some} AND e.occurred_at >= $3::timestamptz AND e.occurred_at < $4::timestamptz)`,
    [4],
  ],
  // The text "500" is not a number.
  ['did purchase with amount > 100', `${some} AND ${number})`, [1]],
  ['did purchase with amount is not 120', `${some} AND ${number} IS NOT TRUE)`, [1, 2, 4]],
  ['did purchase with currency is EUR', `${some} AND (${folded(3)} = ANY($4::text[])))`, [1, 2]],
  [
    'did purchase with currency is USD and amount < 100',
    `${some} AND (${folded(3)} = ANY($4::text[])) AND (COALESCE(${properties} @@ $5::jsonpath, false)))`,
    [1],
  ],
  // Not in the index of properties: what machines did, and one campaign's.
  [
    'did purchase including machines with amount > 100',
    `EXISTS (SELECT 1 ${from} e.contact_id = c.id AND ${of} AND (COALESCE(e.properties @@ $3::jsonpath, false)))`,
    [1],
  ],
  ['did purchase with gift is true', `${some} AND (${properties}->$3::text = $4::jsonb))`, [1]],
  ['did purchase with gift', `${some} AND (${text(3)} <> ''))`, [1, 2]],
  ['did purchase without gift', `${some} AND (${text(3)} <> '') IS NOT TRUE)`, [1, 4]],
  [
    'clicked with url contains pricing',
    `${some} AND (strpos(lower((e.properties->>$3::text) COLLATE "und-x-icu"), $4::text) > 0))`,
    [1],
  ],
  [
    'did "open" with due is in the next 30 days',
    `${some} AND (${text(3)} COLLATE "C" >= $4::text AND ${text(3)} COLLATE "C" < $5::text AND ${text(3)} COLLATE "C" LIKE $6::text))`,
    [2],
  ],
];

describe.each(databases)('conditions on events as SQL (%s)', (kind) => {
  const audience = withAudience({ on: kind });
  let workspaceId: number;
  beforeAll(async () => {
    workspaceId = await audience.addWorkspace();
    await store(audience.storage.pool, workspaceId, contacts);
    // The same in another workspace, with the same ids.
    await store(audience.storage.pool, await audience.addWorkspace(), contacts);
  });

  it.each(conditions)('%s', async (sentence, sql, members) => {
    const rule = compiled(sentence, workspaceId);
    expect(rule.sql).toBe(`c.workspace_id = $1 AND ${sql}`);
    const found = await membersOf(audience.storage, rule, { limit: 10 });
    expect(found.map(({ id }) => id)).toEqual(members);
    const others = await sizeOf(audience.storage, compiled(`not (${sentence})`, workspaceId));
    expect(others.members).toBe(contacts.length - members.length);
  });
});
