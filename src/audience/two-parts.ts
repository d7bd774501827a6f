import { RollcallError } from '../errors.ts';
import { partsAt, unquote } from '../lib/quotes.ts';
import { fold } from '../lib/texts.ts';

// What people type with a word between two parts, one of which may be missing: `VIPs to Old VIPs`, `ada@x.org in VIPs`.

/** What comes before and after the word, without quotes; a part that was not typed is missing. */
export interface TwoParts {
  before?: string;
  after?: string;
}

/**
 * Splits at the word beside the name of something that exists. A name may contain the word ("Welcome to Oslo"), and so
 * may one that is new.
 *
 * @param options.named the part that names something that exists
 * @param options.near names that are nearly a text: it may be one name, mistyped
 * @param options.isPreferred if several places would do, those are better whose other part passes this
 * @throws RollcallError `invalid-input` if it can be read in several ways
 * @example splitTwo('to Old VIPs', { word: 'to', named: 'before', isName }) // { after: 'Old VIPs' }
 */
export function splitTwo(
  text: string,
  options: {
    word: string;
    named: 'before' | 'after';
    isName: (name: string) => boolean;
    isPreferred?: (other: string) => boolean;
    near?: (text: string) => string[];
  },
): TwoParts {
  const { word, named, isName, isPreferred, near } = options;
  const nameIn = ([before, after]: [string, string]) => (named === 'before' ? before : after);
  const otherIn = ([before, after]: [string, string]) => (named === 'before' ? after : before);
  const all = partsAt(text, word);
  const whole = all.filter(([before, after]) => before !== '' && after !== '');
  const known = whole.filter((pair) => isName(nameIn(pair)));
  const preferred = known.filter((pair) => isPreferred?.(otherIn(pair)) === true);
  const fitting = preferred.length > 0 ? preferred : known;
  if (fitting.length > 1) {
    const ways = fitting.map(([before, after]) => `"${before}" ${word} "${after}"`);
    throw new RollcallError('invalid-input', `"${text}" can be read in ${fitting.length} ways.`, {
      hint: `Put the names in quotes: ${ways.join(', or ')}`,
      instead: ways,
    });
  }
  if (fitting[0] !== undefined) return given(fitting[0]);
  if (isName(unquote(text))) return { [named]: unquote(text) };
  if (all.length === 0 && word === 'to' && near !== undefined) refuseWithoutTo(text, { isName, near });
  const partial = all.filter(([before, after]) => before === '' || after === '');
  const best = partial.find((pair) => isName(nameIn(pair))) ?? partial[0] ?? whole[0];
  return best === undefined ? { [named]: unquote(text) } : given(best);
}

/** "Lapsed VIPs Old VIPs": the second name is there, but not the word between them. */
function refuseWithoutTo(
  text: string,
  { isName, near }: { isName: (name: string) => boolean; near: (text: string) => string[] },
): void {
  const blanks = [...text.trim().matchAll(/\s+/g)].toReversed();
  const pairs = blanks
    .map(({ index }) => [text.trim().slice(0, index), text.trim().slice(index)].map(unquote))
    .filter(([before = '', after = '']) => isName(before) && after !== '');
  const ways = pairs.map(([before, after]) => `"${before}" to "${after}"`);
  // "VIP Custmer" is rather "VIP Customer" than "VIP".
  const isOneName = near(unquote(text)).some((name) => !pairs.some(([before = '']) => areSame(before, name)));
  if (ways[0] === undefined || isOneName) return;
  throw new RollcallError('invalid-input', 'Type "to" between the two names.', {
    hint: `For example: ${ways[0]}`,
    instead: ways,
  });
}

const areSame = (one: string, other: string): boolean => fold(one) === fold(other);

const given = ([before, after]: [string, string]): TwoParts => ({
  ...(before === '' ? {} : { before }),
  ...(after === '' ? {} : { after }),
});

/** Someone's address and the name of what they may be in; what was not typed is missing. */
export interface AskedWhy {
  email?: string;
  name?: string;
}

/**
 * Splits `ada@x.org in Lapsed VIPs`. The order may be the other one, the word between them may be "for" or missing, and
 * so may either part.
 *
 * @param isName whether something has this name: it may contain "in"
 * @example readWhy('in Lapsed VIPs', isName) // { name: 'Lapsed VIPs' }
 */
export function readWhy(text: string, isName: (name: string) => boolean): AskedWhy {
  const whole = unquote(text);
  if (whole === '') return {};
  if (isName(whole)) return { name: whole };
  const pairs = partsAt(text, '(?:in|for)');
  const found =
    pairs.find(([email, name]) => isAddress(email) && isName(name)) ??
    pairs.map(swapped).find(([email, name]) => isAddress(email) && isName(name));
  if (found !== undefined) return asked(found);
  const beside = besideAddress(text);
  if (beside !== undefined && isName(beside[1])) return asked(beside);
  const partial =
    pairs.find(([email, name]) => email === '' && isName(name)) ??
    pairs.map(swapped).find(([email, name]) => email === '' && isName(name)) ??
    // The words before it aren't an address: the answer says so.
    pairs.find(([, name]) => isName(name)) ??
    pairs.find(([email]) => isAddress(email)) ??
    pairs.map(swapped).find(([email]) => isAddress(email)) ??
    beside ??
    pairs[0];
  if (partial !== undefined) return asked(partial);
  return isAddress(whole) ? { email: whole } : { name: whole };
}

const swapped = ([before, after]: [string, string]): [string, string] => [after, before];

const asked = ([email, name]: [string, string]): AskedWhy => ({
  ...(email === '' ? {} : { email }),
  ...(name === '' ? {} : { name }),
});

/** `ada@x.org`, `Ada <ada@x.org>` */
const isAddress = (text: string): boolean => /^(?:[^@]*\s)?[^\s@]+@[^\s@]+$/.test(text);

/** The address that the text begins or ends with, and the rest of it. */
function besideAddress(text: string): [string, string] | undefined {
  const [, first, behind] = /^(\S+@\S+?),?\s+(.+)$/s.exec(text) ?? [];
  if (first !== undefined && behind !== undefined) return [unquote(first), unquote(behind)];
  const [, before, last] = /^(.+?),?\s+(\S+@\S+)$/s.exec(text) ?? [];
  return before === undefined || last === undefined ? undefined : [unquote(last), unquote(before)];
}
