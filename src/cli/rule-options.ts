import { isStorableMoment } from '../lib/moments.ts';
import type { RuleContext } from '../rules/context.ts';
import {
  type Named,
  type NamedAttribute,
  type NamedEvent,
  type NamedSegment,
  type Names,
  noNames,
} from '../rules/names.ts';
import { readArguments, wrongUse } from './arguments.ts';
import { readWithNames } from './rule-names.ts';

/** What the command line asks about. */
export interface Asked {
  sentence: string;
  context: RuleContext;
  /** The kinds of things whose names were listed: only for these is an unlisted name an error. */
  listed: ReadonlySet<keyof Names>;
}

/** @throws RollcallError `wrong-use` */
export function readOptions(args: string[]): Asked | 'help' {
  const { values, positionals } = readArguments('rule', args, {
    tags: { type: 'string' },
    attributes: { type: 'string' },
    campaigns: { type: 'string' },
    events: { type: 'string' },
    segment: { type: 'string', multiple: true },
    now: { type: 'string' },
    zone: { type: 'string', default: 'UTC' },
    'week-start': { type: 'string', default: 'monday' },
    'date-order': { type: 'string' },
  });
  if (values.help === true) return 'help';
  const [sentence, ...more] = positionals;
  if (sentence === undefined || more.length > 0) throw misused('Give one sentence, in quotes.');
  const now = values.now === undefined ? new Date() : new Date(values.now);
  if (!isStorableMoment(now))
    throw misused(
      `--now ${values.now} is not a time between the years 1900 and 2199; write it like 2026-11-23T12:00:00Z.`,
    );
  const timeZone = zoneOf(values.zone);
  const weekStart = oneOf(['monday', 'sunday', 'saturday'] as const, values['week-start']);
  const order = values['date-order'];
  const dateOrder = oneOf(['dmy', 'mdy', 'ymd'] as const, order ?? 'ymd');
  if (weekStart === undefined) throw misused('--week-start must be monday, sunday or saturday.');
  if (dateOrder === undefined) throw misused('--date-order must be dmy, mdy or ymd.');
  const { tags, attributes, campaigns, events, segment } = values;
  const names: Names = {
    ...noNames,
    tags: named(tags ?? ''),
    attributes: readAttributes(attributes ?? ''),
    campaigns: named(campaigns ?? '').map((each) => ({ ...each, sentAt: each.id })),
    events: readEvents(events ?? ''),
  };
  const lists = { tags, attributes, campaigns, events, segments: segment };
  const listed = new Set(
    (Object.keys(lists) as (keyof typeof lists)[]).filter((kind) => lists[kind] !== undefined),
  );
  const dates = { now, timeZone, weekStart, ...(order === undefined ? {} : { dateOrder }) };
  const known = withSegments(segment ?? [], { names, dates }, listed);
  return { sentence, context: { names: known, dates }, listed };
}

const misused = (message: string) => wrongUse('rule', message);

function zoneOf(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw misused(`--zone ${zone} is not a time zone: expected a name like Europe/London.`);
  }
}

/** Names in a list, numbered from 1. */
function named(list: string): Named[] {
  const names = list.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '').map((name, index) => ({ id: index + 1, name }));
}

/** Throws if a type is not valid, and says why. */
function readAttributes(list: string, flag = '--attributes'): NamedAttribute[] {
  return named(list).map(({ id, name: text }) => {
    const [name = '', typed = 'text'] = text.split(':').map((part) => part.trim());
    const type = oneOf(['text', 'number', 'boolean', 'date'], typed === 'yearly' ? 'date' : typed);
    if (type === undefined)
      throw misused(`${flag}: "${typed}" is not a type; use text, number, boolean, date or yearly.`);
    return { id, name, type, yearly: typed === 'yearly' };
  });
}

/** `purchase(amount:number),trial started`: commas in parentheses separate properties. */
function readEvents(list: string): NamedEvent[] {
  const events = [...list.matchAll(/([^,()]+)(?:\(([^()]*)\))?/g)];
  return events
    .map(([, name = '', properties = '']) => ({
      name: name.trim().toLowerCase(),
      properties: readAttributes(properties, '--events'),
    }))
    .filter(({ name }) => name !== '');
}

/** The names with these segments, each of which may use those before it. */
function withSegments(
  given: readonly string[],
  { names, dates }: RuleContext,
  listed: Asked['listed'],
): Names {
  let known = names;
  for (const each of given) {
    const [, name = '', sentence = ''] = /^([^:]*):(.*)$/s.exec(each) ?? [];
    const read = readWithNames(sentence, { names: known, dates }, listed);
    if (!read.parsed.ok) throw misused(`--segment "${each}": ${read.parsed.problems[0]?.message}`);
    const segments: NamedSegment[] = [
      ...read.names.segments,
      { id: read.names.segments.length + 1, name: name.trim(), rule: read.parsed.rule },
    ];
    known = { ...read.names, segments };
  }
  return known;
}

function oneOf<const Value extends string>(known: readonly Value[], given: string): Value | undefined {
  return known.find((value) => value === given);
}
