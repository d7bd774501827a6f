/** How deep rules may nest, and how many nodes and values a tree may hold in total. */
export const bounds = { depth: 30, nodes: 500, values: 1000, text: 1000, name: 60 } as const;

/** Whether a tree of any shape is small enough to process. Never recurses: the tree may be hostile. */
export function withinBounds(rule: unknown): boolean {
  let nodes = 0;
  let values = 0;
  const open: { node: unknown; depth: number }[] = [{ node: rule, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    nodes += 1;
    if (nodes > bounds.nodes || next.depth > bounds.depth) return false;
    if (typeof next.node !== 'object' || next.node === null) continue;
    const { rules, rule: inner, properties, test, ...lists } = next.node as Record<string, unknown>;
    for (const list of Object.values(lists)) if (Array.isArray(list)) values += list.length;
    // Tests of attributes and properties hold values of their own.
    const inside = [rules, properties].filter((list) => Array.isArray(list));
    if (values > bounds.values || inside.some((list) => list.length > bounds.nodes)) return false;
    const children = [...inside.flat(), ...[inner, test].filter(Boolean)];
    for (const child of children) open.push({ node: child, depth: next.depth + 1 });
  }
  return true;
}
