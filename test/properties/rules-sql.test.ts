import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { resolveRule } from '../../src/rules/resolve.ts';
import type { Rule } from '../../src/rules/schema.ts';
import { compareRules } from '../../src/rules/sql/compare.ts';
import { compileRule } from '../../src/rules/sql/compile.ts';
import { largestSeed } from '../../src/rules/sql/random.ts';
import { compileWhy } from '../../src/rules/why/compile-why.ts';
import { explainWhy, type Reason, resolveConditions } from '../../src/rules/why/why.ts';
import { comparisonOf, membersOf, sizeOf, whyOf } from '../../src/storage/queries/run-rule.ts';
import { databases } from '../support/database.ts';
import { isMember } from '../support/is-member.ts';
import { holds, type PlainContact } from '../support/naive-evaluator.ts';
import { audience, dateSettings, namesWithRules, rules, store } from '../support/random-audience.ts';
import { withAudience } from '../support/with-audience.ts';

// Audiences × rules each; RULE_CASES multiplies, for a long run by hand.
const audiences = 42 * Number(process.env.RULE_CASES ?? 1);
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
  const audience = withAudience({ on: kind });

  it('select exactly whom a naive evaluator selects', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ dates, names, ours, theirs, asked }) => {
        const workspaceId = await audience.addWorkspace();
        const contacts = numbered(ours, workspaceId);
        // The other workspace's contacts and tags have the same ids: only the workspace distinguishes them.
        const others = numbered(theirs, await audience.addWorkspace());
        for (const each of [contacts, others]) {
          await store(audience.storage.pool, each[0]?.workspaceId ?? 0, each);
        }
        for (const rule of asked) await compare(rule, contacts, { names, dates });
      }),
      { numRuns: audiences },
    );
  });

  async function compare(rule: Rule, contacts: PlainContact[], context: RuleContext) {
    const { storage } = audience;
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

  it('explain, forecast and compare like a naive evaluator', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, daysAhead, async ({ dates, names, ours, theirs, asked }, days) => {
        const workspaceId = await audience.addWorkspace();
        const contacts = numbered(ours, workspaceId);
        const others = numbered(theirs, await audience.addWorkspace());
        for (const each of [contacts, others]) {
          await store(audience.storage.pool, each[0]?.workspaceId ?? 0, each);
        }
        const context = { names, dates };
        const later = { names, dates: { ...dates, now: new Date(dates.now.getTime() + days * 86_400_000) } };
        for (const [index, rule] of asked.entries()) {
          await compareWhy(rule, contacts, context);
          await compareTwo([rule, context], [rule, later], contacts);
          const next = asked[index + 1];
          if (next) await compareTwo([rule, context], [next, context], contacts);
        }
      }),
      { numRuns: Math.ceil(audiences / 3) },
    );
  });

  async function compareWhy(rule: Rule, contacts: PlainContact[], context: RuleContext) {
    const [contact] = contacts;
    if (contact === undefined) return;
    const { workspaceId, emailKey } = contact;
    const question = compileWhy(resolveConditions(rule, context), { workspaceId, emailKey });
    const answer = await whyOf(audience.storage, question);
    if (answer === undefined) throw new Error('the contact was not found');
    const why = explainWhy(rule, answer, context);
    const holdsAt = (now: Date) => holds(rule, contact, { ...context, dates: { ...context.dates, now } });
    expect(why.holds).toBe(holdsAt(context.dates.now));
    if (why.flips === 'unknown') throw new Error('nothing was deleted, so all is known');
    // It stays the same at every hour before, and changes then.
    const end = why.flips?.getTime() ?? context.dates.now.getTime() + 400 * 86_400_000;
    for (const at of hoursUntil(context.dates.now.getTime(), end))
      expect(holdsAt(new Date(at))).toBe(why.holds);
    if (why.flips) {
      expect(holdsAt(new Date(end - 1))).toBe(why.holds);
      expect(holdsAt(why.flips)).toBe(!why.holds);
    }
    const sayEverything = (reason: Reason): string[] =>
      reason.type === 'condition' ? [reason.fact] : reason.of.flatMap(sayEverything);
    expect(sayEverything(why)).not.toContain('');
  }

  /** The members of one rule, for its now, beside those of another. */
  async function compareTwo(
    before: [Rule, RuleContext],
    after: [Rule, RuleContext],
    contacts: PlainContact[],
  ) {
    const workspaceId = contacts[0]?.workspaceId ?? 0;
    const comparison = compareRules(resolvedFor(...before), resolvedFor(...after), { workspaceId });
    const [is, becomes] = [before, after].map(
      ([rule, context]) => new Set(contacts.filter((contact) => holds(rule, contact, context))),
    );
    const moved = (to: typeof is, from: typeof is) => {
      const found = contacts.filter((each) => to?.has(each) && !from?.has(each));
      const examples = found
        .slice(0, 2)
        .map(({ id, email, name, status }) => ({ id, email, name: name ?? null, status }));
      return { count: found.length, examples };
    };
    const expected = { entering: moved(becomes, is), leaving: moved(is, becomes) };
    expect(await comparisonOf(audience.storage, comparison, { examples: 2 })).toEqual(expected);
  }
});

/** Some moments from one on, up to another, dense at first. */
function hoursUntil(from: number, end: number): number[] {
  const steps = Array.from({ length: 40 }, (_, index) => from + (end - from) * (index / 40) ** 2);
  return steps.map(Math.floor).filter((at) => at < end);
}

const daysAhead = fc.integer({ min: 1, max: 400 });

function resolvedFor(rule: Rule, context: RuleContext) {
  const resolution = resolveRule(rule, context);
  if (!resolution.ok) throw new Error(resolution.problems[0]?.message);
  return resolution.resolved;
}

/** Contacts with ids from 1 and addresses of their own. */
function numbered(contacts: Omit<PlainContact, 'workspaceId' | 'id'>[], workspaceId: number): PlainContact[] {
  return contacts.map((contact, index) => {
    const email = contact.email.replace('@', `+${index}@`);
    const emailKey = email.toLowerCase().replace('münchen', 'xn--mnchen-3ya');
    return { ...contact, workspaceId, id: index + 1, email, emailKey };
  });
}
