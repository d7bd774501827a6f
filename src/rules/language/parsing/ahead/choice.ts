import type { TextField } from '../../../fields.ts';
import { isJoiner } from '../reader/connectors.ts';
import { peek, type Reader, textOf } from '../reader/reader.ts';

/**
 * The longest run of words from here that is a value of a field with choices: a country's name may contain
 * "and", a comma or brackets.
 */
export function wholeChoice(reader: Reader, field: TextField): { value: string; length: number } | undefined {
  const { choices, read } = field;
  // "Or" is also Odia's code.
  if (choices().length === 0 || isJoiner(peek(reader))) return undefined;
  const rest = reader.tokens.slice(reader.next, reader.next + longestName);
  for (let length = rest.length; length > 0; length -= 1) {
    const signs = rest.slice(0, length).filter((token) => token.kind === 'sign');
    const brackets = signs
      .map((token) => token.lower)
      .filter((sign) => sign !== ',')
      .join('');
    const last = rest[length - 1];
    // Reading a name drops everything but letters, so a comma or bracket after it must stay outside.
    if ((last?.kind === 'sign' && last.lower !== ')') || !/^(?:\(\))*$/.test(brackets)) continue;
    const value = read(textOf(reader, reader.next, reader.next + length));
    if (value !== null) return { value, length };
  }
  return undefined;
}

const longestName = 12;
