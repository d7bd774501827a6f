import { isSameJson } from '../../lib/same-json.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import type { Database } from '../../storage/database/database.ts';
import { holdWatchRules, setWatchRule, type WatchedRule } from '../../storage/watches/watches.ts';

/**
 * Replaces a tag in the rules of watches: it was merged into another one. Returns what they were, for the undo.
 */
export async function replaceTagInWatches(
  database: Database,
  workspaceId: number,
  { from, replaced }: { from: number; replaced: (rule: unknown) => unknown },
): Promise<WatchedRule[]> {
  const all = await holdWatchRules(database, workspaceId);
  const using = all.filter(({ rule }) => mentionsOf(rule).tags.has(from));
  for (const { id, rule } of using)
    await setWatchRule(database, workspaceId, { id, rule: replaced(rule) as object });
  return using;
}

/** Puts the rules of watches back to what they were before a merge. Returns how many use the old tag again. */
export async function putBackWatchRules(
  database: Database,
  workspaceId: number,
  { before, replaced }: { before: readonly WatchedRule[]; replaced: (rule: unknown) => unknown },
): Promise<number> {
  if (before.length === 0) return 0;
  const now = new Map((await holdWatchRules(database, workspaceId)).map(({ id, rule }) => [id, rule]));
  const same = before.filter(({ id, rule }) => now.has(id) && isSameJson(now.get(id), replaced(rule)));
  for (const { id, rule } of same) await setWatchRule(database, workspaceId, { id, rule: rule as object });
  return same.length;
}
