import type { CompiledRule } from '../../rules/sql/compile.ts';

/**
 * The contacts that an import changed, or that its undo left alone, in the form of a compiled rule: they are a
 * set that no rule selects.
 *
 * @param options.what values of import_changes.what
 */
export function changedByImport(
  workspaceId: number,
  { importId, what }: { importId: number; what: readonly string[] },
): CompiledRule {
  return {
    sql: `c.workspace_id = $1 AND EXISTS (SELECT 1 FROM import_changes h WHERE h.workspace_id = $1
      AND h.import_id = $2::int AND h.contact_id = c.id AND h.what = ANY($3::text[]))`,
    params: [workspaceId, importId, what],
    key: `${workspaceId} import ${importId} ${what.join(' ')}`,
    topics: ['contacts'],
  };
}
