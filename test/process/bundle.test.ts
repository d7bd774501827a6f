import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('reads written dates from the bundle as it does from source', () => {
  // Chrono's parsers are chosen by the names of their classes, which a bundle could have changed.
  const said = execFileSync(process.execPath, ['scripts/cli.mjs', 'date', 'Sun, 1 Mar 2026 09:00 +0100'], {
    encoding: 'utf8',
  });
  expect(said).toContain('from       2026-03-01T08:00:00.000Z');
});
