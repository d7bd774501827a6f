import type { Rule } from '../schema.ts';
import type { Connector } from './connectors.ts';
import type { EventWords } from './event.ts';
import { cited, type Read, type Reader, refuse, textOf } from './reader.ts';

/** A condition or bracket of a list, and the tokens that it covers. */
export interface Item {
  rule: Rule;
  from: number;
  to: number;
  /** Of an event condition that stands without brackets. */
  event?: EventWords;
}

/**
 * Verbs side by side share the timeframe and count of the last one: `opened or clicked in the last 30 days`. The same
 * verb twice does not: `opened and not opened in the last 60 days` is opened ever, and not since.
 */
export function shareAdverbs(
  reader: Reader,
  items: readonly Item[],
  connectors: readonly Connector[],
): Read<Item[]> {
  if (!scopesAreClear(reader, items, connectors)) return null;
  const shared = [...items];
  for (let first = 0; first < items.length; first += 1) {
    let last = first;
    while (isBare(items[last]) && items[last + 1]?.event !== undefined) last += 1;
    const giver = items[last]?.event;
    if (last === first || giver === undefined) continue;
    const run = items.slice(first, last);
    first = last;
    const { timeframe, count, which } = giver.condition;
    if (timeframe === undefined && count === undefined) continue;
    const kinds = new Set(
      items.slice(first - run.length, last + 1).map((item) => item.event?.condition.event),
    );
    const repeats = kinds.size <= run.length;
    if (repeats && run.length === 1) continue;
    if (repeats || which !== undefined || (giver.bareCount && run.some((item) => item.event?.negated))) {
      return refuseSharing(reader, run, items[last]);
    }
    for (const [index, item] of run.entries()) {
      if (item.event === undefined) continue;
      const condition = {
        ...item.event.condition,
        ...(timeframe === undefined ? {} : { timeframe }),
        ...(count === undefined ? {} : { count }),
      };
      const rule: Rule = item.event.negated ? { type: 'not', rule: condition } : condition;
      shared[last - run.length + index] = { ...item, rule };
    }
  }
  return shared;
}

const isBare = (item: Item | undefined): boolean => item?.event !== undefined && !item.event.own;

function refuseSharing(reader: Reader, run: readonly Item[], giver: Item | undefined): null {
  const from = run[0]?.from ?? 0;
  const to = giver?.to ?? from;
  const message = `How far does the end of ${cited(textOf(reader, from, to))} reach? Say when or how often after each verb ("ever" for any time).`;
  return refuse(reader, from, to, message);
}

/** "has not opened or clicked": `not` would bind the first verb only, and most people mean both. */
function scopesAreClear(reader: Reader, items: readonly Item[], connectors: readonly Connector[]): boolean {
  for (const [index, connector] of connectors.entries()) {
    const [one, other] = [items[index], items[index + 1]];
    if (connector.says !== 'or' || !one?.event?.negated || other?.event === undefined) continue;
    if (other.event.negated || other.event.auxiliary) continue;
    const message = `Does the "not" of ${cited(textOf(reader, one.from, other.to))} reach the second verb? Say "and not" for neither, or "or has" for only the first.`;
    refuse(reader, connector.from, connector.to, message, ['and not', 'or has']);
    return false;
  }
  return true;
}
