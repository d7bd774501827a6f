import { festivalSpellings } from './holidays/spellings.ts';
import { isForeign } from './languages.ts';

/**
 * The vocabulary: maps each spelling, including abbreviations and common misspellings, to the word that the
 * grammar sees (on the left).
 */
const spellings: Record<string, string> = {
  january: 'jan',
  february: 'feb febr',
  march: 'mar mrch',
  april: 'apr',
  may: '',
  june: 'jun',
  july: 'jul',
  august: 'aug agust augest',
  september: 'sep sept',
  october: 'oct',
  november: 'nov',
  december: 'dec',
  monday: 'mon',
  tuesday: 'tue tues',
  wednesday: 'wed weds wensday wendsday',
  thursday: 'thu thur thurs',
  friday: 'fri firday fryday',
  saturday: 'sat',
  sunday: 'sun',
  second: 'seconds secs sec 2nd',
  minute: 'minutes mins min',
  hour: 'hours hrs hr',
  day: 'days dys dya dyas dayz',
  week: 'weeks wks wk wek weeek wekk',
  fortnight: 'fortnights',
  weekend: 'wkend wknd',
  workweek: 'workweeks',
  month: 'months mths mth mnths mnth mo mos moth moths monht motnh mont',
  quarter: 'quarters qtr qtrs qrtr',
  half: 'halves semester semesters halfyear',
  year: 'years yrs yr yaer yeras yera',
  decade: 'decades',
  century: 'centuries',
  last: 'lst lsat lasst laast lats alst latest',
  past: 'pst trailing',
  previous: 'prev prior preceding',
  next: 'nxt',
  coming: '',
  upcoming: '',
  this: 'thsi tihs',
  ago: 'agao aog agos',
  than: 'then',
  after: 'afer aftr',
  current: '',
  today: 'tdy tody todya tday todays',
  yesterday: 'yestrday yesteday yday yest ystrday yesturday yesterdays',
  tomorrow: 'tmrw tomorow tommorow tommorrow tmr tomorrows',
  tonight: 'tonite',
  now: '',
  before: 'b4',
  until: 'till til untill thru through untl',
  between: 'btw btwn betwen',
  and: '&',
  of: '',
  beginning: 'begining',
  christmas: 'christmases xmas xmass xmases chrismas christmass chrismass cristmas crismas',
  thanksgiving: 'thanksgivin thanksgiveing thankgiving thanksgivings',
  halloween: 'haloween halowen halloweens holloween',
  valentine: 'valintine valentin valantine',
  valentines: 'valintines valentins valantines valentimes',
  hanukkah: 'hanuka hannuka hanukka channukah hannukkah',
  independence: 'independance indepedence',
  memorial: 'memorail memoral',
  presidents: 'presedents presidants',
  patrick: 'patric',
  patricks: 'patrics',
  ramadan: 'ramadam ramadhan ramazan',
  diwali: 'divali diwalli dewali',
  afternoon: 'aft',
  night: 'nite',
  one: '',
  complete: 'completed',
  twenty: 'twnety twently',
  thirty: 'thrity thirthy',
  forty: 'fourty',
  ninety: 'ninty',
  ...festivalSpellings,
};

const canonical = new Map<string, string>();
for (const [word, others] of Object.entries(spellings)) {
  canonical.set(word, word);
  for (const other of others.split(' ')) if (other) canonical.set(other, word);
}

/** Words in which we forgive one typo: they are long enough that nothing else can be meant. */
const forgiven = [
  'january february september october november december monday tuesday wednesday thursday saturday sunday',
  'minutes weeks weekend month months quarter quarters years yesterday tomorrow previous between since before during',
  'thanksgiving christmas halloween valentine valentines hanukkah independence memorial veterans presidents columbus',
  'juneteenth ramadan diwali passover pentecost kwanzaa',
]
  .join(' ')
  .split(' ');
const forgivenWords = new Set(forgiven);
/** Plurals that mean "every": we never read them as a typo of the singular. */
const plural = /(?:day|weekend)s$/;

/** Words that a typo may have meant. */
export const vocabulary: readonly string[] = [
  ...Object.keys(spellings),
  ...'days weeks months quarters years hours minutes weekends ago from since after during within more less than the in'.split(
    ' ',
  ),
  ...'spring summer autumn winter morning noon evening night midnight start end rest date business working'.split(
    ' ',
  ),
  ...'two three four five six seven eight nine ten eleven twelve hundred dozen couple first third fourth fiscal'.split(
    ' ',
  ),
  ...'christmas easter thanksgiving halloween hanukkah ramadan diwali valentines black cyber boxing labor'.split(
    ' ',
  ),
];

/**
 * The word that the grammar knows for what was typed.
 *
 * @example canonicalWord('Wks') // 'week'
 * @example canonicalWord('septmber') // 'september'
 */
export function canonicalWord(written: string): string {
  const word = written.toLowerCase();
  const known = canonical.get(word);
  if (known !== undefined) return known;
  if (word.length < 5 || word.length > 14 || forgivenWords.has(word) || plural.test(word)) return word;
  if (isForeign(word)) return word;
  const meant = new Set<string>();
  for (const candidate of forgiven) {
    if (candidate[0] === word[0] && oneSlip(word, candidate))
      meant.add(canonical.get(candidate) ?? candidate);
  }
  // "Tursday" may be Tuesday or Thursday.
  const [only = word] = meant;
  return meant.size === 1 ? only : word;
}

/** One letter extra, missing, or wrong, or two swapped. Words that differ by a plural s already match. */
function oneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return a === b;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  if (a.length === b.length) {
    if (a.slice(i + 1) === b.slice(i + 1)) return true;
    return a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
  }
  return a.length > b.length ? a.slice(i + 1) === b.slice(i) : a.slice(i) === b.slice(i + 1);
}
