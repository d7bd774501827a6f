import { parseTimeframe } from '../../dates/parse.ts';
import type { Timeframe } from '../../dates/schema.ts';
import { leadingQuotations } from '../../lib/quotes.ts';
import { isPlainNumber, numberOperators, readNumber } from '../attributes.ts';
import { comparison, readText, textField } from '../fields.ts';
import { parseRule, type RuleContext } from '../language/parse.ts';
import { countOperators, largestCount } from '../operators.ts';
import type { Condition, Count, Rule } from '../schema.ts';
import { daysOf } from '../sql/days.ts';
import { isPercent } from '../sql/random.ts';
import {
  type Row,
  type RowPart,
  type RuleForm,
  rowInputs,
  rowOperators,
  type Subject,
  subjectOf,
} from './rows.ts';

/** What is wrong with a row, and in which part of it; without a part: nothing was chosen yet. */
export interface RowProblem {
  row: number;
  part?: RowPart;
  message: string;
}

/**
 * The rule that a form says: all of it, or what is wrong with which row. A form without rows is refused unless it says
 * "everyone".
 */
export function ruleOfRows(
  { match, rows }: RuleForm,
  context: RuleContext,
): { ok: true; rule: Rule } | { ok: false; problems: RowProblem[] } {
  if (match === 'everyone') return { ok: true, rule: { type: 'everyone' } };
  const rules: Rule[] = [];
  const problems: RowProblem[] = [];
  rows.forEach((row, index) => {
    const read = ruleOfRow(row, context);
    if (read.ok) rules.push(row.not ? { type: 'not', rule: read.condition } : read.condition);
    else problems.push({ row: index, ...read.problem });
  });
  if (problems.length > 0) return { ok: false, problems };
  const [first, ...others] = rules;
  if (first === undefined) {
    return { ok: false, problems: [{ row: 0, message: 'Add a condition, or choose “everyone”.' }] };
  }
  return { ok: true, rule: others.length === 0 ? first : { type: match, rules } };
}

type Problem = Omit<RowProblem, 'row'>;
type ReadRow = { ok: true; condition: Condition } | { ok: false; problem: Problem };

const refused = (message: string, part?: RowPart): { ok: false; problem: Problem } => ({
  ok: false,
  problem: part === undefined ? { message } : { message, part },
});

/** The condition that a row says, its negation left out. */
export function ruleOfRow(row: Row, context: RuleContext): ReadRow {
  if (row.what === '') return refused('Choose what this condition is about.');
  const subject = subjectOf(row.what, context.names);
  if (subject === undefined) return refused('This is gone since; choose something else.');
  if (!rowOperators(subject).some(({ how }) => how === row.how)) return refused('Choose how to compare it.');
  for (const { part, optional, takes } of rowInputs(subject, row.how)) {
    if (!optional && isEmpty(row, part)) return refused(missing[takes], part);
  }
  return conditionOf(row, subject, context);
}

const isEmpty = (row: Row, part: RowPart): boolean =>
  part === 'values' || part === 'campaigns' ? row[part].length === 0 : row[part].trim() === '';

const missing: Record<ReturnType<typeof rowInputs>[number]['takes'], string> = {
  tags: 'Choose a tag.',
  segments: 'Choose a segment.',
  countries: 'Choose a country.',
  languages: 'Choose a language.',
  campaigns: 'Choose a campaign.',
  choices: 'Choose one or more.',
  texts: 'Type what to compare with; several with commas between.',
  numbers: 'Type a number; several with commas between.',
  number: 'Type a number.',
  'two-numbers': 'Type two numbers: 5 and 10.',
  percent: 'Type a share in percent: 10.',
  timeframe: 'Type a timeframe: last 30 days, this month, since 1 March.',
  count: 'Type how often: 3.',
  'two-counts': 'Type two numbers: 2 and 5.',
};

function conditionOf(row: Row, subject: Subject, context: RuleContext): ReadRow {
  const { how } = row;
  const condition = (made: Condition): ReadRow => ({ ok: true, condition: made });
  switch (subject.type) {
    case 'tags': {
      if (how === 'some') return condition({ type: 'has-tags' });
      const tags = idsAmong(row.values, context.names.tags);
      if (tags === undefined) return refused('A tag is gone since; choose another one.', 'values');
      return condition({ type: 'tagged', match: matching(how, tags), tags });
    }
    case 'segments': {
      const segments = idsAmong(row.values, context.names.segments);
      if (segments === undefined) return refused('A segment is gone since; choose another one.', 'values');
      return condition({ type: 'segment', match: matching(how, segments), segments });
    }
    case 'random': {
      const percent = readNumber(row.text.trim().replace(/\s*%$/, ''));
      return percent !== null && isPercent(percent)
        ? condition({ type: 'random', percent, seed: row.seed ?? context.seed ?? 0 })
        : refused('A share is a number over 0, up to 100, with at most two decimals.', 'text');
    }
    case 'date': {
      if (how === 'known') return condition({ type: 'has', field: subject.field });
      const time = pastTime(row, context);
      return time.ok ? condition({ type: 'date', field: subject.field, timeframe: time.timeframe }) : time;
    }
    case 'field':
      return fieldCondition(row, subject.field);
    case 'attribute':
      return attributeCondition(row, subject, context);
    case 'event':
      return eventCondition(row, subject.event, context);
    default:
      throw subject satisfies never;
  }
}

const matching = (how: string, ids: number[]): 'any' | 'all' =>
  how === 'all' && ids.length > 1 ? 'all' : 'any';

/** Ids that were chosen, each once; undefined where one of them does not exist. */
function idsAmong(values: readonly string[], things: readonly { id: number }[]): number[] | undefined {
  const ids = [...new Set(values.map(Number))];
  return ids.every((id) => things.some((each) => each.id === id)) ? ids : undefined;
}

function fieldCondition(row: Row, name: Extract<Subject, { type: 'field' }>['field']): ReadRow {
  if (row.how === 'known') return { ok: true, condition: { type: 'has', field: name } };
  const field = textField(name);
  const operator = row.how as 'is';
  const chosen = field.choices().length > 0;
  const { read, expected } = comparison(field, operator);
  const values: string[] = [];
  for (const typed of chosen ? row.values : split(row.text)) {
    const value = read(typed);
    if (value === null) return refused(`“${typed}” is not ${expected}.`, chosen ? 'values' : 'text');
    if (!values.includes(value)) values.push(value);
  }
  return { ok: true, condition: { type: 'text', field: name, operator, values } };
}

function attributeCondition(
  row: Row,
  { attribute }: Extract<Subject, { type: 'attribute' }>,
  { dates }: RuleContext,
): ReadRow {
  const made = (test: Extract<Condition, { type: 'attribute' }>['test']): ReadRow => ({
    ok: true,
    condition: { type: 'attribute', attribute: attribute.id, test },
  });
  if (row.how === 'known') return made({ is: 'known' });
  switch (attribute.type) {
    case 'boolean':
      return made({ is: 'boolean', value: row.how === 'true' });
    case 'text': {
      const values = [...new Set(split(row.text).map((text) => readText(text) ?? ''))].filter(Boolean);
      if (values.length === 0) return refused(missing.texts, 'text');
      return made({ is: 'text', operator: row.how as 'is', values });
    }
    case 'number': {
      const operator = row.how as keyof typeof numberOperators;
      const values: number[] = [];
      for (const typed of row.text.split(
        operator === 'between' ? /\s*(?:,|\band\b|\bto\b|–)\s*/i : /\s*,\s*/,
      )) {
        const number = readNumber(typed.trim());
        if (number === null || !isPlainNumber(number))
          return refused(`“${typed.trim()}” is not a number.`, 'text');
        if (!values.includes(number)) values.push(number);
      }
      const [least, most] = numberOperators[operator].takes;
      if (values.length < least || values.length > most)
        return refused(operator === 'between' ? missing['two-numbers'] : missing.number, 'text');
      if (operator === 'between' && (values[0] ?? 0) >= (values[1] ?? 0))
        return refused('The smaller number comes first.', 'text');
      return made({ is: 'number', operator, values });
    }
    case 'date': {
      const context = { ...dates, direction: 'any', yearly: attribute.yearly } as const;
      const parsed = parseTimeframe(row.time, context);
      if (!parsed.ok) return refused(parsed.problem.message, 'time');
      if (daysOf(parsed.timeframe, context) === null)
        return refused('What comes back every year has no such side; say from when to when.', 'time');
      return made({ is: 'date', timeframe: parsed.timeframe });
    }
    default:
      throw attribute.type satisfies never;
  }
}

function eventCondition(row: Row, event: string, context: RuleContext): ReadRow {
  const made: Extract<Condition, { type: 'event' }> = { type: 'event', event };
  if (row.campaigns.length > 0) {
    const campaigns = idsAmong(row.campaigns, context.names.campaigns);
    if (campaigns === undefined) return refused('A campaign is gone since; choose another one.', 'campaigns');
    made.campaigns = campaigns;
  }
  if (row.time.trim() !== '') {
    const time = pastTime(row, context);
    if (!time.ok) return time;
    made.timeframe = time.timeframe;
  }
  if (row.how === 'first' || row.how === 'last') {
    delete made.campaigns;
    made.which = row.how;
  } else if (row.how !== 'ever') {
    const count = countOf(row);
    if (typeof count === 'string') return refused(count, 'count');
    made.count = count;
  }
  return { ok: true, condition: made };
}

function countOf({ how, count }: Row): Count | string {
  const operator = how as Count['operator'];
  const numbers = count
    .trim()
    .split(/\s*(?:,|\band\b|\bto\b|–)\s*/i)
    .map((text) => readNumber(text.replace(/\s*times?$/i, '')));
  const [n = null, most = null] = numbers;
  const isWhole = (number: number | null): number is number =>
    number !== null && Number.isInteger(number) && number >= 0 && number <= largestCount;
  if (operator === 'between') {
    if (numbers.length !== 2 || !isWhole(n) || !isWhole(most)) return missing['two-counts'];
    return n < most ? { operator, n, most } : 'The smaller number comes first.';
  }
  if (numbers.length !== 1 || !isWhole(n))
    return `How often is a whole number up to ${largestCount.toLocaleString('en-US')}.`;
  if (n < countOperators[operator].smallest)
    return `“${operator} ${n} times” says nothing; type a larger number.`;
  return { operator, n };
}

/** The timeframe of what lies in the past by nature, read as a sentence's is. */
function pastTime(
  row: Row,
  context: RuleContext,
): { ok: true; timeframe: Timeframe } | { ok: false; problem: Problem } {
  const read = parseRule(`${row.not ? 'not ' : ''}signed up ${row.time}`, context);
  if (!read.ok) return refused(read.problems[0]?.message ?? missing.timeframe, 'time');
  const condition = read.rule.type === 'not' ? read.rule.rule : read.rule;
  if (condition.type === 'date' && (read.rule.type === 'not') === row.not)
    return { ok: true, timeframe: condition.timeframe };
  return refused('Only a timeframe stands here: last 30 days, this month, since 1 March.', 'time');
}

/** Values with commas between; what stands in quotes is one value, commas and all. */
function split(text: string): string[] {
  const parts: string[] = [];
  for (let rest = text.trim(); rest !== ''; ) {
    const quoted = leadingQuotations(rest).find(({ after }) => after === '' || after.startsWith(','));
    const end = quoted === undefined ? rest.indexOf(',') : -1;
    const [part, after] = quoted
      ? [quoted.inside, quoted.after]
      : end < 0
        ? [rest, '']
        : [rest.slice(0, end).trim(), rest.slice(end)];
    if (part !== '') parts.push(part);
    rest = after.replace(/^,/, '').trim();
  }
  return parts;
}
