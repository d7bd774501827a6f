import type { Problem } from '../../../../lib/problem.ts';
import { isOwnWord } from '../../slips.ts';
import type { Token } from '../../tokens.ts';
import { isKeyword } from '../../words.ts';
import { seeNamed } from '../ahead/named.ts';
import { seePlural } from '../ahead/plural.ts';
import type { Reader } from '../reader/reader.ts';

const word = 'tagged';
/** What may come between "tagged" and the name. */
const between = new Set(['with', 'as', ':', 'a', 'an', 'the']);

/**
 * The problem of a mistyped "tagged" before the name of a tag: `tagd vip`, `tged with vip`. The name shows what
 * is meant, so that more letters may be missing than in other words.
 */
export function problemOfTagged(reader: Reader): Problem | undefined {
  const index = reader.tokens.findIndex(
    (token, at) => isNearTagged(token) && isTagAt(reader, at + 1) && !isName(reader, at),
  );
  const token = reader.tokens[index];
  if (token === undefined) return undefined;
  const { at, length, text: typed } = token;
  return {
    at,
    length,
    message: `Rollcall doesn’t recognize "${typed}" here; did you mean "${word}"?`,
    suggestions: [reader.text.slice(0, at) + word + reader.text.slice(at + length)],
    slip: true,
  };
}

/** Whether letters are only missing, in order, or only added. */
function isNearTagged({ kind, lower }: Token): boolean {
  if (kind !== 'word' || lower.length < 3 || lower.length > word.length + 3) return false;
  if (lower === word || !/^t.*g/.test(lower) || isOwnWord(lower)) return false;
  return isWithin(lower, word) || isWithin(word, lower);
}

function isWithin(short: string, long: string): boolean {
  let found = 0;
  for (const letter of long) if (letter === short[found]) found += 1;
  return found === short.length;
}

function isTagAt(reader: Reader, at: number): boolean {
  let next = at;
  while (between.has(reader.tokens[next]?.lower ?? '')) next += 1;
  const ahead = { ...reader, next };
  if (next !== at && seeNamed({ ...reader, next: at }, reader.names.tags) !== undefined) return true;
  return seeNamed(ahead, reader.names.tags) !== undefined || (seePlural(ahead, 0)?.tags.length ?? 0) > 0;
}

const isName = (reader: Reader, at: number): boolean => {
  const token = reader.tokens[at];
  if (token === undefined || isKeyword(token)) return true;
  const { tags, segments, campaigns, attributes } = reader.names;
  return [tags, segments, campaigns, attributes].some(
    (things) => seeNamed({ ...reader, next: at }, things) !== undefined,
  );
};
