import { rejectionHeaders } from '../../csv/cells/headers.ts';
import { csvCopy, csvLine } from '../../csv/file/write.ts';
import { defined } from '../../lib/defined.ts';
import {
  countRejections,
  listRejections,
  type Rejection,
  rejectionsBefore,
} from '../../storage/imports/rejections.ts';
import type { PageEdge } from '../../storage/people/pages.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { findImport, type ImportState, importState } from './imports.ts';

/** How many rejected rows a page lists. */
export const REJECTIONS_PER_PAGE = 25;

/** A page of rejected rows, by line. */
export interface RejectionPage {
  import: ImportState;
  rows: Rejection[];
  /** The place of the first one among all, from 1; and how many there are. */
  first: number;
  total: number;
  /** The edges of the pages before and after this one; undefined at the ends. */
  previous?: PageEdge;
  next?: PageEdge;
}

/**
 * Rejected rows, page by page in both directions. They contain people's data: show them to the person who
 * asks, not in a channel.
 *
 * @throws RollcallError `not-found`
 */
export async function pageOfRejections(
  deps: AudienceDeps,
  caller: Caller,
  { importId, edge = { after: 0 } }: { importId: number; edge?: PageEdge | undefined },
): Promise<RejectionPage> {
  requireRole(caller, 'editor', 'see the rows of an import');
  const { prisma } = deps.storage;
  const key = { workspaceId: caller.workspaceId, importId };
  const state = await importState(deps, caller, importId);
  const rows =
    'after' in edge
      ? await listRejections(prisma, { ...key, after: edge.after, limit: REJECTIONS_PER_PAGE })
      : await rejectionsBefore(prisma, { ...key, before: edge.before, limit: REJECTIONS_PER_PAGE });
  const [top, last] = [rows[0], rows.at(-1)];
  const { above, total } = await countRejections(prisma, { ...key, before: top?.line ?? 0 });
  return {
    import: state,
    rows,
    first: above + 1,
    total,
    ...defined({
      previous: top !== undefined && above > 0 ? { before: top.line } : undefined,
      next: last !== undefined && above + rows.length < total ? { after: last.line } : undefined,
    }),
  };
}

/**
 * The rejected rows as a CSV file: line, reason, and the original cells, formulas defused. It begins with a
 * byte-order mark, without which spreadsheets garble accents, and can be imported again after it is
 * corrected.
 *
 * @throws RollcallError `not-found`
 */
export async function rejectionsFile(deps: AudienceDeps, caller: Caller, importId: number): Promise<string> {
  requireRole(caller, 'editor', 'see the rows of an import');
  const { mapping } = await findImport(deps, caller, importId);
  const { prisma } = deps.storage;
  const headers = mapping.columns.map((column) => column.header);
  // If a corrected row is rejected again, the line and reason of the first time are dropped.
  const from = rejectionHeaders.every((name, index) => headers[index] === name) ? rejectionHeaders.length : 0;
  const lines = [csvLine([...rejectionHeaders, ...headers.slice(from)])];
  for (let after = 0, page = PAGE; page === PAGE; ) {
    const rows = await listRejections(prisma, {
      workspaceId: caller.workspaceId,
      importId,
      after,
      limit: PAGE,
    });
    for (const { line, reason, cells } of rows)
      lines.push([csvLine([String(line), reason]), csvCopy(cells.slice(from))].join(','));
    page = rows.length;
    after = rows.at(-1)?.line ?? after;
  }
  return `\ufeff${lines.join('\n')}\n`;
}

const PAGE = 1000;
