import type { Timeframe } from '../../dates/schema.ts';
import { readText } from '../../lib/texts.ts';
import type { AttributeTest } from '../attributes.ts';
import type { NamedAttribute } from '../names.ts';
import type { Rule } from '../schema.ts';
import type { Param } from '../sql/compile-values.ts';
import { sameText } from './field-keys.ts';
import type { BreakdownKey } from './key.ts';
import { calendarSpan, spanInWords } from './time-keys.ts';

/** Breaks people down by the values of an attribute; by months if they are dates. */
export function attributeKey(attribute: NamedAttribute): BreakdownKey {
  const { id, name, type, yearly } = attribute;
  const passes = (test: AttributeTest<Timeframe>): Rule => ({ type: 'attribute', attribute: id, test });
  const common = {
    id: `attribute:${id}`,
    label: name,
    words: [name],
    none: { type: 'not', rule: passes({ is: 'known' }) } satisfies Rule,
  };
  const valueIn = (param: Param) => `(c.attributes->>${param(String(id), 'text')})`;
  switch (type) {
    case 'text':
      return {
        ...common,
        ...{ kind: 'values', isTyped: true },
        sql(param) {
          const value = valueIn(param);
          return { key: `'=' || nullif(${sameText(value, param)}, '')`, shown: value };
        },
        ruleOf({ shown }) {
          const value = readText(shown);
          return value === null ? null : passes({ is: 'text', operator: 'is', values: [value] });
        },
        show: ({ shown }) => shown,
      };
    case 'number':
      return {
        ...common,
        ...{ kind: 'values', isTyped: true },
        sql(param) {
          const value = valueIn(param);
          const isNumber = `jsonb_typeof(c.attributes->${param(String(id), 'text')}) = 'number'`;
          return { key: known(value, isNumber, `trim_scale(${value}::numeric)::text`), shown: value };
        },
        ruleOf({ key }) {
          const number = Number(key);
          // With more digits than a number holds, the rule would select others.
          return String(number) === key ? passes({ is: 'number', operator: 'is', values: [number] }) : null;
        },
        show: ({ key }) => key,
      };
    case 'boolean':
      return {
        ...common,
        ...{ kind: 'values', isTyped: false },
        sql(param) {
          const value = valueIn(param);
          const isBoolean = `jsonb_typeof(c.attributes->${param(String(id), 'text')}) = 'boolean'`;
          return { key: known(value, isBoolean, value), shown: value };
        },
        ruleOf: ({ key }) => passes({ is: 'boolean', value: key === 'true' }),
        show: ({ key }) => key,
      };
    case 'date':
      return {
        ...common,
        ...{ kind: 'times', isTyped: false },
        label: `${name} month`,
        words: [name, `${name} month`, `month of ${name}`],
        sql(param) {
          const value = valueIn(param);
          const form = yearly
            ? `(${value} LIKE '____-__-__' OR ${value} LIKE '--__-__')`
            : `${value} LIKE '____-__-__'`;
          const month = yearly ? `substr(right(${value}, 5), 1, 2)` : `left(${value}, 7)`;
          return { key: known(value, form, month), shown: value };
        },
        ruleOf({ key }, context) {
          const timeframe = calendarSpan(key, context, { direction: 'any', yearly });
          return timeframe === null ? null : passes({ is: 'date', timeframe });
        },
        show: ({ key }) => spanInWords(key),
      };
    default:
      throw type satisfies never;
  }
}

/** Values of another type than the attribute's are there, but no rule about the attribute selects them. */
const known = (value: string, fits: string, key: string): string =>
  `CASE WHEN nullif(${value}, '') IS NULL THEN NULL WHEN ${fits} THEN '=' || ${key} ELSE '?' END`;
