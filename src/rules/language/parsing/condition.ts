import type { Rule } from '../../schema.ts';
import { comparisons } from '../table-words.ts';
import {
  auxiliaries,
  leadFillers,
  mailObjects,
  pausedWords,
  peopleWords,
  randomWords,
  reachableWords,
  unreachableWords,
} from '../words.ts';
import { seeAddress, seeAtDomain } from './ahead/address.ts';
import { seeBare } from './ahead/bare.ts';
import { usWords } from './ahead/by-us.ts';
import { readOverdue } from './ahead/date-noun.ts';
import { seeDoers } from './ahead/doers.ts';
import { seeEvent } from './ahead/event.ts';
import { insideStarts } from './ahead/inside.ts';
import { seeAttribute, seeTextField, seeTextVerb } from './ahead/named.ts';
import { seeSaidNationality } from './ahead/nationality.ts';
import { builtInLength, seeOwnAttribute } from './ahead/own-attribute.ts';
import { seeOwned } from './ahead/owned.ts';
import { placeStarts } from './ahead/place.ts';
import { plannedLeads, plannedStarts } from './ahead/planned.ts';
import { seeSpeakers } from './ahead/speakers.ts';
import { readOutcome } from './campaigns/outcome.ts';
import { readCountedEvent } from './events/counted-event.ts';
import { readEvent } from './events/event.ts';
import { takeOnly } from './events/only-counted.ts';
import { isDid, type OwnVerb, refuseUnclearEvent, seeOwnEvent } from './events/own-event.ts';
import { refuseAmount } from './events/property-offers.ts';
import { readBare } from './names/bare.ts';
import { readNamed, seeNamedCondition } from './names/named.ts';
import { tagConditions } from './names/named-list.ts';
import { refuseDated, refuseLooseDate, refuseNamesake, refuseTag } from './names/namesakes.ts';
import { readInside } from './names/segment.ts';
import { readTagged } from './names/tagged.ts';
import { refuseUnknown } from './not-understood.ts';
import { refuseActive } from './people/active.ts';
import { readAdjective } from './people/adjective.ts';
import { readByUs } from './people/by-us.ts';
import { readNewSubscribers } from './people/new-subscribers.ts';
import { readOptOut } from './people/opted-out.ts';
import { readRandom, shareStarts } from './people/random.ts';
import { reachable } from './people/reachable.ts';
import { readStatus } from './people/status.ts';
import { refuseAlike } from './reader/alike.ts';
import type { ReadCondition } from './reader/item.ts';
import { ask, cited, type Read, type Reader, refuse, see, take, textOf } from './reader/reader.ts';
import { type Lead, type Spoken, spokenRule } from './reader/spoken.ts';
import { readAttribute } from './values/attribute.ts';
import { readDateField, readDateVerb, seeDate } from './values/date.ts';
import { readPlace } from './values/place.ts';
import { readPlanned } from './values/planned.ts';
import { readMoreOwned, readPossession, seeTagsBehind } from './values/possession.ts';
import { readQuantity } from './values/quantity.ts';
import { readText, readTextVerb } from './values/text.ts';

/** Reads one condition, including a `not` or "has never" before it. */
export function readCondition(reader: Reader): Read<ReadCondition> {
  const { next: from } = reader;
  const isReachable = see(reader, reachableWords) !== undefined;
  const isByUs = !isReachable && take(reader, usWords) !== undefined;
  const lead = readLead(reader);
  if (lead === null) return null;
  if (isByUs) return said(readByUs(reader, { from }, lead));
  takeGot(reader, lead);
  if (refuseActive(reader, lead) === null) return null;
  const optOut = readOptOut(reader, { negated: lead.negation !== undefined });
  if (optOut !== undefined) return optOut && { rule: turned(optOut, lead) };
  const outcome = readOutcome(reader, lead);
  if (outcome !== undefined) return said(outcome);
  const adjective = readAdjective(reader, lead);
  if (adjective !== undefined) return adjective && (onlyNow(reader, lead) ?? { rule: adjective, flat: true });
  const own = clearOwnEvent(reader, lead);
  if (own === undefined && refuseLooseDate(reader, lead) === null) return null;
  if (own !== undefined && refuseNamesake(reader, own, lead) === null) return null;
  if (own !== undefined) {
    if (own.bare && refuseAmount(reader, lead) === null) return null;
    if (refuseDated(reader, own, lead) === null) return null;
    const refused = refuseUnclearEvent(reader, own, lead);
    if (refused !== undefined) return refused;
    const [event = ''] = own.names;
    return said(readEvent(reader, { ...own, event, word: event }, lead));
  }
  const counted = readCountedEvent(reader, lead);
  if (counted !== undefined) return counted;
  const quantity = readQuantity(reader);
  if (quantity !== undefined) {
    const isFlat = quantity?.type === 'all' && lead.negation === undefined;
    const flat = isFlat ? { flat: true as const } : {};
    return quantity && (onlyNow(reader, lead) ?? { rule: turned(quantity, lead), ...flat });
  }
  const attribute = seeOwnAttribute(reader);
  // "Did renewal" is about an event.
  const isHad = lead.auxiliaries.some((word) => ['has', 'have', 'had'].includes(word));
  const isOwn =
    attribute !== undefined &&
    (!isDid(lead) || seeAttribute(reader) !== undefined) &&
    !(isHad && attribute.state);
  if (isOwn) {
    if (refuseAlike(reader, attribute, 'attributes') === null) return null;
    const read = readAttribute(reader, attribute, lead);
    const rule = read && isHad ? readMoreOwned(reader, read, lead.from) : read;
    return rule && (onlyNow(reader, lead) ?? { rule, ...(rule.type === 'all' && { flat: true }) });
  }
  const status = readStatus(reader, lead);
  if (status !== undefined) return said(status);
  const verb = seeEvent(reader);
  if (verb !== undefined) return said(readEvent(reader, verb, lead));
  const possession = readPossession(reader, lead);
  if (possession !== undefined)
    return (
      onlyNow(reader, lead) ??
      (possession && { rule: possession, phrase: true, ...(possession.type === 'all' && { flat: true }) })
    );
  const subscribers = readNewSubscribers(reader, lead);
  if (subscribers !== undefined) return subscribers && { rule: subscribers, flat: true };
  const named = seeNamedCondition(reader);
  if (named !== undefined) {
    const rule = readNamed(reader, named, lead);
    return rule && ((named.lasting ? undefined : onlyNow(reader, lead)) ?? { rule: turned(rule, lead) });
  }
  const date = seeDate(reader);
  if (date?.verb) return said(readDateVerb(reader, date.field, lead));
  const negated = lead.negation !== undefined;
  const isPhrase = placeStarts(reader) || insideStarts(reader) || plannedStarts(reader, 0);
  const phrase = isPhrase ? { phrase: true as const } : {};
  const rule = date ? readDateField(reader, date.field, negated) : readState(reader, lead);
  return rule && (onlyNow(reader, lead) ?? { rule: turned(rule, lead), ...phrase });
}

/** "Have got a phone", "haven't got the vip tag": what they have, and not what they received. */
function takeGot(reader: Reader, { auxiliaries: words }: Lead): void {
  if (!words.includes('has') && !words.includes('have')) return;
  if (see(reader, ['got']) === undefined || see(reader, mailObjects, 1) !== undefined) return;
  if (seeOwned(reader, 1) || seeTagsBehind({ ...reader, next: reader.next + 1 })) reader.next += 1;
}

function turned(rule: Rule, { negation }: Lead): Rule {
  if (negation === undefined) return rule;
  return rule.type === 'not' ? rule.rule : { type: 'not', rule };
}

const said = (spoken: Read<Spoken>): Read<ReadCondition> => spoken && { rule: spokenRule(spoken), spoken };

/** An own event, unless the longer name of something else begins here, or an attribute with a test. */
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

/** Tags and fields: what is true now. */
function readState(reader: Reader, lead: Lead): Read<Rule> {
  const negated = lead.negation !== undefined;
  if (take(reader, ['tagged', 'tagged :', 'tagged =']) !== undefined)
    return readTagged(reader, lead.from, negated);
  const place = insideStarts(reader) ? undefined : readPlace(reader, { from: lead.from, negated });
  if (place !== undefined) return place;
  const inside = readInside(reader, lead.from, negated);
  if (inside !== undefined) return inside;
  if (take(reader, randomWords) !== undefined || shareStarts(reader)) return readRandom(reader, lead);
  const isPaused = see(reader, pausedWords);
  if (isPaused !== undefined) {
    if (refuseTag(reader, lead, isPaused, 'on pause') === null) return null;
    take(reader, pausedWords);
    return { type: 'paused' };
  }
  if (take(reader, ['untagged']) !== undefined) {
    take(reader, peopleWords);
    return readUntagged(reader, lead);
  }
  const planned = readPlanned(reader, plannedLeads);
  if (planned !== undefined) return planned;
  const overdue = readOverdue(reader);
  if (overdue !== undefined) return overdue;
  const doers = seeDoers(reader);
  if (doers !== undefined) {
    reader.next += 1;
    return doers;
  }
  const speakers = seeSpeakers(reader);
  if (speakers !== undefined) {
    reader.next += speakers.length;
    return speakers.rule;
  }
  const isSaid = lead.auxiliaries.some((word) => ['is', 'are'].includes(word));
  const nation = isSaid ? seeSaidNationality(reader) : undefined;
  if (nation !== undefined) {
    reader.next += nation.length;
    return nation.rule;
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
    take(reader, peopleWords);
    return reachableWords.includes(mailable) ? reachable : { type: 'not', rule: reachable };
  }
  const text = seeTextField(reader);
  if (text !== undefined) return readText(reader, text.name, negated);
  const verb = seeTextVerb(reader);
  if (verb !== undefined) return readTextVerb(reader, verb, lead);
  const tag = take(reader, tagConditions);
  if (tag === undefined) {
    if (refuseFormer(reader, lead) === null) return null;
    const bare = readBare(reader, { from: lead.from, negated });
    return bare === undefined ? refuseUnknown(reader, lead) : bare;
  }
  const not = tag.includes(' not') || tag.endsWith('!=');
  const rule = readTagged(reader, lead.from, negated || not);
  return rule && not ? { type: 'not', rule } : rule;
}

/** "Was a vip": we only know who is one now. */
function refuseFormer(reader: Reader, { from, auxiliaries: words, negation }: Lead): null | undefined {
  const isPast = words.some((word) => word === 'was' || word === 'were' || word === 'had');
  if (!isPast || seeBare(reader) === undefined) return undefined;
  const is = `${words.includes('were') ? 'are' : 'is'}${negation === undefined ? '' : ' not'}`;
  const message = 'Rollcall knows tags and segments as they are now, not as they were before.';
  return ask(reader, from, reader.next, message, [is]);
}

/** Has no tag; the caller negates it after a `not`. */
function readUntagged(reader: Reader, lead: Lead): Read<Rule> {
  if (lead.negation === undefined) return { type: 'not', rule: { type: 'has-tags' } };
  const message = `${cited(textOf(reader, lead.from, reader.next))} is a double negative; say "has tags".`;
  return ask(reader, lead.from, reader.next, message, ['has tags']);
}

/** "Was never tagged vip" is about the past, and we keep no history of tags. */
function onlyNow(reader: Reader, lead: Lead): null | undefined {
  const at = reader.tokens.findIndex(
    (token, index) => index >= lead.from && index < reader.next && ['never', 'ever'].includes(token.lower),
  );
  if (at < 0 || (lead.negation !== 'never' && !lead.ever)) return undefined;
  const message = 'Rollcall knows tags and fields as they are now, not as they were before.';
  return refuse(reader, at, at + 1, message, [lead.negation === 'never' ? 'not' : '']);
}

/** The words before a verb: auxiliaries, "ever", at most one negation. */
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
    if (word === undefined) {
      if (negation === undefined) takeOnly(reader);
      return { from, negation, auxiliaries: seen, ever };
    }
    if (['not', 'never', 'neither', 'nor'].includes(word)) {
      if (negation !== undefined) {
        return refuse(
          reader,
          from,
          reader.next,
          `${cited(textOf(reader, from, reader.next))} is a double negative; say it once.`,
        );
      }
      negation = word;
    } else if (word === 'ever') ever = true;
    else if (!leadFillers.includes(word)) seen.push(word);
  }
}
