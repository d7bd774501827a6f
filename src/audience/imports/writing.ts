import { whileAdding } from '../../storage/contacts/suppressions.ts';
import { beginBatch, endBatch } from '../../storage/imports/batch.ts';
import type { ImportState } from '../../storage/imports/imports.ts';
import { afterPlace, takePlace } from '../../storage/imports/places.ts';
import { withLease } from '../../storage/jobs/jobs.ts';
import type { AudienceDeps } from '../caller.ts';
import { type Batch, withSuppressions } from './batches.ts';
import type { ImportWork } from './work.ts';

/** What the batches of an import have in common. */
export type BatchPlan = Omit<
  Parameters<typeof endBatch>[1],
  | 'workspaceId'
  | 'importId'
  | 'from'
  | 'to'
  | 'contacts'
  | 'rejections'
  | 'repeated'
  | 'suppressed'
  | 'now'
  | 'likelyNew'
>;

/** How an import stands after a batch; null where another runner has it. */
interface Written {
  state: ImportState | null;
  to: number;
  /** Names of tags that are there now. */
  tags: Set<string>;
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

/** Names of tags that are remembered: a file may have one for each row. */
const MOST_TAGS = 10_000;

/** So many at the beginning are written one by one: in an empty table the second would be planned for one without rows. */
const FIRST = 2;

/**
 * Writes batches in the file's order, each in one transaction that also moves the import on. Into a server two at a time:
 * contacts and tags of the second are written while the first is not in yet, its rest after that, and should the first come to
 * nothing, so does the second. The embedded database does one thing at a time anyway. A batch that may make tags waits,
 * because both might make the same ones. (Where somebody deletes a tag meanwhile, both may all the same: the database then finds that
 * they wait for each other, and the import is tried again from there.)
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
  const tagsThere = new Set<string>();
  let { from } = options;
  let count = 0;
  let likelyNew = false;
  try {
    for await (const batch of options.batches) {
      const alone = !overlaps || count < FIRST || count % WITHOUT_PAUSE === 0 || mayMake(tagsOf(batch));
      count += 1;
      while (underWay.length > (alone ? 0 : 1)) yield await end(underWay.shift() as UnderWay);
      if (options.shouldStop()) break;
      const one = start(batch, from, underWay[0]);
      underWay.push(one);
      from = one.to;
    }
    for (let next = underWay.shift(); next !== undefined; next = underWay.shift()) yield await end(next);
  } finally {
    await Promise.allSettled(underWay.map(({ written }) => written));
  }

  /** Whether it may make tags: where only new contacts get them, nobody knows before whether they are made. */
  function mayMake(tags: Set<string>): boolean {
    if (options.plan.existing === 'keep') return tags.size > 0;
    return [...tags].some((tag) => !tagsThere.has(tag));
  }

  async function end({ written }: UnderWay): Promise<Written> {
    const outcome = await written;
    if (tagsThere.size < MOST_TAGS) for (const tag of outcome.tags) tagsThere.add(tag);
    return outcome;
  }

  function start(batch: Batch, begin: number, before: UnderWay | undefined): UnderWay {
    const to = begin + batch.rows;
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
      // In the order of the batches: somebody who remembers an address and waits for the one before makes this one wait too.
      await before?.placed;
      await whileAdding(client, workspaceId);
      onPlaced();
      const now = deps.now();
      const { contacts, rejections, repeated, suppressed } = await withSuppressions(
        deps,
        client,
        workspaceId,
        batch,
      );
      const whole = {
        ...options.plan,
        workspaceId,
        importId,
        from,
        to,
        contacts,
        rejections,
        repeated,
        suppressed,
        now,
        likelyNew,
      };
      const soFar = await beginBatch(client, whole);
      if (contacts.length > 0) likelyNew = soFar.done.added === contacts.length;
      return { whole, soFar };
    };
    let ready: Awaited<ReturnType<typeof begun>> | undefined;
    const state = await withLease(
      pool,
      lease,
      async (client) => {
        ready ??= await begun(client);
        const { whole, soFar } = ready;
        const moved = await endBatch(client, whole, soFar);
        // Thrown and not returned, so that what was written is rolled back.
        if (moved === null) throw new Error(`import ${importId} is no longer at row ${from}`);
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
    return { state, to, tags: ready === undefined ? new Set() : tagsOf(ready.whole) };
  }
}

const tagsOf = ({ contacts }: Pick<Batch, 'contacts'>): Set<string> =>
  new Set(contacts.flatMap((contact) => contact.tags));
