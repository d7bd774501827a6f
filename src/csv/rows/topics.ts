import { fold } from '../../lib/texts.ts';
import { foldHeader } from '../cells/headers.ts';
import { readTags } from '../cells/tags.ts';
import { yesOrNo } from '../cells/yes-words.ts';
import type { Column, Mapping } from '../schema.ts';

/** A topic that a file may mention. */
export interface FileTopic {
  id: number;
  name: string;
}

/**
 * Whether a cell turns a topic on (true) or off; null for anything else.
 *
 * @example topicAnswer('opted out') // false
 */
export function topicAnswer(cell: string): boolean | null {
  return yesOrNo(cell) ?? words.get(foldHeader(cell)) ?? null;
}

const words: ReadonlyMap<string, boolean> = new Map([
  ...['on', 'subscribed', 'opted in', 'opt in', 'active'].map((word): [string, boolean] => [word, true]),
  ...['off', 'unsubscribed', 'opted out', 'opt out', 'inactive'].map((word): [string, boolean] => [
    word,
    false,
  ]),
]);

/**
 * A guessed mapping with the topics of the workspace: a column of yes and no with the name of a topic is that
 * topic; one called "Topics" whose cells name some is a list of them.
 */
export function fitToTopics(mapping: Mapping, topics: readonly FileTopic[]): Mapping {
  const known = topics.map(({ id, name }) => ({ id, name }));
  if (known.length === 0) return mapping;
  const taken = new Set<number>();
  const columns = mapping.columns.map((column): Column => {
    if (column.target === 'email' || column.filled === 0) return column;
    const header = fold(column.header).replace(/^topics?\s*[:/–-]\s*/, '');
    const topic = known.find(({ name }) => fold(name) === header || foldHeader(name) === foldHeader(header));
    if (
      topic !== undefined &&
      !taken.has(topic.id) &&
      column.samples.every((cell) => topicAnswer(cell) !== null)
    ) {
      taken.add(topic.id);
      return { ...column, target: 'topic', topicId: topic.id };
    }
    const named = column.samples.flatMap(readTags);
    const isList = foldHeader(column.header) === 'topics' && named.length > 0;
    const all = new Set(known.map(({ name }) => fold(name)));
    return isList && named.every((name) => all.has(fold(name))) ? { ...column, target: 'topics' } : column;
  });
  return { ...mapping, columns, topics: known };
}
