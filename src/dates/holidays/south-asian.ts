import type { Temporal } from 'temporal-polyfill';
import { listed } from './listed.ts';
import { date, type Row } from './when.ts';

/** In India, the same as in the Python library `holidays`. */
const diwali = listed(
  '11-05 10-26 11-13 11-03 10-23 11-11 10-30 10-19 11-07 10-27 11-14 11-04 10-24 11-12 10-31 10-20 11-08 10-29 10-17 11-05 10-26',
);
const holi = listed(
  '03-01 03-20 03-08 03-27 03-17 03-06 03-24 03-13 03-02 03-21 03-10 03-29 03-18 03-08 03-25 03-14 03-04 03-22 03-11 03-01 03-20',
);

/** Holidays of South Asia and Iran. */
export const southAsian: readonly Row[] = [
  // Hindu: from a table, so that we don't have to compute astronomy.
  ['Diwali', diwali, 'deepavali|lakshmi puja|laxmi puja'],
  ['Holi', holi, 'dhulandi|dhuleti|phagwah|rangwali holi'],
  // Others.
  ['Nowruz', '3-20', 'persian new year|iranian new year|navroz'],
  ['Parsi New Year', parsiNewYear, 'jamshedi navroz parsi|parsi navroz'],
  ['Lohri', '1-13'],
  ['Republic Day India', '1-26', 'indian republic day'],
  ['Independence Day India', '8-15', 'indian independence day'],
  ['Gandhi Jayanti', '10-2', 'gandhi birthday|gandhis birthday'],
  ['Ambedkar Jayanti', '4-14'],
];

/** A calendar of 365 days without leap years: 16 August in 2022. */
function parsiNewYear(year: number): Temporal.PlainDate {
  return date(2022, 8, 16).add({ days: 365 * (year - 2022) });
}
