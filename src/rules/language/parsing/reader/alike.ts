import { quote } from '../../quote.ts';
import type { Seen } from '../ahead/named.ts';
import { ask, cited, type Reader, textOf } from './reader.ts';

/**
 * Refuses a name that several things share, apart from blanks, hyphens and underscores. Undefined if only one
 * fits; then nothing was read.
 *
 * @param noun what they are: "attributes"
 * @param from the first token of the name
 */
export function refuseAlike(
  reader: Reader,
  { alike, length }: Seen<{ name: string }>,
  noun: string,
  from = reader.next,
): null | undefined {
  if (alike.length < 2) return undefined;
  const names = alike.slice(0, 3).map(({ name }) => quote(name));
  const typed = textOf(reader, from, from + length).replace(/^"|"$/g, '');
  const message = `${cited(typed)} could be the ${noun} ${names.join(' or ')}. Put the one you mean in quotes.`;
  return ask(reader, from, from + length, message, names);
}
