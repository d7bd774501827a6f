import { defined } from '../../../../lib/defined.ts';
import type { NamedEvent } from '../../../names.ts';
import { eventKindNames, eventKinds } from '../../../operators.ts';
import { type Reader, see } from '../reader/reader.ts';
import type { Seen } from './named.ts';

/** An event's verb in a sentence. */
export interface Verb {
  event: string;
  /** The word that names it. */
  word: string;
  /** Its number of tokens, including "first" and "did". */
  length: number;
  which?: 'first' | 'last';
  /** Other events that the words may mean. */
  alike?: Seen<NamedEvent>;
}

/** The mail verb that begins here, optionally after "first" or "last". */
export function seeEvent(reader: Reader): Verb | undefined {
  const which = see(reader, ['first', 'last']) as 'first' | 'last' | undefined;
  const before = which === undefined ? 0 : 1;
  for (const event of eventKindNames) {
    const word = see(reader, eventKinds[event].words, before);
    if (word !== undefined)
      return {
        event,
        word,
        length: before + word.split(' ').length,
        ...defined({ which }),
      };
  }
  return undefined;
}
