import { resolveTimeframe } from '../../src/dates/resolve.ts';
import type { Timeframe } from '../../src/dates/schema.ts';
import type { RuleContext } from '../../src/rules/parse.ts';
import type { Rule } from '../../src/rules/schema.ts';

/** A contact with everything that a rule can ask about, as plain data. */
export interface PlainContact {
  workspaceId: number;
  id: number;
  email: string;
  emailKey: string;
  name: string | null;
  country: string | null;
  language: string | null;
  phone: string | null;
  company: string | null;
  status: string;
  emailValidation: string;
  source: string;
  signedUpAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  tags: number[];
  events: { kind: string; at: Date; machine: boolean }[];
}

/**
 * Whether a rule holds for a contact, the slow and plain way: what the SQL is compared with. It shares no table with
 * the rules' stages.
 */
export function holds(rule: Rule, contact: PlainContact, dates: RuleContext['dates']): boolean {
  switch (rule.type) {
    case 'everyone':
      return true;
    case 'all':
      return rule.rules.every((each) => holds(each, contact, dates));
    case 'any':
      return rule.rules.some((each) => holds(each, contact, dates));
    case 'not':
      return !holds(rule.rule, contact, dates);
    case 'tagged':
      return rule.match === 'all'
        ? rule.tags.every((tag) => contact.tags.includes(tag))
        : rule.tags.some((tag) => contact.tags.includes(tag));
    case 'text': {
      const value = textOf(contact, rule.field, rule.operator)?.toLowerCase();
      if (value === undefined) return false;
      const tests = {
        is: (a: string, b: string) => a === b,
        contains: includes,
        'starts with': starts,
        'ends with': ends,
      };
      return rule.values.some((wanted) => tests[rule.operator](value, wanted.toLowerCase()));
    }
    case 'has':
      return ![null, undefined, ''].includes(
        rule.field === 'signup date'
          ? contact.signedUpAt?.toISOString()
          : textOf(contact, rule.field, 'contains'),
      );
    case 'date': {
      const column = { 'signup date': 'signedUpAt', created: 'createdAt', updated: 'updatedAt' } as const;
      return inside(contact[column[rule.field]], rule.timeframe, dates);
    }
    case 'event':
      return holdsEvent(rule, contact, dates);
    default:
      throw rule satisfies never;
  }
}

const includes = (a: string, b: string) => a.includes(b);
const starts = (a: string, b: string) => a.startsWith(b);
const ends = (a: string, b: string) => a.endsWith(b);

function textOf(contact: PlainContact, field: string, operator: string): string | undefined {
  if (field === 'email') return operator === 'is' ? contact.emailKey : contact.email;
  if (field === 'email domain') return contact.emailKey.split('@').at(-1);
  const key = field === 'email validation' ? 'emailValidation' : field;
  return ({ ...contact } as unknown as Record<string, string | null>)[key] ?? undefined;
}

function inside(at: Date | null | undefined, timeframe: Timeframe, dates: RuleContext['dates']): boolean {
  if (!at) return false;
  const { from, to } = resolveTimeframe(timeframe, { ...dates, direction: 'past' });
  return (from === null || at >= from) && (to === null || at < to);
}

function holdsEvent(
  { event, timeframe, count, which }: Extract<Rule, { type: 'event' }>,
  contact: PlainContact,
  dates: RuleContext['dates'],
): boolean {
  const all = contact.events.filter(({ kind, machine }) => kind === event && !machine);
  const sorted = all.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime());
  if (which !== undefined && timeframe) return inside(sorted.at(which === 'last' ? -1 : 0), timeframe, dates);
  const n = timeframe ? sorted.filter((at) => inside(at, timeframe, dates)).length : sorted.length;
  switch (count?.operator) {
    case undefined:
      return n > 0;
    case 'at least':
      return n >= count.n;
    case 'at most':
      return n <= count.n;
    case 'exactly':
      return n === count.n;
    case 'more than':
      return n > count.n;
    case 'fewer than':
      return n < count.n;
    default:
      throw count?.operator satisfies undefined;
  }
}
