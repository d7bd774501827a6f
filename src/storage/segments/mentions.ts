import { fieldColumns } from '../contacts/fields.ts';
import type { Database } from '../database/database.ts';
import { Prisma } from '../generated/client.ts';

/**
 * Columns in which people may have written someone's address, besides that person's own rows: notes about
 * others, names, reasons, rules. A test plants an address in every text column and searches everywhere, so no
 * column can be missing here.
 */
const places: Record<string, readonly string[]> = {
  contacts: [...fieldColumns.map(({ column }) => column), 'attributes'],
  attributes: ['name', 'name_key'],
  campaigns: ['name', 'name_key'],
  campaign_mails: ['subject', 'preheader', 'body', 'audience', 'trouble', 'conversion_kind'],
  campaign_targets: ['label'],
  campaign_links: ['url'],
  senders: ['name', 'name_key', 'from_name', 'problem'],
  event_kinds: ['name', 'properties', 'tallies'],
  events: ['kind', 'properties', 'external_id'],
  segments: ['name', 'name_key', 'description', 'rule'],
  uploads: ['file_name'],
  imports: ['file_name', 'mapping', 'unmade', 'problem', 'report', 'asked_where'],
  import_changes: [...fieldColumns.map(({ column }) => column), 'attributes'],
  jobs: ['payload', 'problem'],
  topics: ['name', 'name_key', 'description'],
  consent_log: ['by', 'details'],
  audit_entries: ['actor', 'subject', 'details'],
  undos: ['subject', 'before'],
  given_answers: ['key'],
  watches: ['name', 'rule', 'failing', 'broken'],
  digests: ['failing'],
  posts: ['content', 'problem'],
};

/** Columns of JSON; all others are text. */
const json = new Set([
  'attributes',
  'properties',
  'tallies',
  'rule',
  'audience',
  'trouble',
  'mapping',
  'unmade',
  'report',
  'payload',
  'details',
  'before',
  'content',
]);

/**
 * Replaces an address with `(erased <id>)` in everything that people wrote in a workspace. Returns the number
 * of rows.
 *
 * @param options.spellings of the address, in lower case
 */
export async function eraseMentions(
  database: Database,
  options: { workspaceId: number; contactId: number; spellings: readonly string[] },
): Promise<number> {
  const { workspaceId, contactId, spellings } = options;
  // Only the whole address: "ada@x.org" is also part of "dada@x.org" and "ada@x.org.uk", which belong to
  // other people.
  const pattern = `(?<![\\w.!#$%&'*+/=?^\`{|}~-])(?:${spellings.map(quoted).join('|')})(?![\\w-]|\\.\\w)`;
  const instead = `(erased ${contactId})`;
  let rows = 0;
  for (const [table, columns] of Object.entries(places)) {
    // Columns that compare by bytes only fold ASCII case.
    const sets = columns.map((column) => {
      const cast = json.has(column) ? '::jsonb' : '';
      return Prisma.sql`${Prisma.raw(column)} = regexp_replace(${Prisma.raw(`${column}::text COLLATE "default"`)}, ${pattern}, ${instead}, 'gi')${Prisma.raw(cast)}`;
    });
    // Nearly every row has no @ in any of these columns. Checking for it is far faster than joining them or
    // matching a pattern.
    const any = Prisma.raw(columns.map((column) => `${column}::text LIKE '%@%'`).join(' OR '));
    const all = Prisma.raw(
      `lower(concat_ws(' ', ${columns.map((column) => `${column}::text`).join(', ')}) COLLATE "default")`,
    );
    rows += await database.$executeRaw`
      UPDATE ${Prisma.raw(table)} SET ${Prisma.join(sets)}
      WHERE workspace_id = ${workspaceId} AND (${any})
        AND EXISTS (SELECT 1 FROM unnest(${[...spellings]}::text[]) AS s (email) WHERE strpos(${all}, s.email) > 0)
        AND ${all} ~ ${pattern}`;
  }
  return rows;
}

const quoted = (text: string): string => text.replace(/[^\w@]/gu, '\\$&');

/**
 * Frees the files of imports that nobody started yet, or that stopped, if they contain the address. Returns
 * their number. The file of a running import is freed when it ends, and the import skips the person.
 */
export async function freeFilesWith(
  database: Database,
  { workspaceId, spellings }: { workspaceId: number; spellings: readonly string[] },
): Promise<number> {
  // `encode` writes bytes this way: ASCII as is, others by number; without zeros, so UTF-16 is also found.
  const found = await database.$queryRaw<{ importId: number; uploadId: number }[]>`
    SELECT i.id AS "importId", u.id AS "uploadId" FROM imports i
    JOIN uploads u ON u.workspace_id = i.workspace_id AND u.id = i.upload_id
    WHERE i.workspace_id = ${workspaceId} AND i.state <> 'running' AND EXISTS (
      SELECT 1 FROM unnest(${[...spellings]}::text[]) AS s (email)
      WHERE strpos(lower(replace(encode(u.bytes, 'escape'), '\\000', '')), encode(convert_to(s.email, 'UTF8'), 'escape')) > 0)`;
  const ids = found.map(({ importId }) => importId);
  await database.import.updateMany({
    where: { workspaceId, id: { in: ids }, state: 'proposed' },
    data: { state: 'discarded' },
  });
  await database.import.updateMany({ where: { workspaceId, id: { in: ids } }, data: { uploadId: null } });
  await database.upload.deleteMany({
    where: { workspaceId, id: { in: found.map(({ uploadId }) => uploadId) } },
  });
  return found.length;
}
