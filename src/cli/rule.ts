import { parseArgs } from 'node:util';
import { isStorableMoment } from '../lib/moments.ts';
import { explainRule } from '../rules/language/explain.ts';
import { parseRule, type RuleContext } from '../rules/language/parse.ts';
import { printRule } from '../rules/language/print.ts';
import {
  type Named,
  type NamedAttribute,
  type NamedEvent,
  type NamedSegment,
  noNames,
} from '../rules/names.ts';
import { resolveRule } from '../rules/resolve.ts';
import { compileRule } from '../rules/sql/compile.ts';

const usage = `Usage: npm run rule -- "<sentence>" [options]

Shows how Rollcall understands a rule: its canonical sentence, read-back, tree and SQL. Doesn't use the database.

  --tags vip,beta       the tags that exist
  --attributes plan:text,seats:number,paid:boolean,renewal:date,birthday:yearly
                        the attributes that exist, with their types
  --campaigns "Spring sale,Welcome"
                        the campaigns that exist, in the order they were sent
  --events "purchase(amount:number,currency:text),trial started"
                        your own events, with their properties
  --segment "VIPs: tagged vip"
                        a segment that exists; later ones can use earlier ones
  --now 2026-11-23      the moment to count from (default: now)
  --zone Europe/London  the time zone (default: UTC)
  --week-start monday   monday, sunday or saturday
  --date-order dmy      dmy, mdy or ymd: how 3/4/2026 is read
`;

/**
 * Shows what a sentence means. Returns the exit code: 0, 1 if the sentence was refused, 2 for wrong
 * arguments.
 */
export async function run(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n\n${usage}`);
    return 2;
  }
  const { sentence, context } = options;
  const parsed = parseRule(sentence, context);
  if (!parsed.ok) {
    for (const { at, length, message, suggestions, examples = [] } of parsed.problems) {
      process.stderr.write(`${sentence}\n${' '.repeat(at)}${'^'.repeat(Math.max(1, length))}\n${message}\n`);
      for (const suggestion of suggestions) process.stderr.write(`  try: ${suggestion}\n`);
      if (examples.length > 0) process.stderr.write(`  examples: ${examples.join('; ')}\n`);
    }
    return 1;
  }
  const resolution = resolveRule(parsed.rule, context);
  if (!resolution.ok) {
    process.stderr.write(`${resolution.problems.map((problem) => problem.message).join('\n')}\n`);
    return 1;
  }
  const { sql, params } = compileRule(resolution.resolved, { workspaceId: 1 });
  const parts = {
    sentence: printRule(parsed.rule, context.names),
    'read-back': explainRule(parsed.rule, context),
    ...(parsed.twin === undefined ? {} : { 'or, up to now': parsed.twin.sentence }),
    tree: JSON.stringify(parsed.rule, null, 2),
    SQL: sql,
    parameters: params.map((value, index) => `$${index + 1} = ${JSON.stringify(value)}`).join('\n'),
  };
  for (const [name, text] of Object.entries(parts))
    process.stdout.write(`${name}\n${text.replace(/^/gm, '  ')}\n\n`);
  return 0;
}

function readOptions(args: string[]): { sentence: string; context: RuleContext } | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        tags: { type: 'string', default: '' },
        attributes: { type: 'string', default: '' },
        campaigns: { type: 'string', default: '' },
        events: { type: 'string', default: '' },
        segment: { type: 'string', multiple: true, default: [] },
        now: { type: 'string' },
        zone: { type: 'string', default: 'UTC' },
        'week-start': { type: 'string', default: 'monday' },
        'date-order': { type: 'string' },
      },
    });
    if (values.help) return 'help';
    const [sentence, ...more] = positionals;
    if (sentence === undefined || more.length > 0) return 'Give one sentence, in quotes.';
    const now = values.now === undefined ? new Date() : new Date(values.now);
    if (!isStorableMoment(now))
      return `--now ${values.now} is not a time between the years 1900 and 2199; write it like 2026-11-23T12:00:00Z.`;
    const timeZone = new Intl.DateTimeFormat('en', { timeZone: values.zone }).resolvedOptions().timeZone;
    const weekStart = oneOf(['monday', 'sunday', 'saturday'] as const, values['week-start']);
    const order = values['date-order'];
    const dateOrder = oneOf(['dmy', 'mdy', 'ymd'] as const, order ?? 'ymd');
    if (weekStart === undefined) return '--week-start must be monday, sunday or saturday.';
    if (dateOrder === undefined) return '--date-order must be dmy, mdy or ymd.';
    const names = {
      ...noNames,
      tags: named(values.tags),
      attributes: readAttributes(values.attributes),
      campaigns: named(values.campaigns).map((each) => ({ ...each, sentAt: each.id })),
      events: readEvents(values.events),
    };
    const dates = { now, timeZone, weekStart, ...(order === undefined ? {} : { dateOrder }) };
    const context = { names, dates };
    return {
      sentence,
      context: { names: { ...names, segments: readSegments(values.segment, context) }, dates },
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
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
      throw new Error(`${flag}: "${typed}" is not a type; use text, number, boolean, date or yearly.`);
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

/** Each may use those before it. Throws if a rule is refused. */
function readSegments(given: readonly string[], context: RuleContext): NamedSegment[] {
  const segments: NamedSegment[] = [];
  for (const each of given) {
    const [, name = '', sentence = ''] = /^([^:]*):(.*)$/s.exec(each) ?? [];
    const parsed = parseRule(sentence, { ...context, names: { ...context.names, segments } });
    if (!parsed.ok) throw new Error(`--segment "${each}": ${parsed.problems[0]?.message}`);
    segments.push({ id: segments.length + 1, name: name.trim(), rule: parsed.rule });
  }
  return segments;
}

function oneOf<const Value extends string>(known: readonly Value[], given: string): Value | undefined {
  return known.find((value) => value === given);
}
