import { z } from 'zod';
import type { Timeframe } from '../../dates/schema.ts';
import { timeframeSchema } from '../../dates/timeframe-schema.ts';
import { defined } from '../../lib/defined.ts';
import { pastTime, rowOf } from '../form/row.ts';
import { dated, past } from '../language/dated.ts';
import { timeInSentence } from '../language/time-in-sentence.ts';
import { whenAgo } from '../language/when.ts';
import type { Range } from '../range.ts';
import { type Param, within } from '../sql/compile-values.ts';
import { constant, countCourse } from '../why/flips.ts';
import type { Fact, LeafKind } from './kind.ts';

/** Ways in which people unsubscribe by themselves, each with its words; read-backs use the first. */
export const optOutWays = {
  'one-click': ['by one-click', 'by one click', 'with one click', 'with one-click', 'via one-click'],
  page: [
    ...['on the preference page', 'on their preference page', 'by the preference page'],
    ...['via the preference page', 'through the preference page', 'on the preferences page'],
  ],
} as const;
export type OptOutWay = keyof typeof optOutWays;
const ways = Object.keys(optOutWays) as OptOutWay[];

/**
 * Left a topic, or everything, in this way, in the timeframe or ever; opt-outs that they took back don't
 * count.
 */
export type OptedOut<Time> = { type: 'opted-out'; how: OptOutWay; timeframe?: Time };

export const optedOut: LeafKind<OptedOut<Timeframe>, OptedOut<Range>> = {
  type: 'opted-out',
  schema: z.strictObject({
    type: z.literal('opted-out'),
    how: z.enum(ways),
    timeframe: timeframeSchema.exactOptional(),
  }),
  values: () => 1,
  refersTo: null,
  resolve: ({ timeframe, ...rest }, { moments }) => ({
    ...rest,
    ...defined({ timeframe: timeframe && moments(timeframe) }),
  }),

  print({ how, timeframe }, _, negated) {
    const time = timeframe === undefined ? '' : ` ${timeInSentence(timeframe)}`;
    return `${negated ? 'not ' : ''}unsubscribed ${optOutWays[how][0]}${time}`;
  },
  explain({ how, timeframe }, context, negated, { who }) {
    const time = timeframe === undefined ? '' : ` ${dated(timeframe, past(context))}`;
    const never = negated ? '; includes those who never did' : '';
    return `${who}${negated ? 'did not unsubscribe' : 'unsubscribed'} from a topic or everything ${optOutWays[how][0]}${time}${never}`;
  },

  compile({ how, timeframe }, negated, { param }) {
    const way = param(how, 'text');
    const time = (column: string) =>
      timeframe === undefined ? '' : ` AND ${within(column, timeframe, param)}`;
    return `${negated ? 'NOT ' : ''}(EXISTS (SELECT 1 ${topicsLeft(param)} AND l.how = ${way}${time('l.at')})
      OR EXISTS (SELECT 1 ${everythingLeft(param)} AND f.source = ${way}${time('f.at')}))`;
  },
  effort: () => 2,
  asksForNone: (_, negated) => negated,
  topics: () => ['consent'],
  namesPeople: () => false,

  fact({ how }, _, param) {
    const way = param(how, 'text');
    const ms = (moment: string) => `(extract(epoch FROM ${moment}) * 1000)::bigint`;
    return `(SELECT jsonb_build_object('times', coalesce(jsonb_agg(x.at ORDER BY x.at DESC), '[]'), 'first', null, 'last', null)
      FROM (SELECT ${ms('l.at')} AS at ${topicsLeft(param)} AND l.how = ${way}
        UNION ALL SELECT ${ms('f.at')} ${everythingLeft(param)} AND f.source = ${way}) x)`;
  },
  sayFact({ how }, fact, { dates }) {
    const [latest] = (fact as Extract<Fact, { times: number[] }>).times;
    const way = optOutWays[how][0];
    if (latest === undefined) return `never unsubscribed ${way}`;
    return `unsubscribed ${way}, ${whenAgo(new Date(latest), dates)}`;
  },
  course({ timeframe }, fact, holds, context) {
    if (timeframe === undefined) return constant(holds);
    const times = (fact as Extract<Fact, { times: number[] }>).times.map((at) => new Date(at));
    return countCourse(times, timeframe, past(context), (inside) => inside > 0);
  },

  row: ({ how, timeframe }) =>
    rowOf('left', how, { time: timeframe === undefined ? '' : timeInSentence(timeframe) }),
  subject: {
    name: 'left',
    offers: () => [{ what: 'left', words: 'Unsubscribed by themselves', group: 'Events' }],
    find: () => ({
      operators: ways.map((how) => ({
        how,
        words: optOutWays[how][0],
        negated: `not ${optOutWays[how][0]}`,
      })),
      inputs: () => [pastTime(true)],
      read(row, { pastTime: timeOf }) {
        const how = ways.find((each) => each === row.how) ?? 'one-click';
        if (row.time.trim() === '') return { ok: true, condition: { type: 'opted-out', how } };
        const time = timeOf(row);
        return time.ok
          ? { ok: true, condition: { type: 'opted-out', how, timeframe: time.timeframe } }
          : time;
      },
    }),
  },
};

/** A contact `c` left a topic and didn't take it back. */
const topicsLeft = (
  param: Param,
): string => `FROM consent_log l WHERE l.workspace_id = $1 AND l.contact_id = c.id AND l.said = ${param('off', 'text')}
  AND NOT EXISTS (SELECT FROM consent_log u WHERE u.workspace_id = $1 AND u.contact_id = l.contact_id AND u.undoes = l.id)`;
/** They left everything. */
const everythingLeft = (param: Param): string =>
  `FROM status_facts f WHERE f.workspace_id = $1 AND f.contact_id = c.id AND f.kind = ${param('opt-out', 'text')}`;
