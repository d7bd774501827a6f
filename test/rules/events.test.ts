import { describe, expect, it } from 'vitest';
import { explainRule } from '../../src/rules/language/explain.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { context, read } from './context.ts';

/** Sentence, and how it is printed. */
const understood: [string, string][] = [
  ['opened "Spring sale"', 'opened "Spring sale"'],
  [
    "opened “spring sale” or 'March news' at least twice",
    'opened "Spring sale" or "March news" at least twice',
  ],
  ['clicked a link in the campaign "Spring sale" more than once', 'clicked "Spring sale" more than once'],
  [
    'opened "Spring sale" and "March news" in March 2026',
    'opened "Spring sale" in March 2026 and opened "March news" in March 2026',
  ],
  ['not opened "Spring sale" or "March news"', 'never opened "Spring sale" or "March news"'],
  ['never clicked "Spring sale"', 'never clicked "Spring sale"'],
  ['received but not opened "Spring sale"', 'received "Spring sale" and never opened "Spring sale"'],
  ['received and not opened "Spring sale"', 'received "Spring sale" and never opened "Spring sale"'],
  [
    'received but not opened "Spring sale" in March 2026',
    'received "Spring sale" in March 2026 and not opened "Spring sale" in March 2026',
  ],
  ['signed up and opened "Spring sale"', 'has signup date and opened "Spring sale"'],
  ['opened or clicked "Spring sale"', 'opened "Spring sale" or clicked "Spring sale"'],
  ['opened including machines', 'opened including machines ever'],
  ['opened, machines included', 'opened including machines ever'],
  [
    'opened or clicked, machines included in the last 30 days',
    'opened including machines in the last 30 days or clicked including machines in the last 30 days',
  ],
  [
    'has not opened including machines in the last 30 days',
    'not opened including machines in the last 30 days',
  ],
  [
    'last opened including machines more than 60 days ago',
    'last opened including machines more than 60 days ago',
  ],
  ['first opened "Spring sale" in March 2026', 'first opened "Spring sale" in March 2026'],
  ['did purchase', 'did purchase ever'],
  ['did not purchase', 'never did purchase'],
  ['never did purchase', 'never did purchase'],
  ['has never done purchase', 'never did purchase'],
  ['did purchase twice', 'did purchase exactly twice'],
  ['did not purchase in the last 30 days', 'did not purchase in the last 30 days'],
  ['did purchase at least 2 times since January', 'did purchase at least twice since January 2026'],
  ['first did purchase in the last 30 days', 'first did purchase in the last 30 days'],
  ['did "Trial Started" in the last 7 days', 'did "trial started" in the last 7 days'],
  ['did purchase with amount > 100', 'did purchase with (amount > 100)'],
  [
    'did purchase with amount over 100 and currency is EUR or USD',
    'did purchase with (amount > 100 and currency is EUR or USD)',
  ],
  [
    'did purchase with amount between 10 and 20 twice in March 2026',
    'did purchase exactly twice in March 2026 with (amount is between 10 and 20)',
  ],
  ['did purchase with gift is true', 'did purchase with (gift is true)'],
  ['did purchase with a gift', 'did purchase with (has gift)'],
  ['did purchase without gift', 'did purchase with (has no gift)'],
  ['did purchase with delivered on in March 2026', 'did purchase with ("delivered on" is in March 2026)'],
  ['did purchase with delivered on is before 2026', 'did purchase with ("delivered on" is before 2026)'],
  ['did purchase with amount > 100 and tagged vip', 'did purchase with (amount > 100) and tagged vip'],
  ['did purchase with amount > 100 or tagged vip', 'did purchase with (amount > 100) or tagged vip'],
  [
    'did purchase with (amount > 100 and plan is pro) and plan is pro',
    'did purchase with (amount > 100 and Plan is pro) and Plan is pro',
  ],
  [
    'did purchase with currency is EUR in the last 30 days',
    'did purchase in the last 30 days with (currency is EUR)',
  ],
  [
    'did purchase with currency is not EUR and amount <= 5 at least twice',
    'did purchase at least twice with (currency is not EUR and amount <= 5)',
  ],
  [
    'did purchase in the last 30 days with amount >= 100',
    'did purchase in the last 30 days with (amount >= 100)',
  ],
  [
    'clicked with url contains pricing in the last 30 days',
    'clicked in the last 30 days with url contains pricing',
  ],
  ['opened between 2 and 5 times in the last 30 days', 'opened between 2 and 5 times in the last 30 days'],
  ['opened 2 to 5 times', 'opened between 2 and 5 times'],
  ['opened from two to five times', 'opened between 2 and 5 times'],
  ['unsubscribed from "Spring sale"', 'unsubscribed "Spring sale"'],
  ['was sent "Spring sale"', 'was sent "Spring sale"'],
  ['did get an email', 'received ever'],
  [
    'received "Spring sale" and (opened in the last 30 days)',
    'received "Spring sale" and (opened in the last 30 days)',
  ],
  ['opened including machines including machines', 'opened including machines ever'],
];

/** Sentence, `[words at fault] message`, suggestions. */
const refused: string[][] = [
  // A purchase seldom has a campaign: this would quietly select no one.
  [
    'did purchase or opened "Spring sale"',
    '0 [did purchase or opened "Spring sale"] How far does the end of "did purchase or opened "Spring sale"" reach? Repeat when, how often and which campaign after each verb ("ever" for any time).',
  ],
  [
    'opened Black Friday 2025',
    '7 [Black Friday 2025] "Black Friday 2025" could be a time or a campaign: say "on Black Friday 2025" for the time, and put a campaign\'s name in quotes.',
    '  try: opened on Black Friday 2025',
  ],
  [
    'opened March 2025',
    '7 [March 2025] "March 2025" could be a time or a campaign: say "in March 2025" for the time, and put a campaign\'s name in quotes.',
    '  try: opened in March 2025',
  ],
  [
    'opened "sprig sale"',
    '7 ["sprig sale"] No campaign "sprig sale"; did you mean "Spring sale"?',
    '  try: opened "Spring sale"',
  ],
  ['opened "Spring sale" or Welcome', '24 [Welcome] Which campaign? Put its name in quotes.'],
  [
    'opened "Spring sale" or "March news" and "Spring sale"',
    '7 ["Spring sale" or "March news" and "Spring sale"] ""Spring sale" or "March news" and "Spring sale"" has both "and" and "or"; repeat the verb where another list starts.',
  ],
  [
    'not opened "Spring sale" and "March news"',
    '11 ["Spring sale" and "March news"] Not any of these, or not all of them? Say "or" for neither; for the other, put "not" before a bracket.',
    '  try: not opened "Spring sale" or "March news"',
  ],
  [
    'not opened "Spring sale" twice',
    '0 [not opened "Spring sale" twice] "not opened "Spring sale" twice" could mean never, fewer, or not exactly 2. Which one do you mean?',
    '  try: never opened "Spring sale"',
    '  try: opened "Spring sale" fewer than twice',
    '  try: not opened "Spring sale" exactly twice',
  ],
  [
    'received "Spring sale" but not opened in the last 30 days',
    '27 [not opened in the last 30 days] Of "Spring sale", or of any campaign? Name the campaign again, or put the condition in brackets for any.',
    '  try: received "Spring sale" but not opened in the last 30 days "Spring sale"',
    '  try: received "Spring sale" but (not opened in the last 30 days)',
  ],
  [
    'received "Spring sale" and clicked',
    '27 [clicked] Of "Spring sale", or of any campaign? Name the campaign again, or put the condition in brackets for any.',
    '  try: received "Spring sale" and clicked "Spring sale"',
    '  try: received "Spring sale" and (clicked)',
  ],
  [
    'did purchse',
    '4 [purchse] No event "purchse" has been recorded; did you mean "purchase"?',
    '  try: did purchase',
  ],
  [
    'did "nothing like it"',
    '4 ["nothing like it"] No event "nothing like it" has been recorded; the events are purchase, trial started.',
  ],
  ['did', '0 [did] A condition is missing at the end.'],
  [
    'purchase twice',
    '0 [purchase] "purchase" is an event of this workspace; say "did purchase".',
    '  try: did purchase twice',
  ],
  [
    'did purchase with colour is red',
    '18 [colour] "did purchase" has no property "colour": none has been recorded. It has amount, currency, gift, "delivered on", Plan.',
  ],
  [
    'did purchase with amont > 5',
    '18 [amont] "did purchase" has no property "amont": did you mean "amount"?',
    '  try: did purchase with amount > 5',
  ],
  ['did purchase with amount is many', '28 [many] "many" isn’t a number, like 10 or 2.5.'],
  [
    'did purchase with amount > 100 and plan is pro',
    '31 [and plan] "plan" could be a property of "did purchase", or the attribute Plan. Put the properties in brackets after "with", or put the other condition before the event.',
  ],
  [
    'did purchase with amount > 100 or currency is EUR',
    '31 [or] Join properties of one event with "and"; for either one, say the event twice.',
    '  try: did purchase with amount > 100 or did purchase with currency is EUR',
  ],
  [
    'did purchase with amount contains 5',
    '25 [contains] "amount" is a number: say is, >, >=, <, <= or between, not "contains".',
  ],
  [
    'did purchase with',
    '17 [] "did purchase" has no property "": none has been recorded. It has amount, currency, gift, "delivered on", Plan.',
  ],
  [
    'did purchase with phone',
    '13 [with] Does "with" say how it happened, or who they are? Put "and" before it for who they are.',
    '  try: did purchase and with phone',
  ],
  ['did purchase with (amount > 100', '31 [] A closing bracket ")" is missing here.'],
  [
    'opened between 5 and 2 times',
    '7 [between 5 and 2 times] Between a number and a larger one, not "between 5 and 2 times".',
    '  try: opened between 2 and 5 times',
  ],
  [
    'opened between 2 and 2.5 times',
    '7 [between 2 and 2.5 times] Counts are whole numbers from 0 to 1000000; "between 2 and 2.5 times" isn’t one.',
  ],
  [
    'opened between 3 and 3 times',
    '7 [between 3 and 3 times] Between a number and a larger one, not "between 3 and 3 times".',
    '  try: opened exactly 3 times',
  ],
  [
    'did not purchase twice',
    '0 [did not purchase twice] "did not purchase twice" could mean never, fewer, or not exactly 2. Which one do you mean?',
    '  try: never did purchase',
    '  try: did purchase fewer than twice',
    '  try: did not purchase exactly twice',
  ],
  [
    'last did purchase',
    '0 [last did purchase] "last did purchase" needs a timeframe and no count: "last did purchase more than 60 days ago".',
  ],
  [
    'opened "Spring sale" "March news"',
    '21 ["March news"] Put "or" between two campaigns, or "and" for both of them.',
    '  try: opened "Spring sale" or "March news"',
    '  try: opened "Spring sale" and "March news"',
  ],
];

/** Sentence and read-back. */
const explained: [string, string][] = [
  [
    "opened “spring sale” or 'March news' at least twice",
    'Contacts who opened "Spring sale" or "March news" at least twice',
  ],
  ['never clicked "Spring sale"', 'Contacts who never clicked in "Spring sale"'],
  ['unsubscribed from "Spring sale"', 'Contacts who unsubscribed from "Spring sale" at any time'],
  ['opened, machines included', 'Contacts who opened an email (machines included) at any time'],
  [
    'did not purchase in the last 30 days',
    'Contacts who have not purchased in the last 30 days (since Sat 24 Oct 2026); includes those who never did',
  ],
  ['never did purchase', 'Contacts who never purchased'],
  [
    'first did purchase in the last 30 days',
    'Contacts who first purchased in the last 30 days (since Sat 24 Oct 2026)',
  ],
  [
    'did purchase with amount over 100 and currency is EUR or USD',
    'Contacts who purchased with amount more than 100 and currency EUR or USD at any time',
  ],
  ['did purchase without gift', 'Contacts who purchased with no gift at any time'],
  ['did purchase "Spring sale"', 'Contacts who purchased from "Spring sale" at any time'],
  ['did purchase at most twice', 'Contacts who purchased at most twice; includes those who never did'],
];

describe('conditions on events', () => {
  it.each(understood)('reads: %s', (sentence, printed) => {
    expect(read(sentence)).toBe(printed);
    expect(read(printed)).toBe(printed);
  });

  it.each(refused)('refuses: %s', (sentence, ...refusal) => {
    expect(read(sentence)).toBe(refusal.join('\n'));
    const parsed = parseRule(sentence, context);
    const suggestions = parsed.ok ? [] : parsed.problems.flatMap((problem) => problem.suggestions);
    expect(suggestions.filter((suggestion) => !parseRule(suggestion, context).ok)).toEqual([]);
  });

  it.each(explained)('explains: %s', (sentence, readBack) => {
    const parsed = parseRule(sentence, context);
    expect(parsed.ok && explainRule(parsed.rule, context)).toBe(readBack);
  });
});
