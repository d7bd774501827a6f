import type { Timeframe } from '../../dates/schema.ts';
import type { RuleContext } from '../context.ts';
import type { Names } from '../names.ts';
import type { RowChoice } from './choice.ts';
import { pastTimes } from './times.ts';

/** A rule as a form shows it: a flat list of conditions, or everyone. */
export interface RuleForm {
  match: 'all' | 'any' | 'everyone';
  rows: Row[];
}

/**
 * A condition as a row of a form: what, how, and the values that people chose or typed. Any of it may still
 * be missing.
 */
export interface Row {
  /** One of the subjects' `offers`: `tags`, `field:country`, `event:opened`, `attribute:12`. */
  what: string;
  /** One of the subject's operators. */
  how: string;
  /** The row means the complement. */
  not: boolean;
  /** Chosen: ids of tags or segments, codes of countries, names of choices. */
  values: string[];
  /** Typed: texts or numbers, separated by commas. */
  text: string;
  /** Chosen or typed: a timeframe. */
  time: string;
  /** The timeframe is typed, even if nothing is yet. */
  typesTime?: boolean;
  /** Typed: how often. */
  count: string;
  /** Chosen: ids of campaigns, or one of the choices in `campaigns-of-row.ts`. */
  campaigns: string[];
  /** The seed of a random share, kept from the stored rule. */
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

export const rowOf = (what: string, how: string, rest: Partial<Row> = {}): Row => ({
  ...emptyRow,
  what,
  how,
  ...rest,
});

/** Parts of a row that a person fills in, and what each accepts. */
export type RowPart = 'values' | 'text' | 'time' | 'count' | 'campaigns';
export interface RowInput {
  part: RowPart;
  takes:
    | 'tags'
    | 'segments'
    | 'countries'
    | 'languages'
    | 'campaigns'
    /** The same, where "any campaign" is no choice. */
    | 'some-campaigns'
    /** One of the reasons why people are left out. */
    | 'reason'
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
  /** For `choices`, `reason` and `timeframe`. */
  choices?: readonly RowChoice[];
}

export const inputOf = (part: RowPart, takes: RowInput['takes'], optional = false): RowInput => ({
  part,
  takes,
  optional,
});

/** A timeframe of something in the past by nature. */
export const pastTime = (optional = false): RowInput => ({
  ...inputOf('time', 'timeframe', optional),
  choices: pastTimes,
});

/** A way to use a subject: its words, and the words of the complement. */
export interface RowOperator {
  how: string;
  words: string;
  negated: string;
  /** Which of the two most people look for: a form offers these first. */
  usual?: 'both' | 'words';
}

export const known: RowOperator = { how: 'known', words: 'is known', negated: 'is not known' };

/** When something in the past by nature happened. */
export const inTheLast = (how: string): RowOperator => ({
  how,
  words: 'in the last …',
  negated: 'not in the last …',
  usual: 'both',
});

/** A subject of a row. */
export interface RowSubject {
  what: string;
  words: string;
  group: 'Labels' | 'Events' | 'Fields' | 'Attributes' | 'Other';
}

/**
 * What a kind of condition brings to a form: subjects such as `tags` or `field:country`. The part before the
 * colon names the kind. `Built` are the conditions that its rows build.
 */
export interface FormSubject<Built> {
  name: string;
  /** All subjects of this kind in a workspace. */
  offers: (names: Names) => RowSubject[];
  /** One of them by the part after the colon; undefined if the workspace doesn't know it. */
  find: (name: string, names: Names) => Subject<Built> | undefined;
}

/** The subject of a row, found in a workspace. */
export interface Subject<Built = unknown> {
  /** Its operators, the usual one first. */
  operators: RowOperator[];
  /** What a person fills in for an operator. */
  inputs: (how: string) => RowInput[];
  /** The condition of a row with an operator and all inputs filled in, without its negation. */
  read: (row: Row, context: RowContext) => ReadRow<Built>;
}

export interface RowContext extends RuleContext {
  /** The timeframe in a row, for things that are in the past by nature. */
  pastTime: (row: Row) => { ok: true; timeframe: Timeframe } | RefusedRow;
}

/** A row as a condition, or what is wrong and in which part; no part means nothing was chosen yet. */
export type ReadRow<Built> = { ok: true; condition: Built } | RefusedRow;
export interface RefusedRow {
  ok: false;
  problem: { part?: RowPart; message: string };
}

export const refused = (message: string, part?: RowPart): RefusedRow => ({
  ok: false,
  problem: part === undefined ? { message } : { message, part },
});

/** The message for an empty input. */
export const missing: Record<RowInput['takes'], string> = {
  tags: 'Choose a tag.',
  segments: 'Choose a segment.',
  countries: 'Choose a country.',
  languages: 'Choose a language.',
  campaigns: 'Choose a campaign.',
  'some-campaigns': 'Choose a campaign.',
  reason: 'Choose a reason.',
  choices: 'Choose one or more.',
  texts: 'Type a value, or several separated by commas.',
  numbers: 'Type a number, or several separated by commas.',
  number: 'Type a number.',
  'two-numbers': 'Type two numbers: 5 and 10.',
  percent: 'Type a percentage: 10.',
  timeframe: 'Choose a timeframe, or type one: last 30 days, this month, since 1 March.',
  count: 'Type how often: 3.',
  'two-counts': 'Type two numbers: 2 and 5.',
};
