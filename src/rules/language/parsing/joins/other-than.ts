import type { Rule } from '../../../schema.ts';
import { exceptionWords } from '../../words.ts';
import type { Connector } from '../reader/connectors.ts';
import type { Item } from '../reader/item.ts';
import { ask, cited, type Reader, refuse, take, textOf } from '../reader/reader.ts';

/**
 * "No tags except vip", "not vip except newsletter", "no tags but vip": after a "no" about the same kind of
 * thing, an exception lets some back in, and doesn't leave more out.
 */
export function refuseOtherThan(
  reader: Reader,
  before: Item | undefined,
  item: Item,
  connector: Connector | undefined,
): null | undefined {
  if (before === undefined || before.excepted || before.rule.type !== 'not') return undefined;
  const [none, also] = [before.rule.rule, item.rule.type === 'not' ? item.rule.rule : item.rule];
  const isBut = connector?.but === true && item.rule.type !== 'not' && none.type === 'has-tags';
  if ((!item.excepted && !isBut) || !isSameKind(none, also)) return undefined;
  const after = { ...reader, next: item.from };
  take(after, exceptionWords);
  const [said, rest] = [textOf(reader, before.from, before.to), textOf(reader, after.next, item.to)];
  if (none.type === 'has-tags') {
    const message = `Rollcall can’t compare all other tags: name those that they may not have, like "tagged a and not tagged b".`;
    return refuse(reader, before.from, item.to, message);
  }
  const message = `Does ${cited(textOf(reader, before.from, item.to))} let in ${cited(rest)}, or leave them out as well?`;
  return ask(reader, before.from, item.to, message, [`(${said}) or ${rest}`, `${said} and not ${rest}`]);
}

function isSameKind(one: Rule, other: Rule): boolean {
  if (other.type === 'tagged') return one.type === 'tagged' || one.type === 'has-tags';
  if (one.type === 'event' && other.type === 'event') return one.event === other.event;
  if (one.type === 'text' && other.type === 'text') return one.field === other.field;
  if (one.type === 'has' && other.type === 'text') return one.field === other.field;
  if (one.type === 'attribute' && other.type === 'attribute') return one.attribute === other.attribute;
  return one.type === 'segment' && other.type === 'segment';
}
