import { numberOperatorNames, numberOperators } from '../attributes.ts';
import {
  type DateFieldName,
  dateFieldNames,
  dateFields,
  isOptional,
  type TextFieldName,
  textField,
  textFieldNames,
} from '../fields.ts';
import { countOperatorNames, eventKindNames, isMailEvent, textOperators } from '../operators.ts';
import type { NamedAttribute, Names } from '../schema.ts';

/** A rule as a form shows it: conditions side by side, or nobody left out. */
export interface RuleForm {
  match: 'all' | 'any' | 'everyone';
  rows: Row[];
}

/** A condition as a row of a form: what, how, and what people chose or typed. Any of it may be missing yet. */
export interface Row {
  /** One of `subjects`: `tags`, `field:country`, `event:opened`, `attribute:12`. */
  what: string;
  /** One of the subject's operators. */
  how: string;
  /** The complement of it is meant. */
  not: boolean;
  /** Chosen: ids of tags or segments, codes of countries, names of choices. */
  values: string[];
  /** Typed: texts or numbers, several with commas between. */
  text: string;
  /** Typed: a timeframe. */
  time: string;
  /** Typed: how often. */
  count: string;
  /** Chosen: ids of campaigns. */
  campaigns: string[];
  /** What a random share is drawn by, kept from the stored rule. */
  seed?: number;
}

export const emptyRow: Row = {
  what: '',
  how: '',
  not: false,
  values: [],
  text: '',
  time: '',
  count: '',
  campaigns: [],
};

/** Parts of a row that a person fills in, and what each takes. */
export type RowPart = 'values' | 'text' | 'time' | 'count' | 'campaigns';
export interface RowInput {
  part: RowPart;
  takes:
    | 'tags'
    | 'segments'
    | 'countries'
    | 'languages'
    | 'campaigns'
    | 'choices'
    | 'texts'
    | 'numbers'
    | 'number'
    | 'two-numbers'
    | 'percent'
    | 'timeframe'
    | 'count'
    | 'two-counts';
  optional: boolean;
  /** For `choices`. */
  choices?: readonly string[];
}

/** How a subject may be asked for: in words, and in words for the complement. */
export interface RowOperator {
  how: string;
  words: string;
  negated: string;
}

/** What a row may be about. */
export interface RowSubject {
  what: string;
  words: string;
  group: 'Labels' | 'Events' | 'Fields' | 'Attributes' | 'Other';
}

/** All that a row may be about in a workspace, in the order in which a picker offers it. */
export function rowSubjects(names: Names): RowSubject[] {
  const own = names.events.map(({ name }) => name).filter((name) => !isMailEvent(name));
  return [
    { what: 'tags', words: 'Tag', group: 'Labels' },
    { what: 'segments', words: 'Segment', group: 'Labels' },
    ...eventKindNames.map(
      (kind): RowSubject => ({ what: `event:${kind}`, words: capital(kind), group: 'Events' }),
    ),
    ...own.map((name): RowSubject => ({ what: `event:${name}`, words: `Did ${name}`, group: 'Events' })),
    ...dateFieldNames.map(
      (name): RowSubject => ({
        what: `date:${name}`,
        words: capital(dateFields[name].verbs[0]),
        group: 'Fields',
      }),
    ),
    ...textFieldNames.map(
      (name): RowSubject => ({ what: `field:${name}`, words: capital(name), group: 'Fields' }),
    ),
    ...names.attributes.map(
      (each): RowSubject => ({ what: `attribute:${each.id}`, words: each.name, group: 'Attributes' }),
    ),
    { what: 'random', words: 'Random share', group: 'Other' },
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A subject taken apart; undefined for one that the workspace does not know. */
export type Subject =
  | { type: 'tags' | 'segments' | 'random' }
  | { type: 'field'; field: TextFieldName }
  | { type: 'date'; field: DateFieldName }
  | { type: 'attribute'; attribute: NamedAttribute }
  | { type: 'event'; event: string };

export function subjectOf(what: string, names: Names): Subject | undefined {
  const [, type = '', name = ''] = /^([a-z]+)(?::(.*))?$/s.exec(what) ?? [];
  switch (type) {
    case 'tags':
    case 'segments':
    case 'random':
      return { type };
    case 'field':
      return isIn(textFieldNames, name) ? { type, field: name } : undefined;
    case 'date':
      return isIn(dateFieldNames, name) ? { type, field: name } : undefined;
    case 'attribute': {
      const attribute = names.attributes.find(({ id }) => String(id) === name);
      return attribute === undefined ? undefined : { type, attribute };
    }
    case 'event':
      return isMailEvent(name) || names.events.some((event) => event.name === name)
        ? { type, event: name }
        : undefined;
    default:
      return undefined;
  }
}

const isIn = <Name extends string>(list: readonly Name[], text: string): text is Name =>
  (list as readonly string[]).includes(text);

const known: RowOperator = { how: 'known', words: 'is known', negated: 'is not known' };
const inTime: RowOperator = { how: 'time', words: 'is', negated: 'is not' };

/** The operators of a subject, the usual one first. */
export function rowOperators(subject: Subject): RowOperator[] {
  switch (subject.type) {
    case 'tags':
      return [
        { how: 'any', words: 'is any of', negated: 'is none of' },
        { how: 'all', words: 'is all of', negated: 'is not all of' },
        { how: 'some', words: 'is there, whichever', negated: 'is not there: no tags' },
      ];
    case 'segments':
      return [
        { how: 'any', words: 'in any of', negated: 'in none of' },
        { how: 'all', words: 'in all of', negated: 'not in all of' },
      ];
    case 'random':
      return [{ how: 'share', words: 'of all contacts, in percent', negated: 'left out, in percent' }];
    case 'field':
      return [
        ...textField(subject.field).operators.map(textOperator),
        ...(isOptional(subject.field) ? [known] : []),
      ];
    case 'date':
      return [
        { how: 'time', words: 'when', negated: 'not then' },
        ...(isOptional(subject.field) ? [known] : []),
      ];
    case 'attribute':
      return [...attributeOperators(subject.attribute), known];
    case 'event':
      return [
        { how: 'ever', words: 'at least once', negated: 'never' },
        ...countOperatorNames.map((name) => ({
          how: name,
          words: `${name} … times`,
          negated: `not ${name} … times`,
        })),
        { how: 'first', words: 'for the first time', negated: 'not for the first time' },
        { how: 'last', words: 'for the last time', negated: 'not for the last time' },
      ];
    default:
      throw subject satisfies never;
  }
}

const textOperator = (name: keyof typeof textOperators): RowOperator => ({
  how: name,
  words: textOperators[name].words[0],
  negated: textOperators[name].negated[0],
});

function attributeOperators({ type }: NamedAttribute): RowOperator[] {
  switch (type) {
    case 'text':
      return (Object.keys(textOperators) as (keyof typeof textOperators)[]).map(textOperator);
    case 'number':
      return numberOperatorNames.map((how) => ({
        how,
        words: numberOperators[how].said[0],
        negated: numberOperators[how].said[1],
      }));
    case 'boolean':
      return [
        { how: 'true', words: 'is true', negated: 'is not true' },
        { how: 'false', words: 'is false', negated: 'is not false' },
      ];
    case 'date':
      return [inTime];
    default:
      throw type satisfies never;
  }
}

/** What a person fills in for a subject and an operator. */
export function rowInputs(subject: Subject, how: string): RowInput[] {
  const one = (part: RowPart, takes: RowInput['takes'], optional = false): RowInput => ({
    part,
    takes,
    optional,
  });
  if (how === 'known') return [];
  switch (subject.type) {
    case 'tags':
      return how === 'some' ? [] : [one('values', 'tags')];
    case 'segments':
      return [one('values', 'segments')];
    case 'random':
      return [one('text', 'percent')];
    case 'field': {
      const { choices } = textField(subject.field);
      if (subject.field === 'country') return [one('values', 'countries')];
      if (subject.field === 'language') return [one('values', 'languages')];
      return choices().length > 0
        ? [{ ...one('values', 'choices'), choices: choices() }]
        : [one('text', 'texts')];
    }
    case 'date':
      return [one('time', 'timeframe')];
    case 'attribute':
      switch (subject.attribute.type) {
        case 'text':
          return [one('text', 'texts')];
        case 'number':
          return [one('text', how === 'is' ? 'numbers' : how === 'between' ? 'two-numbers' : 'number')];
        case 'boolean':
          return [];
        case 'date':
          return [one('time', 'timeframe')];
        default:
          throw subject.attribute.type satisfies never;
      }
    case 'event': {
      if (how === 'first' || how === 'last') return [one('time', 'timeframe')];
      const count = how === 'ever' ? [] : [one('count', how === 'between' ? 'two-counts' : 'count')];
      return [...count, one('time', 'timeframe', true), one('campaigns', 'campaigns', true)];
    }
    default:
      throw subject satisfies never;
  }
}
