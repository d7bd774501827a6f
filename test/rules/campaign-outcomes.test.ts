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
import { type Rule, ruleSchema } from '../../src/rules/schema.ts';
import { compileRule } from '../../src/rules/sql/compile.ts';
import { context as plain } from './context.ts';

/** Rollcall sent three of them; the last is known from events. */
const sent: [name: string, sentAt: number | null, hasRecipients: boolean][] = [
  ['Spring sale', 20, true],
  ['March news', 10, true],
  ['Welcome', 30, true],
  ['Draft', null, false],
  ['Black Friday 2025', 5, false],
];
const context: RuleContext = {
  ...plain,
  names: {
    ...plain.names,
    campaigns: sent.map(([name, sentAt, hasRecipients], index) => ({
      id: index + 1,
      name,
      sentAt,
      hasRecipients,
    })),
  },
};

function read(sentence: string): string {
  const parsed = parseRule(sentence, context);
  if (parsed.ok) return printRule(parsed.rule, context.names);
  const [problem] = parsed.problems;
  const { at = 0, length = 0, suggestions = [] } = problem ?? {};
  return [`[${sentence.slice(at, at + length)}]`, ...suggestions].join(' → ');
}

function ruleOf(sentence: string): Rule {
  const parsed = parseRule(sentence, context);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return parsed.rule;
}

const because = 'was left out of "Spring sale" because';

describe('the outcome of a campaign for a person', () => {
  it.each<[sentence: string, meaning: string]>([
    ['was sent "Spring sale"', 'was sent "Spring sale"'],
    ['sent Spring sale', 'was sent "Spring sale"'],
    ['has been emailed the Spring sale campaign', 'was sent "Spring sale"'],
    ['were mailed Spring sale or Welcome', 'was sent "Spring sale" or "Welcome"'],
    ['was sent "Spring sale" and "Welcome"', 'was sent "Spring sale" and was sent "Welcome"'],
    ["hasn't been sent Spring sale yet", 'was not sent "Spring sale"'],
    ['was never sent "Spring sale"', 'was not sent "Spring sale"'],
    ['was sent neither "Spring sale" nor "Welcome"', 'was not sent "Spring sale" or "Welcome"'],
    ['was sent the last campaign', 'was sent the last campaign'],
    ['was sent none of the last 3 campaigns', 'was not sent any of the last 3 campaigns'],
    ['was sent one of our last 2 newsletters', 'was sent any of the last 2 campaigns'],
    ['recipients of Spring sale in Norway', 'was sent "Spring sale" and country is Norway'],
    ['everyone except recipients of "Spring sale"', 'was not sent "Spring sale"'],
    ['tagged vip and not sent "Spring sale"', 'tagged vip and was not sent "Spring sale"'],
    ['was sent "Spring sale" but did not open it', 'was sent "Spring sale" and never opened "Spring sale"'],
    ['sent but not opened Spring sale', 'was sent "Spring sale" and never opened "Spring sale"'],
    // With a time or a count, it is about mails.
    ['was sent "Spring sale" in March', 'received "Spring sale" in March 2026'],
    ['was sent the last campaign twice', 'received the last campaign exactly twice'],
    ['was sent 2 campaigns in the last week', 'received exactly twice last week'],
    ["wasn't sent anything in the last 30 days", 'not received in the last 30 days'],
    // "Got" is about what arrived.
    ['got "Spring sale"', 'received "Spring sale"'],
    ["didn't get the last campaign", 'never received the last campaign'],

    ['were left out of Spring sale', 'was left out of "Spring sale"'],
    ['has been left out of the last campaign', 'was left out of the last campaign'],
    ['got left out of Spring sale or Welcome', 'was left out of "Spring sale" or "Welcome"'],
    ['never left out of "Spring sale"', 'was not left out of "Spring sale"'],
    [`${because} they were paused`, `${because} they were paused`],
    ['left out of Spring sale as mailed lately', `${because} they were mailed lately`],
    [
      'left out of Spring sale because their email is invalid and tagged vip',
      `${because} their address was invalid and tagged vip`,
    ],
    ['was left out of Spring sale because they never agreed', `${because} they never agreed`],
    [
      'was left out of the last campaign because the topic was off',
      'was left out of the last campaign because they turned the topic off',
    ],

    ['missed Spring sale', 'missed "Spring sale"'],
    ['who have missed out on the last campaign', 'missed the last campaign'],
    ["didn't miss Spring sale", 'did not miss "Spring sale"'],
    ['tagged vip, missed any of the last 3 campaigns', 'tagged vip and missed any of the last 3 campaigns'],
    ['missed "Spring sale" and "Welcome"', 'missed "Spring sale" and missed "Welcome"'],
    ['received "Welcome" but missed "Spring sale"', 'received "Welcome" and missed "Spring sale"'],
    [
      'was left out of "Spring sale" but received it',
      'was left out of "Spring sale" and received "Spring sale"',
    ],
  ])('reads: %s', (sentence, meaning) => {
    expect(read(sentence)).toBe(meaning);
    expect(parseRule(meaning, context)).toEqual({ ok: true, rule: ruleOf(sentence) });
  });

  it.each<[sentence: string, refusal: string]>([
    [
      'was left out of',
      '[] → was left out of the last campaign → was left out of any of the last 3 campaigns',
    ],
    ['was left out of Sprng sale', '[Sprng sale] → was left out of "Spring sale"'],
    ['missed "Sprng sale"', '["Sprng sale"] → missed "Spring sale"'],
    [
      'was left out of the last 2 campaigns',
      '[the last 2 campaigns] → was left out of any of the last 2 campaigns → was left out of "Welcome" and "Spring sale"',
    ],
    [
      'was not left out of "Spring sale" and "Welcome"',
      '["Spring sale" and "Welcome"] → was not left out of "Spring sale" or "Welcome"',
    ],
    ['not missed neither "Spring sale" nor "Welcome"', '[not missed neither "Spring sale" nor "Welcome"]'],
    [
      'was left out of Spring sale because of the weather',
      `[because of the weather] → was left out of Spring sale because they were suppressed → was left out of Spring sale because they unsubscribed → was left out of Spring sale because they bounced`,
    ],
  ])('refuses: %s', (sentence, refusal) => {
    expect(read(sentence)).toBe(refusal);
    for (const suggestion of refusal.split(' → ').slice(1)) expect(read(suggestion)).not.toMatch(/^\[/);
  });

  it.each<[sentence: string, explained: string]>([
    ['was sent "Spring sale"', 'were sent "Spring sale"; bounced and uncertain mails count'],
    ['was not sent Spring sale', 'were not sent "Spring sale"; includes everyone outside its audience'],
    ['left out of the last campaign', 'were left out of the last campaign ("Welcome")'],
    [`${because} they bounced`, `were left out of "Spring sale" because they bounced`],
    ['missed Spring sale', 'missed "Spring sale": the server refused it, or they had been mailed lately'],
    ['did not miss Spring sale', 'did not miss "Spring sale"; includes everyone outside its audience'],
  ])('explains: %s', (sentence, explained) => {
    expect(explainRule(ruleOf(sentence), context)).toBe(`Contacts who ${explained}`);
  });

  it('is SQL on the recipients, and on events for campaigns that Rollcall didn’t send', () => {
    const compiled = (sentence: string) => {
      const resolution = resolveRule(ruleOf(sentence), context);
      if (!resolution.ok) throw new Error(resolution.problems[0]?.message);
      const { sql, topics } = compileRule(resolution.resolved, { workspaceId: 7 });
      return { sql: sql.replace('c.workspace_id = $1 AND ', ''), topics };
    };
    const row = 'SELECT 1 FROM campaign_recipients q WHERE q.workspace_id = $1 AND q.contact_id = c.id';
    expect(compiled('was sent "Spring sale"')).toEqual({
      sql: `EXISTS (${row} AND q.campaign_id = $2::int AND q.state = ANY($3::text[]))`,
      topics: ['contacts', 'recipients'],
    });
    expect(compiled('was not sent any of the last 2 campaigns').sql).toBe(
      `NOT EXISTS (${row} AND q.campaign_id = ANY($2::int[]) AND q.state = ANY($3::text[]))`,
    );
    expect(compiled('was sent "Black Friday 2025"')).toEqual({
      sql: 'EXISTS (SELECT 1 FROM events e WHERE e.workspace_id = $1 AND e.contact_id = c.id AND e.kind = $2::text AND NOT e.machine AND e.campaign_id = $3::int)',
      topics: ['contacts', 'recipients', 'events'],
    });
    expect(compiled('missed "Spring sale"')).toEqual({
      sql: `EXISTS (${row} AND q.campaign_id = $2::int AND (q.state = $3::text OR q.state = $4::text AND q.reason = $5::text))`,
      topics: ['contacts', 'recipients'],
    });
    // Nobody but its sender knows who should have got it.
    expect(compiled('missed "Black Friday 2025"').sql).toBe('false');
    expect(compiled('was not left out of "Black Friday 2025"').sql).toBe('true');
  });

  it('looks the last campaigns up when it is resolved', () => {
    expect(resolveRule(ruleOf('was sent the last campaign'), plain)).toMatchObject({
      ok: false,
      problems: [{ message: 'No campaign has been sent yet, so there’s no last one.' }],
    });
    expect(resolveRule({ type: 'campaign', was: 'sent', campaigns: [77] }, context)).toMatchObject({
      ok: false,
    });
  });

  it.each([
    [{ was: 'sent' }],
    [{ was: 'sent', campaigns: [1], latest: 2 }],
    [{ was: 'sent', campaigns: [1], because: 'paused' }],
    [{ was: 'left out', campaigns: [1], because: 'erased' }],
    [{ was: 'sent', campaigns: [] }],
  ])('is not stored as %j', (condition) => {
    expect(ruleSchema.safeParse({ type: 'campaign', ...condition }).success).toBe(false);
  });

  it('is found in stored rules, so that nobody deletes its campaign', () => {
    expect(mentionsOf({ type: 'not', rule: ruleOf('missed Welcome') }).campaigns).toEqual(new Set([3]));
  });

  it('is a row of a form', () => {
    const rows = rowsOfRule(ruleOf('tagged vip and was not left out of Welcome'));
    if (!rows.ok) throw new Error(rows.why);
    expect(rows.form.rows[1]).toMatchObject({
      what: 'campaign',
      how: 'left out',
      not: true,
      campaigns: ['3'],
    });
    expect(ruleOfRows(rows.form, context)).toEqual({
      ok: true,
      rule: ruleOf('tagged vip and was not left out of Welcome'),
    });
    expect(
      subjectOf('campaign', context.names)?.operators.map(({ words, negated }) => [words, negated]),
    ).toEqual([
      ['was sent', 'was not sent'],
      ['was left out of', 'was not left out of'],
      ['missed', 'did not miss'],
    ]);
    for (const rule of [ruleOf('missed the last campaign'), ruleOf(`${because} they bounced`)]) {
      const opened = rowsOfRule(rule);
      if (!opened.ok) throw new Error(opened.why);
      expect(ruleOfRows(opened.form, context)).toEqual({ ok: true, rule });
    }
    expect(rowSubjects({ ...plain.names, campaigns: [] }).map(({ what }) => what)).not.toContain('campaign');
  });
});
