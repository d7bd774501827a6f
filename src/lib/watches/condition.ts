import { z } from 'zod';

/** The most that a number of people in a condition can be. */
export const MOST_PEOPLE = 1_000_000_000;
/** The longest span of a change: causes are kept for longer. In days. */
export const LONGEST_SPAN = 31;

const people = z.int().min(0).max(MOST_PEOPLE);

/** When a watch speaks up. */
export const conditionSchema = z.discriminatedUnion('when', [
  z.strictObject({ when: z.literal('above'), n: people }),
  z.strictObject({ when: z.literal('below'), n: people.min(1) }),
  z.strictObject({
    when: z.literal('changes'),
    by: people.min(1),
    unit: z.enum(['people', 'percent']),
    days: z.int().min(1).max(LONGEST_SPAN),
  }),
  z.strictObject({ when: z.literal('joins') }),
]);
export type WatchCondition = z.infer<typeof conditionSchema>;

/**
 * A condition in words, as it can be typed after a name.
 *
 * @example conditionWords({ when: 'changes', by: 20, unit: 'percent', days: 7 }) // 'changes by 20% in a week'
 */
export function conditionWords(condition: WatchCondition): string {
  switch (condition.when) {
    case 'above':
    case 'below':
      return `${condition.when} ${grouped(condition.n)}`;
    case 'changes': {
      const by = condition.unit === 'percent' ? `${condition.by}%` : grouped(condition.by);
      return `changes by ${by} in ${spanWords(condition.days)}`;
    }
    case 'joins':
      return 'every time someone joins';
    default:
      throw condition satisfies never;
  }
}

/** `a day`, `a week`, `10 days` */
export const spanWords = (days: number): string =>
  days === 1 ? 'a day' : days === 7 ? 'a week' : `${days} days`;

const grouped = (value: number): string => value.toLocaleString('en-US');
