import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('reads written dates from the bundle as it does from source', () => {
  // Chrono's parsers are chosen by the names of their classes, which a bundle could have changed.
  const said = execFileSync(process.execPath, ['scripts/cli.mjs', 'date', 'Sun, 1 Mar 2026 09:00 +0100'], {
    encoding: 'utf8',
  });
  expect(said).toContain('from       2026-03-01T08:00:00.000Z');
});

it.each(['undici', 'express', 'jsonwebtoken', 'iconv-lite'])('starts without %s', (name) => {
  // Packages in CommonJS keep their paths in the bundle.
  expect(loadedAtStart().filter((text) => text.includes(`"node_modules/${name}/`))).toEqual([]);
  expect(loadedAtStart().some((text) => text.includes('"node_modules/@slack/bolt/'))).toBe(true);
});

/** The files of the bundle that a start of the playground reads: these, and what they import at their top. */
function loadedAtStart(): string[] {
  // Beside them may be those of the build before.
  const chunks = readFileSync('dist/.chunks', 'utf8').split('\n');
  const entries = chunks.filter((file) =>
    /^(?:serve|serve-playground|work|client)-[A-Z\d]{8}\.js$/.test(file),
  );
  expect(entries).toHaveLength(4);
  const texts = new Map<string, string>();
  const load = (file: string): void => {
    if (texts.has(file)) return;
    const text = readFileSync(file, 'utf8');
    texts.set(file, text);
    for (const [, path = ''] of text.matchAll(
      /(?:^|[;}])(?:import|export)[^'"();]*["'](\.{1,2}\/[^"']+\.js)["']/gm,
    ))
      load(join(file, '..', path));
  };
  for (const entry of ['dist/main.js', ...entries.map((file) => join('dist/chunks', file))]) load(entry);
  return [...texts.values()];
}
