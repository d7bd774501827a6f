import type { Problem } from '../problem.ts';
import type { Calendar } from './calendar.ts';
import type { Token } from './tokens.ts';
import { canonicalWord } from './words.ts';

/** A text being read. */
export interface Phrase {
  tokens: Token[];
  calendar: Calendar;
  /** The farthest token that anything was expected at: where an error points to. */
  farthest: number;
  /** What was nearly right: an impossible date, a date with two readings. Shown when nothing else was understood. */
  trouble: (Omit<Problem, 'at' | 'length'> & { from: number; to: number }) | undefined;
  /** How a reading was chosen, by the token it begins at: shown if that reading wins. */
  notes: Map<number, string>;
  memo: Map<Rule<unknown>, (Hit<unknown>[] | undefined)[]>;
}

/** A reading of the tokens from where a rule began up to `end`. */
export interface Hit<T> {
  value: T;
  end: number;
}

/** All readings that begin at a token, at most one for each end: the earlier alternative wins. */
export type Rule<T> = (phrase: Phrase, at: number) => Hit<T>[];

type Values<Rules extends readonly Rule<unknown>[]> = {
  [key in keyof Rules]: Rules[key] extends Rule<infer T> ? T : never;
};

/** One of the words or signs. */
export function word<const W extends string>(...words: W[]): Rule<W> {
  const set = new Set<string>(words);
  return (phrase, at) => {
    const token = phrase.tokens[at];
    if (token === undefined || token.kind === 'number' || !set.has(token.text)) {
      phrase.farthest = Math.max(phrase.farthest, at);
      return [];
    }
    return [{ value: token.text as W, end: at + 1 }];
  };
}

/** Words one after the other, spaces between them: `words('day', 'after')`. */
export function words(text: string): Rule<string> {
  const rule = seq(...text.split(' ').map((each) => word(canonicalWord(each))));
  return map(rule, () => text);
}

/** A word that stands for a value. */
export function oneOf<T>(table: Record<string, T>): Rule<T> {
  const known = new Map(Object.entries(table));
  return (phrase, at) => {
    const token = phrase.tokens[at];
    if (token?.kind === 'word' && known.has(token.text)) {
      return [{ value: known.get(token.text) as T, end: at + 1 }];
    }
    phrase.farthest = Math.max(phrase.farthest, at);
    return [];
  };
}

/** One after the other. */
export function seq<const Rules extends readonly Rule<unknown>[]>(...rules: Rules): Rule<Values<Rules>> {
  return (phrase, at) => {
    let hits: Hit<unknown[]>[] = [{ value: [], end: at }];
    for (const rule of rules) {
      const longer: Hit<unknown[]>[] = [];
      for (const hit of hits) {
        for (const more of rule(phrase, hit.end)) {
          if (!longer.some((other) => other.end === more.end)) {
            longer.push({ value: [...hit.value, more.value], end: more.end });
          }
        }
      }
      if (longer.length === 0) return [];
      hits = longer;
    }
    return hits as Hit<Values<Rules>>[];
  };
}

/** Any of the rules, the first one first. */
export function alt<T>(...rules: Rule<T>[]): Rule<T> {
  return (phrase, at) => {
    const hits: Hit<T>[] = [];
    for (const rule of rules) {
      for (const hit of rule(phrase, at)) {
        if (!hits.some((other) => other.end === hit.end)) hits.push(hit);
      }
    }
    return hits;
  };
}

/** The rule, or nothing; what is there is preferred. */
export function opt<T>(rule: Rule<T>): Rule<T | undefined> {
  return (phrase, at) => {
    const hits: Hit<T | undefined>[] = rule(phrase, at);
    return hits.some((hit) => hit.end === at) ? hits : [...hits, { value: undefined, end: at }];
  };
}

/** What a reading means; `undefined` refuses it. */
export function map<T, U>(
  rule: Rule<T>,
  meaning: (value: T, phrase: Phrase, from: number, to: number) => U | undefined,
): Rule<U> {
  return (phrase, at) => {
    const hits: Hit<U>[] = [];
    for (const hit of rule(phrase, at)) {
      const value = meaning(hit.value, phrase, at, hit.end);
      if (value !== undefined) hits.push({ value, end: hit.end });
    }
    return hits;
  };
}

/** Only where nothing stands between the first token and the one before. */
export function glued<T>(rule: Rule<T>): Rule<T> {
  return (phrase, at) => (phrase.tokens[at]?.glued ? rule(phrase, at) : []);
}

/** A rule that is named later, and read once for each place: what keeps the time bounded. */
export function lazy<T>(find: () => Rule<T>): Rule<T> {
  let rule: Rule<T> | undefined;
  const self: Rule<T> = (phrase, at) => {
    rule ??= find();
    let places = phrase.memo.get(self) as (Hit<T>[] | undefined)[] | undefined;
    if (places === undefined) {
      places = [];
      phrase.memo.set(self, places);
    }
    const known = places[at];
    if (known !== undefined) return known;
    // A rule that comes back to the same place without having read anything finds nothing there.
    places[at] = [];
    const hits = rule(phrase, at);
    places[at] = hits;
    return hits;
  };
  return self;
}

/** A number written in digits. */
export function digits(least: number, most: number, length?: { min: number; max: number }): Rule<number> {
  return (phrase, at) => {
    const token = phrase.tokens[at];
    if (
      token?.kind !== 'number' ||
      token.value < least ||
      token.value > most ||
      (length !== undefined && (token.text.length < length.min || token.text.length > length.max))
    ) {
      phrase.farthest = Math.max(phrase.farthest, at);
      return [];
    }
    return [{ value: token.value, end: at + 1 }];
  };
}

/** Remembers what was nearly right and refuses it. */
export function refuse(
  phrase: Phrase,
  from: number,
  to: number,
  message: string,
  suggestions: string[] = [],
): undefined {
  phrase.trouble ??= { from, to, message, suggestions };
  return undefined;
}
