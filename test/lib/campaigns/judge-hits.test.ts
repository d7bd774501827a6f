import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Hit, judgeHits } from '../../../src/lib/campaigns/judge-hits.ts';

const start = Date.parse('2026-11-30T09:00:00Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
let last = 0;
const click = (seconds: number, linkId = 1, machine = false): Hit => ({
  ...{ id: String(++last), kind: 'clicked', linkId, at: at(seconds), machine },
});
const open = (seconds: number): Hit => ({ ...click(seconds, 0), kind: 'opened' });
const mail = { handedAt: at(0), deliveredAt: null, links: 3 };
const judged = (hits: Hit[], options: Partial<Parameters<typeof judgeHits>[1]> = {}) =>
  judgeHits(hits, { mail, before: at(3_600), ...options }).judged;
const machines = (hits: Hit[], options = {}) => judged(hits, options).map(({ machine }) => machine);

describe('who asked', () => {
  it('is a machine within five seconds of the delivery', () => {
    expect(machines([open(-2), open(4.9), open(5), click(5)])).toEqual([true, true, false, false]);
    const delivered = { ...mail, deliveredAt: at(600) };
    expect(machines([open(599), open(604), open(605)], { mail: delivered })).toEqual([true, true, false]);
  });

  it('is a person who clicks before a late report of the delivery', () => {
    const delivered = { ...mail, deliveredAt: at(600) };
    expect(machines([open(590), click(597), click(598)], { mail: delivered })).toEqual([false, false, true]);
  });

  it('is nobody in particular if clocks differ by hours, or nothing is known of the delivery', () => {
    expect(machines([open(-3_600)])).toEqual([false]);
    expect(machines([open(2)], { mail: { ...mail, handedAt: null } })).toEqual([false]);
  });

  it('is a machine if all links are followed within three seconds', () => {
    expect(machines([click(100, 1), click(101, 2), click(103, 3)])).toEqual([true, true, true]);
    expect(machines([click(100, 1), click(101, 2), click(103.1, 3)])).toEqual([false, false, false]);
    expect(machines([click(100, 1), click(101, 2), click(101, 2), open(101)])).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('is a person again who clicks before or after the sweep', () => {
    const sweep = [click(100, 1), click(100, 2), click(100, 3)];
    expect(machines([click(90, 2), ...sweep, click(110, 2)])).toEqual([false, true, true, true, false]);
  });

  it('is the same machine that loads the picture beside a sweep', () => {
    const sweep = [click(100, 1), click(101, 2), click(102, 3)];
    const opens = [open(96.9), open(97), ...sweep, open(103), open(105), open(105.1)];
    expect(machines(opens)).toEqual([false, true, true, true, true, true, true, false]);
    expect(machines([open(100), click(100, 1), click(101, 2)])).toEqual([false, false, false]);
  });

  it('is never a sweep in a mail with one link, and stays a machine if the request said so', () => {
    expect(machines([click(100), click(101)], { mail: { ...mail, links: 1 } })).toEqual([false, false]);
    expect(machines([click(100, 1, true)])).toEqual([true]);
  });
});

describe('what waits for the next time', () => {
  it('is what others may still follow', () => {
    const hits = [click(10, 1), click(98, 1), click(99, 2), click(101, 3)];
    expect(judged(hits, { before: at(100) }).map(({ at }) => at)).toEqual([at(10)]);
    expect(machines(hits.slice(1), { before: at(110) })).toEqual([true, true, true]);
  });

  it('does not wait for ever for someone who asks again and again', () => {
    const hits = Array.from({ length: 200 }, (_, n) => click(n, 1));
    expect(judged(hits, { before: at(150) })).toHaveLength(90);
  });

  it('is judged the same, in whatever pieces it comes', () => {
    const sorts = fc.array(
      fc.record({
        seconds: fc.integer({ min: 0, max: 400 }).map((tenths) => tenths / 10),
        // 0: an open
        link: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(sorts, fc.array(fc.integer({ min: 0, max: 45 }), { maxLength: 6 }), (given, looks) => {
        const hits = given.map(({ seconds, link }) => (link === 0 ? open(seconds) : click(seconds, link)));
        const whole = new Map(judged(hits).map(({ id, machine }) => [id, machine]));
        const pieces = new Map<string, boolean>();
        for (const look of [...looks.sort((a, b) => a - b), 3_600]) {
          // What came by then, and isn't folded yet.
          const here = hits.filter((hit) => !pieces.has(hit.id) && hit.at <= at(look + 5));
          for (const { id, machine } of judged(here, { before: at(look) })) pieces.set(id, machine);
        }
        expect(pieces).toEqual(whole);
      }),
    );
  });
});

describe('a flood', () => {
  const flood = fc.array(
    fc.record({
      seconds: fc.integer({ min: 0, max: 1_500 }).map((tenths) => tenths / 10),
      link: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 30, maxLength: 120 },
  );

  it('is judged in parts in the same way as at once', () => {
    let cuts = 0;
    fc.assert(
      fc.property(flood, fc.integer({ min: 12, max: 30 }), (given, most) => {
        const hits = given.map(({ seconds, link }) => (link === 0 ? open(seconds) : click(seconds, link)));
        const whole = new Map(judged(hits).map(({ id, machine }) => [id, machine]));
        let left = [...hits].sort((one, other) => one.at.getTime() - other.at.getTime());
        const parts = new Map<string, boolean>();
        while (left.length > 0) {
          const isCut = left.length > most;
          const part = left.slice(0, most);
          const found = judgeHits(part, { mail, before: at(3_600), isCut });
          // Everything within six seconds: then there is no telling.
          fc.pre(!isCut || found.judged.length < most);
          cuts += isCut ? 1 : 0;
          expect(found.judged.length).toBeGreaterThan(0);
          for (const { id, machine } of found.judged) parts.set(id, machine);
          const marked = new Set(found.machines.map(({ id }) => id));
          left = left
            .filter(({ id }) => !parts.has(id))
            .map((hit) => (marked.has(hit.id) ? { ...hit, machine: true } : hit));
        }
        expect(parts).toEqual(whole);
      }),
      { numRuns: 300 },
    );
    expect(cuts).toBeGreaterThan(300);
  });

  it('that came within seconds is judged nevertheless, and what is newer than the moment waits', () => {
    const hits = Array.from({ length: 100 }, (_, n) => click(20 + n / 100));
    expect(judged(hits, { isCut: true })).toHaveLength(100);
    expect(judged(hits, { isCut: true, before: at(20.5) })).toHaveLength(50);
  });
});
