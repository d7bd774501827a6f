import { namedLike } from '../../../lib/names.ts';
import { fold } from '../../../lib/texts.ts';
import { nearest } from '../../../lib/words.ts';
import { dateFieldNames, dateNouns, looseDateVerbs, textField, textFieldNames } from '../../fields.ts';
import type { Rule } from '../../schema.ts';
import { formsOf } from '../event-forms.ts';
import { quoteName } from '../quote.ts';
import {
  auxiliaries,
  languageWords,
  leadFillers,
  peopleWords,
  randomWords,
  reachableWords,
  timeOpenings,
  unreachableWords,
} from '../words.ts';
import { refuseActive } from './active.ts';
import { seeAddress, seeAtDomain } from './address.ts';
import { readAdjective } from './adjective.ts';
import { refuseAlike } from './alike.ts';
import { readAttribute } from './attribute.ts';
import { readBare, seeBare } from './bare.ts';
import { isJoiner } from './connectors.ts';
import { readCountedEvent } from './counted-event.ts';
import { readDateField, readDateVerb, seeDate } from './date.ts';
import { readOverdue } from './date-noun.ts';
import { readEvent, seeEvent } from './event.ts';
import { insideStarts } from './inside.ts';
import { seeMistyped } from './mistyped.ts';
import { tagConditions } from './named-list.ts';
import { readNewSubscribers } from './new-subscribers.ts';
import { builtInLength, seeOwnAttribute } from './own-attribute.ts';
import { isDid, type OwnVerb, refuseOwnEvent, refuseUnclearEvent, seeOwnEvent } from './own-event.ts';
import { placeStarts, readPlace, refuseUnknownPlace, seeUnknownPlace } from './place.ts';
import { readPlanned } from './planned.ts';
import { namedInPlural, seePlural } from './plural.ts';
import { readPossession } from './possession.ts';
import { readQuantity } from './quantity.ts';
import { readRandom } from './random.ts';
import { reachable } from './reachable.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from './reader.ts';
import { readSegment } from './segment.ts';
import { seeSpeakers } from './speakers.ts';
import { type Lead, type Spoken, spokenRule } from './spoken.ts';
import {
  comparisons,
  dateVerbs,
  operatorWords,
  pastEventWords,
  seeAttribute,
  seeNamed,
  seeTextField,
  seeTextVerb,
} from './starts.ts';
import { readStatus } from './status.ts';
import { readTagged } from './tagged.ts';
import { readText, readTextVerb } from './text.ts';

export interface ReadCondition {
  rule: Rule;
  spoken?: Spoken;
  /** Said without a verb, as "in Germany" is: "tagged" may follow without "and". */
  phrase?: true;
  /** Several conditions joined by no word, which stand beside the others: "subscribed vips in Norway". */
  flat?: true;
}

/** Reads one condition, a `not` or "has never" before it included. */
export function readCondition(reader: Reader): Read<ReadCondition> {
  const lead = readLead(reader);
  if (lead === null) return null;
  if (refuseActive(reader, lead) === null) return null;
  const adjective = readAdjective(reader, lead);
  if (adjective !== undefined) return adjective && (onlyNow(reader, lead) ?? { rule: adjective, flat: true });
  const own = clearOwnEvent(reader, lead);
  if (own === undefined && refuseLooseDate(reader, lead) === null) return null;
  if (own !== undefined && refuseNamesake(reader, own, lead) === null) return null;
  if (own !== undefined) {
    const refused = refuseUnclearEvent(reader, own, lead);
    if (refused !== undefined) return refused;
    const [event = ''] = own.names;
    return said(readEvent(reader, { ...own, event, word: event }, lead));
  }
  const counted = readCountedEvent(reader, lead);
  if (counted !== undefined) return counted;
  const quantity = readQuantity(reader);
  if (quantity !== undefined) return quantity && (onlyNow(reader, lead) ?? { rule: turned(quantity, lead) });
  const attribute = seeOwnAttribute(reader);
  // "Did renewal" asks for an event.
  const isOwn = attribute !== undefined && (!isDid(lead) || seeAttribute(reader) !== undefined);
  if (isOwn) {
    if (refuseAlike(reader, attribute, 'attributes') === null) return null;
    const rule = readAttribute(reader, attribute, lead);
    return rule && (onlyNow(reader, lead) ?? { rule });
  }
  const status = readStatus(reader, lead);
  if (status !== undefined) return said(status);
  const verb = seeEvent(reader);
  if (verb !== undefined) return said(readEvent(reader, verb, lead));
  const possession = readPossession(reader, lead);
  if (possession !== undefined)
    return onlyNow(reader, lead) ?? (possession && { rule: possession, phrase: true });
  const subscribers = readNewSubscribers(reader, lead);
  if (subscribers !== undefined) return subscribers && { rule: subscribers, flat: true };
  const date = seeDate(reader);
  if (date?.verb) return said(readDateVerb(reader, date.field, lead));
  const negated = lead.negation !== undefined;
  const phrase = placeStarts(reader) || insideStarts(reader) ? { phrase: true as const } : {};
  const rule = date ? readDateField(reader, date.field, negated) : readState(reader, lead);
  return rule && (onlyNow(reader, lead) ?? { rule: turned(rule, lead), ...phrase });
}

function turned(rule: Rule, { negation }: Lead): Rule {
  if (negation === undefined) return rule;
  return rule.type === 'not' ? rule.rule : { type: 'not', rule };
}

const said = (spoken: Read<Spoken>): Read<ReadCondition> => spoken && { rule: spokenRule(spoken), spoken };

/** An own event that stands here, unless a longer name of something else does, or an attribute that something is asked of. */
function clearOwnEvent(reader: Reader, lead: Lead): OwnVerb | undefined {
  const own = seeOwnEvent(reader, lead);
  if (own === undefined) return undefined;
  const attribute = seeAttribute(reader);
  const isSaid = isDid(lead) || see(reader, ['first did', 'last did']) !== undefined;
  if (isSaid) return (attribute?.length ?? 0) > own.length ? undefined : own;
  if (own.length <= Math.max(builtInLength(reader), seeEvent(reader)?.length ?? 0)) return undefined;
  const isCompared = attribute !== undefined && see(reader, comparisons, attribute.length) !== undefined;
  if (own.bare && attribute !== undefined) return undefined;
  return isCompared || (attribute?.length ?? 0) > own.length ? undefined : own;
}

/** "Purchased" where a tag is called so, with nothing behind it that only an event has. */
function refuseNamesake(reader: Reader, own: OwnVerb, lead: Lead): null | undefined {
  const after = reader.next + own.length;
  const bare = seeBare(reader);
  if (bare?.length !== own.length || lead.auxiliaries.length > 0) return undefined;
  const not = lead.negation === undefined ? '' : 'not ';
  const word = textOf(reader, reader.next, after);
  const message = `${cited(word)} could be an event, or what is called so; say which.`;
  return ask(reader, lead.from, after, message, [
    ...own.names.map((name) => `did ${not}${quoteName(name)}`),
    ...bare.tags.map(({ name }) => `${not}tagged ${quoteName(name, { always: true })}`),
    ...bare.segments.map(({ name }) => `${not}in segment ${quoteName(name, { always: true })}`),
  ]);
}

/** A word where a tag is called so: that, or what else it means? */
function refuseTag(reader: Reader, lead: Lead, word: string, meaning: string): null | undefined {
  const [tag] = namedLike(reader.names.tags, word);
  if (tag === undefined) return undefined;
  const not = lead.negation === undefined ? '' : 'not ';
  const instead = [
    `${not}${meaning.includes(' and ') && not !== '' ? `(${meaning})` : meaning}`,
    `${not}tagged ${quoteName(tag.name)}`,
  ];
  const message = `${cited(word)} is a tag, and could mean something else: say "${instead[1]}" or "${instead[0]}".`;
  return ask(reader, lead.from, reader.next + word.split(' ').length, message, instead);
}

/** "Joined" where an event of that name was recorded: that, or the sign-up? */
function refuseLooseDate(reader: Reader, lead: Lead): null | undefined {
  const words = see(reader, looseDateVerbs);
  const own = words === undefined ? undefined : seeOwnEvent(reader, lead);
  const isTimed = timeOpenings.has(peek(reader, words?.split(' ').length)?.lower ?? '');
  // "Has joined" is no tag.
  const isVerb = isTimed || lead.auxiliaries.length > 0 || lead.negation === 'never';
  if (words !== undefined && own === undefined && !isVerb) return refuseTag(reader, lead, words, 'signed up');
  if (words === undefined || own === undefined || own.which !== undefined || isDid(lead)) return undefined;
  const not = lead.negation === undefined ? '' : 'not ';
  const instead = [`${not}signed up`, ...own.names.map((name) => `did ${not}${quoteName(name)}`)];
  const message = `${cited(words)} could be the sign-up or an event of this workspace; say which.`;
  return ask(reader, lead.from, reader.next + words.split(' ').length, message, instead);
}

/** Tags and fields: what holds now. */
function readState(reader: Reader, lead: Lead): Read<Rule> {
  const negated = lead.negation !== undefined;
  if (take(reader, ['tagged']) !== undefined) return readTagged(reader, lead.from, negated);
  const place = insideStarts(reader) ? undefined : readPlace(reader, { from: lead.from, negated });
  if (place !== undefined) return place;
  const segment = readSegment(reader, lead.from, negated);
  if (segment !== undefined) return segment;
  if (take(reader, randomWords) !== undefined) return readRandom(reader);
  if (take(reader, ['untagged']) !== undefined) return readUntagged(reader, lead);
  const planned = readPlanned(reader, ['on']);
  if (planned !== undefined) return planned;
  const overdue = readOverdue(reader);
  if (overdue !== undefined) return overdue;
  const speakers = seeSpeakers(reader);
  if (speakers !== undefined) {
    reader.next += speakers.length;
    return speakers.rule;
  }
  const address = seeAddress(reader, 0, false) ?? seeAtDomain(reader);
  if (address !== undefined) {
    reader.next += address.length;
    return address.rule;
  }
  const mailable = see(reader, [...reachableWords, ...unreachableWords]);
  if (mailable !== undefined) {
    if (
      refuseTag(reader, lead, mailable, 'status is subscribed and email validation is not invalid') === null
    )
      return null;
    take(reader, [mailable]);
    return reachableWords.includes(mailable) ? reachable : { type: 'not', rule: reachable };
  }
  const text = seeTextField(reader);
  if (text !== undefined) return readText(reader, text.name, negated);
  const verb = seeTextVerb(reader);
  if (verb !== undefined) return readTextVerb(reader, verb);
  const tag = take(reader, tagConditions);
  if (tag === undefined) {
    const bare = readBare(reader, { from: lead.from, negated });
    return bare === undefined ? refuseUnknown(reader, lead) : bare;
  }
  const not = tag.includes(' not');
  const rule = readTagged(reader, lead.from, negated || not);
  return rule && not ? { type: 'not', rule } : rule;
}

/** Carries no tag, whichever; the caller turns it round where a `not` stands before. */
function readUntagged(reader: Reader, lead: Lead): Read<Rule> {
  if (lead.negation === undefined) return { type: 'not', rule: { type: 'has-tags' } };
  const message = `${cited(textOf(reader, lead.from, reader.next))} turns round twice; say "has tags".`;
  return ask(reader, lead.from, reader.next, message, ['has tags']);
}

/** "Was never tagged vip" asks for the past, of which nothing is kept. */
function onlyNow(reader: Reader, lead: Lead): null | undefined {
  const at = reader.tokens.findIndex(
    (token, index) => index >= lead.from && index < reader.next && ['never', 'ever'].includes(token.lower),
  );
  if (at < 0 || (lead.negation !== 'never' && !lead.ever)) return undefined;
  const message = 'Tags and fields are known as they are now, not as they ever were.';
  return refuse(reader, at, at + 1, message, [lead.negation === 'never' ? 'not' : '']);
}

/** The words before a verb: auxiliaries, "ever", one negation at most. */
function readLead(reader: Reader): Read<Lead> {
  const from = reader.next;
  const seen: string[] = [];
  let negation: string | undefined;
  let ever = false;
  for (;;) {
    const word = take(reader, [
      ...auxiliaries,
      'not',
      'never',
      'neither',
      'nor',
      'ever',
      ...leadFillers,
      'at any time',
    ]);
    if (word === undefined) return { from, negation, auxiliaries: seen, ever };
    if (['not', 'never', 'neither', 'nor'].includes(word)) {
      if (negation !== undefined) {
        return refuse(
          reader,
          from,
          reader.next,
          `${cited(textOf(reader, from, reader.next))} turns round twice; say it once.`,
        );
      }
      negation = word;
    } else if (word === 'ever') ever = true;
    else if (!leadFillers.includes(word)) seen.push(word);
  }
}

function refuseUnknown(reader: Reader, lead: Lead): null {
  const from = reader.next;
  const token = peek(reader);
  if (token === undefined) {
    return refuse(reader, lead.from, from, 'A condition is missing at the end.');
  }
  if (token.lower === ')')
    return refuse(reader, from, from + 1, 'Before this closing bracket a condition is missing.');
  if (isJoiner(token)) {
    return refuse(reader, from, from + 1, `A condition should stand before ${cited(token.text)}.`, ['']);
  }
  if (isDid(lead)) return refuseOwnEvent(reader);
  if (seeUnknownPlace(reader)) return refuseUnknownPlace(reader);
  const noun = see(reader, dateFieldNames.flatMap(dateNouns));
  if (noun !== undefined) {
    const { tags, segments } = reader.names;
    const named =
      noun === 'new' ? (seeNamed(reader, [...tags, ...segments], 1) ?? seePlural(reader, 1)) : undefined;
    if (named !== undefined) {
      const end = from + 1 + named.length;
      const name = textOf(reader, from + 1, end);
      const message = `When they became ${cited(name)} is not known; say "${name} who signed up" for when they joined.`;
      return ask(reader, from, end, message, [`${name} who signed up`, `${name} who signed up this month`]);
    }
    const said = `${noun} this month`;
    return ask(reader, from, from + noun.split(' ').length, `Say since when, as in "${said}".`, [said]);
  }
  if (refuseOpposite(reader, lead) === null) return null;
  const word = token.lower;
  const near = reader.tokens.slice(from, from + 4).map((each) => each.lower);
  if (['in', 'segment', 'member', 'belong', 'belongs'].includes(word) && near.includes('segment'))
    return refuse(reader, from, from + 1, 'For members of a segment say "in segment" and then its name.');
  if (['nobody', 'noone', 'none'].includes(word))
    return ask(reader, from, from + 1, `For nobody at all say "not everyone".`, ['not everyone']);
  return refuseField(reader, from);
}

/** "Inactive" where yes or no is asked by "active": offered with "not", and never read as one. */
function refuseOpposite(reader: Reader, lead: Lead): null | undefined {
  const from = reader.next;
  const word = peek(reader);
  const [, prefix = '', rest = ''] =
    word?.kind === 'word' ? (/^(non-?|un|in|im|dis|de)[-_]?(\p{L}{3,}.*)$/u.exec(word.lower) ?? []) : [];
  if (prefix === '') return undefined;
  const { attributes, tags, segments } = reader.names;
  const isCalled = (things: readonly { name: string }[]) => [
    ...namedLike(things, rest),
    ...namedInPlural(things, rest),
  ];
  const booleans = attributes.filter(({ type }) => type === 'boolean');
  const things = [
    ...isCalled(booleans).map(({ name }) =>
      lead.negation === undefined ? `not ${quoteName(name)}` : `${quoteName(name)} is true`,
    ),
    ...isCalled(tags).map(({ name }) => `PLACE tagged ${quoteName(name)}`),
    ...isCalled(segments).map(({ name }) => `PLACE in segment ${quoteName(name)}`),
  ];
  if (things.length === 0) return undefined;
  const end = from + 1 + (see(reader, peopleWords, 1) === undefined ? 0 : 1);
  const not = lead.negation === undefined ? 'not' : '';
  const offers = things.map((each) => each.replace('PLACE', not).replace(/\s+/g, ' ').trim());
  const message = `I don't know ${cited(word?.text ?? '')} here; do you mean ${offers.map((each) => cited(each)).join(' or ')}?`;
  return ask(reader, lead.from, end, message, offers);
}

/** Tags and segments that are called so, or nearly so. */
function namedNearly({ names }: Reader, name: string): string[] {
  const like = (things: readonly { name: string }[]) => {
    const same = things.filter((each) => fold(each.name) === fold(name)).map((each) => each.name);
    const known = things.map((each) => each.name);
    return same.length > 0 ? same : nearest(name, known);
  };
  return [
    ...like(names.tags).map((tag) => `tagged ${quoteName(tag)}`),
    ...like(names.segments).map((segment) => `in segment ${quoteName(segment)}`),
  ];
}

/** "Resubscribed" is not a slip of "unsubscribed". */
function isOpposite(one: string, other: string): boolean {
  const [, first = '', rest = ''] = /^(un|in|re|non-?|dis)?(.*)$/i.exec(one) ?? [];
  const [, second = '', last = ''] = /^(un|in|re|non-?|dis)?(.*)$/i.exec(other) ?? [];
  return first.toLowerCase() !== second.toLowerCase() && rest.toLowerCase() === last.toLowerCase();
}

/** What people say in other words: each is refused with the words that are known. */
const otherwise: Record<string, readonly string[]> = {
  'opted in': ['subscribed'],
  'opted-in': ['subscribed'],
  'opted out': ['unsubscribed'],
  'opted-out': ['unsubscribed'],
  'hard bounced': ['bounced'],
  'soft bounced': ['bounced'],
};

/** Words that a person understands, and that could mean more than one thing here. */
function refuseSaidOtherwise(reader: Reader, from: number): null | undefined {
  const said = see(reader, Object.keys(otherwise));
  const meanings = said === undefined ? undefined : otherwise[said];
  if (said !== undefined && meanings !== undefined) {
    const asked = meanings.map((each) => cited(each)).join(' or ');
    return ask(
      reader,
      from,
      from + said.split(' ').length,
      `Say ${asked} in place of ${cited(said)}.`,
      meanings,
    );
  }
  const word = peek(reader);
  const behind = peek(reader, 1);
  if (word?.kind !== 'word' || isJoiner(word)) return undefined;
  if (word.lower === 'at' && behind?.kind === 'word' && /^\p{Lu}/u.test(behind.text))
    return ask(reader, from, from + 1, 'If that is their company, say "works at".', ['works at']);
  if (word.lower === 'the') return undefined;
  // "Pro plan customers".
  const attribute = seeAttribute(reader, 1);
  if (attribute?.named.type === 'text' && !attribute.quoted) {
    const after = 1 + attribute.length;
    const end = from + after + (see(reader, peopleWords, after) === undefined ? 0 : 1);
    const is = `on the ${quoteName(word.text)} ${textOf(reader, from + 1, from + after)}`;
    return ask(
      reader,
      from,
      end,
      `Is ${cited(word.text)} a value of ${cited(attribute.named.name)}? Then say "${is}".`,
      [is],
    );
  }
  // "Churned vips": two names.
  const things = [...reader.names.tags, ...reader.names.segments];
  for (const length of [4, 3, 2, 1]) {
    const name = textOf(reader, from, from + length);
    if (reader.tokens.length < from + length || languageWords.has(word.lower)) continue;
    const called = namedLike(things, `${name}s`).slice(0, 3);
    const meant = called.map((each) =>
      reader.names.tags.includes(each)
        ? `tagged ${quoteName(each.name)}`
        : `in segment ${quoteName(each.name)}`,
    );
    if (meant.length > 0)
      return ask(
        reader,
        from,
        from + length,
        `I don't know ${cited(name)} here; do you mean ${meant.map((each) => cited(each)).join(' or ')}?`,
        meant,
      );
  }
  const first = seeNamed(reader, things);
  if (first === undefined || first.quoted || seeBare(reader, first.length) === undefined) return undefined;
  const one = textOf(reader, from, from + first.length);
  const message = `Two names stand side by side at ${cited(one)}; put "and" between them for those who have both.`;
  return ask(reader, from, from + first.length, message, [`${one} and`]);
}

function refuseField(reader: Reader, from: number): null {
  const mistyped = peek(reader)?.kind === 'quoted' ? undefined : seeMistyped(reader);
  const compared = [1, 2, 3].find((count) => see(reader, operatorWords, count) !== undefined);
  if (refuseSaidOtherwise(reader, from) === null) return null;
  const words = mistyped?.length ?? compared ?? 1;
  const name = textOf(reader, from, from + words);
  if (see(reader, ['last name is', 'surname is', 'family name is']) !== undefined) {
    const message = `Only whole names are known; say "name ends with" for the last one.`;
    return ask(reader, from, from + words + 1, message, ['name ends with']);
  }
  const fields = textFieldNames.map((field) => textField(field).words[0] ?? field);
  const known = [
    ...fields,
    'tagged',
    'everyone',
    ...dateVerbs,
    ...pastEventWords,
    ...formsOf(reader.names.events).verbs,
  ];
  const attributes = reader.names.attributes.map((each) => quoteName(each.name));
  const quoted = peek(reader)?.kind === 'quoted';
  const near = nearest(name, [...(quoted ? [] : known), ...attributes]).filter(
    (each) => !isOpposite(each, name),
  );
  const close = [
    ...new Set([...near, ...(mistyped?.meant ?? []).filter((each) => !isOpposite(each, name))]),
  ].slice(0, 3);
  const meant = [...namedNearly(reader, name), ...close];
  const advice = meant.length > 0 ? `; did you mean ${meant.map((each) => `"${each}"`).join(' or ')}?` : '.';
  return refuse(reader, from, from + words, `I don't know ${cited(name)} here${advice}`, meant);
}
