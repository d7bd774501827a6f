import type { Problem } from '../lib/problem.ts';
import type { Calendar } from './calendar.ts';
import type { Period } from './schema.ts';
import type { Token } from './tokens.ts';
import { canonicalWord } from './words.ts';

/** A text while it is read. */
export interface Phrase {
  text: string;
  tokens: Token[];
  calendar: Calendar;
  /** The farthest token at which a rule expected something. Errors point here. */
  farthest: number;
  /** What was nearly right: an impossible date, a date with two readings. Shown if no reading was found. */
  trouble: (Omit<Problem, 'at' | 'length'> & { from: number; to: number }) | undefined;
  /** How a reading was chosen. Shown if the period is part of the final reading. */
  notes: WeakMap<Period, string>;
  /** Which occurrence of a yearly name the text means: "this March". */
  sides: WeakMap<Period, 'this' | 'last' | 'next'>;
  memo: Map<Rule<unknown>, (Hit<unknown>[] | undefined)[]>;
}

/** A reading of the tokens from the start of a rule up to `end`. */
export interface Hit<T> {
  value: T;
  end: number;
}

/** All readings that begin at a token, at most one for each end. The earlier alternative wins. */
export interface Rule<T> {
  (phrase: Phrase, at: number): Hit<T>[];
  /** The tokens that it can begin with. If this is missing, any token. */
  starts?: () => Starts;
}

/** What a rule can begin with, so that we never try an alternative that can't match. */
interface Starts {
  words: Set<string>;
  number: boolean;
  /** Can match without any tokens. */
  empty: boolean;
  any: boolean;
}

type Values<Rules extends readonly Rule<unknown>[]> = {
  [key in keyof Rules]: Rules[key] extends Rule<infer T> ? T : never;
};

const none: Hit<never>[] = [];

/** One of the words or signs. */
export function word<const W extends string>(...words: W[]): Rule<W> {
  return oneOf(Object.fromEntries(words.map((each) => [each, each])) as Record<string, W>);
}

/** Several words in a row: `words('day after')`. */
export function words(text: string): Rule<string> {
  return map(seq(...text.split(' ').map((each) => word(canonicalWord(each)))), () => text);
}

/** Words or signs, each of which stands for a value. */
export function oneOf<T>(table: Record<string, T>): Rule<T> {
  const known = new Map(Object.entries(table));
  const rule = (phrase: Phrase, at: number): Hit<T>[] => {
    const token = phrase.tokens[at];
    if (token !== undefined && token.kind !== 'number' && known.has(token.text)) {
      return [{ value: known.get(token.text) as T, end: at + 1 }];
    }
    return nothing(phrase, at);
  };
  return starting(rule, () => ({ words: new Set(known.keys()), number: false, empty: false, any: false }));
}

/** A number written in digits. */
export function digits(least: number, most: number, length?: { min: number; max: number }): Rule<number> {
  const rule = (phrase: Phrase, at: number): Hit<number>[] => {
    const token = phrase.tokens[at];
    if (
      token?.kind !== 'number' ||
      token.value < least ||
      token.value > most ||
      (length !== undefined && (token.text.length < length.min || token.text.length > length.max))
    ) {
      return nothing(phrase, at);
    }
    return [{ value: token.value, end: at + 1 }];
  };
  return starting(rule, () => ({ words: new Set(), number: true, empty: false, any: false }));
}

/** Several rules in a row. */
export function seq<const Rules extends readonly Rule<unknown>[]>(...rules: Rules): Rule<Values<Rules>> {
  const [first, ...others] = rules as readonly Rule<unknown>[];
  if (first === undefined) throw new Error('A sequence needs a rule.');
  const rule = (phrase: Phrase, at: number): Hit<Values<Rules>>[] => {
    const begun = first(phrase, at);
    // Most sequences end here: this keeps them free of copies.
    if (begun.length === 0) return none;
    let hits: Hit<unknown[]>[] = begun.map(({ value, end }) => ({ value: [value], end }));
    for (const each of others) {
      const longer: Hit<unknown[]>[] = [];
      for (const hit of hits) {
        for (const more of each(phrase, hit.end)) {
          if (!reaches(longer, more.end)) longer.push({ value: [...hit.value, more.value], end: more.end });
        }
      }
      if (longer.length === 0) return none;
      hits = longer;
    }
    return hits as Hit<Values<Rules>>[];
  };
  return starting(rule, () => {
    const all: Starts = { words: new Set(), number: false, empty: true, any: false };
    for (const each of rules) {
      if (!all.empty) break;
      all.empty = false;
      unite(all, startsOf(each));
    }
    return all;
  });
}

/** Any of the rules, the first one first. Tries only the rules that can begin with the current token. */
export function alt<T>(...rules: Rule<T>[]): Rule<T> {
  const byToken = new Map<string, Rule<T>[]>();
  const possible = (token: Token | undefined): Rule<T>[] => {
    const key = token === undefined ? '' : token.kind === 'number' ? '0' : token.text;
    let found = byToken.get(key);
    if (found === undefined) {
      found = rules.filter((each) => canStart(startsOf(each), token));
      // The words that no rule begins with are unlimited, so they share one entry.
      if (found.length > 0 || byToken.size < 1000) byToken.set(key, found);
    }
    return found;
  };
  const rule = (phrase: Phrase, at: number): Hit<T>[] => {
    const candidates = possible(phrase.tokens[at]);
    if (candidates.length === 0) return nothing(phrase, at);
    let hits: Hit<T>[] = none;
    for (const each of candidates) {
      const more = each(phrase, at);
      if (more.length === 0) continue;
      if (hits.length === 0) {
        hits = more;
        continue;
      }
      const fresh = more.filter((hit) => !reaches(hits, hit.end));
      if (fresh.length > 0) hits = [...hits, ...fresh];
    }
    return hits;
  };
  return starting(rule, () => {
    const all: Starts = { words: new Set(), number: false, empty: false, any: false };
    for (const each of rules) unite(all, startsOf(each));
    return all;
  });
}

/** The rule, or nothing. Prefers a match. */
export function opt<T>(rule: Rule<T>): Rule<T | undefined> {
  const both = (phrase: Phrase, at: number): Hit<T | undefined>[] => {
    const hits: Hit<T | undefined>[] = canStart(startsOf(rule), phrase.tokens[at]) ? rule(phrase, at) : none;
    if (hits.length === 0) return [{ value: undefined, end: at }];
    return reaches(hits, at) ? hits : [...hits, { value: undefined, end: at }];
  };
  return starting(both, () => ({ ...startsOf(rule), empty: true }));
}

/** Turns a reading into its meaning; `undefined` refuses it. */
export function map<T, U>(
  rule: Rule<T>,
  meaning: (value: T, phrase: Phrase, from: number, to: number) => U | undefined,
): Rule<U> {
  const mapped = (phrase: Phrase, at: number): Hit<U>[] => {
    const found = rule(phrase, at);
    if (found.length === 0) return none;
    const hits: Hit<U>[] = [];
    for (const hit of found) {
      const value = meaning(hit.value, phrase, at, hit.end);
      if (value !== undefined) hits.push({ value, end: hit.end });
    }
    return hits;
  };
  return starting(mapped, () => startsOf(rule));
}

/** Matches only if nothing separates the first token from the one before it. */
export function withoutBlank<T>(rule: Rule<T>): Rule<T> {
  return starting(
    (phrase: Phrase, at: number) => (phrase.tokens[at]?.glued ? rule(phrase, at) : none),
    () => startsOf(rule),
  );
}

/** A rule that is defined later. Reads each position once, which keeps the running time bounded. */
export function lazy<T>(find: () => Rule<T>): Rule<T> {
  let rule: Rule<T> | undefined;
  let starts: Starts | undefined;
  const self = (phrase: Phrase, at: number): Hit<T>[] => {
    rule ??= find();
    let places = phrase.memo.get(self) as (Hit<T>[] | undefined)[] | undefined;
    if (places === undefined) {
      places = [];
      phrase.memo.set(self, places);
    }
    const known = places[at];
    if (known !== undefined) return known;
    // A rule that returns to the same position without reading anything finds nothing there.
    places[at] = none;
    const hits = canStart(startsOf(self as Rule<T>), phrase.tokens[at])
      ? rule(phrase, at)
      : nothing(phrase, at);
    places[at] = hits;
    return hits;
  };
  return starting(self, () => {
    if (starts === undefined) {
      starts = { words: new Set(), number: false, empty: false, any: false };
      rule ??= find();
      starts = startsOf(rule);
    }
    return starts;
  });
}

/** Declares which tokens a handwritten rule can begin with. */
export function starting<T>(rule: (phrase: Phrase, at: number) => Hit<T>[], starts: () => Starts): Rule<T> {
  let known: Starts | undefined;
  return Object.assign(rule, {
    starts: () => {
      known ??= starts();
      return known;
    },
  });
}

/** Records what was nearly right, and refuses it. */
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

function startsOf(rule: Rule<unknown>): Starts {
  return rule.starts?.() ?? { words: new Set(), number: false, empty: false, any: true };
}

function unite(all: Starts, more: Starts): void {
  for (const each of more.words) all.words.add(each);
  all.number ||= more.number;
  all.empty ||= more.empty;
  all.any ||= more.any;
}

function canStart(starts: Starts, token: Token | undefined): boolean {
  if (starts.any || starts.empty) return true;
  if (token === undefined) return false;
  return token.kind === 'number' ? starts.number : starts.words.has(token.text);
}

function reaches(hits: Hit<unknown>[], end: number): boolean {
  for (const hit of hits) if (hit.end === end) return true;
  return false;
}

function nothing(phrase: Phrase, at: number): Hit<never>[] {
  if (at > phrase.farthest) phrase.farthest = at;
  return none;
}
