import type { TextOperatorName } from './operators.ts';

/** A test of an attribute's value. False if the contact has no value, or one of another type. */
export type AttributeTest<Days> =
  | { is: 'known' }
  | { is: 'text'; operator: TextOperatorName; values: string[] }
  /** Two values for `between`, the smaller first; one value for the others, except `is`. */
  | { is: 'number'; operator: NumberOperatorName; values: number[] }
  | { is: 'boolean'; value: boolean }
  | { is: 'date'; timeframe: Days };

/** An attribute's value passes a test that fits the attribute's type. */
export type OfAttribute<Day> = { type: 'attribute'; attribute: number; test: AttributeTest<Day> };

interface NumberOperator {
  /** Spellings; read-backs use the first. */
  words: readonly string[];
  /** Spellings of the complement; read-backs use the first. */
  negated: readonly string[];
  /** The words of a read-back, and those of the complement. */
  said: readonly [string, string];
  /** The fewest and the most values that it takes. */
  takes: readonly [number, number];
  /**
   * "The value compares this way" in SQL's language of JSON paths, in which only numbers compare with
   * numbers.
   */
  path: (value: string, numbers: readonly string[]) => string;
}

export const numberOperators = {
  is: {
    words: [
      ...[
        'is',
        'is one of',
        'is any of',
        'is either',
        'is in',
        'in',
        '=',
        '==',
        ':',
        'is exactly',
        'exactly',
      ],
      ...['equals', 'equal to', 'is equal to'],
    ],
    negated: [
      'is not',
      'is not one of',
      'is none of',
      'is neither',
      'is not in',
      '!=',
      '<>',
      '≠',
      'does not equal',
      ...['not equal to', 'is not equal to', 'not equals', 'is not exactly'],
    ],
    said: ['is', 'is not'],
    takes: [1, Number.POSITIVE_INFINITY],
    path: (value, numbers) => numbers.map((number) => `${value} == ${number}`).join(' || '),
  },
  '>': {
    words: [
      '>',
      'is >',
      'is more than',
      'is greater than',
      'is over',
      'is above',
      'more than',
      'over',
      'above',
      ...['greater than', 'larger than', 'higher than', 'bigger than', 'is larger than', 'is higher than'],
      ...['is bigger than', 'exceeds', 'exceed'],
    ],
    negated: [
      ...['is not more than', 'is not greater than', 'is not over', 'is not above', 'is not larger than'],
      ...['is not higher than', 'does not exceed', 'not more than', 'not greater than', 'not over'],
      ...['not above', 'not larger than', 'not higher than'],
    ],
    said: ['is more than', 'is not more than'],
    takes: [1, 1],
    path: (value, [number]) => `${value} > ${number}`,
  },
  '>=': {
    words: [
      ...['>=', '≥', 'is >=', 'is at least', 'is no less than', 'is greater than or equal to', 'at least'],
      ...['no less than', 'no fewer than', 'is no fewer than', 'greater than or equal to'],
      ...['minimum', 'minimum of', 'more than or equal to', 'is more than or equal to'],
    ],
    negated: ['is not at least', 'not at least'],
    said: ['is at least', 'is not at least'],
    takes: [1, 1],
    path: (value, [number]) => `${value} >= ${number}`,
  },
  '<': {
    words: [
      '<',
      'is <',
      'is less than',
      'is fewer than',
      'is under',
      'is below',
      'less than',
      'under',
      'below',
      ...['fewer than', 'smaller than', 'lower than', 'is smaller than', 'is lower than'],
    ],
    negated: [
      ...['is not less than', 'is not fewer than', 'is not under', 'is not below', 'is not smaller than'],
      ...['is not lower than', 'not less than', 'not fewer than', 'not under', 'not below'],
      ...['not smaller than', 'not lower than'],
    ],
    said: ['is less than', 'is not less than'],
    takes: [1, 1],
    path: (value, [number]) => `${value} < ${number}`,
  },
  '<=': {
    words: [
      ...['<=', '≤', 'is <=', 'is at most', 'is no more than', 'is less than or equal to', 'at most'],
      ...['no more than', 'up to', 'is up to', 'less than or equal to'],
      ...['maximum', 'maximum of', 'fewer than or equal to'],
    ],
    negated: ['is not at most', 'not at most'],
    said: ['is at most', 'is not at most'],
    takes: [1, 1],
    path: (value, [number]) => `${value} <= ${number}`,
  },
  between: {
    words: ['is between', 'between'],
    negated: ['is not between', 'not between'],
    said: ['is between', 'is not between'],
    takes: [2, 2],
    path: (value, [least, most]) => `${value} >= ${least} && ${value} <= ${most}`,
  },
} as const satisfies Record<string, NumberOperator>;

export type NumberOperatorName = keyof typeof numberOperators;
export const numberOperatorNames = Object.keys(numberOperators) as [
  NumberOperatorName,
  ...NumberOperatorName[],
];

/**
 * A number as a sentence holds it: digits, a sign, a decimal point. Null if the text isn't a number or has
 * more digits than we can keep exactly.
 *
 * @example readNumber('-2.50') // -2.5
 * @example readNumber('1e3') // null
 */
export function readNumber(text: string): number | null {
  const parts = /^[+-]?(\d+(?:\.\d+)?|\.\d+)$/.exec(text);
  const digits = (parts?.[1] ?? '').replace(/^[0.]+/, '').replace('.', '');
  const number = Number(text) || 0;
  return parts && digits.length <= 15 && isPlainNumber(number) ? number : null;
}

/**
 * Whether digits and a point are enough to write a number. Sentences, and so stored rules, hold no other
 * numbers.
 */
export function isPlainNumber(number: number): boolean {
  return Number.isFinite(number) && !String(number).includes('e') && !Object.is(number, -0);
}

/** Sides of today for a date, if people name no day: "has passed", "is in the future". */
export const dateSides = {
  'before today': {
    words: [
      ...[
        'in the past',
        'is in the past',
        'was in the past',
        'has passed',
        'has already passed',
        'passed',
        'already passed',
        'is past',
      ],
      ...[
        'overdue',
        'is overdue',
        'past due',
        'is past due',
        'expired',
        'has expired',
        'is expired',
        'lies in the past',
      ],
    ],
    negated: [
      ...[
        'is not in the past',
        'not in the past',
        'has not passed',
        'has not passed yet',
        'has not yet passed',
      ],
      ...['is not overdue', 'not overdue', 'has not expired', 'has not expired yet', 'is not expired'],
    ],
  },
  'after today': {
    words: [
      'in the future',
      'is in the future',
      'lies in the future',
      'is still in the future',
      'is still to come',
    ],
    negated: ['is not in the future', 'not in the future'],
  },
} as const satisfies Record<string, { words: readonly string[]; negated: readonly string[] }>;

export const dateSideWords: readonly string[] = Object.values(dateSides).flatMap((row) => [
  ...row.words,
  ...row.negated,
]);

/** The spellings of yes and no; read-backs use the first. */
export const booleanWords = {
  true: ['true', 'yes'],
  false: ['false', 'no'],
} as const;

/** Every spelling of a comparison of numbers or of yes and no, complements included. */
export const numberOperatorWords: readonly string[] = Object.values(numberOperators).flatMap((row) => [
  ...row.words,
  ...row.negated,
]);
