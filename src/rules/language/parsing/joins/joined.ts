import { nearest } from '../../../../lib/words.ts';
import { bounds } from '../../../bounds.ts';
import type { Rule } from '../../../schema.ts';
import { auxiliaries, everyoneWords, pronouns, statusWords } from '../../words.ts';
import { seeBare } from '../ahead/bare.ts';
import { conditionStarts } from '../ahead/condition.ts';
import { seePlural } from '../ahead/plural.ts';
import { statusStarts } from '../ahead/status.ts';
import { readCondition } from '../condition.ts';
import { refusePeopleNamed } from '../people/people-named.ts';
import { bracketed, type Connector, takeConnector } from '../reader/connectors.ts';
import type { Item } from '../reader/item.ts';
import { refuseNor } from '../reader/nor.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from '../reader/reader.ts';
import { readComparedAgain } from './compared-again.ts';
import { excepted, refuseAfterException, refuseMixedException, takeException } from './excepted.ts';
import { impliedJoin } from './implied-join.ts';
import { refuseOtherThan } from './other-than.ts';
import { readOtherTime } from './other-time.ts';
import { readRepeated } from './repeated.ts';
import { shareAdverbs } from './share.ts';
import { readSubject } from './subject.ts';

/** Conditions joined by `and` or by `or`, up to a closing bracket or the end. */
export function readJoined(reader: Reader): Read<Rule> {
  const list = readItems(reader);
  if (list === null) return null;
  if (refuseAfterException(reader, list.items, list.connectors) === null) return null;
  if (refuseYesNoScope(reader, list.items, list.connectors) === null) return null;
  const items = shareAdverbs(reader, list.items, list.connectors);
  const [first, second] = items ?? [];
  if (items === null || first === undefined) return null;
  if (second === undefined) return first.rule;
  const [connector] = list.connectors;
  if (connector?.but && first.rule.type === 'everyone' && second.rule.type !== 'not') {
    const message = '"Everyone but" is ambiguous; say "everyone except".';
    return ask(reader, connector.from, connector.to, message, ['except']);
  }
  const says = new Set(list.connectors.map((each) => each.says));
  if (says.size > 1) return refuseMixed(reader, items, list.connectors);
  const rules = items.flatMap((item) => (says.has('or') ? item.rule : partsOf(item)));
  // "Everyone except vips" means the contacts who aren't vips.
  if (first.rule.type === 'everyone' && items.slice(1).every((item) => item.excepted)) rules.shift();
  return rules.length > 1 ? { type: says.has('or') ? 'any' : 'all', rules } : second.rule;
}

function readItems(reader: Reader): Read<{ items: Item[]; connectors: Connector[] }> {
  const items: Item[] = [];
  const connectors: Connector[] = [];
  for (;;) {
    const item = readNext(reader, items, connectors.at(-1));
    if (item === null || refuseOtherThan(reader, items.at(-1), item, connectors.at(-1)) === null) return null;
    items.push(item);
    const connector = takeConnector(reader) ?? impliedJoin(reader, items, connectors);
    if (connector?.nor && !isTurned(item)) return refuseNor(reader, reader.next + 1);
    if (connector === null) return null;
    if (connector === undefined) return { items, connectors };
    const follows = peek(reader);
    if (follows === undefined || follows.lower === ')') {
      const message = `A condition should follow ${cited(textOf(reader, connector.from, connector.to))}; add one, or remove the word.`;
      return refuse(reader, connector.from, connector.to, message, ['']);
    }
    connectors.push(connector);
  }
}

/** "Not active or churned": neither, or also people who are churned? */
function refuseYesNoScope(
  reader: Reader,
  items: readonly Item[],
  connectors: readonly Connector[],
): null | undefined {
  for (const [index, { says }] of connectors.entries()) {
    const [one, other] = [items[index], items[index + 1]];
    if (says !== 'or' || one === undefined || other === undefined) continue;
    const { rule } = one;
    const inside = rule.type === 'not' && rule.rule.type === 'attribute' ? rule.rule : undefined;
    const said = textOf(reader, one.from, one.to);
    if (reader.tokens[one.from]?.lower === '(') continue;
    if (inside?.test.is !== 'boolean' || /(?:true|false|yes|no)$/i.test(said)) continue;
    if (see({ ...reader, next: other.from }, [...leadWords, ...pronouns, '(']) !== undefined) continue;
    const name = textOf(reader, one.to - 1, one.to);
    const beside = textOf(reader, other.from, other.to);
    const message = `Does the "not" of ${cited(`${said} or ${beside}`)} reach ${cited(beside)}? Use brackets.`;
    return ask(reader, one.from, other.to, message, [`not (${name} or ${beside})`, `(${said}) or ${beside}`]);
  }
  return undefined;
}

/** What begins a condition that is complete in itself. */
const leadWords = [...auxiliaries, 'not', 'never'];

/** "Subscribed vips in Norway" is three conditions on the same people. */
const partsOf = ({ rule, flat }: Item): Rule[] => (flat && rule.type === 'all' ? rule.rules : [rule]);

const isTurned = ({ rule, spoken }: Item): boolean => spoken?.negated ?? rule.type === 'not';

/** The next item; all but the first follow a connector. */
function readNext(reader: Reader, items: readonly Item[], connector: Connector | undefined): Read<Item> {
  const before = items.at(-1);
  const from = reader.next;
  const except = takeException(reader);
  const repeated = except === undefined ? readRepeated(reader, items, connector) : undefined;
  if (repeated !== undefined) return repeated;
  const again =
    except === undefined
      ? (readComparedAgain(reader, before, connector) ?? readOtherTime(reader, items, connector))
      : undefined;
  if (again === null) return null;
  if (again !== undefined) {
    const { rule, to } = again;
    reader.heard.push({ rule, from, to, inBracket: reader.depth > 0 });
    return again;
  }
  if (except === undefined) return readItem(reader, connector === undefined || connector.but);
  if (connector?.says === 'or') {
    const message = `"or" can’t come before ${cited(except)}; say "or not" for people who aren’t.`;
    return ask(reader, connector.from, reader.next, message, ['or not']);
  }
  const item = readItem(reader, true);
  return item && excepted(reader, { ...item, from }, before);
}

function readItem(reader: Reader, first: boolean): Read<Item> {
  const from = reader.next;
  const subject = readSubject(reader, first);
  if (subject !== undefined) return item(from, reader, subject);
  while (take(reader, pronouns) !== undefined);
  if (see(reader, ['(', ...Object.keys(groups)]) !== undefined) return item(from, reader, readGroup(reader));
  if (see(reader, ['not']) !== undefined && see(reader, ['(', ...Object.keys(groups), ...everyoneWords], 1)) {
    return item(from, reader, readNot(reader));
  }
  takeEmphasis(reader);
  const start = reader.next;
  const read = readCondition(reader);
  if (read === null) return null;
  if (refusePeopleNamed(reader, { rule: read.rule, from: start, to: reader.next }) === null) return null;
  reader.heard.push({ rule: read.rule, from, to: reader.next, inBracket: reader.depth > 0 });
  return { ...read, from, to: reader.next };
}

/**
 * Consumes "either" if the next joining word is "or", "both" if it is "and", and "only" before people: "either
 * vip or partner", "only vips". "Only opened" says more, so it stays.
 */
function takeEmphasis(reader: Reader): void {
  const at = see(reader, ['is', 'are', 'who are']) === undefined ? 0 : 1;
  const word = peek(reader, at)?.lower;
  if (word === 'either' || word === 'both') {
    const joiner = reader.tokens
      .slice(reader.next + at)
      .find(({ kind, lower }) => kind === 'word' && /^(?:and|or)$/.test(lower));
    if (joiner?.lower === (word === 'either' ? 'or' : 'and')) reader.next += at + 1;
  } else if ((word === 'only' || word === 'just') && at === 0 && seeBare(reader, 1) !== undefined) {
    const named = seePlural(reader, 1);
    if (named !== undefined) reader.next += 1;
  }
}

const item = (from: number, reader: Reader, rule: Read<Rule>): Read<Item> =>
  rule && { rule, from, to: reader.next };

function readNot(reader: Reader): Read<Rule> {
  take(reader, ['not']);
  const everyone = take(reader, everyoneWords);
  const rule: Read<Rule> = everyone === undefined ? readGroup(reader) : { type: 'everyone' };
  return rule && { type: 'not', rule };
}

const groups: Record<string, { joins: 'and' | 'or'; type: 'all' | 'any' | 'none' }> = {
  'all of': { joins: 'and', type: 'all' },
  'any of': { joins: 'or', type: 'any' },
  'none of': { joins: 'or', type: 'none' },
};

/** `( … )`, or `all of (…)`, `any of (…)`, `none of (…)` with commas between the conditions. */
function readGroup(reader: Reader): Read<Rule> {
  const from = reader.next;
  const word = take(reader, Object.keys(groups));
  const open = reader.next;
  if (take(reader, ['(']) === undefined) {
    const message = `After ${cited(word ?? '')}, put the conditions in brackets, separated by commas.`;
    return refuse(reader, from, open, message);
  }
  reader.depth += 1;
  if (reader.depth > bounds.depth) return refuseDepth(reader, from);
  const rule = word === undefined ? readJoined(reader) : readListed(reader, word);
  reader.depth -= 1;
  if (rule === null) return null;
  if (take(reader, [')']) !== undefined) return rule;
  if (peek(reader) !== undefined) return refuseLeftover(reader);
  reader.problems.push({
    at: reader.tokens[open]?.at ?? 0,
    length: 1,
    message: 'This bracket is not closed; put ")" where its conditions end.',
    suggestions: [`${reader.text.trimEnd()})`],
  });
  return null;
}

function readListed(reader: Reader, word: string): Read<Rule> {
  const list = readItems(reader);
  const group = groups[word];
  if (list === null || group === undefined) return null;
  const wrong = list.connectors.find((connector) => !connector.comma && connector.says !== group.joins);
  const except = list.items.find((each) => each.excepted);
  if (except !== undefined) {
    const message = `In ${cited(word)}, use "not" instead of "except".`;
    return ask(reader, except.from, except.from + 1, message, ['not']);
  }
  if (wrong?.implied) {
    const message = `Put a comma or brackets before ${cited(textOf(reader, wrong.from, wrong.from + 1))}: in ${cited(word)} it could belong to one condition or be one of its own.`;
    return ask(reader, wrong.from, wrong.from, message, [',']);
  }
  if (wrong !== undefined) {
    const said = textOf(reader, wrong.from, wrong.to);
    const message = `${cited(said)} contradicts ${cited(word)}; separate the conditions by commas.`;
    return refuse(reader, wrong.from, wrong.to, message, [',']);
  }
  const items = list.connectors.every((connector) => connector.comma)
    ? list.items
    : shareAdverbs(reader, list.items, list.connectors);
  const rules = items?.map((each) => each.rule);
  const [first, ...others] = rules ?? [];
  if (rules === undefined || first === undefined) return null;
  const { type } = group;
  if (type === 'none') return { type: 'not', rule: others.length === 0 ? first : { type: 'any', rules } };
  return others.length === 0 ? first : { type, rules };
}

function refuseDepth(reader: Reader, from: number): null {
  return refuse(
    reader,
    from,
    from + 1,
    `Brackets can be at most ${bounds.depth} levels deep; split the rule into segments.`,
  );
}

function refuseMixed(reader: Reader, items: readonly Item[], connectors: readonly Connector[]): null {
  const from = items[0]?.from ?? 0;
  const to = items.at(-1)?.to ?? from;
  const refused = refuseMixedException(reader, items, connectors);
  if (refused !== undefined) return refused;
  const readings = bracketed(
    items.map((each) => textOf(reader, each.from, each.to)),
    connectors.map((each) => each.says),
  );
  const commas = connectors.some((connector) => connector.comma) ? ' (a comma counts as "and")' : '';
  const message = `"And" and "or" are mixed here${commas}; use brackets to show which belong together.`;
  return ask(reader, from, to, message, readings);
}

/** What was found instead of `and`, `or`, a closing bracket or the end. */
export function refuseLeftover(reader: Reader): null {
  const token = peek(reader);
  const { next } = reader;
  const found = token === undefined ? '' : textOf(reader, next, next + 1);
  if (token?.lower === ')') {
    return refuse(
      reader,
      next,
      next + 1,
      'This closing bracket has no opening one; remove it, or add "(" before.',
      [''],
    );
  }
  if (token?.lower === 'and/or') {
    return ask(reader, next, next + 1, '"And/or" can be read two ways; choose one.', ['or', 'and']);
  }
  if (see(reader, ['besides']) !== undefined)
    return ask(reader, next, next + 1, '"Besides" can mean "and" or "except"; say "except".', ['except']);
  // "Subscribers since May"; "tagged vip since May" is about the tag.
  if (token?.lower === 'since' && see(reader, subscribers, -1) !== undefined)
    return ask(reader, next, next + 1, 'Say what they did since then.', ['who signed up since']);
  if (see(reader, exceptions) !== undefined) {
    const words = see(reader, exceptions)?.split(' ').length ?? 1;
    const message = `${cited(found)} isn’t something Rollcall understands here; say "and not".`;
    return refuse(reader, next, next + words, message, ['and not']);
  }
  if (conditionStarts(reader)) {
    const message = `Another condition starts at ${cited(found)}; put "and" or "or" before it.`;
    // "Vip subscribers": two names for the same people never mean "or".
    const either = statusStarts(reader) ? [] : [`or ${found}`];
    return ask(reader, next, next + 1, message, [`and ${found}`, ...either]);
  }
  const close = found.length > 2 ? nearest(found, joiners) : [];
  const advice = close.length > 0 ? `; did you mean ${close.map((word) => `"${word}"`).join(' or ')}?` : '.';
  return refuse(reader, next, next + 1, `Rollcall doesn’t understand ${cited(found)} here${advice}`, close);
}

/** What a mistyped word between conditions may mean. */
const joiners = ['and', 'or', 'but', 'who', 'that', 'with', 'without', 'except'];

const exceptions = ['unless', 'minus'];
const subscribers = Object.values(statusWords).flatMap(({ nouns }) => [...nouns]);
