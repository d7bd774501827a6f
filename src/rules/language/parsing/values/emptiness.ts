import { emptinessWords } from '../../missing-words.ts';
import { quote } from '../../quote.ts';
import { isJoiner, isOver } from '../reader/connectors.ts';
import { ask, cited, peek, type Reader, refuse, textOf } from '../reader/reader.ts';

interface Asked {
  from: number;
  name: string;
  negated: boolean;
  optional: boolean;
  quoted?: (word: string) => string;
}

const some = new Set(['set', 'known', 'present', 'given', 'filled', 'any', 'anything']);

/**
 * Refuses `company is empty`, because "empty" could also be a value. Undefined if there is no such word, or
 * more follows.
 *
 * @param asked.from where the condition begins
 * @param asked.name the printed name of what is compared
 * @param asked.negated whether the operator negates it: "is not empty"
 * @param asked.optional whether a contact may lack it
 * @param asked.quoted the condition to offer if the word is a value; none if it can't be one
 */
export function refuseEmptiness(reader: Reader, asked: Asked): null | undefined {
  const token = peek(reader);
  if (token?.kind !== 'word' || !emptinessWords.has(token.lower) || !isOver(peek(reader, 1)))
    return undefined;
  if (isJoiner(reader.tokens[reader.next - 1])) return refuseListed(reader, asked);
  const { from, name, optional, quoted } = asked;
  const word = cited(token.text);
  const has = some.has(token.lower) === asked.negated ? `has no ${name}` : `has ${name}`;
  const end = reader.next + 1;
  if (quoted === undefined) {
    const message = optional
      ? `${word} isn’t a value here; say has ${name}, or has no ${name}.`
      : `Every contact has ${cited(name)}, so none is ${word}.`;
    return optional ? ask(reader, from, end, message, [has]) : refuse(reader, from, end, message);
  }
  const value = quoted(token.text);
  if (!optional) {
    const message = `Every contact has ${cited(name)}; if ${word} is a value, put it in quotes.`;
    return refuse(reader, from, end, message, [value]);
  }
  const message = `Is ${word} a value, or do you mean contacts with or without ${name}? Put it in quotes, or say "has ${name}" or "has no ${name}".`;
  return ask(reader, from, end, message, [has, value]);
}

/** "Plan is free or unknown": the others stay in what is offered. */
function refuseListed(reader: Reader, { from, name, negated, optional, quoted }: Asked): null {
  let joiner = reader.next - 1;
  while (isJoiner(reader.tokens[joiner - 1])) joiner -= 1;
  const word = reader.tokens[reader.next];
  const text = word?.text ?? '';
  const before = textOf(reader, from, joiner);
  const has = some.has(word?.lower ?? '') === negated ? `has no ${name}` : `has ${name}`;
  // More values may follow.
  const isLast = !['or', ','].includes(peek(reader, 1)?.lower ?? '');
  const meanings = [
    ...(optional && isLast ? [negated ? `${before} and ${has}` : `(${before} or ${has})`] : []),
    ...(quoted === undefined ? [] : [`${before} or ${quote(text)}`]),
  ];
  const message = optional
    ? `Is ${cited(text)} a value, or do you mean contacts with or without ${name}? Put it in quotes, or say "${has}".`
    : `Every contact has ${cited(name)}; if ${cited(text)} is a value, put it in quotes.`;
  return ask(reader, from, reader.next + 1, message, meanings);
}
