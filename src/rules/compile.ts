import { numberOperators } from './attributes.ts';
import { counted, countTest, rollupTest } from './compile-events.ts';
import type { Days } from './days.ts';
import { attributeField, comparison, dateFields, type TextField, textField } from './fields.ts';
import { textOperators } from './operators.ts';
import type { Range, ResolvedCondition, ResolvedRule, ResolvedTree } from './schema.ts';

/** A condition on a row `c` of `contacts`, bound to its workspace, with its parameters: plain data. */
export interface CompiledRule {
  /** May be null in place of false: right behind `WHERE`, not behind `NOT`. */
  sql: string;
  params: unknown[];
  /** Equal for questions that may share an answer. */
  key: string;
}

/**
 * Compiles a resolved rule. Values are only ever parameters, and each table that is looked at is bound to the workspace
 * ($1).
 *
 * @example
 * compileRule(resolved, { workspaceId: 7 }) // tagged vip and never opened
 * // { sql: `c.workspace_id = $1 AND (EXISTS (SELECT 1 FROM contact_tags t WHERE t.workspace_id = $1 AND t.contact_id = c.id
 * //     AND t.tag_id = $2::int) AND NOT EXISTS (SELECT 1 FROM contact_rollups r WHERE r.workspace_id = $1
 * //     AND r.contact_id = c.id AND r.opened_total >= $3::int))`,
 * //   params: [7, 1, 1], key: '…' }
 */
export function compileRule(resolved: ResolvedRule, { workspaceId }: { workspaceId: number }): CompiledRule {
  const params: unknown[] = [workspaceId];
  const param: Param = (value, type) => `$${params.push(value)}::${type}`;
  const condition = compile(resolved.tree, false, { now: resolved.now, param });
  return { sql: `c.workspace_id = $1 AND ${condition}`, params, key: `${workspaceId} ${resolved.key}` };
}

/** Adds a parameter and says where it stands. */
type Param = (value: unknown, type: string) => string;

interface Around {
  now: Date;
  param: Param;
}

/**
 * A tree, or its complement. Nots are carried down to the conditions: what is left above them are ANDs and ORs, in which
 * null does what false does, and `NOT EXISTS` stands where the planner can make an anti-join of it.
 */
function compile(node: ResolvedTree, negated: boolean, around: Around): string {
  const { param } = around;
  switch (node.type) {
    case 'everyone':
      return negated ? 'false' : 'true';
    case 'all':
    case 'any': {
      const word = (node.type === 'all') === negated ? ' OR ' : ' AND ';
      return `(${node.rules.map((rule) => compile(rule, negated, around)).join(word)})`;
    }
    case 'not':
      return compile(node.rule, !negated, around);
    case 'tagged':
      return tagged(node, negated, param);
    case 'text':
      return orNull(text(textField(node.field), node, param), negated);
    case 'has':
      return has(node, negated);
    case 'date':
      return orNull(within(dateFields[node.field].sql, node.timeframe, param), negated);
    case 'attribute':
      return orNull(attribute(node, param), negated);
    case 'event':
      return event(node, negated, around);
    default:
      throw node satisfies never;
  }
}

type Condition<Type> = Extract<ResolvedCondition, { type: Type }>;

/** A test that is null where the value is missing. Its complement is true there. */
function orNull(sql: string, negated: boolean): string {
  return `(${sql})${negated ? ' IS NOT TRUE' : ''}`;
}

function tagged({ match, tags }: Condition<'tagged'>, negated: boolean, param: Param): string {
  const not = negated ? 'NOT ' : '';
  const bears = (test: string) =>
    `${not}EXISTS (SELECT 1 FROM contact_tags t WHERE t.workspace_id = $1 AND t.contact_id = c.id AND t.tag_id ${test})`;
  if (match === 'all')
    return `(${tags.map((tag) => bears(`= ${param(tag, 'int')}`)).join(negated ? ' OR ' : ' AND ')})`;
  return bears(tags.length === 1 ? `= ${param(tags[0], 'int')}` : `= ANY(${param(tags, 'int[]')})`);
}

function text(
  field: TextField,
  { operator, values }: Pick<Condition<'text'>, 'operator' | 'values'>,
  param: Param,
): string {
  const { sql, folded } = comparison(field, operator);
  // The same letters in one case everywhere: a server's own collation may know only ASCII.
  const compared = folded ? sql : `lower(${sql} COLLATE "und-x-icu")`;
  const given = folded ? values : values.map((value) => value.toLowerCase());
  return textOperators[operator].sql(compared, {
    all: () => param(given, 'text[]'),
    each: () => given.map((value) => param(value, 'text')),
  });
}

function has({ field }: Condition<'has'>, negated: boolean): string {
  if (field in dateFields) {
    const { sql } = dateFields[field as keyof typeof dateFields];
    return `${sql} IS ${negated ? '' : 'NOT '}NULL`;
  }
  return orNull(`${textField(field as never).sql} <> ''`, negated);
}

/** A test of an attribute. No cast: another contact may hold a value of any other type there. */
function attribute({ attribute: id, test }: Condition<'attribute'>, param: Param): string {
  const key = param(String(id), 'text');
  const [json, value] = [`c.attributes->${key}`, `(c.attributes->>${key})`];
  switch (test.is) {
    case 'known':
      return `${value} <> ''`;
    case 'text':
      return text({ ...attributeField(''), sql: value }, test, param);
    case 'number': {
      const numbers = test.values.map(String);
      const compared = numberOperators[test.operator].sql(`(${json})`, {
        all: () => param(numbers, 'jsonb[]'),
        each: () => numbers.map((number) => param(number, 'jsonb')),
      });
      // JSON has an order of its own between types: every truth value is greater than every number.
      return `jsonb_typeof(${json}) = ${param('number', 'text')} AND ${compared}`;
    }
    case 'boolean':
      return `${json} = ${param(String(test.value), 'jsonb')}`;
    case 'date':
      return onDays(value, test.timeframe, param);
    default:
      throw test satisfies never;
  }
}

/** Both sides are bound, so that what is no date lies outside; in the order of the bytes, which is that of dates. */
function onDays(value: string, { yearly, from, to }: Days, param: Param): string {
  const between = (text: string, least: string, end: string) =>
    `${text} COLLATE "C" >= ${param(least, 'text')} AND ${text} COLLATE "C" < ${param(end, 'text')}`;
  if (!yearly) return between(value, from ?? '0000', to ?? ':');
  const day = `right(${value}, 5)`;
  if (from < to) return between(day, from, to);
  return `(${between(day, from, '13')}) OR (${between(day, '01', to)})`;
}

/** `[from, to)`; null where the column is. */
function within(column: string, { from, to }: Range, param: Param): string {
  const tests = [
    ...(from === null ? [] : [`${column} >= ${param(from, 'timestamptz')}`]),
    ...(to === null ? [] : [`${column} < ${param(to, 'timestamptz')}`]),
  ];
  return tests.length === 0 ? `${column} IS NOT NULL` : tests.join(' AND ');
}

function event(node: Condition<'event'>, negated: boolean, { now, param }: Around): string {
  const rolledUp = rollupTest(node, now, param);
  if (rolledUp !== undefined) {
    const row = 'SELECT 1 FROM contact_rollups r WHERE r.workspace_id = $1 AND r.contact_id = c.id AND';
    return `${rolledUp.turned === negated ? '' : 'NOT '}EXISTS (${row} ${rolledUp.sql})`;
  }
  const kind = param(node.event, 'text');
  const of = (time: string) => `e.workspace_id = $1 AND e.kind = ${kind} AND NOT e.machine${time}`;
  const some = (time: string) => `EXISTS (SELECT 1 FROM events e WHERE e.contact_id = c.id AND ${of(time)})`;
  const { timeframe, which } = node;
  const inside = timeframe === undefined ? '' : ` AND ${within('e.occurred_at', timeframe, param)}`;
  if (timeframe !== undefined && which !== undefined) {
    const outside = outermost(which, timeframe, param);
    if (outside === undefined) return `${negated ? 'NOT ' : ''}${some(inside)}`;
    return negated
      ? `(NOT ${some(inside)} OR ${some(outside)})`
      : `(${some(inside)} AND NOT ${some(outside)})`;
  }
  const range = counted(node.count);
  const turned = range.turned !== negated;
  if (range.least <= 1 && range.most === null) return `${turned ? 'NOT ' : ''}${some(inside)}`;
  const grouped = `SELECT e.contact_id FROM events e WHERE ${of(inside)} GROUP BY e.contact_id HAVING count(*) ${countTest(range, param)}`;
  // Never NOT IN: it can't become an anti-join.
  return turned
    ? `NOT EXISTS (SELECT 1 FROM (${grouped}) n WHERE n.contact_id = c.id)`
    : `c.id IN (${grouped})`;
}

/** Events that would make another one the first, or the latest; undefined where there can be none. */
function outermost(which: 'first' | 'last', { from, to }: Range, param: Param): string | undefined {
  const edge = which === 'last' ? to : from;
  if (edge === null) return undefined;
  return ` AND e.occurred_at ${which === 'last' ? '>=' : '<'} ${param(edge, 'timestamptz')}`;
}
