/** Hits of people in an hour. */
export interface Hour {
  at: Date;
  hits: number;
}

/** A chart's points: each covers this many hours from its moment on. */
export interface Spread {
  hours: number;
  points: Hour[];
  /** Whether the points leave out hits that came later. */
  isCut: boolean;
}

const HOUR_MS = 3_600_000;
/** Lengths of a point that people understand, in hours. */
const lengths = [1, 2, 3, 6, 12, 24, 48, 168];
/** The points show at least this share of all hits: a click months later must not flatten the first day. */
const SHOWN = 0.95;

/**
 * Hits by hour as at most this many points of equal length, the first one at `from` or at the first hit, if that is
 * earlier. Empty hours between them count as 0.
 */
export function spreadOver(hours: readonly Hour[], { from, most }: { from: Date; most: number }): Spread {
  const hit = hours.filter(({ hits }) => hits > 0);
  const first = hit[0];
  const last = hit.at(-1);
  if (first === undefined || last === undefined) return { hours: 1, points: [], isCut: false };
  const start = Math.floor(Math.min(from.getTime(), first.at.getTime()) / HOUR_MS) * HOUR_MS;
  const all = total(hit);
  const within = (span: number) => total(hit.filter(({ at }) => at.getTime() < start + span * HOUR_MS));
  const length = lengths.find((each) => within(each * most) >= all * SHOWN) ?? (lengths.at(-1) as number);
  const index = (at: Date) => Math.floor((at.getTime() - start) / (length * HOUR_MS));
  const points = Array.from({ length: Math.min(most, index(last.at) + 1) }, (_, n) => ({
    at: new Date(start + n * length * HOUR_MS),
    hits: total(hit.filter(({ at }) => index(at) === n)),
  }));
  return { hours: length, points, isCut: total(points) < all };
}

/** Within how many hours of a moment half of all hits came; undefined without hits. */
export function halfWithin(hours: readonly Hour[], from: Date): number | undefined {
  const half = total(hours) / 2;
  let sum = 0;
  for (const { at, hits } of hours) {
    sum += hits;
    if (hits > 0 && sum >= half)
      return Math.max(1, Math.ceil((at.getTime() + HOUR_MS - from.getTime()) / HOUR_MS));
  }
  return undefined;
}

const total = (hours: readonly Hour[]): number => hours.reduce((sum, { hits }) => sum + hits, 0);
