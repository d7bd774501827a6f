import { readRows } from '../../src/csv/file/read.ts';
import type { CsvSource } from '../../src/csv/file/source.ts';
import { rowReader } from '../../src/csv/rows/rows.ts';
import { seenKeys } from '../../src/csv/rows/seen.ts';
import type { Mapping } from '../../src/csv/schema.ts';

/**
 * Reads all rows of a file by a mapping: how many people are in it, how many of them twice, and each row that
 * is refused.
 */
export async function takenRows(
  source: CsvSource,
  mapping: Mapping,
): Promise<{ people: number; repeated: number; rejections: { line: number; problem: string }[] }> {
  const read = rowReader(mapping);
  const [seen, again] = [seenKeys(), seenKeys()];
  const taken = { people: 0, repeated: 0, rejections: [] as { line: number; problem: string }[] };
  for await (const batch of readRows(source, mapping.format, { size: 1000 })) {
    for (const row of batch) {
      const outcome = read(row);
      if (!('contact' in outcome)) taken.rejections.push({ line: row.line, problem: outcome.problem });
      else if (seen.add(outcome.contact.key)) taken.people += 1;
      else if (again.add(outcome.contact.key)) taken.repeated += 1;
    }
  }
  return taken;
}
