import { ask, type Reader } from './reader.ts';

/** Refuses the last "nor" before a token, because nothing before it is negated. */
export function refuseNor(reader: Reader, before: number): null {
  const at = reader.tokens.findLastIndex((token, index) => index < before && token.lower === 'nor');
  const message = '"Nor" needs a "not" or a "neither" before it.';
  return ask(reader, at, at + 1, message, ['or', 'and not']);
}
