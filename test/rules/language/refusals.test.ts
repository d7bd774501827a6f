import { describe, expect, it } from 'vitest';
import { parseRule } from '../../../src/rules/language/parse.ts';
import { context, read } from '../context.ts';

/** Sentences that are refused: where, at which words, why, and what would have been understood. */
const refused: Record<string, [sentence: string, ...refusal: string[]][]> = {
  'nothing or too much': [
    [
      '',
      '0 [] The rule is empty. Say "everyone" for all contacts, or for example "tagged vip".',
      '  try: everyone',
    ],
    [
      '   ',
      '0 [] The rule is empty. Say "everyone" for all contacts, or for example "tagged vip".',
      '  try: everyone',
    ],
    [
      'contacts',
      '0 [contacts] "contacts" isn’t a rule on its own; say "everyone" for all contacts.',
      '  try: everyone',
    ],
    [
      'people',
      '0 [people] "people" isn’t a rule on its own; say "everyone" for all contacts.',
      '  try: everyone',
    ],
    ['()', '1 [)] A condition is missing before this closing bracket.'],
    [
      'tagged vip and',
      '11 [and] A condition should follow "and"; add one, or remove the word.',
      '  try: tagged vip',
    ],
    ['and tagged vip', '0 [and] A condition is missing before "and".', '  try: tagged vip'],
    ['or', '0 [or] A condition is missing before "or".'],
    [
      'tagged vip and/or opened',
      '11 [and/or] "And/or" can be read two ways; choose one.',
      '  try: tagged vip or opened',
      '  try: tagged vip and opened',
    ],
    [
      'tagged vip tagged beta',
      '11 [tagged] Another condition starts at "tagged"; put "and" or "or" before it.',
      '  try: tagged vip and tagged beta',
      '  try: tagged vip or tagged beta',
    ],
    ['tagged vip foo', '11 [foo] Rollcall doesn’t understand "foo" here.'],
    ['tagged vip in the last 30 days', '11 [in] Rollcall doesn’t understand "in" here.'],
    ['not', '0 [not] A condition is missing at the end.'],
    ['not not tagged vip', '0 [not not] "not not" is a double negative; say it once.'],
    ['not never opened', '0 [not never] "not never" is a double negative; say it once.'],
    ['tagged vip\u0000', '10 [\u0000] There’s an invisible character here; remove it.', '  try: tagged vip'],
  ],
  'brackets and quotes': [
    [
      '(tagged vip',
      '0 [(] This bracket is not closed; put ")" where its conditions end.',
      '  try: (tagged vip)',
    ],
    [
      'tagged vip and (opened ever or (has phone)',
      '15 [(] This bracket is not closed; put ")" where its conditions end.',
      '  try: tagged vip and (opened ever or (has phone))',
    ],
    [
      'tagged vip)',
      '10 [)] This closing bracket has no opening one; remove it, or add "(" before.',
      '  try: tagged vip',
    ],
    [
      'tagged "vip',
      '7 ["vip] The quotation that starts with " isn’t closed; put " after its last word.',
      '  try: tagged "vip"',
    ],
    [
      'tagged “vip and opened',
      '7 [“vip and opened] The quotation that starts with “ isn’t closed; put " after its last word.',
    ],
    ['tagged (vip, beta', '17 [] A closing bracket ")" is missing here.', '  try: tagged (vip, beta)'],
    ['(opened or clicked) this year', '20 [this] Rollcall doesn’t understand "this" here.'],
    ['all of tagged vip', '0 [all of] After "all of", put the conditions in brackets, separated by commas.'],
    [
      'all of (tagged vip or has phone)',
      '19 [or] "or" contradicts "all of"; separate the conditions by commas.',
      '  try: all of (tagged vip, has phone)',
    ],
    [
      'none of (tagged vip and has phone)',
      '20 [and] "and" contradicts "none of"; separate the conditions by commas.',
      '  try: none of (tagged vip, has phone)',
    ],
  ],
  'and, or, not': [
    [
      'tagged vip and opened ever or has phone',
      '0 [tagged vip and opened ever or has phone] "And" and "or" are mixed here; use brackets to show which belong together.',
      '  try: (tagged vip and opened ever) or has phone',
      '  try: tagged vip and (opened ever or has phone)',
    ],
    [
      'tagged vip, opened ever or has phone',
      '0 [tagged vip, opened ever or has phone] "And" and "or" are mixed here (a comma counts as "and"); use brackets to show which belong together.',
      '  try: (tagged vip and opened ever) or has phone',
      '  try: tagged vip and (opened ever or has phone)',
    ],
    [
      'tagged a and b or c',
      '0 [tagged a and b or c] "a and b or c" has both "and" and "or"; use brackets to show which belong together.',
      '  try: (tagged a and tagged b) or tagged c',
      '  try: tagged a and (tagged b or tagged c)',
    ],
    [
      'not tagged a and b',
      '0 [not tagged a and b] Not tagged any of these, or not tagged with all of them at once? Say "or" for neither.',
      '  try: not tagged a or b',
      '  try: not (tagged a and b)',
    ],
    [
      'tagged a and not b',
      '13 [not b] "and not" needs its own "tagged" after it.',
      '  try: tagged a and not tagged b',
    ],
    [
      'country is US or not GB',
      '17 [not GB] "not GB" needs its own field before it.',
      '  try: country is US or country is not GB',
    ],
    [
      'everyone but tagged vip',
      '9 [but] "Everyone but" is ambiguous; say "everyone except".',
      '  try: everyone except tagged vip',
    ],
    [
      'tagged vip unless opened',
      '11 [unless] "unless" isn’t something Rollcall understands here; say "and not".',
      '  try: tagged vip and not opened',
    ],
    [
      'not opened or clicked in the last 30 days',
      '11 [or] Does the "not" of "not opened or clicked in the last 30 days" reach the second verb? Say "and not" for neither, or "or has" for only the first.',
      '  try: not opened and not clicked in the last 30 days',
      '  try: not opened or has clicked in the last 30 days',
    ],
    [
      'has not opened or clicked in 60 days',
      '15 [or] Does the "not" of "has not opened or clicked in 60 days" reach the second verb? Say "and not" for neither, or "or has" for only the first.',
      '  try: has not opened and not clicked in 60 days',
      '  try: has not opened or has clicked in 60 days',
    ],
    [
      "didn't open or click this year",
      '12 [or click] Does the "not" before reach "click"? Say "and not clicked" for neither, or "or has clicked" for only the first.',
      "  try: didn't open and not clicked this year",
      "  try: didn't open or has clicked this year",
    ],
    [
      'received and opened and not opened this year',
      '0 [received and opened and not opened this year] How far does the end of "received and opened and not opened this year" reach? Repeat when, how often and which campaign after each verb ("ever" for any time).',
    ],
    [
      'received and last opened more than 60 days ago',
      '0 [received and last opened more than 60 days ago] How far does the end of "received and last opened more than 60 days ago" reach? Repeat when, how often and which campaign after each verb ("ever" for any time).',
    ],
    [
      'not opened and clicked twice',
      '0 [not opened and clicked twice] How far does the end of "not opened and clicked twice" reach? Repeat when, how often and which campaign after each verb ("ever" for any time).',
    ],
    [
      'has not signed up or opened this month',
      '18 [or] Does the "not" of "has not signed up or opened this month" reach the second verb? Say "and not" for neither, or "or has" for only the first.',
      '  try: has not signed up and not opened this month',
      '  try: has not signed up or has opened this month',
    ],
    [
      'signed up and opened twice this month',
      '0 [signed up and opened twice this month] How far does the end of "signed up and opened twice this month" reach? Repeat when, how often and which campaign after each verb ("ever" for any time).',
    ],
  ],
  names: [
    [
      'tagged vpi',
      '7 [vpi] No tag "vpi"; did you mean "vip" or "VIP"?',
      '  try: tagged vip',
      '  try: tagged VIP',
    ],
    [
      'tagged VPI or churnd',
      '7 [VPI] No tag "VPI"; did you mean "vip" or "VIP"?',
      '  try: tagged vip or churned',
      '  try: tagged VIP or churned',
      '14 [churnd] No tag "churnd"; did you mean "churned"?',
      '  try: tagged vip or churned',
      '  try: tagged VIP or churned',
    ],
    [
      'tagged nothing-like-it',
      '7 [nothing-like-it] No tag "nothing-like-it"; create it with /tags new, or see all tags with /tags.',
    ],
    ['tagged', '6 [] Which tag?'],
    [
      'tagged May',
      '7 [May] "May" is a tag and could also be a date; put the tag\'s name in quotes.',
      '  try: tagged "May"',
    ],
    [
      'tagged opened',
      '7 [opened] Expected the name of a tag instead of "opened"; put a tag name that’s also a keyword in quotes.',
      '  try: tagged "opened"',
    ],
    [
      'tagged Vip',
      '7 [Vip] No tag "Vip"; did you mean "vip" or "VIP"?',
      '  try: tagged vip',
      '  try: tagged VIP',
    ],
    [
      'tagged vip custmer',
      '7 [vip custmer] No tag "vip custmer"; did you mean "VIP Customer"?',
      '  try: tagged "VIP Customer"',
    ],
    ['tagged a b', '9 [b] Rollcall doesn’t understand "b" here.'],
    [
      'Vip',
      '0 [Vip] "Vip" could be "tagged vip" or "tagged VIP". Which one do you mean?',
      '  try: tagged vip',
      '  try: tagged VIP',
    ],
    [
      'contry is US',
      '0 [contry] Rollcall doesn’t recognize "contry" here; did you mean "country"?',
      '  try: country is US',
    ],
    ['Plan > 10', '5 [>] "Plan" is text: say is, contains, starts with or ends with, not ">".'],
    [
      'was never tagged vip',
      '4 [never] Rollcall knows tags and fields as they are now, not as they were before.',
      '  try: was not tagged vip',
    ],
    [
      'has ever been tagged vip',
      '4 [ever] Rollcall knows tags and fields as they are now, not as they were before.',
      '  try: has been tagged vip',
    ],
    [
      'not untagged',
      '0 [not untagged] "not untagged" is a double negative; say "has tags".',
      '  try: has tags',
    ],
    ['nobody', '0 [nobody] To match no one, say "not everyone".', '  try: not everyone'],
  ],
  fields: [
    ['country', '7 [] Something is missing after "country".'],
    ['country is', '10 [] Something is missing at the end: a country, by name or code.'],
    [
      'country is Norwey',
      '11 [Norwey] "Norwey" is not a country, by name or code; did you mean "Norway"?',
      '  try: country is Norway',
    ],
    [
      'country is US and GB',
      '11 [US and GB] "and" can\'t join values of "country": did you mean "or"?',
      '  try: country is US or GB',
    ],
    [
      'country contains U',
      '8 [contains] "country" is compared as a whole: say country is, is not or is one of.',
    ],
    [
      'language is Germn',
      '12 [Germn] "Germn" is not a language, by name or code; did you mean "German"?',
      '  try: language is German',
    ],
    [
      'status is subscribd',
      '10 [subscribd] "subscribd" is not one of subscribed, unsubscribed, non-subscribed, bounced; did you mean "subscribed"?',
      '  try: status is subscribed',
    ],
    [
      'company is Procter and Gamble',
      '11 [Procter and Gamble] "and" can\'t join values of "company": did you mean "or"? If "Procter and Gamble" is one value, put it in quotes.',
      '  try: company is Procter or Gamble',
      '  try: company is "Procter and Gamble"',
    ],
    [
      'company is empty',
      '0 [company is empty] Is "empty" a value, or do you mean contacts with or without company? Put it in quotes, or say "has company" or "has no company".',
      '  try: has no company',
      '  try: company is "empty"',
    ],
    [
      'company is before 2026',
      '11 [before 2026] "before 2026" is a timeframe, but "company" is text; if it’s the value, put it in quotes.',
      '  try: company is "before 2026"',
    ],
    ['email is empty', '0 [email is empty] Every contact has "email", so none is "empty".'],
    [
      'signup date is not empty',
      '0 [signup date is not empty] "empty" isn’t a value here; say has signup date, or has no signup date.',
      '  try: has signup date',
    ],
    [
      'country is not given',
      '0 [country is not given] "given" isn’t a value here; say has country, or has no country.',
      '  try: has no country',
    ],
    ['created date is empty', '0 [created date is empty] Every contact has "created", so none is "empty".'],
    [
      'company is not empty',
      '0 [company is not empty] Is "empty" a value, or do you mean contacts with or without company? Put it in quotes, or say "has company" or "has no company".',
      '  try: has company',
      '  try: company is not "empty"',
    ],
    [
      'company is known',
      '0 [company is known] Is "known" a value, or do you mean contacts with or without company? Put it in quotes, or say "has company" or "has no company".',
      '  try: has company',
      '  try: company is "known"',
    ],
    [
      'company is Acme tagged vip',
      '11 [Acme tagged vip] "Acme tagged vip" contains the keyword "tagged"; if all of it is the value, put it in quotes.',
      '  try: company is "Acme tagged vip"',
    ],
    ['has email', '4 [email] Every contact has "email". Which one do you mean?'],
    ['has status', '4 [status] Every contact has "status". Which one do you mean?'],
    [
      'has no no phone',
      '7 [no phone] Rollcall doesn’t recognize "no phone" here; contacts have Plan, name, country, city, language, phone, company, signup date and tags.',
    ],
    [
      'has no compny',
      '7 [compny] Rollcall doesn’t recognize "compny" here; did you mean "company"?',
      '  try: has no company',
    ],
    [
      'tagged vip and without a sinup date',
      '25 [sinup date] Rollcall doesn’t recognize "sinup date" here; did you mean "signup date"?',
      '  try: tagged vip and without a signup date',
    ],
    ['with a', '6 [] What do they have? Something is missing after "with a".'],
    [
      'not country is not US',
      '0 [not country is not] "not" and "is not" are a double negative; say it once.',
      '  try: country is US',
    ],
  ],
  'time and counts': [
    [
      'signed up tomorrow',
      '10 [tomorrow] "tomorrow" is in the future, but this can only have happened in the past.',
    ],
    [
      'opened in the next 30 days',
      '7 [in the next 30 days] "in the next 30 days" is in the future, but this can only have happened in the past.',
    ],
    ['created', '0 [created] Every contact was created at some point; say when.'],
    [
      'opened ever this year',
      '0 [opened ever this year] "Ever" and a timeframe contradict each other in "opened ever this year"; leave one out.',
    ],
    [
      'last opened',
      '0 [last opened] "last opened" needs a timeframe and no count: "last opened more than 60 days ago".',
    ],
    [
      'last opened twice this year',
      '0 [last opened twice this year] "last opened" needs a timeframe and no count: "last opened more than 60 days ago".',
    ],
    [
      'opened at least 0 times',
      '7 [at least 0 times] "at least 0 times" is true of everyone, so it has no effect.',
    ],
    [
      'opened fewer than 0 times',
      '7 [fewer than 0 times] "fewer than 0 times" is true of no one, so it has no effect.',
    ],
    ['opened -3 times', '7 [-3 times] A count can\'t be negative, as "-3 times" is.'],
    ['opened 2.5 times', '7 [2.5 times] A count must be a whole number; "2.5 times" is not.'],
    ['opened 9999999 times', '7 [9999999 times] A count can be at most 1000000.'],
    [
      'opened at least 3 or fewer times',
      '7 [at least 3 or fewer times] "at least 3 or fewer times" says two things about how often.',
    ],
    [
      'opened at least 3 campaigns',
      '7 [at least 3 campaigns] How many times, or how many different ones? Only times can be counted; say "at least 3 times".',
      '  try: opened at least 3 times',
    ],
    [
      'not opened once',
      '0 [not opened once] "not opened once" could mean never, fewer, or not exactly 1. Which one do you mean?',
      '  try: never opened',
      '  try: not opened exactly once',
    ],
    [
      'not opened 3 times',
      '0 [not opened 3 times] "not opened 3 times" could mean never, fewer, or not exactly 3. Which one do you mean?',
      '  try: never opened',
      '  try: opened fewer than 3 times',
      '  try: not opened exactly 3 times',
    ],
    ['who open', '4 [open] "open" isn’t enough: say "opened", or "did open".', '  try: who opened'],
    [
      'opened one email',
      '7 [one email] "one email" could be exactly one, or any. Which one do you mean?',
      '  try: opened once',
      '  try: opened at least once',
    ],
    [
      'ever signed up in 2020',
      '0 [ever signed up in 2020] "Ever" and a timeframe contradict each other; leave one out.',
    ],
  ],
};

describe.each(Object.entries(refused))('%s', (_, sentences) => {
  it.each(sentences)('refuses: %j', (sentence, ...refusal) => {
    expect(read(sentence)).toBe(refusal.join('\n'));
  });
});

describe('words that aren’t timeframes', () => {
  // The sentence and its wording belong to dates/; this test checks that it points at the right words of the
  // rule.
  it.each([
    ['tagged vip and signed up foo', 'foo'],
    ['signed up in', 'in'],
    ['opened on 31 February and tagged vip', '31 February'],
    ['signed up 31/31/2026', '31/31/2026'],
    ['opened 7', '7'],
    ['not opened within 24 hours of Black Friday and tagged vip', 'within 24 hours of Black Friday'],
  ])('points at the words: %s', (sentence, words) => {
    expect(read(sentence)).toContain(`[${words}]`);
  });
});

it('suggests only what is understood in turn', () => {
  for (const [sentence] of Object.values(refused).flat()) {
    const parsed = parseRule(sentence, context);
    // If there are several problems, each suggestion fixes one of them.
    if (parsed.ok || parsed.problems.length > 1) continue;
    const suggestions = parsed.problems.flatMap((problem) => problem.suggestions);
    expect(suggestions.filter((suggestion) => !parseRule(suggestion, context).ok)).toEqual([]);
  }
});
