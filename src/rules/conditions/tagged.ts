import { z } from 'zod';
import { inputOf, refused, rowOf } from '../form/row.ts';
import { idsAmong, matching } from '../form/typed.ts';
import { printList } from '../language/print-list.ts';
import { quoteName } from '../language/quote.ts';
import { whenDay } from '../language/when.ts';
import type { Names } from '../names.ts';
import { notAmong } from '../sql/compile-values.ts';
import { type HasTags, tagLinks } from './has-tags.ts';
import type { LeafKind } from './kind.ts';
import { allOfSeveral, ids } from './stored.ts';

/** Has any, or all, of the tags. One tag is stored as `any`. */
export type Tagged = { type: 'tagged'; match: 'any' | 'all'; tags: number[] };

export const tagged: LeafKind<Tagged, Tagged, Tagged | HasTags> = {
  type: 'tagged',
  schema: z
    .strictObject({ type: z.literal('tagged'), match: z.enum(['any', 'all']), tags: ids('a tag') })
    .refine(({ match, tags }) => allOfSeveral(match, tags), 'all of one tag is any of it'),
  values: ({ tags }) => tags.length,
  refersTo: { things: 'tags', key: 'tags' },

  resolve(condition, { names, refuseGone }) {
    const known = new Set(names.tags.map((tag) => tag.id));
    for (const id of condition.tags) if (!known.has(id)) refuseGone('a tag', id);
    return condition;
  },

  print: ({ match, tags }, names, negated) => printList('tagged', match, tagNames(tags, names), negated),

  explain({ tags, match }, context, negated, { are }) {
    const names = tagNames(tags, context.names);
    const not = negated ? 'not ' : '';
    if (tags.length === 1) return `${are}${not}tagged ${names[0]}`;
    if (match === 'all') return `${are}${not}tagged with all of ${names.join(', ')}`;
    return `${are}tagged with ${negated ? 'none' : 'any'} of ${names.join(', ')}`;
  },

  compile({ match, tags }, negated, { param, asOf }) {
    const before = asOf === undefined ? '' : ` AND t.added_at < ${param(asOf, 'timestamptz')}`;
    const bears = (test: string) => `EXISTS (${tagLinks} AND t.tag_id ${test}${before})`;
    if (match === 'all' && tags.length > 1) {
      const all = tags.map((tag) => bears(`= ${param(tag, 'int')}`)).join(' AND ');
      return negated ? notAmong(all) : `(${all})`;
    }
    const any = tags.length === 1 ? `= ${param(tags[0], 'int')}` : `= ANY(${param(tags, 'int[]')})`;
    return `${negated ? 'NOT ' : ''}${bears(any)}`;
  },
  effort: () => 2,
  asksForNone: (_, negated) => negated,
  topics: ({ tags }) => tags.map((id) => `tag:${id}`),
  namesPeople: () => false,

  fact: (
    { tags },
    _,
    param,
  ) => `(SELECT coalesce(jsonb_object_agg(t.tag_id, t.added_at), '{}') FROM contact_tags t
        WHERE t.workspace_id = $1 AND t.contact_id = c.id AND t.tag_id = ANY(${param(tags, 'int[]')}))`,
  sayFact({ tags }, fact, { names, dates }) {
    const borne = Object.entries((fact ?? {}) as Record<string, string>).map(([id, at]) => {
      const name = names.tags.find((tag) => tag.id === Number(id))?.name ?? `#${id}`;
      return `${quoteName(name)} since ${whenDay(new Date(at), dates.timeZone)}`;
    });
    if (borne.length > 0) return `tagged ${borne.join(', ')}`;
    return tags.length === 1 ? 'does not have the tag' : 'has none of the tags';
  },
  course: null,

  row: ({ match, tags }) => rowOf('tags', match, { values: tags.map(String) }),
  subject: {
    name: 'tags',
    offers: () => [{ what: 'tags', words: 'Tag', group: 'Labels' }],
    find: () => ({
      operators: [
        { how: 'any', words: 'is any of', negated: 'is none of' },
        { how: 'all', words: 'is all of', negated: 'is not all of' },
        { how: 'some', words: 'has any tag', negated: 'has no tags' },
      ],
      inputs: (how) => (how === 'some' ? [] : [inputOf('values', 'tags')]),
      read({ how, values }, { names }) {
        if (how === 'some') return { ok: true, condition: { type: 'has-tags' } };
        const tags = idsAmong(values, names.tags);
        if (tags === undefined) return refused('A tag no longer exists. Choose another one.', 'values');
        return { ok: true, condition: { type: 'tagged', match: matching(how, tags), tags } };
      },
    }),
  },
};

/** Names of tags in a printed sentence. */
function tagNames(tags: readonly number[], names: Names): string[] {
  const printed = new Set(tags);
  const byId = new Map(
    names.tags.filter(({ id }) => printed.has(id)).map(({ id, name }) => [id, quoteName(name)]),
  );
  return tags.map((id) => byId.get(id) ?? `#${id}`);
}
