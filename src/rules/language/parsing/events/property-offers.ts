import { numberOperatorWords } from '../../../attributes.ts';
import type { NamedEvent, NamedProperty } from '../../../names.ts';
import { isMailEvent } from '../../../operators.ts';
import { quoteName } from '../../quote.ts';
import { operatorWords } from '../../table-words.ts';
import { timeOpenings } from '../../words.ts';
import { amountStarts, spendingStarts } from '../ahead/amount.ts';
import { seeNamed } from '../ahead/named.ts';
import { seeForm } from '../ahead/own-form.ts';
import { isOver } from '../reader/connectors.ts';
import { ask, cited, peek, type Reader, see, textOf } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';
import { currencies } from '../values/digits.ts';
import { adverbStarts } from './adverbs.ts';

// Properties of events in words that aren't understood as such: each is offered with "did … with".

const money = /(?:^|[\s_-])(?:amount|total|value|price|revenue|sum|spend|cost)$/i;

/**
 * "Purchase amount over 100", "purchases over $100", "spent more than $1,000": says that amounts belong to a
 * single event. Undefined if there is nothing of the kind, or several properties fit.
 */
export function refuseAmount(reader: Reader, lead: Lead): null | undefined {
  const own = reader.names.events.filter(({ name }) => !isMailEvent(name));
  const nothing = spentNothing(reader, lead);
  if (spendingStarts(reader) || nothing !== undefined) {
    const fitting = own.flatMap((event) =>
      propertiesOf(event, 'number', money).map((each) => [event, each] as const),
    );
    const [only, ...others] = fitting;
    if (only === undefined || others.length > 0) return undefined;
    if (nothing === undefined) return offer(reader, lead, { length: 1, event: only[0], property: only[1] });
    const did = `${nothing.none ? 'never ' : ''}did ${quoteName(only[0].name)}`;
    const message = `Rollcall doesn’t total amounts over several events. Say "${did}" for whether there was one.`;
    return ask(reader, lead.from, reader.next + nothing.length, message, [did]);
  }
  const form = seeForm(reader, ['nouns', 'base']);
  const [name, ...more] = form?.names ?? [];
  const event = own.find((each) => each.name === name);
  if (form === undefined || event === undefined || more.length > 0) return undefined;
  const property = seeNamed(reader, event.properties ?? [], form.length);
  if (property !== undefined)
    return see(reader, [...operatorWords, ...numberOperatorWords], form.length + property.length) ===
      undefined
      ? undefined
      : offer(reader, lead, { length: form.length + property.length, event, property: property.named });
  const preposition = see(reader, ['of', 'for'], form.length) === undefined ? 0 : 1;
  if (!amountStarts(reader, form.length + preposition)) return undefined;
  const [only, ...others] = propertiesOf(event, 'number');
  if (only === undefined || others.length > 0) return undefined;
  return offer(reader, lead, { length: form.length + preposition, event, property: only });
}

/** "Spent nothing", "never spent any money", "spent money": how many tokens, and whether there was none. */
function spentNothing(reader: Reader, lead: Lead): { length: number; none: boolean } | undefined {
  const spent = see(reader, ['spent']);
  const none = spent && see(reader, ['nothing', 'no money'], 1);
  const some = spent && see(reader, ['anything', 'any money', 'money', 'something'], 1);
  const object = none ?? some;
  if (object === undefined || (none !== undefined && lead.negation !== undefined)) return undefined;
  const length = 1 + object.split(' ').length;
  return { length, none: none !== undefined || lead.negation !== undefined };
}

const propertiesOf = (event: NamedEvent, type: NamedProperty['type'], name = /./): NamedProperty[] =>
  (event.properties ?? []).filter((each) => each.type === type && name.test(each.name));

function offer(
  reader: Reader,
  lead: Lead,
  { length, event, property }: { length: number; event: NamedEvent; property: NamedProperty },
): null {
  const from = reader.next;
  const not = lead.negation === undefined ? '' : 'not ';
  const did = `did ${not}${quoteName(event.name)} with ${quoteName(property.name)}`;
  const message =
    property.type === 'number'
      ? `Rollcall doesn’t total amounts over several events. For a single one, say "${did}" and the number.`
      : `${cited(property.name)} is a property of ${cited(event.name)}; say "${did}".`;
  return ask(reader, lead.from, from + length, message, [did]);
}

/**
 * "Purchased in EUR": offers the one property that this may be a value of. Undefined if there is nothing of
 * the kind.
 *
 * @param known the properties of recorded events of this kind
 */
export function refuseValueOfProperty(reader: Reader, known: readonly NamedProperty[]): null | undefined {
  if (refuseMoney(reader, known) === null) return null;
  const lead = see(reader, ['in', 'for', 'using', 'via', 'of', 'over', 'for over', 'for more than', 'worth']);
  const from = reader.next;
  const length = lead?.split(' ').length ?? 0;
  const value = peek(reader, length);
  if (lead === undefined || value === undefined || timeOpenings.has(value.lower)) return undefined;
  const isNumber = /^[$€£¥]?\d/.test(value.lower);
  if (!isOver(peek(reader, length + 1)) && !adverbStarts(reader, length + 1)) return undefined;
  const fitting = known.filter(({ name, type }) => {
    if (isNumber) return type === 'number' && lead !== 'in';
    const isMoney = currency.test(name);
    return (
      type === 'text' && (lead === 'in' ? isMoney && isCode.test(value.text) : !isMoney && isMeans.has(lead))
    );
  });
  const [only, ...others] = fitting;
  if (only === undefined || others.length > 0) return undefined;
  const more = /over|more than/.test(lead) ? 'over ' : '';
  const said = `with ${quoteName(only.name)} ${more}${textOf(reader, from + length, from + length + 1)}`;
  const message = `Is ${cited(value.text)} a value of ${cited(only.name)}? Then say "${said}".`;
  return ask(reader, from, from + length + 1, message, [said]);
}

/** "Purchased more than $100", "bought for over 100 euros": the one number that the event has. */
function refuseMoney(reader: Reader, known: readonly NamedProperty[]): null | undefined {
  const from = reader.next;
  const preposition = see(reader, ['for', 'of', 'worth', 'for a total of']) ?? '';
  const before = preposition === '' ? 0 : preposition.split(' ').length;
  const operator = see(reader, numberOperatorWords, before);
  const at = before + (operator?.split(' ').length ?? 0);
  const value = peek(reader, at)?.lower ?? '';
  const isMoney = /^[$€£¥]\d|^\d.*[$€£¥]$/.test(value) || see(reader, currencies, at + 1) !== undefined;
  if (operator === undefined || !isMoney) return undefined;
  const [only, ...others] = known.filter(({ type }) => type === 'number');
  if (only === undefined || others.length > 0) return undefined;
  const said = `with ${quoteName(only.name)}`;
  const message = `Is ${cited(textOf(reader, from + at, from + at + 1))} a value of ${cited(only.name)}? Then say "${said}" before it.`;
  if (before > 0) return ask(reader, from, from + before, message, [said]);
  const words = textOf(reader, from, from + at);
  return ask(reader, from, from + at, message, [`${said} ${words}`]);
}

const currency = /currency$/i;
const isCode = /^[A-Z]{3}$/i;
const isMeans = new Set(['using', 'via']);
