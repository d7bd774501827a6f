import { contactFieldNames } from '../../contact-fields.ts';
import { tagsCell } from '../../csv/cells/tags.ts';
import { addFacts, type ColumnFacts, emptyFacts } from '../../csv/columns/facts.ts';
import { attributeHeader, exportColumns } from '../../csv/columns/own-export.ts';
import { ownMoment } from '../../csv/dates/own-moments.ts';
import { csvLine, marked } from '../../csv/file/write.ts';
import { RollcallError } from '../../errors.ts';
import type { Rule } from '../../rules/schema.ts';
import { type CompiledRule, compileRule } from '../../rules/sql/compile.ts';
import { writeAudit } from '../../storage/audit.ts';
import { listAttributes } from '../../storage/contacts/attributes.ts';
import { type ExportRow, exportPage } from '../../storage/contacts/export.ts';
import { type Member, membersOf, sizeOf } from '../../storage/queries/run-rule.ts';
import { listTags } from '../../storage/tags/tags.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { openCrowd, type PeopleSource } from '../people/source.ts';
import { requireRole } from '../permissions.ts';
import type { SegmentRef } from '../segments/lookup.ts';
import { knownTo, resolvedRule, storedSegment } from '../segments/segments.ts';
import { findTag, type TagRef } from '../tags/names.ts';

/** The contacts in an export: everyone, a segment's current members, everyone with a tag, or a list. */
export type ExportWhat = { all: true } | { segment: SegmentRef } | { tag: TagRef } | { people: PeopleSource };

/** An export that is about to be read: its name, its number of contacts, and its lines as they are read. */
export interface Export {
  /** "contacts", or the name of the segment, the tag or the imported file. */
  name: string;
  contacts: number;
  /**
   * Chunks of CSV, UTF-8 with a byte-order mark, formulas defused. Memory stays constant for any number of
   * contacts.
   */
  chunks: AsyncGenerator<string>;
}

/** For contacts with everything about them, tags and attributes included. */
const PAGE = 2_000;
/**
 * For members with only name and status: large enough that a rule is seldom evaluated, small enough for
 * memory.
 */
const MEMBERS_PAGE = 5_000;

/**
 * Exports contacts as CSV. Each page is read as of its own moment, so contacts added later with higher ids
 * are included. The audit entry, with who and how many, is written before the first line is read.
 *
 * @throws RollcallError `not-found`, `not-allowed`, `invalid-input` for more than `most`, or if the segment's
 *   rule is broken
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
 * Reads a segment's members page by page, for as long as the caller takes them. As above, with less about
 * each.
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

/**
 * Checks the caller, finds the contacts, and writes the audit entry. The rule is evaluated as of now, for all
 * pages.
 */
async function begin(
  deps: AudienceDeps,
  caller: Caller,
  what: ExportWhat,
  { most = Number.POSITIVE_INFINITY }: { most?: number },
): Promise<{ name: string; contacts: number; compiled: CompiledRule }> {
  requireRole(caller, 'admin', 'export contacts');
  const { workspaceId, actor } = caller;
  const { name, compiled } = await whom(deps, caller, what);
  const { members: contacts } = await sizeOf(deps.storage, compiled);
  if (contacts > most) {
    const many = contacts.toLocaleString('en-US');
    throw new RollcallError('invalid-input', `That’s ${many} contacts, too many to export in Slack.`, {
      hint: 'Export them on the machine where Rollcall runs: npm run export -- --help',
    });
  }
  const subject = subjectOf(what, name);
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

/** Reads page after page by id, until one is not full. */
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

/** In the order of exportColumns, followed by the attributes. */
const cellsOf = (row: ExportRow, attributes: readonly Exported[]): string[] => [
  marked(row.email),
  ...contactFieldNames.map((name) => {
    const value = row[name] ?? '';
    // Namibia's code; in this column it doesn't mean "no value".
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
 * The header of a file. An attribute's column includes its type if an import could not tell it from the
 * cells; the first page decides that.
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

/** The contacts, and the name of the export. */
async function whom(
  deps: AudienceDeps,
  caller: Caller,
  what: ExportWhat,
): Promise<{ name: string; compiled: CompiledRule }> {
  const { workspaceId } = caller;
  if ('people' in what) {
    const { name, compiled } = await openCrowd(deps, caller, what.people);
    // A search or a rule may contain an address, which doesn't belong in a file's name.
    return { name: isNamed(what.people) ? name : 'contacts', compiled };
  }
  const known = await knownTo(deps, caller);
  if ('segment' in what) {
    const { segment, rule } = await storedSegment(deps, caller, what.segment);
    const whole = resolvedRule(rule, known, { segment: segment.id, stored: true });
    return { name: segment.name, compiled: compileRule(whole, { workspaceId }) };
  }
  const compiledOf = (rule: Rule) => compileRule(resolvedRule(rule, known), { workspaceId });
  if ('all' in what) return { name: 'contacts', compiled: compiledOf({ type: 'everyone' }) };
  const tag = findTag(await listTags(deps.storage.prisma, workspaceId), what.tag);
  return { name: tag.name, compiled: compiledOf({ type: 'tagged', match: 'any', tags: [tag.id] }) };
}

const named: ReadonlySet<PeopleSource['of']> = new Set([
  'segment',
  'tag',
  'import',
  'campaign',
  'recipients',
]);
const isNamed = ({ of }: PeopleSource): boolean => named.has(of);

/** What the audit calls the contacts: never an address. */
function subjectOf(what: ExportWhat, name: string): string {
  if ('segment' in what) return `the segment ${name}`;
  if ('tag' in what) return `the tag ${name}`;
  if ('all' in what) return 'all contacts';
  const { of } = what.people;
  if (of === 'everyone') return 'all contacts';
  if (of === 'import') return `a list of the import of ${name}`;
  if (of === 'campaign' || of === 'recipients' || of === 'results') return `a list of the campaign ${name}`;
  return isNamed(what.people) ? `the ${of} ${name}` : 'a list of contacts';
}
