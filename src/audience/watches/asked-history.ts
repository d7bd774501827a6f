import { parseTimeframe } from '../../dates/parse.ts';
import { resolveTimeframe } from '../../dates/resolve.ts';
import { RollcallError } from '../../errors.ts';
import { dayIn } from '../../lib/days.ts';
import { findNamed, namedLike } from '../../lib/names.ts';
import { leadingQuotations, unquote } from '../../lib/quotes.ts';
import { nearest } from '../../lib/words.ts';
import { EVERYONE } from '../../storage/watches/readings.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type Known, knownTo } from '../segments/segments.ts';

/** The first day that any history can have. */
const FIRST = '2000-01-01';

/** Which history, and of which days; without an id, only a timeframe was typed. */
export interface AskedHistory {
  id?: number;
  from?: string;
  to?: string;
}

const HINT =
  'For example: /segments history Recent VIPs last 90 days. For the whole audience: /segments history everyone';

/** Longer words are no misspelled name. */
const LONGEST_NAME = 100;

/** Words for all of it. */
const EVER =
  /^(?:(?:of |for )?all time|ever|always|(?:since|from) (?:(?:its|the) )?(?:creation|beginning|start))$/i;

/**
 * Reads `Recent VIPs`, `Recent VIPs last 30 days`, `"Since March" since March`, `everyone this year`. The timeframe may
 * come first, or alone.
 *
 * @throws RollcallError `not-found` if no segment has that name, `invalid-input` if the timeframe is not understood, or
 *   if a name ends like a timeframe and the name without it exists, too
 */
export async function askedHistory(deps: AudienceDeps, caller: Caller, text: string): Promise<AskedHistory> {
  requireRole(caller, 'viewer', 'see segments');
  return readHistory(text, await knownTo(deps, caller));
}

/** The same for names that are known already: of all places at which the timeframe may begin, the one with a name. */
function readHistory(typed: string, known: Known): AskedHistory {
  const text = typed
    .trim()
    .replace(/^(?:(?:please\s+)?(?:show|see)\s+(?:me\s+)?)?(?:(?:the\s+)?(?:history|sizes?)\s+of\s+)?/i, '')
    .replace(/[\s,]+(?:here|please)[.!]*$/i, '');
  const [whole] = [typed, text].flatMap((each) => idNamed(unquote(each), known) ?? []);
  const parts = partsOf(text);
  for (const { name, time, isQuoted } of parts) {
    const id = idNamed(name, known);
    if (id === undefined || time === '') continue;
    if (whole === undefined || isQuoted) return { id, ...daysOf(time, known) };
    if (isTimeframe(time, known)) throw ambiguous(text, name, time);
  }
  if (whole !== undefined) return { id: whole };
  const [like] = namedLike(known.names.segments, unquote(text));
  if (like !== undefined) return { id: like.id };
  if (isTimeframe(text, known)) return {};
  for (const { name: time, time: name } of parts.toReversed()) {
    const id = idNamed(unquote(name.replace(/^of\s+/i, '')), known);
    if (id !== undefined && isTimeframe(time, known)) return { id, ...daysOf(time, known) };
  }
  throw notThere(text, parts, known);
}

interface Part {
  name: string;
  time: string;
  isQuoted: boolean;
}

/** All ways to split words into a name and a timeframe: a name in quotes first, then the longest. */
function partsOf(text: string): Part[] {
  const quoted = leadingQuotations(text).map(({ inside, after }) => ({
    name: inside,
    time: after,
    isQuoted: true,
  }));
  const blanks = [...text.matchAll(/\s+/g)].map(({ index }) => index).toReversed();
  const split = blanks.map((at) => ({ name: text.slice(0, at), time: text.slice(at), isQuoted: false }));
  return [...quoted, ...split].map(({ name, time, isQuoted }) => ({
    name: name.replace(/[\s,:;–—-]+$/, ''),
    time: time.trim().replace(/^[,:;–—-]+\s+/, ''),
    isQuoted,
  }));
}

const isTimeframe = (words: string, { dates }: Known): boolean =>
  EVER.test(words) || parseTimeframe(words, { ...dates, direction: 'past' }).ok;

const ambiguous = (whole: string, name: string, time: string): RollcallError =>
  new RollcallError('invalid-input', `This can mean "${whole}", or "${name}" ${time}.`, {
    hint: `Put the name in quotes: /segments history "${name}" ${time}`,
    instead: [`"${whole}"`, `"${name}" ${time}`],
  });

function notThere(text: string, parts: readonly Part[], { names }: Known): RollcallError {
  // The timeframe may come first.
  const tries = [text, ...parts.map(({ name }) => name), ...parts.map(({ time }) => time)]
    .map(unquote)
    .filter(({ length }) => length <= LONGEST_NAME);
  const tag = tries.find((name) => findNamed(names.tags, name) !== undefined);
  if (tag !== undefined) {
    const problem = `"${tag}" is a tag: only segments and the whole audience have a history.`;
    return new RollcallError('invalid-input', problem, {
      hint: `As a segment, it has one from now on: /segments new ${tag}: tagged "${tag}"`,
    });
  }
  const segments = [...names.segments.map(({ name }) => name), 'everyone'];
  const found = tries.map((typed) => ({ typed, names: nearest(typed, segments) }));
  const meant = found.find(({ names: near }) => near.length > 0);
  return new RollcallError('not-found', `No segment "${meant?.typed ?? unquote(text)}".`, {
    hint: meant === undefined ? HINT : `Did you mean ${meant.names.map((near) => `"${near}"`).join(' or ')}?`,
    meant,
  });
}

function idNamed(name: string, { names }: Known): number | undefined {
  const found = findNamed(names.segments, name)?.id;
  if (found !== undefined) return found;
  return /^(?:everyone|all contacts|the audience|audience)$/i.test(name) ? EVERYONE : undefined;
}

function daysOf(words: string, { dates }: Known): { from?: string; to?: string } {
  if (EVER.test(words)) return { from: FIRST };
  const context = { ...dates, direction: 'past' } as const;
  const parsed = parseTimeframe(words, context);
  if (!parsed.ok) {
    throw new RollcallError('invalid-input', parsed.problem.message, {
      hint: HINT,
      fault: { text: words, problem: parsed.problem },
    });
  }
  const { from, to } = resolveTimeframe(parsed.timeframe, context);
  const last = to === null ? undefined : dayIn(new Date(to.getTime() - 1), dates.timeZone);
  return {
    from: from === null ? FIRST : dayIn(from, dates.timeZone),
    ...(last === undefined ? {} : { to: last }),
  };
}
