import { rejectionHeaders } from '../../csv/headers.ts';
import { csvCopy, csvLine } from '../../csv/write.ts';
import type { Rejection } from '../../storage/imports/imports.ts';
import * as stored from '../../storage/imports/imports.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { findImport } from './imports.ts';

/**
 * The first rejected rows, by line. They contain people's data: show them to the person who asks, not in a
 * channel.
 */
export async function listRejections(
  deps: AudienceDeps,
  caller: Caller,
  options: { importId: number; limit: number },
): Promise<Rejection[]> {
  requireRole(caller, 'editor', 'see the rows of an import');
  const { workspaceId } = caller;
  return stored.listRejections(deps.storage.prisma, { workspaceId, after: 0, ...options });
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
    const rows = await stored.listRejections(prisma, {
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
