import { areAlike, wordsOf } from './likeness.ts';
import type { Problem } from './problem.ts';

/** What reading a text gives: its meaning, or the first thing that is wrong, whose suggestions nobody has checked yet. */
export type Outcome<Meaning> = { ok: true; meaning: Meaning } | { ok: false; problem: Problem };

export interface Language<Meaning> {
  read: (text: string) => Outcome<Meaning>;
  /** Whether what was understood of the refused text is in this meaning. */
  keeps: (meaning: Meaning) => boolean;
}

/** How many are offered, and how much is tried for them: a text with several faults is mended one after the other. */
const most = { offers: 3, steps: 3, tried: 40 };

/**
 * What may be offered in place of a refused text: the one place that decides it, for dates and rules. A candidate is offered only if
 * it is understood, if every word but those at fault is still in it, if what stands for those is like them (or is one of the
 * meanings that the words have), and if what was understood of the text is part of its meaning. Nothing is offered otherwise.
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
  for (let step = 0; step < most.steps && open.length > 0; step += 1) {
    const next: typeof open = [];
    for (const refused of open) {
      for (const candidate of candidatesOf(refused, step)) {
        if (offers.length === most.offers || tried === most.tried) return offers;
        if (seen.has(candidate)) continue;
        seen.add(candidate);
        tried += 1;
        const outcome = language.read(candidate);
        if (!outcome.ok) next.push({ text: candidate, problem: outcome.problem });
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

/** The first group of examples whose first one fits, and of it those that do. */
export function fitting(
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
 * What may be tried in place of a refused text. If a question comes up while another fault is mended, all of its answers have to
 * be like what was typed: one of several meanings alone would look like the only one.
 */
function candidatesOf({ text, problem }: { text: string; problem: Problem }, step: number): string[] {
  const { asks, ...unasked } = problem;
  const kept = problem.suggestions.filter((candidate) =>
    keepsWords(text, step > 0 ? unasked : problem, candidate),
  );
  return step > 0 && asks && kept.length < problem.suggestions.length ? [] : kept;
}

/** Whether all words outside the fault stand in the candidate in their order, and those in it are replaced by something like them. */
function keepsWords(text: string, { at, length, asks }: Problem, candidate: string): boolean {
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
  // What is said again ("or country is not GB") adds nothing.
  const again = new Set(typed.filter(({ atFault }) => !atFault).map((word) => word.text));
  return asks === true || areAlike(fault, kept.others, again);
}

/** The words of a text that are none of those that it has to hold in their order; undefined if it does not hold them. */
function alignment(held: readonly string[], words: readonly string[]): { others: string[] } | undefined {
  // Those at the end are found from the end, so that a repeated word is matched where it stands.
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
