import { isOptional, type TextField, type TextFieldName, textField, wordsOfField } from '../../../fields.ts';
import { type TextOperatorName, textOperatorNames, textOperators } from '../../../operators.ts';
import type { Rule } from '../../../schema.ts';
import { quote, quoteName } from '../../quote.ts';
import { operatorWords } from '../../table-words.ts';
import { isKeyword, languageWords, timeOpenings } from '../../words.ts';
import { joinStarts } from '../ahead/join.ts';
import { conditionMeant } from '../ahead/meant.ts';
import { nameFollows, seeOtherName } from '../ahead/other-name.ts';
import { seeYesNo } from '../ahead/yes-no.ts';
import { isOver } from '../reader/connectors.ts';
import { refuseNor } from '../reader/nor.ts';
import {
  ask,
  cited,
  notBehind,
  peek,
  type Read,
  type Reader,
  refuse,
  see,
  take,
  textOf,
} from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';
import { takeUnknown } from '../reader/unknown.ts';
import { readDomains, readValidity } from './address-value.ts';
import { type Compared, isChoice, readValue } from './value.ts';
import { listMeaning, readValues, type Values } from './values.ts';

/**
 * Reads `country is US or GB`, starting at the field's name.
 *
 * @param negated whether a `not` comes before the field; the caller negates the result
 */
export function readText(reader: Reader, name: TextFieldName, negated: boolean): Read<Rule> {
  const from = reader.next;
  take(reader, wordsOfField(textField(name)));
  const has = readHas(reader, name, from);
  if (has !== undefined) return has;
  const isAddress = name === 'email' || name === 'email domain';
  const validity = name === 'email' ? readValidity(reader, from) : undefined;
  const domain = validity === undefined && isAddress ? readDomains(reader) : undefined;
  if (validity !== undefined) return validity;
  if (domain !== undefined) return domain;
  const said = readComparison(reader, { field: textField(name), from, to: reader.next }, negated);
  if (said === null) return null;
  const { operator, values } = said;
  const rule: Rule = { type: 'text', field: name, operator, values };
  return said.negated ? { type: 'not', rule } : rule;
}

/** `company is unknown`. If "unknown" can be a value of the field, it is one. */
function readHas(reader: Reader, name: TextFieldName, from: number): Read<Rule> | undefined {
  if (textField(name).choices().includes('unknown')) return undefined;
  const unknown = takeUnknown(reader);
  if (unknown === undefined) return undefined;
  if (!isOptional(name)) {
    const message = `Every contact has ${cited(name)}, so it’s never unknown.`;
    return refuse(reader, from, reader.next, message);
  }
  const rule: Rule = { type: 'has', field: name as Extract<Rule, { type: 'has' }>['field'] };
  return unknown.has ? rule : { type: 'not', rule };
}

/** The operator and values of a text; `negated`: the operator's spelling is a complement. */
export interface Comparison {
  operator: TextOperatorName;
  values: string[];
  negated: boolean;
}

/** Reads an operator and values, starting after the name. */
export function readComparison(reader: Reader, compared: Compared, negated: boolean): Read<Comparison> {
  const { field, from } = compared;
  const word = textOf(reader, from, compared.to);
  const operator = compared.implied ? isOperator : readOperator(reader, field, word);
  if (operator === null) return null;
  if (negated && operator.negated) {
    const message = `"not" and ${cited(operator.words)} are a double negative; say it once.`;
    return ask(reader, from - 1, reader.next, message, [`${word} ${textOperators[operator.name].words[0]}`]);
  }
  const list = readValues(
    reader,
    (each) => readValue(each, compared, operator.name),
    (each) => isChoice(each, field),
    (each, connector) => conditionMeant(each, connector) || nameFollows(each, connector, { field, from }),
  );
  if (list === null) return null;
  if (list.nor && !negated && !operator.negated) return refuseNor(reader, list.end);
  // "In Germany but not vip": no country is called that.
  const other = list.strayNot && seeOtherName({ ...reader, next: list.strayNot.at + 1 }, field);
  const isOther = other !== undefined && field.choices().length > 0;
  if (list.strayNot && !isOther) {
    const { at } = list.strayNot;
    const lead = `${word} ${textOperators[operator.name].negated[0]}`;
    const value = textOf(reader, at + 1, at + 2);
    const message = `"not ${value}" needs its own field before it.`;
    const named = [
      ...(other?.tags ?? []).map(({ name }) => `not tagged ${quoteName(name)}`),
      ...(other?.segments ?? []).map(({ name }) => `not in segment ${quoteName(name)}`),
    ];
    const end = at + 1 + (other?.length ?? 1);
    // "In Germany but not in Berlin": a city.
    if (other === undefined && see({ ...reader, next: at + 1 }, ['in', 'from']) !== undefined) {
      const place = textOf(reader, at + 2, at + 3);
      const message = `${cited(place)} is not a country; if it is a city, say "city is not ${place}".`;
      return ask(reader, at, at + 3, message, place === '' ? [] : [`city is not ${place}`]);
    }
    return named.length > 0
      ? ask(reader, at, end, message, [...named, `${lead} ${value}`])
      : refuse(reader, at, at + 2, message, [`${lead} ${value}`]);
  }
  if (field.choices().length === 0 && refuseYesNo(reader, list) === null) return null;
  // A part of a text ends exactly as typed: "starts with Dr.", "contains Ltd.".
  const isWhole = field.choices().length === 0 && operator.name === 'is';
  if (isWhole && refuseMark(reader, list) === null) return null;
  if (listMeaning(list.connectors) !== 'any') return refuseAnd(reader, field, word, list);
  return { operator: operator.name, values: [...new Set(list.values)], negated: operator.negated };
}

/**
 * "Plan is pro.": the end of the sentence, or part of the value? "Acme Inc." and "Washington D.C." end in a
 * point.
 */
function refuseMark(reader: Reader, list: Values<string>): null | undefined {
  const last = reader.tokens[list.end - 1];
  if (list.end < reader.tokens.length || last?.kind !== 'word' || !/[.!]$/.test(last.text)) return undefined;
  if (
    /^(?:inc|ltd|co|corp|bros|jr|sr|st|gmbh|llc|plc|no|dept|est|intl|\p{L}|.*\..+|yahoo)[.!]$/iu.test(
      last.text,
    )
  )
    return undefined;
  const start = list.starts.at(-1) ?? list.end - 1;
  const text = textOf(reader, start, list.end);
  const plain = text.replace(/[.!]+$/, '');
  if (plain === '') return undefined;
  const message = `Does ${cited(text)} end in ${cited(last.text.slice(-1))}? Put it in quotes if it does.`;
  return ask(reader, start, list.end, message, [plain, quote(text)]);
}

/** "Plan is pro or active" if an attribute is called "active": a plan, or yes? */
function refuseYesNo(reader: Reader, list: Values<string>): null | undefined {
  for (const [index, start] of list.starts.entries()) {
    const attribute = index === 0 ? undefined : seeYesNo({ ...reader, next: start });
    const end = list.connectors[index]?.from ?? list.end;
    if (attribute === undefined || attribute.length !== end - start) continue;
    const value = textOf(reader, start, end);
    const message = `${cited(value)} is also an attribute, but could be a value here. Which one do you mean?`;
    return ask(reader, start, end, message, [quote(value), `${quoteName(attribute.named.name)} is true`]);
  }
  return undefined;
}

const isOperator = { name: 'is', negated: false, words: '' } as const;

/** Reads `speaks German`, starting at the verb. */
export function readTextVerb(reader: Reader, name: TextFieldName, lead: Lead): Read<Rule> {
  const from = reader.next;
  const field = textField(name);
  const verb = take(reader, field.verbs ?? []);
  const refused = verb === undefined ? undefined : refuseCalled(reader, verb, from);
  if (refused !== undefined) return refused;
  if (refuseNameBefore(reader, verb, from) === null) return null;
  // "Speaks neither German nor French".
  const neither = take(reader, ['neither']) !== undefined;
  if (neither && lead.negation !== undefined) {
    const words = textOf(reader, lead.from, reader.next);
    return refuse(reader, lead.from, reader.next, `${cited(words)} is a double negative; say it once.`);
  }
  const rule = readValuesOf(reader, name, from, neither);
  if (neither) return rule && { type: 'not', rule };
  return rule && (refuseNameAlone(reader, verb, from) ?? rule);
}

const isNaming = (verb: string | undefined): boolean => verb === 'called' || verb === 'named';

/** "Named Maria in Germany": the same if another condition follows that "Maria is …" would take for its value. */
function refuseNameBefore(reader: Reader, verb: string | undefined, from: number): null | undefined {
  const value = peek(reader);
  if (!isNaming(verb) || value?.kind !== 'word' || isOver(value) || !joinStarts(reader, 1)) return undefined;
  return refuseName(reader, { from, to: reader.next + 1, said: quote(value.text) });
}

/** "Named Maria": a single word is rarely all of a name. */
function refuseNameAlone(reader: Reader, verb: string | undefined, from: number): null | undefined {
  const values = reader.tokens.slice(from + 1, reader.next).filter((token) => !isOver(token));
  const joiners = reader.next - from - 1 - values.length;
  if (!isNaming(verb) || values.length !== joiners + 1) return undefined;
  if (values.some(({ kind }) => kind === 'quoted')) return undefined;
  return refuseName(reader, { from, to: reader.next, said: textOf(reader, from + 1, reader.next) });
}

function refuseName(reader: Reader, { from, to, said }: { from: number; to: number; said: string }): null {
  const message = `Is ${cited(textOf(reader, from + 1, to))} all of the name, or the first name?`;
  return ask(reader, from, to, message, [`first name is ${said}`, `name is ${said}`]);
}

/** Reads values after a field's name or verb without an operator. */
export function readValuesOf(reader: Reader, name: TextFieldName, from: number, negated = false): Read<Rule> {
  const said = readComparison(
    reader,
    { field: textField(name), from, to: reader.next, implied: true },
    negated,
  );
  return said && { type: 'text', field: name, operator: said.operator, values: said.values };
}

/**
 * "Called us", "has called Anna", "named after": an action. If it introduces a person's name, the name has a
 * capital letter.
 */
function refuseCalled(reader: Reader, verb: string, from: number): null | undefined {
  const value = peek(reader);
  if (!['called', 'named'].includes(verb) || value === undefined) return undefined;
  const before = reader.tokens[from - 1]?.lower ?? '';
  const isDone = ['has', 'have', 'had', 'was', 'were', 'been', 'did'].includes(before);
  const isPlain = value.kind === 'word' && !/^\p{Lu}/u.test(value.text);
  const isTime = timeOpenings.has(value.lower);
  if (!isDone && !isTime && !(verb === 'called' && isPlain)) return undefined;
  const message = `If ${cited(value.text)} is their name, say "name is".`;
  const offers = isOver(peek(reader, 1)) && !isTime && !isDone ? ['name is'] : [];
  return ask(reader, from, reader.next, message, offers);
}

function readOperator(
  reader: Reader,
  field: TextField,
  word: string,
): Read<{ name: TextOperatorName; negated: boolean; words: string }> {
  const from = reader.next;
  const words = take(reader, operatorWords);
  const known = field.operators;
  if (words !== undefined) {
    for (const name of textOperatorNames) {
      const row = textOperators[name];
      const negated = (row.negated as readonly string[]).includes(words);
      if (!negated && !(row.words as readonly string[]).includes(words)) continue;
      if (known.includes(name)) return { name, negated, words };
      const message = `${cited(word)} is compared as a whole: say ${word} is, is not or is one of.`;
      return refuse(reader, from, reader.next, message);
    }
  }
  const end = Math.min(from + 1, reader.tokens.length);
  const message = notBehind(reader, cited(word));
  const value = peek(reader);
  // "Plan pro".
  const isValue =
    value?.kind === 'word' && !isKeyword(value) && !timeOpenings.has(value.lower) && isOver(peek(reader, 1));
  if (isValue) return ask(reader, from, end, message, [`is ${value.text}`]);
  // "Plan not pro", "plan other than free".
  const negation = see(reader, ['not', 'other than', 'but not', 'except', 'anything but'])?.split(' ').length;
  const rest = negation === undefined ? '' : textOf(reader, from + negation, from + negation + 1);
  if (negation !== undefined && rest !== '')
    return ask(reader, from, from + negation + 1, message, [`is not ${rest}`]);
  return refuse(reader, from, end, message);
}

function refuseAnd(reader: Reader, field: TextField, word: string, list: Values<string>): null {
  const from = list.starts[0] ?? reader.next;
  const text = textOf(reader, from, list.end);
  const values = list.values.map((value, index) => {
    const start = list.starts[index] ?? from;
    const end = list.connectors[index]?.from ?? list.end;
    const typed = textOf(reader, start, end);
    return typed === '' ? quoteName(value) : typed;
  });
  const any = field.choices().length === 0;
  const advice = any ? ` If ${cited(text)} is one value, put it in quotes.` : '';
  const message = `"and" can't join values of ${cited(word)}: did you mean "or"?${advice}`;
  // "pro or seats anything between 5" has words of a condition that didn't parse: nobody means it as a value.
  const holdsMore =
    any &&
    values.some((value) =>
      value
        .replace(/^the\s+/i, '')
        .split(/\s+/)
        .some((each) => languageWords.has(each.toLowerCase())),
    );
  if (holdsMore) return refuse(reader, from, list.end, message);
  return ask(reader, from, list.end, message, [
    values.join(' or '),
    ...(any && !text.includes('"') ? [quote(text)] : []),
  ]);
}
