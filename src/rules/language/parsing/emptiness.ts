import { emptinessWords } from '../missing-words.ts';
import { isOver } from './connectors.ts';
import { ask, cited, peek, type Reader, refuse } from './reader.ts';

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
export function refuseEmptiness(
  reader: Reader,
  asked: {
    from: number;
    name: string;
    negated: boolean;
    optional: boolean;
    quoted?: (word: string) => string;
  },
): null | undefined {
  const token = peek(reader);
  if (token?.kind !== 'word' || !emptinessWords.has(token.lower) || !isOver(peek(reader, 1)))
    return undefined;
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
