import { conditionWords, LONGEST_SPAN, MOST_PEOPLE, type WatchCondition } from './condition.ts';
import { readCount, readNumber } from './numbers.ts';

/** A condition, or why it can't be one. */
export type ReadCondition = { condition: WatchCondition } | { problem: string; hint: string };

const LIMITS = 'For example: above 500, or below 100.';
const CHANGES = 'For example: changes by 20% in a week, or changes by 50 in a day.';

const words = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'i');
const PEOPLE = '(?:\\s+(?:people|persons|contacts|members|subscribers|customers|users))?';
const VERBS =
  '(?:(?:when|if|whenever|once|it|is|are|has|have|gets?|goes|went|becomes?|rises?|climbs?|grows?|falls?|drops?|dips?|sinks?|shrinks?)\\s+)*';
const SOMEONE =
  '(?:someone(?:\\s+new)?|somebody|anyone|anybody|people|new\\s+people|they|an?\\s+(?:new\\s+)?(?:person|contact|member|subscriber|customer))';

/** The words for limits: how a number n becomes a condition. */
const limits: { words: string; limit: (n: number) => WatchCondition }[] = [
  {
    words: 'above|over|exceeds?|passes|tops|(?:more|greater|bigger|larger|higher)\\s+than|>(?!=)',
    limit: aboveN,
  },
  {
    words:
      'at\\s+least|reach(?:es)?|hits?|(?:not|no)\\s+(?:less|fewer)\\s+than|(?:not|no\\s+longer)\\s+(?:below|under)|(?:gets?|goes|rises?|climbs?|grows?)\\s+to|>=|≥',
    limit: (n) => aboveN(n - 1),
  },
  { words: 'below|under|(?:fewer|less|smaller|lower)\\s+than|<(?!=)', limit: belowN },
  {
    words:
      'at\\s+most|(?:not|no)\\s+more\\s+than|(?:not|no\\s+longer)\\s+(?:above|over)|(?:falls?|drops?|dips?|sinks?|shrinks?)\\s+to|<=|≤',
    limit: (n) => belowN(n + 1),
  },
];
const limitPatterns = limits.map(({ words, limit }) => ({
  pattern: new RegExp(`^${VERBS}(${words})\\s*(?<![a-z](?=\\d))(.+)$`, 'i'),
  limit,
}));

/** The words that conditions are typed with most, for spelling. */
export const conditionVocabulary = (
  'above over exceeds passes more than greater at least reaches below under fewer less most changes change ' +
  'every each time someone anyone somebody people joins percent week weeks month months days when whenever here please empty becomes'
).split(' ');

function aboveN(n: number): WatchCondition {
  return { when: 'above', n };
}

function belowN(n: number): WatchCondition {
  return { when: 'below', n };
}

/**
 * Reads words as a condition. Undefined if they are something else, such as part of a name.
 *
 * @example readCondition('goes over 1.5k') // { condition: { when: 'above', n: 1500 } }
 * @example readCondition('grows by 10% in a week') // { problem: 'A change counts in both directions …', … }
 */
export function readCondition(text: string): ReadCondition | undefined {
  const typed = text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\b(is|are)n[’']?t\b/gi, '$1 not');
  return readJoins(typed) ?? readEmpty(typed) ?? readChange(typed) ?? readLimit(typed) ?? readOther(typed);
}

function readJoins(typed: string): ReadCondition | undefined {
  const found = words(
    `(?:(?:every|each)\\s+time|whenever|when|if|once|as\\s+soon\\s+as)\\s+${SOMEONE}\\s+(joins?(?:\\s+(?:or|and)\\s+leaves?)?|enters?|is\\s+added|gets\\s+added|leaves?)(?:\\s+(?:it|them|the\\s+segment))?|on\\s+(?:every|each)\\s+(join)`,
  ).exec(typed);
  if (found === null) return undefined;
  if (!/leave/i.test(found[1] ?? '')) return { condition: { when: 'joins' } };
  return {
    problem: 'A watch can tell who joins, but not who leaves.',
    hint: 'Watch the size instead: changes by 1 in a day, or below 100.',
  };
}

function readEmpty(typed: string): ReadCondition | undefined {
  const found = words(
    '(?:(?:when|if)\\s+)?(?:is|becomes|gets|runs)\\s+(not\\s+|no\\s+longer\\s+)?empty',
  ).exec(typed);
  if (found === null) return undefined;
  return { condition: found[1] === undefined ? belowN(1) : aboveN(0) };
}

const PERCENT = '(?:%|percent|per\\s+cent|pct)';
const NUMBER = '[-−–+±~]?\\d\\S*(?: \\d{3}(?!\\S))*(?: (?:k|m|thousand|million)(?!\\S))?';
/** Where a span begins. */
const SPAN =
  /\s+(?:in|within|over|per|every|each|an?|during|since|this|today|daily|weekly|monthly|(?:day|week|month)[ -]over)(?![\p{L}\p{N}])/iu;
const EITHER = 'changes?|moves?|varies|shifts?';
const ONE_WAY =
  'grows?|rises?|increases?|climbs?|gains?|goes\\s+up|(?:is\\s+)?up|shrinks?|falls?|drops?|decreases?|declines?|loses?|goes\\s+down|(?:is\\s+)?down|dips?';

function readChange(typed: string): ReadCondition | undefined {
  if (words(`(?:(?:when|if|whenever|it)\\s+)*(?:${EITHER}|any\\s+change)`).test(typed))
    return { problem: 'A change needs a number and a span.', hint: CHANGES };
  const [, times, after = ''] = words('(doubles|triples|halves)(.*)').exec(typed) ?? [];
  if (times !== undefined && (after === '' || SPAN.test(after)))
    return oneWay(times === 'halves' ? 'changes by 50% in a week' : 'changes by 100% in a week');
  const [, verb, by, more, rest] =
    words(
      `(?:(?:when|if|whenever|it)\\s+)*(${EITHER}|${ONE_WAY})(\\s+by)?\\s+((?:more\\s+than|at\\s+least|over)\\s+)?(\\S.*)`,
    ).exec(typed) ?? [];
  if (verb === undefined || rest === undefined) return undefined;
  const cut = rest.search(SPAN);
  const amount = (cut < 0 ? rest : rest.slice(0, cut)).replace(new RegExp(`${PEOPLE}$`, 'i'), '');
  const [, number = amount, percent] = words(`(.+?)\\s*(${PERCENT})?`).exec(amount) ?? [];
  const n = readNumber(number.replace(/^[±+]/, ''), {
    of: percent === undefined ? 'people' : 'percent',
    shown: amount,
  });
  if (n === undefined && by === undefined) return undefined;
  const isMore = more !== undefined && /^more/i.test(more);
  const read = changeOf(amount, n, {
    ...{ isPercent: percent !== undefined, isMore },
    span: cut < 0 ? undefined : rest.slice(cut).trim(),
  });
  if (words(EITHER).test(verb) && !amount.startsWith('+')) return read;
  return 'problem' in read ? read : oneWay(conditionWords(read.condition));
}

const oneWay = (instead: string): ReadCondition => ({
  problem: 'A change counts in both directions: Rollcall can’t watch for growth or decline alone.',
  hint: `For example: ${instead}. For one direction, use a limit: above 500, or below 100.`,
});

function changeOf(
  amount: string,
  number: ReturnType<typeof readNumber>,
  { isPercent, isMore, span }: { isPercent: boolean; isMore: boolean; span: string | undefined },
): ReadCondition {
  if (number === undefined) return { problem: `"${amount}" isn’t a whole number of people.`, hint: CHANGES };
  if ('problem' in number) return { problem: number.problem, hint: CHANGES };
  const n = number.n + (isMore && !isPercent ? 1 : 0);
  if (n <= 0)
    return {
      problem: `A change by ${amount} is no change: use 1 or more.`,
      hint: 'It counts in both directions, so there’s no minus.',
    };
  if (isPercent && n > 100)
    return {
      problem: `A change can be watched up to 100%, not ${n}%.`,
      hint: 'For more, use a number of people: changes by 500 in a week.',
    };
  if (n > MOST_PEOPLE) return tooMany(amount);
  if (span === undefined)
    return { problem: 'A change needs a span: in a day, in a week, in 10 days.', hint: CHANGES };
  const days = daysOf(span);
  if (typeof days === 'string') return { problem: days, hint: CHANGES };
  if (days < 1 || days > LONGEST_SPAN)
    return { problem: `A change can be watched over 1 to ${LONGEST_SPAN} days, not ${days}.`, hint: CHANGES };
  return { condition: { when: 'changes', by: n, unit: isPercent ? 'percent' : 'people', days } };
}

/** The days of a span, or why it isn't one. */
function daysOf(span: string): number | string {
  const typed = span.toLowerCase();
  if (/^(?:since|this|today)\b/.test(typed))
    return `A change is watched over a number of days, not "${span}": use in a day, in a week, or in 10 days.`;
  const often = { daily: 1, weekly: 7, monthly: 30 }[typed];
  if (often !== undefined) return often;
  const [, over] = /^(day|week|month)[ -]over[ -]\1$/.exec(typed) ?? [];
  const inside = over ?? typed.replace(/^(?:in|within|over|per|every|each|during)\s+/, '');
  const words = inside.replace(/^(?:the\s+)?(?:last|past)\s+/, '').replace(/^(?:the|an?)\s+/, '');
  const [, number = 'one', unit] = /^(?:(\S+)\s*)??(hour|day|week|fortnight|month)s?$/.exec(words) ?? [];
  const count = readCount(number);
  if (unit === undefined || count === undefined)
    return `"${inside}" isn’t a span of whole days: use a day, a week, or 10 days.`;
  const days = count * { hour: 1 / 24, day: 1, week: 7, fortnight: 14, month: 30 }[unit as 'day'];
  return Number.isInteger(days)
    ? days
    : `"${inside}" isn’t a span of whole days: use a day, a week, or 10 days.`;
}

function readLimit(typed: string): ReadCondition | undefined {
  for (const { pattern, limit } of limitPatterns) {
    const [, word = '', rest] = pattern.exec(typed) ?? [];
    if (rest !== undefined) return limitOf(word, rest, limit);
  }
  return undefined;
}

function limitOf(
  word: string,
  rest: string,
  limit: (n: number) => WatchCondition,
): ReadCondition | undefined {
  const [, number = rest.replace(new RegExp(`${PEOPLE}$`, 'i'), ''), after = ''] =
    new RegExp(`^(${NUMBER})${PEOPLE}(?![^\\s,])[\\s,]*(.*)$`, 'i').exec(rest) ?? [];
  if (number.endsWith('%') || words(PERCENT).test(after)) {
    return {
      problem: `"${word} ${number}${number.endsWith('%') ? '' : '%'}" is a share, and a size is a number of people.`,
      hint: 'To watch a share, use a change: changes by 20% in a week.',
    };
  }
  const read = readNumber(number.replace(/[,;.!]+$/, ''));
  if (read === undefined) return undefined;
  if (after !== '') return moreThanLimit(after);
  if ('problem' in read) return { problem: read.problem, hint: LIMITS };
  const { n } = read;
  if (n < 0)
    return { problem: `A size is never below 0, so "${word} ${number}" can’t happen.`, hint: LIMITS };
  if (n > MOST_PEOPLE) return tooMany(number);
  const condition = limit(n);
  if (condition.when === 'below' && condition.n < 1)
    return { problem: 'A size is never below 0.', hint: 'To hear when a segment is empty: below 1.' };
  if (condition.when === 'above' && condition.n < 0)
    return { problem: 'Every size is at least 0.', hint: LIMITS };
  return { condition };
}

/** What follows a limit and can't be done. Undefined if the words are something else. */
function moreThanLimit(after: string): ReadCondition | undefined {
  if (/^(?:and|or|but)\b/i.test(after) || limitPatterns.some(({ pattern }) => pattern.test(after)))
    return { problem: 'A watch has one condition.', hint: 'Create one watch for each of them.' };
  if (/^(?:until|till|for|from|since|before|after|today|tomorrow|once|twice)\b/i.test(after))
    return { problem: `A watch goes on until it’s stopped, so "${after}" can’t be said.`, hint: STOPS };
  if (OFTEN.test(after) || /^(?:in|within|per|over|an?)\b/i.test(after))
    return {
      problem: `A limit is about the size at any moment, so "${after}" doesn’t fit.`,
      hint: 'For a change: changes by 50 in a day. For a post every week: /audience digest weekly Monday 9:00 here',
    };
  return undefined;
}

const STOPS = 'To stop a watch: /segments unwatch Lapsed VIPs. To snooze one for a week: /segments watches';
/** What stops or snoozes a watch is another command. */
export const onlyCreates = { problem: 'This command only creates watches.', hint: STOPS };

const OFTEN =
  /^(?:every|each|on\s+\w+days?|daily|weekly|monthly|hourly|(?:once|twice)\s+(?:a|per)|at\s+\d)\b/i;

/** What people ask for and a watch can't do. */
function readOther(typed: string): ReadCondition | undefined {
  const [, low, high] =
    words(`${VERBS}between\\s+(${NUMBER})\\s+(?:and|to)\\s+(${NUMBER})${PEOPLE}`).exec(typed) ?? [];
  if (low !== undefined)
    return {
      problem: 'A watch has one limit.',
      hint: `Create two watches: above ${high}, and below ${low}.`,
    };
  const [, exact] = words(`(?:is|equals?|=|(?:is\\s+)?exactly)\\s*(${NUMBER})${PEOPLE}`).exec(typed) ?? [];
  if (exact !== undefined)
    return {
      problem: 'A watch can’t wait for an exact size.',
      hint: `For example: above ${exact}, or below ${exact}.`,
    };
  const [, crossed] = words(`crosses\\s+(${NUMBER})${PEOPLE}`).exec(typed) ?? [];
  if (crossed !== undefined)
    return {
      problem: `"${typed}" can mean above or below.`,
      hint: `Type above ${crossed}, or below ${crossed}.`,
    };
  if (
    words(
      'off|stop|end|cancel|remove|delete|pause|snooze(?:d)?|mute|(?:pause|snooze|mute)\\s+(?:for|until|till)\\s.+',
    ).test(typed)
  )
    return onlyCreates;
  if (OFTEN.test(typed) && !/\s(?:time|join)\b/i.test(typed))
    return {
      problem: 'A watch speaks up when something happens, not on a schedule.',
      hint: 'For a post every week: /audience digest weekly Monday 9:00 here',
    };
  return undefined;
}

const tooMany = (typed: string): ReadCondition => ({
  problem: `${typed} people are more than Rollcall counts: use ${MOST_PEOPLE.toLocaleString('en-US')} or fewer.`,
  hint: LIMITS,
});
