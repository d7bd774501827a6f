import { namedLike } from '../../../../lib/names.ts';
import { listObjects, peopleWords, type StatusName, statusWords, topicWords } from '../../words.ts';
import { type Reader, see, textOf } from '../reader/reader.ts';

export const statuses = Object.keys(statusWords) as StatusName[];
/** Statuses that aren't also the name of an event. */
export const onlyStatuses: readonly StatusName[] = ['subscribed', 'non-subscribed'];
const articles = ['a', 'an', 'one of our', 'our', 'the'];

/**
 * Whether a status that isn't an event begins `offset` tokens from here: "subscribed", "subscribers", "a
 * subscriber".
 */
export function statusStarts(reader: Reader, offset = 0): boolean {
  return seeStatus(reader, offset) !== undefined;
}

/** The status that begins `offset` tokens from here. */
export function seeStatus(
  reader: Reader,
  offset: number,
): { is: StatusName; length: number; noun: boolean } | undefined {
  if (namesTopics(reader, offset)) return undefined;
  const article = see(reader, articles, offset)?.split(' ').length ?? 0;
  for (const is of statuses) {
    const noun = see(reader, statusWords[is].nouns, offset + article);
    if (noun !== undefined) return { is, length: article + wordsIn(noun), noun: true };
    const length = wordsIn(see(reader, statusWords[is].words, offset));
    if (length > 0 && see(reader, peopleWords, offset + length) !== undefined)
      return { is, length: length + 1, noun: true };
  }
  for (const is of onlyStatuses) {
    const length = wordsIn(see(reader, statusWords[is].words, offset));
    if (length > 0) return { is, length, noun: false };
  }
  return undefined;
}

const wordsIn = (words: string | undefined): number => words?.split(' ').length ?? 0;

/** "Subscribed to" something other than our list. */
function namesTopics(reader: Reader, offset: number): boolean {
  if (see(reader, topicWords, offset) === undefined) return false;
  const object = see(reader, listObjects, offset + 1);
  if (object === undefined) return true;
  const name = textOf(reader, reader.next + offset + 2, reader.next + offset + 1 + object.split(' ').length);
  return namedLike(reader.names.topics, name).length > 0;
}
