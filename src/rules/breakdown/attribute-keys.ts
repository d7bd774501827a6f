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
  const textIn = (param: Param) => `(c.attributes->>${param(String(id), 'text')}) COLLATE "C"`;
  const valueIn = (param: Param) => `c.attributes->${param(String(id), 'text')}`;
  const asText = (stored: string) => `(${stored} #>> '{}')`;
  switch (type) {
    case 'text':
      return {
        ...common,
        ...{ kind: 'values', isTyped: true },
        sql(param) {
          return {
            stored: textIn(param),
            key: (stored) => `'=' || nullif(${sameText(stored, param)}, '')`,
            shown: (stored) => stored,
          };
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
          return {
            stored: valueIn(param),
            key(stored) {
              const value = asText(stored);
              return known(
                value,
                `jsonb_typeof(${stored}) = 'number'`,
                `trim_scale(${value}::numeric)::text`,
              );
            },
            shown: asText,
          };
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
          return {
            stored: valueIn(param),
            key: (stored) => known(asText(stored), `jsonb_typeof(${stored}) = 'boolean'`, asText(stored)),
            shown: asText,
          };
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
          return {
            stored: textIn(param),
            key(stored) {
              const form = yearly
                ? `(${stored} LIKE '____-__-__' OR ${stored} LIKE '--__-__')`
                : `${stored} LIKE '____-__-__'`;
              const month = yearly ? `substr(right(${stored}, 5), 1, 2)` : `left(${stored}, 7)`;
              return known(stored, form, month);
            },
            shown: (stored) => stored,
          };
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
