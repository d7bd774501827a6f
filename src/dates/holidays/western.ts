import { Temporal } from 'temporal-polyfill';
import type { Span } from '../calendar.ts';
import { nthWeekday } from '../calendar.ts';
import { easter, lunarSpan } from './feasts.ts';

/**
 * When a holiday is:
 * - `12-25` the same day every year; `12-25/5` for five days
 * - `11 thu 4` the fourth Thursday of November, `5 mon -1` the last Monday of May; `11 thu 4 +1` a day later
 * - `easter -2`, `orthodox -2` days from Easter; `easter -46/46` for 46 days
 * - `hebrew 1 15/8` day and month of another calendar, for so many days
 */
export type When = string | ((year: number) => Temporal.PlainDate | Span | null);

const date = (year: number, month: number, day: number) => new Temporal.PlainDate(year, month, day);

/** Moved off a weekend: from Saturday to Friday, from Sunday to Monday. */
const observed = (day: Temporal.PlainDate) => day.add({ days: { 6: -1, 7: 1 }[day.dayOfWeek] ?? 0 });

/** 15 April, moved past weekends and past Emancipation Day in Washington. */
function taxDay(year: number): Temporal.PlainDate {
  let day = date(year, 4, 15);
  const emancipation = observed(date(year, 4, 16));
  while (day.dayOfWeek > 5 || day.equals(emancipation)) day = day.add({ days: 1 });
  return day;
}

/** One row: the printed name, the date, and other names. `(day)` is optional. */
export const holidayTable: readonly [name: string, when: When, others?: string][] = [
  ["New Year's Day", '1-1', 'new year|new years|new years day'],
  ["New Year's Eve", '12-31', 'nye|silvester|sylvester'],
  ['Epiphany', '1-6', 'three kings (day)|twelfth night|theophany'],
  ['Orthodox Christmas', '1-7', 'orthodox christmas day'],
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
  ["Presidents' Day", '2 mon 3', 'presidents day|washingtons birthday'],
  ["St David's Day", '3-1', 'saint davids day'],
  ["International Women's Day", '3-8', 'womens day|iwd'],
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
  // Bank holidays of England and Wales, except those that have a name of their own.
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
    'international workers day|intl workers day|int l workers day|workers day|may day|international labour day',
  ],
  ['Star Wars Day', '5-4', 'may the fourth'],
  ['Cinco de Mayo', '5-5', '5 de mayo'],
  ['VE Day', '5-8', 'victory in europe day'],
  ['Europe Day', '5-9'],
  ['Military Spouse Day', '5 sun 2 -2', 'military spouse appreciation day'],
  ["Mother's Day", '5 sun 2', 'mothering day'],
  ['Mothering Sunday', 'easter -21', 'uk mothers day|british mothers day'],
  ['Victoria Day', victoriaDay],
  ['EMS Week', '5 sun 3/7', 'emergency medical services week'],
  ['EMSC Day', '5 sun 3 +3', 'emergency medical services for children day'],
  ['Memorial Day', '5 mon -1', 'decoration day'],
  ['Armed Forces Day', '5 sat 3'],
  ['World Environment Day', '6-5'],
  ["Children's Day", '6-1', 'international childrens day'],
  ['Flag Day', '6-14'],
  ["Father's Day", '6 sun 3'],
  [
    'Juneteenth',
    '6-19',
    'freedom day|jubilee day|juneteenth day|liberation day juneteenth|juneteenth independence day',
  ],
  ['Midsummer', '6-24', 'midsummer day|st johns day|saint johns day'],
  ['Canada Day', '7-1', 'dominion day'],
  ['Independence Day', '7-4', 'us independence day|july fourth|american independence day'],
  ['Bastille Day', '7-14', 'french national day'],
  ["Parents' Day", '7 sun 4', 'national parents day'],
  ['System Administrator Day', '7 fri -1', 'sysadmin day|system administrator appreciation day'],
  ['Friendship Day', '8 sun 1'],
  ['Assumption', '8-15', 'assumption day|assumption of mary'],
  ['Labor Day', '9 mon 1'],
  ["Grandparents' Day", '9 mon 1 +6', 'grandparents day|national grandparents day'],
  ['Patriot Day', '9-11'],
  ['Talk Like a Pirate Day', '9-19', 'international talk like a pirate day'],
  ['Oktoberfest', oktoberfest],
  ["Teachers' Day", '10-5', 'world teachers day'],
  ['German Unity Day', '10-3', 'day of german unity'],
  [
    'Columbus Day',
    '10 mon 2',
    'indigenous peoples day|indigenous peoples|canadian thanksgiving|thanksgiving canada',
  ],
  [
    "Boss's Day",
    (year) => observed(date(year, 10, 16)),
    'boss day|bosses day|national boss day|national bosses day',
  ],
  ['Sweetest Day', '10 sat 3'],
  ['Halloween', '10-31', 'hallow een|all hallows eve|halloween night|halloween day'],
  ["All Saints' Day", '11-1', 'all saints (day)|all hallows (day)|hallowmas'],
  ['World Vegan Day', '11-1', 'vegan day'],
  ["All Souls' Day", '11-2', 'all souls (day)'],
  ['Day of the Dead', '11-2', 'dia de los muertos|dia de muertos'],
  ['Guy Fawkes Night', '11-5', 'guy fawkes (day)|bonfire night|fireworks night'],
  ['Election Day', '11 mon 1 +1', 'us election day'],
  ["Singles' Day", '11-11', 'singles day|double eleven'],
  ['Veterans Day', '11-11', 'veteran day'],
  ['Remembrance Day', '11-11', 'armistice day|poppy day'],
  ['Remembrance Sunday', '11 sun 2'],
  ["Children's Day India", '11-14'],
  ['Thanksgiving', '11 thu 4', 'thanksgiving day|us thanksgiving|turkey day'],
  ['Thanksgiving Eve', '11 thu 4 -1', 'drinksgiving'],
  ['Cyber Five', '11 thu 4/5', 'turkey five'],
  ['Black Friday', '11 thu 4 +1', 'blackfriday'],
  ['Small Business Saturday', '11 thu 4 +2', 'shop small saturday|small business day'],
  ['Cyber Monday', '11 thu 4 +4', 'cybermonday'],
  ['Giving Tuesday', '11 thu 4 +5', 'givingtuesday'],
  ['BFCM', '11 thu 4 +1/4', 'cyber weekend|black friday cyber monday'],
  ["St Andrew's Day", '11-30', 'saint andrews day'],
  ['Advent', adventSeason, 'advent season|season of advent|advent time'],
  ['Advent Sunday', (year) => advent(year, 1), 'first advent|first sunday of advent|first advent sunday'],
  ['Second Advent', (year) => advent(year, 2), 'second sunday of advent|second advent sunday'],
  ['Third Advent', (year) => advent(year, 3), 'third sunday of advent|third advent sunday'],
  ['Fourth Advent', (year) => advent(year, 4), 'fourth sunday of advent|fourth advent sunday'],
  ['World AIDS Day', '12-1'],
  ['St Nicholas Day', '12-6', 'saint nicholas day|feast of st nicholas'],
  ['Green Monday', '12 mon 2'],
  ['Super Saturday', superSaturday, 'panic saturday'],
  ['Christmas Eve', '12-24', 'xmas eve'],
  ['Christmas', '12-25', 'christmas day|xmas|xmas day|x mas|x mas day'],
  ['Boxing Day', '12-26', 'st stephens day|saint stephens day|second christmas day'],
  ['Kwanzaa', '12-26/7'],
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
  // Hebrew: from the day on which they begin, in the evening, to their last day.
  ['Tu BiShvat', 'hebrew Shevat 14/2', 'tu bishvat|tu b shvat'],
  ['Purim', 'hebrew Adar 13|Adar II 13/2'],
  ['Passover', 'hebrew Nisan 14/9', 'pesach|pesah'],
  ['Yom HaShoah', yomHaShoah, 'holocaust day|yom hashoah'],
  ['Yom HaAtzmaut', yomHaAtzmaut, 'israeli independence day|israel independence day'],
  ['Lag BaOmer', 'hebrew Iyar 17/2', 'lag b omer|lag ba omer'],
  ['Shavuot', 'hebrew Sivan 5/3', 'feast of weeks|shavuoth'],
  ["Tisha B'Av", tishaBAv, 'tisha bav'],
  [
    'Rosh Hashanah',
    'hebrew Elul 29/3',
    'rosh hashana|rosh ha shanah|rosh ha shana|jewish new year|yom teruah',
  ],
  ['Yom Kippur', 'hebrew Tishri 9/2', 'day of atonement'],
  ['Sukkot', 'hebrew Tishri 14/8', 'sukkos|feast of tabernacles|feast of the ingathering|succot'],
  ['Shemini Atzeret', 'hebrew Tishri 21/2'],
  ['Simchat Torah', 'hebrew Tishri 22/2'],
  ['Hanukkah', 'hebrew Kislev 24/9', 'chanukah|hannukah|chanukkah|hanukah|festival of lights'],
  // Islamic, by the calendar of Umm al-Qura; the sighting of the moon may move them by a day.
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
    'eid ul fitr|eidul fitr|id ul fitr|eid al fitr|festival of breaking the fast|lesser eid|ramzan id|ramzan eid|eid ul fitar|sugar feast',
  ],
  ['Day of Arafah', 'islamic 12 9', 'arafat day|arafah day|arafah'],
  [
    'Eid al-Adha',
    'islamic 12 10',
    'eid ul adha|id ul adha|eidul adha|eidul azha|eid ul azha|bakr id|bakrid|bakr eid|eid al kabir|feast of the sacrifice|festival of the sacrifice|greater eid',
  ],
  ["Jumu'atul-Wida", lastFridayOfRamadan, 'jumuatul wida|jumatul wida|jumu atul wida|jamat ul vida'],
  // East Asian lunar.
  [
    'Chinese New Year',
    'chinese 1 1',
    'lunar new year|spring festival|chinese lunar new year|chinese lunar new years day|tet',
  ],
  ['Lantern Festival', 'chinese 1 15'],
  ['Dragon Boat Festival', 'chinese 5 5', 'duanwu'],
  ['Qixi', 'chinese 7 7', 'qixi festival|chinese valentines day'],
  ['Mid-Autumn Festival', 'chinese 8 15', 'mooncake festival|moon festival'],
  // Hindu: from a table, so that we don't have to compute astronomy.
  ['Diwali', (year) => listed(diwaliDays, year), 'deepavali|lakshmi puja|laxmi puja'],
  ['Holi', (year) => listed(holiDays, year), 'dhulandi|dhuleti|phagwah|rangwali holi'],
  // Others.
  ['Nowruz', '3-20', 'persian new year|iranian new year|navroz'],
  ['Parsi New Year', parsiNewYear, 'jamshedi navroz parsi|parsi navroz'],
  ['Lohri', '1-13'],
  ['Republic Day India', '1-26', 'indian republic day'],
  ['Independence Day India', '8-15', 'indian independence day'],
  ['Gandhi Jayanti', '10-2', 'gandhi birthday|gandhis birthday'],
  ['Ambedkar Jayanti', '4-14'],
];

/**
 * Month and day of the main days from 2010 to 2030, in India, the same as in the Python library `holidays`.
 * The days around them (Dhanteras, Govardhan Puja, Chhath) aren't at a fixed distance, so we don't know them.
 */
const diwaliDays =
  '11-05 10-26 11-13 11-03 10-23 11-11 10-30 10-19 11-07 10-27 11-14 11-04 10-24 11-12 10-31 10-20 11-08 10-29 10-17 11-05 10-26'.split(
    ' ',
  );
const holiDays =
  '03-01 03-20 03-08 03-27 03-17 03-06 03-24 03-13 03-02 03-21 03-10 03-29 03-18 03-08 03-25 03-14 03-04 03-22 03-11 03-01 03-20'.split(
    ' ',
  );

/** A day from a list that begins with 2010; null beyond its end. */
function listed(days: string[], year: number): Temporal.PlainDate | null {
  const [month, day] = (days[year - 2010] ?? '').split('-').map(Number);
  return month && day ? date(year, month, day) : null;
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

/**
 * A day of the Hebrew calendar and the day before, when it begins in the evening. `moves` has the days to
 * move it by, for each weekday (1 is Monday).
 */
function hebrewDay(name: string, moves: Record<number, number>, year: number): Span | null {
  const on = lunarSpan('hebrew', name, '1', year)?.from;
  if (!(on instanceof Temporal.PlainDate)) return null;
  const day = on.add({ days: moves[on.dayOfWeek] ?? 0 });
  return { from: day.subtract({ days: 1 }), to: day.add({ days: 1 }) };
}

/** 27 Nisan, moved to avoid the Sabbath: from Friday to Thursday, from Sunday to Monday. */
function yomHaShoah(year: number): Span | null {
  return hebrewDay('Nisan 27', { 5: -1, 7: year < 1997 ? 0 : 1 }, year);
}

/**
 * 5 Iyar, moved to keep it and the day before off the Sabbath: to Thursday, and since 2004 from Monday to
 * Tuesday.
 */
function yomHaAtzmaut(year: number): Span | null {
  return hebrewDay('Iyar 5', { 5: -1, 6: -2, 1: year < 2004 ? 0 : 1 }, year);
}

/** 9 Av, a fast that waits until the Sabbath is over. */
function tishaBAv(year: number): Span | null {
  return hebrewDay('Av 9', { 6: 1 }, year);
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

/** The Sundays before Christmas. The fourth may be Christmas Eve. */
function advent(year: number, nth: number): Temporal.PlainDate {
  return nthWeekday(date(year, 12, 24), 7, nth - 5);
}

function adventSeason(year: number): Span {
  return { from: advent(year, 1), to: date(year, 12, 25) };
}

/** The last Saturday before Christmas. */
function superSaturday(year: number): Temporal.PlainDate {
  return nthWeekday(date(year, 12, 24), 6, -1);
}

/** A calendar of 365 days without leap years: 16 August in 2022. */
function parsiNewYear(year: number): Temporal.PlainDate {
  return date(2022, 8, 16).add({ days: 365 * (year - 2022) });
}

function lastFridayOfRamadan(year: number): Temporal.PlainDate {
  const eid = lunarSpan('islamic', '10 1', '1', year)?.from as Temporal.PlainDate | undefined;
  return nthWeekday((eid ?? date(year, 12, 31)).subtract({ days: 1 }), 5, -1);
}
