import { findNamed } from '../../../../lib/names.ts';
import { textField, textFieldNames, wordsOfField } from '../../../fields.ts';
import type { Names } from '../../../names.ts';
import type { Token } from '../../tokens.ts';

/**
 * Splits "plan:pro" and "country:US" at the colon if a field or an attribute comes before it and nothing has
 * the whole text as its name.
 */
export function partedAtColons(tokens: Token[], names: Names): Token[] {
  if (!tokens.some(isOne)) return tokens;
  return tokens.flatMap((token) => {
    const [, name = '', value = ''] = isOne(token) ? (colon.exec(token.text) ?? []) : [];
    if (name === '' || !isName(name, names) || isNameOfThing(token.text, names)) return [token];
    const at = token.at + name.length;
    return [
      { ...token, text: name, lower: name.toLowerCase(), length: name.length },
      { kind: 'sign', text: ':', lower: ':', at, length: 1 },
      { ...token, text: value, lower: value.toLowerCase(), at: at + 1, length: value.length },
    ];
  });
}

// Not "https://…", and not a time of day.
const colon = /^([^:\d][^:]*):([^:/][^:]*)$/;
const isOne = (token: Token): boolean => token.kind === 'word' && token.text.includes(':');

const fieldWords = new Set([
  'tag',
  'tags',
  'tagged',
  ...textFieldNames.flatMap((name) => wordsOfField(textField(name))),
]);
const isName = (name: string, { attributes }: Names): boolean =>
  fieldWords.has(name.toLowerCase()) || findNamed(attributes, name) !== undefined;

const isNameOfThing = (text: string, { tags, segments, campaigns }: Names): boolean =>
  [tags, segments, campaigns].some((things) => findNamed<{ name: string }>(things, text) !== undefined);
