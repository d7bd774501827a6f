import { defined } from '../../lib/defined.ts';
import type { Problem } from '../../lib/problem.ts';
import { bounds, withinBounds } from '../bounds.ts';
import type { RuleContext } from '../context.ts';
import type { Rule } from '../schema.ts';
import { advisedProblems, nothingSaid, type Refused } from './advice.ts';
import { readJoined, refuseLeftover } from './parsing/joins/joined.ts';
import { partedAtColons } from './parsing/reader/colons.ts';
import { partedAtNon } from './parsing/reader/non-words.ts';
import { type Read, type Reader, refuse, rewrite } from './parsing/reader/reader.ts';
import { sentenceInQuestion } from './question.ts';
import { withoutThanks } from './thanks.ts';
import { type Token, tokenize } from './tokens.ts';

export type ParsedRule = { ok: true; rule: Rule; twin?: Twin } | { ok: false; problems: Problem[] };

/**
 * Another possible meaning: for "opened in the last month" (the calendar's), "opened in the past month" (up
 * to now).
 */
export interface Twin {
  sentence: string;
  /** The words that differ: "in the past month"; of several timeframes, all of them. */
  words: string;
}

/** The maximum length of a sentence, in UTF-16 units. */
export const longestSentence = 4000;

/**
 * Parses a sentence: all of it, or nothing. Never throws. Each problem points at words of `text`. Its
 * suggestions are whole sentences that parse and keep every part that was understood (see offers.ts).
 *
 * @example
 * parseRule('tagged vip and not opened in the last 60 days', context)
 * // { ok: true, rule: { type: 'all', rules: [
 * //   { type: 'tagged', match: 'any', tags: [1] },
 * //   { type: 'not', rule: { type: 'event', event: 'opened', timeframe: { kind: 'rolling', … } } } ] } }
 * @example
 * parseRule('tagged vpi', context)
 * // { ok: false, problems: [{ at: 7, length: 3, message: 'No tag "vpi"; did you mean "vip"?',
 * //   suggestions: ['tagged vip'], examples: ['vip', 'beta'] }] }
 */
export function parseRule(text: string, context: RuleContext): ParsedRule {
  const read = readSentence(text, context);
  if (read.ok) return read;
  const asked = sentenceInQuestion(text) ?? withoutMarks(text);
  if (asked !== undefined) return placedIn(text, asked, parseRule(asked, context));
  let problems: Problem[] | undefined;
  return {
    ok: false,
    // Most refusals are never shown.
    get problems() {
      problems ??= advisedProblems(text, read, {
        context,
        read: (sentence) => readSentence(sentence, context),
      });
      return problems;
    },
  };
}

/** A sentence that Slack shows as code or in bold, without the marks around it. */
const withoutMarks = (text: string): string | undefined =>
  /^\s*(`{1,3}|\*)\s*([^`*]+?)\s*\1\s*$/.exec(text)?.[2];

/**
 * The result for the sentence inside a question, with its problems moved to where their words are in the
 * question.
 */
function placedIn(text: string, asked: string, parsed: ParsedRule): ParsedRule {
  if (parsed.ok) return parsed;
  const placed = (problem: Problem): Problem => {
    const place = text.lastIndexOf(asked.slice(problem.at, problem.at + problem.length || undefined));
    const at = { value: place < 0 ? 0 : place, enumerable: true };
    const length = { value: place < 0 ? text.length : problem.length, enumerable: true };
    // Its suggestions stay lazy: they are computed only on request.
    return Object.defineProperties(
      { ...nothingSaid },
      { ...Object.getOwnPropertyDescriptors(problem), at, length },
    );
  };
  let problems: Problem[] | undefined;
  return {
    ok: false,
    get problems() {
      problems ??= parsed.problems.map(placed);
      return problems;
    },
  };
}

type ReadSentence = Extract<ParsedRule, { ok: true }> | Refused;

/** The same with unchecked suggestions. */
function readSentence(text: string, context: RuleContext): ReadSentence {
  if (text.length > longestSentence) {
    const message = `This is longer than ${longestSentence} characters; split it into several segments.`;
    return fail({ at: longestSentence, length: text.length - longestSentence, message, suggestions: [] });
  }
  const odd = /\p{Cc}/u.exec(text.replace(/\s/g, ' '));
  if (odd) {
    const message = 'There’s an invisible character here; remove it.';
    return fail({ at: odd.index, length: 1, message, suggestions: [text.replace(/\p{Cc}/gu, ' ').trim()] });
  }
  const read = tokenize(text);
  if (!read.ok) return fail(read.problem);
  const parted = partedAtNon(partedAtColons(read.tokens, context.names), context.names);
  const tokens = withoutThanks(parted, context.names);
  const whole = readTokens(text, tokens, context);
  if (whole.ok) return whole;
  const plain = withoutThanks(parted, context.names, true);
  const isOther = plain.length < tokens.length || plain.at(-1)?.text !== tokens.at(-1)?.text;
  // A question about the sentence keeps the mark: it could be the end of a value.
  const polite =
    isOther && !whole.problems.some((problem) => problem.asks) ? readTokens(text, plain, context) : whole;
  const asks = (read: ReadSentence) => !read.ok && read.problems.some((problem) => problem.asks);
  return polite.ok || (asks(polite) && !asks(whole)) ? polite : whole;
}

function readTokens(text: string, tokens: Token[], context: RuleContext): ReadSentence {
  const start = { next: 0, problems: [], depth: 0, properties: [], heard: [], twins: [] };
  const reader: Reader = { ...context, text, tokens, ...start };
  const rule = readWhole(reader);
  if (rule === null || reader.problems.length > 0) return { ok: false, problems: reader.problems, reader };
  if (withinBounds(rule)) {
    const twin = twinOf(reader, context);
    return { ok: true, rule, ...defined({ twin }) };
  }
  const message = `This rule is too large: at most ${bounds.nodes} conditions, ${bounds.values} values, ${bounds.depth} deep.`;
  return fail({ at: 0, length: text.length, message, suggestions: [] });
}

/** The sentence with each timeframe that has a twin replaced by it, if the result parses. */
function twinOf(reader: Reader, context: RuleContext): Twin | undefined {
  const twins = [...new Map(reader.twins.map((each) => [each.from, each])).values()].sort(
    (a, b) => a.from - b.from,
  );
  if (twins.length === 0) return undefined;
  const sentence = twins.reduceRight(
    (text, { from, to, words }) => rewrite({ ...reader, text }, from, to, words),
    reader.text,
  );
  return readSentence(sentence, context).ok
    ? { sentence, words: [...new Set(twins.map(({ words }) => words))].join(' and ') }
    : undefined;
}

const fail = (problem: Problem): Refused => ({ ok: false, problems: [problem] });

function readWhole(reader: Reader): Read<Rule> {
  if (reader.tokens.length === 0) {
    const message = 'The rule is empty. Say "everyone" for all contacts, or for example "tagged vip".';
    return refuse(reader, 0, 0, message, ['everyone']);
  }
  const rule = readJoined(reader);
  if (rule === null || reader.next === reader.tokens.length) return rule;
  return refuseLeftover(reader);
}
