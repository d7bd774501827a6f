/**
 * What conditions can compare and count: one table each, for every stage. Words are lower case; the parser
 * has turned "isn't" into "is not" before it looks here. A negated spelling is the exact complement: the tree
 * then holds `not` around the condition, so there is only one way to store a thing.
 */

/** How the values become parameters: one for all of them, or one for each. */
export interface ValueParams {
  all: () => string;
  each: () => string[];
}

interface TextOperator {
  /** Spellings; read-backs use the first. */
  words: readonly string[];
  /** Spellings of the complement; read-backs use the first. */
  negated: readonly string[];
  /** SQL of "the text compares with one of the values"; both are already folded. Null if there is no text. */
  sql: (text: string, values: ValueParams) => string;
  /** The same for SQL's LIKE, of a pattern for the value. */
  like: (pattern: string) => string;
}

export const textOperators = {
  is: {
    words: [
      'is',
      'is one of',
      'is any of',
      'is either',
      'is in',
      'are',
      'was',
      'in',
      '=',
      '==',
      ':',
      'equals',
    ],
    negated: [
      ...[
        'is not',
        'is not one of',
        'is not any of',
        'is none of',
        'is neither',
        'is not in',
        'are not',
        'was not',
      ],
      ...['not in', '!=', '<>', '≠', 'does not equal'],
    ],
    sql: (text, values) => `${text} = ANY(${values.all()})`,
    like: (pattern) => pattern,
  },
  contains: {
    words: ['contains', 'contain', 'contains one of', 'contains any of', 'includes', 'containing'],
    negated: ['does not contain', 'do not contain', 'contains none of', 'does not include'],
    sql: (text, values) => some(values, (value) => `strpos(${text}, ${value}) > 0`),
    like: (pattern) => `%${pattern}%`,
  },
  'starts with': {
    words: [
      'starts with',
      'start with',
      'begins with',
      'starts with one of',
      'starts with any of',
      'starting with',
      'beginning with',
    ],
    negated: ['does not start with', 'do not start with', 'does not begin with', 'starts with none of'],
    sql: (text, values) => some(values, (value) => `starts_with(${text}, ${value})`),
    like: (pattern) => `${pattern}%`,
  },
  'ends with': {
    words: [
      'ends with',
      'end with',
      'ends with one of',
      'ends with any of',
      'ends in',
      'ending with',
      'ending in',
    ],
    negated: [
      'does not end with',
      'do not end with',
      'ends with none of',
      'does not end in',
      'do not end in',
    ],
    sql: (text, values) => some(values, (value) => `right(${text}, length(${value})) = ${value}`),
    like: (pattern) => `%${pattern}`,
  },
} as const satisfies Record<string, TextOperator>;

export type TextOperatorName = keyof typeof textOperators;
export const textOperatorNames = Object.keys(textOperators) as [TextOperatorName, ...TextOperatorName[]];

interface CountOperator {
  words: readonly string[];
  /** The smallest useful number: "at least 0 times" would be everyone. */
  smallest: number;
  /**
   * The numbers of events that satisfy it, both ends included; `most` null: no upper end. Only `between` gets
   * a second number.
   */
  range: (n: number, second?: number) => { least: number; most: number | null };
}

export const countOperators = {
  'at least': {
    words: ['at least', '>=', '≥', 'no fewer than', 'no less than', 'minimum of', 'minimum', 'not less than'],
    smallest: 1,
    range: (n) => ({ least: n, most: null }),
  },
  'at most': {
    words: ['at most', '<=', '≤', 'no more than', 'not more than', 'up to', 'maximum of', 'maximum'],
    smallest: 0,
    range: (n) => ({ least: 0, most: n }),
  },
  exactly: { words: ['exactly', '=', 'just', 'only'], smallest: 0, range: (n) => ({ least: n, most: n }) },
  'more than': {
    words: ['more than', '>', 'over'],
    smallest: 0,
    range: (n) => ({ least: n + 1, most: null }),
  },
  'fewer than': {
    words: ['fewer than', 'less than', '<', 'under'],
    smallest: 1,
    range: (n) => ({ least: 0, most: n - 1 }),
  },
  between: { words: ['between'], smallest: 0, range: (n, second = n) => ({ least: n, most: second }) },
} as const satisfies Record<string, CountOperator>;

export type CountOperatorName = keyof typeof countOperators;
export const countOperatorNames = Object.keys(countOperators) as [CountOperatorName, ...CountOperatorName[]];

/**
 * The highest count in a rule: far above any real one, and the database's integer still holds it plus one.
 */
export const largestCount = 1_000_000;

interface EventKind {
  /** Past and base forms, the past form for read-backs first. */
  words: readonly string[];
  /** The nouns that count them: "at least 3 opens". */
  nouns: readonly string[];
  /** What a read-back puts after "who" and "have not", given the name of a campaign or nothing. */
  said: (mail?: string) => string;
}

/** What was done to contacts, and not by them: "were mailed", "haven't been emailed". */
export const mailedWords = ['mailed', 'emailed', 'e-mailed', 'heard from us'] as const;
/** Words of `received` for a campaign that was sent, whether it arrived or not. */
export const recipientWords = ['recipients of', 'recipient of'] as const;
export const sentWords: readonly string[] = ['sent', 'mailed', 'emailed', 'e-mailed', ...recipientWords];
/** What people do when they complain. */
export const spamWords = [
  'marked as spam',
  'marked us as spam',
  'marked an email as spam',
  'marked it as spam',
  'reported as spam',
  'reported us as spam',
  'reported spam',
  'reported an email as spam',
] as const;

/** The kinds of events of mail. Other kinds have names that the workspace chose: "did purchase". */
export const eventKinds = {
  received: {
    words: ['received', 'receive', 'sent', 'got', 'get', ...mailedWords, ...recipientWords],
    nouns: [
      'emails received',
      'email received',
      'emails',
      'mails',
      'mail',
      'campaigns',
      'campaign',
      'newsletters',
      'newsletter',
    ],
    said: (mail = 'an email') => `received ${mail}`,
  },
  opened: {
    words: ['opened', 'open', 'read', 'openers of', 'opener of'],
    nouns: ['opens', 'open', 'email opens', 'emails opened', 'email opened'],
    said: (mail = 'an email') => `opened ${mail}`,
  },
  clicked: {
    words: ['clicked', 'click', 'clickers of', 'clickers in', 'clickers on', 'clicker of'],
    nouns: [
      'clicks',
      'click',
      'link clicks',
      'email clicks',
      'emails clicked',
      'email clicked',
      'links clicked',
    ],
    said: (mail = 'an email') => `clicked in ${mail}`,
  },
  bounced: {
    words: ['bounced', 'bounce'],
    nouns: ['bounces', 'bounce'],
    said: (mail = 'an email') => `had ${mail} bounce`,
  },
  complained: {
    words: ['complained', 'complain', ...spamWords],
    nouns: ['complaints', 'complaint', 'spam complaints', 'spam complaint'],
    said: (mail = 'an email') => `complained about ${mail}`,
  },
  unsubscribed: {
    words: ['unsubscribed', 'unsubscribe'],
    nouns: ['unsubscribes', 'unsubscribe events'],
    said: (mail) => (mail === undefined ? 'unsubscribed' : `unsubscribed from ${mail}`),
  },
} as const satisfies Record<string, EventKind>;

export type EventKindName = keyof typeof eventKinds;
export const eventKindNames = Object.keys(eventKinds) as [EventKindName, ...EventKindName[]];

/** Whether an event is of a kind that mail makes. */
export function isMailEvent(event: string): event is EventKindName {
  return Object.hasOwn(eventKinds, event);
}

function some(values: ValueParams, test: (value: string) => string): string {
  return values.each().map(test).join(' OR ');
}
