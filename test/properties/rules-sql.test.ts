import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileRule } from '../../src/rules/compile.ts';
import type { RuleContext } from '../../src/rules/parse.ts';
import { largestSeed } from '../../src/rules/random.ts';
import { resolveRule } from '../../src/rules/resolve.ts';
import type { Rule } from '../../src/rules/schema.ts';
import { isMember, membersOf, sizeOf } from '../../src/storage/run-rule.ts';
import { databases, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { holds, type PlainContact } from '../support/naive-evaluator.ts';
import { audience, dateSettings, namesWithRules, rules, store } from '../support/random-audience.ts';

// Audiences × rules each; RULE_CASES multiplies, for a long run by hand.
const audiences = 25 * Number(process.env.RULE_CASES ?? 1);
const rulesEach = 12;

const cases = fc.tuple(dateSettings, fc.nat({ max: largestSeed })).chain(([dates, seed]) =>
  fc.record({
    dates: fc.constant(dates),
    names: namesWithRules(dates, seed),
    ours: audience(dates),
    theirs: audience(dates),
    asked: fc.array(rules(dates, { seed }), { minLength: rulesEach, maxLength: rulesEach }),
  }),
);

describe.each(databases)('rules as SQL (%s)', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database?.close());

  it('selects exactly whom a naive evaluator selects', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ dates, names, ours, theirs, asked }) => {
        const workspaceId = await database.addWorkspace();
        const contacts = numbered(ours, workspaceId);
        // The other workspace's contacts and tags have the same ids: only the workspace tells them apart.
        const others = numbered(theirs, await database.addWorkspace());
        for (const each of [contacts, others]) {
          await store(database.storage.pool, each[0]?.workspaceId ?? 0, each);
        }
        for (const rule of asked) await compare(rule, contacts, { names, dates });
      }),
      { numRuns: audiences },
    );
  });

  async function compare(rule: Rule, contacts: PlainContact[], context: RuleContext) {
    const { storage } = database;
    const workspaceId = contacts[0]?.workspaceId ?? 0;
    const expected = contacts.filter((contact) => holds(rule, contact, context));
    const [compiled, complement] = [rule, { type: 'not', rule } satisfies Rule].map((each) => {
      const resolution = resolveRule(each, context);
      if (!resolution.ok) throw new Error(resolution.problems[0]?.message);
      return compileRule(resolution.resolved, { workspaceId });
    });
    if (compiled === undefined || complement === undefined) throw new Error('unreachable');
    const members = await membersOf(storage, compiled, { limit: 100 });
    expect(members.map((member) => member.id)).toEqual(expected.map((contact) => contact.id));
    const reachable = expected.filter(
      (each) => each.status === 'subscribed' && each.emailValidation !== 'invalid',
    );
    expect(await sizeOf(storage, compiled)).toEqual({
      members: expected.length,
      reachable: reachable.length,
    });
    expect((await sizeOf(storage, complement)).members).toBe(contacts.length - expected.length);
    const [first] = contacts;
    if (first) expect(await isMember(storage, compiled, first.id)).toBe(expected.includes(first));
  }
});

/** Contacts with ids from 1 and addresses of their own. */
function numbered(contacts: Omit<PlainContact, 'workspaceId' | 'id'>[], workspaceId: number): PlainContact[] {
  return contacts.map((contact, index) => {
    const email = contact.email.replace('@', `+${index}@`);
    const emailKey = email.toLowerCase().replace('münchen', 'xn--mnchen-3ya');
    return { ...contact, workspaceId, id: index + 1, email, emailKey };
  });
}
