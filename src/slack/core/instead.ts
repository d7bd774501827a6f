import { RollcallError } from '../../errors.ts';
import { doubleQuotes, isQuote, singleQuotes } from '../../lib/quotes.ts';

/**
 * The texts that may be meant instead of the one that a person typed, which was refused: whole, best first. What was
 * understood stays as it was typed; names and sentences replace those at fault.
 *
 * @param error with a name that is like others, a sentence with suggestions, or whole texts
 * @example textsInstead('vpi ada@x.org', noTag) // ['vip ada@x.org'], if the nearest tag is vip
 */
export function textsInstead(typed: string, error: unknown): string[] {
  if (!(error instanceof RollcallError)) return [];
  const { instead, meant, fault } = error;
  if (instead.length > 0) return [...instead];
  const names = (meant?.names ?? []).flatMap((name) => withName(typed, meant?.typed ?? '', name) ?? []);
  if (names.length > 0) return names;
  const { suggestions = [] } = fault?.problem ?? {};
  const at = fault === undefined ? -1 : typed.lastIndexOf(fault.text);
  if (fault === undefined || at < 0) return [];
  return suggestions.map((each) => typed.slice(0, at) + each + typed.slice(at + fault.text.length));
}

const quotes = `${doubleQuotes}${singleQuotes}`;

/** The text with another name; undefined if it doesn't contain the one at fault as whole words. */
function withName(text: string, typed: string, name: string): string | undefined {
  if (typed === '') return undefined;
  const words = typed
    .split(/\s+/)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('\\s+');
  const found = new RegExp(`(?<=^|[\\s,${quotes}])${words}(?=$|[\\s,:?!${quotes}])`, 'iu').exec(text);
  if (found === null) return undefined;
  const [before, after] = [text.slice(0, found.index), text.slice(found.index + found[0].length)];
  const isWhole = before.trim() === '' && after.trim() === '';
  return `${before}${isWhole || isQuote(before.at(-1)) ? name : quotedIfLong(name)}${after}`;
}

/** A name of several words beside other words is in quotes: it may contain "to", or end like a time. */
const quotedIfLong = (name: string): string => (/\s/.test(name) && !name.includes('"') ? `"${name}"` : name);
