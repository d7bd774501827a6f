import { whileAdding } from '../../storage/contacts/suppressions.ts';
import { beginBatch, endBatch } from '../../storage/imports/batch.ts';
import type { ImportState } from '../../storage/imports/import-state.ts';
import { afterPlace, takePlace } from '../../storage/imports/places.ts';
import { withLease } from '../../storage/jobs/jobs.ts';
import { setWriter } from '../../storage/watches/writer.ts';
import type { AudienceDeps } from '../caller.ts';
import { type Batch, withSuppressions } from './batches.ts';
import type { ImportWork } from './work.ts';

/** What all batches of an import have in common. */
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

/** An import's state after a batch; null if another runner has it. */
interface Written {
  state: ImportState | null;
  to: number;
  /** Names of tags that exist now. */
  tags: Set<string>;
}

/** A batch on its way into the database. */
interface UnderWay {
  from: number;
  to: number;
  /** Resolves when its transaction has its place in the queue, or has failed. */
  placed: Promise<void>;
  written: Promise<Written>;
}

/**
 * After this many batches, the next one waits until all are committed, so that someone who waits to erase a
 * person gets a turn.
 */
const WITHOUT_PAUSE = 24;

/** The most tag names to remember: a file may have one for each row. */
const MOST_TAGS = 10_000;

/**
 * The first batches are written one by one: in an empty table, the second would be planned for a table
 * without rows.
 */
const FIRST = 2;

/**
 * Writes batches in the file's order, each in one transaction that also moves the import forward. A server
 * gets two at a time: the second's contacts and tags are written before the first is committed, the rest
 * afterwards; and if the first fails, so does the second. The embedded database does one thing at a time
 * anyway. A batch that may make tags waits, because both might make the same ones. (If someone deletes a tag
 * meanwhile, both still may: the database then finds a deadlock, and the import is retried from that point.)
 *
 * If it is asked to stop, or the file can't be read further, it starts no new batch and finishes those in
 * progress: none is left when it returns.
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

  /**
   * Whether it may make tags. If only new contacts get tags, no one knows in advance whether any are made.
   */
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
    // If it fails, the error is thrown when its turn comes.
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
      // In the order of the batches: someone who stores a suppression and waits for the previous batch makes
      // this one wait too.
      await before?.placed;
      await setWriter(client, `import ${importId}`);
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
        // Thrown instead of returned, so that everything written is rolled back.
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
