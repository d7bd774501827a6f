import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { namesPeople } from '../../src/rules/names-people.ts';
import { resolveRule } from '../../src/rules/resolve.ts';
import type { Rule } from '../../src/rules/schema.ts';
import { names, rules } from '../support/random-audience.ts';

const dates = { now: new Date('2026-11-23T10:00:00Z'), timeZone: 'UTC', weekStart: 'monday' } as const;

function ask(rule: Rule, context: RuleContext): boolean | undefined {
  const resolution = resolveRule(rule, context);
  // A tree of any shape may be too large, or not fit one of today's attributes: then it doesn't run.
  return resolution.ok ? namesPeople(resolution.resolved.tree) : undefined;
}

const everyone: Rule = { type: 'everyone' };
/** Every segment contains everyone, so the tree alone decides what it asks for. */
const plain = {
  names: { ...names, segments: names.segments.map((each) => ({ ...each, rule: everyone })) },
  dates,
};

/** Whether a tree compares a text that identifies someone, read from its JSON. */
const hasPersonal = (rule: Rule): boolean =>
  /"type":"text","field":"(?:email|name|first name|phone)"/.test(JSON.stringify(rule));

describe('a rule that names people', () => {
  it.each([
    ['email is ada@x.org', true],
    ['email contains ada', true],
    ['not name starts with A', true],
    ['phone ends with 42', true],
    ['first name is Ada', true],
    ['tagged vip and (opened this month or not (name is Ada or company is Acme))', true],
    ['email domain is x.org', false],
    ['has phone and has no name', false],
    ['company is "Ada Ltd" and country is Norway', false],
    ['email validation is risky and status is subscribed', false],
    ['random 10% and signed up this month', false],
    ['everyone', false],
  ])('%s: %s', (sentence, expected) => {
    const context = { ...plain, names: { ...plain.names, tags: [{ id: 1, name: 'vip' }] } };
    const parsed = parseRule(sentence, context);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    expect(ask(parsed.rule, context)).toBe(expected);
  });

  it('is recognized wherever such a condition is in a tree of any shape', () => {
    fc.assert(
      fc.property(rules(dates), (rule) => {
        const told = ask(rule, plain);
        if (told !== undefined) expect(told).toBe(hasPersonal(rule));
      }),
      { numRuns: 500 },
    );
  });

  it('is recognized through any number of brackets, nots and segments', () => {
    const personal = fc.constantFrom<Rule>(
      { type: 'text', field: 'email', operator: 'is', values: ['ada@x.org'] },
      { type: 'text', field: 'name', operator: 'contains', values: ['a'] },
      { type: 'text', field: 'phone', operator: 'starts with', values: ['+47'] },
    );
    const steps = fc.array(fc.constantFrom('not', 'all', 'any', 'segment', 'segments'), { maxLength: 12 });
    fc.assert(
      fc.property(personal, steps, (condition, around) => {
        const segments: RuleContext['names']['segments'] = [{ id: 1, name: 'All', rule: everyone }];
        const wrapped = around.reduce<Rule>((rule, step) => {
          if (step === 'not') return { type: 'not', rule };
          if (step === 'all' || step === 'any') return { type: step, rules: [{ type: 'has-tags' }, rule] };
          const id = segments.push({ id: segments.length + 1, name: `S${segments.length}`, rule });
          return step === 'segment'
            ? { type: 'segment', match: 'any', segments: [id] }
            : { type: 'segment', match: 'all', segments: [1, id] };
        }, condition);
        expect(ask(wrapped, { names: { ...names, segments }, dates })).toBe(true);
      }),
    );
  });
});
