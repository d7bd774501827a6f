import { countryCode, countryName, countryNames, countryOfPart } from './lib/countries.ts';
import { languageCode, languageName, languageNames } from './lib/languages.ts';
import { fold, readText } from './lib/texts.ts';

/** How a field's values are read, stored and shown. */
interface Values {
  /** True if every value is from a known list and stored as a code: values are compared as a whole. */
  coded: boolean;
  /** What the rows of a form offer for it. */
  takes: 'countries' | 'languages' | 'texts';
  /** Reads a value in a rule into its stored form; null if it isn't a value of the field. */
  read: (text: string) => string | null;
  /** Turns a contact's given value into its stored form; a value without a code is stored as given. */
  keep: (text: string) => string;
  /** Shows a stored value the way people say it. */
  show: (value: string) => string;
  /** What an error calls a value. */
  expected: string;
  /** The values to choose from, the way people say them; none if any text will do. */
  choices: () => readonly string[];
}

/** A field that every contact can have besides the address: one text, or none. */
interface ContactField {
  /** What people call it. Rollcall uses the first, and no attribute can have that name. */
  words: readonly [string, ...string[]];
  /** Verbs that say name and `is` at once: "speaks German". */
  verbs: readonly string[];
  /** Its name in forms, on cards and in exports. */
  label: string;
  /** Its name in a sentence about a file: "Mobile" and "Phone" are both … */
  phrase: string;
  /** What files call its column, the likeliest first, separated by commas. Accents and case don't matter. */
  headers: string;
  values: Values;
  /** True if a value reveals who someone is: people who may not see contacts may not query by it. */
  namesPerson: boolean;
  /** True for a place that isn't a country: `in Berlin` offers `city is Berlin`. */
  isPlace: boolean;
  /** True if a word for "no value" can be a real value: Christopher Null, a company called None. */
  isName: boolean;
  /** Cleans a cell of a file. */
  fromCell?: (cell: string) => string;
  /** What the API's description says about it. */
  api: { description?: string; example?: string };
}

const texts: Values = {
  coded: false,
  takes: 'texts',
  read: readText,
  keep: (text) => text,
  show: (value) => value,
  expected: 'a text',
  choices: () => [],
};

const countries: Values = {
  coded: true,
  takes: 'countries',
  read: (text) => (countryOfPart(text) === undefined ? countryCode(text) : null),
  keep: (text) => countryCode(text) ?? text,
  show: countryName,
  expected: 'a country, by name or code',
  choices: countryNames,
};

const languages: Values = {
  coded: true,
  takes: 'languages',
  read: languageCode,
  keep: (text) => languageCode(text) ?? text,
  show: languageName,
  expected: 'a language, by name or code',
  choices: languageNames,
};

/**
 * The fields of a contact, in the order in which people see them: one row each, from which every stage takes
 * what it needs. A row's name is the field's name in the API, and in snake case its column. docs/structure.md
 * says how to add one.
 */
export const contactFields = {
  name: {
    words: ['name', 'full name'],
    verbs: ['named', 'called'],
    label: 'Name',
    phrase: 'the name',
    headers:
      'name, full name, fullname, contact name, customer name, display name, subscriber name, contact, vollstandiger name, nom complet, nombre completo, nombre y apellidos, nome completo, nome e cognome, imie i nazwisko, volledige naam, naam, navn, namn, nimi, お名前, 氏名, 姓名, фио',
    values: texts,
    namesPerson: true,
    isPlace: false,
    isName: true,
    api: {},
  },
  country: {
    words: ['country'],
    verbs: [],
    label: 'Country',
    phrase: 'the country',
    headers:
      'country, country code, country name, country region, nation, address country, billing country, shipping country, ' +
      'default address country code, default address country, mailing country, home country region, home country, business country region, address 1 country, ' +
      'contact country, cc, land, pays, pais, paese, kraj, maa, zeme, orszag, ulke, 国, 国名, 国家, страна',
    values: countries,
    namesPerson: false,
    isPlace: false,
    isName: false,
    api: { description: 'A code or a name; kept as its code', example: 'NO' },
  },
  city: {
    words: ['city'],
    verbs: [],
    label: 'City',
    phrase: 'the city',
    headers:
      'city, city name, town, address city, billing city, shipping city, default address city, mailing city, home city, business city, address 1 city, ' +
      'contact city, home address city, work city, city town, stadt, wohnort, ort, ville, commune, localite, ciudad, localidad, poblacion, citta, comune, cidade, ' +
      'stad, plaats, woonplaats, postort, poststed, bynavn, kaupunki, postitoimipaikka, miasto, miejscowosc, mesto, obec, varos, telepules, oras, localitate, sehir, ' +
      '市区町村, 都市, 市, 城市, 도시, город, населенный пункт, місто, πολη',
    values: texts,
    namesPerson: false,
    isPlace: true,
    isName: false,
    api: {},
  },
  language: {
    words: ['language', 'locale'],
    verbs: ['speaks', 'speak', 'speaking'],
    label: 'Language',
    phrase: 'the language',
    headers:
      'language, lang, locale, preferred language, language code, sprache, langue, idioma, lingua, taal, jezyk, 言語, язык',
    values: languages,
    namesPerson: false,
    isPlace: false,
    isName: false,
    api: { description: 'A code or a name; kept as its code', example: 'nb' },
  },
  phone: {
    words: ['phone', 'phone number', 'telephone', 'telephone number'],
    verbs: [],
    label: 'Phone',
    phrase: 'the phone number',
    headers:
      'phone, phone number, phone 1, phone 1 value, telephone, telephone number, tel, mobile, mobile phone, mobile number, cell, ' +
      'cell phone, default address phone, home phone, business phone, primary phone, work phone, sms, whatsapp, telefon, telefonnummer, handy, mobil, telephone portable, telefono, movil, telefone, telemovel, celular, cellulare, telefoon, puhelin, numer telefonu, 電話番号, 電話, 전화, телефон',
    values: texts,
    namesPerson: true,
    isPlace: false,
    isName: false,
    // Google puts several values into one cell, and spreadsheets put an apostrophe in front.
    fromCell: (cell) => (cell.split(' ::: ')[0] ?? cell).replace(/^'/, ''),
    api: {},
  },
  company: {
    words: ['company', 'company name', 'organisation', 'organization'],
    verbs: ['works at', 'work at', 'working at', 'works for', 'work for', 'working for'],
    label: 'Company',
    phrase: 'the company',
    headers:
      'company, company name, organization 1 name, organization, organisation, organization name, account name, employer, ' +
      'business, business name, default address company, firma, unternehmen, entreprise, societe, empresa, azienda, societa, bedrijf, foretag, virksomhed, yritys, firma nazwa, spolecnost, 会社, 会社名, компания, организация',
    values: texts,
    namesPerson: false,
    isPlace: false,
    isName: true,
    api: {},
  },
} as const satisfies Record<string, ContactField>;

export type ContactFieldName = keyof typeof contactFields;
export const contactFieldNames = Object.keys(contactFields) as [ContactFieldName, ...ContactFieldName[]];

/** A value for each field; null: the contact has none. */
export type ContactValues = Record<ContactFieldName, string | null>;

/** A field's row, with the table's exact types widened. */
export const contactField = (name: ContactFieldName): ContactField => contactFields[name];

/**
 * The column that stores a field, in contacts and in what undoing an import restores.
 *
 * @example columnOf('jobTitle') // 'job_title'
 */
export const columnOf = (name: ContactFieldName): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Whether this is the name of a field's row. */
export const isContactField = (name: string): name is ContactFieldName => Object.hasOwn(contactFields, name);

/**
 * Finds the field with this name, in any case.
 *
 * @param options.strictly matches only its main name: a synonym ("organisation") may be the name of an
 *   attribute
 */
export function fieldCalled(text: string, { strictly = false } = {}): ContactFieldName | undefined {
  const called = fold(text);
  return contactFieldNames.find((name) => {
    const { words } = contactField(name);
    return strictly ? words[0] === called : words.includes(called);
  });
}

/** Builds a value for each field, by its name; `place` counts from 0. */
export function eachField<T>(of: (name: ContactFieldName, place: number) => T): Record<ContactFieldName, T> {
  // A loop, because imports call this for each row: Object.fromEntries takes several times as long.
  const values = {} as Record<ContactFieldName, T>;
  for (let place = 0; place < contactFieldNames.length; place += 1) {
    const name = contactFieldNames[place] as ContactFieldName;
    values[name] = of(name, place);
  }
  return values;
}

/** Picks only the contact's fields, in their order. */
export const valuesOf = (contact: ContactValues): ContactValues => eachField((name) => contact[name]);

/** Shows a contact's value the way people say it; null if there is none. */
export function shownValue(name: ContactFieldName, value: string | null): string | null {
  return value === null ? null : contactField(name).values.show(value);
}
