import { namedLike } from '../../../../lib/names.ts';
import { nearest } from '../../../../lib/words.ts';
import {
  dateFieldNames,
  dateFields,
  isOptional,
  type TextFieldName,
  textField,
  textFieldNames,
  wordsOfField,
} from '../../../fields.ts';
import type { Rule } from '../../../schema.ts';
import { fieldWords } from '../../field-words.ts';
import { quoteName } from '../../quote.ts';
import { articles, isKeyword, timeOpenings } from '../../words.ts';
import { seeAddress } from '../ahead/address.ts';
import { conditionStarts } from '../ahead/condition.ts';
import { readOverdue } from '../ahead/date-noun.ts';
import { joinStarts } from '../ahead/join.ts';
import { seeAttribute, seeTextField } from '../ahead/named.ts';
import { seeOwnAttribute } from '../ahead/own-attribute.ts';
import { seeOwned } from '../ahead/owned.ts';
import { readBare } from '../names/bare.ts';
import { tagConditions } from '../names/named-list.ts';
import { readTagged } from '../names/tagged.ts';
import { refuseAlike } from '../reader/alike.ts';
import { isJoiner, isOver } from '../reader/connectors.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';
import { readHad, takeSet } from './attribute.ts';
import { seeDate } from './date.ts';
import { readPlanned } from './planned.ts';
import { readValuesOf } from './text.ts';
import { isChoice } from './value.ts';

/**
 * Reads `has phone`, `has no phone`, `with a company`, `has the tag vip`; undefined if it is something else.
 */
export function readPossession(reader: Reader, lead: Lead): Read<Rule> | undefined {
  const start = lead.from;
  const having = lead.auxiliaries.some((word) => ['has', 'have', 'had'].includes(word));
  const address = seeAddress(reader, 0, having);
  if (address !== undefined) {
    reader.next += address.length;
    const { rule } = address;
    if (lead.negation === undefined) return rule;
    return rule.type === 'not' ? refuseTwice(reader, lead) : { type: 'not', rule };
  }
  const isLacking = seeOwned(reader, 1) || (!having && seeTagsBehind({ ...reader, next: reader.next + 1 }));
  const lacking = isLacking ? ['missing', 'lacking', 'lacks', 'lack', 'unknown'] : [];
  const preposition = take(reader, ['with', 'without', ...lacking]);
  if (!having && preposition === undefined && see(reader, ['no']) === undefined) return undefined;
  const article = take(reader, articles);
  const without =
    (preposition !== undefined && preposition !== 'with') ||
    article === 'no' ||
    (article?.startsWith('not') ?? false);
  if (without && lead.negation !== undefined) return refuseTwice(reader, lead);
  const negated = without || lead.negation !== undefined;
  const turn = (rule: Rule): Rule => (negated ? { type: 'not', rule } : rule);
  const owned = [
    () => readTags(reader, lead.from, negated),
    () => (article === 'the' ? readPlanned(reader, []) : undefined),
    () => readOverdue(reader),
    () => readAttributeName(reader),
    () => readFieldName(reader, having ? article : 'a'),
    () => readBare(reader, { from: lead.from, negated }),
  ];
  const rule = firstOf(owned);
  if (rule) {
    const all = isPlain(rule) ? readOthers(reader, { rule, negated, from: start }) : rule;
    return all && turn(all);
  }
  if (rule !== undefined) return rule;
  if (article === undefined && preposition === undefined) return undefined;
  return refuseUnknown(reader, textOf(reader, start, reader.next));
}

/** The same after "has" and an attribute's name: "has plan and seats". */
export function readMoreOwned(reader: Reader, read: Rule, from: number): Read<Rule> {
  const negated = read.type === 'not';
  const first = negated ? read.rule : read;
  if (!isPlain(first)) return read;
  const rule = readOthers(reader, { rule: first, negated, from });
  return rule && negated ? { type: 'not', rule } : rule;
}

/** Whether a value is there, and nothing else. */
const isPlain = (rule: Rule): boolean =>
  rule.type === 'has' || (rule.type === 'attribute' && rule.test.is === 'known');

/** Reads what else they have: "a phone and a company", "no city or country", which is neither. */
function readOthers(reader: Reader, said: { rule: Rule; negated: boolean; from: number }): Read<Rule> {
  const rules = [said.rule];
  let joined: string | undefined;
  for (;;) {
    const start = reader.next;
    const joiner = take(reader, ['and', 'or', 'nor', ...(rules.length > 1 ? [] : ['and also'])])?.slice(0, 3);
    const says = joiner === 'nor' ? 'or' : joiner;
    const other = says === undefined || !isOwnedAlone(reader) ? undefined : readOwnedAlone(reader);
    if (other === undefined || (joined !== undefined && joined !== says)) {
      reader.next = start;
      break;
    }
    if (other === null) return null;
    joined = says;
    rules.push(other);
  }
  if (rules.length === 1) return said.rule;
  if (said.negated && joined === 'and') {
    const words = textOf(reader, said.from, reader.next);
    const message = `${cited(words)} could mean none of these, or not all of them. For none, say "or".`;
    return ask(reader, said.from, reader.next, message, [words.replace(/\band\b/gi, 'or')]);
  }
  return { type: joined === 'or' ? 'any' : 'all', rules };
}

/** Whether the name of something that people have is here, and nothing more about it. */
function isOwnedAlone(reader: Reader): boolean {
  const at = see(reader, ['a', 'an', 'any']) === undefined ? 0 : 1;
  const words = seeTextField(reader, at)?.words.split(' ').length;
  const attribute = seeAttribute(reader, at);
  // "A phone and active" are two conditions.
  const isState = attribute?.named.type === 'boolean' || attribute?.state;
  const length = words ?? (isState || attribute?.quoted ? undefined : attribute?.length);
  if (length === undefined) return false;
  return isOver(peek(reader, at + length)) || joinStarts(reader, at + length);
}

function readOwnedAlone(reader: Reader): Read<Rule> | undefined {
  take(reader, ['a', 'an', 'any']);
  return readAttributeName(reader) ?? readFieldName(reader, 'a');
}

/** The result of the first of these that reads or refuses the words. */
function firstOf(readers: readonly (() => Read<Rule> | undefined)[]): Read<Rule> | undefined {
  for (const read of readers) {
    const rule = read();
    if (rule !== undefined) return rule;
  }
  return undefined;
}

function refuseTwice(reader: Reader, lead: Lead): null {
  const said = textOf(reader, lead.from, reader.next);
  return refuse(reader, lead.from, reader.next, `${cited(said)} is a double negative; say it once.`);
}

/** `tags`, `the tag vip`. Undefined if there is no tag. */
function readTags(reader: Reader, from: number, negated: boolean): Read<Rule> | undefined {
  if (see(reader, ['at least one tag', 'one or more tags', 'at least 1 tag']) !== undefined)
    take(reader, ['at least one', 'one or more', 'at least 1']);
  if (take(reader, ['tag', 'tags']) === undefined)
    return seeTagsBehind(reader) ? readTagged(reader, from, negated) : undefined;
  take(reader, ['at all']);
  if (isOver(peek(reader)) || conditionStarts(reader)) return { type: 'has-tags' };
  return readTagged(reader, from, negated);
}

/**
 * Whether "tag" follows names: "the vip tag", "vip and beta tags"; if there are several, the first has to be
 * a tag's.
 */
export function seeTagsBehind(reader: Reader): boolean {
  for (let count = 0; count < 12; count += 1) {
    const token = peek(reader, count);
    if (token === undefined || token.lower === '(' || token.lower === ')') return false;
    if (count > 0 && ['tag', 'tags'].includes(token.lower))
      return see(reader, tagConditions, count) === undefined;
    const name = textOf(reader, reader.next, reader.next + count).replace(/^"|"$/g, '');
    if (isJoiner(token) ? namedLike(reader.names.tags, name).length === 0 : isKeyword(token)) return false;
    if (isJoiner(token)) return seeTagsBehind({ ...reader, next: reader.next + count + 1 });
  }
  return false;
}

function readAttributeName(reader: Reader): Read<Rule> | undefined {
  const attribute = seeOwnAttribute(reader);
  if (attribute === undefined || attribute.state) return undefined;
  if (refuseAlike(reader, attribute, 'attributes') === null) return null;
  const { named, length } = attribute;
  const from = reader.next;
  reader.next += length;
  const said = readHad(reader, { attribute: named, from, to: reader.next });
  return said && { type: 'attribute', attribute: named.id, test: said.test };
}

/** @param article the article between "has" and the name; without one, "has created" may be a verb */
function readFieldName(reader: Reader, article: string | undefined): Read<Rule> | undefined {
  const from = reader.next;
  const text = seeTextField(reader)?.name;
  const date = seeDate(reader)?.field;
  const dateWords = date === undefined ? [] : dateFields[date].words;
  const field = text ?? date;
  // "has signed up": a verb, unless the date's name follows.
  if (field === undefined || (date !== undefined && see(reader, dateWords) === undefined)) return undefined;
  if (!isOptional(field) && date !== undefined && article === undefined) return undefined;
  take(reader, [...(text ? wordsOfField(textField(text)) : []), ...dateWords]);
  // "has country US": only a field with choices can tell a value from other words.
  if (text !== undefined && isChoiceNext(reader, text)) return readValuesOf(reader, text, from);
  if (isOptional(field)) {
    takeSet(reader);
    return { type: 'has', field };
  }
  const message = `Every contact has ${cited(textOf(reader, from, reader.next))}. Which one do you mean?`;
  return refuse(reader, from, reader.next, message);
}

/**
 * "Has country US": a word that joins or begins something isn't a value, although "and" is Andorra's code and
 * "in" India's.
 */
function isChoiceNext(reader: Reader, name: TextFieldName): boolean {
  const token = peek(reader);
  if (token === undefined || isOver(token) || timeOpenings.has(token.lower)) return false;
  if (token.kind === 'word' && isKeyword(token)) return false;
  return textField(name).choices().length > 0 && isChoice(reader, textField(name));
}

/** Refuses what contacts can't have, and offers similar names. */
function refuseUnknown(reader: Reader, lead: string): null {
  const from = reader.next;
  let end = from;
  while (peek(reader, end - from)?.kind === 'word' && !isOver(peek(reader, end - from))) {
    if (end > from && conditionStarts(reader, end - from)) break;
    end += 1;
  }
  if (end === from) {
    const message = `What do they have? Something is missing after ${cited(lead)}.`;
    return refuse(reader, from, Math.min(from + 1, reader.tokens.length), message);
  }
  const name = textOf(reader, from, end);
  const named = ownable(reader);
  const close = nearest(name, [...named.keys()]).map((each) => named.get(each) ?? each);
  const advice =
    close.length > 0
      ? `did you mean ${close.map((each) => `"${each}"`).join(' or ')}?`
      : `contacts have ${[...named.keys()]
          .filter((each) => each !== 'tags')
          .slice(0, 8)
          .join(', ')} and tags.`;
  return refuse(reader, from, end, `Rollcall doesn’t recognize ${cited(name)} here; ${advice}`, close);
}

/** What contacts may have or lack, by name, and its spelling in a sentence. */
function ownable({ names }: Reader): Map<string, string> {
  // The first word of a name isn't a thing itself.
  const texts = textFieldNames.filter((name) => textField(name).also === undefined);
  const fields = [...texts, ...dateFieldNames].filter(isOptional).map(fieldWords);
  return new Map([
    ...names.attributes.map(({ name }) => [name, quoteName(name)] as const),
    ...fields.map((words) => [words, words] as const),
    ['tags', 'tags'] as const,
  ]);
}
