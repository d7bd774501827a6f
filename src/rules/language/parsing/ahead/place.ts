import { textField } from '../../../fields.ts';
import type { Token } from '../../tokens.ts';
import { outsideWords, placeWords } from '../../words.ts';
import { type Reader, see, textOf } from '../reader/reader.ts';
import { wholeChoice } from './choice.ts';

/** Whether "in Germany" or "outside Norway" begins `offset` tokens from here. */
export function placeStarts(reader: Reader, offset = 0): boolean {
  const words = see(reader, wordsBeforePlaces, offset);
  return words !== undefined && seeCountry(reader, offset + words.split(' ').length) !== undefined;
}

/** The words before a place. */
export const wordsBeforePlaces = [...placeWords, ...outsideWords];

/** Caches the result for each token of a sentence, because parsers ask for it repeatedly. */
const found = new WeakMap<readonly Token[], Map<number, { code: string; length: number } | undefined>>();

/**
 * The country with the name `offset` tokens from here; a code needs capitals, because "from us" isn't a
 * country.
 */
export function seeCountry(reader: Reader, offset: number): { code: string; length: number } | undefined {
  const at = reader.next + offset;
  const known = found.get(reader.tokens) ?? new Map<number, { code: string; length: number } | undefined>();
  found.set(reader.tokens, known);
  if (!known.has(at)) known.set(at, lookUp(reader, at));
  return known.get(at);
}

function lookUp(reader: Reader, at: number): { code: string; length: number } | undefined {
  const first = reader.tokens[at];
  if (first === undefined || (first.kind === 'word' && !/^\p{L}/u.test(first.text))) return undefined;
  if (first.kind === 'quoted') return undefined;
  const choice = wholeChoice({ ...reader, next: at }, textField('country'));
  const part = partLength(reader, at);
  if (choice === undefined) return part === 0 ? undefined : { code: 'GB', length: part };
  const name = textOf(reader, at, at + choice.length);
  const bare = name.replace(/^the\s+/i, '');
  const isCode = bare.replace(/[^\p{L}]/gu, '').length <= 3;
  const plain = !isCode || bare === bare.toUpperCase() || /^(?:uk|usa|uae)$/i.test(bare) || name !== bare;
  return plain ? { code: choice.value, length: choice.length } : undefined;
}

/** Parts of countries count as places too, because the refusal offers the country. */
function partLength(reader: Reader, at: number): number {
  const words = see({ ...reader, next: at }, ['england', 'scotland', 'wales', 'northern ireland']);
  return words?.split(' ').length ?? 0;
}

/** Names and codes of US states that are also a country's. */
const states = new Set(
  'AL AR AZ CA CO DE GA ID IL IN KY LA MA MD ME MN MO MS MT NC NE PA SC SD TN VA GEORGIA'.split(' '),
);

/** Whether a word is the name or code of a US state and also a country's. */
export const isState = (text: string): boolean =>
  states.has(text.toUpperCase()) && (text === text.toUpperCase() || text.length > 2);
