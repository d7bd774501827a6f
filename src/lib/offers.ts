import { areAlike, wordsOf } from './likeness.ts';
import type { Problem } from './problem.ts';
import { nearest } from './words.ts';

/**
 * The result of reading a text: its meaning, or what may be wrong with it: usually one problem, with
 * suggestions that are not checked yet.
 */
export type Outcome<Meaning> = { ok: true; meaning: Meaning } | { ok: false; problems: readonly Problem[] };

export interface Language<Meaning> {
  read: (text: string) => Outcome<Meaning>;
  /** Whether this meaning includes what was understood of the refused text. */
  keeps: (meaning: Meaning) => boolean;
  /** How many faults may be fixed one after the other. */
  steps?: number;
}

/** How many are offered, and how many are tried: several faults in a text are fixed one after the other. */
const most = { offers: 3, steps: 3, tried: 40 };

/**
 * What may be offered instead of a refused text: the one place that decides it, for dates and rules. A
 * candidate is offered only if it parses, if it keeps every word except those at fault, if the replacement is
 * similar to those (or is one of their meanings), and if its meaning includes what was understood of the
 * text. Otherwise nothing is offered.
 *
 * @param problem with the candidates: whole texts, best first
 * @example
 * offersFor('tagged vpi', { at: 7, length: 3, message: '…', suggestions: ['tagged vip', 'everyone'] }, rules)
 * // ['tagged vip']
 */
export function offersFor<Meaning>(text: string, problem: Problem, language: Language<Meaning>): string[] {
  const offers: string[] = [];
  const seen = new Set([text]);
  const meanings = new Set<string>();
  let tried = 0;
  let open = [{ text, problem }];
  for (let step = 0; step < (language.steps ?? most.steps) && open.length > 0; step += 1) {
    const next: typeof open = [];
    for (const refused of open) {
      for (const candidate of candidatesOf(refused, step)) {
        if (offers.length === most.offers || tried === most.tried) return offers;
        if (seen.has(candidate)) continue;
        seen.add(candidate);
        tried += 1;
        const outcome = language.read(candidate);
        if (!outcome.ok) next.push(...outcome.problems.map((each) => ({ text: candidate, problem: each })));
        else if (language.keeps(outcome.meaning)) {
          const meaning = JSON.stringify(outcome.meaning);
          if (!meanings.has(meaning)) offers.push(candidate);
          meanings.add(meaning);
        }
      }
    }
    open = next;
  }
  return offers;
}

/** The first group of examples whose first example fits, without the ones that don't. */
export function fittingExamples(
  groups: readonly (readonly string[])[],
  fits: (example: string) => boolean,
): string[] {
  for (const group of groups) {
    const [first] = group;
    if (first !== undefined && fits(first)) return group.filter(fits).slice(0, most.offers);
  }
  return [];
}

/**
 * What may be tried instead of a refused text. If fixing another fault raises a question, all of its answers
 * must be similar to what was typed: a single one of several meanings would look like the only one.
 */
function candidatesOf({ text, problem }: { text: string; problem: Problem }, step: number): string[] {
  const { asks, ...unasked } = problem;
  const kept = problem.suggestions.filter((candidate) =>
    keepsWords(text, step > 0 ? unasked : problem, candidate),
  );
  return step > 0 && asks && kept.length < problem.suggestions.length ? [] : kept;
}

/** Whether the candidate has all words outside the fault, in order, and similar words for those in it. */
function keepsWords(text: string, { at, length, asks, slip }: Problem, candidate: string): boolean {
  const typed = wordsOf(text).map((word) => ({
    text: word.text,
    atFault: word.at < at + length && word.end > at,
  }));
  const kept = alignment(
    typed.filter(({ atFault }) => !atFault).map((word) => word.text),
    wordsOf(candidate).map((word) => word.text),
  );
  if (kept === undefined) return false;
  const fault = typed.filter(({ atFault }) => atFault).map((word) => word.text);
  // Repeating a word ("or country is not GB") adds nothing.
  const again = new Set(typed.filter(({ atFault }) => !atFault).map((word) => word.text));
  return (
    asks === true ||
    slip === true ||
    areAlike(fault, kept.others, again) ||
    isMisspelt(text, { at, length }, candidate)
  );
}

/** Whether a name differs by a few characters, some of which are no letters: "R&E" for "R&D". */
function isMisspelt(
  text: string,
  { at, length }: { at: number; length: number },
  candidate: string,
): boolean {
  const end = candidate.length - (text.length - at - length);
  if (
    end < at ||
    candidate.slice(0, at) !== text.slice(0, at) ||
    candidate.slice(end) !== text.slice(at + length)
  )
    return false;
  const bare = (name: string) => name.replace(/^["“']|["”']$/g, '');
  const [typed, instead] = [bare(text.slice(at, at + length)), bare(candidate.slice(at, end))];
  return (
    !/^[!-]/.test(typed) && /[^\p{L}\p{N}\s]/u.test(typed + instead) && nearest(typed, [instead]).length > 0
  );
}

/** The words of a text besides those that it must contain in order; undefined if it doesn't contain them. */
function alignment(held: readonly string[], words: readonly string[]): { others: string[] } | undefined {
  // Words at the end are matched from the end, so that a repeated word is matched at its own place.
  const others: string[] = [];
  let [first, last] = [0, words.length];
  let [from, to] = [0, held.length];
  while (from < to && words[first] === held[from]) {
    first += 1;
    from += 1;
  }
  while (from < to && last > first && words[last - 1] === held[to - 1]) {
    last -= 1;
    to -= 1;
  }
  for (const word of words.slice(first, last)) {
    if (from < to && word === held[from]) from += 1;
    else others.push(word);
  }
  return from === to ? { others } : undefined;
}
