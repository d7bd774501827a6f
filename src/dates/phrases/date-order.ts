import type { Phrase } from '../grammar.ts';
import type { Token } from '../tokens.ts';

/**
 * The certain orders of numeric dates in a phrase. Dates with only one reading decide for the others: in
 * "from 2/11 to 20/11" both have the day first.
 */
export function certainOrders({ tokens }: Phrase): Set<'dmy' | 'mdy'> {
  const orders = new Set<'dmy' | 'mdy'>();
  tokens.forEach((_, at) => {
    const [first, second] = figuresAt(tokens, at) ?? [];
    if (first === undefined || second === undefined) return;
    if (first > 12 && first <= 31 && second <= 12) orders.add('dmy');
    if (second > 12 && second <= 31 && first <= 12) orders.add('mdy');
  });
  return orders;
}

/** The first two numbers as written, if a numeric date begins here: "2/11", "2.11.2026", "2 11 2026". */
function figuresAt(tokens: Token[], at: number): [number, number] | undefined {
  const [first, next] = tokens.slice(at, at + 2);
  const sign = next?.kind === 'sign' && /^[/.-]$/.test(next.text) ? next.text : undefined;
  const [second, again, year] = tokens.slice(at + (sign === undefined ? 1 : 2), at + 5);
  if (!isShort(first) || !isShort(second)) return undefined;
  // The end of "2026/02/11" is not a date of its own.
  if (tokens[at - 1]?.text === sign && tokens[at - 2]?.kind === 'number') return undefined;
  const isDate =
    sign === undefined ? again?.text.length === 4 : again?.text === sign && year?.kind === 'number';
  // "9-15" and "3.5" may be days or a number; with a year after them they are a date, and so is "20.11.".
  const isDotted = sign === '.' && again?.text === '.' && again.glued;
  return isDate || sign === '/' || isDotted ? [first.value, second.value] : undefined;
}

function isShort(token: Token | undefined): token is Token {
  return token?.kind === 'number' && token.text.length <= 2;
}
