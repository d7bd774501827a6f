import { namedLike } from '../../lib/names.ts';
import { fold } from '../../lib/texts.ts';
import { nearest } from '../../lib/words.ts';
import type { Names } from '../names.ts';
import { attributeKey } from './attribute-keys.ts';
import { fieldKeys } from './field-keys.ts';
import type { BreakdownKey } from './key.ts';
import { timeKeys } from './time-keys.ts';

/** Tags: a contact counts for each of theirs. */
const tags: BreakdownKey = {
  id: 'tags',
  label: 'tag',
  words: ['tag', 'tags'],
  kind: 'tags',
  isTyped: false,
  sql: () => ({
    stored: 't.tag_id',
    key: (stored) => `'=' || ${stored}::text`,
    shown: (stored) => `${stored}::text`,
  }),
  ruleOf: ({ key }, { names }) =>
    names.tags.some(({ id }) => String(id) === key)
      ? { type: 'tagged', match: 'any', tags: [Number(key)] }
      : null,
  none: { type: 'not', rule: { type: 'has-tags' } },
  // Storage adds the tag's name.
  show: ({ shown }) => shown,
};

/** Everything that the people of a workspace can be broken down by, the everyday ones first. */
export function breakdownKeys(names: Names): BreakdownKey[] {
  const first = ['field:country', 'tags', 'field:status', 'month:signup date'];
  const built = [...fieldKeys, tags, ...timeKeys];
  const rank = ({ id }: BreakdownKey) => (first.includes(id) ? first.indexOf(id) : first.length);
  const everyday = built.filter((key) => rank(key) < first.length).sort((a, b) => rank(a) - rank(b));
  const others = built.filter((key) => rank(key) === first.length);
  return [...everyday, ...names.attributes.map(attributeKey), ...others];
}

/** The key with this id; undefined if its attribute is gone. */
export const breakdownKeyOfId = (id: string, names: Names): BreakdownKey | undefined =>
  breakdownKeys(names).find((key) => key.id === id);

/**
 * The key that someone means: a built-in one by any of its names, or an attribute. An attribute wins over a
 * second name of a field, as in sentences.
 *
 * @returns undefined for other words
 */
export function breakdownKeyNamed(text: string, names: Names): BreakdownKey | undefined {
  const called = fold(text.replace(/^(?:the|their)\s+/i, ''));
  const keys = breakdownKeys(names);
  const exact = keys.find(({ words }) => fold(words[0] ?? '') === called);
  if (exact !== undefined) return exact;
  const [attribute, ...others] = namedLike(names.attributes, text);
  if (attribute !== undefined && others.length === 0) return attributeKey(attribute);
  return keys.find(({ words }) => words.some((word) => fold(word) === called || `${fold(word)}s` === called));
}

/** Names of keys that are spelled nearly like these words: one for each key. */
export function keysNear(text: string, names: Names): string[] {
  const keys = breakdownKeys(names);
  const near = nearest(
    text,
    keys.flatMap(({ words }) => words),
  );
  const found = near.flatMap((word) => keys.find(({ words }) => words.includes(word))?.words[0] ?? []);
  return [...new Set(found)];
}
