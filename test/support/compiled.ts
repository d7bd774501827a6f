import { eachField } from '../../src/contact-fields.ts';
import type { RuleContext } from '../../src/rules/context.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { resolveRule } from '../../src/rules/resolve.ts';
import { type CompiledRule, compileRule } from '../../src/rules/sql/compile.ts';
import type { PlainContact } from './naive-evaluator.ts';
import { names } from './random-audience.ts';

/** Noon in London on Monday 23 November 2026, and the names of random audiences. */
export const context: RuleContext = {
  names,
  dates: { now: new Date('2026-11-23T12:00:00Z'), timeZone: 'Europe/London', weekStart: 'monday' },
};

/** A sentence as SQL; fails if it is refused. */
export function compiled(sentence: string, workspaceId: number, given = context): CompiledRule {
  const parsed = parseRule(sentence, given);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const resolution = resolveRule(parsed.rule, given);
  if (!resolution.ok) throw new Error(resolution.problems[0]?.message);
  return compileRule(resolution.resolved, { workspaceId });
}

/** A contact with only these facts. */
export function plainContact(id: number, facts: Partial<PlainContact>): PlainContact {
  const email = `Contact${id}@Example.org`;
  return {
    ...{ workspaceId: 0, id, email, emailKey: email.toLowerCase() },
    ...eachField(() => null),
    ...{ status: 'subscribed', emailValidation: 'unknown', source: 'import', signedUpAt: null },
    addedByImport: null,
    createdAt: new Date('2026-11-01T00:00:00Z'),
    updatedAt: new Date('2026-11-01T00:00:00Z'),
    tags: [],
    attributes: {},
    topics: {},
    pausedUntil: null,
    left: [],
    recipients: [],
    events: [],
    ...facts,
  };
}
