import { type Reader, see } from '../reader/reader.ts';

/** What we do to contacts, said of us. */
export const usWords = ['we', 'whom we', 'to whom we', 'i', 'whom i', 'to whom i'];
export const usVerbs = [
  ...['sent', 'send', 'mailed', 'mail', 'emailed', 'email', 'e-mailed', 'e-mail', 'contacted', 'contact'],
  ...['wrote to', 'write to', 'written to', 'messaged', 'message', 'sent them', 'send them'],
];
const between = ['have', 'have not', 'did', 'did not', 'do not', 'never', 'have never'];

/** Whether "we emailed" or "we have not mailed" begins `offset` tokens from here. */
export function byUsStarts(reader: Reader, offset: number): boolean {
  const us = see(reader, usWords, offset)?.split(' ').length;
  if (us === undefined) return false;
  const verb = offset + us + (see(reader, between, offset + us)?.split(' ').length ?? 0);
  return see(reader, usVerbs, verb) !== undefined;
}
