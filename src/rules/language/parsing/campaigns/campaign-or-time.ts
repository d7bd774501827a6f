import { parseTimeframe } from '../../../../dates/parse.ts';
import { resolveTimeframe } from '../../../../dates/resolve.ts';
import { canonicalWord } from '../../../../dates/words.ts';
import type { Named } from '../../../names.ts';
import { isMailEvent } from '../../../operators.ts';
import { quote } from '../../quote.ts';
import { numberWords, timeOpenings } from '../../words.ts';
import { refuseTimeframe } from '../events/time.ts';
import { isOver } from '../reader/connectors.ts';
import { nearestNamed } from '../reader/near.ts';
import { ask, cited, type Reader, refuse, textOf } from '../reader/reader.ts';

// Unquoted words after a verb that could be a campaign or a time.

/** Refuses an unquoted campaign name: unquoted words after a verb are a time. */
export function refuseBareCampaign(
  reader: Reader,
  { named, length }: { named: Named; length: number },
): null {
  const from = reader.next;
  const dated = asDate(reader, textOf(reader, from, from + length));
  if (dated !== undefined) return refuseEither(reader, { from, to: from + length, dated, campaign: named });
  const message = `${cited(named.name)} is a campaign; put its name in quotes.`;
  return refuse(reader, from, from + length, message, [quote(named.name)]);
}

/** Words that begin a timeframe if they can't belong to a campaign's name. */
const openings = new Set([
  ...timeOpenings,
  ...'more less fewer under least any the a an later newer older greater > < >= <= ≥ ≤ b4 starting'.split(
    ' ',
  ),
  ...'beginning back way all most rolling trailing coming upcoming following'.split(' '),
]);

/** "3 days after Easter": no campaign has such a name. */
const besideDay = new RegExp(
  `^(?:\\d+|an?|${Object.keys(numberWords).join('|')})\\s+(?:business\\s+)?(?:minute|hour|day|week|month|quarter|year)s?\\s+(?:after|before|from)\\s`,
  'i',
);

/** Whether the words from here can only begin a timeframe. */
export function opensTime(reader: Reader, from: number): boolean {
  const word = reader.tokens[from]?.lower ?? '';
  return (
    openings.has(word) ||
    openings.has(canonicalWord(word)) ||
    /\bago$/i.test(textOf(reader, from, reader.next)) ||
    besideDay.test(textOf(reader, from, reader.next)) ||
    /^\d+(?:d|w|mo|y|h)$/.test(word)
  );
}

/** The campaigns whose misspelt names the words up to the next condition may be: "opened Sprng sale". */
export function seeLikeCampaign(reader: Reader, event: string): { to: number; names: string[] } | undefined {
  let to = reader.next;
  while (reader.tokens[to]?.kind === 'word' && !isOver(reader.tokens[to])) to += 1;
  const known = reader.names.campaigns;
  const names = isMailEvent(event)
    ? nearestNamed(reader, textOf(reader, reader.next, to), { kind: 'campaign', known })
    : [];
  return names.length > 0 ? { to, names } : undefined;
}

export function refuseLikeCampaign(reader: Reader, { to, names }: { to: number; names: string[] }): null {
  const { next } = reader;
  const asked = names.map((name) => quote(name));
  const message = `No campaign ${cited(textOf(reader, next, to))}; did you mean ${asked.join(' or ')}?`;
  return refuse(reader, next, to, message, asked);
}

/** "opened Black Friday 2025": on that day, or the campaign with that name? */
export function refuseBareDay(reader: Reader, from: number): null {
  let to = reader.next;
  while (to < reader.tokens.length && !isOver(reader.tokens[to])) to += 1;
  const text = textOf(reader, from, to);
  const parsed = parseTimeframe(text, { ...reader.dates, direction: 'past' });
  // "Monday 26 November" if that is a Thursday.
  if (!parsed.ok && parsed.problem.asks) return refuseTimeframe({ ...reader, next: from });
  const dated = asDate(reader, text);
  // "Spring Sales".
  const near = nearestNamed(reader, text, { kind: 'campaign', known: reader.names.campaigns });
  const [only, ...others] = near.flatMap((name) =>
    reader.names.campaigns.filter((each) => each.name === name),
  );
  const campaign = only !== undefined && others.length === 0 ? { campaign: only } : {};
  return refuseEither(reader, { from, to, dated, ...campaign });
}

function refuseEither(
  reader: Reader,
  { from, to, dated, campaign }: { from: number; to: number; dated: string | undefined; campaign?: Named },
): null {
  const text = textOf(reader, from, to);
  const advice = [
    ...(dated === undefined ? [] : [`say "${dated}" for the time`]),
    `put a campaign's name in quotes`,
  ].join(', and ');
  const instead = [...(dated === undefined ? [] : [dated]), ...(campaign ? [quote(campaign.name)] : [])];
  const message = `${cited(text)} could be a time or a campaign: ${advice}.`;
  // The mark ends the sentence, and is read without.
  return (/[.!…]$/.test(text) ? refuse : ask)(reader, from, to, message, instead);
}

/** The words with the preposition that makes them a time; undefined if they aren't one. */
function asDate(reader: Reader, text: string): string | undefined {
  const context = { ...reader.dates, direction: 'past' } as const;
  const parsed = parseTimeframe(text, context);
  if (!parsed.ok) return undefined;
  const { from: start, to } = resolveTimeframe(parsed.timeframe, context);
  const days = start && to ? (to.getTime() - start.getTime()) / 86_400_000 : Number.POSITIVE_INFINITY;
  const dated = `${days < 1.5 ? 'on' : 'in'} ${text}`;
  return parseTimeframe(dated, context).ok ? dated : undefined;
}
