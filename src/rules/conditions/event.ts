import type { Timeframe } from '../../dates/schema.ts';
import { defined } from '../../lib/defined.ts';
import { chosenCampaigns } from '../form/campaigns-of-row.ts';
import { rowOf } from '../form/row.ts';
import { dated, past } from '../language/dated.ts';
import { printCount, printEvent } from '../language/print-event.ts';
import { saidEvent } from '../language/said-event.ts';
import { timeInSentence } from '../language/time-in-sentence.ts';
import { whenAgo } from '../language/when.ts';
import type { Range } from '../range.ts';
import { counted, eventFact, eventTest } from '../sql/compile-events.ts';
import { type Days, daysOf } from '../sql/days.ts';
import { isListedEvent, rolledUpEvent } from '../sql/rollup-row.ts';
import { constant, countCourse } from '../why/flips.ts';
import { eventSubject } from './event-subject.ts';
import type { Fact, LeafKind } from './kind.ts';
import {
  type Count,
  type EventCondition,
  type EventConditionOver,
  eventSchema,
  type PropertyTest,
} from './stored-event.ts';

export const event: LeafKind<EventCondition, EventConditionOver<Range, Days>> = {
  type: 'event',
  schema: eventSchema,
  values: () => 1,
  refersTo: { things: 'campaigns', key: 'campaigns' },

  resolve({ timeframe, properties, latest, ...rest }, { names, dates, moments, refuseGone, lastCampaigns }) {
    const known = new Set(names.campaigns.map((campaign) => campaign.id));
    for (const campaign of rest.campaigns ?? []) if (!known.has(campaign)) refuseGone('a campaign', campaign);
    return {
      ...rest,
      ...defined({
        campaigns: latest === undefined ? rest.campaigns : lastCampaigns(latest),
        timeframe: timeframe && moments(timeframe),
        properties: properties?.map((each) => resolveProperty(each, dates)),
      }),
    };
  },

  print: printEvent,
  explain(condition, context, negated, { who }) {
    const { which, timeframe } = condition;
    const [did, done] = saidEvent(condition, context.names);
    // "Signed in during March", because the verb ends in a preposition.
    const spoken = timeframe === undefined ? '' : ` ${dated(timeframe, past(context))}`;
    const time = / in$/.test(did) ? spoken.replace(/^ in /, ' during ') : spoken;
    const never = '; includes those who never did';
    if (which !== undefined)
      return negated ? `${who}have not ${which} ${done}${time}${never}` : `${who}${which} ${did}${time}`;
    if (condition.count === undefined) {
      if (timeframe === undefined) return `${who}${negated ? `never ${done}` : `${did} at any time`}`;
      return `${who}${negated ? `have not ${done}${time}${never}` : `${did}${time}`}`;
    }
    const none = counted(condition.count).turned !== negated;
    const said = `${negated ? `have not ${done}` : did} ${printCount(condition.count)}${time}`;
    return `${who}${said}${none ? never : ''}`;
  },

  compile: (condition, negated, around) =>
    rolledUpEvent(condition, negated, around) ?? eventTest(condition, negated, around.param),
  effort: () => 2,
  asksForNone: (condition, negated, now) =>
    !isListedEvent(condition, negated, now) && counted(condition.count).turned !== negated,
  topics: () => ['events'],
  namesPeople: () => false,

  fact: eventFact,
  sayFact(condition, fact, { names, dates }) {
    const { times, last } = fact as Extract<Fact, { times: number[] }>;
    const [did, done] = saidEvent(condition, names);
    const latest = times[0] ?? last;
    if (latest === null || latest === undefined) return `never ${done}`;
    const often = times.length === 1 ? 'once' : times.length === 0 ? 'before' : `${times.length} times`;
    return `${did} ${often}, ${times.length > 1 ? 'last on ' : ''}${whenAgo(new Date(latest), dates)}`;
  },
  course({ timeframe, which, ...condition }, fact, holds, context) {
    if (timeframe === undefined) return constant(holds);
    const { times, first, last } = fact as Extract<Fact, { times: number[] }>;
    if (which !== undefined) {
      const edge = which === 'last' ? (last ?? times[0]) : (first ?? times.at(-1));
      if (edge === undefined || edge === null) return constant(false);
      return countCourse([new Date(edge)], timeframe, past(context), (inside) => inside > 0);
    }
    const { least, most, turned } = counted(condition.count);
    const counts = (inside: number) => (inside >= least && (most === null || inside <= most)) !== turned;
    return countCourse(
      times.map((at) => new Date(at)),
      timeframe,
      past(context),
      counts,
    );
  },

  row(condition) {
    const { timeframe, which, properties, machines } = condition;
    if (properties !== undefined) return `it uses properties of “${condition.event}”`;
    if (machines) return 'it counts automated opens';
    const usual = timeframe === undefined ? 'ever' : 'in';
    return rowOf(`event:${condition.event}`, which ?? condition.count?.operator ?? usual, {
      time: timeframe === undefined ? '' : timeInSentence(timeframe),
      count: condition.count === undefined ? '' : countText(condition.count),
      campaigns: chosenCampaigns(condition),
    });
  },
  subject: eventSubject,
};

function resolveProperty(
  { test: asked, ...rest }: PropertyTest<Timeframe>,
  dates: Parameters<typeof past>[0]['dates'],
): PropertyTest<Days> {
  if (asked.is !== 'date') return { ...rest, test: asked };
  const days = daysOf(asked.timeframe, { ...dates, direction: 'any' });
  return { ...rest, test: days === null ? { is: 'known' } : { is: 'date', timeframe: days } };
}

const countText = ({ n, most }: Count): string => (most === undefined ? String(n) : `${n} and ${most}`);
