import { Temporal } from 'temporal-polyfill';
import { parseTimeframe } from '../../dates/parse.ts';
import { namesEveryYear } from '../../dates/pin.ts';
import { monthNames, printTimeframe } from '../../dates/print.ts';
import type { DateContext, Timeframe } from '../../dates/schema.ts';
import { numberOperators } from '../attributes.ts';
import { dateFields, textField } from '../fields.ts';
import type { Condition, Rule } from '../schema.ts';
import { counted } from '../sql/compile-events.ts';
import { daysOf, everyDay } from '../sql/days.ts';
import type { RuleContext } from './parse.ts';
import { attributeName, fieldWords, printCondition, tagNames } from './print.ts';
import { printCount } from './print-event.ts';
import { printNumbers } from './print-test.ts';
import { printNamed } from './quote.ts';
import { saidEvent } from './said-event.ts';
import { timeInReadBack, timeSaid } from './time-in-read-back.ts';

/**
 * A rule in plain English, for a card: every bracket is a list of its own, timeframes come with their dates, and it says
 * who is in by having nothing at all. Plain text: names in it stand as people typed them.
 *
 * @example
 * explainRule(rule, context) // tagged vip and not opened in the last 60 days
 * // Contacts who match all of these:
 * // • tagged vip
 * // • have not opened an email in the last 60 days (since Thu 24 Sep 2026); includes those who never did
 */
export function explainRule(rule: Rule, context: RuleContext): string {
  const lines = explain(rule, context, false, {
    who: 'who ',
    are: 'who are ',
    whose: 'whose ',
    of: 'who match: ',
  });
  const [first = '', ...under] = lines;
  if (under.length > 0) return [`Contacts who match ${first}`, ...under].join('\n');
  return first === 'everyone' ? 'All contacts' : first === 'nobody' ? 'Nobody' : `Contacts ${first}`;
}

/** The words before a condition: `who are tagged vip` alone, `tagged vip` in a list. */
interface Subject {
  /** Before a verb: "opened an email". */
  who: string;
  /** Before what people are: "tagged vip". */
  are: string;
  /** Before what one of their fields is: "country is Norway". */
  whose: string;
  /** Before a yes or a number of theirs: "active is true", "seats is more than 5". */
  of: string;
}

const listed: Subject = { who: '', are: '', whose: '', of: '' };

const headings = {
  all: ['all of these:', 'not all of these:'],
  any: ['any of these:', 'none of these:'],
} as const;

/** A rule, or its complement, as lines; all but the first stand under it. */
function explain(rule: Rule, context: RuleContext, negated: boolean, subject: Subject): string[] {
  switch (rule.type) {
    case 'everyone':
      return [negated ? 'nobody' : 'everyone'];
    case 'all':
    case 'any': {
      const under = rule.rules.flatMap((each) => bullet(explain(each, context, false, listed)));
      return [headings[rule.type][negated ? 1 : 0], ...under];
    }
    case 'not':
      return explain(rule.rule, context, !negated, subject);
    default:
      return [explainCondition(rule, context, negated, subject)];
  }
}

function bullet(lines: string[]): string[] {
  return lines.map((line, index) => (index === 0 ? `• ${line}` : `   ${line}`));
}

function explainCondition(
  condition: Condition,
  context: RuleContext,
  negated: boolean,
  { who, are, whose, of }: Subject,
): string {
  switch (condition.type) {
    case 'tagged':
      return `${are}${explainTagged(condition, context, negated)}`;
    case 'has-tags':
      return `${who}have ${negated ? 'no tags' : 'tags'}`;
    case 'segment':
      return `${are}${explainSegments(condition, context, negated)}`;
    case 'random':
      return `${are}${negated ? 'not ' : ''}in a random ${condition.percent}% of all contacts, always the same ones`;
    case 'text': {
      const missing = negated && textField(condition.field).optional;
      const without = missing ? `; includes those without a ${fieldWords(condition.field)}` : '';
      return `${whose}${printCondition(condition, context.names, negated)}${without}`;
    }
    case 'has':
      return `${who}have ${negated ? 'no' : 'a'} ${fieldWords(condition.field)}`;
    case 'date': {
      const { said, optional, words } = dateFields[condition.field];
      const without = negated && optional ? `; includes those without a ${words[0]}` : '';
      return `${who}${said[negated ? 1 : 0]} ${dated(condition.timeframe, past(context))}${without}`;
    }
    case 'attribute':
      return explainAttribute(condition, context, negated, { who, whose, of });
    case 'event':
      return `${who}${explainEvent(condition, context, negated)}`;
    default:
      throw condition satisfies never;
  }
}

function explainAttribute(
  condition: Extract<Condition, { type: 'attribute' }>,
  { names, dates }: RuleContext,
  negated: boolean,
  { who, whose, of }: Omit<Subject, 'are'>,
): string {
  const { attribute, test } = condition;
  const name = attributeName(attribute, names);
  const without = negated ? `; includes those without a value for ${name}` : '';
  switch (test.is) {
    case 'known':
      return `${who}have ${negated ? 'no' : 'a'} value for ${name}`;
    case 'text':
    case 'boolean':
      return `${test.is === 'text' ? whose : of}${printCondition(condition, names, negated)}${without}`;
    case 'number': {
      const said = numberOperators[test.operator].said[negated ? 1 : 0];
      return `${of}${name} ${said} ${printNumbers(test)}${without}`;
    }
    case 'date': {
      const yearly = names.attributes.find((each) => each.id === attribute)?.yearly ?? false;
      const context = { ...dates, direction: 'any', yearly } as const;
      return `${whose}${name} ${negated ? 'is not' : 'is'} ${dated(test.timeframe, context)}${without}`;
    }
    default:
      throw test satisfies never;
  }
}

function explainTagged(
  condition: Extract<Condition, { type: 'tagged' }>,
  context: RuleContext,
  negated: boolean,
): string {
  const { tags, match } = condition;
  const names = tagNames(tags, context.names);
  const not = negated ? 'not ' : '';
  if (tags.length === 1) return `${not}tagged ${names[0]}`;
  if (match === 'all') return `${not}tagged with all of ${names.join(', ')}`;
  return `tagged with ${negated ? 'none' : 'any'} of ${names.join(', ')}`;
}

function explainSegments(
  { segments, match }: Extract<Condition, { type: 'segment' }>,
  context: RuleContext,
  negated: boolean,
): string {
  const names = segments.map((id) => printNamed(id, context.names.segments));
  const not = negated ? 'not ' : '';
  if (segments.length === 1) return `${not}in the segment ${names[0]}`;
  if (match === 'all') return `${not}in all of the segments ${names.join(', ')}`;
  return `in ${negated ? 'none' : 'any'} of the segments ${names.join(', ')}`;
}

function explainEvent(
  condition: Extract<Condition, { type: 'event' }>,
  context: RuleContext,
  negated: boolean,
): string {
  const { count, which, timeframe } = condition;
  const [did, done] = saidEvent(condition, context.names);
  const time = timeframe === undefined ? '' : ` ${dated(timeframe, past(context))}`;
  const never = '; includes those who never did';
  if (which !== undefined)
    return negated ? `have not ${which} ${done}${time}${never}` : `${which} ${did}${time}`;
  if (count === undefined) {
    if (timeframe === undefined) return negated ? `never ${done}` : `${did} at any time`;
    return negated ? `have not ${done}${time}${never}` : `${did}${time}`;
  }
  const none = counted(count).turned ? !negated : negated;
  return `${negated ? `have not ${done}` : did} ${printCount(count)}${time}${none ? never : ''}`;
}

/** A timeframe with its dates: `in the last 30 days (since Sat 24 Oct 2026)`. */
function dated(timeframe: Timeframe, dates: DateContext): string {
  const parsed = parseTimeframe(printTimeframe(timeframe), dates);
  // A yearly day is compared without its year, whichever the dates of this year are.
  const days = dates.yearly ? daysOf(timeframe, dates) : null;
  if (days?.yearly && days.from === everyDay.from && days.to === everyDay.to)
    return `${timeSaid(timeframe)} (a whole year, so everyone who has one)`;
  if (days?.yearly && days.from === '02-29') return `${timeSaid(timeframe)} (${daysSaid(days)}, every year)`;
  const every = days?.yearly && !namesEveryYear(timeframe) ? ['whatever the year'] : [];
  if (!parsed.ok) return timeSaid(timeframe);
  const { dates: resolved, notes } = parsed;
  return timeInReadBack(timeframe, { dates: resolved, notes: [...notes, ...every], zone: dates.timeZone });
}

/** Days of any year, as its calendar shows them: in this year, 29 February may be missing. */
function daysSaid({ from, to }: { from: string | null; to: string | null }): string {
  const inLeapYear = (day: string) => Temporal.PlainDate.from(`2024-${day}`);
  const said = ({ day, month }: Temporal.PlainDate) => `${day} ${monthNames[month - 1]?.slice(0, 3)}`;
  const [first, last] = [inLeapYear(from ?? ''), inLeapYear(to ?? '').subtract({ days: 1 })];
  return first.equals(last) ? said(first) : `${said(first)} to ${said(last)}`;
}

/** Settings under which what has happened is read. */
const past = ({ dates }: RuleContext): DateContext => ({ ...dates, direction: 'past' });
