import type { Timeframe } from '../../dates/schema.ts';
import { type AttributeTest, booleanWords, numberOperators } from '../attributes.ts';
import type { EventCondition } from '../conditions/stored-event.ts';
import { explainLatest } from '../latest-campaigns.ts';
import type { Names } from '../names.ts';
import { eventKinds, isMailEvent, type TextOperatorName } from '../operators.ts';
import { pastSaid } from './event-forms.ts';
import { printNumbers, printTest } from './print-test.ts';
import { printNamed, quote, quoteName } from './quote.ts';
import { timeSaid } from './time-in-read-back.ts';

/** What happened, after "who" and after "have": `purchased with amount more than 100`. */
export function saidEvent(
  { event, campaigns, latest, properties, machines }: EventCondition,
  names: Names,
): [string, string] {
  const campaign =
    latest === undefined
      ? campaigns?.map((id) => printNamed(id, names.campaigns)).join(' or ')
      : explainLatest(latest, names.campaigns);
  const about = [
    ...(properties ?? []).map(({ property, test, not }, index) => {
      const words = saidTest(quoteName(property), test, not ?? false);
      return `${index === 0 ? 'with' : 'and'} ${words.replace(/^has /, '')}`;
    }),
    ...(machines ? ['(machines included)'] : []),
  ];
  const past = isMailEvent(event) ? undefined : pastSaid(event, names.events);
  const own = past === undefined ? [`did ${quote(event)}`, `done ${quote(event)}`] : [past, past];
  const forms = isMailEvent(event)
    ? [eventKinds[event].said(campaign), eventKinds[event].said(campaign)]
    : own.map((said) => (campaign === undefined ? said : `${said} from ${campaign}`));
  return forms.map((form) => [form, ...about].join(' ')) as [string, string];
}

/** After a property's name, which "with" comes before. */
const saidText = {
  is: '',
  contains: 'containing ',
  'starts with': 'starting with ',
  'ends with': 'ending with ',
} as const satisfies Record<TextOperatorName, string>;

/** A test of a property, in words: "amount more than 100", "currency EUR". */
function saidTest(name: string, test: AttributeTest<Timeframe>, negated: boolean): string {
  if (test.is === 'date') return `${name} ${negated ? 'not ' : ''}${timeSaid(test.timeframe)}`;
  const not = negated ? 'not ' : '';
  if (test.is === 'boolean') return `${name} ${not}${booleanWords[test.value ? 'true' : 'false'][0]}`;
  if (test.is === 'text')
    return `${name} ${not}${saidText[test.operator]}${test.values.map((value) => quoteName(value)).join(' or ')}`;
  if (test.is !== 'number') return printTest(name, test, negated);
  if (test.operator === 'is') return `${name} ${not}${printNumbers(test)}`;
  const said = numberOperators[test.operator].said[negated ? 1 : 0].replace(/^is /, '');
  return `${name} ${said} ${printNumbers(test)}`;
}
