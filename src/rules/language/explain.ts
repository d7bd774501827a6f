import type { Opening } from '../conditions/kind.ts';
import { kindOf } from '../conditions/kinds.ts';
import type { RuleContext } from '../context.ts';
import type { Rule } from '../schema.ts';

/**
 * A rule in plain English, for a card. Every bracket is a list of its own, timeframes come with their dates,
 * and it says which contacts match because they have nothing. Plain text: names are as people typed them.
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

const listed: Opening = { who: '', are: '', whose: '', of: '' };

const headings = {
  all: ['all of these:', 'not all of these:'],
  any: ['any of these:', 'none of these:'],
} as const;

/** A rule, or its complement, as lines; all but the first are indented. */
function explain(rule: Rule, context: RuleContext, negated: boolean, opening: Opening): string[] {
  switch (rule.type) {
    case 'everyone':
      return [negated ? 'nobody' : 'everyone'];
    case 'all':
    case 'any': {
      const under = rule.rules.flatMap((each) => bullet(explain(each, context, false, listed)));
      return [headings[rule.type][negated ? 1 : 0], ...under];
    }
    case 'not':
      return explain(rule.rule, context, !negated, opening);
    default:
      return [kindOf(rule).explain(rule, context, negated, opening)];
  }
}

function bullet(lines: string[]): string[] {
  return lines.map((line, index) => (index === 0 ? `• ${line}` : `   ${line}`));
}
