import { defined } from '../../lib/defined.ts';
import { foldHeader } from '../cells/headers.ts';
import { clashOf, type DateTally, orderOf, possibleOrders } from '../dates/order.ts';
import type { Column } from '../schema.ts';
import type { DateHabit } from './date-habits.ts';
import type { MappingProblem } from './mapping.ts';

/**
 * How a column's dates are read.
 *
 * @param options.isPast the dates are always in the past: sign-ups, birthdays
 * @param options.habit where the file's language puts a year of two digits
 */
export function datesIn(
  dates: DateTally,
  options: { isPast: boolean; habit: DateHabit | undefined },
): Pick<Column, 'dateOrder' | 'orders' | 'clash' | 'notAfter'> {
  const dateOrder = orderOf(dates, options);
  const orders = possibleOrders(dates, options);
  const clash = clashOf(dates);
  return {
    dateOrder,
    ...(dateOrder === null ? { orders, ...defined({ clash }) } : {}),
    ...defined({ notAfter: dates.shortYears > 0 ? dates.notAfter : undefined }),
  };
}

/**
 * Warns about future days if there should be none. They are kept, because someone may mean the sign-up for an
 * event.
 */
export function futureProblem(header: string, index: number, dates: DateTally): MappingProblem[] {
  const { future, firstFuture } = dates;
  if (firstFuture === undefined) return [];
  const days = future === 1 ? 'a day' : `${future.toLocaleString('en')} days`;
  return [
    {
      column: index,
      blocking: false,
      message: `"${header}" has ${days} in the future: "${firstFuture.cell}" on line ${firstFuture.line}${future === 1 ? '' : ' is the first'}.`,
      hint: 'They’re imported as is. If the column means something else, choose what it is.',
    },
  ];
}

/**
 * Whether a column of dates with no other field may be the sign-up day, which most lists have. A single one
 * is proposed if its name only says that it is a date; otherwise a person is asked, as they are if there are
 * several.
 */
export function proposedSignUp(columns: readonly Column[]): {
  index: number | undefined;
  problems: MappingProblem[];
} {
  const none = { index: undefined, problems: [] };
  if (columns.some(({ target }) => target === 'signed-up')) return none;
  const most = Math.max(...columns.map(({ filled }) => filled));
  const some = [...columns.entries()].filter(
    ([, { header, target, type, yearly, filled }]) =>
      target === 'attribute' &&
      type === 'date' &&
      !yearly &&
      filled * 2 >= most &&
      !meansOther.test(foldHeader(header)),
  );
  const [first, ...others] = some;
  if (first === undefined) return none;
  const [index, { header }] = first;
  const about = { column: index, blocking: false };
  if (others.length === 0 && isMerelyDate.test(foldHeader(header))) {
    return {
      index,
      problems: [
        {
          ...about,
          message: `"${header}" is used as the sign-up date: it’s the only date in the file.`,
          hint: `If it’s something else, import it as an attribute (--map "${header}=attribute").`,
        },
      ],
    };
  }
  const names = some.slice(0, 3).map(([, column]) => `"${column.header}"`);
  return {
    index: undefined,
    problems: [
      {
        ...about,
        message: `No column is the sign-up date, but ${names.join(' and ')} ${names.length === 1 ? 'contains' : 'contain'} dates.`,
        hint: `If that’s when people signed up, choose "Sign-up date" (--map "${header}=signed-up").`,
      },
    ],
  };
}

const isMerelyDate =
  /^(?:date|dates|datum|fecha|data|dato|dat|time|timestamp|date time|datetime|day|tag|jour|dia|zeit|zeitpunkt|zeitstempel|when|column \d+|日付|日期|날짜|дата)$/;

/** Names of columns whose days are something other than a sign-up. */
const meansOther =
  /\b(?:last|latest|recent|letzt\w*|dernier\w*|ultim\w*|laatste|senast|sist\w*|ostatni\w*|next|nachst\w*|prochain\w*|updat\w*|modif\w*|chang\w*|edit\w*|geandert|aktualisiert|log ?in|seen|activ\w*|visit\w*|open\w*|click\w*|order\w*|purchase\w*|bought|bestell\w*|kauf\w*|achat|compra|paid|pay\w*|invoice\w*|rechnung\w*|sent|send|email\w*|mail\w*|campaign|event|start\w*|begin\w*|end\w*|until|expir\w*|ablauf|renew\w*|due|deadline|trial|valid\w*|birth\w*|died|death|wedding|hire\w*|appoint\w*|termin|meeting|book\w*|buchung|call\w*|contacted|contact|kontakt|donat\w*|spende|gift|bounce\w*|unsub\w*|opt ?out|cancel\w*|churn\w*|delet\w*|archiv\w*|ship\w*|deliver\w*|check\w*|inspect\w*|consent|gdpr|dsgvo|follow up|review\w*|contract|vertrag|warranty|arrival|departure|closed?|won|lost|exam|graduat\w*|anniversar\w*)\b|updated|modified|changed|login|expir|renew/;
