import { namedLike } from '../../../../lib/names.ts';
import { looseDateVerbs } from '../../../fields.ts';
import { formKey, formsOf } from '../../event-forms.ts';
import { quoteName } from '../../quote.ts';
import { timeOpenings } from '../../words.ts';
import { seeBare } from '../ahead/bare.ts';
import { isDid, type OwnVerb, seeOwnEvent } from '../events/own-event.ts';
import { ask, cited, peek, type Reader, see, textOf } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';
import { seeNamedCondition } from './named.ts';

// Words that are the name of one thing, and also mean another.

/** "Purchased" if a tag has that name and nothing follows that only an event has. */
export function refuseNamesake(reader: Reader, own: OwnVerb, lead: Lead): null | undefined {
  const after = reader.next + own.length;
  const bare = seeBare(reader);
  if (bare?.length !== own.length || lead.auxiliaries.length > 0) return undefined;
  const not = lead.negation === undefined ? '' : 'not ';
  const word = textOf(reader, reader.next, after);
  const message = `${cited(word)} could be an event, or something else with that name. Which one do you mean?`;
  return ask(reader, lead.from, after, message, [
    ...own.names.map((name) => `did ${not}${quoteName(name)}`),
    ...bare.tags.map(({ name }) => `${not}tagged ${quoteName(name, { always: true })}`),
    ...bare.segments.map(({ name }) => `${not}in segment ${quoteName(name, { always: true })}`),
  ]);
}

/** A word that is also a tag: that tag, or its other meaning? */
export function refuseTag(reader: Reader, lead: Lead, word: string, meaning: string): null | undefined {
  const [tag] = namedLike(reader.names.tags, word);
  if (tag === undefined) return undefined;
  const not = lead.negation === undefined ? '' : 'not ';
  const instead = [
    `${not}${meaning.includes(' and ') && not !== '' ? `(${meaning})` : meaning}`,
    `${not}tagged ${quoteName(tag.name)}`,
  ];
  const message = `${cited(word)} is a tag, but could mean something else: say "${instead[1]}" or "${instead[0]}".`;
  return ask(reader, lead.from, reader.next + word.split(' ').length, message, instead);
}

/** "Joined" if an event with that name was recorded: that, or the sign-up? */
export function refuseLooseDate(reader: Reader, lead: Lead): null | undefined {
  // "Added by import" isn't a sign-up.
  if (seeNamedCondition(reader) !== undefined) return undefined;
  const words = see(reader, looseDateVerbs);
  const own = words === undefined ? undefined : seeOwnEvent(reader, lead);
  const isTimed = timeOpenings.has(peek(reader, words?.split(' ').length)?.lower ?? '');
  // "Has joined" isn't a tag.
  const isVerb = isTimed || lead.auxiliaries.length > 0 || lead.negation === 'never';
  if (words !== undefined && own === undefined && !isVerb) return refuseTag(reader, lead, words, 'signed up');
  if (words === undefined || own === undefined || own.which !== undefined || isDid(lead)) return undefined;
  const not = lead.negation === undefined ? '' : 'not ';
  const instead = [`${not}signed up`, ...own.names.map((name) => `did ${not}${quoteName(name)}`)];
  const message = `${cited(words)} could be the sign-up or an event of this workspace. Which one do you mean?`;
  return ask(reader, lead.from, reader.next + words.split(' ').length, message, instead);
}

/**
 * "Last signed in" if there is an attribute `last_login`: what happened, or the date that somebody keeps?
 */
export function refuseDated(reader: Reader, own: OwnVerb, lead: Lead): null | undefined {
  const { which } = own;
  if (which === undefined) return undefined;
  const { past, base, nouns } = formsOf(reader.names.events);
  const isSame = (words: string) =>
    [past, base, nouns].some((forms) => forms.get(formKey(words))?.some((name) => own.names.includes(name)));
  const kept = reader.names.attributes.filter(({ name, type }) => {
    const [, first = '', rest = ''] = dateOfEvent.exec(name) ?? [];
    return type === 'date' && first.toLowerCase() === which && isSame(rest);
  });
  if (kept.length === 0 || reader.tokens[reader.next + 1]?.lower === 'did') return undefined;
  const not = lead.negation === undefined ? '' : 'not ';
  const end = reader.next + own.length;
  const said = textOf(reader, reader.next, end);
  const names = kept.map(({ name }) => name);
  const message = `${cited(said)} could be an event, or the attribute ${names.map((name) => cited(name)).join(', ')}. Which one do you mean?`;
  return ask(reader, lead.from, end, message, [
    ...own.names.map((name) => `${not}${which} did ${quoteName(name)}`),
    ...names.map((name) => `${not}${quoteName(name)}`),
  ]);
}

const dateOfEvent = /^(first|last)[\s_-]?(.+?)(?:[\s_-](?:at|on|date|time|day))?$/i;
