import { expect, it } from 'vitest';
import { campaignChoices, campaignChoiceWords } from '../../src/rules/form/campaigns-of-row.ts';
import { emptyRow, type Row } from '../../src/rules/form/row.ts';
import { rowSubjects, subjectOf } from '../../src/rules/form/rows.ts';
import { rowsOfRule } from '../../src/rules/form/rows-of-rule.ts';
import { ruleOfRows } from '../../src/rules/form/rule-of-rows.ts';
import { commaList } from '../../src/rules/form/typed.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { printRule } from '../../src/rules/language/print.ts';
import { context } from './context.ts';

const row = (part: Partial<Row>): Row => ({ ...emptyRow, ...part });

/** The sentence of one row, or what is wrong with it: `part: message`. */
function said(part: Partial<Row>): string {
  const read = ruleOfRows({ match: 'all', rows: [row(part)] }, context);
  if (read.ok) return printRule(read.rule, context.names);
  return read.problems.map((problem) => `${problem.part ?? '-'}: ${problem.message}`).join('; ');
}

it.each<[Partial<Row>, string]>([
  [{ what: 'tags', how: 'any', values: ['1', '2', '1'] }, 'tagged vip or beta'],
  [{ what: 'tags', how: 'all', values: ['1'] }, 'tagged vip'],
  [{ what: 'tags', how: 'some', not: true }, 'has no tags'],
  [{ what: 'segments', how: 'any', values: ['1'], not: true }, 'not in segment "Lapsed VIPs"'],
  [{ what: 'field:country', how: 'is', values: ['NO', 'US'] }, 'country is Norway or United States'],
  [
    { what: 'field:company', how: 'contains', text: 'Acme, "Smith, Sons"' },
    'company contains Acme or "Smith, Sons"',
  ],
  [{ what: 'field:company', how: 'is', text: '"O\\"Neil"' }, 'company is "O\\"Neil"'],
  // What looks like a rule is a text anyway.
  [{ what: 'field:company', how: 'is', text: 'acme or everyone' }, 'company is "acme or everyone"'],
  [{ what: 'date:signup date', how: 'time', time: 'last 30 days' }, 'signed up in the last 30 days'],
  [{ what: 'date:signup date', how: 'time', time: 'in 60 days' }, 'signed up in the last 60 days'],
  [{ what: 'event:opened', how: 'ever', not: true }, 'never opened'],
  [{ what: 'event:opened', how: 'ever', not: true, time: 'in 60 days' }, 'not opened in the last 60 days'],
  [
    { what: 'event:opened', how: 'at least', count: '3 times', time: 'this month' },
    'opened at least 3 times this month',
  ],
  [{ what: 'event:opened', how: 'between', count: '2 and 5' }, 'opened between 2 and 5 times'],
  [{ what: 'event:opened', how: 'ever', campaigns: ['1'] }, 'opened "Spring sale"'],
  [{ what: 'event:opened', how: 'ever', campaigns: ['latest:1'] }, 'opened the last campaign'],
  [{ what: 'event:opened', how: 'ever', campaigns: ['any'] }, 'opened ever'],
  [
    { what: 'event:clicked', how: 'in', time: 'this month', campaigns: ['latest:3'], not: true },
    'not clicked any of the last 3 campaigns this month',
  ],
  [
    { what: 'event:opened', how: 'last', time: 'this month', campaigns: ['2'] },
    'last opened "March news" this month',
  ],
  [{ what: 'campaign', how: 'sent', campaigns: ['1', '2'] }, 'was sent "Spring sale" or "March news"'],
  [{ what: 'campaign', how: 'sent', campaigns: ['latest:1'] }, 'was sent the last campaign'],
  // Read in the same way as the sentence "was sent any campaign".
  [{ what: 'campaign', how: 'sent', campaigns: ['any'] }, 'received ever'],
  [{ what: 'campaign', how: 'missed', campaigns: ['latest:50'] }, 'missed any of the last 50 campaigns'],
  [{ what: 'campaign', how: 'left out', campaigns: ['1'] }, 'was left out of "Spring sale"'],
  [
    { what: 'campaign', how: 'left out', campaigns: ['latest:2'], values: ['paused'], not: true },
    'was not left out of any of the last 2 campaigns because they were paused',
  ],
  // A reason that is out of view doesn't count.
  [{ what: 'campaign', how: 'missed', campaigns: ['1'], values: ['paused'] }, 'missed "Spring sale"'],
  [
    { what: 'event:clicked', how: 'last', time: 'more than 90 days ago' },
    'last clicked more than 90 days ago',
  ],
  [{ what: 'event:purchase', how: 'exactly', count: '2' }, 'did purchase exactly twice'],
  [{ what: 'random', how: 'share', text: '2.5 %' }, 'random 2.5%'],
])('reads a row: %o', (part, sentence) => {
  expect(said(part)).toBe(sentence);
});

it.each<[Partial<Row>, string]>([
  [{}, '-: Choose what this condition is about.'],
  [{ what: 'attribute:99', how: 'is' }, '-: This no longer exists. Choose something else.'],
  [{ what: 'event:purchases', how: 'ever' }, '-: This no longer exists. Choose something else.'],
  [{ what: 'constructor', how: 'is' }, '-: This no longer exists. Choose something else.'],
  [{ what: 'tags', how: 'ever', values: ['1'] }, '-: Choose how to compare it.'],
  [{ what: 'tags', how: 'any' }, 'values: Choose a tag.'],
  [{ what: 'tags', how: 'any', values: ['77'] }, 'values: A tag no longer exists. Choose another one.'],
  [
    { what: 'field:country', how: 'is', values: ['Atlantis'] },
    'values: “Atlantis” is not a country, by name or code.',
  ],
  [{ what: 'field:company', how: 'is', text: ' ' }, 'text: Type a value, or several separated by commas.'],
  [
    { what: 'field:email', how: 'is', text: 'ada' },
    'text: “ada” is not an email address; for part of one, say "email contains".',
  ],
  [
    { what: 'date:signup date', how: 'time', time: '' },
    'time: Choose a timeframe, or type one: last 30 days, this month, since 1 March.',
  ],
  [
    { what: 'date:signup date', how: 'time', time: 'tomorrow' },
    'time: "tomorrow" is in the future, but this can only have happened in the past.',
  ],
  [
    { what: 'date:signup date', how: 'time', time: 'this month or everyone' },
    'time: Only a timeframe fits here: last 30 days, this month, since 1 March.',
  ],
  [
    { what: 'event:opened', how: 'at least', count: '0' },
    'count: “at least 0 times” matches everyone or no one. Type a larger number.',
  ],
  [{ what: 'event:opened', how: 'at least', count: '-3' }, 'count: Use a whole number up to 1,000,000.'],
  [{ what: 'event:opened', how: 'between', count: '5 and 2' }, 'count: The smaller number comes first.'],
  [
    { what: 'event:opened', how: 'ever', campaigns: ['1', 'latest:1'] },
    'campaigns: Choose campaigns by name, or a single choice such as “The last campaign”.',
  ],
  [
    { what: 'campaign', how: 'sent', campaigns: ['latest:1', 'latest:3'] },
    'campaigns: Choose campaigns by name, or a single choice such as “The last campaign”.',
  ],
  [
    { what: 'campaign', how: 'missed', campaigns: ['latest:51'] },
    'campaigns: A campaign no longer exists. Choose another one.',
  ],
  [
    { what: 'campaign', how: 'missed', campaigns: ['any'] },
    'campaigns: “Any campaign” doesn’t work here. Choose campaigns by name, or the last ones.',
  ],
  [{ what: 'campaign', how: 'left out' }, 'campaigns: Choose a campaign.'],
  [
    { what: 'campaign', how: 'left out', campaigns: ['1'], values: ['paused', 'bounced'] },
    'values: Choose one reason. For two, add another condition.',
  ],
  [
    { what: 'random', how: 'share', text: '101' },
    'text: A percentage must be above 0 and up to 100, with at most two decimals.',
  ],
])('says what is wrong with a row: %o', (part, problem) => {
  expect(said(part)).toBe(problem);
});

it('refuses a form without rows that does not say everyone', () => {
  expect(ruleOfRows({ match: 'all', rows: [] }, context)).toMatchObject({ ok: false });
  expect(ruleOfRows({ match: 'everyone', rows: [] }, context)).toEqual({
    ok: true,
    rule: { type: 'everyone' },
  });
});

it.each([
  ['tagged vip and (Plan is pro or has phone)', 'some of its conditions are in brackets'],
  ['not (tagged vip and has phone)', 'some of its conditions are in brackets'],
  ['did purchase with amount > 100', 'it uses properties of “purchase”'],
  ['opened including machines', 'it counts automated opens'],
  ['opened the last campaign including machines', 'it counts automated opens'],
  [
    `any of (${Array.from({ length: 13 }, (_, index) => `name is n${index}`).join(', ')})`,
    'it has more than 12 conditions',
  ],
])('says why rows can’t show a rule: %s', (sentence, why) => {
  const parsed = parseRule(sentence, context);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  expect(rowsOfRule(parsed.rule)).toEqual({ ok: false, why });
});

it('offers subjects, each with operators and inputs', () => {
  for (const { what } of rowSubjects(context.names)) {
    const subject = subjectOf(what, context.names);
    if (subject === undefined) throw new Error(`${what} is unknown`);
    const { operators } = subject;
    expect(new Set(operators.map(({ how }) => how)).size).toBe(operators.length);
    for (const { how } of operators) expect(subject.inputs(how).length, `${what} ${how}`).toBeLessThan(4);
  }
});

it.each([
  [
    '',
    'Any campaign, The last campaign, Any of the last 3 campaigns, Any of the last 5 campaigns, Any of the last 10 campaigns',
  ],
  ['the last camp', 'The last campaign'],
  ['last 7', 'Any of the last 7 campaigns'],
  ['3', 'Any of the last 3 campaigns'],
  ['1', 'The last campaign, Any of the last 10 campaigns'],
  ['51', ''],
  ['spring', ''],
])('offers campaigns without a name for “%s”', (search, found) => {
  expect(
    campaignChoices(search, { withAny: true })
      .map(({ words }) => words)
      .join(', '),
  ).toBe(found);
  for (const { value, words } of campaignChoices(search, { withAny: true }))
    expect(campaignChoiceWords(value)).toBe(words);
  expect(campaignChoices(search, { withAny: false }).map(({ value }) => value)).not.toContain('any');
});

it('puts texts with commas or quotes into quotes', () => {
  expect(commaList(['a b', 'c, d', 'e"f', 'g\\h'])).toBe('a b, "c, d", "e\\"f", "g\\\\h"');
});
