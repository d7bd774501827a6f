import { medianOf, times } from './measure.ts';
import { cpuOf } from './server-cpu.ts';
import type { verdicts } from './verdicts.ts';

/** What the product was asked, by title, and how many rows its plan looks at, if that is known. */
export type Asked = Map<string, { ask: () => Promise<unknown>; rows: number | undefined }>;

/**
 * Asks a small and a large audience in turns, so that a temporarily slow machine affects both. Rows measure
 * how the work grows; each row takes longer once they no longer fit into the processor's cache.
 *
 * @param options.contacts the size of the large one, which has ten times as many as the small one
 */
export async function measureGrowth(
  small: Asked,
  large: Asked,
  options: {
    contacts: number;
    runs: number;
    postmaster: number | undefined;
    found: ReturnType<typeof verdicts>;
  },
): Promise<void> {
  const { contacts, runs, postmaster, found } = options;
  console.log(
    `\nGrowth from ${contacts / 10} to ${contacts} contacts (×10: linear), by the clock, in processor time, and of rows looked at`,
  );
  for (const [title, after] of large) {
    const before = small.get(title);
    if (before === undefined) continue;
    const [wallBefore, wallAfter] = await medianOf(runs, before.ask, after.ask);
    const [cpuBefore, cpuAfter] = [await cpuOf(before.ask, postmaster), await cpuOf(after.ask, postmaster)];
    // Times below a millisecond can't be told from the cost of measuring.
    const known = cpuBefore !== undefined && cpuAfter !== undefined && cpuBefore >= 1;
    const cpu = known ? cpuAfter / cpuBefore : undefined;
    const rows = before.rows && after.rows ? after.rows / before.rows : undefined;
    const shown = [wallAfter / wallBefore, cpu, rows].map((factor) =>
      (factor === undefined ? '—' : times(factor)).padStart(8),
    );
    console.log(`${shown.join(' ')}  ${title}`);
    // A fifth more is noise, and so is everything below a millisecond.
    const taken = cpu ?? wallAfter / wallBefore;
    found.check(
      'ten times the contacts take at most ten times as long (in processor time, where it is known)',
      taken <= 12 || wallAfter < 1,
      `${title}: ${times(taken)}`,
    );
    if (rows === undefined) continue;
    const check = 'with ten times the contacts at most ten times as many rows are looked at';
    // The audiences are random: a tenth of one doesn't have exactly a tenth of its tags and events.
    found.check(check, rows <= 10.5, `${title}: ${times(rows)}`);
  }
}

/** A plan in the format of EXPLAIN (ANALYZE, FORMAT JSON). */
export interface PlanJson {
  Plan: PlanNode;
}

interface PlanNode {
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

/** All rows that the steps of a plan return or discard. */
export function rowsOf({ Plans = [], ...node }: PlanNode): number {
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const own = (node['Actual Rows'] + removed) * node['Actual Loops'];
  return Plans.reduce((sum, each) => sum + rowsOf(each), own);
}
