import { parseTimeframe } from '../dates/parse.ts';
import { resolveTimeframe } from '../dates/resolve.ts';
import type { DateContext } from '../dates/schema.ts';
import { isStorableMoment } from '../lib/moments.ts';
import { readArguments, wrongUse } from './arguments.ts';
import { paintFor } from './color.ts';
import { exitCodeOf } from './command.ts';

const usage = `npm run date -- "past 2 weeks" [options]
  --now 2026-11-23T10:00:00Z      the moment to count from (default: now)
  --zone Europe/London            the time zone (default: UTC)
  --week monday|sunday|saturday   the day on which weeks start
  --order dmy|mdy|ymd             how 3/4/2026 is read (default: refused)
  --fiscal 4                      the month in which the fiscal year starts
  --side past|future|any          what a bare "May" means (default: past)
`;

/**
 * `npm run date`: prints the timeframe, its range and its read-back. Returns the exit code: 0 for understood,
 * 1 for refused, 2 for wrong options.
 */
export async function run(args: string[]): Promise<number> {
  return exitCodeOf(async () => {
    const { values, positionals } = readArguments('date', args, {
      now: { type: 'string' },
      zone: { type: 'string', default: 'UTC' },
      week: { type: 'string', default: 'monday' },
      order: { type: 'string' },
      fiscal: { type: 'string' },
      side: { type: 'string', default: 'past' },
    });
    if (values.help === true) {
      process.stdout.write(usage);
      return 0;
    }
    if (positionals.length === 0) throw misused('Which timeframe? Write it in quotes, like "past 2 weeks".');
    const phrase = positionals.join(' ');
    const context = readContext(values);
    const parsed = parseTimeframe(phrase, context);
    if (!parsed.ok) {
      const { message, suggestions, examples = [], at, length } = parsed.problem;
      const hint =
        suggestions.length > 0
          ? `Did you mean ${suggestions.map((each) => `"${each}"`).join(' or ')}?\n`
          : examples.length > 0
            ? `Examples: ${examples.join('; ')}\n`
            : '';
      process.stderr.write(
        `${phrase}\n${' '.repeat(at)}${paintFor(process.stderr).red('^'.repeat(Math.max(1, length)))}\n${message}\n${hint}`,
      );
      return 1;
    }
    const { from, to } = resolveTimeframe(parsed.timeframe, context);
    process.stdout.write(
      [
        `timeframe  ${JSON.stringify(parsed.timeframe)}`,
        `from       ${from?.toISOString() ?? 'open'}`,
        `to         ${to?.toISOString() ?? 'open'}`,
        `read back  ${parsed.readBack}`,
        ...(parsed.twin === undefined ? [] : [`or         ${parsed.twin}`]),
        '',
      ].join('\n'),
    );
    return 0;
  });
}

const misused = (message: string) => wrongUse('date', message);

function readContext(values: {
  now?: string | undefined;
  zone: string;
  week: string;
  order?: string | undefined;
  fiscal?: string | undefined;
  side: string;
}): DateContext {
  const now = values.now === undefined ? new Date() : new Date(values.now);
  if (!isStorableMoment(now)) {
    throw misused(
      `--now ${values.now} is not a time between the years 1900 and 2199; write it like 2026-11-23T10:00:00Z`,
    );
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: values.zone });
  } catch {
    throw misused(`--zone ${values.zone} is not a time zone: expected a name like Europe/London`);
  }
  const context: DateContext = {
    now,
    timeZone: values.zone,
    weekStart: oneOf('week', values.week, ['monday', 'sunday', 'saturday']),
    direction: oneOf('side', values.side, ['past', 'future', 'any']),
  };
  if (values.order !== undefined) context.dateOrder = oneOf('order', values.order, ['dmy', 'mdy', 'ymd']);
  if (values.fiscal !== undefined) {
    const month = Number(values.fiscal);
    if (!Number.isInteger(month) || month < 1 || month > 12) {
      throw misused(`--fiscal ${values.fiscal} is not a month: expected 1 to 12`);
    }
    context.fiscalYearStart = month;
  }
  return context;
}

function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found === undefined) throw misused(`--${option} ${value} isn’t valid: expected ${known.join(', ')}`);
  return found;
}
