import { parseTimeframe } from '../../../../dates/parse.ts';
import { resolveTimeframe } from '../../../../dates/resolve.ts';
import type { DateContext, Timeframe } from '../../../../dates/schema.ts';
import type { NamedCampaign } from '../../../names.ts';
import { daysOf } from '../../../sql/days.ts';
import { whenDay } from '../../when.ts';
import { numberWords } from '../../words.ts';
import { conditionStarts } from '../ahead/condition.ts';
import { seeNamed } from '../ahead/named.ts';
import { isJoiner } from '../reader/connectors.ts';
import { ask, cited, peek, type Read, type Reader, refuse, rewrite, see, textOf } from '../reader/reader.ts';

/** A longer phrase isn't a timeframe; this also limits how often we call `dates/`. */
const longestPhrase = 16;

/**
 * Reads the longest run of words that `dates/` accepts, for something in the past by nature. Undefined if
 * there is no timeframe; then nothing was read.
 */
export function readTimeframe(
  reader: Reader,
  { negated }: { negated: boolean },
): Read<Timeframe> | undefined {
  const from = reader.next;
  const context = { ...reader.dates, direction: 'past' } as const;
  const longest = stretch(reader);
  const campaign = seeCampaign(reader);
  for (let end = from + longest; end > from; end -= 1) {
    const parsed = parseTimeframe(pastWords(textOf(reader, from, end), negated), context);
    if (!parsed.ok) continue;
    if (campaign !== undefined && end < campaign.to) return refuseCampaign(reader, campaign);
    if (goesOn(reader, end)) return refuseTimeframe(reader, '', context);
    reader.next = end;
    const range = resolveTimeframe(parsed.timeframe, context);
    const future = 'direction' in parsed.timeframe && parsed.timeframe.direction === 'future';
    if (future || (range.from !== null && range.from > context.now)) {
      return refuse(
        reader,
        from,
        end,
        `${cited(textOf(reader, from, end))} is in the future, but this can only have happened in the past.`,
      );
    }
    if (parsed.twin !== undefined) reader.twins.push({ from, to: end, words: parsed.twin });
    return parsed.timeframe;
  }
  return campaign && refuseCampaign(reader, campaign);
}

/** A campaign where a day could be: "since Spring sale", "within 3 days of Spring sale". */
function seeCampaign(reader: Reader): { from: number; to: number; named: NamedCampaign } | undefined {
  const opening = peek(reader)?.lower ?? '';
  const isNumber = /^\d+$/.test(opening) || Object.hasOwn(numberWords, opening);
  if (!isNumber && !['after', 'since', 'before', 'until', 'till', 'within', 'in', 'from'].includes(opening))
    return undefined;
  for (let at = 0; at < 6; at += 1) {
    const word = peek(reader, at)?.lower;
    if (word === undefined || isJoiner(peek(reader, at))) return undefined;
    const isBeside = ['after', 'since', 'before', 'until', 'till', 'following'].includes(word);
    const isOf = word === 'of' && new RegExp(`^${units}$`).test(peek(reader, at - 1)?.lower ?? '');
    if (!isBeside && !isOf) continue;
    const start =
      at + 1 + (see(reader, ['the', 'our', 'the campaign', 'campaign'], at + 1)?.split(' ').length ?? 0);
    const seen = seeNamed(reader, reader.names.campaigns, start);
    if (seen !== undefined)
      return { from: reader.next + at + 1, to: reader.next + start + seen.length, named: seen.named };
  }
  return undefined;
}

/** The day on which it was sent is a time; the campaign isn't. */
function refuseCampaign(
  reader: Reader,
  { from, to, named }: { from: number; to: number; named: NamedCampaign },
): null {
  const { sentAt } = named;
  const day = typeof sentAt === 'number' ? whenDay(new Date(sentAt), reader.dates.timeZone) : undefined;
  const advice = day === undefined ? 'say a day.' : `it was sent on ${day}.`;
  const message = `${cited(named.name)} is a campaign and not a time; ${advice}`;
  return ask(reader, from, to, message, day === undefined ? [] : [day]);
}

/** Reads the longest timeframe from here, on either side of now, for an attribute's date. */
export function readAnyTimeframe(reader: Reader, yearly: boolean): Read<Timeframe> {
  const from = reader.next;
  const context = { ...reader.dates, direction: 'any', yearly } as const;
  for (let end = from + stretch(reader); end > from; end -= 1) {
    const parsed = parseTimeframe(textOf(reader, from, end), context);
    if (!parsed.ok) continue;
    if (goesOn(reader, end)) return refuseTimeframe(reader, '', context);
    reader.next = end;
    if (daysOf(parsed.timeframe, context) !== null) {
      if (parsed.twin !== undefined) reader.twins.push({ from, to: end, words: parsed.twin });
      return parsed.timeframe;
    }
    const message = `A yearly date has no ${cited(textOf(reader, from, end))}; give a range from when to when.`;
    return refuse(reader, from, end, message);
  }
  return refuseTimeframe(reader, '', context);
}

/** "Within 24 hours of Black Friday" isn't the last 24 hours: no condition continues with "of". */
function goesOn(reader: Reader, end: number): boolean {
  return reader.tokens[end]?.lower === 'of';
}

/** Adds a problem for words that should have been a timeframe. */
export function refuseTimeframe(
  reader: Reader,
  hint = '',
  context: DateContext = { ...reader.dates, direction: 'past' },
): null {
  const from = reader.next;
  const most = from + stretch(reader);
  let end = from;
  // "Between 10 and 3 yesterday" contains one "and" of its own.
  let own = reader.tokens[from]?.lower === 'between' ? 1 : 0;
  while (end < most && (!isJoiner(reader.tokens[end]) || own-- > 0)) end += 1;
  const text = textOf(reader, from, end);
  const parsed = parseTimeframe(text, context);
  if (parsed.ok || text === '') return refuse(reader, from, end, `A time is missing here${hint}.`);
  const { problem } = parsed;
  const at = (reader.tokens[from]?.at ?? 0) + problem.at;
  const suggestions = problem.suggestions.map((suggestion) => rewrite(reader, from, end, suggestion));
  const asks = problem.asks ? ({ asks: true } as const) : {};
  reader.problems.push({ at, length: problem.length, message: problem.message + hint, suggestions, ...asks });
  return null;
}

/** How many tokens from here could be a timeframe: up to quotes, brackets, the next condition. */
function stretch(reader: Reader): number {
  let count = 0;
  for (let token = peek(reader); token !== undefined && count < longestPhrase; token = peek(reader, count)) {
    const said = inBrackets(reader, count);
    if (said > 0) {
      count += said;
      continue;
    }
    if (token.kind === 'quoted' || token.lower === '(' || token.lower === ')') break;
    if (isJoiner(token) && conditionStarts(reader, count + 1)) break;
    count += 1;
  }
  return count;
}

/**
 * The number of tokens of a bracketed remark in a timeframe: "thirty (30) days", "1 to 5 May (inclusive)".
 */
function inBrackets(reader: Reader, ahead: number): number {
  const [open, word, close] = [0, 1, 2].map((n) => peek(reader, ahead + n)?.lower);
  const isRemark = ahead > 0 && open === '(' && close === ')' && word !== undefined;
  return isRemark && (/^(?:\d+|inclusive)$/.test(word) || Object.hasOwn(numberWords, word)) ? 3 : 0;
}

const units = '(?:second|minute|hour|day|week|fortnight|month|quarter|year)s?';
const amount = `(?:\\d+|an?|${Object.keys(numberWords).join('|')})\\s+${units}`;
const inAmount = new RegExp(`^(?:in|within)\\s+(?:the\\s+space\\s+of\\s+)?(${amount})$`, 'i');
const sinceAmount = new RegExp(
  `^(?:in|for|within)\\s+(?:(?:over|more\\s+than|at\\s+least)\\s+)?(${amount})$`,
  'i',
);

/** "in 60 days" looks back, because the event already happened; so does "for over 60 days" after a "not". */
function pastWords(text: string, negated: boolean): string {
  const found = (negated ? sinceAmount : inAmount).exec(text)?.[1];
  return found === undefined ? text : `in the last ${found.replace(/^an?\s/i, '1 ')}`;
}
