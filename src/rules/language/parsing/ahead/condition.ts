import { namedLike } from '../../../../lib/names.ts';
import { dateSideWords, numberOperatorWords } from '../../../attributes.ts';
import {
  comparisons,
  dateFieldWords,
  dateOperators,
  dateVerbs,
  eventWords,
  operatorWords,
  pastEventWords,
  textFieldVerbs,
  textFieldWords,
} from '../../table-words.ts';
import {
  auxiliaries,
  clauseWords,
  everyoneWords,
  exceptionWords,
  leadFillers,
  newSubscriberWords,
  pausedWords,
  pronouns,
  randomWords,
  reachableWords,
  timeOpenings,
  topicWords,
  unreachableWords,
} from '../../words.ts';
import { countedEventStarts } from '../events/counted-head.ts';
import { onlyBefore } from '../events/only-counted.ts';
import { namedConditionWords } from '../names/named-conditions.ts';
import { shareStarts } from '../people/random.ts';
import { isJoiner } from '../reader/connectors.ts';
import { peek, type Reader, see, textOf } from '../reader/reader.ts';
import { addressStarts, seeAtDomain } from './address.ts';
import { amountStarts, spendingStarts } from './amount.ts';
import { seeCalledDate, seeDateNoun, seeOverdue } from './date-noun.ts';
import { seeDoers } from './doers.ts';
import { insideStarts } from './inside.ts';
import { seeMistyped } from './mistyped.ts';
import { seeAttribute, seeNamed } from './named.ts';
import { nationalityStarts } from './nationality.ts';
import { seeOutcome } from './outcome.ts';
import { seeForm, seeOwnVerb } from './own-form.ts';
import { placeStarts } from './place.ts';
import { plannedStarts } from './planned.ts';
import { quantityStarts } from './quantity.ts';
import { seeSpeakers } from './speakers.ts';
import { statusStarts } from './status.ts';

const leads = [...pronouns, ...auxiliaries, 'not', 'never', 'neither', 'ever', ...leadFillers];
const groups = [
  'all of (',
  'any of (',
  'none of (',
  '(',
  'not (',
  'not all of (',
  'not any of (',
  'not none of (',
];
const openers = [
  ...['tagged', 'untagged', 'has no', 'with', 'without', ...namedConditionWords, ...randomWords, 'did'],
  ...['who', 'whose', ...exceptionWords],
];

/**
 * Whether a condition begins `offset` tokens from here, which ends a list of values. Unknown words begin one
 * if an operator follows ("plan is pro"), so that the error is about them.
 */
export function conditionStarts(reader: Reader, offset = 0): boolean {
  let at = offset;
  if (see(reader, groups, at) !== undefined || see(reader, openers, at) !== undefined) return true;
  let led = false;
  for (let lead = see(reader, leads, at); lead !== undefined; lead = see(reader, leads, at)) {
    // "Not did order" and "did order" alike.
    if (lead === 'did') return true;
    led = true;
    at += 1;
  }
  if (onlyBefore(reader, at) > 0) return true;
  if (placeStarts(reader, at) || insideStarts(reader, at) || seeAtDomain(reader, at) !== undefined)
    return true;
  const isPeople = seeSpeakers(reader, at) !== undefined || seeDoers(reader, at) !== undefined;
  if (isPeople || nationalityStarts(reader, at)) return true;
  if (see(reader, [...textFieldVerbs, 'tagged', ...pastEventWords], at) !== undefined) return true;
  if (dateStarts(reader, at) || valueStarts(reader, at)) return true;
  if (
    see(reader, ['first', 'last'], at) !== undefined &&
    (see(reader, [...eventWords, 'did'], at + 1) !== undefined ||
      seeForm(reader, ['past', 'base', 'nouns'], at + 1) !== undefined)
  )
    return true;
  if (see(reader, [...pausedWords, ...topicWords, 'we', 'i'], at) !== undefined) return true;
  if (seeOutcome(reader, at) !== undefined) return true;
  if (statusStarts(reader, at) || ownVerbStarts(reader, at) || countedEventStarts(reader, at)) return true;
  if (ownNounStarts(reader, at)) return true;
  if (attributeStarts(reader, at, led)) return true;
  if (led && see(reader, ['no', 'a', 'an'], at) !== undefined && propertyStarts(reader, at + 1)) return true;
  if (led && propertyStarts(reader, at)) return true;
  if (led) {
    const rest = [
      ...everyoneWords,
      ...eventWords,
      ...textFieldWords,
      ...dateFieldWords,
      'tag',
      'no',
      'a',
      'an',
      'the',
      'tags',
      'untagged',
      ...namedConditionWords,
      ...randomWords,
    ];
    if (see(reader, rest, at) !== undefined) return true;
    const mistyped = seeMistyped(reader, at);
    return mistyped !== undefined && !isTag(reader, at, mistyped.length);
  }
  return see(reader, everyoneWords, at) !== undefined || operatorAfterWords(reader, at);
}

/** An own event's verb, "purchased"; in a list of tags, a tag with that name comes first. */
function ownVerbStarts(reader: Reader, offset: number): boolean {
  const verb = seeOwnVerb(reader, offset);
  if (verb === undefined || verb.bare) return false;
  return !isTag(reader, offset, verb.length);
}

/** "Purchases over $100", "logins today": the noun of an own event, with what only an event has. */
function ownNounStarts(reader: Reader, offset: number): boolean {
  const noun = seeForm(reader, ['nouns'], offset);
  if (noun === undefined || isTag(reader, offset, noun.length)) return false;
  const after = offset + noun.length;
  return timeOpenings.has(peek(reader, after)?.lower ?? '') || amountStarts(reader, after);
}

/** "joined", "new this month"; a tag with that name comes first, unless a timeframe follows. */
function dateStarts(reader: Reader, offset: number): boolean {
  if (seeDateNoun(reader, offset) !== undefined || see(reader, newSubscriberWords, offset) !== undefined)
    return true;
  const words = see(reader, dateVerbs, offset);
  if (words === undefined) return false;
  const length = words.split(' ').length;
  return timeOpenings.has(peek(reader, offset + length)?.lower ?? '') || !isTag(reader, offset, length);
}

function isTag(reader: Reader, offset: number, length: number): boolean {
  const from = reader.next + offset;
  return namedLike(reader.names.tags, textOf(reader, from, from + length)).length > 0;
}

/** An attribute with a test: "renewal date before …", "has seats". */
function attributeStarts(reader: Reader, offset: number, led: boolean): boolean {
  const attribute = seeAttribute(reader, offset);
  if (attribute === undefined)
    return seeCalledDate(reader, offset) !== undefined || seeOverdue(reader, offset) !== undefined;
  if (led && see(reader, ['has', 'have', 'had'], offset - 1) !== undefined) return true;
  const follows = offset + attribute.length;
  const { type } = attribute.named;
  if (type === 'number' && /^[$€£¥]?\d/.test(peek(reader, follows)?.lower ?? '')) return true;
  if (type === 'date' && see(reader, dateSideWords, follows) !== undefined) return true;
  return see(reader, [...operatorWords, ...numberOperatorWords, ...dateOperators], follows) !== undefined;
}

/**
 * Something that contacts have, without "has": "no company", "on the pro plan", "more than 10 seats",
 * "gmail users".
 */
function valueStarts(reader: Reader, offset: number): boolean {
  if (see(reader, ['no'], offset) !== undefined)
    return (
      see(reader, ['tag', 'tags', ...textFieldWords, ...dateFieldWords], offset + 1) !== undefined ||
      seeAttribute(reader, offset + 1) !== undefined
    );
  const isOne = [plannedStarts, quantityStarts, addressStarts, shareStarts, spendingStarts].some((starts) =>
    starts(reader, offset),
  );
  if (isOne) return true;
  const words = see(reader, [...reachableWords, ...unreachableWords], offset);
  return words !== undefined && !isTag(reader, offset, words.split(' ').length);
}

/** A test of the event's properties: "has coupon". */
function propertyStarts(reader: Reader, offset: number): boolean {
  return seeNamed(reader, reader.properties, offset) !== undefined;
}

/** Words that no field's name contains or begins with. */
const noNames = new Set(['not', 'with', 'without', 'where', 'including', ...clauseWords]);

/** A comparison after one to four words: "plan is", "renewal date is", "country contains". */
function operatorAfterWords(reader: Reader, offset: number): boolean {
  for (let words = 1; words <= 4; words += 1) {
    const word = peek(reader, offset + words - 1);
    if (word === undefined || word.kind === 'sign' || isJoiner(word) || noNames.has(word.lower)) return false;
    const operator = see(reader, comparisons, offset + words);
    if (operator !== undefined && operator !== 'in') return true;
  }
  return false;
}
