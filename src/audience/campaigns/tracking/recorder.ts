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
  /** How often it writes at most. Default a second, which is what a crash can lose. */
  everyMs?: number;
  /** How many wait at most while the database is away. */
  most?: number;
}

/** Rows in one statement. */
const AT_ONCE = 10_000;
/** How often the last batch is tried, and how long after each failure. */
const LAST_TRIES = 4;
const LAST_WAIT_MS = 500;

/**
 * Keeps requests in memory, and writes them in batches, at most one a second: the first of a quiet time at once. If
 * the database is away, they wait, as many as fit.
 */
export function createRecorder(
  { storage }: Pick<AudienceDeps, 'storage'>,
  { log = () => {}, everyMs = 1_000, most = 100_000 }: RecorderOptions = {},
): HitRecorder {
  const waiting: (NewHit & { id?: string })[] = [];
  let writing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let began = Number.NEGATIVE_INFINITY;
  /** Since the database went away. */
  let failing = false;
  let dropped = 0;

  function schedule(): void {
    if (timer !== undefined || writing !== undefined) return;
    timer = setTimeout(() => void write().catch(() => {}), Math.max(0, began + everyMs - performance.now()));
    timer.unref();
  }

  function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    began = performance.now();
    writing ??= writeAll().finally(() => {
      writing = undefined;
      if (waiting.length > 0) schedule();
    });
    return writing;
  }

  /** Writes what waits now; what comes meanwhile is for the next time. */
  async function writeAll(): Promise<void> {
    for (let left = waiting.length; left > 0; left -= AT_ONCE) {
      const some = waiting.slice(0, Math.min(left, AT_ONCE));
      try {
        await store(some);
        waiting.splice(0, some.length);
      } catch (error) {
        if (!failing)
          log(`opens and clicks can’t be stored; they wait in memory: ${withoutAddresses(reasonOf(error))}`);
        failing = true;
        throw error;
      }
    }
    if (failing)
      log(`opens and clicks are stored again${dropped === 0 ? '' : `; ${dropped} were not counted`}`);
    [failing, dropped] = [false, 0];
  }

  async function store(hits: (NewHit & { id?: string })[]): Promise<void> {
    const lacking = hits.filter(({ id }) => id === undefined);
    // Fixed before the first try: if the answer to it is lost, the next try adds nothing.
    const ids = lacking.length === 0 ? [] : await takeHitIds(storage.pool, lacking.length);
    for (const [index, hit] of lacking.entries()) hit.id = ids[index] as string;
    const byWorkspace = groupedBy(hits as StoredHit[], ({ workspaceId }) => workspaceId);
    for (const [workspaceId, some] of byWorkspace) await insertHits(storage.pool, workspaceId, some);
  }

  async function flush(): Promise<void> {
    // What is being written now may have begun before the call.
    await writing?.catch(() => {});
    if (waiting.length > 0) await write();
  }

  return {
    record(hit) {
      if (waiting.length >= most) {
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
      if (failing) log(`opens and clicks that are lost if the database stays away: ${waiting.length}`);
      for (let tries = 1; waiting.length > 0 || writing !== undefined; tries += 1) {
        const isStored = await flush().then(
          () => true,
          () => false,
        );
        if (isStored) continue;
        if (tries === LAST_TRIES) {
          log(`opens and clicks that could not be stored: ${waiting.length}`);
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, LAST_WAIT_MS));
      }
      clearTimeout(timer);
    },
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
