// Reads a file that is made while it is read, and prints the result and how much memory it took: run by
// test/csv/memory.test.ts in its own process, with a heap too small to hold the file.
import { readFileSync } from 'node:fs';
import { proposeMapping } from '../../src/csv/columns/propose.ts';
import { RollcallError } from '../../src/errors.ts';
import { takenRows } from './taken-rows.ts';

const MB = 1024 * 1024;
const text = new TextEncoder();

/** This many megabytes of a text, after a beginning. */
function repeated(start: string, piece: string, megabytes: number): () => AsyncGenerator<Uint8Array> {
  const bytes = text.encode(piece.repeat(Math.ceil(MB / 4 / piece.length)));
  return async function* () {
    yield text.encode(start);
    for (let count = 0; count < megabytes * 4; count += 1) {
      yield bytes;
      if (count % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  };
}

async function* people(): AsyncGenerator<Uint8Array> {
  yield text.encode('Email,Name,Country,Signed up,Company,Note\n');
  for (let block = 0; block < 150; block += 1) {
    const rows = Array.from(
      { length: 1000 },
      (_, row) =>
        `person.${block}.${row}@mail${row % 50}.example.org,Person ${row},Norway,26-08-2020,"Horn, Shepard",${'x'.repeat(200)}\n`,
    );
    yield text.encode(rows.join(''));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const files: Record<string, () => AsyncIterable<Uint8Array>> = {
  'people, 45 MB': people,
  'one line, 100 MB': repeated('Email', 'x', 100),
  'one line of commas, 100 MB': repeated('Email', ',', 100),
  'a cell, 100 MB': repeated('Email,Note\nada@example.org,', 'x', 100),
  'a row of commas, 100 MB': repeated('Email,Note\nada@example.org', ',', 100),
  'an open quote, 100 MB': repeated('Email,Note\nada@example.org,"', 'bob@example.org,Bob\n', 100),
  'line breaks, 40 MB': repeated('Email\nada@example.org\n', '\n', 40),
  'NULs behind rows, 100 MB': repeated(`Email\n${'ada@example.org\n'.repeat(20_000)}`, '\0', 100),
};

const open = files[process.argv[2] ?? ''];
if (open === undefined) throw new Error(`no such file: ${process.argv[2]}`);

/**
 * The most memory that this process used, in bytes. On Linux, `resourceUsage` starts from the parent
 * process's.
 */
function mostHeld(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error('/proc/self/status has no VmHWM');
  return Number(kilobytes) * 1024;
}

const before = process.memoryUsage().rss;
const said = await proposeMapping(open, { fileName: 'people.csv' })
  .then(async ({ mapping, rows }) => `${rows} rows, ${(await takenRows(open, mapping)).people} contacts`)
  .catch((error: unknown) => (error instanceof RollcallError ? error.message : `crashed: ${String(error)}`));
const megabytes = Math.round((mostHeld() - before) / MB);
process.stdout.write(JSON.stringify({ said, megabytes }));
