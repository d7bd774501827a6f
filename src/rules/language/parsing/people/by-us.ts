import { usVerbs } from '../ahead/by-us.ts';
import { readEvent } from '../events/event.ts';
import { ask, cited, type Read, type Reader, see, take, textOf } from '../reader/reader.ts';
import type { Lead, Spoken } from '../reader/spoken.ts';

/** Reads `we sent "Spring sale" to`, `we have not mailed in 30 days`, after the "we". */
export function readByUs(reader: Reader, { from }: { from: number }, lead: Lead): Read<Spoken> {
  const words = see(reader, usVerbs);
  if (words === undefined) {
    const said = textOf(reader, from, reader.next + 1);
    const message = `Say what the contacts did, or what happened to them: "was sent" or "received", and not ${cited(said)}.`;
    return ask(reader, from, reader.next + 1, message, []);
  }
  const verb = { event: 'received', word: 'sent', length: words.split(' ').length };
  const spoken = readEvent(reader, verb, { ...lead, from, auxiliaries: [...lead.auxiliaries, 'been'] });
  take(reader, ['to', 'to them']);
  return spoken;
}
