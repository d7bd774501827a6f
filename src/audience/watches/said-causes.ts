import { z } from 'zod';
import { type Cause, causeSchema } from '../../lib/watches/causes.ts';
import type { ShownCause } from '../../lib/watches/posts.ts';
import { importsById } from '../../storage/imports/named.ts';
import type { Known } from '../segments/segments.ts';

const stored = z.array(causeSchema);

/** Stored causes; none of those that a later version may have written. */
export function readCauses(causes: unknown): Cause[] {
  const read = stored.safeParse(causes);
  return read.success ? read.data : [];
}

/**
 * Causes with the names of their tags and files, and of the people who imported those.
 *
 * @param on the connection of the transaction, if there is one: the embedded database has no other meanwhile
 */
export async function namedCauses(
  on: Parameters<typeof importsById>[0],
  known: Known,
  causes: readonly Cause[],
): Promise<ShownCause[]> {
  const ids = causes.flatMap(({ by }) => {
    const id = /^import(?:-undo)? (\d+)$/.exec(by ?? '')?.[1];
    return id === undefined ? [] : [Number(id)];
  });
  const files = await importsById(on, known.workspace.id, ids);
  return causes.map(({ tagId, ...cause }) => {
    const id = Number(/^import(?:-undo)? (\d+)$/.exec(cause.by ?? '')?.[1] ?? 0);
    const file = files.get(id);
    return {
      ...cause,
      by: file === undefined ? cause.by : `${cause.by?.split(' ')[0]} ${file.createdBy}`,
      tag: known.names.tags.find((tag) => tag.id === tagId)?.name ?? null,
      file: file?.fileName ?? null,
    };
  });
}
