import type { Target } from './mapping.ts';

/**
 * The contact field that a column's name stands for; undefined where it stands for none. Case, accents, punctuation and
 * camelCase don't matter. `rank` orders several columns for the same field: lower is meant more likely.
 *
 * @example headerTarget('E-Mail Address') // { target: 'email', rank: 1 }
 */
export function headerTarget(header: string): { target: Target; rank: number } | undefined {
  return targetByName.get(foldHeader(header));
}

/** A column's name without what exports vary: `firstName`, "First Name" and "FIRST_NAME" are all "first name". */
export function foldHeader(header: string): string {
  return header
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim();
}

/** The first columns of a file of rejected rows: known again, and left out, when it comes back corrected. */
export const rejectionHeaders = ['Line', 'Reason not imported'] as const;

/** A column that only counts the rows. */
export function isRowNumber(header: string): boolean {
  return /^(?:#|index|idx|row|row number|row no|line|line number|no|nr|sr no|s no|sno)$/.test(
    foldHeader(header),
  );
}

/** Numbers in such a column are names of things: 00123 must not become 123. */
export function isIdentifier(header: string): boolean {
  return /\b(?:id|ids|uid|uuid|guid|sku|zip|zipcode|postcode|postal|plz|code|phone|tel|mobile|fax|vat|iban|number|nummer)\b/.test(
    foldHeader(header),
  );
}

/** A date in such a column comes back every year. */
export function isYearly(header: string): boolean {
  return /\b(?:birthday|birth|birthdate|bday|dob|anniversary|geburtstag|geburtsdatum|anniversaire|naissance|cumpleanos|nacimiento)\b/.test(
    foldHeader(header),
  );
}

/** Names of columns by field, the likeliest first: exports of mail and shop tools, spreadsheets in a few languages. */
const namesByTarget: Partial<Record<Target, string>> = {
  email:
    'email, email address, e mail, e mail address, mail, primary email, email 1, e mail 1 value, work email, contact email, ' +
    'customer email, subscriber email, user email, email adresse, e mail adresse, adresse email, adresse e mail, courriel, ' +
    'correo, correo electronico, direccion de correo electronico, e post, epost, indirizzo email, posta elettronica, ' +
    'adres e mail, e mailadres, sahkoposti, メールアドレス, メール, 邮箱, электронная почта, почта',
  'first-name':
    'first name, firstname, first, given name, fname, forename, vorname, prenom, nombre, nome, voornaam, fornamn, fornavn, imie, 名, имя',
  'last-name':
    'last name, lastname, last, surname, family name, lname, nachname, familienname, nom, nom de famille, apellido, apellidos, ' +
    'cognome, achternaam, efternamn, etternavn, nazwisko, 姓, фамилия',
  name: 'name, full name, fullname, contact name, customer name, display name, subscriber name, contact, vollstandiger name, nom complet, nombre completo, nome completo, naam, 氏名, 姓名',
  country:
    'country, country code, country name, country region, nation, address country, billing country, shipping country, ' +
    'default address country code, land, pays, pais, paese, kraj, 国, страна',
  language:
    'language, lang, locale, preferred language, language code, sprache, langue, idioma, lingua, taal, jezyk, 言語, язык',
  phone:
    'phone, phone number, phone 1, phone 1 value, telephone, telephone number, tel, mobile, mobile phone, mobile number, cell, ' +
    'cell phone, default address phone, telefon, telefonnummer, handy, mobil, telephone portable, telefono, movil, telefone, telefoon, 電話番号, телефон',
  company:
    'company, company name, organization, organisation, organization name, organization 1 name, account name, employer, ' +
    'business, business name, default address company, firma, unternehmen, entreprise, societe, empresa, azienda, bedrijf, 会社, компания',
  'signed-up':
    'signup date, sign up date, signed up, signed up at, signed up on, signup time, subscription date, subscribed at, subscribed on, ' +
    'subscribe date, date subscribed, subscribed date, optin time, opt in time, opt in date, optin date, confirm time, date joined, joined, joined at, join date, ' +
    'member since, customer since, registered, registered at, registration date, date registered, date added, added, added at, ' +
    'created, created at, created on, create date, created date, date created, creation date, profile created on, ' +
    'anmeldedatum, angemeldet am, registrierungsdatum, erstellt am, date d inscription, date inscription, inscrit le, date de creation, ' +
    'fecha de alta, fecha de registro, fecha de suscripcion, fecha de creacion, data di iscrizione, data iscrizione, data de cadastro, aanmelddatum, 登録日, дата регистрации',
  status:
    'status, subscription status, email status, email marketing status, subscriber status, contact status, marketing status',
  tags: 'tags, tag, labels, label, contact tags, customer tags, etiketten, etiquetas, etiquettes, tag list',
};

const targetByName = new Map<string, { target: Target; rank: number }>(
  Object.entries(namesByTarget).flatMap(([target, names]) =>
    names.split(', ').map((name, rank) => [foldHeader(name), { target: target as Target, rank }] as const),
  ),
);
