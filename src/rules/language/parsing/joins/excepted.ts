import type { Rule } from '../../../schema.ts';
import { exceptionWords } from '../../words.ts';
import type { Connector } from '../reader/connectors.ts';
import type { Item } from '../reader/item.ts';
import { ask, cited, type Read, type Reader, see, take, textOf } from '../reader/reader.ts';

/** Consumes "except" or one of its synonyms. */
export const takeException = (reader: Reader): string | undefined => take(reader, exceptionWords);

/**
 * The item after "except", negated.
 *
 * @param before the item that it narrows; none at the start
 */
export function excepted(reader: Reader, item: Item, before: Item | undefined): Read<Item> {
  const { spoken, rule, from } = item;
  const after = { ...reader, next: from };
  take(after, exceptionWords);
  if (see(after, ['not', 'never']) !== undefined) {
    const message = `${cited(textOf(reader, from, after.next + 1))} is a double negative; say it once.`;
    return ask(reader, from, after.next + 1, message, ['and']);
  }
  if (refuseAll(reader, item, after.next) === null) return null;
  const verbAlone =
    see(after, ['those', 'people', 'contacts', 'anyone', 'everyone', 'who', 'if']) === undefined;
  if (verbAlone && spoken?.own && before?.spoken?.own === false) {
    const message = `How far does the end of ${cited(textOf(reader, before.from, item.to))} reach? Repeat when, how often and which campaign after each verb ("ever" for any time).`;
    return ask(reader, before.from, item.to, message, []);
  }
  const turned: Rule = rule.type === 'not' ? rule.rule : { type: 'not', rule };
  return { rule: turned, from, to: item.to, excepted: true };
}

/** "Except tagged a and b": neither of them, or only not those with both? */
function refuseAll(reader: Reader, { rule, spoken, from, to }: Item, start: number): null | undefined {
  const list = 'match' in rule && rule.match === 'all';
  const each = spoken?.condition.type === 'event' && spoken.condition.each;
  // Brackets make it clear.
  if ((!list && !each) || reader.tokens[start]?.lower === '(') return undefined;
  const said = textOf(reader, start, to);
  const word = textOf(reader, from, start);
  const message = `Leave out everyone with any of these, or only people with all of them? Say "or" for any.`;
  return ask(reader, from, to, message, [
    `${word} (${said.replace(/\band\b/gi, 'or')})`,
    `${word} (${said})`,
  ]);
}

const isStatus = ({ rule }: { rule: Rule }): boolean => {
  const said = rule.type === 'not' ? rule.rule : rule;
  return said.type === 'text' && said.field === 'status';
};

/** Whether a single word says what people are, as the excluded item does. */
const isName = ({ rule, spoken }: Item): boolean =>
  spoken === undefined ? ['tagged', 'segment', 'text'].includes(rule.type) : isStatus({ rule });

/** "Everyone except vips in Germany": who is in Germany? Undefined if nothing follows the excluded item. */
export function refuseAfterException(
  reader: Reader,
  items: readonly Item[],
  connectors: readonly Connector[],
): null | undefined {
  const first = items.findIndex((item) => item.excepted);
  const other = first < 0 ? -1 : items.findIndex((item, index) => index > first && !item.excepted);
  const [left, right] = [items[other - 1], items[other]];
  if (left === undefined || right === undefined || connectors[other - 1]?.says === 'or') return undefined;
  const after = { ...reader, next: left.from };
  take(after, exceptionWords);
  const [out, rest] = [textOf(reader, after.next, left.to), textOf(reader, right.from, right.to)];
  const message = `Does ${cited(textOf(reader, left.from, left.to))} end before ${cited(rest)}? Use brackets to show which belong together.`;
  const connector = connectors[other - 1];
  const word = textOf(reader, left.from, after.next);
  const isAll = items[0]?.rule.type === 'everyone' && first === 1;
  const apart = isAll ? `${rest} ${word} ${out}` : `and ${rest} ${word} ${out}`;
  // "Everyone except vip and beta": nobody means people who are beta; "in Germany" and "who opened" may
  // belong to either part.
  const both = connector?.implied ? `${word} (${out} ${rest})` : `${word} (${out} or ${rest})`;
  // A contact has only one status.
  const statuses = [left, right].every(isStatus);
  const named = statuses ? [both] : [both, `${word} (${out} and ${rest})`];
  const offers = !connector?.implied && isAll && isName(right) ? named : [both, apart];
  return ask(reader, left.from, right.to, message, offers);
}

/**
 * "Everyone except vip or active": neither, or also everyone who is active? Undefined if no exception comes
 * before an "or".
 */
export function refuseMixedException(
  reader: Reader,
  items: readonly Item[],
  connectors: readonly Connector[],
): null | undefined {
  const at = items.findIndex((item) => item.excepted);
  const [left, right, last, first] = [items[at], items[at + 1], items.at(-1), items[0]];
  const isOr = at > 0 && connectors.slice(at).every(({ says }) => says === 'or');
  if (!isOr || !left || !right || !last || !first) return undefined;
  const after = { ...reader, next: left.from };
  take(after, exceptionWords);
  const word = textOf(reader, left.from, after.next);
  const [out, rest] = [textOf(reader, after.next, left.to), textOf(reader, right.from, last.to)];
  const before = textOf(reader, first.from, left.from);
  const apart = first.rule.type === 'everyone' ? [] : [`(${before} ${word} ${out}) or ${rest}`];
  const message = `Does ${cited(word)} reach ${cited(rest)} as well? Use brackets to show which belong together.`;
  return ask(reader, first.from, last.to, message, [`${before} ${word} (${out} or ${rest})`, ...apart]);
}
