import type { Temporal } from 'temporal-polyfill';
import { nthWeekday } from '../calendar.ts';
import { lunarSpan } from './feasts.ts';
import { date, type Row } from './when.ts';

/** Islamic holidays, by the calendar of Umm al-Qura; the sighting of the moon may move them by a day. */
export const islamic: readonly Row[] = [
  ['Islamic New Year', 'islamic 1 1', 'arabic new year|hijri new year|muslim new year|amun jadid|muharram'],
  ['Ashura', 'islamic 1 10', 'day of ashura|aashura'],
  ['Mawlid', 'islamic 3 12', 'mawlid al nabi|prophets birthday|milad un nabi|eid milad'],
  [
    "Isra and Mi'raj",
    'islamic 7 27',
    'the night journey|night journey|isra and miraj|isra miraj|the prophets ascension|ascension to heaven',
  ],
  ['Ramadan', 'islamic 9 1/month', 'ramadhan|ramzan|ramazan'],
  [
    'Laylat al-Qadr',
    'islamic 9 27',
    'laylat al kadr|night of power|night of destiny|night of measures|laylatul qadr|night of decree',
  ],
  [
    'Eid al-Fitr',
    'islamic 10 1',
    'eid ul fitr|eidul fitr|id ul fitr|eid al fitr|festival of breaking the fast|lesser eid|ramzan id|ramzan eid|eid ul fitar|sugar feast|hari raya puasa|hari raya aidilfitri|aidilfitri|lebaran|idul fitri',
  ],
  ['Day of Arafah', 'islamic 12 9', 'arafat day|arafah day|arafah'],
  [
    'Eid al-Adha',
    'islamic 12 10',
    'eid ul adha|id ul adha|eidul adha|eidul azha|eid ul azha|bakr id|bakrid|bakr eid|eid al kabir|feast of the sacrifice|festival of the sacrifice|greater eid|hari raya haji|hari raya aidiladha|aidiladha|idul adha',
  ],
  ["Jumu'atul-Wida", lastFridayOfRamadan, 'jumuatul wida|jumatul wida|jumu atul wida|jamat ul vida'],
];

function lastFridayOfRamadan(year: number): Temporal.PlainDate {
  const eid = lunarSpan('islamic', '10 1', '1', year)?.from as Temporal.PlainDate | undefined;
  return nthWeekday((eid ?? date(year, 12, 31)).subtract({ days: 1 }), 5, -1);
}
