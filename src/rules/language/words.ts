import { booleanWords, numberOperators } from '../attributes.ts';
import { textFields } from '../fields.ts';
import { countOperators, eventKinds, textOperators } from '../operators.ts';
import type { Token } from './tokens.ts';

/** What asks for people at the beginning of a sentence, and says nothing: "show me everyone who …". */
export const requests = [
  ...['show', 'show me', 'give me', 'get me', 'find', 'find me', 'list', 'please', 'pls', 'please show me'],
  ...['i want', 'i need', 'we want', 'we need', 'search for', 'look for'],
];
/** What stands before people, or alone before a condition: "all customers", "all who opened". */
export const determiners = [
  ...[
    'all',
    'all the',
    'all of the',
    'all our',
    'all of our',
    'all my',
    'the',
    'our',
    'my',
    'any',
    'any of our',
  ],
  ...['every', 'each', 'these', 'only the', 'just the'],
];
/** Contacts as people call them: each of them is one. */
export const peopleWords = [
  ...[
    'contacts',
    'contact',
    'people',
    'persons',
    'person',
    'folks',
    'users',
    'user',
    'customers',
    'customer',
  ],
  ...['members', 'member', 'ones'],
];
/** What may stand in front of the first condition, and says nothing: "everyone tagged vip", "contacts who …". */
export const nouns = ['everyone', 'everybody', 'anyone', 'anybody', 'those', ...peopleWords];
/** What alone means all contacts. */
export const everyoneWords = ['everyone', 'everybody', 'all contacts', 'every contact', 'all people'];
export const pronouns = ['who', 'that', 'which', 'they', 'whose', 'their'];
export const auxiliaries = [
  'is',
  'are',
  'was',
  'were',
  'has',
  'have',
  'had',
  'do',
  'does',
  'did',
  'done',
  'been',
  'be',
];

/** What begins a condition right behind another one, and is "and" there: "tagged vip who opened". */
export const clauseWords = ['who', 'that', 'which', 'whose'];
/** What may stand between "has" or "with" and what somebody has. */
export const articles = ['no', 'a', 'an', 'any', 'the', 'not a', 'not any', 'some'];
/** What leaves out those for whom the next condition holds: "and not". */
export const exceptionWords = [
  ...[
    'except',
    'except for',
    'excepting',
    'excluding',
    'other than',
    'apart from',
    'aside from',
    'but except',
  ],
  ...['with the exception of', 'leaving out', 'not including', 'not counting'],
];

/** Statuses as people say them: what somebody is, and what they are called. Two of them are also events of mail. */
export const statusWords = {
  subscribed: { words: ['subscribed'], nouns: ['subscriber', 'subscribers'] },
  unsubscribed: { words: ['unsubscribed'], nouns: ['unsubscriber', 'unsubscribers'] },
  'non-subscribed': {
    words: ['non-subscribed', 'nonsubscribed'],
    nouns: ['non-subscriber', 'non-subscribers', 'nonsubscribers'],
  },
  bounced: { words: ['bounced'], nouns: [] },
} as const satisfies Record<string, { words: readonly string[]; nouns: readonly string[] }>;
export type StatusName = keyof typeof statusWords;
/** What somebody subscribes to, which adds nothing. */
export const listObjects = [
  ...['to', 'from'].flatMap((word) =>
    ['emails', 'email', 'mail', 'our emails', 'our mails', 'our mail', 'all emails', 'the list', 'our list']
      .concat('our mailing list', 'the mailing list', 'us')
      .map((words) => `${word} ${words}`),
  ),
];

/** What stands before the topics that somebody gets. */
export const topicWords = [
  ...['subscribed to', 'subscribers of', 'subscribers to', 'a subscriber of', 'subscriber of'],
  ...['subscribed to topic', 'subscribed to topics', 'subscribed to the topic', 'subscribed to the topics'],
  ...['subscribed to any of the topics', 'subscribed to all of the topics', 'subscribed to all the topics'],
  ...['subscribed to none of the topics'],
];

/** Who asked to get no campaigns for a while. */
export const pausedWords = ['paused', 'on pause'];

/** What stands before a country: "in Germany", "who live in Germany". */
export const placeWords = [
  ...[
    'in',
    'from',
    'based in',
    'located in',
    'living in',
    'live in',
    'lives in',
    'residing in',
    'resident in',
  ],
  ...['come from', 'comes from', 'coming from'],
];
/** What stands before a country that they are not in. */
export const outsideWords = [
  ...['outside', 'outside of', 'from outside', 'from outside of', 'based outside', 'based outside of'],
  ...['living outside', 'live outside', 'lives outside', 'living outside of', 'live outside of'],
];
/** What may stand before the bare name of a segment. */
export const insideWords = ['in', 'in the', 'inside', 'members of', 'member of'];

/** What may stand among the words before a verb, and says nothing. */
export const leadFillers = ['also', 'still', 'currently'];

export const randomWords = ['random', 'a random', 'in a random', 'in random'];

/** What mail is called after an event verb, without adding a meaning. */
export const mailObjects = [
  ...[
    'in an email',
    'in any email',
    'on a link in an email',
    'a link in an email',
    'on a link',
    'a link',
    'any link',
  ],
  ...[
    'an email',
    'any email',
    'any emails',
    'emails',
    'email',
    'an e-mail',
    'a mail',
    'any mail',
    'mail',
    'mails',
  ],
  ...[
    'a message',
    'any message',
    'messages',
    'a campaign',
    'any campaign',
    'about an email',
    'any of our emails',
  ],
  ...['our emails', 'one of our emails', 'a newsletter', 'any newsletter'],
  ...['anything', 'anything at all', 'anything from us', 'something', 'something from us'],
];

/** Words with which a timeframe begins, and nothing else does. */
export const timeOpenings: ReadonlySet<string> = new Set(
  (
    'in on at during within over for since after before until till by from between last past previous prior this next ' +
    'today yesterday now up earlier ytd mtd qtd'
  ).split(' '),
);

/** What alone means that mail may be sent to them, and what that they can't. */
export const reachableWords = [
  'reachable',
  'mailable',
  'contactable',
  'can be mailed',
  'can be emailed',
  'can get mail',
  'can receive email',
  'can receive emails',
  'can receive mail',
];
export const unreachableWords = [
  'unreachable',
  'unmailable',
  "can't be mailed",
  'cannot be mailed',
  'can not be mailed',
];

/** What stands behind a verb that is turned round by it: "opened nothing", "opened no emails in 60 days". */
export const nothingObjects = [
  ...[
    'nothing',
    'nothing at all',
    'nothing from us',
    'no email',
    'no emails',
    'no mail',
    'no mails',
    'no messages',
  ],
  ...['no link', 'no links', 'no newsletter', 'no newsletters', 'none of our emails', 'none of the emails'],
];

/** What is done in an own event, without adding a meaning: "bought anything". */
export const ownObjects = [
  ...['anything', 'something', 'anything from us', 'something from us', 'from us', 'with us', 'at all'],
  ...['anything at all', 'any of our products', 'a product', 'any product', 'any products'],
];

/** Two, as people say it of what they count. */
export const coupleWords = ['a couple', 'a couple of', 'couple', 'couple of'];
/** What says how many, and not which number: it is asked for one. */
export const vagueWords = ['a few', 'few', 'several', 'some', 'many', 'a number of'];

export const numberWords: Record<string, number> = Object.fromEntries(
  (
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
    'eighteen nineteen twenty'
  )
    .split(' ')
    .map((word, number) => [word, number]),
);

/** Words that a value without quotes may not hold: they join, turn round or begin conditions. */
const keywords = new Set(
  (
    'and or but not never no nor neither except unless without with who that which whose they everyone everybody anyone tagged ' +
    'is are was were has have had do does did been ever contains starts begins ends equals includes'
  ).split(' '),
);
for (const { words } of Object.values(eventKinds)) keywords.add(words[0]);
keywords.delete('sent');

export const isKeyword = (token: Token): boolean => token.kind === 'sign' || keywords.has(token.lower);

/** What says behind a name that there is no value, or that there is one. */
export const unknownWords = {
  no: [
    'missing',
    'not set',
    'not known',
    'is unknown',
    'are unknown',
    'was unknown',
    '= unknown',
    ': unknown',
    'unknown',
  ],
  some: ['not missing', 'is not unknown', 'are not unknown', 'was not unknown', '!= unknown', 'not unknown'],
} as const;

/** Words that mean "no value" or "some value" where they stand without quotes: `company is empty`. */
export const emptinessWords = new Set(
  'empty blank missing null nothing none unset undefined set known present given filled any anything'.split(
    ' ',
  ),
);

const printedWords = [
  ...pausedWords,
  ...[...leadFillers, ...clauseWords, ...unknownWords.no, ...unknownWords.some],
  ...listObjects,
  ...[textOperators, countOperators, numberOperators, textFields].flatMap((table) =>
    Object.values(table).flatMap((row) => row.words),
  ),
  ...[textOperators, numberOperators].flatMap((table) => Object.values(table).flatMap((row) => row.negated)),
  ...Object.values(statusWords).flatMap((row) => [...row.words, ...row.nouns]),
  ...Object.values(booleanWords).flat(),
  'named',
  'called',
  ...[
    ...nouns,
    ...everyoneWords,
    ...pronouns,
    ...auxiliaries,
    ...requests,
    ...determiners,
    ...exceptionWords,
    ...placeWords,
    ...outsideWords,
    ...insideWords,
  ],
].flatMap((phrase: string) => phrase.split(' '));

/** Every word of the language itself: a name or value that is one of them is printed in quotes. */
export const languageWords: ReadonlySet<string> = new Set([
  ...keywords,
  ...emptinessWords,
  ...printedWords,
  ...'tag tags segment signed up signup created updated first last random all any none of'.split(' '),
]);
