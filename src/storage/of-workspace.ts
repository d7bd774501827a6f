/**
 * The workspace, where contacts are looked up by their addresses, for statements that have it as `$1`. Written like this the
 * planner does not look it up in its statistics. Those of a large table do not know a workspace that is new, whose contacts
 * it takes for none, and any index that begins with the workspace for as good as the one with the address: each look was
 * then one through all contacts of the workspace (an import took five times as long). A table that is all new is still planned
 * for as an empty one.
 */
export const ofWorkspace = '(SELECT $1::int)';
