import { defined } from '../../lib/defined.ts';
import { namedLike } from '../../lib/names.ts';
import { type Outcome, offersFor } from '../../lib/offers.ts';
import type { Problem } from '../../lib/problem.ts';
import type { RuleContext } from '../context.ts';
import type { Rule } from '../schema.ts';
import { examplesAt } from './examples.ts';
import { namedInPlural } from './parsing/ahead/plural.ts';
import { problemOfTagged } from './parsing/names/mistyped-tagged.ts';
import { problemOfDoubles } from './parsing/reader/doubled.ts';
import type { Reader } from './parsing/reader/reader.ts';
import { problemsOfSigns } from './parsing/reader/signs.ts';
import { problemOfAnyBut } from './parsing/values/any-but.ts';
import { quoteName } from './quote.ts';
import { slipsOf } from './slips.ts';
import type { Token } from './tokens.ts';
import { holdsAll, understoodIn } from './understood.ts';

/** A sentence that was not understood, with suggestions that are not checked yet. */
export interface Refused {
  ok: false;
  problems: Problem[];
  reader?: Reader;
}

export interface Language {
  context: RuleContext;
  read: (sentence: string) => { ok: true; rule: Rule } | Refused;
}

export const nothingSaid: Problem = { at: 0, length: 0, message: '', suggestions: [] };

/**
 * How many characters we may parse to find offers for one sentence. Sentences of up to 150 characters are
 * tried in all ways; one of 4,000 with a fault in each part took seconds.
 */
const mostRead = 20_000;

/**
 * The problems of a refused sentence, with what is offered instead. If nothing can be offered for the first
 * one, its cause may be elsewhere: at a sign ("plan is pro & seats > 5"), or at a mistyped word near it ("has
 * nto opened"). The problem of the whole sentence is then that.
 */
export function advisedProblems(text: string, refused: Refused, language: Language): Problem[] {
  const { problems, reader } = refused;
  const [first] = problems;
  const shared = withBudget(language);
  let understood: Understood | undefined;
  const heard = () => {
    understood ??= reader === undefined ? [] : understoodIn(reader);
    return understood;
  };
  const advise = (problem: Problem, steps?: number, beside = heard) =>
    advised(text, problem, { heard: beside, language: shared, ...defined({ steps }) });
  const own = problems.map((problem) => advise(problem));
  if (first === undefined || reader === undefined) return own;
  const said = (words: string) => saidName(words, language.context);
  const signs = problemsOfSigns(text, reader.tokens, first, said);
  const slips = slipProblems(text, reader.tokens, first, language.context);
  const sure = [
    problemOfDoubles(text, reader.tokens),
    problemOfAnyBut(reader),
    problemOfTagged(reader),
  ].filter((problem) => problem !== undefined);
  for (const cause of sure) {
    // A condition with the words at fault was understood otherwise than it is meant.
    const found = advise(cause, 1, () => understoodIn({ ...reader, problems: [...problems, cause] }));
    if (found.suggestions.length > 0) return [found];
  }
  const causes = [...signs.beside, first, ...signs.elsewhere, ...slips.likely];
  // What one change mends is likelier than what takes several, and a word is rarely another one by a wrong letter.
  for (const [some, steps] of [[causes, 1], [causes], [slips.others]] as const) {
    for (const cause of some) {
      const found = advise(cause, steps);
      if (found.suggestions.length === 0) continue;
      if (cause === first) return own;
      found.message = messageOf(text, cause, found.suggestions);
      return [found];
    }
  }
  // Nothing parses, but a sign between two words is at fault anyway.
  const [sign] = signs.beside;
  return sign === undefined || !signs.isAlone || first.unknown !== undefined
    ? own
    : [advise({ ...sign, suggestions: [] })];
}

/** How a rule says the name of exactly one tag or segment, or its plural. */
function saidName(words: string, { names }: RuleContext): string | undefined {
  const called = (things: readonly { name: string }[]) => [
    ...namedLike(things, words),
    ...namedInPlural(things, words),
  ];
  const said = [
    ...called(names.tags).map(({ name }) => `tagged ${quoteName(name)}`),
    ...called(names.segments).map(({ name }) => `in segment ${quoteName(name)}`),
  ];
  return said.length === 1 ? said[0] : undefined;
}

/** Of several words that a mistyped one may mean, only those that are offered. */
function messageOf(text: string, cause: Problem, offered: readonly string[]): string {
  if (cause.slip !== true) return cause.message;
  const after = text.length - cause.at - cause.length;
  const meant = cause.suggestions
    .filter((each) => offered.includes(each))
    .map((each) => each.slice(cause.at, each.length - after));
  return meant.length === 0 ? cause.message : slipMessage(wordsAt(text, cause), meant);
}

const wordsAt = (text: string, { at, length }: Problem): string => text.slice(at, at + length);

const slipMessage = (typed: string, meant: readonly string[]): string =>
  `Rollcall doesn’t recognize "${typed}" here; did you mean ${meant.map((each) => `"${each}"`).join(' or ')}?`;

type Understood = ReturnType<typeof understoodIn>;

/** The same language, which reads nothing twice, and no more than is worth the time. */
function withBudget({ context, read }: Language): Language {
  let left = mostRead;
  const found = new Map<string, ReturnType<Language['read']>>();
  return {
    context,
    read: (sentence) => {
      const before = found.get(sentence);
      if (before !== undefined) return before;
      left -= sentence.length;
      if (left < 0) return { ok: false, problems: [] };
      const outcome = read(sentence);
      found.set(sentence, outcome);
      return outcome;
    },
  };
}

/** A problem with its offers. Both are computed only on request: most refusals are never shown. */
function advised(
  text: string,
  problem: Problem,
  { heard, language, steps }: { heard: () => Understood; language: Language; steps?: number },
): Problem {
  let offers: string[] | undefined;
  let examples: string[] | undefined;
  const { slip: _, ...shown } = problem;
  return {
    ...shown,
    get suggestions() {
      if (offers !== undefined) return offers;
      offers = offersFor(text, problem, {
        read: (candidate) => outcomeOf(candidate, language),
        keeps: (rule) => holdsAll(rule, heard(), { anyScope: problem.asks === true }),
        ...defined({ steps }),
      });
      return offers;
    },
    get examples() {
      if (examples !== undefined) return examples;
      const isOpen = problem.asks !== true || this.suggestions.length === 0;
      const isUnderstood = (sentence: string) => language.read(sentence).ok;
      examples = isOpen
        ? (ownExamples(text, problem, isUnderstood) ??
          examplesAt(text, problem, language.context, isUnderstood))
        : [];
      return examples;
    },
  };
}

/** Those of the problem itself, without the ones that don't fit; undefined if none does. */
function ownExamples(
  text: string,
  { at, examples = [] }: Problem,
  isUnderstood: (sentence: string) => boolean,
): string[] | undefined {
  const fitting = examples.filter((example) => isUnderstood(text.slice(0, at) + example));
  return fitting.length === 0 ? undefined : fitting;
}

function outcomeOf(text: string, { read, context }: Language): Outcome<Rule> {
  const outcome = read(text);
  if (outcome.ok) return { ok: true, meaning: outcome.rule };
  const [first] = outcome.problems;
  if (first === undefined) return { ok: false, problems: [] };
  const tokens = outcome.reader?.tokens ?? [];
  const { likely, others } = slipProblems(text, tokens, first, context);
  return { ok: false, problems: [first, ...likely, ...others] };
}

/** How far from the words at fault a mistyped word may be: "has nto opened" is refused at "has". */
const REACH = { before: 3, after: 4 };
const mostSlips = 4;

/**
 * The mistyped words of the language in the words at fault or near them, the nearest first; `others` have a
 * wrong letter.
 */
function slipProblems(
  text: string,
  tokens: readonly Token[],
  { at, length }: Problem,
  context: RuleContext,
): { likely: Problem[]; others: Problem[] } {
  const from = tokens.findIndex((token) => token.at + token.length > at);
  const start = from < 0 ? tokens.length : from;
  const end = tokens.findLastIndex((token) => token.at < at + Math.max(1, length));
  const around = tokens.slice(Math.max(0, start - REACH.before), end + 1 + REACH.after);
  const distance = (token: Token) =>
    token.at + token.length <= at ? 2 : token.at >= at + Math.max(1, length) ? 1 : 0;
  const slips = around
    .toSorted((one, other) => distance(one) - distance(other))
    .map((token) => ({ token, groups: groupsFor(text, token, context) }))
    .filter(({ groups }) => groups.some((group) => group.length > 0));
  const near = slips.slice(0, mostSlips);
  const problems = (some: (groups: string[][]) => string[][]) =>
    near.flatMap(({ token, groups }) =>
      some(groups).flatMap((meant) => (meant.length === 0 ? [] : [slipProblem(text, token, meant)])),
    );
  return { likely: problems((groups) => groups.slice(0, 2)), others: problems((groups) => groups.slice(2)) };
}

function slipProblem(text: string, token: Token, meant: readonly string[]): Problem {
  const { at } = token;
  const typed = signOrWord(text, token);
  const end = at + typed.length;
  return {
    at,
    length: typed.length,
    message: slipMessage(typed, meant),
    suggestions: meant.map((each) => text.slice(0, at) + each + text.slice(end)),
    slip: true,
  };
}

/** Comparison signs in the wrong order are two tokens. */
const turned: Record<string, string> = { '=>': '>=', '=<': '<=' };
const signOrWord = (text: string, { at, length }: Token): string =>
  Object.keys(turned).find((sign) => text.startsWith(sign, at)) ?? text.slice(at, at + length);

/** What a token may mean; "!vip" and "-vip" are "not" in the searches of other programs. */
function groupsFor(text: string, token: Token, context: RuleContext): string[][] {
  const sign = turned[signOrWord(text, token)];
  if (sign !== undefined) return [[sign]];
  if (token.kind !== 'word') return [];
  const [, rest] = /^[!-](\p{L}.*)$/u.exec(token.text) ?? [];
  return rest === undefined ? slipsOf(token.text, context) : [[`not ${rest}`]];
}
