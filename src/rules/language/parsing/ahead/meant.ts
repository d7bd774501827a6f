import { namedLike } from '../../../../lib/names.ts';
import { nearest } from '../../../../lib/words.ts';
import { eventKinds } from '../../../operators.ts';
import type { Token } from '../../tokens.ts';
import { isKeyword, languageWords, outsideWords } from '../../words.ts';
import { type Connector, isJoiner } from '../reader/connectors.ts';
import { peek, type Reader } from '../reader/reader.ts';
import { seeAttribute } from './named.ts';

/** Words that begin a condition and are long enough for a typo to be recognizable. */
const beginnings = [
  ...Object.values(eventKinds).map(({ words }) => words[0]),
  ...'tagged untagged never signed signup created updated country company language status segment random outside without unreachable'.split(
    ' ',
  ),
];

/**
 * Whether the words after a value's connector were meant as a condition, although they don't begin like one:
 * "plan is pro and nver clicked", "company is Acme and vip". Nobody would mean them as a value.
 */
export function conditionMeant(reader: Reader, { says, comma }: Pick<Connector, 'says' | 'comma'>): boolean {
  const word = peek(reader);
  if (word?.kind !== 'word') return false;
  const words = bareWords(reader);
  if (words.some(isKeyword)) return true;
  const isSlip = word.text.length > 3 && nearest(word.lower, beginnings).length > 0;
  if (says === 'or' || comma) return words.length > 1 && (isSlip || outsideWords.includes(word.lower));
  return (
    isSlip ||
    words.some(({ lower }) => languageWords.has(lower)) ||
    seeAttribute(reader) !== undefined ||
    namedLike(reader.names.tags, word.text).length > 0
  );
}

/** The words from here to a connector or the end. */
function bareWords(reader: Reader): Token[] {
  const words: Token[] = [];
  for (
    let token = peek(reader);
    token?.kind === 'word' && !isJoiner(token);
    token = peek(reader, words.length)
  )
    words.push(token);
  return words;
}
