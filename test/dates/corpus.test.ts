import { describe, expect, it } from 'vitest';
import { scoreCorpus } from '../support/date-corpus.ts';
import { readByChrono } from '../support/dates-by-chrono.ts';
import { readByRollcall } from '../support/dates-by-rollcall.ts';

describe('the corpus of date phrases', () => {
  it('is read as well as docs/dates.md says', () => {
    const { marketing, core, all } = scoreCorpus(readByRollcall);
    expect([marketing.n, core.n, all.n]).toEqual([40, 295, 668]);
    expect(marketing).toMatchObject({ right: 100, wrong: 0 });
    expect(core.right).toBeGreaterThanOrEqual(95.5);
    expect(core.wrong).toBeLessThanOrEqual(0.7);
    expect(all.right).toBeGreaterThanOrEqual(86.3);
    expect(all.wrong).toBeLessThanOrEqual(3.5);
  });

  it('is read by chrono alone as docs/dates.md says', () => {
    const { marketing, core, all } = scoreCorpus(readByChrono);
    const count = ({ n, right, wrong }: typeof all) =>
      [right, wrong].map((share) => Math.round((n * share) / 100));
    expect([marketing, core, all].map(count)).toEqual([
      [16, 17],
      [115, 102],
      [153, 292],
    ]);
  });
});
