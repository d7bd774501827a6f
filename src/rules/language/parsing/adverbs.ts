import { readCount } from './count.ts';
import { type Reader, see } from './reader.ts';
import { readTimeframe } from './time.ts';

/** Words by which a condition counts what machines did, too. */
export const machineWords = [
  'machines included',
  'machine opens included',
  'bots included',
  'including machines',
  'including machine opens',
  'including bots',
  'incl machines',
];

/** Whether when, how often or by whom something was done begins `offset` tokens from here: "twice", "in March". */
export function adverbStarts(reader: Reader, offset = 0): boolean {
  if (see(reader, ['ever', 'at any time', ...machineWords], offset) !== undefined) return true;
  const ahead = { ...reader, next: reader.next + offset, problems: [] };
  return readCount(ahead, []) !== undefined || readTimeframe(ahead, { negated: false }) !== undefined;
}
