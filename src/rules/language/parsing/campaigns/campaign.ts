import { defined } from '../../../../lib/defined.ts';
import type { Named } from '../../../names.ts';
import { isMailEvent } from '../../../operators.ts';
import { eventName } from '../../print-event.ts';
import { quote } from '../../quote.ts';
import { operatorWords } from '../../table-words.ts';
import { conditionStarts } from '../ahead/condition.ts';
import { seeNamed } from '../ahead/named.ts';
import { readCount } from '../events/count.ts';
import { readTimeframe } from '../events/time.ts';
import { refuseAlike } from '../reader/alike.ts';
import { isOver } from '../reader/connectors.ts';
import { nearestNamed } from '../reader/near.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from '../reader/reader.ts';
import { listMeaning, readValues } from '../values/values.ts';
import { readLatest } from './latest.ts';
import { refuseVagueCampaign } from './vague-campaign.ts';

/** Campaigns of one verb: mail of any of them, or of each. */
export interface Campaigns {
  ids?: number[];
  /** Instead of ids: how many of the last campaigns sent. */
  latest?: number;
  match: 'any' | 'all';
  /** The words negate the condition: "opened neither “A” nor “B”". */
  none?: true;
}

/** Words before a campaign's name that add nothing: "clicked a link in the campaign “Spring sale”". */
const fillers = new Set(
  'in from about of our the campaign campaigns newsletter email mail a link on by via through because due to thanks'.split(
    ' ',
  ),
);
const listed: Record<string, Campaigns['match']> = {
  any: 'any',
  either: 'any',
  none: 'any',
  all: 'all',
  both: 'all',
};
const oneOf = ['one of', 'any one of', 'at least one of'];
/** Words after a name that add nothing: "the “Spring sale” campaign". */
const nouns = ['campaign', 'campaigns', 'email', 'email campaign', 'newsletter', 'mailing', 'mail'];

/**
 * Reads campaigns after a verb: `"Spring sale"`, `Spring sale or Welcome`, `neither "A" nor "B"`, `the last
 * campaign`. An unquoted name counts only if it isn't a timeframe. Undefined if there is none; then nothing
 * was read.
 *
 * @param negated whether a `not` comes before the verb
 * @param event what happened: a name needs no quotes only if it is about mail
 * @param options.isTimeless whether no time can follow: then a name needs no quotes even if it is a time
 * @param options.verb what to say before another campaign, if not the event's own word
 */
export function readCampaigns(
  reader: Reader,
  negated: boolean,
  event: string,
  options: { isTimeless?: boolean; verb?: string } = {},
): Read<Campaigns> | undefined {
  const latest = readLatest(reader, negated, options.isTimeless);
  if (latest !== undefined)
    return latest && { latest: latest.latest, match: 'any', ...defined({ none: latest.none || undefined }) };
  if (isMailEvent(event) && refuseVagueCampaign(reader, options.isTimeless === true) === null) return null;
  const from = reader.next;
  let at = 0;
  let match: Campaigns['match'] | undefined;
  const neither = peek(reader)?.lower === 'neither';
  if (neither) at += 1;
  const none = neither || peek(reader)?.lower === 'none';
  for (let word = peek(reader, at)?.lower; word !== undefined; word = peek(reader, at)?.lower) {
    if (seeCampaign(reader, at) !== undefined) break;
    const one = see(reader, oneOf, at);
    if (one !== undefined) {
      match = 'any';
      at += one.split(' ').length;
      continue;
    }
    if (Object.hasOwn(listed, word)) match = listed[word];
    else if (!fillers.has(word)) break;
    at += 1;
  }
  const bracket = peek(reader, at)?.lower === '(' ? 1 : 0;
  const isBare = isMailEvent(event) && bracket === 0 && isBareCampaign(reader, at, options);
  if (peek(reader, at + bracket)?.kind !== 'quoted' && !isBare) return undefined;
  reader.next += at;
  if (neither) return readNeither(reader, options);
  const list = readValues(
    reader,
    (each) => readCampaign(each, options),
    (here) =>
      seeNamed(here, here.names.campaigns)?.quoted === true &&
      seeNamed(here, here.names.attributes) === undefined,
    (here) => see(here, ['because']) !== undefined,
  );
  if (list === null) return null;
  if (list.strayNot) {
    const { at: not } = list.strayNot;
    const other = seeNamed({ ...reader, next: not + 1 }, reader.names.campaigns);
    const end = not + 1 + (other?.length ?? 1);
    // "Received “A” but not “B”" repeats the verb (`readRepeated`), unless more is said about it.
    const isPlain = other !== undefined && isOver(reader.tokens[end]) && list.values.length === 1;
    const [only] = list.values;
    if (isPlain && only !== undefined && !negated && match === undefined && options.verb === undefined)
      return { ids: [only.id], match: 'any' };
    const message = `"${textOf(reader, not, end)}" needs its own verb before it.`;
    return ask(
      reader,
      not,
      end,
      message,
      other ? [`not ${options.verb ?? eventName(event)} ${quote(other.named.name)}`] : [],
    );
  }
  const said = listMeaning(list.connectors);
  const text = textOf(reader, from, list.end);
  if (match === undefined && said === 'mixed') {
    const message = `${cited(text)} has both "and" and "or"; repeat the verb where another list starts.`;
    return refuse(reader, from, list.end, message);
  }
  match ??= said === 'all' ? 'all' : 'any';
  const names = list.values.map((campaign) => quote(campaign.name));
  if (negated && match === 'all' && names.length > 1) {
    const message =
      'Not any of these, or not all of them? Say "or" for neither; for the other, put "not" before a bracket.';
    return ask(reader, from, list.end, message, [names.join(' or ')]);
  }
  const ids = [...new Set(list.values.map((campaign) => campaign.id))];
  return { ids, match: ids.length > 1 ? match : 'any', ...defined({ none: none || undefined }) };
}

/** Campaigns after "neither", with "nor" or "or" between them. */
function readNeither(reader: Reader, options: { isTimeless?: boolean }): Read<Campaigns> {
  const ids: number[] = [];
  do {
    const campaign = readCampaign(reader, options);
    if (campaign === null) return null;
    ids.push(campaign.id);
  } while (take(reader, ['nor', 'or', ', nor', ', or', ',']) !== undefined);
  return { ids: [...new Set(ids)], match: 'any', none: true };
}

const seeCampaign = (reader: Reader, offset: number) =>
  seeNamed({ ...reader, next: reader.next + offset }, reader.names.campaigns);

/** Whether an unquoted campaign name begins here, and no timeframe of the same length. */
function isBareCampaign(reader: Reader, offset: number, { isTimeless }: { isTimeless?: boolean }): boolean {
  const seen = seeCampaign(reader, offset);
  if (seen === undefined || seen.quoted) return false;
  if (isTimeless) return true;
  const ahead = { ...reader, next: reader.next + offset, problems: [] };
  if (see(ahead, ['ever', 'at any time']) !== undefined || readCount(ahead, []) !== undefined) return false;
  // "The Black Friday email" isn't a day.
  if (seeNoun({ ...reader, next: ahead.next + seen.length }) !== undefined) return true;
  // "In Germany" is a place, even if a campaign has that name.
  if (offset > 0 && conditionStarts(reader)) return false;
  const ends = offset + seen.length;
  return timeEnds(reader, 0) < ends && timeEnds(reader, offset) < ends;
}

/** How many tokens from here the timeframe ends, if one begins here. */
function timeEnds(reader: Reader, offset: number): number {
  const ahead = { ...reader, next: reader.next + offset, problems: [] };
  return readTimeframe(ahead, { negated: false }) === undefined ? 0 : ahead.next - reader.next;
}

/** "The “Spring sale” campaign": the word after the name means nothing, unless it begins a test. */
function takeNoun(reader: Reader): void {
  const words = seeNoun(reader);
  if (words !== undefined) take(reader, [words]);
}

function seeNoun(reader: Reader): string | undefined {
  const words = see(reader, nouns);
  const operator = words && see(reader, operatorWords, words.split(' ').length);
  return operator === undefined || operator === 'in' ? words : undefined;
}

/**
 * A campaign by its name, in any case. Continues after an unknown one, so that every unknown name is
 * reported.
 */
function readCampaign(reader: Reader, options: { isTimeless?: boolean }): Read<Named> {
  const token = peek(reader);
  if (token?.kind !== 'quoted') {
    const seen = seeNamed(reader, reader.names.campaigns);
    if (seen !== undefined && isBareCampaign(reader, 0, options)) {
      if (refuseAlike(reader, seen, 'campaigns') === null) return null;
      reader.next += seen.length;
      takeNoun(reader);
      return seen.named;
    }
    const end = reader.next + (seen?.length ?? (token === undefined ? 0 : 1));
    const instead = seen === undefined ? [] : [quote(seen.named.name)];
    return refuse(reader, reader.next, end, 'Which campaign? Put its name in quotes.', instead);
  }
  const { campaigns } = reader.names;
  reader.next += 1;
  const known = seeNamed({ ...reader, next: reader.next - 1 }, campaigns);
  if (known !== undefined) {
    if (refuseAlike(reader, known, 'campaigns', reader.next - 1) === null) return null;
    takeNoun(reader);
    return known.named;
  }
  const close = nearestNamed(reader, token.text, { kind: 'campaign', known: campaigns });
  const asked = close.map((name) => quote(name)).join(' or ');
  const advice =
    close.length > 0 ? `did you mean ${asked}?` : 'Rollcall knows a campaign once an event names it.';
  refuse(
    reader,
    reader.next - 1,
    reader.next,
    `No campaign ${cited(token.text)}; ${advice}`,
    close.map((name) => quote(name)),
    { noun: 'campaign', name: token.text },
  );
  return { id: 1, name: token.text };
}
