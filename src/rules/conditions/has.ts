import { z } from 'zod';
import {
  type DateFieldName,
  dateFieldNames,
  dateFields,
  isOptional,
  type TextFieldName,
  textField,
  textFieldNames,
} from '../fields.ts';
import { rowOf } from '../form/row.ts';
import { fieldSaid, fieldWords, isDateField } from '../language/field-words.ts';
import { whenAgo } from '../language/when.ts';
import { orNull } from '../sql/compile-values.ts';
import type { LeafKind } from './kind.ts';

/** The contact has a value for it. */
export type Has = { type: 'has'; field: TextFieldName | DateFieldName };

export const has: LeafKind<Has> = {
  type: 'has',
  schema: z.strictObject({
    type: z.literal('has'),
    field: z.enum([...textFieldNames, ...dateFieldNames]).refine(isOptional, 'no contact lacks it'),
  }),
  values: () => 1,
  refersTo: null,
  resolve: (condition) => condition,

  print: ({ field }, _, negated) => `has ${negated ? 'no ' : ''}${fieldWords(field)}`,
  explain: ({ field }, _, negated, { who }) =>
    `${who}have ${negated ? 'no' : 'a'} ${fieldSaid(field, { isShort: true })}`,

  compile({ field }, negated) {
    if (isDateField(field)) return `${dateFields[field].sql} IS ${negated ? '' : 'NOT '}NULL`;
    return orNull(`${textField(field).sql} <> ''`, negated);
  },
  effort: () => 0,
  asksForNone: () => false,
  topics: () => [],
  // Knowing that there is a phone number doesn't tell whose it is.
  namesPeople: () => false,

  fact: ({ field }) => `to_jsonb(${isDateField(field) ? dateFields[field].sql : textField(field).sql})`,
  sayFact({ field }, fact, { dates }) {
    const words = fieldSaid(field, { isShort: true });
    if (fact === null || fact === '') return `no ${words}`;
    if (isDateField(field)) return `${words}: ${whenAgo(new Date(String(fact)), dates)}`;
    return `${words}: ${textField(field).show(String(fact))}`;
  },
  course: null,

  row: ({ field }) => rowOf(`${isDateField(field) ? 'date' : 'field'}:${field}`, 'known'),
  subject: null,
};
