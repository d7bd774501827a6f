import { numberOperatorWords } from '../../../attributes.ts';
import { peek, type Reader, see } from '../reader/reader.ts';

const spending = ['spent', 'spend', 'spends', 'spending'];

/** Whether "spent more than $1,000" begins `offset` tokens from here. */
export const spendingStarts = (reader: Reader, offset = 0): boolean =>
  see(reader, spending, offset) !== undefined && amountStarts(reader, offset + 1);

/** Whether a comparison with a number is here, "more than $1,000" or "$50", and not a number of times. */
export function amountStarts(reader: Reader, offset: number): boolean {
  const operator = see(reader, numberOperatorWords, offset);
  const at = offset + (operator?.split(' ').length ?? 0);
  if (!/^[$€£¥]?\d/.test(peek(reader, at)?.lower ?? '')) return false;
  return see(reader, ['times', 'time', 'x'], at + 1) === undefined;
}
