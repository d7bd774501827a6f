import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { rowSubjects, subjectOf } from '../../src/rules/form/rows.ts';
import { rowsOfRule } from '../../src/rules/form/rows-of-rule.ts';
import { ruleOfRows } from '../../src/rules/form/rule-of-rows.ts';
import { explainRule } from '../../src/rules/language/explain.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { mentionsOf } from '../../src/rules/mentions.ts';
import { resolveRule } from '../../src/rules/resolve.ts';
import { ruleSchema } from '../../src/rules/schema.ts';
import { compileRule } from '../../src/rules/sql/compile.ts';
import { context as plain } from './context.ts';

const context: RuleContext = {
  ...plain,
  names: {
    ...plain.names,
    imports: [
      { id: 1, name: 'customers.csv', when: '2026-10-03 14:05:09', undone: true },
      { id: 2, name: 'customers.csv', when: '2026-10-03 16:00:40', undone: false },
      { id: 3, name: 'customers.csv', when: '2026-11-01 08:00:00', undone: false },
      { id: 4, name: 'trade fair.csv', when: '2026-11-02 08:00:00', undone: false },
      { id: 5, name: 'old.csv', when: '2025-11-02 08:00:00', undone: true },
    ],
  },
};

function read(sentence: string): string {
  const parsed = parseRule(sentence, context);
  if (parsed.ok) return printRule(parsed.rule, context.names);
  return parsed.problems.flatMap(({ message, suggestions }) => [message, ...suggestions]).join('\n');
}

describe('contacts that an import added', () => {
  it.each([
    ['added by import "trade fair.csv"', 'added by import "trade fair.csv"'],
    ['contacts that were added by the import of Trade Fair.csv', 'added by import "trade fair.csv"'],
    ["wasn't added by import old.csv", 'not added by import "old.csv"'],
    ['was never added by import "old.csv"', 'not added by import "old.csv"'],
    ['imported from "old.csv" or "trade fair.csv"', 'added by import "old.csv" or "trade fair.csv"'],
    ['not added by import old.csv or trade fair.csv', 'not added by import "old.csv" or "trade fair.csv"'],
    ['added by import "customers.csv" of 1 November', 'added by import "customers.csv" of 1 Nov 2026'],
    ['added by import "customers.csv" on 2026-11-01', 'added by import "customers.csv" of 1 Nov 2026'],
    [
      'added by import customers.csv from 3 October 2026 at 14:05',
      'added by import "customers.csv" of 3 Oct 2026 14:05',
    ],
    ['added by import "old.csv" of last year', 'added by import "old.csv"'],
    [
      'tagged vip added by import "old.csv" who opened this month',
      'tagged vip and added by import "old.csv" and opened this month',
    ],
    ['everyone except those added by import "old.csv"', 'not added by import "old.csv"'],
    // The sign-up is something else.
    ['added this month', 'signed up this month'],
  ])('reads %s', (sentence, expected) => {
    expect(read(sentence)).toBe(expected);
    expect(read(expected)).toBe(expected);
  });

  it.each([
    [
      'added by import "customers.csv"',
      `There are 3 imports called "customers.csv" (1 Nov 2026 08:00; 3 Oct 2026 16:00; 3 Oct 2026 14:05, since undone). Which one do you mean?
added by import "customers.csv" of 1 Nov 2026
added by import "customers.csv" of 3 Oct 2026 16:00
added by import "customers.csv" of 3 Oct 2026 14:05`,
    ],
    [
      'added by import "customers.csv" of 3 Oct 2026 and tagged vip',
      `There are 2 imports called "customers.csv" (3 Oct 2026 16:00; 3 Oct 2026 14:05, since undone). Which one do you mean?
added by import "customers.csv" of 3 Oct 2026 16:00 and tagged vip
added by import "customers.csv" of 3 Oct 2026 14:05 and tagged vip`,
    ],
    [
      'added by import "old.csv" of 2 November 2024',
      `No import called "old.csv" is of that day (there is: 2 Nov 2025 08:00, since undone).
added by import "old.csv"`,
    ],
    [
      'added by import "old.csv" and "trade fair.csv"',
      `A contact is added by import of one name only; say "or" between the names.
added by import "old.csv" or "trade fair.csv"`,
    ],
    ['added by import "nope.csv"', 'No import "nope.csv"; say the name of a file that was imported.'],
    [
      'added by import "trade fair.csx"',
      `No import "trade fair.csx"; did you mean "trade fair.csv"?
added by import "trade fair.csv"`,
    ],
    ['added by import', 'Which import?'],
    ['added by import "old.csv" this month', `Rollcall doesn’t understand "this" here.`],
  ])('refuses %s', (sentence, expected) => {
    expect(read(sentence)).toBe(expected);
  });

  it('suggests files if one is missing', () => {
    const parsed = parseRule('added by import', context);
    expect(parsed.ok ? [] : parsed.problems[0]?.examples).toEqual([
      '"customers.csv" of 1 Nov 2026',
      '"trade fair.csv"',
      '"old.csv"',
    ]);
  });

  const ofTwo = { type: 'imported', imports: [2, 5] } as const;

  it('says it in plain English, with the day', () => {
    const rule = { type: 'imported', imports: [...ofTwo.imports] } as const;
    expect(explainRule({ ...rule, imports: [4] }, context)).toBe(
      'Contacts who were added by the import of "trade fair.csv" (2 Nov 2026)',
    );
    expect(explainRule({ type: 'not', rule: { ...rule, imports: [2, 5] } }, context)).toBe(
      'Contacts who were not added by the import of "customers.csv" (3 Oct 2026) or "old.csv" (2 Nov 2025, since undone); ' +
        'includes those who were not imported',
    );
  });

  it('is SQL on one column', () => {
    const compiled = (sentence: string) => {
      const parsed = parseRule(sentence, context);
      const resolution = parsed.ok ? resolveRule(parsed.rule, context) : parsed;
      if (!resolution.ok) throw new Error(resolution.problems[0]?.message);
      return compileRule(resolution.resolved, { workspaceId: 7 });
    };
    expect(compiled('added by import "old.csv"')).toMatchObject({
      sql: 'c.workspace_id = $1 AND (c.added_by_import = $2::int)',
      params: [7, 5],
      topics: ['contacts'],
    });
    expect(compiled('not added by import "old.csv" or "trade fair.csv"')).toMatchObject({
      sql: 'c.workspace_id = $1 AND (c.added_by_import = ANY($2::int[])) IS NOT TRUE',
      params: [7, [5, 4]],
    });
  });

  it('refuses an import that it does not know, and one named twice', () => {
    expect(resolveRule({ type: 'imported', imports: [77] }, context)).toMatchObject({ ok: false });
    expect(ruleSchema.safeParse({ type: 'imported', imports: [5, 5] }).success).toBe(false);
    expect(ruleSchema.safeParse({ type: 'imported', imports: [] }).success).toBe(false);
  });

  it('is found in stored rules', () => {
    expect(mentionsOf([{ type: 'not', rule: ofTwo }]).imports).toEqual(new Set([2, 5]));
  });

  it('is a row of a form, which offers the latest first', () => {
    const rows = rowsOfRule({ type: 'not', rule: { type: 'imported', imports: [5] } });
    if (!rows.ok) throw new Error(rows.why);
    expect(rows.form.rows).toMatchObject([{ what: 'imports', how: 'any', not: true, values: ['5'] }]);
    expect(ruleOfRows(rows.form, context)).toEqual({
      ok: true,
      rule: { type: 'not', rule: { type: 'imported', imports: [5] } },
    });
    const [input] = subjectOf('imports', context.names)?.inputs('any') ?? [];
    expect(input?.choices?.slice(0, 2)).toEqual([
      { value: '5', words: '2 Nov 2025 08:00 · old.csv' },
      { value: '4', words: '2 Nov 2026 08:00 · trade fair.csv' },
    ]);
  });

  it('isn’t offered if nothing was imported: Slack refuses a list without options', () => {
    expect(rowSubjects(plain.names).map(({ what }) => what)).not.toContain('imports');
    expect(subjectOf('imports', plain.names)).toBeUndefined();
  });
});
