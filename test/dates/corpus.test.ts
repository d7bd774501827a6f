import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const scorer = fileURLToPath(new URL('../../../shared/tools/score-dates.mjs', import.meta.url));
const adapters = {
  ours: fileURLToPath(new URL('../support/score-dates.ts', import.meta.url)),
  chrono: fileURLToPath(new URL('../support/score-chrono.ts', import.meta.url)),
};
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

function score(adapter: string) {
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', scorer, '--impl', adapter], {
    encoding: 'utf8',
  });
  return {
    marketing: row(stdout, 'marketing phrases'),
    core: row(stdout, 'corpus, core'),
    all: row(stdout, 'corpus, all'),
  };
}

describe.skipIf(!present)('the corpus of date phrases', () => {
  it('is read as well as docs/dates.md says', () => {
    const { marketing, core, all } = score(adapters.ours);
    expect([marketing.n, core.n, all.n]).toEqual([40, 295, 668]);
    expect(marketing).toMatchObject({ right: 40, wrong: 0 });
    expect(core.right).toBeGreaterThanOrEqual(283);
    expect(core.wrong).toBeLessThanOrEqual(2);
    expect(all.right).toBeGreaterThanOrEqual(560);
    expect(all.wrong).toBeLessThanOrEqual(12);
  }, 60_000);

  it('is read by chrono alone as docs/dates.md says', () => {
    expect(score(adapters.chrono)).toEqual({
      marketing: { n: 40, right: 16, wrong: 17 },
      core: { n: 295, right: 115, wrong: 102 },
      all: { n: 668, right: 153, wrong: 292 },
    });
  }, 60_000);
});
