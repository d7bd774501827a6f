import { nearest } from '../words.ts';
import { comparison, type TextFieldName, textField, textFieldNames } from './fields.ts';
import { type TextOperatorName, textOperatorNames, textOperators } from './operators.ts';
import { listMeaning, readValues, type Values } from './parse-values.ts';
import { quote, quoteName } from './quote.ts';
import { cited, peek, type Read, type Reader, refuse, see, take, textOf } from './reader.ts';
import { bounds, type Rule } from './schema.ts';
import { operatorWords } from './starts.ts';
import { emptinessWords, isKeyword } from './words.ts';

/** The text field whose name stands here, and its words. */
export function seeTextField(reader: Reader, offset = 0): { name: TextFieldName; words: string } | undefined {
  let found: { name: TextFieldName; words: string } | undefined;
  for (const name of textFieldNames) {
    const words = see(reader, textField(name).words, offset);
    if (words !== undefined && (found === undefined || words.length > found.words.length))
      found = { name, words };
  }
  return found;
}

/**
 * Reads `country is US or GB`, from the field's name on.
 *
 * @param negated whether a `not` stands before the field; the caller turns the result round
 */
export function readText(reader: Reader, name: TextFieldName, negated: boolean): Read<Rule> {
  const from = reader.next;
  take(reader, textField(name).words);
  const word = textOf(reader, from, reader.next);
  const operator = readOperator(reader, name, word);
  if (operator === null) return null;
  if (negated && operator.negated) {
    const message = `"not" and ${cited(operator.words)} turn round twice; say it once.`;
    return refuse(reader, from - 1, reader.next, message, [
      `${word} ${textOperators[operator.name].words[0]}`,
    ]);
  }
  const list = readValues(
    reader,
    (each) => readValue(each, name, operator.name),
    (each) => isChoice(each, name),
  );
  if (list === null) return null;
  if (list.strayNot) {
    const { at } = list.strayNot;
    const lead = `${word} ${textOperators[operator.name].negated[0]}`;
    const value = textOf(reader, at + 1, at + 2);
    const message = `"not ${value}" needs its own field before it.`;
    return refuse(reader, at, at + 2, message, [`${lead} ${value}`]);
  }
  if (listMeaning(list.connectors) !== 'any') return refuseAnd(reader, word, list);
  const rule: Rule = {
    type: 'text',
    field: name,
    operator: operator.name,
    values: [...new Set(list.values)],
  };
  return operator.negated ? { type: 'not', rule } : rule;
}

function readOperator(
  reader: Reader,
  field: TextFieldName,
  word: string,
): Read<{ name: TextOperatorName; negated: boolean; words: string }> {
  const from = reader.next;
  const words = take(reader, operatorWords);
  const known = textField(field).operators;
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
  const spelt = known.map((name) => textOperators[name].words[0]).join(', ');
  const found =
    peek(reader) === undefined ? 'the sentence ends' : `${cited(peek(reader)?.text ?? '')} stands there`;
  const has = textField(field).optional ? ` (or "has ${word}", "has no ${word}")` : '';
  const end = Math.min(from + 1, reader.tokens.length);
  return refuse(reader, from, end, `After ${cited(word)} I expected ${spelt}${has}, but ${found}.`);
}

function readValue(reader: Reader, field: TextFieldName, operator: TextOperatorName): Read<string> {
  const from = reader.next;
  const { read, expected } = comparison(field, operator);
  const token = peek(reader);
  if (token?.kind === 'quoted') {
    reader.next += 1;
    if (token.text.length > bounds.text) {
      return refuse(reader, from, from + 1, `A value has at most ${bounds.text} characters.`);
    }
    return read(token.text) ?? refuseValue(reader, field, from, token.text, expected);
  }
  const whole = wholeChoice(reader, field);
  if (whole !== undefined) {
    reader.next = from + whole.length;
    return whole.value;
  }
  const words = bareWords(reader);
  if (words === 0) {
    const found = token === undefined ? 'the sentence ends' : `${cited(token.text)} stands there`;
    const advice = token?.kind === 'word' ? '; if that is the value, put it in quotes' : '';
    const quoted = token?.kind === 'word' ? [quote(token.text)] : [];
    const message = `Here I expected ${expected}, but ${found}${advice}.`;
    return refuse(reader, from, from + (token ? 1 : 0), message, quoted);
  }
  const text = textOf(reader, from, from + words);
  if (words === 1 && emptinessWords.has(text.toLowerCase()))
    return refuseEmptiness(reader, field, operator, text);
  const keyword = reader.tokens.slice(from, from + words).find(isKeyword);
  if (keyword) {
    const message = `${cited(text)} holds "${keyword.text}", a word of the language; if all of it is the value, put it in quotes.`;
    return refuse(reader, from, from + words, message, [quote(text)]);
  }
  if (text.length > bounds.text) {
    return refuse(reader, from, from + words, `A value has at most ${bounds.text} characters.`);
  }
  reader.next = from + words;
  return read(text) ?? refuseValue(reader, field, from, text, expected);
}

/**
 * The longest stretch of words from here that is a value of a field with choices: a country's name may hold "and", a
 * comma or brackets.
 */
function wholeChoice(reader: Reader, field: TextFieldName): { value: string; length: number } | undefined {
  const { choices, read } = textField(field);
  if (choices().length === 0) return undefined;
  const rest = reader.tokens.slice(reader.next, reader.next + longestName);
  for (let length = rest.length; length > 0; length -= 1) {
    const signs = rest.slice(0, length).filter((token) => token.kind === 'sign');
    const brackets = signs
      .map((token) => token.lower)
      .filter((sign) => sign !== ',')
      .join('');
    const last = rest[length - 1];
    // Reading a name drops what is no letter, so a comma or bracket that follows it must be kept out here.
    if ((last?.kind === 'sign' && last.lower !== ')') || !/^(?:\(\))*$/.test(brackets)) continue;
    const value = read(textOf(reader, reader.next, reader.next + length));
    if (value !== null) return { value, length };
  }
  return undefined;
}

const longestName = 12;

/** Whether a word that could also begin a condition ends the list as a value: "status is unsubscribed or bounced". */
function isChoice(reader: Reader, field: TextFieldName): boolean {
  const choice = wholeChoice(reader, field);
  if (choice === undefined) return false;
  const after = peek(reader, choice.length);
  return after === undefined || [')', ',', 'and', 'or', 'but'].includes(after.lower);
}

/** How many tokens from here are one value: up to what joins values or conditions, or closes a bracket. */
function bareWords(reader: Reader): number {
  let count = 0;
  for (let token = peek(reader); token?.kind === 'word'; token = peek(reader, count)) {
    if (['and', 'or', 'but', '&&', '||'].includes(token.lower)) break;
    count += 1;
  }
  return count;
}

/** Goes on after the problem, so that all unknown values of a sentence are pointed at. */
function refuseValue(
  reader: Reader,
  field: TextFieldName,
  from: number,
  text: string,
  expected: string,
): string {
  const close = nearest(text, textField(field).choices());
  const asked = close.map((each) => `"${each}"`).join(' or ');
  const advice = close.length > 0 ? `; did you mean ${asked}?` : '.';
  refuse(
    reader,
    from,
    reader.next,
    `${cited(text)} is not ${expected}${advice}`,
    close.map((each) => quoteValue(field, each)),
  );
  return text;
}

/** A value as it is printed: the names of choices may have several words, none of which joins values. */
export function quoteValue(field: TextFieldName, value: string): string {
  if (textField(field).choices().length === 0) return quoteName(value);
  const plain = value
    .split(' ')
    .every((word) => /^[\p{L}-]+$/u.test(word) && !joining.has(word.toLowerCase()));
  return plain ? value : quote(value);
}

const joining = new Set(['and', 'or', 'but', 'not']);

function refuseEmptiness(
  reader: Reader,
  field: TextFieldName,
  operator: TextOperatorName,
  text: string,
): null {
  const row = textField(field);
  const [name] = row.words;
  const { from, negated } = operatorBefore(reader, field, operator);
  const some = ['set', 'known', 'present', 'given', 'filled', 'any', 'anything'].includes(text.toLowerCase());
  const has = some === negated ? `has no ${name}` : `has ${name}`;
  const message = `Is ${cited(text)} a value, or do you mean contacts with or without ${name}? Put it in quotes, or say "has ${name}" or "has no ${name}".`;
  const value = `${name} ${textOperators[operator][negated ? 'negated' : 'words'][0]} ${quote(text)}`;
  return refuse(reader, from, reader.next + 1, message, row.optional ? [has, value] : [value]);
}

/** Where the field and operator before this value begin, and whether they are negated. */
function operatorBefore(reader: Reader, field: TextFieldName, operator: TextOperatorName) {
  let from = reader.next;
  while (from > 0 && seeTextField({ ...reader, next: from })?.name !== field) from -= 1;
  const after = { ...reader, next: from };
  take(after, textField(field).words);
  const words = take(after, operatorWords) ?? '';
  return { from, negated: (textOperators[operator].negated as readonly string[]).includes(words) };
}

function refuseAnd(reader: Reader, word: string, list: Values<string>): null {
  const from = list.starts[0] ?? reader.next;
  const text = textOf(reader, from, list.end);
  const values = list.values.map((value, index) => {
    const start = list.starts[index] ?? from;
    const end = list.connectors[index]?.from ?? list.end;
    const typed = textOf(reader, start, end);
    return typed === '' ? quoteName(value) : typed;
  });
  const message = `"and" can't join values of ${cited(word)}: did you mean "or"? If ${cited(text)} is one value, put it in quotes.`;
  return refuse(reader, from, list.end, message, [values.join(' or '), quote(text)]);
}
