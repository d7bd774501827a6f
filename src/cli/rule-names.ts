import type { RuleContext } from '../rules/context.ts';
import { type ParsedRule, parseRule } from '../rules/language/parse.ts';
import type { Names } from '../rules/names.ts';

/** What a sentence means, with the names that it took for granted. */
export interface Read {
  parsed: ParsedRule;
  names: Names;
  /** Each as `the tag "vip"`. */
  assumed: string[];
}

/**
 * Parses a sentence without a workspace: a name that it uses is assumed to exist, except of a kind whose names were listed.
 *
 * @example readWithNames('tagged vip', { names: noNames, dates }, new Set()).assumed // ['the tag "vip"']
 */
export function readWithNames(
  sentence: string,
  { names, dates }: RuleContext,
  listed: ReadonlySet<keyof Names>,
): Read {
  let known = names;
  const assumed: string[] = [];
  for (;;) {
    const parsed = parseRule(sentence, { names: known, dates });
    const unknown = parsed.ok ? [] : parsed.problems.flatMap((problem) => problem.unknown ?? []);
    const added = unknown.reduce((so, each) => withName(so, each, listed), known);
    if (added === known) return { parsed, names: known, assumed };
    assumed.push(...new Set(unknown.map(({ noun, name }) => `the ${noun} "${name}"`)));
    known = added;
  }
}

/** The names with one more; the same object if that kind's names were listed. */
function withName(
  names: Names,
  { noun, name }: { noun: string; name: string },
  listed: ReadonlySet<keyof Names>,
): Names {
  const kind = kinds[noun];
  if (kind === undefined || listed.has(kind)) return names;
  const isThere = names[kind].some((each) => each.name.toLowerCase() === name.toLowerCase());
  if (isThere) return names;
  const id = names[kind].length + 1;
  switch (kind) {
    case 'tags':
      return { ...names, tags: [...names.tags, { id, name }] };
    case 'segments':
      return { ...names, segments: [...names.segments, { id, name, rule: { type: 'everyone' } }] };
    case 'campaigns':
      return { ...names, campaigns: [...names.campaigns, { id, name, sentAt: id }] };
    case 'topics':
      return { ...names, topics: [...names.topics, { id, name, isOn: false }] };
    case 'events':
      return { ...names, events: [...names.events, { name: name.toLowerCase(), properties: [] }] };
    default:
      return kind satisfies never;
  }
}

/** What problems call them. Imports share names, so one can't be assumed. */
const kinds: Record<string, 'tags' | 'segments' | 'campaigns' | 'topics' | 'events'> = {
  tag: 'tags',
  segment: 'segments',
  campaign: 'campaigns',
  topic: 'topics',
  event: 'events',
};
