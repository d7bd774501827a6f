import { contactField, eachField } from '../../contact-fields.ts';
import type { Target } from '../schema.ts';

/**
 * The contact field that a column's name means; undefined if it means none. Case, accents, punctuation and
 * camelCase don't matter. `rank` orders several columns for the same field: a lower rank is likelier.
 *
 * @example headerTarget('E-Mail Address') // { target: 'email', rank: 1 }
 */
export function headerTarget(header: string): { target: Target; rank: number } | undefined {
  const found = byHeader(targetByName, header);
  // If two columns have one name, the first counts.
  if (found !== undefined) return sameAgain.test(header) ? { ...found, rank: found.rank + 0.5 } : found;
  const name = foldHeader(header);
  // "Created at (UTC)"
  const inZone = / (?:utc|gmt)$/.test(name) ? targetByName.get(name.slice(0, -4)) : undefined;
  if (inZone !== undefined) return inZone;
  const ofPerson = personPrefix.exec(name)?.[1];
  const other = ofPerson === undefined ? undefined : targetByName.get(ofPerson);
  return other && { target: other.target, rank: other.rank + OF_PERSON };
}

/** "Invitee First Name", "Person - Phone": the subject of the row comes before the field. */
const personPrefix =
  /^(?:invitee|attendee|guest|participant|registrant|member|student|buyer|purchaser|customer|client|subscriber|contact|person|lead|donor|recipient) (.+)$/;
const OF_PERSON = 100;

/**
 * The entry for a column's name. Also finds FIRSTNAME and MAILINGCOUNTRY, which have no spaces to split at.
 */
export function byHeader<Value>(values: ReadonlyMap<string, Value>, header: string): Value | undefined {
  const name = foldHeader(header);
  return values.get(name) ?? (name.includes(' ') ? undefined : values.get(squashed(name)));
}

/** The entries of a map for byHeader: names of several words are also listed in their run-together form. */
export function headerEntries<Value>(name: string, value: Value): [string, Value][] {
  const folded = foldHeader(name);
  return folded.includes(' ')
    ? [
        [squashed(folded), value],
        [folded, value],
      ]
    : [[folded, value]];
}

// Marked, so that "E Mail" and "email" stay two names with different ranks.
const squashed = (name: string): string => `*${name.replaceAll(' ', '')}`;

/**
 * A column's name without the variations of exports: `firstName`, "First Name" and "FIRST_NAME" are all
 * "first name".
 */
export function foldHeader(header: string): string {
  return header
    .replace(sameAgain, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(?<=\p{L})\u00ad(?=\p{L})/gu, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđıßæœ]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim();
}

/** Tells columns with the same name apart: the second "Email" is called "Email (column 4)". */
export const numbered = (title: string, index: number): string => `${title} (column ${index + 1})`;
const sameAgain = / \(column \d+\)$/;

/** Letters that aren't a plain letter plus an accent, as people write them without accents. */
const plainLetters: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' };

/**
 * The first columns of a file of rejected rows: recognized and left out when the corrected file comes back.
 */
export const rejectionHeaders = ['Line', 'Reason not imported'] as const;

/** A column that only counts the rows. */
export function isRowNumber(header: string): boolean {
  return /^(?:#|index|idx|row|row number|row no|line|line number|no|nr|sr no|s no|sno)$/.test(
    foldHeader(header),
  );
}

/** Numbers in such a column are identifiers: 00123 must not become 123. */
export function isIdentifier(header: string): boolean {
  return /\b(?:id|ids|uid|uuid|guid|sku|zip|zipcode|postcode|postal|plz|code|phone|tel|mobile|fax|vat|iban|number|nummer)\b/.test(
    foldHeader(header),
  );
}

/** Plain numbers in such a column may be moments: seconds since 1970, or a spreadsheet's count of days. */
export function isMoment(header: string): boolean {
  return /\b(?:date|datetime|timestamp|datum|fecha|birthday)\b|[\p{L}\p{N}] (?:at|on)$/u.test(
    foldHeader(header),
  );
}

/**
 * A name for the sign-up day that may also mean something else, such as how someone signed up: its cells have
 * to be days.
 */
export function isLooseSignUp(header: string): boolean {
  return /^(?:registration|sign ?up|anmeldung|registrierung|beitritt|eintritt|inscription|alta|joined|added|registered|created|confirmed|first seen|list joined|zapisano|dodano|registrerad|skapad|opprettet|oprettet|tilmeldt|pameldt|luotu|liittynyt|rekisteroitynyt|зарегистрирован)$/.test(
    foldHeader(header),
  );
}

/** Such a column may hold seconds or milliseconds since 1970, but not a spreadsheet's count of days. */
export function isEpoch(header: string): boolean {
  return /\b(?:time|ts|unix|epoch|millis|utc|since|joined|created|updated|modified|registered|registration|subscribed|unsubscribed|confirmed|seen|login|signup)\b/.test(
    foldHeader(header),
  );
}

/** A date with such a name recurs every year, in files, forms and the API alike. */
export function isYearly(header: string): boolean {
  const name = foldHeader(header);
  return yearlyWords.test(name) || yearlyElsewhere.test(name);
}

const yearlyWords =
  /\b(?:birthdays?|birth|birthdate|bday|b day|dob|born|anniversary|name ?day|geburtstag|geburtsdatum|geb|geb datum|geboren|jahrestag|namenstag|anniversaire|naissance|nee? le|cumpleanos|nacimiento|aniversario|nascimento|compleanno|nascita|nat[oa] il|verjaardag|geboortedatum|geboren op|urodziny|urodzenia|fodselsdag|fodselsdato|fodelsedag|fodelsedatum|syntymapaiva|syntymaaika|narozeniny|narozeni|narodeniny|narodenia|szuletesnap|szuletesi|nastere|dogum)\b/;
const yearlyElsewhere = /誕生日|生年月日|生日|出生日期|생일|생년월일|рожден|народження|γενεθλι|γεννησ/;

/**
 * Names of columns by target, the likeliest first: from exports of mail and shop tools, and spreadsheets in
 * several languages.
 */
const namesByTarget: Partial<Record<Target, string>> = {
  email:
    'email, email address, e mail, e mail address, mail, primary email, email 1, e mail 1 value, e mail 1 address, work email, contact email, ' +
    'customer email, subscriber email, subscriber, email work, user email, mail address, emails, personal email, private email, business email, home email, email primary, email id, billing email, ' +
    'email adresse, e mail adresse, adresse email, adresse e mail, courriel, ' +
    'correo, correo electronico, direccion de correo electronico, e post, epost, indirizzo email, posta elettronica, ' +
    'adres e mail, adres email, e mailadres, emailadres, mailadresse, mejladress, e postadress, e postadresse, sahkoposti, ' +
    'sahkopostiosoite, endereco de email, endereco de e mail, posta, eposta, e posta, correo e, メールアドレス, メール, eメール, 이메일, 邮箱, ' +
    '电子邮件, 電子郵件, электронная почта, почта, адрес электронной почты, email адрес, ' +
    // Second addresses of the same person.
    'email 2, e mail 2 value, e mail 2 address, email address 2, email 3, e mail 3 value, secondary email, second email, alternate email, alternative email, other email',
  'first-name':
    'first name, firstname, first, given name, fname, forename, vorname, prenom, nombre, nome, voornaam, fornamn, fornavn, etunimi, imie, jmeno, keresztnev, ad, nombres, primeiro nome, nome proprio, 名, 名前, 이름, имя',
  'last-name':
    'last name, lastname, last, surname, family name, lname, nachname, familienname, nom, nom de famille, apellido, apellidos, ' +
    'cognome, achternaam, efternamn, etternavn, efternavn, sukunimi, nazwisko, prijmeni, vezeteknev, soyad, soyadi, sobrenome, apelido, primer apellido, 姓, 名字, 성, фамилия',
  ...eachField((name) => contactField(name).headers),
  'signed-up':
    'signup date, sign up date, signed up, signed up at, signed up on, signup time, subscription date, subscribed at, subscribed on, ' +
    'subscribe date, date subscribed, subscribed date, confirm time, optin time, opt in time, opt in date, optin date, date joined, joined, joined at, join date, ' +
    'member since, customer since, registered, registered at, registration date, date registered, date added, added, added at, ' +
    'added time, created, created at, created on, create date, created date, date created, creation date, profile created on, ' +
    'anmeldedatum, angemeldet am, registrierungsdatum, erstellt am, date d inscription, date inscription, inscrit le, date de creation, ' +
    'fecha de alta, fecha de registro, fecha de suscripcion, fecha de creacion, ' +
    'user registered, registered on, registered date, registration, registration time, registration timestamp, signup, sign up, signup at, sign up at, sign up time, signup timestamp, subscribe time, subscribed time, subscription time, subscription created, ' +
    'subscription started, date of subscription, opt in timestamp, optin timestamp, opt in at, optin at, opted in at, opted in on, double opt in date, double opt in time, double opt in at, doi date, doi time, doi timestamp, confirmed at, confirmed on, ' +
    'confirmation date, confirmation time, confirm date, confirmed date, date confirmed, join time, joined on, joined date, date of joining, member from, created time, creation time, create time, created timestamp, inserted at, insert date, ' +
    'entry date, date of entry, date entered, date opened, list join date, list joined, first seen, first subscribed, ' +
    'anmeldung, anmeldezeitpunkt, anmeldedatum newsletter, eingetragen am, eintragungsdatum, eintragsdatum, registriert am, registrierung, beitritt, beitrittsdatum, eintrittsdatum, eintritt, mitglied seit, kunde seit, abonnent seit, hinzugefugt am, aufgenommen am, ' +
    'erstellungsdatum, erstelldatum, angelegt am, bestatigt am, date d ajout, ajoute le, date d abonnement, abonne le, abonne depuis, cree le, date creation, inscription, date d adhesion, membre depuis, client depuis, ' +
    'fecha alta, alta, fecha registro, fecha suscripcion, fecha inscripcion, fecha de inscripcion, fecha creacion, registrado el, suscrito el, creado el, miembro desde, cliente desde, data di iscrizione, data iscrizione, iscritto il, registrato il, data registrazione, data di registrazione, creato il, data creazione, data di creazione, membro dal, cliente dal, data de cadastro, data cadastro, data de inscricao, data de registro, data de criacao, cadastrado em, inscrito em, criado em, membro desde,  aanmelddatum, inschrijfdatum, datum inschrijving, aangemeld op, ingeschreven op, geregistreerd op, aanmaakdatum, toegevoegd op, lid sinds, klant sinds, data rejestracji, data zapisu, data dodania, data utworzenia, zapisano, dodano, ' +
    'registreringsdatum, registreringsdato, registrerad, pameldt, pameldingsdato, tilmeldt, tilmeldingsdato, anmalningsdatum, opprettet, oprettet, skapad, medlem siden, medlem sedan, liittynyt, rekisteroitynyt, luotu, datum registrace, kayit tarihi, ' +
    '登録日, 登録日時, 登録日付, 会員登録日, 入会日, 作成日, 作成日時, 注册时间, 注册日期, 创建时间, 订阅时间, 가입일, 등록일, дата регистрации, дата подписки, дата создания, зарегистрирован',
  'status-since': 'status since',
  tags:
    'tags, tag, contact tags, customer tags, subscriber tags, tag list, labels, label, categories, group membership, groups, ' +
    'etiketten, schlagworte, kategorien, etiquetas, etiquettes, etichette, labels, etykiety, タグ, теги',
};

const targetByName = new Map<string, { target: Target; rank: number }>(
  Object.entries(namesByTarget).flatMap(([target, names]) =>
    names.split(', ').flatMap((name, rank) => headerEntries(name, { target: target as Target, rank })),
  ),
);
