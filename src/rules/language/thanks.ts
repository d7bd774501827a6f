import { namedLike } from '../../lib/names.ts';
import type { Names } from '../names.ts';
import type { Token } from './tokens.ts';

const phrases = [
  ...['please', 'pls', 'plz', 'thanks', 'thank you', 'thx', 'ty', 'cheers', 'thanks a lot', 'many thanks'],
  ...['thank you so much', 'thanks so much', 'if possible', 'if you can', 'thanks in advance'],
].map((phrase) => phrase.split(' '));

/**
 * A sentence without the polite words at its end: "tagged vip, please".
 *
 * @param always even without a comma before them, although they could be the end of a value: "company is Yes
 * Please"
 */
export function withoutThanks(typed: Token[], names: Names, always = false): Token[] {
  const tokens = withoutMark(typed, always ? /[?!.…]+$/ : /\?+$/);
  for (const phrase of phrases) {
    const at = tokens.length - phrase.length;
    const said = tokens.slice(at).map((token) => token.lower.replace(/[!.?]+$/, ''));
    const comma = tokens[at - 1]?.lower === ',' ? 1 : 0;
    const isSaid = phrase.every((word, index) => said[index] === word);
    if (!isSaid || at - comma < 1 || (comma === 0 && !always)) continue;
    if (namedLike([...names.tags, ...names.segments], phrase.join(' ')).length > 0) return tokens;
    return withoutThanks(tokens.slice(0, at - comma), names, always);
  }
  return tokens;
}

/** "Tagged vip?" without the mark at its end. A token that is only the mark is dropped. */
function withoutMark(tokens: Token[], mark: RegExp): Token[] {
  const last = tokens.at(-1);
  const text = last?.text.replace(mark, '');
  if (last?.kind !== 'word' || text === undefined || text === last.text) return tokens;
  const others = tokens.slice(0, -1);
  if (text === '') return others;
  const lower = last.lower.replace(mark, '');
  return [...others, { ...last, text, lower, length: text.length }];
}
