import { z } from 'zod';
import { bounds, withinBounds } from './bounds.ts';
import { type Condition, kinds, type ResolvedCondition } from './conditions/kinds.ts';

/**
 * A tree of conditions. Joining nodes hold two or more, so an empty list isn't a rule; only `everyone` matches
 * all. `not` is the exact complement of what it holds.
 */
type TreeOf<Leaf> =
  | { type: 'everyone' }
  | { type: 'all'; rules: TreeOf<Leaf>[] }
  | { type: 'any'; rules: TreeOf<Leaf>[] }
  | { type: 'not'; rule: TreeOf<Leaf> }
  | Leaf;

/** The stored rule that decides a segment's members. */
export type Rule = TreeOf<Condition>;

/** A rule with checked names and with moments as timeframes, ready to compile. */
export type ResolvedTree = TreeOf<ResolvedCondition>;

export interface ResolvedRule {
  tree: ResolvedTree;
  /** The moment that it was resolved for. */
  now: Date;
  /**
   * Equal for questions that may share an answer: the stored rule, the settings for dates, and now, cut to
   * the minute.
   */
  key: string;
}

const condition = z.discriminatedUnion(
  'type',
  kinds.map(({ schema }) => schema) as unknown as [(typeof kinds)[number]['schema']],
);

const tree: z.ZodType<Rule> = z.lazy(() => z.union([joined, condition]));
const joined = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('everyone') }),
  z.strictObject({ type: z.literal('all'), rules: z.array(tree).min(2) }),
  z.strictObject({ type: z.literal('any'), rules: z.array(tree).min(2) }),
  z.strictObject({ type: z.literal('not'), rule: tree }),
]);

/**
 * Checks a stored rule. Checks depth and size before zod sees the tree: zod overflows its stack at a depth of
 * some thousands.
 */
export const ruleSchema: z.ZodType<Rule> = z
  .unknown()
  .refine(withinBounds, `a rule goes at most ${bounds.depth} deep and has at most ${bounds.nodes} conditions`)
  .pipe(tree) as unknown as z.ZodType<Rule>;
