import { withoutAddresses } from '../../../lib/emails.ts';
import { groupedBy } from '../../../lib/grouped-by.ts';
import { insertHits, type StoredHit, takeHitIds } from '../../../storage/campaigns/hits.ts';
import type { AudienceDeps } from '../../caller.ts';

/** A request for a link or a picture, as it comes in. */
export type NewHit = Omit<StoredHit, 'id'>;

/** Stores requests without making anyone wait. */
export interface HitRecorder {
  record(hit: NewHit): void;
  /** Stores what was recorded before this call. Rejects if the database doesn't take it; then it is tried again. */
  flush(): Promise<void>;
  /** Stores the rest, and says what could not be stored. */
  stop(): Promise<void>;
}

export interface RecorderOptions {
  log?: (line: string) => void;
  /** How often it begins to write at most. Default 200 ms: a crash may lose a second, the writing included. */
  everyMs?: number;
  /** How many wait at most while the database is away. */
  most?: number;
}

/** Rows in one statement. */
const AT_ONCE = 10_000;
/** So many batches are written at the same time: a slow one must not hold up what comes after it. */
const MOST_WRITING = 4;
/** After a failure, the next try is this many times later. */
const SLOWER = 5;
/** How often the last batch is tried, and how long after each failure. */
const LAST_TRIES = 4;
const LAST_WAIT_MS = 500;

/** `error`: set if it failed. */
interface Batch {
  count: number;
  error?: unknown;
}

/** `id`: fixed before the first try, so that a second one adds nothing if the answer to the first was lost. */
type WaitingHit = NewHit & { id?: string };

/**
 * Keeps requests in memory, and writes them in batches: the first of a quiet time at once, and then everything that
 * came meanwhile, every `everyMs`, also while earlier batches are still being written. If the database is away, they
 * wait, as many as fit.
 */
export function createRecorder(
  { storage }: Pick<AudienceDeps, 'storage'>,
  { log = () => {}, everyMs = 200, most = 100_000 }: RecorderOptions = {},
): HitRecorder {
  let waiting: WaitingHit[] = [];
  /** What is being written; none of these promises rejects. */
  const writing = new Map<Promise<void>, Batch>();
  let timer: NodeJS.Timeout | undefined;
  let began = Number.NEGATIVE_INFINITY;
  /** Since the database went away. */
  let failing = false;
  let dropped = 0;

  /** How many aren't stored yet. */
  const count = (): number => [...writing.values()].reduce((sum, batch) => sum + batch.count, waiting.length);

  function schedule(): void {
    // While the database is away, a single batch tries whether it is back.
    if (timer !== undefined || waiting.length === 0 || writing.size >= (failing ? 1 : MOST_WRITING)) return;
    const pause = failing ? SLOWER * everyMs : everyMs;
    timer = setTimeout(begin, Math.max(0, began + pause - performance.now()));
    timer.unref();
  }

  /** Begins to write what waits now. */
  function begin(): void {
    clearTimeout(timer);
    timer = undefined;
    began = performance.now();
    const mostWriting = failing ? 1 : MOST_WRITING;
    while (waiting.length > 0 && writing.size < mostWriting) {
      const some = waiting.slice(0, AT_ONCE);
      waiting = waiting.slice(AT_ONCE);
      const batch: Batch = { count: some.length };
      const done: Promise<void> = write(some)
        .catch((error: unknown) => {
          batch.error = error;
        })
        .finally(() => {
          writing.delete(done);
          schedule();
        });
      writing.set(done, batch);
    }
    schedule();
  }

  async function write(some: WaitingHit[]): Promise<void> {
    try {
      await store(some);
    } catch (error) {
      // First in line again, with the ids they have.
      waiting = [...some, ...waiting];
      if (!failing)
        log(`opens and clicks can’t be stored; they wait in memory: ${withoutAddresses(reasonOf(error))}`);
      failing = true;
      throw error;
    }
    if (failing)
      log(`opens and clicks are stored again${dropped === 0 ? '' : `; ${dropped} were not counted`}`);
    [failing, dropped] = [false, 0];
  }

  async function store(hits: WaitingHit[]): Promise<void> {
    const lacking = hits.filter(({ id }) => id === undefined);
    const ids = lacking.length === 0 ? [] : await takeHitIds(storage.pool, lacking.length);
    for (const [index, hit] of lacking.entries()) hit.id = ids[index] as string;
    const byWorkspace = groupedBy(hits as StoredHit[], ({ workspaceId }) => workspaceId);
    for (const [workspaceId, some] of byWorkspace) await insertHits(storage.pool, workspaceId, some);
  }

  async function flush(): Promise<void> {
    // The oldest are written first.
    for (let left = count(); left > 0; ) {
      begin();
      const under = [...writing];
      await Promise.all(under.map(([done]) => done));
      for (const [, batch] of under) {
        if ('error' in batch) throw batch.error;
        left -= batch.count;
      }
    }
  }

  return {
    record(hit) {
      if (count() >= most) {
        if (dropped === 0)
          log(`${most} opens and clicks wait for the database; more are not counted until it is back`);
        dropped += 1;
        return;
      }
      waiting.push({ ...hit });
      schedule();
    },
    flush,
    async stop() {
      // Each try can take long: the process may have to end before the last one.
      if (failing) log(`opens and clicks that are lost if the database stays away: ${count()}`);
      for (let tries = 1; count() > 0; tries += 1) {
        const isStored = await flush().then(
          () => true,
          () => false,
        );
        if (isStored) continue;
        if (tries === LAST_TRIES) {
          log(`opens and clicks that could not be stored: ${count()}`);
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, LAST_WAIT_MS));
      }
      clearTimeout(timer);
    },
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
