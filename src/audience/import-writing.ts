import { beginBatch, endBatch } from '../storage/import-batch.ts';
import type { ImportState } from '../storage/imports.ts';
import { afterPlace, takePlace, withLease } from '../storage/jobs.ts';
import type { AudienceDeps } from './caller.ts';
import { type Batch, withoutForgotten } from './import-batches.ts';
import type { ImportWork } from './import-work.ts';

/** What the batches of an import have in common. */
export type BatchPlan = Omit<
  Parameters<typeof endBatch>[1],
  'workspaceId' | 'importId' | 'from' | 'to' | 'contacts' | 'rejections' | 'now' | 'likelyNew'
>;

/** How an import stands after a batch; null where another runner has it. */
interface Written {
  state: ImportState | null;
  to: number;
}

/** A batch on its way into the database. */
interface UnderWay {
  from: number;
  to: number;
  /** Its transaction has its place in the row, or came to nothing. */
  placed: Promise<void>;
  written: Promise<Written>;
}

/** So many batches, and the next one waits until all are in: who waits to erase somebody gets their turn then. */
const WITHOUT_PAUSE = 24;

/** So many at the beginning are written one by one: in an empty table the second would be planned for one without rows. */
const FIRST = 2;

/**
 * Writes batches in the file's order, each in one transaction that also moves the import on. Into a server two at a time:
 * the contacts of the second are written while the first is not in yet, its rest after that, and should the first come to
 * nothing, so does the second. The embedded database does one thing at a time anyway. Of two batches with tags the second
 * waits, because both may make the same ones.
 *
 * Asked to stop, or where the file can't be read on, it begins no more and ends what is under way: nothing is any more when it
 * returns.
 */
export async function* writeBatches(
  deps: AudienceDeps,
  work: Pick<ImportWork, 'importId' | 'lease'>,
  options: { batches: AsyncIterable<Batch>; from: number; plan: BatchPlan; shouldStop: () => boolean },
): AsyncGenerator<Written> {
  const overlaps = deps.storage.kind === 'server';
  const underWay: UnderWay[] = [];
  let { from } = options;
  let count = 0;
  let likelyNew = false;
  try {
    for await (const batch of options.batches) {
      const alone = !overlaps || count < FIRST || count % WITHOUT_PAUSE === 0 || withTags(batch);
      count += 1;
      while (underWay.length > (alone ? 0 : 1)) yield await (underWay.shift() as UnderWay).written;
      if (options.shouldStop()) break;
      const one = start(batch, from, underWay[0]);
      underWay.push(one);
      from = one.to;
    }
    for (let next = underWay.shift(); next !== undefined; next = underWay.shift()) yield await next.written;
  } finally {
    await Promise.allSettled(underWay.map(({ written }) => written));
  }

  function start(batch: Batch, begin: number, before: UnderWay | undefined): UnderWay {
    const to = begin + batch.contacts.length + batch.rejections.length;
    let onPlaced = (): void => {};
    const placed = new Promise<void>((resolve) => {
      onPlaced = resolve;
    });
    const written = write(batch, { from: begin, to, before, onPlaced });
    // Should it fail, that is said when it is its turn.
    written.catch(() => {}).finally(onPlaced);
    return { from: begin, to, placed, written };
  }

  async function write(
    batch: Batch,
    {
      from,
      to,
      before,
      onPlaced,
    }: { from: number; to: number; before: UnderWay | undefined; onPlaced: () => void },
  ): Promise<Written> {
    const { pool } = deps.storage;
    const { importId, lease } = work;
    const { workspaceId } = lease.job;
    const begun = async (client: Parameters<typeof beginBatch>[0]) => {
      if (overlaps) await takePlace(client, importId, from);
      onPlaced();
      const now = deps.now();
      const { contacts, rejections } = await withoutForgotten(deps, client, workspaceId, batch);
      const whole = {
        ...options.plan,
        workspaceId,
        importId,
        from,
        to,
        contacts,
        rejections,
        now,
        likelyNew,
      };
      const soFar = await beginBatch(client, whole);
      likelyNew = soFar.done.added === contacts.length;
      return { whole, soFar };
    };
    let ready: Awaited<ReturnType<typeof begun>> | undefined;
    const state = await withLease(
      pool,
      lease,
      async (client) => {
        const { whole, soFar } = ready ?? (await begun(client));
        const moved = await endBatch(client, whole, soFar);
        // Thrown and not returned, so that what was written is rolled back.
        if (moved === null) throw new Error(`import ${importId} is not at row ${from} any more`);
        return moved;
      },
      before &&
        (async (client) => {
          ready = await begun(client);
          await before.placed;
          await afterPlace(client, importId, before.from);
          const { state } = await before.written;
          if (state === null || state.cancelledBy !== null)
            throw new Error(`import ${importId} ended before row ${from}`);
        }),
    );
    return { state, to };
  }
}

const withTags = ({ contacts }: Batch): boolean => contacts.some(({ tags }) => tags.length > 0);
