import { defined } from '../../../../lib/defined.ts';
import type { Token } from '../../tokens.ts';
import { peek, type Reader } from './reader.ts';

/** What joins two conditions or values, as a token span. */
export interface Connector {
  says: 'and' | 'or';
  /** A comma and nothing else: `and` between conditions, `or` in a list of values. */
  comma: boolean;
  but: boolean;
  /** "Nor" isn't consumed: it negates what follows. */
  nor?: true;
  /** No word: the next condition begins with a word that means "and", such as "who". */
  implied?: true;
  from: number;
  to: number;
}

const words: Record<string, 'and' | 'or'> = {
  and: 'and',
  but: 'and',
  '&&': 'and',
  nor: 'and',
  or: 'or',
  '||': 'or',
};

/** Whether a token is a comma or a word that joins conditions or values. */
export function isJoiner(token: Token | undefined): boolean {
  return token !== undefined && (token.lower === ',' || Object.hasOwn(words, token.lower));
}

/** Whether the text before is complete: the end, a closing bracket, or a connector comes next. */
export function isOver(token: Token | undefined): boolean {
  return token === undefined || token.lower === ')' || isJoiner(token);
}

/** Consumes a connector, if there is one: a comma, a word, or both. */
export function takeConnector(reader: Reader): Connector | undefined {
  const from = reader.next;
  const comma = peek(reader)?.lower === ',';
  if (comma) reader.next += 1;
  const word = peek(reader);
  const says = word?.kind === 'word' && Object.hasOwn(words, word.lower) ? words[word.lower] : undefined;
  const nor = word?.lower === 'nor';
  if (says !== undefined && !nor) reader.next += 1;
  if (says === undefined && !comma) return undefined;
  return {
    says: says ?? 'and',
    comma: says === undefined,
    but: word?.lower === 'but',
    ...defined({ nor: nor || undefined }),
    from,
    to: reader.next,
  };
}

/**
 * The two ways to put brackets if `and` and `or` are mixed: the `and`s first, then the `or`s first. `parts`
 * are the texts between the connectors.
 */
export function bracketed(parts: readonly string[], says: readonly ('and' | 'or')[]): string[] {
  return (['and', 'or'] as const).map((first) => {
    const groups: string[][] = [[parts[0] ?? '']];
    for (const [index, word] of says.entries()) {
      const part = parts[index + 1] ?? '';
      if (word === first) groups.at(-1)?.push(part);
      else groups.push([part]);
    }
    const outer = first === 'and' ? ' or ' : ' and ';
    return groups.map((group) => (group.length > 1 ? `(${group.join(` ${first} `)})` : group[0])).join(outer);
  });
}
