import { booleanWords, numberOperators } from '../attributes.ts';
import { textFields } from '../fields.ts';
import { countOperators, eventKinds, textOperators } from '../operators.ts';
import { emptinessWords, unknownWords } from './missing-words.ts';
import type { Token } from './tokens.ts';

/** Words that ask for people at the beginning of a sentence, with no meaning: "show me everyone who …". */
export const requests = [
  ...['show', 'show me', 'give me', 'get me', 'find', 'find me', 'list', 'please', 'pls', 'please show me'],
  ...['i want', 'i need', 'we want', 'we need', 'search for', 'look for', 'looking for'],
  ...['list of', 'i would like', 'select'],
];
/** Words before people, or alone before a condition: "all customers", "all who opened". */
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
/** Words for contacts: each of them means a contact. */
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
  ...['members', 'member', 'ones', 'ppl', 'peoples', 'clients', 'client'],
];
/** Words before the first condition, with no meaning: "everyone tagged vip", "contacts who …". */
export const nouns = ['everyone', 'everybody', 'anyone', 'anybody', 'those', ...peopleWords];
/** Words that mean all contacts if nothing follows. */
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

/** Words that begin a condition right after another one and mean "and" there: "tagged vip who opened". */
export const clauseWords = ['who', 'that', 'which', 'whose'];
/** Words between "has" or "with" and the thing that people have. */
export const articles = ['no', 'a', 'an', 'any', 'the', 'not a', 'not any', 'some'];
/** Words that exclude contacts who match the next condition: "and not". */
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

/** Words for statuses: adjectives, and nouns for people. Two of them are also events of mail. */
export const statusWords = {
  subscribed: { words: ['subscribed'], nouns: ['subscriber', 'subscribers'] },
  unsubscribed: { words: ['unsubscribed'], nouns: ['unsubscriber', 'unsubscribers'] },
  'non-subscribed': {
    words: ['non-subscribed', 'nonsubscribed', 'non subscribed'],
    nouns: ['non-subscriber', 'non-subscribers', 'nonsubscribers', 'non subscriber', 'non subscribers'],
  },
  bounced: { words: ['bounced'], nouns: [] },
} as const satisfies Record<string, { words: readonly string[]; nouns: readonly string[] }>;
export type StatusName = keyof typeof statusWords;
/** Things that people subscribe to, which add nothing. */
export const listObjects = [
  ...['to', 'from'].flatMap((word) =>
    ['emails', 'email', 'mail', 'our emails', 'our mails', 'our mail', 'all emails', 'the list', 'our list']
      .concat('our mailing list', 'the mailing list', 'us')
      .map((words) => `${word} ${words}`),
  ),
];

/** Words before the topics that people get. */
export const topicWords = [
  ...['subscribed to', 'subscribers of', 'subscribers to', 'a subscriber of', 'subscriber of'],
  ...['subscribed to topic', 'subscribed to topics', 'subscribed to the topic', 'subscribed to the topics'],
  ...['subscribed to any of the topics', 'subscribed to all of the topics', 'subscribed to all the topics'],
  ...['subscribed to none of the topics'],
];

/** People who asked for a break from campaigns. */
export const newSubscriberWords = ['new subscribers', 'new subscriber'];
export const pausedWords = ['paused', 'on pause'];

/** Words before a country: "in Germany", "who live in Germany". */
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
    'residents of',
  ],
  ...['come from', 'comes from', 'coming from'],
];
/** Words before a country that people are not in. */
export const outsideWords = [
  ...['outside', 'outside of', 'from outside', 'from outside of', 'based outside', 'based outside of'],
  ...['located outside', 'located outside of', 'residing outside', 'residing outside of'],
  ...['living outside', 'live outside', 'lives outside', 'living outside of', 'live outside of'],
];
/** Words before the bare name of a segment. */
export const insideWords = ['in', 'in the', 'inside', 'members of', 'member of'];

/** Words that may come before a verb and mean nothing. */
export const leadFillers = ['also', 'still', 'currently', 'already', 'yet'];

export const randomWords = ['random', 'a random', 'in a random', 'in random'];

/** Words for mail after an event verb, which add no meaning. */
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
    'any campaigns',
    'campaigns',
    'any of our campaigns',
    'one of our campaigns',
    'about an email',
    'any of our emails',
  ],
  ...['our emails', 'one of our emails', 'a newsletter', 'any newsletter'],
  ...['anything', 'anything at all', 'anything from us', 'something', 'something from us'],
];

/** Words that begin a timeframe and nothing else. */
export const timeOpenings: ReadonlySet<string> = new Set(
  (
    'in on at during within over for since after before until till by from between last past previous prior this next ' +
    'today yesterday now up earlier ytd mtd qtd'
  ).split(' '),
);

/** Words that mean, on their own, that people can be mailed, and words that mean they can't. */
export const reachableWords = [
  'reachable',
  'reachable by email',
  'can be reached',
  'can be reached by email',
  'mailable',
  'contactable',
  'can be mailed',
  'can be emailed',
  'can get mail',
  'can receive email',
  'can receive emails',
  'can receive mail',
  'we can reach',
  'we can email',
  'we can mail',
  'we can contact',
];
export const unreachableWords = [
  'unreachable',
  'unreachable by email',
  'unmailable',
  "can't be mailed",
  'cannot be mailed',
  'can not be mailed',
];

/** Words after a verb that negate it: "opened nothing", "opened no emails in 60 days". */
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
  ...['no campaign', 'no campaigns', 'none of our campaigns', 'none of the campaigns', 'no message'],
  ...['no link', 'no links', 'no newsletter', 'no newsletters', 'none of our emails', 'none of the emails'],
];

/** Objects of an own event that add no meaning: "bought anything". */
export const ownObjects = [
  ...['anything', 'something', 'anything from us', 'something from us', 'from us', 'with us', 'at all'],
  ...['anything at all', 'any of our products', 'a product', 'any product', 'any products'],
];

/** Words for two of the things that people count. */
export const coupleWords = ['a couple', 'a couple of', 'couple', 'couple of'];
/** Words for a quantity without a number: the parser asks for the number. */
export const vagueWords = ['a few', 'few', 'several', 'some', 'many', 'a number of'];

export const numberWords: Record<string, number> = Object.fromEntries(
  (
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
    'eighteen nineteen twenty'
  )
    .split(' ')
    .map((word, number) => [word, number]),
);

/** Words that an unquoted value must not contain: they join, negate or begin conditions. */
const keywords = new Set(
  (
    'and or but not never no nor neither except unless without with who that which whose they everyone everybody anyone tagged ' +
    'is are was were has have had do does did been ever contains starts begins ends equals includes'
  ).split(' '),
);
for (const { words } of Object.values(eventKinds)) keywords.add(words[0]);
keywords.delete('sent');

export const isKeyword = (token: Token): boolean => token.kind === 'sign' || keywords.has(token.lower);

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

/** Every word of the language itself: read-backs quote a name or value that is one of them. */
export const languageWords: ReadonlySet<string> = new Set([
  ...keywords,
  ...emptinessWords,
  ...printedWords,
  ...'both either neither only just got tag tags segment signed up signup created updated first last random all any none of'.split(
    ' ',
  ),
]);
