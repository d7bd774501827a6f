import { defined } from '../../../../lib/defined.ts';
import { nearest } from '../../../../lib/words.ts';
import type { NamedEvent } from '../../../names.ts';
import { eventKindNames, eventKinds, isMailEvent } from '../../../operators.ts';
import { quoteName } from '../../quote.ts';
import { type Seen, seeAttribute, seeNamed } from '../ahead/named.ts';
import { seeForm, seeOwnVerb } from '../ahead/own-form.ts';
import { ask, cited, peek, type Reader, refuse, see, textOf } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';

/** An own event of the workspace in a sentence; if two fit, the parser asks which. */
export interface OwnVerb {
  names: readonly string[];
  /** Its number of tokens, including "first" and "did". */
  length: number;
  which?: 'first' | 'last';
  /** Whether this is the base form without "did": "purchase twice". */
  bare: boolean;
  /** Other events that the words may mean, apart from how they are joined. */
  alike?: Seen<NamedEvent>;
}

/**
 * The workspace's own event that begins here: after "did" in any form of its name, otherwise by its verb
 * ("purchased").
 */
export function seeOwnEvent(reader: Reader, lead: Lead): OwnVerb | undefined {
  const which = see(reader, ['first', 'last']) as 'first' | 'last' | undefined;
  const before = which === undefined ? 0 : see(reader, ['did'], 1) === undefined ? 1 : 2;
  const said = defined({ which });
  if (before === 2 || (before === 0 && isDid(lead))) {
    const own = reader.names.events.filter(({ name }) => !isMailEvent(name));
    const seen = seeNamed(reader, own, before);
    if (seen !== undefined)
      return { names: [seen.named.name], length: before + seen.length, bare: false, alike: seen, ...said };
    const form = seeForm(reader, ['base', 'past'], before);
    return form && { names: form.names, length: before + form.length, bare: false, ...said };
  }
  const form = seeOwnVerb(reader, before);
  if (which === undefined || form?.bare === false)
    return form && { ...form, length: before + form.length, ...said };
  // "Last login before June", "first purchase this month": the noun is enough, because nothing else has a time.
  const noun = seeForm(reader, ['base', 'nouns'], before);
  if (noun === undefined || (seeAttribute(reader)?.length ?? 0) > noun.length) return undefined;
  const length = before + noun.length;
  const was = see(reader, ['was', 'is', 'were'], length) === undefined ? 0 : 1;
  return { names: noun.names, length: length + was, bare: false, ...said };
}

export const isDid = (lead: Lead): boolean =>
  lead.auxiliaries.some((word) => ['do', 'does', 'did', 'done'].includes(word));

/**
 * "purchased" if both "purchase" and "purchased" were recorded; "purchase" without "did". Undefined if it is
 * neither.
 */
export function refuseUnclearEvent(reader: Reader, verb: OwnVerb, lead: Lead): null | undefined {
  if (verb.names.length === 1 && !verb.bare) return undefined;
  const not = lead.negation === undefined ? '' : 'not ';
  const which = verb.which === undefined ? '' : `${verb.which} `;
  const instead = verb.names.map((name) =>
    which === '' ? `did ${not}${quoteName(name)}` : `${not}${which}did ${quoteName(name)}`,
  );
  const [name = ''] = verb.names;
  const end = reader.next + verb.length;
  const said = textOf(reader, reader.next, end);
  const message =
    verb.names.length === 1
      ? `${cited(name)} is an event of this workspace; say "${instead[0]}".`
      : `${cited(said)} could be any of these events: ${verb.names.map((each) => quoteName(each)).join(', ')}. Which one do you mean?`;
  return ask(reader, lead.from, end, message, instead);
}

/** Refuses words after "did" that aren't a recorded event. */
export function refuseOwnEvent(reader: Reader): null {
  const name = peek(reader)?.text ?? '';
  const own = reader.names.events.map((event) => event.name).filter((event) => !isMailEvent(event));
  const known = [...own, ...eventKindNames.map((event) => eventKinds[event].words[1] ?? event)];
  const close = nearest(name, known);
  const asked = close.map((event) => `"${event}"`).join(' or ');
  const advice =
    close.length > 0
      ? `did you mean ${asked}?`
      : own.length > 0
        ? `the events are ${own.slice(0, 5).join(', ')}.`
        : 'this workspace has no events of its own yet.';
  return refuse(
    reader,
    reader.next,
    reader.next + 1,
    `No event ${cited(name)} has been recorded; ${advice}`,
    close.map((event) => (own.includes(event) ? quoteName(event) : event)),
    { noun: 'event', name },
  );
}
