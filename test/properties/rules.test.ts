import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowsOfRule } from '../../src/rules/form/rows-of-rule.ts';
import { ruleOfRows } from '../../src/rules/form/rule-of-rows.ts';
import { explainRule } from '../../src/rules/language/explain.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { resolveRule } from '../../src/rules/resolve.ts';
import { type Rule, ruleSchema } from '../../src/rules/schema.ts';
import { compileRule } from '../../src/rules/sql/compile.ts';
import { context as plain } from '../rules/context.ts';
import { dateSettings, inCampaign, names, rules } from '../support/random-audience.ts';

const cases = fc
  .tuple(dateSettings, fc.constantFrom(0, 7, 2_147_483_647))
  .chain(([dates, seed]) =>
    rules(dates, { seed }).map((rule) => ({ rule, context: { names, dates, seed } })),
  );

it('reads back every rule that it prints', () => {
  fc.assert(
    fc.property(cases, ({ rule, context }) => {
      expect(parseRule(printRule(rule, names), context)).toEqual({ ok: true, rule });
    }),
    { numRuns: 1000 },
  );
});

it('stores, explains and compiles every rule that it reads', () => {
  fc.assert(
    fc.property(cases, ({ rule, context }) => {
      expect(ruleSchema.parse(JSON.parse(JSON.stringify(rule)))).toEqual(rule);
      expect(explainRule(rule, context)).not.toBe('');
      const resolution = resolveRule(rule, context);
      if (!resolution.ok) throw new Error('A rule of existing tags was not resolved.');
      const { sql, params } = compileRule(resolution.resolved, { workspaceId: 7 });
      expect(sql.startsWith('c.workspace_id = $1 AND ')).toBe(true);
      const places = new Set([...sql.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
      expect([...places].sort((a, b) => a - b)).toEqual(params.map((_, index) => index + 1));
      // No value appears in the text: except for the fields' own constants, it contains no quote.
      expect(sql.replaceAll("'@'", '').replaceAll("' '", '').replaceAll("<> ''", '')).not.toContain("'");
      for (const from of sql.matchAll(
        /FROM (?:contact_tags t|events [el]|contact_rollups r|contacts c|topic_choices k|pauses p|consent_log [lu]|status_facts f|campaign_recipients q) WHERE (?=(.*))/g,
      )) {
        expect(from[1]).toMatch(/^(?:e\.contact_id = c\.id AND )?[telrckpufq]\.workspace_id = \$1 AND/);
      }
    }),
    { numRuns: 300 },
  );
});

it('restores the rule from the rows that show it', () => {
  let shown = 0;
  fc.assert(
    fc.property(cases, ({ rule, context }) => {
      const rows = rowsOfRule(rule);
      if (!rows.ok) return;
      shown += 1;
      expect(ruleOfRows(rows.form, context)).toEqual({ ok: true, rule });
    }),
    { numRuns: 2000 },
  );
  expect(shown).toBeGreaterThan(500);
});

it('shows every condition about a campaign as a row, in the same way as its sentence', () => {
  const dates = fc.tuple(dateSettings, fc.boolean(), inCampaign);
  fc.assert(
    fc.property(dates, ([dates, isNegated, condition]) => {
      const context = { names, dates };
      const rule: Rule = isNegated ? { type: 'not', rule: condition } : condition;
      const said = parseRule(printRule(rule, names), context);
      if (!said.ok) throw new Error(said.problems[0]?.message);
      const rows = rowsOfRule(said.rule);
      if (!rows.ok) throw new Error(rows.why);
      expect(ruleOfRows(rows.form, context)).toEqual({ ok: true, rule });
    }),
    { numRuns: 1000 },
  );
});

const context = { ...plain, names: { ...plain.names, attributes: names.attributes } };
const seeds = [
  'tagged vip and not opened in the last 60 days',
  'tagged “VIP Customer”, beta or churned and (country is not US or GB, has phone)',
  'everyone who has not opened or clicked at least 3 times since 1 March 2026',
  'none of (company contains "a \\"b\\"", last clicked more than 90 days ago) but signed up in 2020',
  'Plan is not pro or "Gold Plus" and in segment "Lapsed VIPs" or New, random 2.5% of contacts',
  'seats is between 5 and 10 or more and not active is true or birthday is from 20 December to 5 January',
  'has no tags and "renewal date" is not in the next 30 days or seats is 3, 4 and not in none of the segments May',
  "doesn't have the tag vip and email domain is @gmail.com or name is O'Brien",
];
const pieces = seeds.flatMap((sentence) => sentence.split(/(?<=\s)|(?=[(),"“”])/));
const mutated = fc
  .record({
    words: fc.array(
      fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 4 })),
      {
        maxLength: 20,
      },
    ),
    seed: fc.constantFrom(...seeds),
    at: fc.nat({ max: 80 }),
  })
  .map(({ words, seed, at }) => seed.slice(0, at) + words.join('') + seed.slice(at + words.length));

it('never throws on what is typed, and reads only what it can print', () => {
  fc.assert(
    fc.property(mutated, (sentence) => {
      const parsed = parseRule(sentence, context);
      if (parsed.ok) {
        expect(ruleSchema.parse(parsed.rule)).toEqual(parsed.rule);
        const printed = printRule(parsed.rule, context.names);
        expect(parseRule(printed, context)).toEqual(parsed);
        return;
      }
      expect(parsed.problems.length).toBeGreaterThan(0);
      for (const { at, length } of parsed.problems) {
        expect(at >= 0 && length >= 0 && at + length <= sentence.length).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});
