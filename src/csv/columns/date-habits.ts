import { foldHeader } from '../cells/headers.ts';
import { anyOf } from '../cells/name-patterns.ts';

/** The place of a year of two digits, by language: 24.04.23 is in 2024 in Seoul, and in 2023 in Berlin. */
export type DateHabit = 'year-first' | 'year-last';

/**
 * What the languages of a file's column names say about years of two digits: the column's own name first,
 * then all others. English names say nothing, because they are used everywhere; neither do Hungarian, Swedish
 * and Lithuanian ones, because their countries use both orders.
 *
 * @returns undefined if the names say nothing, or both
 * @example dateHabit('가입일', []) // 'year-first'
 * @example dateHabit('Date', ['E-Mail', 'Vorname']) // 'year-last'
 */
export function dateHabit(header: string, headers: readonly string[]): DateHabit | undefined {
  const own = habitOf(header);
  if (own !== undefined) return own;
  const found = new Set(headers.flatMap((other) => habitOf(other) ?? []));
  return found.size === 1 ? [...found][0] : undefined;
}

function habitOf(header: string): DateHabit | undefined {
  if (eastAsian.test(header)) return 'year-first';
  return otherScripts.test(header) || isYearLast(foldHeader(header)) ? 'year-last' : undefined;
}

const eastAsian = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const otherScripts =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Thai}]/u;

/**
 * Column names in languages that put the day first and the year last, and that no other language in such
 * files has.
 */
const isYearLast = anyOf(
  // German
  'vorname, nachname, anrede, strasse, hausnummer, plz, postleitzahl, unternehmen, sprache, anmeldedatum, anmeldung, angemeldet, registriert, registrierung*, eingetragen, eintrag*, beitritt*, eintrittsdatum, mitglied seit, kunde seit, erstellt, angelegt, geburtstag, geburtsdatum, geboren, letzte*, kundennummer, bestell*, hinzugefugt, ablauf*, kundigung*, ' +
    // French
    'prenom, nom de famille, entreprise, societe, pays, langue, naissance, inscription, inscrit, abonne*, cree le, ajoute le, derniere*, adherent, adhesion, commande, ' +
    // Spanish, Portuguese, Italian
    'nombre, apellido, apellidos, empresa, pais, fecha, nacimiento, cumpleanos, alta, sobrenome, apelido, nascimento, aniversario, cadastro, cadastrado, inscricao, criado em, criacao, cognome, azienda, paese, nascita, compleanno, iscrizione, iscritto, registrazione, creato il, creazione, ultimo, ultima, ' +
    // Dutch, Danish, Norwegian
    'voornaam, achternaam, bedrijf, geboortedatum, verjaardag, inschrijf*, aangemeld, ingeschreven, lid sinds, klant sinds, aanmaakdatum, toegevoegd, fornavn, etternavn, efternavn, virksomhed, fodselsdag, fodselsdato, pameldt, tilmeldt, tilmeldings*, oprettet, opprettet, medlem siden, registreringsdato, ' +
    // Polish, Czech, Slovak, Finnish, Turkish
    'imie, nazwisko, urodzenia, urodziny, rejestracji, zapisu, dodania, utworzenia, jmeno, prijmeni, narozeni, narozeniny, spolecnost, registrace, priezvisko, narodenia, narodeniny, etunimi, sukunimi, syntymaaika, syntymapaiva, yritys, liittynyt, soyad, soyadi, dogum, kayit tarihi, ulke',
);
