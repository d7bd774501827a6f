import { nearest } from '../../lib/words.ts';
import { numberOperatorWords } from '../attributes.ts';
import type { RuleContext } from '../context.ts';
import type { Names } from '../names.ts';
import { countOperators, eventKinds } from '../operators.ts';
import { formsOf } from './event-forms.ts';
import { mailProviders } from './mail-providers.ts';
import {
  dateFieldWords,
  dateVerbs,
  eventWords,
  operatorWords,
  textFieldVerbs,
  textFieldWords,
} from './table-words.ts';
import {
  auxiliaries,
  clauseWords,
  exceptionWords,
  insideWords,
  languageWords,
  mailObjects,
  nouns,
  numberWords,
  outsideWords,
  peopleWords,
  placeWords,
  reachableWords,
  statusWords,
  timeOpenings,
  topicWords,
  unreachableWords,
  vagueWords,
} from './words.ts';

const single = (phrases: readonly string[]) =>
  phrases.flatMap((phrase) => phrase.split(/[\s_-]+/)).filter((word) => /^\p{L}+$/u.test(word));

/** Words of the language itself that a mistyped one can mean, the most frequent first. */
const keywords: readonly string[] = [
  ...single([
    ...[
      'is',
      'and',
      'or',
      'not',
      'has',
      'have',
      'with',
      'never',
      'opened',
      'tagged',
      'in',
      'but',
      'no',
      'nor',
    ],
    ...['neither', 'without', 'everyone', 'everybody', 'untagged', 'segment', 'segments', 'random', 'import'],
    ...[
      'added',
      'campaign',
      'campaigns',
      'times',
      'once',
      'twice',
      'last',
      'first',
      'since',
      'before',
      'after',
    ],
    ...['missed', 'sent', 'left', 'out', 'got', 'ago'],
    ...[...operatorWords, ...numberOperatorWords, ...auxiliaries, ...clauseWords, ...exceptionWords],
    ...[...textFieldWords, ...textFieldVerbs, ...dateFieldWords, ...dateVerbs, ...eventWords, ...nouns],
    ...[...peopleWords, ...placeWords, ...outsideWords, ...insideWords, ...mailObjects, ...topicWords],
    ...[...reachableWords, ...unreachableWords, ...Object.keys(numberWords)],
    ...Object.values(countOperators).flatMap(({ words }) => words),
    ...Object.keys(mailProviders),
    ...Object.values(eventKinds).flatMap((row) => row.nouns),
    ...Object.values(statusWords).flatMap((row) => [...row.words, ...row.nouns]),
  ]),
  ...statusWords['non-subscribed'].words,
];

/** Words that add nothing: offering one of them would only drop the typed word. */
const idle = new Set(
  'a an the it at be been of on do us me i s to up over our my for by one any some also still yet this that they them'.split(
    ' ',
  ),
);
const known: readonly string[] = [...new Set(keywords)].filter((word) => !idle.has(word));
const english: ReadonlySet<string> = new Set(
  [
    'spent spend spends spending failed fail linked picked ticked lost seen treated lived used earned blocked',
    'ranked worked works walked talked checked locked mapped assigned pinned billed pulled rolled married complied',
    'trialed trailed died reason reasons season seasons lesson lessons listen even driven amount amounts count counts',
    'cost costs post posts host hosts fast rent lent went market',
  ].flatMap((line) => line.split(' ')),
);

/** Whether it is an English word near one of the language: people mean it, and "failed" is no "mailed". */
export const isOwnWord = (word: string): boolean => english.has(word.toLowerCase());

/** Words that are right as they are. */
const right: ReadonlySet<string> = new Set([
  ...keywords,
  ...idle,
  ...languageWords,
  ...timeOpenings,
  ...single(vagueWords),
  ...english,
  ...'day days week weeks weekend month months quarter quarters year years hour hours now today'.split(' '),
]);

/** The words of names, and what was found for mistyped ones: each suggestion looks up the same words. */
interface Named {
  listed: readonly string[];
  all: ReadonlySet<string>;
  found: Map<string, string[][]>;
}

const kept = new WeakMap<Names, Named>();
const mostKept = 1000;

function namedWords(names: Names): Named {
  const before = kept.get(names);
  if (before !== undefined) return before;
  const { attributes, events, tags, segments, campaigns, topics } = names;
  const listed = single([...attributes, ...events].map(({ name }) => name.toLowerCase()));
  const forms = formsOf(events);
  const others = [...tags, ...segments, ...campaigns, ...topics].flatMap(({ name }) =>
    name.toLowerCase().split(/[\s_-]+/),
  );
  const said = [...listed, ...single([...forms.verbs, ...forms.nouns.keys()])];
  const named = { listed: [...new Set(said)], all: new Set([...said, ...others]), found: new Map() };
  kept.set(names, named);
  return named;
}

/**
 * What a mistyped word of the language may mean, by how likely it is: letters in another order, letters missing
 * or too much, and wrong letters. Nothing for words that are part of the language or of a name. Ends before the
 * group with which it could as well be a "not" as something else.
 *
 * @example slipsOf('lest', context) // [[], ['least'], ['last', 'less', …]]
 */
export function slipsOf(word: string, { names }: Pick<RuleContext, 'names'>): string[][] {
  const typed = word.toLowerCase();
  const named = namedWords(names);
  if (!/^\p{L}{2,20}$/u.test(typed) || right.has(typed) || named.all.has(typed)) return [];
  const before = named.found.get(typed);
  if (before !== undefined) return before;
  const groups = groupsOf(typed, [...known, ...named.listed]);
  if (named.found.size >= mostKept) named.found.clear();
  named.found.set(typed, groups);
  return groups;
}

/** "Resubscribed" is not "subscribers". */
const MOST_WRONG = 2;

function groupsOf(typed: string, vocabulary: readonly string[]): string[][] {
  const found = new Set(
    vocabulary.filter(
      (each) => nearest(typed, [each], { most: MOST_WRONG }).length > 0 || isJumbled(typed, each),
    ),
  );
  const groups: string[][] = [];
  const negates = new Set<boolean>();
  // "Wo clicks" may be "no clicks", and "nou active" "not active" or "no active".
  const mayBeNo = typed.length > 3 ? [] : ['not', 'no'].filter((each) => nearest(typed, [each]).length > 0);
  // A word of three letters with a wrong one could be any.
  for (const rank of typed.length > 3 ? [0, 1, 2] : [0, 1]) {
    const exact = [...found].filter((each) => rankOf(typed, each) === rank);
    const group = rank > 0 && exact.some((each) => mayBeNo.includes(each)) ? mayBeNo : exact;
    if (rank > 0 && mayBeNo.length > 0) negates.add(true);
    for (const each of group) negates.add(negating.has(each));
    if (negates.size > 1) break;
    groups.push(group.slice(0, 3));
  }
  return groups;
}

const negating = new Set(
  'not never no nor neither without except excepting excluding unless outside unreachable unsubscribed untagged'.split(
    ' ',
  ),
);

function rankOf(typed: string, other: string): number {
  if (isJumbled(typed, other)) return 0;
  const [short, long] = typed.length < other.length ? [typed, other] : [other, typed];
  return short.length < long.length && isWithin(short, long) ? 1 : 2;
}

/** Whether a word has all letters of another one, in order. */
function isWithin(short: string, long: string): boolean {
  let found = 0;
  for (const letter of long) if (letter === short[found]) found += 1;
  return found === short.length;
}

/** Whether they have the same letters, and begin with the same one unless two were swapped: "whit", "nto". */
function isJumbled(typed: string, other: string): boolean {
  if (typed.length !== other.length || sorted(typed) !== sorted(other)) return false;
  return typed[0] === other[0] || nearest(typed, [other]).length > 0;
}

const sorted = (word: string): string => [...word].sort().join('');
