/**
 * The workspace, for statements that look up contacts by address and have the workspace as `$1`. Written this
 * way, the planner doesn't check it against its statistics. Those of a large table don't know a new
 * workspace: the planner assumes that it has no contacts, and that any index that begins with the workspace
 * is as good as the one with the address. Each look-up then went through all contacts of the workspace (an
 * import took five times as long). A table that is entirely new is still planned as if it were empty.
 */
export const ofWorkspace = '(SELECT $1::int)';

/**
 * The ids of the contacts with these addresses, looked up one by one: given many at once, a planner without
 * statistics expects all contacts and reads them all.
 *
 * @param keys a parameter that is a list of texts, like `$2`
 */
export const idsOfKeys = (keys: string): string => `ARRAY(
  SELECT found.id FROM unnest(${keys}::text[]) AS wanted (key) CROSS JOIN LATERAL (
    SELECT c.id FROM contacts c WHERE c.workspace_id = ${ofWorkspace} AND c.email_key = wanted.key LIMIT 1) AS found)`;
