import { doubleQuotes, singleQuotes } from '../../lib/quotes.ts';
import type { fieldWords } from '../language/print.ts';
import { quote } from '../language/quote.ts';
import { timeInSentence } from '../language/time-in-sentence.ts';
import { sayLatest } from '../latest-campaigns.ts';
import type { Condition, Count, Rule } from '../schema.ts';
import { emptyRow, type Row, type RuleForm } from './rows.ts';

/** No form shows more. */
export const mostRows = 12;

/**
 * A rule as rows of a form; where rows can't show it, why. `ruleOfRows` of the form gives the rule.
 *
 * @example rowsOfRule(tagged vip and (plan is pro or country is US)) // { ok: false, why: 'it has brackets inside' }
 */
export function rowsOfRule(rule: Rule): { ok: true; form: RuleForm } | { ok: false; why: string } {
  if (rule.type === 'everyone') return { ok: true, form: { match: 'everyone', rows: [] } };
  const match = rule.type === 'any' ? 'any' : 'all';
  const rules = rule.type === 'all' || rule.type === 'any' ? rule.rules : [rule];
  if (rules.length > mostRows) return { ok: false, why: `it has more than ${mostRows} conditions` };
  const rows: Row[] = [];
  for (const each of rules) {
    const [condition, not] = each.type === 'not' ? [each.rule, true] : [each, false];
    if (condition.type === 'everyone') return { ok: false, why: '“everyone” is one of its conditions' };
    if (condition.type === 'all' || condition.type === 'any' || condition.type === 'not')
      return { ok: false, why: 'some of its conditions stand in brackets' };
    const row = rowOf(condition);
    if (typeof row === 'string') return { ok: false, why: row };
    rows.push({ ...row, not });
  }
  return { ok: true, form: { match, rows } };
}

/** A condition as a row, or why it is none. */
function rowOf(condition: Condition): Row | string {
  const row = (what: string, how: string, rest: Partial<Row> = {}): Row => ({
    ...emptyRow,
    what,
    how,
    ...rest,
  });
  switch (condition.type) {
    case 'tagged':
      return row('tags', condition.match, { values: condition.tags.map(String) });
    case 'has-tags':
      return row('tags', 'some');
    case 'segment':
      return row('segments', condition.match, { values: condition.segments.map(String) });
    case 'random':
      return row('random', 'share', { text: String(condition.percent), seed: condition.seed });
    case 'has':
      return row(`${isDate(condition.field) ? 'date' : 'field'}:${condition.field}`, 'known');
    case 'date':
      return row(`date:${condition.field}`, 'time', { time: timeInSentence(condition.timeframe) });
    case 'text': {
      const { field, operator, values } = condition;
      return row(`field:${field}`, operator, choosable.has(field) ? { values } : { text: listed(values) });
    }
    case 'attribute': {
      const { attribute, test } = condition;
      const what = `attribute:${attribute}`;
      switch (test.is) {
        case 'known':
          return row(what, 'known');
        case 'text':
          return row(what, test.operator, { text: listed(test.values) });
        case 'number':
          return row(what, test.operator, { text: test.values.join(', ') });
        case 'boolean':
          return row(what, String(test.value));
        case 'date':
          return row(what, 'time', { time: timeInSentence(test.timeframe) });
        default:
          throw test satisfies never;
      }
    }
    case 'event': {
      const { event, campaigns = [], latest, count, timeframe, which, properties, machines } = condition;
      if (properties !== undefined) return `it asks for properties of “${event}”`;
      if (latest !== undefined) return `it asks for ${sayLatest(latest)}`;
      if (machines) return 'it counts opens by machines';
      if (which !== undefined && campaigns.length > 0) return `it asks for the ${which} event of a campaign`;
      return row(`event:${event}`, which ?? count?.operator ?? 'ever', {
        time: timeframe === undefined ? '' : timeInSentence(timeframe),
        count: count === undefined ? '' : countText(count),
        campaigns: campaigns.map(String),
      });
    }
    default:
      throw condition satisfies never;
  }
}

const choosable = new Set(['country', 'language', 'status', 'email validation']);
const isDate = (field: Parameters<typeof fieldWords>[0]): boolean =>
  ['signup date', 'created', 'updated'].includes(field);
const countText = ({ n, most }: Count): string => (most === undefined ? String(n) : `${n} and ${most}`);

/** Texts with commas between; one that has a comma or a quote of its own comes in quotes. */
export const listed = (values: readonly string[]): string =>
  values.map((value) => (bare.test(value) ? value : quote(value))).join(', ');

const bare = new RegExp(`^(?![${singleQuotes}])[^,${doubleQuotes}\\\\]+$`);
