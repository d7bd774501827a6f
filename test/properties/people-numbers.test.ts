import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileBreakdown } from '../../src/rules/breakdown/compile.ts';
import type { BreakdownKey } from '../../src/rules/breakdown/key.ts';
import { breakdownKeys } from '../../src/rules/breakdown/keys.ts';
import type { RuleContext } from '../../src/rules/context.ts';
import { resolveRule } from '../../src/rules/resolve.ts';
import type { ResolvedRule, Rule } from '../../src/rules/schema.ts';
import { compileOverlap } from '../../src/rules/sql/overlap.ts';
import { largestSeed } from '../../src/rules/sql/random.ts';
import { groupsOf } from '../../src/storage/people/breakdown.ts';
import { overlapOf } from '../../src/storage/people/overlap.ts';
import { holds, type PlainContact } from '../support/naive-evaluator.ts';
import {
  audience as anyAudience,
  dateSettings,
  namesWithRules,
  rules,
  store,
} from '../support/random-audience.ts';
import { withAudience } from '../support/with-audience.ts';

const audience = withAudience();

const cases = fc.tuple(dateSettings, fc.nat({ max: largestSeed })).chain(([dates, seed]) =>
  fc.record({
    dates: fc.constant(dates),
    names: namesWithRules(dates, seed),
    ours: anyAudience(dates),
    theirs: anyAudience(dates),
    asked: fc.array(rules(dates, { seed }), { minLength: 3, maxLength: 3 }),
  }),
);

/** More than any audience here has values. */
const limit = 1000;

it('are those of a naive evaluator, broken down by anything, and compared', {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ dates, names, ours, theirs, asked }) => {
      const workspaceId = await audience.addWorkspace();
      const contacts = numbered(ours, workspaceId);
      // The other workspace's contacts and tags have the same ids: only the workspace distinguishes them.
      const others = numbered(theirs, await audience.addWorkspace());
      for (const each of [contacts, others])
        await store(audience.storage.pool, each[0]?.workspaceId ?? 0, each);
      const context = { names, dates };
      const whole: Rule[] = [{ type: 'everyone' }, ...asked];
      for (const [index, rule] of whole.entries()) {
        for (const key of breakdownKeys(names)) await checkBreakdown(rule, key, contacts, context);
        await checkOverlap(rule, whole[index + 1] ?? rule, contacts, context);
      }
    }),
    { numRuns: 6, endOnFailure: true },
  );
});

async function checkBreakdown(
  rule: Rule,
  key: BreakdownKey,
  contacts: PlainContact[],
  context: RuleContext,
): Promise<void> {
  const workspaceId = contacts[0]?.workspaceId ?? 0;
  const { timeZone } = context.dates;
  const compiled = compileBreakdown(resolved(rule, context), key, { workspaceId, timeZone });
  const counted = await groupsOf(audience.storage, compiled, { limit, latest: false, writes: {} });
  const inside = contacts.filter((contact) => holds(rule, contact, context));
  // Without anyone there is no row that could say the sums.
  if (inside.length === 0) expect(counted.groups).toEqual([]);
  else expect(counted, key.id).toMatchObject(sizes(inside));
  let named = 0;
  for (const group of counted.groups) {
    const value = { key: group.key?.slice(1) ?? '', shown: group.shown ?? '' };
    const own = group.key === null ? key.none : group.key.startsWith('=') ? key.ruleOf(value, context) : null;
    named += group.people;
    if (own === null) continue;
    const expected = inside.filter((contact) => holds(own, contact, context));
    expect({ people: group.people, reachable: group.reachable }, `${key.id} ${group.key}`).toEqual(
      sizes(expected),
    );
  }
  if (key.kind !== 'tags') expect(named, key.id).toBe(inside.length);
}

async function checkOverlap(one: Rule, other: Rule, contacts: PlainContact[], context: RuleContext) {
  const workspaceId = contacts[0]?.workspaceId ?? 0;
  const compiled = compileOverlap(resolved(one, context), resolved(other, context), { workspaceId });
  const counted = await overlapOf(audience.storage, compiled, { writes: {} });
  const of = (...all: Rule[]) => {
    const { people, reachable } = sizes(
      contacts.filter((contact) => all.every((rule) => holds(rule, contact, context))),
    );
    return { members: people, reachable };
  };
  expect(counted).toEqual({ one: of(one), other: of(other), both: of(one, other) });
}

const sizes = (people: PlainContact[]) => ({
  people: people.length,
  reachable: people.filter((each) => each.status === 'subscribed' && each.emailValidation !== 'invalid')
    .length,
});

function resolved(rule: Rule, context: RuleContext): ResolvedRule {
  const resolution = resolveRule(rule, context);
  if (!resolution.ok) throw new Error(resolution.problems[0]?.message);
  return resolution.resolved;
}

/** Contacts with ids from 1 and addresses of their own. */
const numbered = (people: Omit<PlainContact, 'workspaceId' | 'id'>[], workspaceId: number): PlainContact[] =>
  people.map((contact, index) => {
    const email = contact.email.replace('@', `+${index}@`);
    const emailKey = email.toLowerCase().replace('münchen', 'xn--mnchen-3ya');
    return { ...contact, workspaceId, id: index + 1, email, emailKey };
  });
