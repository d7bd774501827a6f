import { contactFieldNames } from '../../contact-fields.ts';
import { addFacts, type ColumnFacts, emptyFacts } from '../../csv/column-facts.ts';
import { attributeHeader, exportColumns } from '../../csv/own-export.ts';
import { ownMoment } from '../../csv/own-moments.ts';
import { tagsCell } from '../../csv/tags.ts';
import { csvLine, marked } from '../../csv/write.ts';
import { RollcallError } from '../../errors.ts';
import type { Rule } from '../../rules/schema.ts';
import { type CompiledRule, compileRule } from '../../rules/sql/compile.ts';
import { writeAudit } from '../../storage/audit.ts';
import { listAttributes } from '../../storage/contacts/attributes.ts';
import { type ExportRow, exportPage } from '../../storage/contacts/export.ts';
import { type Member, membersOf, sizeOf } from '../../storage/queries/run-rule.ts';
import { listTags } from '../../storage/tags/tags.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import type { SegmentRef } from '../segments/lookup.ts';
import { knownTo, resolved, storedSegment } from '../segments/segments.ts';
import { findTag, type TagRef } from '../tags/names.ts';

/** Whom an export holds: everybody, a segment's members now, or who carries a tag. */
export type ExportWhat = { all: true } | { segment: SegmentRef } | { tag: TagRef };

/** An export that is about to be read: what it is called, how many it holds, and its lines as they come. */
export interface Export {
  /** "contacts", or the name of the segment or the tag. */
  name: string;
  contacts: number;
  /** Chunks of CSV, UTF-8 with a byte-order mark, formulas defused. Memory stays the same, however many there are. */
  chunks: AsyncGenerator<string>;
}

/** Of contacts with all about them, tags and attributes included. */
const PAGE = 2_000;
/** Of members with their name and status alone: enough that a rule is not worked out too often, few enough to hold. */
const MEMBERS_PAGE = 5_000;

/**
 * Exports contacts as CSV, as of the moment of each page: those who come in behind the page being read are in it too. It is
 * in the audit before the first line is read, with who and how many.
 *
 * @throws RollcallError `not-found`, `not-allowed`, `invalid-input` for more than `most`, or where the segment's rule no
 *   longer holds
 */
export async function exportContacts(
  deps: AudienceDeps,
  caller: Caller,
  what: ExportWhat,
  options: { most?: number } = {},
): Promise<Export> {
  const { name, contacts, compiled } = await begin(deps, caller, what, options);
  const attributes = await listAttributes(deps.storage.prisma, caller.workspaceId);

  async function* chunks(): AsyncGenerator<string> {
    let header: string | undefined;
    for await (const rows of pagesOf(PAGE, (page) => exportPage(deps.storage, compiled, page))) {
      const lines = rows.map((row) => `${csvLine(cellsOf(row, attributes))}\n`).join('');
      if (header === undefined) {
        header = headerOf(attributes, rows);
        yield header + lines;
      } else yield lines;
    }
    if (header === undefined) yield headerOf(attributes, []);
  }
  return { name, contacts, chunks: chunks() };
}

/**
 * A segment's members, page by page, for as long as the caller takes them: the same, with less about each.
 *
 * @throws RollcallError as exportContacts
 */
export async function exportMembers(
  deps: AudienceDeps,
  caller: Caller,
  segment: SegmentRef,
): Promise<AsyncGenerator<Member[], void>> {
  const { compiled } = await begin(deps, caller, { segment }, {});
  return pagesOf(MEMBERS_PAGE, (page) => membersOf(deps.storage, compiled, page));
}

/** Checks who asks, finds who is meant, and writes it down. The rule's moment is now, for all pages. */
async function begin(
  deps: AudienceDeps,
  caller: Caller,
  what: ExportWhat,
  { most = Number.POSITIVE_INFINITY }: { most?: number },
): Promise<{ name: string; contacts: number; compiled: CompiledRule }> {
  requireRole(caller, 'admin', 'export contacts');
  const { workspaceId, actor } = caller;
  const [{ name, rule, segment }, known] = await Promise.all([
    whom(deps, caller, what),
    knownTo(deps, caller),
  ]);
  const compiled = compileRule(
    resolved(rule, known, segment === undefined ? {} : { segment, stored: true }),
    {
      workspaceId,
    },
  );
  const { members: contacts } = await sizeOf(deps.storage, compiled);
  if (contacts > most) {
    const many = contacts.toLocaleString('en-US');
    throw new RollcallError('invalid-input', `That’s ${many} contacts, too many to export in Slack.`, {
      hint: 'Export them on the machine where Rollcall runs: npm run export -- --help',
    });
  }
  const subject = 'all' in what ? 'all contacts' : 'tag' in what ? `the tag ${name}` : `the segment ${name}`;
  const details = { contacts };
  await writeAudit(deps.storage.prisma, {
    workspaceId,
    actor,
    action: 'contacts.exported',
    subject,
    details,
  });
  return { name, contacts, compiled };
}

/** Page after page by id, until one is not full. */
async function* pagesOf<Row extends { id: number }>(
  limit: number,
  ask: (page: { after: number; limit: number }) => Promise<Row[]>,
): AsyncGenerator<Row[], void> {
  for (let after = 0; ; ) {
    const rows = await ask({ after, limit });
    if (rows.length > 0) yield rows;
    if (rows.length < limit) return;
    after = rows.at(-1)?.id ?? after;
  }
}

type Exported = Awaited<ReturnType<typeof listAttributes>>[number];

/** As exportColumns names them, and then the attributes. */
const cellsOf = (row: ExportRow, attributes: readonly Exported[]): string[] => [
  marked(row.email),
  ...contactFieldNames.map((name) => {
    const value = row[name] ?? '';
    // Namibia's code, which is no word for "no value" there.
    return name === 'country' && value === 'NA' ? value : marked(value);
  }),
  ...[row.status, ownMoment(row.statusAt)],
  row.signedUpOn ?? (row.signedUpAt === null ? '' : ownMoment(row.signedUpAt)),
  ...[row.source, tagsCell(row.tags ?? [])],
  row.consentedAt === null ? '' : ownMoment(row.consentedAt),
  row.emailValidation,
  ...attributes.map(({ id }) => marked(String(row.attributes[String(id)] ?? ''))),
];

/**
 * The first line of a file. Columns of attributes say of what type they are where an import could not tell by their cells; that is
 * judged by the first page.
 */
function headerOf(attributes: readonly Exported[], rows: readonly ExportRow[]): string {
  const facts = emptyFacts(attributes.map(({ name }) => name));
  const from = exportColumns.length;
  addFacts(
    facts,
    rows.map((row, line) => ({ line, cells: cellsOf(row, attributes).slice(from) })),
  );
  const isAll = rows.length < PAGE;
  const names = attributes.map((attribute, index) =>
    attributeHeader(attribute, facts[index] as ColumnFacts, isAll),
  );
  return `\ufeff${csvLine([...exportColumns.map(([name]) => name), ...names.map(marked)])}\n`;
}

async function whom(
  deps: AudienceDeps,
  caller: Caller,
  what: ExportWhat,
): Promise<{ name: string; rule: Rule; segment?: number }> {
  if ('all' in what) return { name: 'contacts', rule: { type: 'everyone' } };
  if ('tag' in what) {
    const tag = findTag(await listTags(deps.storage.prisma, caller.workspaceId), what.tag);
    return { name: tag.name, rule: { type: 'tagged', match: 'any', tags: [tag.id] } };
  }
  const { segment, rule } = await storedSegment(deps, caller, what.segment);
  return { name: segment.name, rule, segment: segment.id };
}
