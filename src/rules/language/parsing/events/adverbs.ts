import { type Reader, see } from '../reader/reader.ts';
import { readCount } from './count.ts';
import { readTimeframe } from './time.ts';

/** Words that make a condition count what machines did, too. */
export const machineWords = [
  'machines included',
  'machine opens included',
  'bots included',
  'including machines',
  'including machine opens',
  'including bots',
  'incl machines',
];

/** Whether "twice", "in March" or the like begins `offset` tokens from here: when, how often, or by whom. */
export function adverbStarts(reader: Reader, offset = 0): boolean {
  if (see(reader, ['ever', 'at any time', ...machineWords], offset) !== undefined) return true;
  const ahead = { ...reader, next: reader.next + offset, problems: [] };
  return readCount(ahead, []) !== undefined || readTimeframe(ahead, { negated: false }) !== undefined;
}
