import { leafKindOf } from '../conditions/kinds.ts';
import type { ResolvedTree } from '../schema.ts';

/**
 * What the members of a rule depend on, by the names that `write_counts` uses: `contacts` always, `events` if
 * it uses any, `tag:7` for each tag, `tags` for all of them.
 *
 * @example topicsOf(tree) // tagged vip and never opened: ['contacts', 'tag:1', 'events']
 */
export function topicsOf(tree: ResolvedTree): string[] {
  const topics = new Set(['contacts']);
  add(tree);
  return [...topics];

  function add(node: ResolvedTree): void {
    switch (node.type) {
      case 'everyone':
        return;
      case 'all':
      case 'any':
        for (const rule of node.rules) add(rule);
        return;
      case 'not':
        add(node.rule);
        return;
      default:
        for (const topic of leafKindOf(node).topics(node)) topics.add(topic);
    }
  }
}
