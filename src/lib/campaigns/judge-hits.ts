/** A request for a link or a picture of one person's mail. */
export interface Hit {
  /** Its id in the database. */
  id: string;
  kind: 'opened' | 'clicked';
  /** Of a click. */
  linkId: number;
  at: Date;
  /** One request told that it is a machine's. */
  machine: boolean;
}

/** What is known about the mail. */
export interface JudgedMail {
  /** When the server took it. */
  handedAt: Date | null;
  /** When a provider said that it was delivered, if nothing that anyone did with it said so. */
  deliveredAt: Date | null;
  /** How many tracked links it has. */
  links: number;
}

/** So soon after the delivery, nobody has read anything. */
const AT_ONCE_MS = 5_000;
/** The clocks of two of our machines differ by no more than this, or nothing is concluded from them. */
const SKEW_MS = 60_000;
/** The same of a provider's clock. A report of a delivery can come late, so what came before it may be a person's. */
const REPORT_SKEW_MS = 2_000;
/** Nobody follows all links of a mail within this time. */
const ALL_LINKS_MS = 3_000;
/** Someone who asks again and again is recorded after this time, whatever may follow. */
const MOST_WAIT_MS = 60_000;

/** What `judgeHits` found. */
export interface Judged<Given> {
  /** Those whose maker is known. */
  judged: Given[];
  /** Left for the next time, but known to be a machine's by what was judged now, which will be gone by then. */
  machines: Given[];
}

/**
 * Tells who made the requests for one person's mail: they, or a machine. Those that others may still follow are left
 * for the next time.
 *
 * @param hits in any order
 * @param options.before only requests before this moment are judged; later ones help to
 * @param options.isCut these are only the first of a flood. Some are always judged, whatever may follow
 */
export function judgeHits<Given extends Hit>(
  hits: readonly Given[],
  { mail, before, isCut = false }: { mail: JudgedMail; before: Date; isCut?: boolean },
): Judged<Given> {
  const sorted = [...hits].sort((one, other) => one.at.getTime() - other.at.getTime());
  const waitsFrom = isCut ? cutOf(sorted, before.getTime()) : waitsFromOf(sorted, before.getTime());
  const found = swept(sorted, mail.links);
  const judged = sorted
    .slice(0, waitsFrom)
    .map((hit) => ({ ...hit, machine: hit.machine || found.has(hit) || isAtOnce(hit.at, mail) }));
  const last = judged.at(-1)?.at.getTime();
  const machines =
    last === undefined
      ? []
      : sorted.slice(waitsFrom).filter((hit) => !hit.machine && found.has(hit) && isNear(last, hit));
  return { judged, machines };
}

/** A sweep that this request belongs to may have begun before. */
const isNear = (last: number, { at }: Hit): boolean => at.getTime() - last <= 2 * ALL_LINKS_MS;

/** Where those begin that others may still follow. */
function waitsFromOf(sorted: readonly Hit[], end: number): number {
  // From the end: a request belongs to what follows within three seconds.
  let waitsFrom = sorted.length;
  for (let next = Number.POSITIVE_INFINITY; waitsFrom > 0; waitsFrom -= 1) {
    const at = sorted[waitsFrom - 1]?.at.getTime() ?? 0;
    const isFollowed = next !== Number.POSITIVE_INFINITY && next - at <= ALL_LINKS_MS;
    if (at < end - MOST_WAIT_MS || (at < end && !isFollowed)) break;
    next = at;
  }
  return waitsFrom;
}

/**
 * The same for the first of a flood: what is missing here can't change what they are, neither by a sweep nor by a picture
 * beside one. If they came too fast for that, all of them.
 */
function cutOf(sorted: readonly Hit[], end: number): number {
  const from = (moment: number): number => {
    const place = sorted.findIndex(({ at }) => at.getTime() >= moment);
    return place < 0 ? sorted.length : place;
  };
  const clear = from((sorted.at(-1)?.at.getTime() ?? 0) - 2 * ALL_LINKS_MS);
  return Math.min(clear > 0 ? clear : sorted.length, from(end));
}

function isAtOnce(at: Date, { handedAt, deliveredAt }: JudgedMail): boolean {
  const isSoonAfter = (moment: Date | null, skew: number): boolean => {
    if (moment === null) return false;
    const after = at.getTime() - moment.getTime();
    return after >= -skew && after < AT_ONCE_MS;
  };
  return isSoonAfter(handedAt, SKEW_MS) || isSoonAfter(deliveredAt, REPORT_SKEW_MS);
}

/** The clicks that are part of a sweep over all links of the mail, and the opens beside them: scanners load pictures too. */
function swept<Given extends Hit>(sorted: readonly Given[], links: number): Set<Given> {
  const found = new Set<Given>();
  if (links < 2) return found;
  const clicks = sorted.filter(({ kind }) => kind === 'clicked');
  const inside = new Map<number, number>();
  let from = 0;
  let marked = 0;
  for (const [index, click] of clicks.entries()) {
    inside.set(click.linkId, (inside.get(click.linkId) ?? 0) + 1);
    for (let first = clicks[from]; first !== undefined; first = clicks[from]) {
      if (click.at.getTime() - first.at.getTime() <= ALL_LINKS_MS) break;
      const left = (inside.get(first.linkId) ?? 0) - 1;
      if (left > 0) inside.set(first.linkId, left);
      else inside.delete(first.linkId);
      from += 1;
    }
    if (inside.size < links) continue;
    for (const each of clicks.slice(Math.max(from, marked), index + 1)) found.add(each);
    marked = index + 1;
  }
  const times = [...found].map(({ at }) => at.getTime());
  let next = 0;
  for (const open of sorted.filter(({ kind }) => kind === 'opened')) {
    const at = open.at.getTime();
    while ((times[next] ?? Number.POSITIVE_INFINITY) < at - ALL_LINKS_MS) next += 1;
    if ((times[next] ?? Number.POSITIVE_INFINITY) <= at + ALL_LINKS_MS) found.add(open);
  }
  return found;
}
