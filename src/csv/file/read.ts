import type { CsvFormat } from '../schema.ts';
import { cutterOf } from './cutter.ts';
import { textOf } from './decode.ts';
import type { CsvRow } from './record.ts';
import type { CsvSource } from './source.ts';

export type { CsvRow };

/**
 * The records of a file after its header, in batches, without blank ones. Memory holds one batch and one
 * piece of the file, however large the file is.
 *
 * @param options.skip records to leave out at the beginning, to resume an interrupted import
 * @throws RollcallError `invalid-input` with the line, for a quote that isn't closed properly or a record
 *   without an end
 */
export async function* readRows(
  source: CsvSource,
  format: CsvFormat,
  options: { size: number; skip?: number },
): AsyncGenerator<CsvRow[], void> {
  const { size, skip = 0 } = options;
  let toSkip = skip + (format.titles ?? 0) + (format.header ? 1 : 0);
  let rows: CsvRow[] = [];
  const cutter = cutterOf(format);

  function take(found: CsvRow[]): void {
    const kept = toSkip === 0 ? found : found.slice(toSkip);
    toSkip = Math.max(0, toSkip - found.length);
    rows = rows.length === 0 ? kept : rows.concat(kept);
  }
  function* batches(least: number): Generator<CsvRow[]> {
    let from = 0;
    for (; rows.length - from >= least && from < rows.length; from += size)
      yield rows.slice(from, from + size);
    rows = rows.slice(from);
  }

  for await (const piece of textOf(source, format.encoding)) {
    take(cutter.cut(piece));
    yield* batches(size);
  }
  take(cutter.end());
  yield* batches(1);
}
