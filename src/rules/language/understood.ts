import type { Condition } from '../conditions/kinds.ts';
import type { Rule } from '../schema.ts';
import { conditionStarts } from './parsing/ahead/condition.ts';
import { readJoined } from './parsing/joins/joined.ts';
import { isJoiner } from './parsing/reader/connectors.ts';
import type { Heard, Reader } from './parsing/reader/reader.ts';

/** A condition in a rule: alone, or inside its own `not`. */
interface Leaf {
  condition: Condition;
  not: boolean;
  /** Whether a bracket around it may also be negated. */
  inBracket?: boolean;
}

/**
 * What the parser understood of a refused sentence: the conditions before the words at fault, and those after
 * them that are complete in themselves.
 *
 * @param reader in the state in which it stopped
 */
export function understoodIn(reader: Reader): Leaf[] {
  const heard = clear(reader);
  let rest = reader;
  let next = tokenBehindFaults(reader);
  // A connector may be at fault itself: "and" with nothing before it.
  if (isJoiner(reader.tokens[next - 1])) next -= 1;
  for (;;) {
    while (next < reader.tokens.length && !opensCondition(reader, next)) next += 1;
    if (next >= reader.tokens.length) break;
    rest = { ...reader, next: next + 1, problems: [], heard: [], depth: 0, properties: [] };
    readJoined(rest);
    heard.push(...clear(rest));
    next = Math.max(next + 1, rest.next, tokenBehindFaults(rest));
  }
  return heard.flatMap(({ rule, inBracket }) =>
    leavesOf(rule, false).map((leaf) => ({ ...leaf, inBracket })),
  );
}

/**
 * Whether all of this is part of a rule. A verb may have taken more from the next one: "opened" in "opened or
 * clicked in May".
 *
 * @param scope.anyScope whether the question was what a "not" applies to: then a condition may be negated
 */
export function holdsAll(
  rule: Rule,
  understood: readonly Leaf[],
  { anyScope }: { anyScope: boolean },
): boolean {
  const leaves = leavesOf(rule, false);
  return understood.every(({ condition, not, inBracket }) =>
    leaves.some((leaf) => (anyScope || inBracket || leaf.not === not) && covers(leaf.condition, condition)),
  );
}

/** The parsed conditions that contain none of the words at fault. */
function clear({ heard, problems, tokens }: Reader): Heard[] {
  return heard.filter(({ from, to }) => {
    const start = tokens[from]?.at ?? 0;
    const last = tokens[to - 1];
    const end = last === undefined ? start : last.at + last.length;
    return problems.every(({ at, length }) => at >= end || at + length <= start);
  });
}

function tokenBehindFaults({ tokens, problems, next }: Reader): number {
  const end = Math.max(0, ...problems.map(({ at, length }) => at + length));
  const found = tokens.findIndex(({ at }) => at >= end);
  return problems.length === 0 ? next : found < 0 ? tokens.length : found;
}

/** A connector followed by a condition. */
function opensCondition(reader: Reader, at: number): boolean {
  return isJoiner(reader.tokens[at]) && conditionStarts({ ...reader, next: at + 1 });
}

function leavesOf(rule: Rule, not: boolean): Leaf[] {
  switch (rule.type) {
    case 'everyone':
      return [];
    case 'all':
    case 'any':
      return rule.rules.flatMap((each) => leavesOf(each, false));
    case 'not':
      return leavesOf(rule.rule, true);
    default:
      return [{ condition: rule, not }];
  }
}

function covers(whole: Condition, part: Condition): boolean {
  if (part.type === 'has' && whole.type === 'date') return part.field === whole.field;
  const more = whole as Record<string, unknown>;
  return Object.entries(part).every(([key, value]) => {
    if (JSON.stringify(more[key]) === JSON.stringify(value)) return true;
    const longer = more[key];
    // "tagged vip" continues in "tagged vip or beta"; for a single name, any and all are the same.
    if (key === 'match') return listOf(part)?.length === 1;
    if (!Array.isArray(value) || !Array.isArray(longer)) return false;
    const held = new Set(longer.map((each) => JSON.stringify(each)));
    return value.every((each) => held.has(JSON.stringify(each)));
  });
}

const listOf = (condition: Condition): unknown[] | undefined =>
  Object.values(condition).find((each) => Array.isArray(each));
