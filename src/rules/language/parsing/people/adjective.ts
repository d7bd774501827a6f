import { namedLike, spelledLike } from '../../../../lib/names.ts';
import type { Rule } from '../../../schema.ts';
import { quoteName } from '../../quote.ts';
import { peopleWords, reachableWords, type StatusName, statusWords, unreachableWords } from '../../words.ts';
import { seeBare } from '../ahead/bare.ts';
import { seeAttribute } from '../ahead/named.ts';
import { seeNationality } from '../ahead/nationality.ts';
import { seeOwnAttribute } from '../ahead/own-attribute.ts';
import { seeSpeaking } from '../ahead/speakers.ts';
import { readBare } from '../names/bare.ts';
import { isJoiner } from '../reader/connectors.ts';
import { ask, cited, peek, type Read, type Reader, see, take, textOf } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';
import { calledLike } from './people-named.ts';
import { reachable } from './reachable.ts';

interface Adjective {
  rule: Rule;
  length: number;
  /** "German": people with no other name may follow it. */
  ofPlace?: true;
}

/**
 * Reads an adjective right before a name, which acts as "and": `subscribed vips`, `reachable subscribers`,
 * `active beta testers`, `German customers`.
 * Undefined if there is none; then nothing was read.
 */
export function readAdjective(reader: Reader, lead: Lead): Read<Rule> | undefined {
  const from = reader.next;
  const rules: Rule[] = [];
  let ofPlace = false;
  for (let seen = seeAdjective(reader); seen !== undefined; seen = seeAdjective(reader)) {
    rules.push(seen.rule);
    ofPlace ||= seen.ofPlace === true;
    reader.next += seen.length;
  }
  const end = reader.next;
  if (ofPlace && see(reader, peopleWords) !== undefined) return readPeople(reader, { lead, from, rules });
  const noun = rules.length === 0 ? undefined : readNoun(reader);
  if (noun === undefined) {
    reader.next = from;
    return undefined;
  }
  if (noun === null) return null;
  const [adjective, name] = [textOf(reader, from, end), textOf(reader, end, reader.next)];
  if (refuseNamesake(reader, { from, end, adjective, name }) === null) return null;
  if (noun.type === 'tagged' && rules.some(isUntagged)) {
    const tags = reader.names.tags.filter(({ id }) => noun.tags.includes(id)).map((tag) => tag.name);
    const message = `"Untagged" means without any tag. Do you mean people without ${tags.map(cited).join(' or ')}?`;
    const others = adjective.replace(/\s*\buntagged\b\s*/i, ' ').trim();
    const without = `not tagged ${tags.map((tag) => quoteName(tag)).join(' or ')}`;
    return ask(reader, from, reader.next, message, [others === '' ? without : `${others} and ${without}`]);
  }
  if (ofPlace && lead.negation === undefined && !isPlural(name)) {
    const message = `Is it the people or ${cited(name)} that is ${cited(adjective)}? Say it as two conditions.`;
    return ask(reader, from, reader.next, message, [`(${adjective} people) and ${name}`]);
  }
  if (
    lead.negation !== undefined ||
    (noun.type === 'tagged' || noun.type === 'segment' ? isList(noun) : false)
  ) {
    const message = `Does ${cited(textOf(reader, lead.from, reader.next))} mean both words together? Use "and" to show which belong together.`;
    const meanings =
      lead.negation === undefined
        ? [`${adjective} and (${name})`, `(${adjective} and ${firstOf(name)}) or ${othersOf(name)}`]
        : [`not ${adjective} and ${name}`, `not (${adjective} and ${name})`];
    return ask(reader, lead.from, reader.next, message, meanings);
  }
  return {
    type: 'all',
    rules: [...rules.flatMap((rule) => (rule.type === 'all' ? rule.rules : rule)), noun],
  };
}

/** "German customers", "subscribed French users": those people, with nothing else said about them. */
function readPeople(
  reader: Reader,
  { lead, from, rules }: { lead: Lead; from: number; rules: Rule[] },
): Read<Rule> {
  const adjectives = textOf(reader, from, reader.next);
  const noun = peek(reader)?.lower ?? '';
  const called = calledLike(reader.names, noun);
  reader.next += 1;
  const [first] = called;
  if (first !== undefined) {
    const message = `Does ${cited(noun)} mean everyone there, or ${called.map((each) => cited(each)).join(' or ')}?`;
    const meanings = [`${adjectives} people`, `${adjectives} people and ${first}`];
    return ask(reader, from, reader.next, message, meanings);
  }
  const all = rules.flatMap((rule) => (rule.type === 'all' ? rule.rules : rule));
  const [one] = all;
  const rule: Rule = one !== undefined && all.length === 1 ? one : { type: 'all', rules: all };
  if (lead.negation === undefined) return rule;
  if (all.length === 1) return { type: 'not', rule };
  const message = `How far does ${cited(lead.negation)} reach? Put what it negates in brackets.`;
  return ask(reader, lead.from, reader.next, message, [`not (${adjectives} ${noun})`]);
}

const isUntagged = (rule: Rule): boolean => rule.type === 'not' && rule.rule.type === 'has-tags';

/** "German vips" are people; a "German newsletter" isn't. */
const isPlural = (name: string): boolean => /s["”’']?(?:\s+(?:or|and)\s.*)?$/i.test(name);

const isList = (rule: Extract<Rule, { type: 'tagged' | 'segment' }>): boolean =>
  rule.match === 'any' && (rule.type === 'tagged' ? rule.tags : rule.segments).length > 1;

const firstOf = (name: string): string => name.split(/\s+or\s+|,\s*/)[0] ?? name;
const othersOf = (name: string): string => name.slice(firstOf(name).length).replace(/^\s*(?:,|or)\s*/, '');

function seeAdjective(reader: Reader): Adjective | undefined {
  for (const status of statuses) {
    const length = see(reader, statusWords[status].words)?.split(' ').length;
    if (length !== undefined)
      return { length, rule: { type: 'text', field: 'status', operator: 'is', values: [status] } };
  }
  if (see(reader, ['untagged']) !== undefined)
    return { length: 1, rule: { type: 'not', rule: { type: 'has-tags' } } };
  const mailable = see(reader, single);
  if (mailable !== undefined)
    return {
      length: 1,
      rule: reachableWords.includes(mailable) ? reachable : { type: 'not', rule: reachable },
    };
  const attribute = seeAttribute(reader)?.named.type === 'boolean' ? seeOwnAttribute(reader) : undefined;
  if (attribute?.named.type === 'boolean' && !attribute.quoted && attribute.alike.length === 1) {
    const rule: Rule = {
      type: 'attribute',
      attribute: attribute.named.id,
      test: { is: 'boolean', value: true },
    };
    return { length: attribute.length, rule };
  }
  const speaking = seeSpeaking(reader, 0);
  if (speaking !== undefined) return speaking;
  const nation = seeNationality(reader);
  return nation && { ...nation, ofPlace: true };
}

const statuses = Object.keys(statusWords) as StatusName[];
const single = [...reachableWords, ...unreachableWords].filter((words) => !words.includes(' '));

/** The name or people that the words before describe. */
function readNoun(reader: Reader): Read<Rule> | undefined {
  if (isJoiner(peek(reader))) return undefined;
  const status = statuses.find((name) => take(reader, statusWords[name].nouns) !== undefined);
  if (status !== undefined) {
    return { type: 'text', field: 'status', operator: 'is', values: [status] };
  }
  // `bounced "May"` is about the campaign, even if a tag has that name.
  const next = peek(reader);
  if (next?.kind === 'quoted' && spelledLike(reader.names.campaigns, next.text).length > 0) return undefined;
  // "The" begins another name, so these words don't describe it.
  if (see(reader, ['a', 'an', 'the']) !== undefined || seeBare(reader) === undefined) return undefined;
  const rule = readBare(reader, { from: reader.next, negated: false });
  take(reader, peopleWords);
  return rule;
}

/** "Active vips" if a tag is called "active": the tag, or the attribute? */
function refuseNamesake(
  reader: Reader,
  { from, end, adjective, name }: { from: number; end: number; adjective: string; name: string },
): null | undefined {
  const tags = namedLike(reader.names.tags, adjective);
  const segments = namedLike(reader.names.segments, adjective);
  if (tags.length + segments.length === 0) return undefined;
  const message = `${cited(adjective)} is also the name of a ${tags.length > 0 ? 'tag' : 'segment'}. Which one do you mean?`;
  return ask(reader, from, end, message, [
    ...tags.map((tag) => `tagged ${quoteName(tag.name, { always: true })} and`),
    ...segments.map((segment) => `in segment ${quoteName(segment.name, { always: true })} and`),
    ...(name === '' ? [] : [`(${adjective}) and`]),
  ]);
}
