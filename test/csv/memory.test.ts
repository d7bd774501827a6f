import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { bundled } from '../support/bundled.ts';

const script = bundled('test/support/read-hostile.ts');
const run = promisify(execFile);

describe('a file of any size is read in little memory:', () => {
  test.each<[file: string, said: string]>([
    ['people, 45 MB', '150000 rows, 150000 contacts'],
    ['one line, 100 MB', 'Line 1 is longer than 100,000 characters.'],
    ['one line of commas, 100 MB', 'people.csv has more than 200 columns; at most 200 can be imported.'],
    ['a cell, 100 MB', 'Line 2 is longer than 100,000 characters.'],
    ['a row of commas, 100 MB', 'Line 2 is longer than 100,000 characters.'],
    [
      'an open quote, 100 MB',
      'The row on line 2 is longer than 100,000 bytes: a quote in it is probably not closed.',
    ],
    ['line breaks, 40 MB', '1 rows, 1 contacts'],
    ['NULs behind rows, 100 MB', '20000 rows, 1 contacts'],
  ])('%s', { timeout: 120_000 }, async (file, said) => {
    const { stdout } = await run(process.execPath, ['--max-old-space-size=64', script, file]);
    const found: { said: string; megabytes: number } = JSON.parse(stdout);
    expect(found.said).toBe(said);
    expect(found.megabytes).toBeLessThan(120);
  });
});
