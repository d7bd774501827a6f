import { parseTimeframe } from '../../dates/parse.ts';
import { resolveTimeframe } from '../../dates/resolve.ts';
import type { Timeframe } from '../../dates/schema.ts';
import { isOver } from './connectors.ts';
import { cited, type Reader, refuse, textOf } from './reader.ts';

/** How many tokens from here are the name of a campaign, typed without quotes. */
export function seeCampaign(reader: Reader): number | undefined {
  const lengths = reader.names.campaigns.map((campaign) => {
    const length = campaign.name.split(/\s+/).length;
    const text = textOf(reader, reader.next, reader.next + length);
    return text.toLowerCase() === campaign.name.toLowerCase() ? length : 0;
  });
  return Math.max(0, ...lengths) || undefined;
}

/** Refuses a campaign's name, in quotes or not. */
export function refuseCampaign(reader: Reader): null {
  const end = reader.next + (seeCampaign(reader) ?? 1);
  const name = textOf(reader, reader.next, end);
  const message = `Conditions on one campaign, like ${name}, are not built yet; leave the name out.`;
  return refuse(reader, reader.next, end, message, ['']);
}

/** Words with which a timeframe begins when it can't be taken for a campaign's name. */
const openings = new Set(
  (
    'in on at during within over for since after before until till by from between last past previous prior this next ' +
    'today yesterday now more less fewer under least up earlier any the a an ytd mtd qtd'
  ).split(' '),
);

/** Whether the words from here begin as only a timeframe does. */
export function opensTime(reader: Reader, from: number): boolean {
  const word = reader.tokens[from]?.lower ?? '';
  return (
    openings.has(word) ||
    /\bago$/i.test(textOf(reader, from, reader.next)) ||
    /^\d+(?:d|w|mo|y|h)$/.test(word)
  );
}

/** "opened Black Friday 2025": on that day, or the campaign of that name? */
export function refuseBareDay(reader: Reader, from: number, timeframe: Timeframe): null {
  let end = reader.next;
  while (end < reader.tokens.length && !isOver(reader.tokens[end])) end += 1;
  const text = textOf(reader, from, end);
  const context = { ...reader.dates, direction: 'past' } as const;
  const { from: start, to } = resolveTimeframe(timeframe, context);
  const days = start && to ? (to.getTime() - start.getTime()) / 86_400_000 : Number.POSITIVE_INFINITY;
  const dated = `${days < 1.5 ? 'on' : 'in'} ${text}`;
  const isDate = parseTimeframe(dated, context).ok;
  const choice = isDate ? `say "${dated}" for the time; ` : '';
  const message = `${cited(text)} could be a time or a campaign: ${choice}conditions on one campaign are not built yet.`;
  return refuse(reader, from, end, message, isDate ? [dated] : []);
}
