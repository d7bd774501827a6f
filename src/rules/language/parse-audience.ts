import type { Problem } from '../../lib/problem.ts';
import { type AudienceParts, audienceOf } from '../audience.ts';
import type { RuleContext } from '../context.ts';
import type { Rule } from '../schema.ts';
import { type ParsedRule, parseRule } from './parse.ts';
import { type Token, tokenize } from './tokens.ts';
import { exceptionWords } from './words.ts';

/**
 * Parses the audience of a campaign: targets, and exclusions after "except", each separated by commas or "or".
 * A comma means "or" here. All of it, or nothing; never throws.
 *
 * @example parseAudience('tagged vip, in segment "Lapsed VIPs", except tagged churned', context)
 * // { ok: true, rule: { type: 'all', rules: [{ type: 'any', rules: [vip, lapsed] }, { type: 'not', rule: churned }] } }
 */
export function parseAudience(text: string, context: RuleContext): ParsedRule {
  const read = tokenize(text);
  if (!read.ok) return { ok: false, problems: [read.problem] };
  const [targets, ...exceptions] = partsOf(text, read.tokens);
  const parts: AudienceParts = { targets: [], exclusions: [] };
  if (targets === undefined || targets.text === '') return refused(0, text.length, nobody);
  const pieces = [targets, ...exceptions];
  for (const [index, piece] of pieces.entries()) {
    if (piece.text === '') return refused(piece.at, 0, 'Who should be left out? Say it after "except".');
    const rule = readPiece(text, piece, context);
    if (!rule.ok) return rule;
    const unclear = index > 0 && isAllOfSeveral(rule.rule) && !piece.text.startsWith('(');
    if (unclear) return refused(piece.at, piece.text.length, anyOrAll);
    (index === 0 ? parts.targets : parts.exclusions).push(rule.rule);
  }
  const rule = audienceOf(parts);
  return rule === null ? refused(0, text.length, nobody) : { ok: true, rule };
}

const nobody = 'Say who should get it: tags, segments or any rule. For everyone, say "everyone".';
const anyOrAll =
  'Leave out everyone with any of these, or only people with all of them? Say "or" for any, or put it in brackets for all.';

interface Piece {
  text: string;
  at: number;
}

/** What is before, between and behind the words for an exception that are in no brackets. */
function partsOf(text: string, tokens: readonly Token[]): Piece[] {
  const pieces: Piece[] = [];
  let [depth, from] = [0, 0];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    if (token.lower === '(') depth += 1;
    if (token.lower === ')') depth -= 1;
    const words = depth > 0 ? 0 : wordsOfException(tokens, index);
    if (words === 0) continue;
    pieces.push(trimmed(text, from, token.at));
    index += words - 1;
    const last = tokens[index] as Token;
    from = last.at + last.length;
  }
  return [...pieces, trimmed(text, from, text.length)];
}

/** How many tokens of an exception begin here: "except", "other than". */
function wordsOfException(tokens: readonly Token[], index: number): number {
  const lengths = exceptionWords.map((phrase) => {
    const words = phrase.split(' ');
    return words.every((word, next) => tokens[index + next]?.lower === word) ? words.length : 0;
  });
  return Math.max(...lengths);
}

/** Without the blanks and commas at its ends. */
function trimmed(text: string, from: number, to: number): Piece {
  const [whole = ''] = /^[\s,]*/.exec(text.slice(from, to)) ?? [];
  const inside = text.slice(from + whole.length, to).replace(/[\s,]+$/, '');
  return { text: inside, at: from + whole.length };
}

/** Inside these words, commas mean "or" for the rule language too. */
const opening = 'any of (';

function readPiece(whole: string, { text, at }: Piece, context: RuleContext): ParsedRule {
  const listed = parseRule(`${opening}${text})`, context);
  if (listed.ok) return { ok: true, rule: listed.rule };
  // One target may be a whole sentence, "tagged vip and opened this month", if no comma could be taken for "or".
  const alone = hasComma(text) ? undefined : parseRule(text, context);
  if (alone?.ok) return { ok: true, rule: alone.rule };
  if (alone !== undefined) return moved(alone.problems, { whole, at, length: text.length }, 0);
  return moved(listed.problems, { whole, at, length: text.length }, opening.length);
}

/** Whether there is a comma outside of brackets and quotes. */
function hasComma(text: string): boolean {
  const read = tokenize(text);
  let depth = 0;
  return (
    read.ok &&
    read.tokens.some(({ lower }) => {
      depth += lower === '(' ? 1 : lower === ')' ? -1 : 0;
      return depth === 0 && lower === ',';
    })
  );
}

/** Problems of a piece, at their places in the whole text, with offers for the whole text. */
function moved(
  problems: readonly Problem[],
  place: { whole: string; at: number; length: number },
  before: number,
): ParsedRule {
  const { whole, at, length } = place;
  return {
    ok: false,
    problems: problems.map((problem) => {
      const from = Math.min(Math.max(problem.at - before, 0), length);
      const inWhole = (offer: string): string[] => {
        const inner = before === 0 ? offer : unwrapped(offer);
        return inner === undefined ? [] : [whole.slice(0, at) + inner + whole.slice(at + length)];
      };
      return {
        ...problem,
        at: at + from,
        length: Math.min(problem.length, length - from),
        // They are worked out only on request.
        get suggestions() {
          return problem.suggestions.flatMap(inWhole);
        },
      };
    }),
  };
}

const unwrapped = (offer: string): string | undefined =>
  offer.startsWith(opening) && offer.endsWith(')') ? offer.slice(opening.length, -1) : undefined;

const isAllOfSeveral = (rule: Rule): boolean =>
  rule.type === 'all' || ('match' in rule && rule.match === 'all');

const refused = (at: number, length: number, message: string): ParsedRule => ({
  ok: false,
  problems: [{ at, length, message, suggestions: [] }],
});
