import type { Temporal } from 'temporal-polyfill';
import type { Span } from '../calendar.ts';
import { nthWeekday } from '../calendar.ts';
import { date, type Row } from './when.ts';

/** Christian feasts and seasons. */
export const christian: readonly Row[] = [
  ['Epiphany', '1-6', 'three kings (day)|twelfth night|theophany'],
  ['Orthodox Christmas', '1-7', 'orthodox christmas day'],
  ['Midsummer', '6-24', 'midsummer day|st johns day|saint johns day'],
  ['Assumption', '8-15', 'assumption day|assumption of mary'],
  ["All Saints' Day", '11-1', 'all saints (day)|all hallows (day)|hallowmas'],
  ["All Souls' Day", '11-2', 'all souls (day)'],
  ['Advent', adventSeason, 'advent season|season of advent|advent time'],
  ['Advent Sunday', (year) => advent(year, 1), 'first advent|first sunday of advent|first advent sunday'],
  ['Second Advent', (year) => advent(year, 2), 'second sunday of advent|second advent sunday'],
  ['Third Advent', (year) => advent(year, 3), 'third sunday of advent|third advent sunday'],
  ['Fourth Advent', (year) => advent(year, 4), 'fourth sunday of advent|fourth advent sunday'],
  ['St Nicholas Day', '12-6', 'saint nicholas day|feast of st nicholas'],
  ['Christmas Eve', '12-24', 'xmas eve'],
  ['Christmas', '12-25', 'christmas day|xmas|xmas day|x mas|x mas day'],
  // Around Easter.
  ['Carnival Monday', 'easter -48', 'shrove monday|rosenmontag|rose monday'],
  ['Mardi Gras', 'easter -47', 'shrove tuesday|fat tuesday|pancake day|pancake tuesday|carnival tuesday'],
  ['Ash Wednesday', 'easter -46'],
  ['Lent', 'easter -46/46'],
  ['Palm Sunday', 'easter -7', 'branch sunday'],
  ['Holy Week', 'easter -7/7'],
  ['Maundy Thursday', 'easter -3', 'holy thursday|covenant thursday|thursday of mysteries|sheer thursday'],
  ['Good Friday', 'easter -2', 'great friday|holy friday'],
  ['Holy Saturday', 'easter -1', 'easter saturday|black saturday'],
  ['Easter', 'easter', 'easter sunday|easter day'],
  ['Easter Monday', 'easter +1'],
  ['Easter Weekend', 'easter -2/4', 'easter week end'],
  ['Ascension', 'easter +39', 'ascension day|ascension thursday|holy thursday ascension'],
  ['Pentecost', 'easter +49', 'whitsun|whit sunday|white sunday'],
  ['Whit Monday', 'easter +50', 'pentecost monday|monday of the holy spirit'],
  ['Trinity Sunday', 'easter +56'],
  ['Corpus Christi', 'easter +60', 'feast of corpus christi'],
  [
    'Orthodox Shrove Monday',
    'orthodox -48',
    'orthodox clean monday|clean monday|orthodox ash monday|orthodox pure monday',
  ],
  ['Orthodox Palm Sunday', 'orthodox -7', 'orthodox branch sunday'],
  ['Orthodox Good Friday', 'orthodox -2', 'orthodox great friday'],
  ['Orthodox Easter', 'orthodox', 'orthodox easter sunday|pascha'],
  ['Orthodox Easter Monday', 'orthodox +1', 'orthodox bright monday'],
  ['Orthodox Ascension', 'orthodox +39', 'orthodox ascension day'],
  ['Orthodox Pentecost', 'orthodox +49'],
  ['Orthodox Whit Monday', 'orthodox +50'],
];

/** The Sundays before Christmas. The fourth may be Christmas Eve. */
function advent(year: number, nth: number): Temporal.PlainDate {
  return nthWeekday(date(year, 12, 24), 7, nth - 5);
}

function adventSeason(year: number): Span {
  return { from: advent(year, 1), to: date(year, 12, 25) };
}
