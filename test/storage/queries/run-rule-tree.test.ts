import { beforeAll, describe, expect, it } from 'vitest';
import { wholeBounds } from '../../../src/rules/resolve.ts';
import type { Rule } from '../../../src/rules/schema.ts';
import { membersOf, sizeOf } from '../../../src/storage/queries/run-rule.ts';
import { compiled, context, plainContact } from '../../support/compiled.ts';
import { databases } from '../../support/database.ts';
import { holds } from '../../support/naive-evaluator.ts';
import { store } from '../../support/random-audience.ts';
import { withAudience } from '../../support/with-audience.ts';

/** 3 has nothing, 4 values of other types than its attributes', 5 values that say nothing. */
const contacts = [
  plainContact(1, {
    tags: [1, 3],
    name: 'Émile',
    language: 'de',
    emailKey: 'contact1@mail.example.org',
    attributes: { 1: 'Pro', 2: 10, 3: true, 4: '2026-12-01', 5: '1996-02-29' },
  }),
  plainContact(2, {
    tags: [2],
    ...{
      status: 'bounced',
      emailValidation: 'risky',
      source: 'api',
      createdAt: new Date('2026-11-23T00:00:00Z'),
    },
    attributes: { 1: 'free', 2: 0, 3: false, 4: '2026-11-23', 5: '--12-24' },
  }),
  plainContact(3, {}),
  plainContact(4, { attributes: { 1: 7, 2: '10', 3: 'true', 4: 5, 5: 12.25 } }),
  plainContact(5, { name: '', attributes: { 1: '', 2: null, 3: null, 4: '', 5: null } }),
  plainContact(6, {
    tags: [1],
    name: 'Emil',
    attributes: { 1: 'PRO max', 2: 2.5, 3: true, 4: '2026-11-22', 5: '2008-11-23' },
  }),
];

const text = '(c.attributes->>$2::text)';
const folded = `lower(${text} COLLATE "C")`;
const json = 'c.attributes->$2::text';
const number = '(COALESCE(c.attributes @@ $2::jsonpath, false))';
const day = `${text} COLLATE "C"`;
const yearly = `right(${text}, 5) COLLATE "C"`;
const links = 'SELECT 1 FROM contact_tags t WHERE t.workspace_id = $1 AND t.contact_id = c.id';
const place =
  '((($2::bigint * c.id + $3::bigint) % 2147483647 * c.id + $4::bigint) % 2147483647 * c.id + $5::bigint) % 2147483647';
const onDays = `${day} >= $3::text AND ${day} < $4::text AND ${day} LIKE $5::text`;
const overNewYear = `(${yearly} >= $3::text AND ${yearly} < $4::text OR ${yearly} >= $5::text AND ${yearly} < $6::text) AND (${day} LIKE $7::text OR ${day} LIKE $8::text)`;
const everyYear = `${yearly} >= $3::text AND ${yearly} < $4::text AND (${day} LIKE $5::text OR ${day} LIKE $6::text)`;

/** Sentence, SQL after the workspace, members. */
const conditions: [sentence: string, sql: string, members: number[]][] = [
  ['Plan is pro', `(${folded} = ANY($3::text[]))`, [1]],
  ['Plan is not pro', `(${folded} = ANY($3::text[])) IS NOT TRUE`, [2, 3, 4, 5, 6]],
  ['Plan is pro or FREE', `(${folded} = ANY($3::text[]))`, [1, 2]],
  ['Plan contains pro', `(strpos(${folded}, $3::text) > 0)`, [1, 6]],
  ['Plan does not contain pro', `(strpos(${folded}, $3::text) > 0) IS NOT TRUE`, [2, 3, 4, 5]],
  ['Plan starts with f', `(starts_with(${folded}, $3::text))`, [2]],
  ['Plan ends with max', `(right(${folded}, length($3::text)) = $3::text)`, [6]],
  ['has Plan', `(${text} <> '')`, [1, 2, 4, 6]],
  ['has no Plan', `(${text} <> '') IS NOT TRUE`, [3, 5]],
  ['seats is 10', number, [1]],
  ['seats is 0 or 2.5', number, [2, 6]],
  ['seats is not 10', `${number} IS NOT TRUE`, [2, 3, 4, 5, 6]],
  ['seats > 2.5', number, [1]],
  ['seats >= 2.50', number, [1, 6]],
  ['seats < 2.5', number, [2]],
  ['seats <= 2.5', number, [2, 6]],
  ['seats is not more than 2.5', `${number} IS NOT TRUE`, [2, 3, 4, 5, 6]],
  ['seats is between 0 and 2.5', number, [2, 6]],
  ['seats is not between 0 and 2.5', `${number} IS NOT TRUE`, [1, 3, 4, 5]],
  ['has seats', `(${text} <> '')`, [1, 2, 4, 6]],
  ['active is true', `(${json} = $3::jsonb)`, [1, 6]],
  ['active is false', `(${json} = $3::jsonb)`, [2]],
  ['active is not true', `(${json} = $3::jsonb) IS NOT TRUE`, [2, 3, 4, 5]],
  ['has active', `(${text} <> '')`, [1, 2, 4, 6]],
  ['"renewal date" is today', `(${onDays})`, [2]],
  ['"renewal date" is in the next 30 days', `(${onDays})`, [1, 2]],
  ['"renewal date" is in 8 days', `(${onDays})`, [1]],
  ['"renewal date" is before today', `(${onDays})`, [6]],
  ['"renewal date" is not before today', `(${onDays}) IS NOT TRUE`, [1, 2, 3, 4, 5]],
  ['"renewal date" > 23 November 2026', `(${onDays})`, [1]],
  ['"renewal date" is this month', `(${onDays})`, [2, 6]],
  ['has "renewal date"', `(${text} <> '')`, [1, 2, 4, 6]],
  ['birthday is today', `(${everyYear})`, [6]],
  ['birthday is in December', `(${overNewYear})`, [2]],
  ['birthday is in February', `(${everyYear})`, [1]],
  ['birthday is on 28 February', `(${everyYear})`, [1]],
  ['birthday is on 29 February', `(${everyYear})`, [1]],
  ['birthday is not on 1 March', `(${everyYear}) IS NOT TRUE`, [1, 2, 3, 4, 5, 6]],
  ['birthday is from 20 December to 1 March', `(${overNewYear})`, [1, 2]],
  ['birthday is in 1996', `(${onDays})`, [1]],
  ['birthday is more than 18 years ago', `(${onDays})`, [1]],
  ['birthday is at least 18 years ago', `(${onDays})`, [1, 6]],
  ['has tags', `EXISTS (${links})`, [1, 2, 6]],
  ['has no tags', `NOT EXISTS (${links})`, [3, 4, 5]],
  ['untagged', `NOT EXISTS (${links})`, [3, 4, 5]],
  [
    'tagged vip and not tagged "VIP Customer"',
    `(EXISTS (${links} AND t.tag_id = $2::int) AND NOT EXISTS (${links} AND t.tag_id = $3::int))`,
    [6],
  ],
  ['in segment "Lapsed VIPs"', `EXISTS (${links} AND t.tag_id = $2::int)`, [1, 6]],
  ['not in segment "Lapsed VIPs"', `NOT EXISTS (${links} AND t.tag_id = $2::int)`, [2, 3, 4, 5]],
  [
    'in segment "Lapsed VIPs" or "May"',
    `(true OR EXISTS (${links} AND t.tag_id = $2::int))`,
    [1, 2, 3, 4, 5, 6],
  ],
  ['not in segment "Lapsed VIPs" or "May"', `(NOT EXISTS (${links} AND t.tag_id = $2::int) AND false)`, []],
  ['random 50%', `${place} < $6::bigint`, [5]],
  ['not random 50%', `${place} >= $6::bigint`, [1, 2, 3, 4, 6]],
  ['random 100%', `${place} < $6::bigint`, [1, 2, 3, 4, 5, 6]],
  ['name is émile', '(lower(c.name COLLATE "und-x-icu") = ANY($2::text[]))', [1]],
  ['has name', "(c.name <> '')", [1, 6]],
  ['has no name', "(c.name <> '') IS NOT TRUE", [2, 3, 4, 5]],
  ['language is German', '(c.language = ANY($2::text[]))', [1]],
  ['language is not German', '(c.language = ANY($2::text[])) IS NOT TRUE', [2, 3, 4, 5, 6]],
  ['email contains contact1@EX', '(strpos(lower(c.email COLLATE "C"), $2::text) > 0)', [1]],
  ['email is not contact2@example.org', '(c.email_key = ANY($2::text[])) IS NOT TRUE', [1, 3, 4, 5, 6]],
  ['email domain starts with mail.', "(starts_with(split_part(c.email_key, '@', 2), $2::text))", [1]],
  ['email domain is not example.org', "(split_part(c.email_key, '@', 2) = ANY($2::text[])) IS NOT TRUE", [1]],
  ['status is not subscribed', '(c.status = ANY($2::text[])) IS NOT TRUE', [2]],
  ['email validation is risky or invalid', '(c.email_validation = ANY($2::text[]))', [2]],
  ['source is API', '(lower(c.source COLLATE "C") = ANY($2::text[]))', [2]],
  ['created today', '(c.created_at >= $2::timestamptz AND c.created_at < $3::timestamptz)', [2]],
  [
    'not created today',
    '(c.created_at >= $2::timestamptz AND c.created_at < $3::timestamptz) IS NOT TRUE',
    [1, 3, 4, 5, 6],
  ],
];

describe.each(databases)('tags, fields, attributes and segments on the database (%s)', (kind) => {
  const audience = withAudience({ on: kind });
  let workspaceId: number;
  beforeAll(async () => {
    workspaceId = await audience.addWorkspace();
    await store(audience.storage.pool, workspaceId, contacts);
    // Another workspace's contact 3 has every tag and value.
    const [first] = contacts;
    await store(audience.storage.pool, await audience.addWorkspace(), [
      plainContact(3, { ...first, id: 3, tags: [1, 2, 3] }),
    ]);
  });

  it.each(conditions)('compile and count: %s', async (sentence, sql, members) => {
    const rule = compiled(sentence, workspaceId);
    expect(rule.sql).toBe(`c.workspace_id = $1 AND ${sql}`);
    const found = await membersOf(audience.storage, rule, { limit: 10 });
    expect(found.map((member) => member.id)).toEqual(members);
  });

  it('draw the same random share as a plain calculation, up to the largest id', async () => {
    const own = await audience.addWorkspace();
    const ids = [1, 2, 3, 46_340, 46_341, 65_536, 1_000_003, 2_147_483_646, 2_147_483_647];
    const people = [...ids, ...Array.from({ length: 300 }, (_, index) => 5_000 + index)].map((id) =>
      plainContact(id, {}),
    );
    await store(audience.storage.pool, own, people);
    for (const seed of [0, 1, 77, 2_147_483_647]) {
      const rule = compiled('random 33.33%', own, { ...context, seed });
      const found = await membersOf(audience.storage, rule, { limit: 1000 });
      const expected = people
        .filter((each) => holds({ type: 'random', percent: 33.33, seed }, each, context))
        .map(({ id }) => id)
        .sort((a, b) => a - b);
      expect(found.map(({ id }) => id)).toEqual(expected);
    }
  });

  const asks = (rules: unknown[]) => ({
    ...context,
    names: {
      ...context.names,
      segments: rules.map((rule, index) => ({ id: index + 1, name: `S${index + 1}`, rule })),
    },
  });
  const vip: Rule = { type: 'tagged', match: 'any', tags: [1] };

  it('run as the deepest and the largest rule that the bounds allow', { timeout: 60_000 }, async () => {
    const down = (rule: Rule, levels: number) =>
      Array.from({ length: levels }).reduce<Rule>(
        (so, _, index) => ({ type: index % 2 ? 'any' : 'all', rules: [so, vip] }),
        rule,
      );
    const segment = (id: number): Rule => ({ type: 'segment', match: 'any', segments: [id] });
    const deep = asks([down(vip, 29), down(segment(1), 28), down(segment(2), 28)]);
    expect((await sizeOf(audience.storage, compiled('in segment S3', workspaceId, deep))).members).toBe(2);
    const half = Math.floor(wholeBounds.nodes / 2) - 5;
    const wide: Rule = { type: 'any', rules: Array.from({ length: half }, () => vip) };
    const rule = compiled('in segment S1 and S2', workspaceId, asks([wide, wide]));
    expect((await sizeOf(audience.storage, rule)).members).toBe(2);
  });
});
