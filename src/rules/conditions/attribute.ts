import { z } from 'zod';
import type { Timeframe } from '../../dates/schema.ts';
import { type AttributeTest, numberOperators, type OfAttribute } from '../attributes.ts';
import { rowOf } from '../form/row.ts';
import { commaList } from '../form/typed.ts';
import { seesAsYesNo } from '../language/ambiguous.ts';
import { dated } from '../language/dated.ts';
import { formKey, formsOf } from '../language/event-forms.ts';
import { printNumbers, printTest } from '../language/print-test.ts';
import { quote, quoteName } from '../language/quote.ts';
import { timeInSentence } from '../language/time-in-sentence.ts';
import type { Names } from '../names.ts';
import { orNull, valueTest } from '../sql/compile-values.ts';
import { type Days, daysOf } from '../sql/days.ts';
import { constant, dayCourse } from '../why/flips.ts';
import { attributeSubject } from './attribute-subject.ts';
import type { LeafKind, Opening, Resolving } from './kind.ts';
import { id, test } from './stored.ts';

export const attribute: LeafKind<OfAttribute<Timeframe>, OfAttribute<Days>> = {
  type: 'attribute',
  schema: z.strictObject({ type: z.literal('attribute'), attribute: id, test }),
  values: (condition) => ('values' in condition.test ? condition.test.values.length : 1),
  refersTo: { things: 'attributes', key: 'attribute' },
  resolve: (condition, tools) => ({ ...condition, test: resolveTest(condition, tools) }),

  print,
  explain,

  compile: (condition, negated, { param }) =>
    orNull(valueTest('c.attributes', String(condition.attribute), condition.test, param), negated),
  effort: () => 1,
  asksForNone: () => false,
  topics: () => [],
  namesPeople: () => false,

  fact: (condition, _, param) => `c.attributes->${param(String(condition.attribute), 'text')}`,
  sayFact(condition, fact, { names }) {
    const name = attributeName(condition.attribute, names);
    if (fact === null || fact === '') return `no ${name}`;
    if (typeof fact === 'boolean') return `${name} is ${fact}`;
    return `${name}: ${typeof fact === 'string' ? fact : JSON.stringify(fact)}`;
  },
  course(condition, fact, holds, { names, dates }) {
    if (condition.test.is !== 'date' || typeof fact !== 'string') return constant(holds);
    const yearly = isYearly(condition.attribute, names);
    return dayCourse(fact, condition.test.timeframe, { ...dates, direction: 'any', yearly });
  },

  row(condition) {
    const what = `attribute:${condition.attribute}`;
    const asked = condition.test;
    switch (asked.is) {
      case 'known':
        return rowOf(what, 'known');
      case 'text':
        return rowOf(what, asked.operator, { text: commaList(asked.values) });
      case 'number':
        return rowOf(what, asked.operator, { text: asked.values.join(', ') });
      case 'boolean':
        return rowOf(what, String(asked.value));
      case 'date':
        return rowOf(what, 'time', { time: timeInSentence(asked.timeframe) });
      default:
        throw asked satisfies never;
    }
  },
  subject: attributeSubject,
};

function resolveTest(
  condition: OfAttribute<Timeframe>,
  { names, dates, whose, refuse, refuseGone }: Resolving,
): AttributeTest<Days> {
  const asked = condition.test;
  const found = names.attributes.find((each) => each.id === condition.attribute);
  const none: AttributeTest<Days> = { is: 'known' };
  if (found === undefined) {
    refuseGone('an attribute', condition.attribute);
    return none;
  }
  const { name, type, yearly } = found;
  if (asked.is !== 'known' && asked.is !== type) {
    refuse(
      `${whose()} uses "${name}" as ${asked.is}, but its type is now ${type}. Change the rule, or the type.`,
    );
    return none;
  }
  if (asked.is !== 'date') return asked;
  const days = daysOf(asked.timeframe, { ...dates, direction: 'any', yearly });
  if (days !== null) return { is: 'date', timeframe: days };
  refuse(`"${name}" is now a yearly date, so ${whose('the rule')} needs a range from when to when.`);
  return none;
}

function print(condition: OfAttribute<Timeframe>, names: Names, negated: boolean): string {
  const plain = attributeName(condition.attribute, names);
  // "Has purchased" would be the event.
  const { past, base } = formsOf(names.events);
  const isVerb = condition.test.is === 'known' && (past.has(formKey(plain)) || base.has(formKey(plain)));
  const name = isVerb ? quote(plain) : plain;
  return printTest(name, condition.test, negated, (value) => seesAsYesNo(value, names));
}

function explain(
  condition: OfAttribute<Timeframe>,
  { names, dates }: Parameters<LeafKind<OfAttribute<Timeframe>>['explain']>[1],
  negated: boolean,
  { who, whose, of }: Opening,
): string {
  const asked = condition.test;
  const name = attributeName(condition.attribute, names);
  const without = negated ? `; includes those without a value for ${name}` : '';
  switch (asked.is) {
    case 'known':
      return `${who}have ${negated ? 'no' : 'a'} value for ${name}`;
    case 'text':
    case 'boolean':
      return `${asked.is === 'text' ? whose : of}${print(condition, names, negated)}${without}`;
    case 'number': {
      const said = numberOperators[asked.operator].said[negated ? 1 : 0];
      return `${of}${name} ${said} ${printNumbers(asked)}${without}`;
    }
    case 'date': {
      const context = { ...dates, direction: 'any', yearly: isYearly(condition.attribute, names) } as const;
      return `${whose}${name} ${negated ? 'is not' : 'is'} ${sided(dated(asked.timeframe, context))}${without}`;
    }
    default:
      throw asked satisfies never;
  }
}

/** "Is 1 March 2026 or later": nothing is "since" a day. */
const sided = (time: string): string =>
  time.replace(/^since (.*?)( \(|$)/, '$1 or later$2').replace(/^until (.*?)( \(|$)/, '$1 or earlier$2');

/** An attribute's name in a printed sentence. */
function attributeName(attributeId: number, names: Names): string {
  const found = names.attributes.find((each) => each.id === attributeId);
  return found === undefined ? `#${attributeId}` : quoteName(found.name);
}

const isYearly = (attributeId: number, names: Names): boolean =>
  names.attributes.find((each) => each.id === attributeId)?.yearly ?? false;
