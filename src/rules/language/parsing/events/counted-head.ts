import { eventKindNames, eventKinds } from '../../../operators.ts';
import { numberWords } from '../../words.ts';
import { seeAttribute } from '../ahead/named.ts';
import { seeForm } from '../ahead/own-form.ts';
import { peek, type Read, type Reader, see, take } from '../reader/reader.ts';
import { readCount, type SaidCount } from './count.ts';

const none = ['no', 'zero', 'not a', 'not any'];
/** After a "not": "not a single click". */
export const single = ['a single', 'even a single', 'one single', 'even one'];
const some = ['any', 'an', 'a', 'some'];

/** Whether "no opens", "at least 3 clicks" or "2+ purchases" begins `offset` tokens from here. */
export function countedEventStarts(reader: Reader, offset = 0): boolean {
  const first = peek(reader, offset)?.lower ?? '';
  if (!/^\d/.test(first) && !firsts.has(first) && !Object.hasOwn(numberWords, first)) return false;
  return readHead({ ...reader, next: reader.next + offset, problems: [] }, false) !== undefined;
}

const firsts = new Set(
  'no at more fewer less exactly over under between up > >= < <= ≥ ≤ = just only not minimum maximum a from'.split(
    ' ',
  ),
);

/** How often, and the noun of an event: "at least 3 opens", "no clicks". */
export interface Head {
  event: string;
  /** The token of its noun. */
  at: number;
  count?: SaidCount;
  none: boolean;
}

/**
 * The count and the noun.
 *
 * @param having after "with" or "has", a plural needs no count
 * @param negated after "not", "a single" counts nothing
 */
export function readHead(reader: Reader, having: boolean, negated = false): Read<Head> | undefined {
  const article = take(reader, [...none, ...(having ? some : []), ...(negated ? single : [])]);
  if (article !== undefined) {
    const at = reader.next;
    const event = takeNoun(reader);
    return event === undefined ? undefined : { event, at, none: none.includes(article) };
  }
  if (having && /s$/.test(peek(reader)?.lower ?? '')) {
    const at = reader.next;
    const event = takeNoun(reader);
    if (event !== undefined) return { event, at, none: false };
  }
  const noun = findNoun(reader);
  if (noun === undefined) return undefined;
  const count = readCount(reader, [noun.words]);
  if (count === undefined || count === null) return count;
  const isNone = count.count.operator === 'exactly' && count.count.n === 0;
  const { event, at } = noun;
  return isNone ? { event, at, none: true } : { event, at, count, none: false };
}

/** Reads the noun of an event. */
export function takeNoun(reader: Reader): string | undefined {
  const noun = seeNoun(reader, 0);
  if (noun !== undefined) reader.next += noun.words.split(' ').length;
  return noun?.event;
}

/** The noun that the number counts, a few words further: "at least 3 opens". */
function findNoun(reader: Reader): { event: string; words: string; at: number } | undefined {
  for (let offset = 1; offset <= 6; offset += 1) {
    const noun = seeNoun(reader, offset);
    if (noun !== undefined) return { ...noun, at: reader.next + offset };
  }
  return undefined;
}

function seeNoun(reader: Reader, offset: number): { event: string; words: string } | undefined {
  const noun = seeAnyNoun(reader, offset);
  // "An open rate over 20" if that is an attribute.
  const attribute = noun && seeAttribute(reader, offset);
  return (attribute?.length ?? 0) > (noun?.words.split(' ').length ?? 0) ? undefined : noun;
}

function seeAnyNoun(reader: Reader, offset: number): { event: string; words: string } | undefined {
  // The longest: "emails" are received, "emails opened" are opened.
  const nouns = eventKindNames.flatMap((event) => {
    const words = see(reader, eventKinds[event].nouns, offset);
    return words === undefined ? [] : [{ event, words }];
  });
  const [noun] = nouns.toSorted((one, other) => other.words.length - one.words.length);
  if (noun !== undefined) return noun;
  const own = seeForm(reader, ['nouns'], offset);
  const [event, other] = own?.names ?? [];
  if (own === undefined || event === undefined || other !== undefined) return undefined;
  const words = Array.from({ length: own.length }, (_, index) => peek(reader, offset + index)?.lower ?? '');
  return { event, words: words.join(' ') };
}
