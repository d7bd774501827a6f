// The parts of stored conditions.
import { z } from 'zod';
import { timeframeSchema } from '../../dates/timeframe-schema.ts';
import { readText } from '../../lib/texts.ts';
import { isPlainNumber, numberOperatorNames, numberOperators } from '../attributes.ts';
import { bounds } from '../bounds.ts';
import { textOperatorNames } from '../operators.ts';

export const id = z.int().min(1).max(2_147_483_647);

/** A list of ids without repeats. */
export const ids = (thing: string) => z.array(id).min(1).refine(isDistinct, `names ${thing} twice`);

/** A single thing is stored as `any`. */
export const allOfSeveral = (match: 'any' | 'all', list: readonly number[]): boolean =>
  match === 'any' || list.length > 1;

// PostgreSQL's text can't hold NUL.
export const value = z
  .string()
  .min(1)
  .max(bounds.text)
  .refine((text) => !text.includes('\u0000'), 'contains a NUL character');

export const texts = z.array(value).min(1).refine(isDistinct, 'names a value twice');

/** A test of an attribute, or of an event's property. */
export const test = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('known') }),
  z
    .strictObject({ is: z.literal('text'), operator: z.enum(textOperatorNames), values: texts })
    .refine(({ values }) => values.every((each) => readText(each) === each), 'a value is not plain text'),
  z
    .strictObject({
      is: z.literal('number'),
      operator: z.enum(numberOperatorNames),
      values: z
        .array(z.number().refine(isPlainNumber, 'a number with an exponent'))
        .refine(isDistinct, 'names a number twice'),
    })
    .refine(({ operator, values }) => {
      const [least, most] = numberOperators[operator].takes;
      return values.length >= least && values.length <= most;
    }, 'has the wrong number of values')
    .refine(
      ({ operator, values: [least = 0, most = 0] }) => operator !== 'between' || least < most,
      'between a number and a smaller one',
    ),
  z.strictObject({ is: z.literal('boolean'), value: z.boolean() }),
  z.strictObject({ is: z.literal('date'), timeframe: timeframeSchema }),
]);

function isDistinct<T>(values: T[]): boolean {
  return new Set(values).size === values.length;
}
