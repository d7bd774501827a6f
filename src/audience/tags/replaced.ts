/**
 * A stored rule with one tag replaced by another; everything else stays as is, even in a rule that this
 * version can't read. In any kind of condition, present or future, tags are in `tags`.
 */
export function withTagReplaced(rule: unknown, from: number, to: number): unknown {
  if (Array.isArray(rule)) return rule.map((each) => withTagReplaced(each, from, to));
  if (!isNode(rule)) return rule;
  if (isTagged(rule)) {
    if (!rule.tags.includes(from)) return rule;
    const tags = [...new Set(rule.tags.map((tag) => (tag === from ? to : tag)))];
    // With a single tag, "all" means the same as "any", and is stored as "any".
    return { ...rule, match: tags.length === 1 ? 'any' : rule.match, tags };
  }
  return Object.fromEntries(
    Object.entries(rule).map(([key, each]) => [key, withTagReplaced(each, from, to)]),
  );
}

type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

const isTagged = (node: Node): node is Node & { match: string; tags: unknown[] } =>
  node.type === 'tagged' && Array.isArray(node.tags);
