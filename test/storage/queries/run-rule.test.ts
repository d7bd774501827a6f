import { beforeAll, describe, expect, it } from 'vitest';
import { membersOf, sizeOf } from '../../../src/storage/queries/run-rule.ts';
import { compiled, context, plainContact } from '../../support/compiled.ts';
import { databases } from '../../support/database.ts';
import { isMember } from '../../support/is-member.ts';
import { store } from '../../support/random-audience.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const event = (kind: string, at: string, machine = false) => ({ kind, at: new Date(at), machine });

/** 1 has everything, 2 something else, 3 nothing, 4 only what a machine did. */
const contacts = [
  plainContact(1, {
    ...{
      name: 'Émile',
      country: 'NO',
      language: 'de',
      phone: '+44 20',
      company: '50% Off_ "Ltd"',
      tags: [1, 3],
    },
    signedUpAt: new Date('2026-10-23T23:00:00Z'),
    events: [
      event('received', '2026-11-20T00:00:00Z'),
      event('opened', '2026-08-01T00:00:00Z'),
      event('opened', '2026-11-01T00:00:00Z'),
      event('unsubscribed', '2026-11-02T00:00:00Z'),
    ],
  }),
  plainContact(2, {
    ...{ name: 'ann', country: 'US', language: 'en', phone: '', company: 'Acme', tags: [2, 3] },
    ...{ status: 'bounced', emailValidation: 'invalid', source: 'api' },
    signedUpAt: new Date('2026-10-23T22:59:59.999Z'),
    events: [
      event('opened', '2026-08-01T00:00:00Z'),
      event('opened', '2026-08-02T00:00:00Z'),
      event('opened', '2026-08-03T00:00:00Z'),
    ],
  }),
  plainContact(3, { emailValidation: 'invalid', updatedAt: new Date('2026-11-23T11:00:00Z') }),
  plainContact(4, { status: 'unsubscribed', events: [event('opened', '2026-11-20T00:00:00Z', true)] }),
];

const tags = 'SELECT 1 FROM contact_tags t WHERE t.workspace_id = $1 AND t.contact_id = c.id AND t.tag_id';
const events =
  'SELECT 1 FROM events e WHERE e.contact_id = c.id AND e.workspace_id = $1 AND e.kind = $2::text AND NOT e.machine';
const rollup = 'SELECT 1 FROM contact_rollups r WHERE r.workspace_id = $1 AND r.contact_id = c.id AND';
const ofRow =
  'SELECT 1 FROM events e WHERE e.workspace_id = $1 AND e.contact_id = r.contact_id AND e.kind = $4::text AND NOT e.machine';
/** The complement of what reads other tables, as a set. */
const notAmong = (test: string) =>
  `NOT EXISTS (SELECT 1 FROM (SELECT c.id FROM contacts c WHERE c.workspace_id = $1 AND ${test}) n WHERE n.id = c.id)`;
const grouped =
  'SELECT e.contact_id FROM events e WHERE e.workspace_id = $1 AND e.kind = $2::text AND NOT e.machine';
const folded = (column: string, collation = 'und-x-icu') => `lower(c.${column} COLLATE "${collation}")`;

/** Sentence, SQL after the workspace, members. */
const conditions: [sentence: string, sql: string, members: number[]][] = [
  ['everyone', 'true', [1, 2, 3, 4]],
  ['not everyone', 'false', []],
  ['tagged vip', `EXISTS (${tags} = $2::int)`, [1]],
  ['not tagged vip', `NOT EXISTS (${tags} = $2::int)`, [2, 3, 4]],
  [
    'tagged vip or company contains acme or country is NO or tagged VIP',
    `((c.country = ANY($2::text[])) OR (strpos(${folded('company', 'C')}, $3::text) > 0) OR EXISTS (${tags} = ANY($4::int[])))`,
    [1, 2],
  ],
  ['tagged vip or VIP', `EXISTS (${tags} = ANY($2::int[]))`, [1, 2]],
  ['not tagged vip or VIP', `NOT EXISTS (${tags} = ANY($2::int[]))`, [3, 4]],
  ['tagged vip and "VIP Customer"', `(EXISTS (${tags} = $2::int) AND EXISTS (${tags} = $3::int))`, [1]],
  [
    'not (tagged vip and "VIP Customer")',
    notAmong(`EXISTS (${tags} = $2::int) AND EXISTS (${tags} = $3::int)`),
    [2, 3, 4],
  ],
  ['country is Norway', '(c.country = ANY($2::text[]))', [1]],
  ['country is not Norway', '(c.country = ANY($2::text[])) IS NOT TRUE', [2, 3, 4]],
  ['country is Norway or US', '(c.country = ANY($2::text[]))', [1, 2]],
  ['status is bounced', '(c.status = ANY($2::text[]))', [2]],
  ['email validation is not invalid', '(c.email_validation = ANY($2::text[])) IS NOT TRUE', [1, 4]],
  ['name is "éMILE"', `(${folded('name')} = ANY($2::text[]))`, [1]],
  ['name contains "MIL"', `(strpos(${folded('name')}, $2::text) > 0)`, [1]],
  ['name does not contain mil', `(strpos(${folded('name')}, $2::text) > 0) IS NOT TRUE`, [2, 3, 4]],
  ['company contains "% off_"', `(strpos(${folded('company', 'C')}, $2::text) > 0)`, [1]],
  [
    'company contains "\\"ltd" or acme',
    `(strpos(${folded('company', 'C')}, $2::text) > 0 OR (${folded('company', 'C')} COLLATE "C" LIKE ANY($3::text[]) AND ${folded('company', 'C')} COLLATE "C" LIKE ANY($4::text[])))`,
    [1, 2],
  ],
  // Any quote is the same as any other, whichever of the two was stored.
  [
    `company ends with '“LTD”'`,
    `((${folded('company', 'C')} COLLATE "C" LIKE ANY($2::text[]) AND ${folded('company', 'C')} COLLATE "C" LIKE ANY($3::text[])))`,
    [1],
  ],
  [`company is not '50% off_ “ltd”'`, `(${folded('company', 'C')} = ANY($2::text[])) IS NOT TRUE`, [2, 3, 4]],
  // Sixty-five thousand spellings are too many to list.
  [
    `company is '“a” “b” “c” “d” “e”'`,
    `(${folded('company', 'C')} = ANY($2::text[]) OR (c.company ~ $3::text AND folded(c.company) = ANY($4::text[])))`,
    [],
  ],
  [
    `company contains '50% off_ “ltd” - - - -'`,
    `((${folded('company', 'C')} COLLATE "C" LIKE ANY($2::text[]) AND (strpos(folded(c.company), $3::text) > 0)))`,
    [],
  ],
  // An address keeps its marks.
  [
    `email contains "o’hara"`,
    `(strpos(${folded('email', 'C')}, $2::text) > 0)`.replace('"C"', '"und-x-icu"'),
    [],
  ],
  ['company starts with ac', `(starts_with(${folded('company', 'C')}, $2::text))`, [2]],
  ['company ends with ME', `(right(${folded('company', 'C')}, length($2::text)) = $2::text)`, [2]],
  ['email is CONTACT1@example.ORG', '(c.email_key = ANY($2::text[]))', [1]],
  ['email starts with contact2', `(starts_with(${folded('email', 'C')}, $2::text))`, [2]],
  ['email domain is example.org', "(split_part(c.email_key, '@', 2) = ANY($2::text[]))", [1, 2, 3, 4]],
  ['has phone', "(c.phone <> '')", [1]],
  ['has no phone', "(c.phone <> '') IS NOT TRUE", [2, 3, 4]],
  ['has signup date', 'c.signed_up_at IS NOT NULL', [1, 2]],
  ['has no signup date', 'c.signed_up_at IS NULL', [3, 4]],
  [
    'signed up in the last 30 days',
    '(c.signed_up_at >= $2::timestamptz AND c.signed_up_at < $3::timestamptz)',
    [1],
  ],
  ['signed up before 24 October 2026', '(c.signed_up_at < $2::timestamptz)', [2]],
  ['not signed up before 24 October 2026', '(c.signed_up_at < $2::timestamptz) IS NOT TRUE', [1, 3, 4]],
  ['updated today', '(c.updated_at >= $2::timestamptz AND c.updated_at < $3::timestamptz)', [3]],
  ['opened ever', `EXISTS (${rollup} r.opened_first IS NOT NULL)`, [1, 2]],
  ['never opened', `EXISTS (${rollup} r.opened_first IS NULL)`, [3, 4]],
  ['never received', `EXISTS (${rollup} r.received_first IS NULL)`, [2, 3, 4]],
  ['not opened in the last 60 days', `NOT EXISTS (${rollup} r.opened_last >= $2::timestamptz)`, [2, 3, 4]],
  ['opened more than 60 days ago', `EXISTS (${rollup} r.opened_first < $2::timestamptz)`, [1, 2]],
  ['last opened more than 60 days ago', `EXISTS (${rollup} r.opened_last < $2::timestamptz)`, [2]],
  [
    'not last opened more than 60 days ago',
    `NOT EXISTS (${rollup} r.opened_last < $2::timestamptz)`,
    [1, 3, 4],
  ],
  ['first opened since 2 August 2026', `EXISTS (${rollup} r.opened_first >= $2::timestamptz)`, []],
  ['opened at least once', `EXISTS (${rollup} r.opened_first IS NOT NULL)`, [1, 2]],
  ['opened at least 3 times', `EXISTS (${rollup} r.opened_total >= $2::int)`, [2]],
  ['opened exactly twice', `EXISTS (${rollup} r.opened_total = $2::int)`, [1]],
  ['opened at most twice', `NOT EXISTS (${rollup} r.opened_total >= $2::int)`, [1, 3, 4]],
  ['opened fewer than once', `EXISTS (${rollup} r.opened_first IS NULL)`, [3, 4]],
  ['opened exactly 0 times', `EXISTS (${rollup} r.opened_first IS NULL)`, [3, 4]],
  ['not opened at most twice', `EXISTS (${rollup} r.opened_total >= $2::int)`, [2]],
  ['not opened exactly 0 times', `EXISTS (${rollup} r.opened_first IS NOT NULL)`, [1, 2]],
  [
    'opened at least twice since August 2026',
    `EXISTS (${rollup} r.opened_last >= $2::timestamptz AND r.opened_recent[$3::int] >= $2::timestamptz)`,
    [1, 2],
  ],
  [
    'opened exactly twice in the last 200 days',
    `EXISTS (${rollup} r.opened_last >= $2::timestamptz AND r.opened_recent[$3::int] >= $2::timestamptz AND (r.opened_recent[$4::int] >= $2::timestamptz) IS NOT TRUE)`,
    [1],
  ],
  [
    'opened at most once in the last 30 days',
    `NOT EXISTS (${rollup} r.opened_last >= $2::timestamptz AND r.opened_recent[$3::int] >= $2::timestamptz)`,
    [1, 2, 3, 4],
  ],
  // The events have to be read if a rollup doesn't know: a timeframe that is over, more than it stores, rare
  // kinds.
  [
    'opened in August 2026',
    `EXISTS (${events} AND e.occurred_at >= $3::timestamptz AND e.occurred_at < $4::timestamptz)`,
    [1, 2],
  ],
  [
    'opened at least 3 times in August 2026',
    `c.id IN (${grouped} AND e.occurred_at >= $3::timestamptz AND e.occurred_at < $4::timestamptz GROUP BY e.contact_id HAVING count(*) >= $5::int)`,
    [2],
  ],
  // More than a rollup stores, in an open timeframe: it says whose events are worth counting.
  [
    'opened at most 10 times in the last 200 days',
    `NOT EXISTS (${rollup} r.opened_total >= $4::int AND r.opened_recent[$5::int] >= $2::timestamptz AND (SELECT count(*) FROM events e WHERE e.workspace_id = $1 AND e.contact_id = r.contact_id AND e.kind = $3::text AND NOT e.machine AND e.occurred_at >= $2::timestamptz) >= $6::int)`,
    [1, 2, 3, 4],
  ],
  // If the rollup is read anyway, it shows that most did nothing since.
  [
    'opened ever and not received between 10 and 2 days ago',
    `(EXISTS (${rollup} ((r.opened_first IS NOT NULL) AND ((r.received_last >= $2::timestamptz AND r.received_first < $3::timestamptz AND EXISTS (${ofRow} AND e.occurred_at >= $2::timestamptz AND e.occurred_at < $3::timestamptz)) IS NOT TRUE))))`,
    [2],
  ],
  [
    'not received between 10 and 2 days ago and not opened in the last 30 days',
    `(NOT EXISTS (${rollup} ((r.received_last >= $2::timestamptz AND r.received_first < $3::timestamptz AND EXISTS (${ofRow} AND e.occurred_at >= $2::timestamptz AND e.occurred_at < $3::timestamptz)) OR (r.opened_last >= $5::timestamptz))))`,
    [2, 3, 4],
  ],
  [
    'opened ever and received exactly 0 times between 10 and 2 days ago',
    `(EXISTS (${rollup} ((r.opened_first IS NOT NULL) AND ((r.received_last >= $2::timestamptz AND r.received_first < $3::timestamptz AND EXISTS (${ofRow} AND e.occurred_at >= $2::timestamptz AND e.occurred_at < $3::timestamptz)) IS NOT TRUE))))`,
    [2],
  ],
  [
    'never opened and not received between 10 and 2 days ago',
    `(EXISTS (${rollup} ((r.opened_first IS NULL) AND ((r.received_last >= $2::timestamptz AND r.received_first < $3::timestamptz AND EXISTS (${ofRow} AND e.occurred_at >= $2::timestamptz AND e.occurred_at < $3::timestamptz)) IS NOT TRUE))))`,
    [3, 4],
  ],
  // Those who did it, and those who did it long ago, are found among the events.
  [
    'opened ever and received between 10 and 2 days ago',
    `(EXISTS (${events} AND e.occurred_at >= $3::timestamptz AND e.occurred_at < $4::timestamptz) AND EXISTS (${rollup} r.opened_first IS NOT NULL))`,
    [1],
  ],
  [
    'opened ever and not received exactly 0 times between 10 and 2 days ago',
    `(EXISTS (${events} AND e.occurred_at >= $3::timestamptz AND e.occurred_at < $4::timestamptz) AND EXISTS (${rollup} r.opened_first IS NOT NULL))`,
    [1],
  ],
  [
    'opened ever and not received between 20 and 2 days ago',
    `(NOT EXISTS (${events} AND e.occurred_at >= $3::timestamptz AND e.occurred_at < $4::timestamptz) AND EXISTS (${rollup} r.opened_first IS NOT NULL))`,
    [2],
  ],
  [
    'received ever and not opened in August 2026',
    `(NOT EXISTS (${events} AND e.occurred_at >= $3::timestamptz AND e.occurred_at < $4::timestamptz) AND EXISTS (${rollup} r.received_first IS NOT NULL))`,
    [],
  ],
  // Conditions that rollups alone answer, and that belong together, read their table once.
  [
    'opened ever and never clicked',
    `(EXISTS (${rollup} ((r.opened_first IS NOT NULL) AND (r.clicked_first IS NULL))))`,
    [1, 2],
  ],
  [
    'any of (never opened, clicked at least 9 times)',
    `(NOT EXISTS (${rollup} ((r.opened_first IS NOT NULL) AND ((r.clicked_total >= $2::int) IS NOT TRUE))))`,
    [3, 4],
  ],
  [
    'none of (opened ever, tagged vip, clicked ever)',
    `(NOT EXISTS (${tags} = $2::int) AND EXISTS (${rollup} ((r.opened_first IS NULL) AND (r.clicked_first IS NULL))))`,
    [3, 4],
  ],
  [
    'tagged vip and not (opened ever and opened at least 3 times)',
    `(EXISTS (${tags} = $2::int) AND NOT EXISTS (${rollup} ((r.opened_first IS NOT NULL) AND (r.opened_total >= $3::int))))`,
    [1],
  ],
  [
    'opened at least 3 times more than 60 days ago',
    `c.id IN (${grouped} AND e.occurred_at < $3::timestamptz GROUP BY e.contact_id HAVING count(*) >= $4::int)`,
    [2],
  ],
  ['unsubscribed ever', `EXISTS (${events})`, [1]],
  ['never unsubscribed', `NOT EXISTS (${events})`, [2, 3, 4]],
  [
    'last unsubscribed more than 60 days ago',
    `(EXISTS (${events} AND e.occurred_at < $3::timestamptz) AND NOT EXISTS (${events} AND e.occurred_at >= $4::timestamptz))`,
    [],
  ],
  ['unsubscribed exactly twice', `c.id IN (${grouped} GROUP BY e.contact_id HAVING count(*) = $3::int)`, []],
  [
    'none of (tagged vip, has phone)',
    `(NOT EXISTS (${tags} = $2::int) AND (c.phone <> '') IS NOT TRUE)`,
    [2, 3, 4],
  ],
  ['not (tagged vip and has phone)', notAmong(`(EXISTS (${tags} = $2::int) AND (c.phone <> ''))`), [2, 3, 4]],
  ['not (not tagged vip)', `EXISTS (${tags} = $2::int)`, [1]],
];

describe.each(databases)('rules on the database (%s)', (kind) => {
  const audience = withAudience({ on: kind });
  let workspaceId: number;
  beforeAll(async () => {
    workspaceId = await audience.addWorkspace();
    await store(audience.storage.pool, workspaceId, contacts);
    // Another workspace's contact 3 has every tag and event: none of it may be visible.
    await store(audience.storage.pool, await audience.addWorkspace(), [
      plainContact(3, {
        tags: [1, 2, 3],
        events: contacts.flatMap((each) => each.events),
        phone: '1',
        country: 'NO',
      }),
    ]);
  });

  it.each(conditions)('compile and count: %s', async (sentence, sql, members) => {
    const rule = compiled(sentence, workspaceId);
    expect(rule.sql).toBe(`c.workspace_id = $1 AND ${sql}`);
    const found = await membersOf(audience.storage, rule, { limit: 10 });
    expect(found.map((member) => member.id)).toEqual(members);
    expect((await sizeOf(audience.storage, rule)).members).toBe(members.length);
  });

  it('count as reachable those who are subscribed and whose address is valid', async () => {
    expect(await sizeOf(audience.storage, compiled('everyone', workspaceId))).toEqual({
      members: 4,
      reachable: 1,
    });
  });

  it('return members page by page', async () => {
    const rule = compiled('not tagged vip', workspaceId);
    const first = await membersOf(audience.storage, rule, { limit: 2 });
    expect(first).toEqual([
      { id: 2, email: 'Contact2@Example.org', name: 'ann', status: 'bounced' },
      { id: 3, email: 'Contact3@Example.org', name: null, status: 'subscribed' },
    ]);
    const rest = await membersOf(audience.storage, rule, { after: 3, limit: 2 });
    expect(rest.map((member) => member.id)).toEqual([4]);
  });

  it.each([
    ['opened at least 3 times', 2, true],
    ['opened at least 3 times', 1, false],
    ['opened at most twice', 2, false],
    ['opened at most twice', 3, true],
    ['everyone', 5, false],
  ])('say whether one contact is a member: %s, contact %i', async (sentence, id, member) => {
    expect(await isMember(audience.storage, compiled(sentence, workspaceId), id)).toBe(member);
  });

  it('run equal queries once while one is in progress, and different ones each', async () => {
    const { storage } = audience;
    const statements: string[] = [];
    const pool = new Proxy(storage.pool, {
      get: (target, key) => {
        const value = Reflect.get(target, key);
        if (key === 'connect' || key === 'query') statements.push(key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const at = (now?: string) =>
      now === undefined ? context : { ...context, dates: { ...context.dates, now: new Date(now) } };
    const ask = (sentence: string, now?: string) =>
      sizeOf({ kind: storage.kind, pool }, compiled(sentence, workspaceId, at(now)));
    const answers = await Promise.all([
      ask('opened in the last 24 hours', '2026-11-23T12:00:01Z'),
      ask('opened in the last 24 hours', '2026-11-23T12:00:59Z'),
      ask('opened in the last 24 hours', '2026-11-23T12:01:00Z'),
      ask('opened in the last 25 hours', '2026-11-23T12:00:01Z'),
    ]);
    expect(statements).toHaveLength(3);
    expect(answers[0]).toBe(answers[1]);
    await ask('opened in the last 24 hours', '2026-11-23T12:00:01Z');
    expect(statements).toHaveLength(4);
  });

  it('pass a failure on to everyone who waits, and run again afterwards', async () => {
    const rule = compiled('tagged vip', workspaceId);
    const broken = { ...rule, sql: `${rule.sql} AND 1 / (c.id - c.id) = 1` };
    const asked = [sizeOf(audience.storage, broken), sizeOf(audience.storage, broken)];
    const failures = await Promise.allSettled(asked);
    expect(failures.map((each) => each.status)).toEqual(['rejected', 'rejected']);
    expect((await sizeOf(audience.storage, rule)).members).toBe(1);
  });

  it.runIf(kind === 'server')('stop a statement that takes too long, and keep the session', async () => {
    const rule = compiled('tagged vip', workspaceId);
    const slow = { ...rule, sql: `${rule.sql} AND pg_sleep(30) IS NOT NULL` };
    expect(await refused(sizeOf(audience.storage, slow, { timeout: 100 }))).toBe(
      'unavailable: Counting took more than 0.1 seconds and was stopped.',
    );
    const { rows } = await audience.storage.pool.query('SHOW statement_timeout');
    expect(rows).toEqual([{ statement_timeout: '0' }]);
  });

  it.each([
    ['not opened in the last 60 days', 'Anti Join'],
    ['opened at most twice', 'Anti Join'],
    ['unsubscribed at most twice', 'Anti Join'],
    ['not (tagged vip and opened in the last 60 days)', 'Anti Join'],
    ['tagged vip and never opened', 'contact_rollups_never_opened_idx'],
  ])('let the planner join: %s', async (sentence, join) => {
    const { sql, params } = compiled(sentence, workspaceId);
    const client = await audience.storage.pool.connect();
    // Once the server has counted these few rows, it reads whole tables.
    await client.query('SET enable_seqscan = off');
    const { rows } = await client
      .query<Record<string, string>>(`EXPLAIN SELECT count(*) FROM contacts c WHERE ${sql}`, params)
      .finally(() => client.query('RESET enable_seqscan').finally(() => client.release()));
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(join);
  });
});
