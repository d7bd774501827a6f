import { describe, expect, it } from 'vitest';
import type { RuleContext } from '../../src/rules/context.ts';
import { rowsOfRule } from '../../src/rules/form/rows-of-rule.ts';
import { explainRule } from '../../src/rules/language/explain.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { resolveRule } from '../../src/rules/resolve.ts';
import { context as workspace } from './context.ts';

const sent: [name: string, sentAt: number | null][] = [
  ['Spring sale', 20],
  ['March news', 10],
  ['Welcome', 30],
  ['Draft', null],
  ['Black Friday 2025', 5],
];
const context: RuleContext = {
  ...workspace,
  names: {
    ...workspace.names,
    campaigns: sent.map(([name, sentAt], index) => ({ id: index + 1, name, sentAt })),
  },
};

function read(sentence: string): string {
  const parsed = parseRule(sentence, context);
  if (parsed.ok) return printRule(parsed.rule, context.names);
  const [problem] = parsed.problems;
  const { at = 0, length = 0, suggestions = [] } = problem ?? {};
  return [`[${sentence.slice(at, at + length)}]`, ...suggestions].join(' → ');
}

function ruleOf(sentence: string) {
  const parsed = parseRule(sentence, context);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return parsed.rule;
}

describe('campaigns', () => {
  it.each<[sentence: string, meaning: string]>([
    // Without quotes if no timeframe fits.
    ['opened Spring sale', 'opened "Spring sale"'],
    ['opened SPRING-SALE', 'opened "Spring sale"'],
    ['opened the Spring sale campaign', 'opened "Spring sale"'],
    ['opened the "Spring sale" campaign', 'opened "Spring sale"'],
    ['opened the "Spring sale" email in March', 'opened "Spring sale" in March 2026'],
    ['clicked a link in Spring sale', 'clicked "Spring sale"'],
    ['opened Spring sale or Welcome', 'opened "Spring sale" or "Welcome"'],
    ['opened Spring sale in March', 'opened "Spring sale" in March 2026'],
    ['opened March news', 'opened "March news"'],
    ['opened in March', 'opened in March 2026'],
    ['opened on Black Friday 2025', 'opened on Black Friday 2025'],
    ['has not opened Spring sale', 'never opened "Spring sale"'],
    ['opened Welcome and tagged vip', 'opened "Welcome" and tagged vip'],
    // Those that were sent last.
    ['opened the last campaign', 'opened the last campaign'],
    ['Opened our most recent campaign', 'opened the last campaign'],
    ['opened the latest newsletter at least twice', 'opened the last campaign at least twice'],
    ['did not open the last campaign', 'never opened the last campaign'],
    ['opened any of the last 3 campaigns', 'opened any of the last 3 campaigns'],
    ['opened one of our last three campaigns this month', 'opened any of the last 3 campaigns this month'],
    ['has not opened any of the last 3 campaigns', 'never opened any of the last 3 campaigns'],
    ['opened none of the last 3 campaigns', 'never opened any of the last 3 campaigns'],
    ['unsubscribed from the last campaign', 'unsubscribed the last campaign'],
    [
      'received but not opened the last campaign',
      'received the last campaign and never opened the last campaign',
    ],
    ['opened the last 3 days', 'opened in the last 3 days'],
    // Neither.
    ['opened neither "Spring sale" nor "Welcome"', 'never opened "Spring sale" or "Welcome"'],
    ['opened neither Spring sale nor March news', 'never opened "Spring sale" or "March news"'],
    ['opened none of "Spring sale", "Welcome"', 'never opened "Spring sale" or "Welcome"'],
    // "It" is the campaign of the condition before.
    ['received "Spring sale" but didn’t open it', 'received "Spring sale" and never opened "Spring sale"'],
    [
      'received Spring sale and hasn’t opened it yet',
      'received "Spring sale" and never opened "Spring sale"',
    ],
    [
      'received the last campaign but did not open it',
      'received the last campaign and never opened the last campaign',
    ],
    [
      'received "Welcome" and opened it and clicked in it',
      'received "Welcome" and opened "Welcome" and clicked "Welcome"',
    ],
    [
      'received "Welcome" in March and not opened it this month',
      'received "Welcome" in March 2026 and not opened "Welcome" this month',
    ],
  ])('reads: %s', (sentence, meaning) => {
    expect(read(sentence)).toBe(meaning);
    expect(read(meaning)).toBe(meaning);
  });

  it.each<[sentence: string, refusal: string]>([
    [
      'opened Black Friday 2025',
      '[Black Friday 2025] → opened on Black Friday 2025 → opened "Black Friday 2025"',
    ],
    [
      'opened the last 2 campaigns',
      '[the last 2 campaigns] → opened any of the last 2 campaigns → opened "Welcome" and "Spring sale"',
    ],
    [
      'opened all of the last 2 campaigns',
      '[all of the last 2 campaigns] → opened "Welcome" and "Spring sale"',
    ],
    ['not opened the last 2 campaigns', '[the last 2 campaigns] → not opened any of the last 2 campaigns'],
    ['opened the last email', '[the last email] → opened the last campaign'],
    ['opened any of the last 0 campaigns', '[any of the last 0 campaigns]'],
    ['opened any of the last 51 campaigns', '[any of the last 51 campaigns]'],
    ['opened the last campaigns', '[campaigns]'],
    ['clicked the last campagin', '[campagin] → clicked the last campaign'],
    ['opened Sprng sale', '[Sprng sale] → opened "Spring sale"'],
    ['opened Welcom and tagged vip', '[Welcom] → opened "Welcome" and tagged vip'],
    ['not opened none of the last 3 campaigns', '[not opened none of the last 3 campaigns]'],
    ['not opened neither "Welcome" nor "Draft"', '[not opened neither "Welcome" nor "Draft"]'],
    ['received an email but didn’t open it', '[didn’t open it]'],
    ['tagged vip and opened it', '[opened it]'],
    [
      'received "Welcome" or "Draft" but didn’t open it',
      '[didn’t open it] → received "Welcome" or "Draft" but never opened "Welcome" or "Draft"',
    ],
    ['did purchase Spring sale', '[Spring sale] → did purchase "Spring sale"'],
    [
      'received the last campaign and clicked',
      '[clicked] → received the last campaign and clicked the last campaign → received the last campaign and (clicked)',
    ],
  ])('refuses: %s', (sentence, refusal) => {
    expect(read(sentence)).toBe(refusal);
    for (const suggestion of refusal.split(' → ').slice(1)) expect(read(suggestion)).not.toMatch(/^\[/);
  });

  it('names the last ones in the read-back, latest first', () => {
    const explained = (sentence: string) => explainRule(ruleOf(sentence), context);
    expect(explained('opened the last campaign')).toBe(
      'Contacts who opened the last campaign ("Welcome") at any time',
    );
    expect(explained('has not opened any of the last 3 campaigns')).toBe(
      'Contacts who never opened any of the last 3 campaigns ("Welcome", "Spring sale", "March news")',
    );
  });

  it('looks the last ones up when the rule is resolved, and changes its key when they change', () => {
    const rule = ruleOf('opened any of the last 2 campaigns');
    expect(rule).toEqual({ type: 'event', event: 'opened', latest: 2 });
    const keyOf = (sentAt: number) => {
      const campaigns = context.names.campaigns.map((each) =>
        each.name === 'Draft' ? { ...each, sentAt } : each,
      );
      const resolution = resolveRule(rule, { ...context, names: { ...context.names, campaigns } });
      if (!resolution.ok) throw new Error(resolution.problems[0]?.message);
      const { tree, key } = resolution.resolved;
      return { campaigns: tree.type === 'event' ? tree.campaigns : undefined, key };
    };
    expect(keyOf(1).campaigns).toEqual([3, 1]);
    expect(keyOf(40).campaigns).toEqual([4, 3]);
    expect(keyOf(40).key).not.toBe(keyOf(1).key);
  });

  it('has a row in the form for them', () => {
    expect(rowsOfRule(ruleOf('opened the last campaign'))).toMatchObject({
      ok: true,
      form: { rows: [{ what: 'event:opened', campaigns: ['latest:1'] }] },
    });
  });
});
