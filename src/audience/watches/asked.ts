import { type Meant, RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { findNamed } from '../../lib/names.ts';
import { nearBeginning } from '../../lib/near-beginning.ts';
import { unquote } from '../../lib/quotes.ts';
import { respelled } from '../../lib/respelled.ts';
import { fold } from '../../lib/texts.ts';
import { conditionWords, type WatchCondition } from '../../lib/watches/condition.ts';
import { conditionVocabulary } from '../../lib/watches/condition-words.ts';
import { readingsOf, WATCH_HINT, type WatchReading } from '../../lib/watches/parse.ts';
import { placeWords, type WatchPlace } from '../../lib/watches/place.ts';
import { clip, nearest } from '../../lib/words.ts';
import { printRule } from '../../rules/language/print.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { isSource, readSource } from '../people/named.ts';
import { requireRole } from '../permissions.ts';
import { type Known, knownTo } from '../segments/segments.ts';

/** Whom to watch, and when and where to say something. */
export interface AskedWatch {
  /** The words for whom: a segment, a tag or a rule. */
  whom: string;
  condition?: WatchCondition;
  place?: WatchPlace;
}

/**
 * Reads what follows `/segments watch`. Of all ways to read the words, the one whose name exists is meant; if two
 * do, nobody guesses. Without a condition, it is about whom to watch, and the form asks for the rest.
 *
 * @throws RollcallError `invalid-input` if the words have no meaning or two, or a condition that can't be
 */
export async function askedWatch(deps: AudienceDeps, caller: Caller, text: string): Promise<AskedWatch> {
  requireRole(caller, 'editor', 'watch sizes');
  const known = await knownTo(deps, caller);
  try {
    return readWatch(text, known);
  } catch (error) {
    throw withRespelled(error, text, known);
  }
}

/** A refusal with what may be meant, if words after the name are mistyped: "abve 500". */
function withRespelled(error: unknown, text: string, known: Known): unknown {
  if (!(error instanceof RollcallError) || error.instead.length > 0) return error;
  if (error.meant !== undefined || (error.fault?.problem.suggestions.length ?? 0) > 0) return error;
  const from = endOfName(text, known) ?? 0;
  const isUnderstood = (end: string) => {
    try {
      return readWatch(text.slice(0, from) + end, known).condition !== undefined;
    } catch (problem) {
      if (problem instanceof RollcallError) return false;
      throw problem;
    }
  };
  const instead = respelled(text.slice(from), conditionVocabulary, isUnderstood).map(
    (end) => text.slice(0, from) + end,
  );
  const { code, message, hint, fault } = error;
  return new RollcallError(code, message, { ...defined({ hint, fault }), instead });
}

function readWatch(text: string, known: Known): AskedWatch {
  const { readings, whom, place } = readingsOf(text);
  if (whom === '' && readings.length === 0) return { whom: '', ...(place === undefined ? {} : { place }) };
  const named = distinct(readings.filter((each) => isWhom(each.whom, known)));
  const whole = isWhom(whom, known) ? [{ whom, ...(place === undefined ? {} : { place }) }] : [];
  const meant = [...named.filter((each) => 'condition' in each), ...whole];
  const [first, ...others] = meant;
  if (first !== undefined && others.length > 0) throw ambiguous(meant, known);
  if (first !== undefined) return asked(first, known);
  const wrong = named.find((each) => 'problem' in each);
  if (wrong !== undefined) throw refusal(wrong);
  return unnamed(readings, whom, known);
}

/** No reading has a name that exists. */
function unnamed(readings: readonly WatchReading[], whole: string, known: Known): AskedWatch {
  const bare = readings.find((each) => each.whom === '');
  if (bare !== undefined && 'problem' in bare) throw refusal(bare);
  if (bare !== undefined) return asked(bare, known);
  const end = endOfName(whole, known);
  const rest = end === undefined ? undefined : whole.slice(end).trim();
  if (rest !== undefined && !/^(?:and|or|but)\b/i.test(rest))
    throw new RollcallError('invalid-input', `"${rest}" isn’t a condition that Rollcall knows.`, {
      hint: WATCH_HINT,
    });
  // The words before the condition are the name, without those that begin a sentence.
  const [shortest] = readings.toSorted((one, other) => one.whom.length - other.whom.length);
  const name = unquote(shortest?.whom ?? whole);
  const names = [...known.names.segments, ...known.names.tags].map((each) => each.name);
  const close = nearest(name, names);
  const meant = close.length > 0 ? { typed: name, names: close } : nearLongName(whole, names);
  if (meant !== undefined) {
    throw new RollcallError('not-found', `No segment or tag "${clip(meant.typed, 80)}".`, {
      hint: `Did you mean ${meant.names.map((other) => `"${other}"`).join(' or ')}?`,
      meant,
    });
  }
  // It is neither a name nor a rule: this says what is wrong with the words.
  readSource(name, known);
  throw new RollcallError('invalid-input', 'Rollcall can’t tell whom to watch.', { hint: WATCH_HINT });
}

/** A name of several words, before a condition that isn't understood either: "Recent VPIs evry time". */
function nearLongName(words: string, names: readonly string[]): Meant | undefined {
  const found = nearBeginning(words, names);
  return found !== undefined && /\s/.test(found.typed) ? found : undefined;
}

function asked(reading: WatchReading | AskedWatch, known: Known): AskedWatch {
  const { whom, place } = reading;
  const condition = 'condition' in reading ? reading.condition : undefined;
  requireOneName(reading, condition, known);
  return {
    whom: isEveryone(whom, known) ? 'everyone' : whom,
    ...(place === undefined ? {} : { place }),
    ...(condition === undefined ? {} : { condition }),
  };
}

/** A segment and a tag may have the same name: then its spelling says which one is meant, or nothing does. */
function requireOneName(
  { whom, place }: { whom: string; place?: WatchPlace | undefined },
  condition: WatchCondition | undefined,
  { names }: Known,
): void {
  const name = unquote(whom);
  const [segment, tag] = [findNamed(names.segments, name), findNamed(names.tags, name)];
  if (segment === undefined || tag === undefined) return;
  if ((segment.name === name) !== (tag.name === name)) return;
  const rest = condition === undefined ? '' : ` ${conditionWords(condition)}`;
  const [one, other] = [
    printRule({ type: 'segment', match: 'any', segments: [segment.id] }, names),
    printRule({ type: 'tagged', match: 'any', tags: [tag.id] }, names),
  ];
  const ways = [one, other].map((each) => `${each}${rest}`);
  throw new RollcallError('invalid-input', `"${name}" is a segment and a tag.`, {
    hint: `Type ${ways.map((each) => `/segments watch ${each}`).join(', or ')}`,
    instead: ways.map((each) => `${each}${placeWords(place)}`),
  });
}

/** Whether words mean the whole audience. */
export const isEveryone = (whom: string, { names }: Known): boolean =>
  /^(?:everyone|all contacts|(?:the )?(?:whole )?audience)$/i.test(unquote(whom)) &&
  findNamed(names.segments, unquote(whom)) === undefined;

/** Whether words name a segment, a tag, everyone, or are a rule. */
export const isWhom = (whom: string, known: Known): boolean =>
  unquote(whom) !== '' && (isEveryone(whom, known) || isSource(whom, known));

/** Where the longest name at the beginning of the words ends. */
function endOfName(words: string, { names }: Known): number | undefined {
  const blanks = [...words.matchAll(/\s+/g)].map(({ index }) => index).toReversed();
  return blanks.find((blank) => {
    const name = unquote(words.slice(0, blank));
    return findNamed(names.segments, name) !== undefined || findNamed(names.tags, name) !== undefined;
  });
}

function distinct(readings: readonly WatchReading[]): WatchReading[] {
  const keyOf = ({ place: _, ...rest }: WatchReading) =>
    JSON.stringify({ ...rest, whom: fold(unquote(rest.whom)) });
  return [...new Map(readings.toReversed().map((each) => [keyOf(each), each])).values()].toReversed();
}

const refusal = ({ problem, hint }: Extract<WatchReading, { problem: string }>): RollcallError =>
  new RollcallError('invalid-input', problem, { hint });

function ambiguous(meant: readonly (WatchReading | AskedWatch)[], { names }: Known): RollcallError {
  const ways = meant.map((each) => {
    const bare = unquote(each.whom);
    const name =
      findNamed<{ name: string }>([...names.segments, ...names.tags], bare) === undefined
        ? each.whom
        : `"${bare}"`;
    return 'condition' in each && each.condition !== undefined
      ? `${name} ${conditionWords(each.condition)}`
      : name;
  });
  return new RollcallError('invalid-input', `This can mean ${ways.join(', or ')}.`, {
    hint: `Put the name in quotes: /segments watch ${ways[0]}`,
    instead: ways.map((way, index) => `${way}${placeWords(meant[index]?.place)}`),
  });
}
