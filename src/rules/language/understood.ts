import type { Condition } from '../conditions/kinds.ts';
import type { Rule } from '../schema.ts';
import { isJoiner } from './parsing/connectors.ts';
import { readJoined } from './parsing/joined.ts';
import type { Heard, Reader } from './parsing/reader.ts';
import { conditionStarts } from './parsing/starts.ts';

/** A condition as a rule holds it: alone, or behind its own `not`. */
interface Leaf {
  condition: Condition;
  not: boolean;
  /** Whether a bracket around it may be turned round as well. */
  inBracket?: boolean;
}

/**
 * What of a refused sentence was understood: the conditions before the words at fault, and those after them that stand for
 * themselves.
 *
 * @param reader as it stopped
 */
export function understoodIn(reader: Reader): Leaf[] {
  const heard = clear(reader);
  let rest = reader;
  let next = tokenBehindFaults(reader);
  // What joins may be at fault itself: "and" where nothing stands before it.
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
 * Whether all of this is part of a rule. A verb may have taken more from the one beside it: "opened" in "opened or clicked in May".
 *
 * @param scope.anyScope whether it was asked what a "not" reaches: then a condition may be turned round
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

/** The conditions that were read and hold none of the words at fault. */
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

/** A word that joins, with a condition behind it. */
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
    // "tagged vip" goes on in "tagged vip or beta"; of one alone, any and all are the same.
    if (key === 'match') return listOf(part)?.length === 1;
    return Array.isArray(value) && Array.isArray(longer) && value.every((each) => longer.includes(each));
  });
}

const listOf = (condition: Condition): unknown[] | undefined =>
  Object.values(condition).find((each) => Array.isArray(each));
