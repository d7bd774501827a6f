import { namedLike } from '../../../lib/names.ts';
import { fold } from '../../../lib/texts.ts';
import { nearest } from '../../../lib/words.ts';
import { dateFieldNames, dateNouns, textField, textFieldNames } from '../../fields.ts';
import { formsOf } from '../event-forms.ts';
import { mailProviders } from '../mail-providers.ts';
import { quoteName } from '../quote.ts';
import { isOwnWord } from '../slips.ts';
import { dateVerbs, operatorWords, pastEventWords } from '../table-words.ts';
import { languageWords, peopleWords, timeOpenings } from '../words.ts';
import { seeBare } from './ahead/bare.ts';
import { seeMistyped } from './ahead/mistyped.ts';
import { seeAttribute, seeNamed } from './ahead/named.ts';
import { seeForm } from './ahead/own-form.ts';
import { namedInPlural, seePlural, singulars } from './ahead/plural.ts';
import { refuseAboutCampaign } from './campaigns/about-campaign.ts';
import { refuseMissed } from './campaigns/outcome.ts';
import { isDid, refuseOwnEvent } from './events/own-event.ts';
import { refuseAmount } from './events/property-offers.ts';
import { readTimeframe } from './events/time.ts';
import { refuseNotBoth } from './joins/not-both.ts';
import { refuseComparison } from './joins/said-before.ts';
import { refuseSegmentOrTime } from './names/segment.ts';
import { refuseAdjective, refuseLoose, refuseThings } from './people/loose.ts';
import { refuseNameAndPeople, refuseWordsOfName } from './people/people-named.ts';
import { isJoiner } from './reader/connectors.ts';
import { ask, cited, peek, type Reader, refuse, see, textOf } from './reader/reader.ts';
import type { Lead } from './reader/spoken.ts';
import { refuseUnknownPlace, seeUnknownPlace } from './values/place.ts';

/** Refuses what isn't a condition: names the words at fault, and offers similar names. */
export function refuseUnknown(reader: Reader, lead: Lead): null {
  const from = reader.next;
  const token = peek(reader);
  if (token === undefined) {
    return refuse(reader, lead.from, from, 'A condition is missing at the end.');
  }
  if (token.lower === ')')
    return refuse(reader, from, from + 1, 'A condition is missing before this closing bracket.');
  if (isJoiner(token)) {
    return refuse(reader, from, from + 1, `A condition is missing before ${cited(token.text)}.`, ['']);
  }
  if (refuseAboutCampaign(reader, lead) === null || refuseMissed(reader) === null) return null;
  if (lead.from < from && refuseWordsOfName(reader, lead.from) === null) return null;
  if (isDid(lead)) return refuseOwnEvent(reader);
  if (refuseAmount(reader, lead) === null) return null;
  if (seeUnknownPlace(reader)) return refuseUnknownPlace(reader);
  const noun = see(reader, dateFieldNames.flatMap(dateNouns));
  if (noun !== undefined) {
    const { tags, segments } = reader.names;
    const named =
      noun === 'new' ? (seeNamed(reader, [...tags, ...segments], 1) ?? seePlural(reader, 1)) : undefined;
    if (named !== undefined) {
      const end = from + 1 + named.length;
      const name = textOf(reader, from + 1, end);
      const message = `When they became ${cited(name)} isn’t recorded; say "${name} who signed up" for when they joined.`;
      return ask(reader, from, end, message, [`${name} who signed up`, `${name} who signed up this month`]);
    }
    const said = `${noun} this month`;
    const called = namedLike(reader.names.segments, noun);
    const others = [
      ...namedLike(reader.names.tags, noun).map(({ name }) => `tagged ${quoteName(name, { always: true })}`),
      ...called.map(({ name }) => `in segment ${quoteName(name, { always: true })}`),
    ];
    const orNamed = others.length === 0 ? '' : `, or ${others.map((each) => cited(each)).join(' or ')}`;
    const message = `Say since when, like "${said}"${orNamed}.`;
    return ask(reader, from, from + noun.split(' ').length, message, [said, ...others]);
  }
  const share = peek(reader)?.lower ?? '';
  if (/^\d+(?:\.\d+)?%$/.test(share))
    return ask(reader, from, from + 1, `A share is drawn at random; say "random ${share}".`, [
      `random ${share}`,
    ]);
  if (refuseOpposite(reader, lead) === null || refuseNameAndPeople(reader) === null) return null;
  if (refuseNotBoth(reader, lead) === null || refuseComparison(reader, lead) === null) return null;
  if (refuseThings(reader, lead) === null) return null;
  if (refuseLoose(reader, lead) === null || refuseAdjective(reader, lead) === null) return null;
  const word = token.lower;
  const near = reader.tokens.slice(from, from + 4).map((each) => each.lower);
  if (['in', 'segment', 'member', 'belong', 'belongs'].includes(word) && near.includes('segment'))
    return refuse(reader, from, from + 1, 'For members of a segment, say "in segment" and its name.');
  if (['nobody', 'noone', 'none'].includes(word))
    return ask(reader, from, from + 1, `To match no one, say "not everyone".`, ['not everyone']);
  return refuseField(reader, from);
}

/**
 * "Inactive" if a yes-or-no attribute is called "active": offers it with "not", and never reads it as that.
 */
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
  const not = lead.negation === undefined ? 'not ' : '';
  const offers = [
    ...isCalled(booleans).map(({ name }) =>
      lead.negation === undefined ? `not ${quoteName(name)}` : `${quoteName(name)} is true`,
    ),
    ...isCalled(tags).map(({ name }) => `${not}tagged ${quoteName(name)}`),
    ...isCalled(segments).map(({ name }) => `${not}in segment ${quoteName(name)}`),
  ];
  if (offers.length === 0) return undefined;
  const end = from + 1 + (see(reader, peopleWords, 1) === undefined ? 0 : 1);
  const message = `Rollcall doesn’t recognize ${cited(word?.text ?? '')} here; do you mean ${offers.map((each) => cited(each)).join(' or ')}?`;
  return ask(reader, lead.from, end, message, offers);
}

/** Tags and segments with this name, or a similar one. */
function namedNearly({ names }: Reader, name: string): string[] {
  const like = (things: readonly { name: string }[]) => {
    const same = things.filter((each) => fold(each.name) === fold(name)).map((each) => each.name);
    const known = things.map((each) => each.name);
    const near = [name, ...singulars(name)].flatMap((each) => nearest(each, known));
    return same.length > 0 ? same : [...new Set(near)].slice(0, 3);
  };
  return [
    ...like(names.tags).map((tag) => `tagged ${quoteName(tag)}`),
    ...like(names.segments).map((segment) => `in segment ${quoteName(segment)}`),
  ];
}

/** Tags and segments whose name of several words the next words nearly are: "Recent VPIs". The longest counts. */
function longNameNearly(reader: Reader, from: number): { length: number; meant: string[] } | undefined {
  // Looking through all names takes a moment, and only the first problem is shown.
  if (reader.problems.length > 0) return undefined;
  for (let length = Math.min(MOST_WORDS, reader.tokens.length - from); length > 1; length -= 1) {
    const last = peek(reader, length - 1);
    if (last === undefined || isJoiner(last)) continue;
    const meant = namedNearly(reader, textOf(reader, from, from + length));
    if (meant.length > 0) return { length, meant };
  }
  return undefined;
}

/** Longer names are found only in quotes. */
const MOST_WORDS = 20;

/** Synonyms that people use: each is refused with the words that we do know. */
const otherwise: Record<string, readonly string[]> = {
  'opted in': ['subscribed'],
  'opted-in': ['subscribed'],
  'opted out': ['unsubscribed'],
  'opted-out': ['unsubscribed'],
  'hard bounced': ['bounced'],
  'soft bounced': ['bounced'],
};

/** "Opted out of Product news": a topic, and not all mail. */
function refuseTopic(reader: Reader, said: string): null | undefined {
  const length = said.split(' ').length;
  const seen =
    see(reader, ['of', 'from', 'to', 'into'], length) === undefined
      ? undefined
      : seeNamed(reader, reader.names.topics, length + 1);
  if (seen === undefined) return undefined;
  const is = `${/out$/.test(said) ? 'not ' : ''}subscribed to ${quoteName(seen.named.name, { always: true })}`;
  const end = reader.next + length + 1 + seen.length;
  return ask(reader, reader.next, end, `For a topic, say ${cited(is)}.`, [is]);
}

/** "Not gmail", and "gmail and yahoo users": nobody's address is of both. */
function refuseProvider(reader: Reader, from: number, provider: string): null {
  const [and, other] = [peek(reader, 1)?.lower ?? '', peek(reader, 2)?.lower ?? ''];
  if ((and === 'and' || and === ',') && Object.hasOwn(mailProviders, other))
    return ask(reader, from, from + 2, `An address has one provider; say "or".`, [`${provider} or`]);
  const said = `${provider} users`;
  return ask(reader, from, from + 1, `For addresses of ${provider}, say "${said}".`, [said]);
}

/** Words that people understand, but with more than one possible meaning here. */
function refuseSaidOtherwise(reader: Reader, from: number): null | undefined {
  const said = see(reader, Object.keys(otherwise));
  const meanings = said === undefined ? undefined : otherwise[said];
  if (said !== undefined && refuseTopic(reader, said) === null) return null;
  if (said !== undefined && meanings !== undefined) {
    const asked = meanings.map((each) => cited(each)).join(' or ');
    return ask(
      reader,
      from,
      from + said.split(' ').length,
      `Say ${asked} instead of ${cited(said)}.`,
      meanings,
    );
  }
  const word = peek(reader);
  const behind = peek(reader, 1);
  if (word?.kind !== 'word' || isJoiner(word)) return undefined;
  // "Logins today".
  const noun = seeForm(reader, ['nouns']);
  const [event, ...more] = noun?.names ?? [];
  if (noun !== undefined && event !== undefined && more.length === 0) {
    const said = `did ${quoteName(event)}`;
    const end = from + noun.length;
    const isTimed = timeOpenings.has(reader.tokens[end]?.lower ?? '');
    if (
      isTimed &&
      readTimeframe({ ...reader, next: end, problems: [], twins: [] }, { negated: false }) != null
    )
      return ask(reader, from, end, `Only contacts are counted; for those who did it, say "${said}".`, [
        said,
      ]);
  }
  // "Members since 2024".
  if (word.lower === 'since' && see(reader, peopleWords, -1) !== undefined)
    return ask(reader, from, from + 1, `Say what they did, like "signed up since".`, ['who signed up since']);
  if (Object.hasOwn(mailProviders, word.lower)) return refuseProvider(reader, from, word.text);
  if (word.lower === 'at' && behind?.kind === 'word' && /^\p{Lu}/u.test(behind.text))
    return ask(reader, from, from + 1, 'If that’s their company, say "works at".', ['works at']);
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
        `Rollcall doesn’t recognize ${cited(name)} here; do you mean ${meant.map((each) => cited(each)).join(' or ')}?`,
        meant,
      );
  }
  const first = seeNamed(reader, things);
  if (first === undefined || first.quoted || seeBare(reader, first.length) === undefined) return undefined;
  const one = textOf(reader, from, from + first.length);
  const message = `There are two names in a row at ${cited(one)}; put "and" between them for people who have both.`;
  return ask(reader, from, from + first.length, message, [`${one} and`]);
}

function refuseField(reader: Reader, from: number): null {
  const mistyped = peek(reader)?.kind === 'quoted' ? undefined : seeMistyped(reader);
  const compared = [1, 2, 3].find((count) => see(reader, operatorWords, count) !== undefined);
  if (refuseSaidOtherwise(reader, from) === null || refuseSegmentOrTime(reader, from) === null) return null;
  let words = mistyped?.length ?? compared ?? 1;
  const name = textOf(reader, from, from + words);
  if (see(reader, ['last name is', 'surname is', 'family name is']) !== undefined) {
    const message = `Rollcall only knows whole names; for the last name, say "name ends with".`;
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
  const candidates = [...(quoted || isOwnWord(name) ? [] : known), ...attributes];
  // In "contract ends in 30 days", the verb belongs to the name "contract_end".
  const longer = compared === undefined ? '' : textOf(reader, from, from + compared + 1);
  const found = nearest(name, candidates);
  const byVerb = found.length > 0 || longer === '' ? [] : nearest(longer, attributes);
  if (byVerb.length > 0) words = (compared ?? 0) + 1;
  const close = [...new Set([...found, ...byVerb, ...(mistyped?.meant ?? [])])].slice(0, 3);
  const ofWord = [...namedNearly(reader, name), ...close];
  const long = ofWord.length > 0 || quoted ? undefined : longNameNearly(reader, from);
  if (long !== undefined) words = long.length;
  const meant = long?.meant ?? ofWord;
  const advice = meant.length > 0 ? `; did you mean ${meant.map((each) => cited(each)).join(' or ')}?` : '.';
  return refuse(
    reader,
    from,
    from + words,
    `Rollcall doesn’t recognize ${cited(textOf(reader, from, from + words))} here${advice}`,
    meant,
  );
}
