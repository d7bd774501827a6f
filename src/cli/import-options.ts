import { createReadStream, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { FileMark } from '../audience/imports/files.ts';
import type { ImportChoices } from '../audience/imports/imports.ts';
import { type Delimiter, delimiterNamed } from '../csv/file/delimiters.ts';
import { type Encoding, encodingNamed, encodingNames } from '../csv/file/encodings.ts';
import type { CsvSource } from '../csv/file/source.ts';
import { type Mapping, type Target, targets } from '../csv/schema.ts';
import { RollcallError } from '../errors.ts';
import { isStorableMoment, momentText } from '../lib/moments.ts';
import { findNamed } from '../lib/names.ts';
import { momentAt } from '../lib/wall-time.ts';
import { checkFile, onlyFile, readArguments, wrongUse } from './arguments.ts';

export const usage = `npm run import -- <file.csv> --status subscribed|non-subscribed [options]

Imports contacts from a file of any size, with the same rules as /contacts import, whether the app is running or not. It shows how the
columns are read and what would happen, and asks before it saves anything. If it's stopped or killed, run the same command
again: it continues after the last row written. For 7 days, /audience history in Slack can undo the import.

  --status …            the status of new contacts: did these people agree to get mail? Existing contacts keep their status,
                        unless the file says they unsubscribed or bounced
  --yes                 don't ask
  --dates day-first     how to read 03/04/26 if a column could be read in more than one way; or month-first, year-first
  --map "Joined=signed-up"
                        what a column is, if the guess is wrong: ${targets.join(', ')}.
                        A topic by its name: --map "Wants news=topic:Product news". topics is a list of them
  --values "Status: 1=subscribed, 2=unsubscribed, (empty)=nothing"
                        what the values of a column say about mail: subscribed, non-subscribed, unsubscribed, bounced or nothing;
                        (filled) is any value that isn't named, (empty) a row without one. "Status: nothing" says that the
                        column isn't about mail, and keeps it as an attribute
  --encoding NAME       the file's encoding, if the example shown is garbled: Shift_JIS, Windows-1250 …
  --delimiter CHAR      what separates the cells, if the guess is wrong: "," ";" tab "|" "^" "~" ":"
  --only-add            leave existing contacts alone, except people who are unsubscribed or bounced in the file
  --resubscribe         subscribe people again who unsubscribed or bounced, if the file says so. With --yes, nothing asks again:
                        you confirm that all of them have since agreed to get mail
  --where "the March survey" --when 2026-03-01
                        where and when they asked for it, which --resubscribe needs: it goes into their consent history.
                        People who unsubscribed later stay unsubscribed; a row's own date counts instead of this one
  --tags as-written     create new tags as written in the file, even if a similar tag exists
  --abandon             leave an unfinished import of this file as is, and start over
  --team T0123456789    the Slack team, if several use the database`;

/** What the command line requests. */
export interface Asked {
  source: CsvSource;
  mark: FileMark;
  fileName: string;
  newStatus: 'subscribed' | 'non-subscribed' | undefined;
  dateOrder: 'dmy' | 'mdy' | 'ymd' | undefined;
  encoding: Encoding | undefined;
  delimiter: Delimiter | undefined;
  maps: [header: string, target: Target, topic?: string][];
  /** As typed: the column that each one names is only known once the file is read. */
  values: string[];
  choices: Omit<ImportChoices, 'askedAt'>;
  /** As typed: a day begins in the workspace's zone. */
  askedOn: string | undefined;
  yes: boolean;
  abandon: boolean;
  team: string | undefined;
}

/** Reads the command's arguments. @throws RollcallError `wrong-use` for arguments that make no sense */
export function readOptions(args: string[]): Asked | 'help' {
  const { values, positionals } = readArguments('import', args, {
    status: { type: 'string' },
    dates: { type: 'string' },
    encoding: { type: 'string' },
    delimiter: { type: 'string' },
    map: { type: 'string', multiple: true, default: [] },
    values: { type: 'string', multiple: true, default: [] },
    tags: { type: 'string' },
    'only-add': { type: 'boolean', default: false },
    resubscribe: { type: 'boolean', default: false },
    where: { type: 'string' },
    when: { type: 'string' },
    yes: { type: 'boolean', default: false },
    abandon: { type: 'boolean', default: false },
    team: { type: 'string' },
  });
  if (values.help === true) return 'help';
  const file = onlyFile('import', positionals, 'Which file do you want to import?');
  const { resubscribe, where = '', when } = values;
  if (resubscribe && (where.trim() === '' || when === undefined))
    throw misused(
      'Where and when did they ask for mail again? Say it with --where "the March survey" --when 2026-03-01.',
    );
  const dates = oneOf('dates', values.dates, ['day-first', 'month-first', 'year-first']);
  return {
    ...opened(file),
    newStatus: oneOf('status', values.status, ['subscribed', 'non-subscribed']),
    dateOrder: dates === undefined ? undefined : dateOrders[dates],
    encoding: values.encoding === undefined ? undefined : encodingOf(values.encoding),
    delimiter: values.delimiter === undefined ? undefined : delimiterOf(values.delimiter),
    maps: values.map.map(mapOf),
    values: values.values,
    choices: {
      existing: values['only-add'] ? 'keep' : 'update',
      resubscribe,
      askedWhere: resubscribe ? where : null,
      tagNames: oneOf('tags', values.tags, ['existing', 'as-written']) ?? 'existing',
    },
    askedOn: resubscribe ? when : undefined,
    yes: values.yes,
    abandon: values.abandon,
    team: values.team,
  };
}

/** When people asked for mail: the beginning of a day, or a moment. @throws RollcallError `wrong-use` */
export function askedAt(text: string, { timeZone, now }: { timeZone: string; now: Date }): Date {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const moment = momentText.safeParse(text).data;
  const at = isDay
    ? momentAt({ wallTime: text, timeZone })
    : moment === undefined
      ? undefined
      : new Date(moment);
  if (at === undefined || !isStorableMoment(at))
    throw misused(`--when "${text}" is not a day. Write it like 2026-03-01, or 2026-03-01T10:00:00Z.`);
  if (at > now) throw misused(`--when ${text} is in the future.`);
  return at;
}

/** A named file that can be opened each time it is read. */
function opened(file: string): Pick<Asked, 'source' | 'mark' | 'fileName'> {
  const path = resolve(file);
  checkFile('import', file);
  const found = statSync(path);
  return {
    source: () => createReadStream(path, { highWaterMark: 256 * 1024 }),
    mark: { path, size: found.size, changed: Math.floor(found.mtimeMs) },
    fileName: basename(path),
  };
}

function encodingOf(text: string): Encoding {
  const found = encodingNamed(text);
  if (found !== undefined) return found;
  const known = Object.values(encodingNames).map(({ name }) => name);
  throw misused(`--encoding "${text}" is not a known encoding. Known encodings: ${known.join(', ')}.`);
}

const dateOrders = { 'day-first': 'dmy', 'month-first': 'mdy', 'year-first': 'ymd' } as const;

function delimiterOf(text: string): Delimiter {
  const found = delimiterNamed(text);
  if (found !== undefined) return found;
  throw misused(`--delimiter "${text}" can’t separate cells. Use one of , ; tab | ^ ~ :`);
}

function mapOf(text: string): Asked['maps'][number] {
  const at = text.lastIndexOf('=');
  const said = text.slice(at + 1).trim();
  const [, topic] = /^topic:(.+)$/s.exec(said) ?? [];
  if (at > 0 && topic !== undefined) return [text.slice(0, at).trim(), 'topic', topic.trim()];
  const target = targets.find((each) => each === said);
  if (at < 1 || target === undefined)
    throw misused(`--map "${text}" isn’t valid. Write it like --map "Joined=signed-up".`);
  return [text.slice(0, at).trim(), target];
}

/** The guessed mapping with the choices for single columns, and for dates that can be read two ways. */
export function withOptions(mapping: Mapping, { maps, dateOrder }: Asked): Mapping {
  const wanted = new Map(maps.map(([header, ...meant]) => [header.toLowerCase(), meant]));
  const columns = mapping.columns.map((column) => {
    const [target, topic] = wanted.get(column.header.toLowerCase()) ?? [];
    wanted.delete(column.header.toLowerCase());
    return {
      ...column,
      target: target ?? column.target,
      ...(target === 'topic' ? { topicId: topicNamed(mapping, topic ?? column.header) } : {}),
      dateOrder: column.type === 'date' ? (column.dateOrder ?? dateOrder ?? null) : column.dateOrder,
    };
  });
  const [unknown] = wanted.keys();
  if (unknown !== undefined) {
    const known = mapping.columns.map(({ header }) => `"${header}"`).join(', ');
    throw refused(`No column "${unknown}" in the file. It has ${known}.`);
  }
  return { ...mapping, columns };
}

/** The topic with this name. @throws RollcallError `invalid-input` */
function topicNamed({ topics = [] }: Mapping, name: string): number {
  const topic = findNamed(topics, name);
  if (topic !== undefined) return topic.id;
  const known = topics.map((each) => `"${each.name}"`).join(', ');
  throw refused(
    `No topic "${name}". ${known === '' ? 'There are no topics yet: add one with /audience topics.' : `These are: ${known}.`}`,
  );
}

function oneOf<T extends string>(name: string, given: string | undefined, all: readonly T[]): T | undefined {
  if (given === undefined) return undefined;
  const found = all.find((each) => each === given);
  if (found === undefined) throw misused(`--${name} is ${all.join(' or ')}, not "${given}".`);
  return found;
}

const misused = (message: string): RollcallError => wrongUse('import', message);

const refused = (message: string): RollcallError =>
  new RollcallError('invalid-input', message, { hint: 'All options: npm run import -- --help' });
