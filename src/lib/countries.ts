import { createRequire } from 'node:module';
import type { LocaleData } from 'i18n-iso-countries';

/**
 * The ISO 3166-1 alpha-2 code, upper case, of a country given by name or code (two or three letters); null
 * for an unknown country. Case, accents, punctuation and a leading "the" don't matter. Names may be English
 * or in one of the languages below.
 *
 * @example countryCode('norway') // 'NO'
 * @example countryCode('USA') // 'US'
 * @example countryCode('Atlantis') // null
 */
export function countryCode(text: string): string | null {
  const letters = text.trim().toUpperCase();
  if (names.has(letters)) return letters;
  const name = fold(text);
  return codes.get(name) ?? abroad().get(name) ?? null;
}

/**
 * The country that contains a part, by the part's name; undefined if the text isn't such a part. A file may
 * say "England" in its country column, but someone who asks for people in England must not get all of the
 * United Kingdom.
 *
 * @example countryOfPart('Scotland') // 'United Kingdom'
 */
export const countryOfPart = (text: string): string | undefined =>
  parts.has(fold(text)) ? countryName('GB') : undefined;

/**
 * The English name of a country code; the text itself if the code is unknown (a contact may hold a raw text).
 *
 * @example countryName('NO') // 'Norway'
 */
export function countryName(code: string): string {
  return names.get(code) ?? code;
}

/** The English names of all countries, for suggestions. */
export function countryNames(): string[] {
  return [...names.values()];
}

/**
 * Names that files and people use and ISO's English list doesn't have. Some are old: an address book lives
 * longer than a state. "AN" (Netherlands Antilles, dissolved in 2010) is no longer in ISO 3166-1, but none of
 * its three successors would be true.
 */
const aliases: Record<string, readonly string[]> = {
  AN: ['Netherlands Antilles'],
  AQ: ['Antarctica (the territory South of 60 deg S)'],
  BA: ['Bosnia', 'Bosnia-Herzegovina'],
  BL: ['St. Barthelemy', 'St Barts'],
  BN: ['Brunei'],
  BO: ['Bolivia, Plurinational State of', 'Plurinational State of Bolivia'],
  BQ: ['Bonaire, Sint Eustatius and Saba', 'Caribbean Netherlands', 'Bonaire'],
  BV: ['Bouvet Island (Bouvetoya)'],
  BY: ['Byelorussia', 'Belorussia'],
  CC: ['Cocos Islands', 'Keeling Islands'],
  CD: [
    'DR Congo',
    'DRC',
    'D.R. Congo',
    'Congo-Kinshasa',
    'Congo (Kinshasa)',
    'Congo, Democratic Republic of the',
    'Congo, The Democratic Republic of the',
    'Zaire',
  ],
  CG: ['Congo', 'Congo-Brazzaville', 'Congo (Brazzaville)', 'Congo, Republic of the'],
  CH: ['Schweiz', 'Suisse'],
  CN: ['PRC', 'P.R. China', 'Mainland China'],
  CV: ['Cabo Verde'],
  CZ: ['Czech Rep.'],
  DE: ['Deutschland', 'Federal Republic of Germany'],
  ES: ['España'],
  FK: ['Falkland Islands', 'Falklands', 'Malvinas'],
  FM: ['Micronesia', 'Federated States of Micronesia'],
  FO: ['Faeroe Islands', 'Faroes'],
  GB: [
    'Britain',
    'England',
    'Scotland',
    'Wales',
    'Northern Ireland',
    'U.K.',
    'United Kingdom of Great Britain and Northern Ireland',
  ],
  GS: ['South Georgia'],
  HK: ['Hong Kong SAR', 'Hong Kong SAR China', 'Hongkong'],
  HM: ['Heard and McDonald Islands', 'Heard and Mc Donald Islands'],
  IE: ['Republic of Ireland', 'Eire'],
  IO: ['British Indian Ocean Territory (Chagos Archipelago)', 'Chagos Islands'],
  IR: ['Iran, Islamic Republic of', 'Persia'],
  IT: ['Italia'],
  KG: ['Kyrgyz Republic', 'Kirghizia'],
  KN: ['St. Kitts and Nevis', 'St. Kitts', 'Saint Kitts'],
  KP: [
    "Korea, Democratic People's Republic of",
    "Democratic People's Republic of Korea",
    'DPRK',
    'Korea, North',
    'Korea (North)',
  ],
  KR: ['Korea', 'Korea, South', 'Korea (South)', 'ROK'],
  LA: ['Laos', 'Lao'],
  LC: ['St. Lucia'],
  LY: ['Libyan Arab Jamahiriya'],
  MD: ['Moldova', 'Republic of Moldova', 'Moldavia'],
  MF: ['Saint Martin', 'St. Martin'],
  MK: [
    'Macedonia',
    'FYROM',
    'Former Yugoslav Republic of Macedonia',
    'Macedonia, the former Yugoslav Republic of',
    'Republic of Macedonia',
  ],
  MM: ['Burma', 'Myanmar (Burma)'],
  MO: ['Macau', 'Macao SAR'],
  MP: ['Northern Marianas'],
  NL: ['Holland', 'Nederland'],
  NZ: ['Aotearoa'],
  PM: ['St. Pierre and Miquelon'],
  PS: [
    'Palestinian Territory',
    'Palestinian Territories',
    'Palestinian Territory, Occupied',
    'Occupied Palestinian Territory',
    'Palestine, State of',
  ],
  RE: ['La Reunion'],
  RU: ['Russian Federation (the)'],
  SH: ['St. Helena', 'Saint Helena, Ascension and Tristan da Cunha'],
  SJ: ['Svalbard & Jan Mayen Islands', 'Svalbard'],
  SK: ['Slovakia (Slovak Republic)', 'Slovak Republic'],
  ST: ['Sao Tome'],
  SX: ['Sint Maarten', 'St. Maarten'],
  SY: ['Syria'],
  SZ: ['Swaziland'],
  TC: ['Turks and Caicos'],
  TL: ['East Timor'],
  TR: ['Turkiye'],
  TT: ['Trinidad', 'Trinidad & Tobago'],
  TW: ['Republic of China', 'Chinese Taipei'],
  TZ: ['Tanzania, United Republic of'],
  UM: ['US Minor Outlying Islands', 'U.S. Outlying Islands'],
  US: ['America', 'the States', 'United States (USA)'],
  VA: ['Vatican', 'Vatican City', 'Holy See'],
  VC: ['St. Vincent and the Grenadines', 'Saint Vincent'],
  VE: ['Venezuela, Bolivarian Republic of', 'Bolivarian Republic of Venezuela'],
  VG: ['British Virgin Islands', 'BVI', 'Virgin Islands (British)'],
  VI: ['United States Virgin Islands', 'US Virgin Islands', 'USVI', 'Virgin Islands (U.S.)'],
  VN: ['Viet Nam'],
};

const parts = new Set(['england', 'scotland', 'wales', 'northern ireland']);

/** Languages, besides English, in which lists of contacts name countries. */
const languages = [
  'de',
  'fr',
  'es',
  'pt',
  'it',
  'nl',
  'pl',
  'sv',
  'da',
  'no',
  'fi',
  'cs',
  'tr',
  'ru',
  'ja',
  'zh',
  'ko',
];

/** Names that a language's list leaves out. */
const abroadAliases: Record<string, readonly string[]> = {
  CH: ['Schweiz', 'Suisse', 'Svizzera', 'Suiza'],
  CZ: ['Tschechien', 'Tchéquie', 'Chequia'],
  GB: [
    'Großbritannien',
    'Vereinigtes Königreich',
    'Inghilterra',
    'Inglaterra',
    'Angleterre',
    'Gran Bretagna',
    'Reino Unido',
  ],
  KR: ['Südkorea', 'Corea del Sur', 'Corée du Sud'],
  US: [
    'USA',
    'EE.UU.',
    'EEUU',
    'EUA',
    'Estados Unidos',
    'États-Unis',
    'Stati Uniti',
    'Vereinigte Staaten',
    'アメリカ',
  ],
};

let foreign: Map<string, string> | undefined;

/**
 * Codes by folded name in other languages. Read at the first name that isn't English: it takes a few
 * milliseconds.
 */
function abroad(): Map<string, string> {
  if (foreign !== undefined) return foreign;
  const found = new Map<string, string>();
  const unclear = new Set<string>();
  for (const language of languages) {
    const { countries }: LocaleData = load(`i18n-iso-countries/langs/${language}.json`);
    for (const [code, given] of Object.entries(countries)) {
      for (const name of [given].flat().map(fold)) {
        // Short ones are codes for something else; a name that two languages use for two countries is
        // ambiguous.
        if (name.length < (/^[a-z ]*$/.test(name) ? 4 : 2)) continue;
        if ((found.get(name) ?? code) !== code) unclear.add(name);
        found.set(name, code);
      }
    }
  }
  for (const name of unclear) found.delete(name);
  for (const [code, list] of Object.entries(abroadAliases)) {
    for (const name of list) found.set(fold(name), code);
  }
  foreign = found;
  return found;
}

/** Everyday names of countries whose first name in the list is the official one. */
const spoken = {
  BN: 'Brunei',
  CG: 'Congo',
  CN: 'China',
  FM: 'Micronesia',
  GM: 'Gambia',
  IR: 'Iran',
  LA: 'Laos',
  MD: 'Moldova',
  MK: 'North Macedonia',
  PS: 'Palestine',
  RU: 'Russia',
  SY: 'Syria',
  TW: 'Taiwan',
  TZ: 'Tanzania',
  US: 'United States',
  VA: 'Vatican City',
};

/** A name without anything that differs between spellings of one country. */
function fold(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}|[.'’‘`]/gu, '')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^the /, '')
    .replace(/ the$/, '');
}

// Reads the two JSON files directly: the package's own entry loads all 70-odd languages at start.
const load = createRequire(import.meta.url);
const english: LocaleData = load('i18n-iso-countries/langs/en.json');
const isoCodes: [alpha2: string, alpha3: string, ...string[]][] = load('i18n-iso-countries/codes.json');

/** Names by code. */
const names = new Map<string, string>();
/** Codes by folded name and by three-letter code. */
const codes = new Map<string, string>();

for (const [code, given] of Object.entries(english.countries)) {
  const all = [given].flat();
  names.set(code, all[0] ?? code);
  for (const name of all) codes.set(fold(name), code);
}
for (const [code, list] of Object.entries(aliases)) {
  if (!names.has(code)) names.set(code, list[0] ?? code);
  for (const name of list) codes.set(fold(name), code);
}
for (const [alpha2, alpha3] of isoCodes) codes.set(alpha3.toLowerCase(), alpha2);
for (const [code, name] of Object.entries(spoken)) names.set(code, name);
