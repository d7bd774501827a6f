import { likeEscaped } from '../../lib/texts.ts';
import { lowerCasing } from '../../rules/sql/compile-values.ts';
import { type ReadStorage, readRows } from '../queries/read-query.ts';

/** A person to choose: who they are, in as few words as possible. */
export interface SuggestedPerson {
  id: number;
  email: string;
  name: string | null;
}

/** The newest contacts: what a picker offers before anything is typed. */
export function newestPeople(
  storage: ReadStorage,
  workspaceId: number,
  limit: number,
): Promise<SuggestedPerson[]> {
  return readRows(
    storage,
    'SELECT c.id, c.email, c.name FROM contacts c WHERE c.workspace_id = $1 ORDER BY c.id DESC LIMIT $2::int',
    [workspaceId, limit],
  );
}

/** Contacts whose address begins like this, read from the index of addresses: fast however many there are. */
export function peopleWithAddress(
  storage: ReadStorage,
  workspaceId: number,
  { start, limit }: { start: string; limit: number },
): Promise<SuggestedPerson[]> {
  return readRows(
    storage,
    `SELECT c.id, c.email, c.name FROM contacts c WHERE c.workspace_id = $1
       AND c.email_key >= $2::text AND c.email_key < $2::text || chr(1114111) AND c.email_key LIKE $3::text
     ORDER BY c.email_key LIMIT $4::int`,
    [workspaceId, start, `${likeEscaped(start)}%`, limit],
  );
}

/**
 * Contacts with these letters in their name or address, those whose name begins with them first. It reads
 * contacts until it has enough, so the caller limits the time.
 *
 * @param options.text in lower case
 */
export function peopleLike(
  storage: ReadStorage,
  workspaceId: number,
  { text, limit, timeout }: { text: string; limit: number; timeout: number },
): Promise<SuggestedPerson[]> {
  return readRows(
    storage,
    `SELECT id, email, name FROM (
       SELECT c.id, c.email, c.name FROM contacts c WHERE c.workspace_id = $1
         AND (strpos(lower(c.name COLLATE "${lowerCasing('contains', [text])}"), $2::text) > 0 OR strpos(c.email_key, $2::text) > 0)
       LIMIT $3::int) found
     ORDER BY strpos(lower(name COLLATE "und-x-icu"), $2::text) <> 1, name, email`,
    [workspaceId, text, limit],
    { timeout },
  );
}
