import { z } from 'zod';
import type { Timeframe } from '../../dates/schema.ts';
import { timeframeSchema } from '../../dates/timeframe-schema.ts';
import { type DateFieldName, dateFieldNames, dateFields, isOptional } from '../fields.ts';
import { inTheLast, known, pastTime, rowOf } from '../form/row.ts';
import { capital } from '../form/typed.ts';
import { dated, past } from '../language/dated.ts';
import { timeInSentence } from '../language/time-in-sentence.ts';
import { whenAgo } from '../language/when.ts';
import type { Range } from '../range.ts';
import { orNull, within } from '../sql/compile-values.ts';
import { constant, countCourse } from '../why/flips.ts';
import type { Has } from './has.ts';
import type { LeafKind } from './kind.ts';

/** The date is in the timeframe; false if the contact has no date. */
export type InTime<Time> = { type: 'date'; field: DateFieldName; timeframe: Time };

export const date: LeafKind<InTime<Timeframe>, InTime<Range>, InTime<Timeframe> | Has> = {
  type: 'date',
  schema: z.strictObject({
    type: z.literal('date'),
    field: z.enum(dateFieldNames),
    timeframe: timeframeSchema,
  }),
  values: () => 1,
  refersTo: null,
  resolve: (condition, { moments }) => ({ ...condition, timeframe: moments(condition.timeframe) }),

  print: ({ field, timeframe }, _, negated) =>
    `${negated ? 'not ' : ''}${dateFields[field].verbs[0]} ${timeInSentence(timeframe)}`,
  explain({ field, timeframe }, context, negated, { who }) {
    const { said, optional, words } = dateFields[field];
    const without = negated && optional ? `; includes those without a ${words[0]}` : '';
    return `${who}${said[negated ? 1 : 0]} ${dated(timeframe, past(context))}${without}`;
  },

  compile: ({ field, timeframe }, negated, { param }) =>
    orNull(within(dateFields[field].sql, timeframe, param), negated),
  effort: () => 0,
  asksForNone: () => false,
  topics: () => [],
  namesPeople: () => false,

  fact: ({ field }) => `to_jsonb(${dateFields[field].sql})`,
  sayFact({ field }, fact, { dates }) {
    const words = dateFields[field].words[0];
    return fact === null ? `no ${words}` : `${words}: ${whenAgo(new Date(String(fact)), dates)}`;
  },
  course({ timeframe }, fact, _, context) {
    if (fact === null) return constant(false);
    return countCourse([new Date(String(fact))], timeframe, past(context), (inside) => inside > 0);
  },

  row: ({ field, timeframe }) => rowOf(`date:${field}`, 'time', { time: timeInSentence(timeframe) }),
  subject: {
    name: 'date',
    offers: () =>
      dateFieldNames.map((name) => ({
        what: `date:${name}`,
        words: capital(dateFields[name].verbs[0]),
        group: 'Fields',
      })),
    find(name) {
      const field = dateFieldNames.find((each) => each === name);
      if (field === undefined) return undefined;
      return {
        operators: [inTheLast('time'), ...(isOptional(field) ? [known] : [])],
        inputs: (how) => (how === 'known' ? [] : [pastTime()]),
        read(row, { pastTime: timeOf }) {
          if (row.how === 'known') return { ok: true, condition: { type: 'has', field } };
          const time = timeOf(row);
          return time.ok ? { ok: true, condition: { type: 'date', field, timeframe: time.timeframe } } : time;
        },
      };
    },
  },
};
