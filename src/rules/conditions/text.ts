import { z } from 'zod';
import { comparison, isOptional, type TextFieldName, textField, textFieldNames } from '../fields.ts';
import { inputOf, known, type RowOperator, refused, rowOf } from '../form/row.ts';
import { capital, commaList, split } from '../form/typed.ts';
import { seesAsYesNo } from '../language/ambiguous.ts';
import { fieldSaid, fieldWords } from '../language/field-words.ts';
import { quote, quoteValue } from '../language/quote.ts';
import type { Names } from '../names.ts';
import { type TextOperatorName, textOperatorNames, textOperators } from '../operators.ts';
import { orNull, textTest } from '../sql/compile-values.ts';
import type { Has } from './has.ts';
import type { LeafKind } from './kind.ts';
import { texts } from './stored.ts';

/** The field compares with one of the values; false if the contact has none. */
export type Text = { type: 'text'; field: TextFieldName; operator: TextOperatorName; values: string[] };

export const text: LeafKind<Text, Text, Text | Has> = {
  type: 'text',
  schema: z
    .strictObject({
      type: z.literal('text'),
      field: z.enum(textFieldNames),
      operator: z.enum(textOperatorNames),
      values: texts,
    })
    .refine(
      ({ field, operator }) => textField(field).operators.includes(operator),
      'the field knows no such operator',
    )
    .refine(
      ({ field, operator, values }) =>
        values.every((each) => comparison(textField(field), operator).read(each) === each),
      'a value is none of the field',
    ),
  values: ({ values }) => values.length,
  refersTo: null,
  resolve: (condition) => condition,

  print: (condition, names, negated) => print(condition, names, negated),
  explain(condition, { names }, negated, { whose }) {
    const missing = negated && textField(condition.field).optional;
    const without = missing
      ? `; includes those without a ${fieldSaid(condition.field, { isShort: true })}`
      : '';
    return `${whose}${print(condition, names, negated, fieldSaid(condition.field))}${without}`;
  },

  compile: (condition, negated, { param }) =>
    orNull(textTest(textField(condition.field), condition, param), negated),
  effort: ({ field, operator }) => (comparison(textField(field), operator).folded ? 0 : 1),
  asksForNone: () => false,
  topics: () => [],
  namesPeople: ({ field }) => textField(field).namesPerson,

  fact: ({ field }) => `to_jsonb(${textField(field).sql})`,
  sayFact({ field }, fact) {
    if (fact === null || fact === '') return `no ${fieldSaid(field, { isShort: true })}`;
    return `${fieldSaid(field, { isShort: true })}: ${textField(field).show(String(fact))}`;
  },
  course: null,

  row: ({ field, operator, values }) =>
    rowOf(`field:${field}`, operator, isChosen(field) ? { values } : { text: commaList(values) }),
  subject: {
    name: 'field',
    offers: () =>
      textFieldNames.map((name) => ({
        what: `field:${name}`,
        words: textField(name).label ?? capital(name),
        group: 'Fields',
      })),
    find(name) {
      const field = textFieldNames.find((each) => each === name);
      if (field === undefined) return undefined;
      const { operators, choices, takes } = textField(field);
      return {
        operators: [...operators.map(textOperator), ...(isOptional(field) ? [known] : [])],
        inputs(how) {
          if (how === 'known') return [];
          if (takes === 'texts') return [inputOf('text', takes)];
          const chosen = inputOf('values', takes);
          if (takes !== 'choices') return [chosen];
          return [{ ...chosen, choices: choices().map((value) => ({ value, words: value })) }];
        },
        read(row) {
          if (row.how === 'known') return { ok: true, condition: { type: 'has', field } };
          const operator = row.how as TextOperatorName;
          const { read, expected } = comparison(textField(field), operator);
          const values: string[] = [];
          for (const typed of isChosen(field) ? row.values : split(row.text)) {
            const value = read(typed);
            if (value === null)
              return refused(`“${typed}” is not ${expected}.`, isChosen(field) ? 'values' : 'text');
            if (!values.includes(value)) values.push(value);
          }
          return { ok: true, condition: { type: 'text', field, operator, values } };
        },
      };
    },
  },
};

function print(condition: Text, names: Names, negated: boolean, name = fieldWords(condition.field)): string {
  const { words, negated: turned } = textOperators[condition.operator];
  const field = textField(condition.field);
  const values = condition.values.map((value) =>
    !isChosen(condition.field) && seesAsYesNo(value, names)
      ? quote(value)
      : quoteValue(field, field.show(value)),
  );
  return `${name} ${(negated ? turned : words)[0]} ${values.join(' or ')}`;
}

/** Whether people choose among the field's values in a form, or type them. */
const isChosen = (field: TextFieldName): boolean => textField(field).takes !== 'texts';

/** An operator of texts as a form shows it. */
export const textOperator = (name: TextOperatorName): RowOperator => ({
  how: name,
  words: textOperators[name].words[0],
  negated: textOperators[name].negated[0],
  ...(name === 'is' || name === 'contains' ? { usual: 'both' as const } : {}),
});
