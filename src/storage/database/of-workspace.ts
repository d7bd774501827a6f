/**
 * The workspace, where contacts are looked up by their addresses, for statements that have it as `$1`. Written like this the
 * planner does not look it up in its statistics. Those of a large table do not know a workspace that is new, whose contacts
 * it takes for none, and any index that begins with the workspace for as good as the one with the address: each look was
 * then one through all contacts of the workspace (an import took five times as long). A table that is all new is still planned
 * for as an empty one.
 */
export const ofWorkspace = '(SELECT $1::int)';

/**
 * The ids of the contacts with these addresses, looked up one by one: of many at once a planner without statistics expects
 * to find all contacts, and reads them all.
 *
 * @param keys a parameter that is a list of texts, like `$2`
 */
export const idsOfKeys = (keys: string): string => `ARRAY(
  SELECT found.id FROM unnest(${keys}::text[]) AS wanted (key) CROSS JOIN LATERAL (
    SELECT c.id FROM contacts c WHERE c.workspace_id = ${ofWorkspace} AND c.email_key = wanted.key LIMIT 1) AS found)`;
