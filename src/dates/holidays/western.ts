import type { Temporal } from 'temporal-polyfill';
import type { Span } from '../calendar.ts';
import { nthWeekday } from '../calendar.ts';
import { easter } from './feasts.ts';
import { date, type Row } from './when.ts';

/** Holidays of Europe, America, and Australia, and international days. */
export const western: readonly Row[] = [
  ["New Year's Day", '1-1', 'new year|new years|new years day'],
  ["New Year's Eve", '12-31', 'nye|silvester|sylvester'],
  [
    'Martin Luther King Day',
    '1 mon 3',
    'mlk (day)|martin luther king (day)|martin luther king jr (day)|civil rights day|idaho human rights day',
  ],
  ['Australia Day', '1-26'],
  ['Burns Night', '1-25', 'robert burns day'],
  ['Holocaust Remembrance Day', '1-27', 'international holocaust remembrance day'],
  ['Groundhog Day', '2-2', 'groundhogs day'],
  ['World Cancer Day', '2-4'],
  ['Super Bowl Sunday', superBowl, 'super bowl|superbowl|superbowl sunday'],
  ["Lincoln's Birthday", '2-12', 'lincoln birthday|abraham lincolns birthday'],
  ["Valentine's Day", '2-14', 'valentine (day)|valentines|saint valentine (day)|st valentine (day)|vday'],
  ["Presidents' Day", '2 mon 3', 'presidents day|presidents day us|washingtons birthday'],
  ["St David's Day", '3-1', 'saint davids day'],
  ["International Women's Day", '3-8', 'womens day|iwd|womens day india'],
  ['Pi Day', '3-14'],
  [
    "St Patrick's Day",
    '3-17',
    'saint patrick (day)|st patrick (day)|st paddy (day)|saint paddy (day)|paddy day|patricks day',
  ],
  ['World Water Day', '3-22'],
  [
    'Start of Daylight Saving',
    '3 sun 2',
    'daylight saving start (day)|daylight savings start (day)|daylight saving day',
  ],
  ['End of Daylight Saving', '11 sun 1', 'daylight saving end (day)|daylight savings end (day)'],
  ['Dry January', '1-1/31', 'veganuary'],
  ['Pride Month', '6-1/30'],
  ['Movember', '11-1/30', 'no shave november'],
  ['Early May Bank Holiday', '5 mon 1', 'may day bank holiday'],
  ['Spring Bank Holiday', '5 mon -1', 'late may bank holiday|whitsun bank holiday'],
  ['Summer Bank Holiday', '8 mon -1', 'august bank holiday|late summer bank holiday'],
  ['Earth Hour', earthHour],
  ["April Fools' Day", '4-1', 'april fool (day)|april fools|all fools day'],
  ['World Health Day', '4-7'],
  ['Emancipation Day', (year) => observed(date(year, 4, 16))],
  ['Tax Day', taxDay],
  ['Earth Day', '4-22', 'international mother earth day'],
  ["St George's Day", '4-23', 'saint georges day|feast of saint george'],
  ['Anzac Day', '4-25'],
  [
    "Administrative Professionals' Day",
    adminDay,
    'administrative professional (day)|secretaries day|secretary day|admin day',
  ],
  ["King's Day", kingsDay, 'koningsdag|kings day netherlands'],
  ['Arbor Day', '4 fri -1'],
  [
    'Labour Day',
    '5-1',
    'labour day india|labour day uk|labour day singapore|international workers day|intl workers day|int l workers day|workers day|may day|international labour day',
  ],
  ['Star Wars Day', '5-4'],
  ['Cinco de Mayo', '5-5'],
  ['VE Day', '5-8', 'victory in europe day'],
  ['Europe Day', '5-9'],
  ['Military Spouse Day', '5 sun 2 -2', 'military spouse appreciation day'],
  [
    "Mother's Day",
    '5 sun 2',
    'mothering day|mothers day us|mothers day india|mothers day canada|mothers day australia|mothers day new zealand|mothers day italy|mothers day brazil|mothers day japan',
  ],
  ["Mother's Day Mexico", '5-10'],
  ['Mothering Sunday', 'easter -21', 'mothers day uk'],
  ['Victoria Day', victoriaDay],
  ['EMS Week', '5 sun 3/7', 'emergency medical services week'],
  ['EMSC Day', '5 sun 3 +3', 'emergency medical services for children day'],
  ['Memorial Day', '5 mon -1', 'decoration day|memorial day us'],
  ['Armed Forces Day', '5 sat 3'],
  ['World Environment Day', '6-5'],
  ["International Children's Day", '6-1', 'childrens day china'],
  ['Flag Day', '6-14'],
  [
    "Father's Day",
    '6 sun 3',
    'fathers day us|fathers day uk|fathers day india|fathers day canada|fathers day japan',
  ],
  ['Juneteenth', '6-19', 'jubilee day|juneteenth day|liberation day juneteenth|juneteenth independence day'],
  ['Canada Day', '7-1', 'dominion day'],
  ['Independence Day', '7-4', 'independence day us'],
  ['Bastille Day', '7-14', 'french national day'],
  ["Parents' Day", '7 sun 4', 'national parents day'],
  ['System Administrator Day', '7 fri -1', 'sysadmin day|system administrator appreciation day'],
  ['Friendship Day', '8 sun 1'],
  ['Labor Day', '9 mon 1', 'labor day us|labor day canada|labour day us|labour day canada'],
  ["Father's Day Australia", '9 sun 1'],
  ["Father's Day New Zealand", '9 sun 1'],
  ["Grandparents' Day", '9 mon 1 +6', 'grandparents day|national grandparents day'],
  ['Patriot Day', '9-11'],
  ['Talk Like a Pirate Day', '9-19', 'international talk like a pirate day'],
  ['Oktoberfest', oktoberfest],
  ["World Teachers' Day", '10-5', 'international teachers day'],
  ['German Unity Day', '10-3', 'day of german unity'],
  ['Columbus Day', '10 mon 2', 'indigenous peoples day|indigenous peoples'],
  ['Canadian Thanksgiving', '10 mon 2', 'thanksgiving canada|thanksgiving day canada'],
  [
    "Boss's Day",
    (year) => observed(date(year, 10, 16)),
    'boss day|bosses day|national boss day|national bosses day',
  ],
  ['Sweetest Day', '10 sat 3'],
  ['Halloween', '10-31', 'hallow een|all hallows eve|halloween night|halloween day'],
  ['World Vegan Day', '11-1', 'vegan day'],
  ['Day of the Dead', '11-2', 'dia de los muertos|dia de muertos'],
  ['Guy Fawkes Night', '11-5', 'guy fawkes (day)|bonfire night|fireworks night'],
  ['Election Day', '11 mon 1 +1', 'us election day'],
  ["Singles' Day", '11-11', 'singles day|double eleven'],
  ['Veterans Day', '11-11', 'veteran day|veterans day us'],
  ['Remembrance Day', '11-11', 'armistice day|poppy day'],
  ['Remembrance Sunday', '11 sun 2'],
  ["Children's Day India", '11-14'],
  ['Thanksgiving', '11 thu 4', 'thanksgiving day|thanksgiving us|turkey day'],
  ['Thanksgiving Eve', '11 thu 4 -1', 'drinksgiving'],
  ['Cyber Five', '11 thu 4/5', 'turkey five'],
  ['Black Friday', '11 thu 4 +1', 'blackfriday|white friday'],
  ['Small Business Saturday', '11 thu 4 +2', 'shop small saturday|small business day'],
  ['Cyber Monday', '11 thu 4 +4', 'cybermonday'],
  ['Giving Tuesday', '11 thu 4 +5', 'givingtuesday'],
  ['BFCM', '11 thu 4 +1/4', 'cyber weekend|black friday cyber monday'],
  ["St Andrew's Day", '11-30', 'saint andrews day'],
  ['World AIDS Day', '12-1'],
  ['Green Monday', '12 mon 2'],
  ['Super Saturday', superSaturday, 'panic saturday'],
  ['Boxing Day', '12-26', 'st stephens day|saint stephens day|second christmas day'],
  ['Kwanzaa', '12-26/7'],
];

/** Moved off a weekend: from Saturday to Friday, from Sunday to Monday. */
const observed = (day: Temporal.PlainDate) => day.add({ days: { 6: -1, 7: 1 }[day.dayOfWeek] ?? 0 });

/** 15 April, moved past weekends and past Emancipation Day in Washington. */
function taxDay(year: number): Temporal.PlainDate {
  let day = date(year, 4, 15);
  const emancipation = observed(date(year, 4, 16));
  while (day.dayOfWeek > 5 || day.equals(emancipation)) day = day.add({ days: 1 });
  return day;
}

/**
 * The last Saturday of March, or a week earlier if that is the day before Easter. In 2025 it avoided the end
 * of Ramadan.
 */
function earthHour(year: number): Temporal.PlainDate {
  const last = nthWeekday(date(year, 3, 31), 6, -1);
  const isMoved = year === 2025 || last.add({ days: 1 }).equals(easter(year));
  return isMoved ? last.subtract({ days: 7 }) : last;
}

function superBowl(year: number): Temporal.PlainDate {
  return nthWeekday(date(year, 2, 1), 7, year >= 2022 ? 2 : 1);
}

/** Wednesday of the last full week (Sunday to Saturday) of April. */
function adminDay(year: number): Temporal.PlainDate {
  return nthWeekday(date(year, 4, 30), 6, -1).subtract({ days: 3 });
}

/** 27 April since 2014, or 26 April if that is a Sunday. Before 2014, Queen's Day on 30 April. */
function kingsDay(year: number): Temporal.PlainDate {
  const day = date(year, 4, year < 2014 ? 30 : 27);
  return day.dayOfWeek === 7 ? day.subtract({ days: 1 }) : day;
}

/** The Monday before 25 May. */
function victoriaDay(year: number): Temporal.PlainDate {
  return nthWeekday(date(year, 5, 24), 1, -1);
}

/** From the Saturday after 15 September to the first Sunday of October, or to the 3rd if that is later. */
function oktoberfest(year: number): Span {
  const sunday = nthWeekday(date(year, 10, 1), 7, 1);
  return {
    from: nthWeekday(date(year, 9, 16), 6, 1),
    to: sunday.day < 3 ? date(year, 10, 4) : sunday.add({ days: 1 }),
  };
}

/** The last Saturday before Christmas. */
function superSaturday(year: number): Temporal.PlainDate {
  return nthWeekday(date(year, 12, 24), 6, -1);
}
