import type { Timeframe } from '../../../../dates/schema.ts';
import { defined } from '../../../../lib/defined.ts';
import { nearest } from '../../../../lib/words.ts';
import { numberOperatorWords } from '../../../attributes.ts';
import type { PropertyTest } from '../../../conditions/stored-event.ts';
import type { NamedProperty } from '../../../names.ts';
import { quoteName } from '../../quote.ts';
import { dateFieldWords, dateVerbs, eventWords, operatorWords } from '../../table-words.ts';
import { articles, isKeyword } from '../../words.ts';
import { seeAttribute, seeNamed, seeTextField } from '../ahead/named.ts';
import { seeOwned } from '../ahead/owned.ts';
import { refuseAlike } from '../reader/alike.ts';
import { takeConnector } from '../reader/connectors.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from '../reader/reader.ts';
import { isValueAhead, readTest } from '../values/attribute.ts';
import { adverbStarts } from './adverbs.ts';

type Test = PropertyTest<Timeframe>;

/**
 * Reads `with amount > 100 and currency is EUR`, `without coupon`, `with (amount > 100 and plan is pro)`.
 * `and` continues the list as long as another property of the event follows; brackets hold nothing else.
 * Undefined if there is nothing of the kind; then nothing was read.
 *
 * @param event what happened, in people's words
 * @param known the properties of recorded events of this kind
 */
export function readProperties(
  reader: Reader,
  event: string,
  known: readonly NamedProperty[],
): Read<Test[]> | undefined {
  const start = reader.next;
  const word = take(reader, ['with', 'without', 'where']);
  if (word === undefined) return undefined;
  const bracket = word !== 'without' && take(reader, ['(']) !== undefined;
  const around = reader.properties;
  reader.properties = known;
  const tests =
    seeProperty(reader) === undefined
      ? undefined
      : readAll(reader, event, { bracket, without: word === 'without' });
  reader.properties = around;
  if (tests !== undefined) return tests;
  // "with phone" is about a field of the contact, in a separate condition.
  if (!bracket && otherMeaning(reader) !== undefined) {
    reader.next = start;
    return undefined;
  }
  return refuseUnknown(reader, event, known);
}

function readAll(
  reader: Reader,
  event: string,
  { bracket, without }: { bracket: boolean; without: boolean },
): Read<Test[]> {
  const tests: Test[] = [];
  for (;;) {
    const test = readProperty(reader, without && tests.length === 0);
    if (test === null) return null;
    tests.push(test);
    const next = reader.next;
    const connector = takeConnector(reader);
    if (connector === undefined) break;
    if (seeProperty(reader) === undefined) {
      reader.next = next;
      if (bracket) return refuseUnknown(reader, event, reader.properties);
      return tests;
    }
    const other = bracket ? undefined : otherMeaning(reader);
    if (other !== undefined)
      return refuseAmbiguous(reader, event, { other, from: connector.from, to: connector.to });
    if (connector.says === 'or') {
      const message = `Join properties of one event with "and"; for either one, say the event twice.`;
      return refuse(reader, connector.from, connector.to, message, [`or ${event} with`]);
    }
  }
  if (!bracket) return tests;
  if (take(reader, [')']) !== undefined) return tests;
  const message = 'A closing bracket ")" is missing here.';
  return refuse(reader, reader.next, Math.min(reader.next + 1, reader.tokens.length), message);
}

/** How many tokens come before a property's name: "has coupon", "has no coupon", "a coupon". */
const leads = ['has no', 'has a', 'has an', 'has', 'no', 'a', 'an', 'any'];

function seeProperty(reader: Reader) {
  const lead = see(reader, leads);
  const words = lead === undefined ? 0 : lead.split(' ').length;
  for (const offset of new Set([0, words])) {
    const seen = seeNamed(reader, reader.properties, offset);
    if (seen !== undefined) return { ...seen, offset, lead: offset === 0 ? undefined : lead };
  }
  return undefined;
}

function readProperty(reader: Reader, without: boolean): Read<Test> {
  const seen = seeProperty(reader);
  if (seen === undefined) return null;
  const { named, length, offset, lead } = seen;
  const from = reader.next + offset;
  if (refuseAlike(reader, seen, 'properties', from) === null) return null;
  reader.next = from + length;
  const { name: property, type } = named;
  const operator = see(reader, [
    ...operatorWords,
    ...numberOperatorWords,
    ...(type === 'number' ? ['of'] : []),
    'before',
    'after',
    'since',
    'falls',
  ]);
  const implied =
    operator === undefined && !without && lead?.endsWith('no') !== true && valueFollows(reader, type);
  const bare = operator === undefined || (operator === 'in' && type !== 'date' && adverbStarts(reader));
  const isHad = lead !== undefined && !(lead === 'a' || lead === 'an') ? true : bare;
  if (!implied && (isHad || without)) {
    return {
      property,
      test: { is: 'known' },
      ...defined({ not: without || lead?.endsWith('no') || undefined }),
    };
  }
  const said = readTest(
    reader,
    {
      attribute: { name: property, type, yearly: false },
      from,
      to: reader.next,
      ...(implied && { implied }),
    },
    false,
  );
  if (said && implied && seeAttribute({ ...reader, next: from }) !== undefined)
    return refuseBoth(reader, { from, name: property, value: textOf(reader, from + length, reader.next) });
  return said && { property, test: said.test, ...defined({ not: said.negated || undefined }) };
}

/** "Purchased with plan pro" if contacts have a plan, too: the purchase's, or theirs? */
function refuseBoth(
  reader: Reader,
  { from, name, value }: { from: number; name: string; value: string },
): null {
  const is = `${quoteName(name)} is ${value}`;
  const start = Math.max(from - 1, 0);
  const word = textOf(reader, start, from);
  const message = `${cited(name)} could be a property of the event, or an attribute of the contact. Which one do you mean?`;
  const meanings = /^with$/i.test(word) ? [`with (${is})`, `and ${is}`] : [];
  return ask(reader, start, reader.next, message, meanings);
}

/** "With currency EUR", "with amount 50": a value right after the name, and no timeframe. */
function valueFollows(reader: Reader, type: NamedProperty['type']): boolean {
  const token = peek(reader);
  if (token === undefined || adverbStarts(reader)) return false;
  if (type === 'number') return /^[$€£¥]?\d/.test(token.lower);
  if (type !== 'text') return false;
  return isValueAhead(reader) || (!isKeyword(token) && adverbStarts(reader, 1));
}

/** What else could begin here: an attribute, a field or a verb. */
function otherMeaning(reader: Reader): string | undefined {
  const article = see(reader, articles);
  if (article !== undefined && !seeOwned(reader)) return undefined;
  const attribute = seeAttribute(reader, article === undefined ? 0 : article.split(' ').length);
  if (attribute !== undefined) return `the attribute ${quoteName(attribute.named.name)}`;
  const field = seeTextField(reader)?.words ?? see(reader, dateFieldWords);
  if (field !== undefined) return `the contact's ${field}`;
  if (article !== undefined) return 'something that contacts have';
  return see(reader, ['tagged', ...dateVerbs, ...eventWords]) === undefined ? undefined : 'another condition';
}

function refuseAmbiguous(
  reader: Reader,
  event: string,
  { other, from, to }: { other: string; from: number; to: number },
): null {
  const word = textOf(reader, reader.next, reader.next + 1);
  const message =
    `${cited(word)} could be a property of ${cited(event)}, or ${other}. ` +
    'Put the properties in brackets after "with", or put the other condition before the event.';
  return refuse(reader, from, Math.max(to, reader.next + 1), message);
}

function refuseUnknown(reader: Reader, event: string, known: readonly NamedProperty[]): null {
  const end = Math.min(reader.next + 1, reader.tokens.length);
  const name = textOf(reader, reader.next, end);
  const names = known.map((property) => quoteName(property.name));
  const close = nearest(name, names);
  const has = names.length > 0 ? ` It has ${names.slice(0, 8).join(', ')}.` : '';
  const advice =
    close.length > 0
      ? `did you mean ${close.map((each) => `"${each}"`).join(' or ')}?`
      : `none has been recorded.${has}`;
  return refuse(reader, reader.next, end, `${cited(event)} has no property ${cited(name)}: ${advice}`, close);
}
