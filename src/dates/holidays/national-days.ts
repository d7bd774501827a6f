import { nthWeekday } from '../calendar.ts';
import { listed } from './listed.ts';
import { date, type Row } from './when.ts';

/** Days of one country or a few, outside Asia. A name that several countries use has the country in it. */
export const nationalDays: readonly Row[] = [
  // United States.
  ['Inauguration Day', inaugurationDay],
  ['National Freedom Day', '2-1'],
  ['Susan B Anthony Day', '2-15'],
  ['Texas Independence Day', '3-2'],
  ['Casimir Pulaski Day', '3 mon 1', 'pulaski day'],
  ['Prince Kuhio Day', '3-26'],
  ["Seward's Day", '3 mon -1'],
  ['National Doctors Day US', '3-30', 'doctors day us'],
  ['Cesar Chavez Day', '3-31'],
  ["Thomas Jefferson's Birthday", '4-13', 'jeffersons birthday'],
  ['San Jacinto Day', '4-21'],
  ['Take Our Daughters and Sons to Work Day', '4 thu 4', 'take your child to work day'],
  ['Loyalty Day', '5-1'],
  ['National Day of Prayer', '5 thu 1'],
  ['National Nurses Day', '5-6'],
  ['Peace Officers Memorial Day', '5-15'],
  ['D-Day', '6-6', 'd day'],
  ['Kamehameha Day', '6-11', 'king kamehameha day'],
  ['Bunker Hill Day', '6-17'],
  ['Helen Keller Day', '6-27'],
  ['Pioneer Day', '7-24'],
  ['Purple Heart Day', '8-7', 'national purple heart day'],
  ['National Aviation Day', '8-19'],
  ["Women's Equality Day", '8-26'],
  ['Constitution Day US', '9-17', 'citizenship day|constitution day and citizenship day|us constitution day'],
  ["Gold Star Mother's Day", '9 sun -1', 'gold star mothers and familys day'],
  ['Leif Erikson Day', '10-9', 'leif ericson day|leif eriksson day'],
  ['Alaska Day', '10-18'],
  ['Nevada Day', '10 fri -1'],
  ['Pearl Harbor Day', '12-7', 'pearl harbor remembrance day|national pearl harbor remembrance day'],
  ['Bill of Rights Day', '12-15'],
  ['Wright Brothers Day', '12-17'],
  // Canada.
  ['Family Day Canada', '2 mon 3'],
  ['National Indigenous Peoples Day', '6-21'],
  ['Saint-Jean-Baptiste Day', '6-24', 'st jean baptiste day|fete nationale du quebec'],
  ['Civic Holiday', '8 mon 1'],
  ['National Day for Truth and Reconciliation', '9-30', 'truth and reconciliation day|orange shirt day'],
  // Latin America.
  ['Dia dos Namorados', '6-12', 'brazilian valentines day'],
  ['Independence Day Brazil', '9-7', 'brazilian independence day|brazil independence day'],
  ['Independence Day Mexico', '9-16', 'mexican independence day|mexico independence day'],
  ['Our Lady of Guadalupe', '12-12', 'day of the virgin of guadalupe|dia de la virgen de guadalupe'],
  // United Kingdom and Ireland.
  ['Up Helly Aa', '1 tue -1'],
  ["St Brigid's Day", '2-1', 'saint brigids day'],
  ['World Book Day UK', '3 thu 1', 'british world book day'],
  ['Commonwealth Day', '3 mon 2'],
  ['Windrush Day', '6-22'],
  ['Battle of the Boyne', '7-12', 'orangemens day'],
  ['Trafalgar Day', '10-21'],
  ['Stir-up Sunday', (year) => nthWeekday(date(year, 12, 24), 7, -5), 'stir up sunday'],
  ['Hogmanay', '12-31'],
  // The rest of Europe.
  ['Liberation Day Italy', '4-25', 'italian liberation day|festa della liberazione'],
  ['Walpurgis Night', '4-30', 'walpurgis|walpurgisnacht|valborg|valborgsmassoafton'],
  ['Constitution Day Poland', '5-3', 'polish constitution day'],
  ['Dodenherdenking', '5-4', 'dutch remembrance day'],
  ['Liberation Day Netherlands', '5-5', 'dutch liberation day|bevrijdingsdag'],
  ['Syttende Mai', '5-17', 'norwegian constitution day|norwegian national day|norway constitution day'],
  ['Republic Day Italy', '6-2', 'italian republic day|festa della repubblica'],
  ['Constitution Day Denmark', '6-5', 'danish constitution day|grundlovsdag'],
  ['National Day of Sweden', '6-6', 'swedish national day|sweden national day'],
  ['Portugal Day', '6-10'],
  ['Icelandic National Day', '6-17', 'national day of iceland'],
  ["St John's Eve", '6-23', 'saint johns eve|sankthansaften'],
  ['Belgian National Day', '7-21', 'belgium national day|national day of belgium'],
  ['Swiss National Day', '8-1', 'national day switzerland'],
  ['Ferragosto', '8-15'],
  ['Prinsjesdag', '9 tue 3'],
  ["Spain's National Day", '10-12', 'hispanic day|dia de la hispanidad'],
  ['Austrian National Day', '10-26', 'national day of austria'],
  ['Ohi Day', '10-28', 'oxi day'],
  ['Republic Day Turkey', '10-29', 'turkish republic day'],
  ["St Martin's Day", '11-11', 'saint martins day|martinmas|martinstag'],
  ['Victory Day Russia', '5-9'],
  ['Midsummer Sweden', midsummer, 'midsummer finland|midsommar|juhannus'],
  ['Midsummer Eve Sweden', (year) => midsummer(year).subtract({ days: 1 }), 'midsummers eve|midsommarafton'],
  ['Independence Day Poland', '11-11', 'polish independence day'],
  ['Sinterklaas', '12-5', 'sinterklaasavond|pakjesavond|st nicholas eve|saint nicholas eve'],
  ['Constitution Day Spain', '12-6', 'spanish constitution day'],
  ['Independence Day Finland', '12-6', 'finnish independence day'],
  [
    "St Lucia's Day",
    '12-13',
    'saint lucias day|st lucia|saint lucia|st lucy (day)|saint lucy (day)|lucia day',
  ],
  // Australia, New Zealand, and Africa.
  ['Waitangi Day', '2-6'],
  ['Labour Day New Zealand', '10 mon 4'],
  ['National Sorry Day', '5-26', 'sorry day'],
  ['Freedom Day South Africa', '4-27'],
  ["Women's Day South Africa", '8-9', 'national womens day south africa'],
  ['Youth Day South Africa', '6-16'],
  // As New Zealand's law lists it, to 2052.
  ['Matariki', listed('06-24 07-14 06-28 06-20 07-10 06-25 07-14 07-06 06-21', { first: 2022 })],
  ['Heritage Day South Africa', '9-24'],
  ['Melbourne Cup Day', '11 tue 1', 'melbourne cup'],
  // The Gulf.
  ['Saudi Founding Day', '2-22'],
  ['Saudi National Day', '9-23', 'saudi arabia national day'],
  ['UAE National Day', '12-2', 'national day uae|eid al etihad'],
  ['Qatar National Day', '12-18'],
];

/** The Saturday from 20 to 26 June. */
function midsummer(year: number) {
  return nthWeekday(date(year, 6, 20), 6, 1);
}

/** 20 January after an election, or the 21st if that is a Sunday. */
function inaugurationDay(year: number) {
  const day = date(year, 1, 20);
  if (year % 4 !== 1) return null;
  return day.dayOfWeek === 7 ? day.add({ days: 1 }) : day;
}
