import type { Condition } from '../conditions/kinds.ts';
import type { RuleContext } from '../context.ts';
import { parseRule } from '../language/parse.ts';
import type { Rule } from '../schema.ts';
import {
  missing,
  type ReadRow,
  type Row,
  type RowContext,
  type RowPart,
  type RuleForm,
  refused,
} from './row.ts';
import { subjectOf } from './rows.ts';

/** What is wrong with a row, and in which part; no part means nothing was chosen yet. */
export interface RowProblem {
  row: number;
  part?: RowPart;
  message: string;
}

/**
 * The rule that a form describes: all of it, or what is wrong with which row. A form without rows is refused
 * unless it says "everyone".
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

/** The condition that a row describes, without its negation. */
export function ruleOfRow(row: Row, context: RuleContext): ReadRow<Condition> {
  if (row.what === '') return refused('Choose what this condition is about.');
  const subject = subjectOf(row.what, context.names);
  if (subject === undefined) return refused('This no longer exists. Choose something else.');
  if (!subject.operators.some(({ how }) => how === row.how)) return refused('Choose how to compare it.');
  for (const { part, optional, takes } of subject.inputs(row.how)) {
    if (!optional && isEmpty(row, part)) return refused(missing[takes], part);
  }
  return subject.read(row, { ...context, pastTime: (each) => pastTime(each, context) });
}

const isEmpty = (row: Row, part: RowPart): boolean =>
  part === 'values' || part === 'campaigns' ? row[part].length === 0 : row[part].trim() === '';

/** The timeframe of something in the past by nature, read the way a sentence is. */
function pastTime(row: Row, context: RuleContext): ReturnType<RowContext['pastTime']> {
  const read = parseRule(`${row.not ? 'not ' : ''}signed up ${row.time}`, context);
  if (!read.ok) return refused(read.problems[0]?.message ?? missing.timeframe, 'time');
  const condition = read.rule.type === 'not' ? read.rule.rule : read.rule;
  if (condition.type === 'date' && (read.rule.type === 'not') === row.not)
    return { ok: true, timeframe: condition.timeframe };
  return refused('Only a timeframe fits here: last 30 days, this month, since 1 March.', 'time');
}
