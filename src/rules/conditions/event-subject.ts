import { readNumber } from '../attributes.ts';
import { campaignsOfRow } from '../form/campaigns-of-row.ts';
import {
  type FormSubject,
  inputOf,
  inTheLast,
  missing,
  pastTime,
  type ReadRow,
  type Row,
  type RowContext,
  type RowInput,
  type RowOperator,
  type RowSubject,
  refused,
} from '../form/row.ts';
import { betweenNumbers, capital } from '../form/typed.ts';
import {
  countOperatorNames,
  countOperators,
  eventKindNames,
  isMailEvent,
  largestCount,
} from '../operators.ts';
import type { Count, EventCondition } from './stored-event.ts';

/** Events by their kinds, as a form offers them. */
export const eventSubject: FormSubject<EventCondition> = {
  name: 'event',
  offers({ events }) {
    const own = events.map(({ name }) => name).filter((name) => !isMailEvent(name));
    return [
      ...eventKindNames.map(
        (kind): RowSubject => ({ what: `event:${kind}`, words: capital(kind), group: 'Events' }),
      ),
      ...own.map((name): RowSubject => ({ what: `event:${name}`, words: `Did ${name}`, group: 'Events' })),
    ];
  },
  find(name, { events }) {
    if (!isMailEvent(name) && !events.some((event) => event.name === name)) return undefined;
    return { operators, inputs, read: (row, context) => readRow(row, name, context) };
  },
};

const operators: RowOperator[] = [
  inTheLast('in'),
  { how: 'ever', words: 'ever', negated: 'never', usual: 'both' },
  ...countOperatorNames.map((name) => ({
    how: name,
    words: `${name} … times`,
    negated: `not ${name} … times`,
    ...(name === 'at least' || name === 'fewer than' ? { usual: 'words' as const } : {}),
  })),
  { how: 'first', words: 'for the first time', negated: 'not for the first time' },
  { how: 'last', words: 'for the last time', negated: 'not for the last time' },
];

function inputs(how: string): RowInput[] {
  const campaigns = inputOf('campaigns', 'campaigns', true);
  switch (how) {
    case 'first':
    case 'last':
    case 'in':
      return [pastTime(), campaigns];
    case 'ever':
      return [campaigns];
    default:
      return [inputOf('count', how === 'between' ? 'two-counts' : 'count'), pastTime(true), campaigns];
  }
}

function readRow(row: Row, event: string, { names, pastTime: timeOf }: RowContext): ReadRow<EventCondition> {
  const campaigns = campaignsOfRow(row.campaigns, names.campaigns);
  if (!campaigns.ok) return campaigns;
  const made: EventCondition = { type: 'event', event, ...campaigns.of };
  if (row.time.trim() !== '') {
    const time = timeOf(row);
    if (!time.ok) return time;
    made.timeframe = time.timeframe;
  }
  if (row.how === 'first' || row.how === 'last') {
    made.which = row.how;
  } else if (row.how !== 'ever' && row.how !== 'in') {
    const count = countOf(row);
    if (typeof count === 'string') return refused(count, 'count');
    made.count = count;
  }
  return { ok: true, condition: made };
}

function countOf({ how, count }: Row): Count | string {
  const operator = how as Count['operator'];
  const numbers = count
    .trim()
    .split(betweenNumbers)
    .map((text) => readNumber(text.replace(/\s*times?$/i, '')));
  const [n = null, most = null] = numbers;
  const isWhole = (number: number | null): number is number =>
    number !== null && Number.isInteger(number) && number >= 0 && number <= largestCount;
  if (operator === 'between') {
    if (numbers.length !== 2 || !isWhole(n) || !isWhole(most)) return missing['two-counts'];
    return n < most ? { operator, n, most } : 'The smaller number comes first.';
  }
  if (numbers.length !== 1 || !isWhole(n))
    return `Use a whole number up to ${largestCount.toLocaleString('en-US')}.`;
  if (n < countOperators[operator].smallest)
    return `“${operator} ${n} times” matches everyone or no one. Type a larger number.`;
  return { operator, n };
}
