import { defined } from '../../../../lib/defined.ts';
import type { AttributeTest } from '../../../attributes.ts';
import type { Rule } from '../../../schema.ts';
import { printEvent } from '../../print-event.ts';
import { printTest } from '../../print-test.ts';
import { quoteName } from '../../quote.ts';
import { seeAttribute } from '../ahead/named.ts';
import { lightVerbs } from '../ahead/own-form.ts';
import { ask, cited, type Read, type Reader, refuse, take, textOf } from '../reader/reader.ts';
import { type Lead, type Spoken, spokenRule } from '../reader/spoken.ts';
import type { SaidCount } from './count.ts';
import { type Head, readHead, takeNoun } from './counted-head.ts';
import { readEvent } from './event.ts';

/** What may come before a condition with a count: "with at least 3 opens", "without clicks". */
const prepositions = ['with', 'without', 'having', ...lightVerbs];
/**
 * Reads an event counted by its noun: `no opens in 60 days`, `with at least 3 clicks`, `0 purchases`.
 * Undefined if there is none; then nothing was read.
 */
export function readCountedEvent(
  reader: Reader,
  lead: Lead,
): Read<{ rule: Rule; spoken?: Spoken }> | undefined {
  const from = reader.next;
  const preposition = take(reader, prepositions);
  const having = preposition !== undefined || lead.auxiliaries.some((word) => /^ha/.test(word));
  const head = readHead(reader, having, lead.negation !== undefined);
  if (head === undefined || head === null) {
    if (head === undefined) reader.next = from;
    return head;
  }
  const attribute = seeAttribute({ ...reader, next: head.at });
  if (attribute?.named.type === 'number')
    return refuseAttribute(reader, { from, head, name: attribute.named.name });
  const isNone = head.none || preposition === 'without';
  if (isNone && (lead.negation !== undefined || (head.none && preposition === 'without'))) {
    const said = textOf(reader, lead.from, reader.next);
    return refuse(reader, lead.from, reader.next, `"${said}" is a double negative; say it once.`);
  }
  const end = reader.next;
  const others = readOthers(reader);
  if (!isNone && others.length > 0) return refuseEither(reader, { from, end });
  const around: Lead = isNone ? { ...lead, negation: 'not' } : lead;
  const said = { from: lead.from, ...defined({ count: head.count }) };
  const spoken = readEvent(reader, { event: head.event, word: '', length: 0 }, around, said);
  if (spoken === null) return null;
  if (others.length === 0) return { rule: spokenRule(spoken), spoken };
  const rules = [head.event, ...others].map((event) =>
    spokenRule({ ...spoken, condition: { ...spoken.condition, event } as Spoken['condition'] }),
  );
  return { rule: { type: 'all', rules } };
}

/** "At least 3 opens or clicks": of each, or of both together? */
function refuseEither(reader: Reader, { from, end }: { from: number; end: number }): null {
  const nouns = textOf(reader, end, reader.next);
  const noun = nouns.split(/\s+/).at(-1) ?? '';
  const count = textOf(reader, from, end - 1);
  const message = `"${textOf(reader, from, reader.next)}": say how often for each of them.`;
  const instead = ['or', 'and'].map((word) => `${textOf(reader, from, end)} ${word} ${count} ${noun}`);
  return ask(reader, from, reader.next, message, reader.next - end === 2 ? instead : []);
}

/** "At least 3 clicks" if "clicks" is also an attribute. */
function refuseAttribute(
  reader: Reader,
  { from, head, name }: { from: number; head: Head; name: string },
): null {
  const { event, count, none: isNone } = head;
  const printed = printEvent(
    { type: 'event', event, ...defined({ count: count?.count }) },
    reader.names,
    isNone,
  );
  const number = isNone ? numberTestOf({ operator: 'exactly', n: 0 }) : count && numberTestOf(count.count);
  const instead = number === undefined ? [] : [printTest(quoteName(name), number, false)];
  const message = `${cited(name)} is an attribute and an event. Which one do you mean?`;
  return ask(reader, from, reader.next, message, [...instead, printed]);
}

function numberTestOf({ operator, n, most }: SaidCount['count']): AttributeTest<never> {
  const names = {
    'at least': '>=',
    'at most': '<=',
    exactly: 'is',
    'more than': '>',
    'fewer than': '<',
    between: 'between',
  } as const;
  return { is: 'number', operator: names[operator], values: most === undefined ? [n] : [n, most] };
}

/** After "no opens": "or clicks", "or any clicks". */
function readOthers(reader: Reader): string[] {
  const events: string[] = [];
  for (;;) {
    const from = reader.next;
    const joiner = take(reader, ['or', 'nor', 'or any', 'or no', ',', ', or']);
    const event = joiner === undefined ? undefined : takeNoun(reader);
    if (event === undefined) {
      reader.next = from;
      return events;
    }
    events.push(event);
  }
}
