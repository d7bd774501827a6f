import type { Temporal } from 'temporal-polyfill';
import type { Span } from '../calendar.ts';
import { nthWeekday } from '../calendar.ts';
import { date, type Row } from './when.ts';

/** Christian feasts and seasons. */
export const christian: readonly Row[] = [
  ['Epiphany', '1-6', 'three kings (day)|twelfth night|theophany'],
  ['Orthodox Christmas Eve', '1-6'],
  ['Orthodox Christmas', '1-7', 'orthodox christmas day'],
  ['Orthodox New Year', '1-14', 'old new year|julian new year|orthodox new years day'],
  ['Orthodox Epiphany', '1-19', 'orthodox theophany'],
  ['Candlemas', '2-2', 'candlemas day'],
  ["St Joseph's Day", '3-19', 'saint josephs day|feast of st joseph|feast of saint joseph'],
  ['Annunciation', '3-25', 'feast of the annunciation|lady day'],
  [
    'Peter and Paul',
    '6-29',
    'st peter and paul|sts peter and paul|saints peter and paul (day)|feast of saints peter and paul',
  ],
  ['Transfiguration', '8-6', 'feast of the transfiguration'],
  ['Reformation Day', '10-31', 'reformationstag'],
  ['Immaculate Conception', '12-8', 'feast of the immaculate conception'],
  ['Holy Innocents', '12-28', 'feast of the holy innocents|holy innocents day'],
  ['Midsummer Day', '6-24', 'st johns day|saint johns day'],
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
  ['Spy Wednesday', 'easter -4', 'holy wednesday'],
  ['Maundy Thursday', 'easter -3', 'holy thursday|covenant thursday|thursday of mysteries|sheer thursday'],
  ['Good Friday', 'easter -2', 'great friday|holy friday'],
  ['Holy Saturday', 'easter -1', 'easter saturday|black saturday'],
  ['Easter', 'easter', 'easter sunday|easter day'],
  ['Easter Monday', 'easter +1'],
  ['Divine Mercy Sunday', 'easter +7', 'low sunday'],
  ['Easter Weekend', 'easter -2/4', 'easter week end'],
  ['Ascension', 'easter +39', 'ascension day|ascension thursday|holy thursday ascension'],
  ['Pentecost', 'easter +49', 'whitsun|whit sunday|white sunday'],
  ['Whit Monday', 'easter +50', 'pentecost monday|monday of the holy spirit'],
  ['Trinity Sunday', 'easter +56'],
  ['Corpus Christi', 'easter +60', 'feast of corpus christi'],
  ['Sacred Heart', 'easter +68', 'feast of the sacred heart'],
  [
    'Orthodox Shrove Monday',
    'orthodox -48',
    'orthodox clean monday|clean monday|orthodox ash monday|orthodox pure monday',
  ],
  ['Orthodox Palm Sunday', 'orthodox -7', 'orthodox branch sunday'],
  ['Orthodox Maundy Thursday', 'orthodox -3', 'orthodox holy thursday'],
  ['Orthodox Good Friday', 'orthodox -2', 'orthodox great friday'],
  ['Orthodox Holy Saturday', 'orthodox -1', 'orthodox great saturday'],
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
