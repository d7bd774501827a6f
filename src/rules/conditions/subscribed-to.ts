import { z } from 'zod';
import { type Way, wayWords } from '../../lib/topics.ts';
import { inputOf, refused, rowOf } from '../form/row.ts';
import { idsAmong, matching } from '../form/typed.ts';
import { printList } from '../language/print-list.ts';
import { printNamed } from '../language/quote.ts';
import { whenDay } from '../language/when.ts';
import type { Names } from '../names.ts';
import type { LeafKind } from './kind.ts';
import { allOfSeveral, ids } from './stored.ts';

/**
 * Gets any, or all, of the topics: is subscribed, and the topic is on for them. One topic is stored as `any`.
 */
export type SubscribedTo<Topic = number> = { type: 'subscribed-to'; match: 'any' | 'all'; topics: Topic[] };

/** A topic with its default, which decides for people who never chose. */
export interface ResolvedTopic {
  id: number;
  isOn: boolean;
}

export const subscribedTo: LeafKind<SubscribedTo, SubscribedTo<ResolvedTopic>> = {
  type: 'subscribed-to',
  schema: z
    .strictObject({
      type: z.literal('subscribed-to'),
      match: z.enum(['any', 'all']),
      topics: ids('a topic'),
    })
    .refine(({ match, topics }) => allOfSeveral(match, topics), 'all of one topic is any of it'),
  values: ({ topics }) => topics.length,
  refersTo: { things: 'topics', key: 'topics' },

  resolve({ topics, ...rest }, { names, refuseGone }) {
    const known = new Map(names.topics.map((topic) => [topic.id, topic]));
    for (const id of topics) if (!known.has(id)) refuseGone('a topic', id);
    return { ...rest, topics: topics.map((id) => ({ id, isOn: known.get(id)?.isOn ?? false })) };
  },

  print: ({ match, topics }, names, negated) =>
    printList('subscribed to', match, topicNames(topics, names), negated),
  explain({ topics, match }, { names }, negated, { are }) {
    const words = topicNames(topics, names);
    const not = negated ? 'not ' : '';
    if (topics.length === 1) return `${are}${not}subscribed to ${words[0]}`;
    if (match === 'all') return `${are}${not}subscribed to all of ${words.join(', ')}`;
    return `${are}subscribed to ${negated ? 'none' : 'any'} of ${words.join(', ')}`;
  },

  compile({ match, topics }, negated, { param }) {
    const isOn = ({ id, isOn: byDefault }: ResolvedTopic) => {
      const chose = `EXISTS (SELECT 1 FROM topic_choices k WHERE k.workspace_id = $1 AND k.contact_id = c.id
        AND k.topic_id = ${param(id, 'int')} AND ${byDefault ? 'NOT ' : ''}k.is_on)`;
      return byDefault ? `NOT ${chose}` : chose;
    };
    const all = topics.map(isOn).join(match === 'all' ? ' AND ' : ' OR ');
    return `${negated ? 'NOT ' : ''}(c.status = ${param('subscribed', 'text')} AND (${all}))`;
  },
  effort: () => 2,
  asksForNone: ({ topics }, negated) => negated || topics.some(({ isOn }) => isOn),
  topics: () => ['topics'],
  namesPeople: () => false,

  fact: (
    { topics },
    _,
    param,
  ) => `(SELECT jsonb_build_object('status', c.status) || coalesce(jsonb_object_agg(
      k.topic_id, (CASE WHEN k.is_on THEN 'on ' ELSE 'off ' END) || k.how || ' ' || to_jsonb(k.at)::text), '{}')
    FROM topic_choices k WHERE k.workspace_id = $1 AND k.contact_id = c.id
      AND k.topic_id = ANY(${param(
        topics.map(({ id }) => id),
        'int[]',
      )}))`,
  sayFact({ topics }, fact, { names, dates }) {
    const { status, ...chosen } = (fact ?? {}) as Record<string, string>;
    if (status !== 'subscribed') return `is ${status}, and gets no mail`;
    return topics
      .map((id) => {
        const name = printNamed(id, names.topics);
        const said = chosen[id];
        if (said === undefined) {
          const isOn = names.topics.find((topic) => topic.id === id)?.isOn === true;
          return `never chose ${name}, which is ${isOn ? 'on unless turned off' : 'off unless turned on'}`;
        }
        const [state, how = '', at = ''] = said.split(' ');
        const when = whenDay(new Date(JSON.parse(at) as string), dates.timeZone);
        return `turned ${state} ${name} on ${when}, ${wayWords[how as Way] ?? how}`;
      })
      .join('; ');
  },
  course: null,

  row: ({ match, topics }) => rowOf('topics', match, { values: topics.map(String) }),
  subject: {
    name: 'topics',
    offers: ({ topics }) =>
      topics.length === 0 ? [] : [{ what: 'topics', words: 'Topic', group: 'Labels' }],
    find: (_, names) => ({
      operators: [
        { how: 'any', words: 'gets any of', negated: 'gets none of' },
        { how: 'all', words: 'gets all of', negated: 'doesn’t get all of' },
      ],
      inputs: () => [
        {
          ...inputOf('values', 'choices'),
          choices: names.topics.map(({ id, name }) => ({ value: String(id), words: name })),
        },
      ],
      read({ how, values }) {
        const topics = idsAmong(values, names.topics);
        if (topics === undefined)
          return refused('That topic no longer exists: choose another one.', 'values');
        return { ok: true, condition: { type: 'subscribed-to', match: matching(how, topics), topics } };
      },
    }),
  },
};

const topicNames = (topics: readonly number[], names: Names): string[] =>
  topics.map((id) => printNamed(id, names.topics));
