import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const scorer = fileURLToPath(new URL('../../../shared/tools/score-dates.mjs', import.meta.url));
const adapter = fileURLToPath(new URL('../support/score-dates.ts', import.meta.url));
const present = existsSync(scorer);
if (!present)
  console.warn(
    'SKIPPED: the corpus of date phrases is not beside this repository; its scores are not checked.',
  );

/** One line of the scorer's table: phrases, right, wrong. */
function row(output: string, name: string) {
  const [n, right, wrong] =
    (output.split('\n').find((line) => line.includes(name)) ?? '').match(/\d+(?:\.\d+)?/g) ?? [];
  return { n: Number(n), right: Number(right), wrong: Number(wrong) };
}

describe.skipIf(!present)('the corpus of date phrases', () => {
  it('is read as well as docs/dates.md says', () => {
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', scorer, '--impl', adapter], {
      encoding: 'utf8',
    });
    const marketing = row(stdout, 'marketing phrases');
    const core = row(stdout, 'corpus, core');
    const all = row(stdout, 'corpus, all');
    expect([marketing.n, core.n, all.n]).toEqual([40, 295, 668]);
    expect(marketing).toMatchObject({ right: 40, wrong: 0 });
    expect(core.right).toBeGreaterThanOrEqual(283);
    expect(core.wrong).toBeLessThanOrEqual(2);
    expect(all.right).toBeGreaterThanOrEqual(560);
    expect(all.wrong).toBeLessThanOrEqual(12);
  }, 60_000);
});
