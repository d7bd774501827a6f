import { countryOfAdjective } from '../../../../lib/demonyms.ts';
import { languageCode } from '../../../../lib/languages.ts';
import { namedLike } from '../../../../lib/names.ts';
import type { Names } from '../../../names.ts';
import { mailProviders } from '../../mail-providers.ts';
import type { Token } from '../../tokens.ts';
import { determiners, nouns, pronouns, requests } from '../../words.ts';
import { namedInPlural } from '../ahead/plural.ts';
import { isJoiner } from './connectors.ts';

/**
 * Splits "non-admins" into "not" and "admins" if it begins a condition and the rest is what people are: a tag, a
 * segment, a yes-or-no attribute, a nationality, a language or a mail provider. After "industry is", it may be a
 * value, and it stays one word. "Non admins" is the same in two words.
 */
export function partedAtNon(tokens: Token[], names: Names): Token[] {
  if (!tokens.some((token) => isOne(token) || isAlone(token))) return tokens;
  return tokens.flatMap((token, index) => {
    if (isAlone(token)) return [isNot(tokens, index, names) ? { ...token, lower: 'not' } : token];
    const [, non = '', rest = ''] = isOne(token) ? (form.exec(token.text) ?? []) : [];
    if (non === '' || !beginsCondition(tokens, index) || !isSaidOfPeople(token.text, rest, names))
      return [token];
    return [
      { ...token, text: non, lower: 'not', length: non.length },
      { ...token, text: rest, lower: rest.toLowerCase(), at: token.at + non.length, length: rest.length },
    ];
  });
}

const form = /^(non-)(\p{L}.+)$/iu;
const isOne = ({ kind, lower }: Token): boolean => kind === 'word' && lower.startsWith('non-');
const isAlone = ({ kind, lower }: Token): boolean => kind === 'word' && lower === 'non';

/** Whether "non" before a blank is "not", and not the beginning of a name: "non vips", "non English speakers". */
function isNot(tokens: readonly Token[], index: number, names: Names): boolean {
  const [next, ...others] = tokens.slice(index + 1, index + 1 + longestName);
  if (next?.kind !== 'word' || !beginsCondition(tokens, index)) return false;
  const words = ['non', next.text, ...others.map(({ text }) => text)];
  const starts = words.slice(1).map((_, count) => words.slice(0, count + 2).join(' '));
  const things = [names.tags, names.segments, names.attributes];
  if (things.some((some) => starts.some((name) => isCalled(some, name)))) return false;
  return starts.some((whole, count) => isSaidOfPeople(whole, words.slice(1, count + 2).join(' '), names));
}

const longestName = 4;

const before = new Set(
  [...requests, ...determiners, ...nouns, ...pronouns].flatMap((words) => words.split(' ')),
);
const isFree = (token: Token | undefined): boolean =>
  token === undefined || isJoiner(token) || token.lower === '(' || before.has(token.lower);

/** "Who are non-vips", but not "industry is non-profit". */
function beginsCondition(tokens: readonly Token[], index: number): boolean {
  const last = tokens[index - 1];
  if (last?.lower === 'is' || last?.lower === 'are') return isFree(tokens[index - 2]);
  return isFree(last);
}

const isCalled = (things: readonly { name: string }[], word: string): boolean =>
  namedLike(things, word).length + namedInPlural(things, word).length > 0;

function isSaidOfPeople(whole: string, rest: string, { tags, segments, attributes }: Names): boolean {
  if ([tags, segments, attributes].some((things) => isCalled(things, whole))) return false;
  const yesOrNo = attributes.filter(({ type }) => type === 'boolean');
  const states = yesOrNo.map(({ name }) => ({ name: name.replace(/^is[\s_-]+/i, '') }));
  if ([tags, segments, yesOrNo, states].some((things) => isCalled(things, rest))) return true;
  const word = rest.toLowerCase();
  return (
    countryOfAdjective(word) !== undefined ||
    Object.hasOwn(mailProviders, word) ||
    languageCode(word.replace(/-?speak(?:ing|ers?)$/, '')) !== null
  );
}
