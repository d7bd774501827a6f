import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { proposeMapping } from '../../src/csv/columns/propose.ts';
import { readRows } from '../../src/csv/file/read.ts';
import type { RowContact } from '../../src/csv/rows/contact.ts';
import { type RowResult, rowReader } from '../../src/csv/rows/rows.ts';
import type { Mapping } from '../../src/csv/schema.ts';

const folder = new URL('../fixtures/exports/', import.meta.url);

/** "Header: target", for all columns that are not left out or plain attributes. */
const fieldsOf = ({ columns }: Mapping): string[] =>
  columns.flatMap(({ header, target, dateOrder }) =>
    target === 'attribute' || target === 'ignore'
      ? []
      : [[`${header}: ${target}`, target === 'signed-up' ? dateOrder : ''].filter(Boolean).join(' ')],
  );

const shown = ({ key, name, country, city, phone, company, signedUp, status, tags }: RowContact): string =>
  [
    key,
    name,
    country,
    city,
    phone,
    company,
    signedUp && `${signedUp.day}${signedUp.time ? ` ${signedUp.time}` : ''}${signedUp.offset ?? ''}`,
    status === 'as-chosen' ? null : status,
    tags.length === 0 ? null : `#${tags.join(' #')}`,
  ]
    .filter(Boolean)
    .join(' | ');

async function readAll(file: string): Promise<{ mapping: Mapping; problems: string[]; rows: string[] }> {
  const bytes = readFileSync(new URL(file, folder));
  const { mapping, problems } = await proposeMapping(bytes, { fileName: file });
  const read = rowReader(mapping);
  const results: RowResult[] = [];
  for await (const rows of readRows(bytes, mapping.format, { size: 10 })) results.push(...rows.map(read));
  const rows = results.map((result) => ('contact' in result ? shown(result.contact) : result.problem));
  return { mapping, problems: problems.map((problem) => problem.message), rows };
}

/**
 * Invented people under the header lines that the tools write, after their help pages (Mailchimp has one file
 * each for subscribed, unsubscribed and cleaned people; HubSpot, Brevo, Shopify) and the field names of their
 * APIs (Customer.io, Ghost, Klaviyo, Salesforce); Google Contacts with the header until 2024 and the one
 * since. Spreadsheets are as Excel saves them in each country: delimiter, encoding, line ends, a title above,
 * a total below.
 */
const cases: Record<string, { fields: string[]; rows: string[]; problems?: string[] }> = {
  'brevo.csv': {
    fields: [
      'EMAIL: email',
      'LASTNAME: last-name',
      'FIRSTNAME: first-name',
      'SMS: phone',
      'EMAIL_BLACKLISTED: status',
      'ADDED_TIME: signed-up dmy',
    ],
    rows: [
      'ada@example.org | Ada Lovelace | 442079460000 | 2024-04-03 10:21:00',
      'grace@example.org | Grace Hopper | 2023-12-24 23:59:59 | unsubscribed',
    ],
  },
  'customerio.csv': {
    fields: ['email: email', 'created_at: signed-up dmy', 'unsubscribed: status', 'first_name: first-name'],
    rows: [
      'ada@example.org | Ada | 2024-04-03 10:21:00Z',
      'grace@example.org | Grace | 2023-12-24 23:59:59Z | unsubscribed',
      'bob@example.org | Bob | 2023-12-25 10:00:00Z',
    ],
  },
  'dutch.csv': {
    fields: [
      'Voornaam: first-name',
      'Achternaam: last-name',
      'E-mailadres: email',
      'Land: country',
      'Inschrijfdatum: signed-up dmy',
      'Nieuwsbrief: status',
      'Bedrijf: company',
    ],
    rows: [
      'daniel@example.nl | Daniël de Vries | DE | Café | 2024-04-03',
      'zoe@example.nl | Zoë van Dijk | BE | 2023-03-24 | non-subscribed',
    ],
  },
  'excel-numbers.csv': {
    fields: ['Email: email', 'Name: name', 'Joined: signed-up dmy'],
    rows: ['ada@example.org | Ada | 2024-04-03', 'grace@example.org | Grace | 2023-12-24 12:00:00'],
  },
  'french.csv': {
    fields: [
      'Prénom: first-name',
      'Nom: last-name',
      'Adresse e-mail: email',
      'Pays: country',
      "Date d'inscription: signed-up dmy",
      'Statut: status',
      'Société: company',
    ],
    rows: [
      'zoe@example.fr | Zoé Lefèvre | DE | Café Noël | 2024-04-03',
      'remy@example.fr | Rémy Dupont | NL | 2023-12-01 | unsubscribed',
    ],
  },
  'german.csv': {
    fields: [
      'Vorname: first-name',
      'Nachname: last-name',
      'E-Mail-Adresse: email',
      'Land: country',
      'Anmeldedatum: signed-up dmy',
      'Abgemeldet am: status',
    ],
    rows: [
      'juergen@example.de | Jürgen Müller | AT | 2024-04-03',
      'kaethe@example.de | Käthe Groß | CH | 2023-12-24 | unsubscribed',
      'no email address',
    ],
  },
  'ghost.csv': {
    fields: [
      'email: email',
      'name: name',
      'subscribed_to_emails: status',
      'created_at: signed-up ymd',
      'labels: tags',
    ],
    rows: [
      'ada@example.org | Ada Lovelace | 2024-04-03 10:21:00Z | #vip #founder',
      'grace@example.org | Grace Hopper | 2023-12-24 23:59:59Z | non-subscribed',
    ],
  },
  'google-old.csv': {
    fields: [
      'Name: name',
      'Given Name: first-name',
      'Family Name: last-name',
      'Group Membership: tags',
      'E-mail 1 - Value: email',
      'Phone 1 - Value: phone',
      'Organization 1 - Name: company',
    ],
    rows: [
      'ada@example.org | Ada Lovelace | +44 20 7946 0000 | Analytical | #Friends',
      'grace@example.org | Grace Hopper | Navy',
    ],
  },
  'google.csv': {
    fields: [
      'First Name: first-name',
      'Last Name: last-name',
      'Organization Name: company',
      'Labels: tags',
      'E-mail 1 - Value: email',
      'Phone 1 - Value: phone',
      'Address 1 - Country: country',
    ],
    rows: [
      'ada@example.org | Ada Lovelace | GB | +44 20 7946 0000 | Analytical | #vip',
      'grace@example.org | Grace Hopper | US | Navy',
    ],
  },
  'hubspot.csv': {
    fields: [
      'First Name: first-name',
      'Last Name: last-name',
      'Email: email',
      'Phone Number: phone',
      'Marketing contact status: status',
      'Create Date: signed-up ymd',
      'Unsubscribed from all email: status',
      'Country/Region: country',
      'Company name: company',
    ],
    rows: [
      'ada@example.org | Ada Lovelace | GB | +44 20 7946 0000 | Analytical, Ltd | 2024-04-03 10:21:00',
      'grace@example.org | Grace Hopper | US | Navy | 2023-12-24 23:59:00 | unsubscribed',
    ],
  },
  'italian.csv': {
    fields: [
      'Nome: first-name',
      'Cognome: last-name',
      'Indirizzo email: email',
      'Paese: country',
      'Data di iscrizione: signed-up dmy',
      'Consenso: status',
      'Azienda: company',
    ],
    rows: [
      'nicco@example.it | Niccolò Verdi | DE | Caffè | 2024-04-03',
      'chloe@example.it | Chloé Rossi | US | 2023-12-24 | non-subscribed',
    ],
  },
  'japanese.csv': {
    fields: [
      '氏名: name',
      'メールアドレス: email',
      '会社名: company',
      '国: country',
      '登録日: signed-up ymd',
      '電話番号: phone',
    ],
    rows: [
      'taro@example.jp | 山田 太郎 | JP | 03-0000-0001 | 例株式会社 | 2024-04-03',
      'hanako@example.jp | 鈴木 花子 | US | 03-0000-0002 | 2023-12-24',
    ],
  },
  'kit.csv': {
    fields: [
      'first_name: first-name',
      'email: email',
      'status: status',
      'created_at: signed-up ymd',
      'tags: tags',
    ],
    rows: [
      'ada@example.org | Ada | 2024-04-03 10:21:00Z | #vip #Paris',
      'grace@example.org | Grace | 2023-12-24 23:59:59Z | unsubscribed',
      'bob@example.org | Bob | 2023-12-25 10:00:00Z | unsubscribed | #beta',
      'eve@example.org | Eve | 2023-12-26 10:00:00Z | bounced',
      'ivy@example.org | Ivy | 2023-12-27 10:00:00Z | non-subscribed',
    ],
  },
  'klaviyo.csv': {
    fields: [
      'Email: email',
      'First Name: first-name',
      'Last Name: last-name',
      'Organization: company',
      'Phone Number: phone',
      'City: city',
      'Country: country',
      'Email Marketing Consent: status',
      'Email Marketing Consent Timestamp: status',
      'Date Added: signed-up ymd',
    ],
    rows: [
      'ada@example.org | Ada Lovelace | GB | London | +442079460000 | Analytical | 2024-04-03 10:21:00',
      'grace@example.org | Grace Hopper | US | New York | Navy | 2023-12-24 23:59:59 | unsubscribed',
      'bob@example.org | Bob | 2023-12-25 10:00:00 | non-subscribed',
    ],
  },
  'mailchimp-cleaned.csv': {
    fields: [
      'Email Address: email',
      'First Name: first-name',
      'Last Name: last-name',
      'CONFIRM_TIME: signed-up ymd',
      'CLEAN_TIME: status',
    ],
    rows: ['ada@example.org | Ada Lovelace | 2024-04-03 10:21:00 | bounced'],
  },
  'mailchimp-unsubscribed.csv': {
    fields: [
      'Email Address: email',
      'First Name: first-name',
      'Last Name: last-name',
      'CONFIRM_TIME: signed-up ymd',
      'CC: country',
      'UNSUB_TIME: status',
      'TAGS: tags',
    ],
    rows: [
      'ada@example.org | Ada Lovelace | GB | 2024-04-03 10:21:00 | unsubscribed',
      'grace@example.org | Grace Hopper | US | 2023-12-24 23:59:59 | unsubscribed | #vip',
    ],
  },
  'mailchimp.csv': {
    fields: [
      'Email Address: email',
      'First Name: first-name',
      'Last Name: last-name',
      'Phone Number: phone',
      'CONFIRM_TIME: signed-up ymd',
      'CC: country',
      'TAGS: tags',
    ],
    rows: [
      'ada@example.org | Ada Lovelace | GB | 555-0100 | 2024-04-03 10:21:00 | #vip #Paris France',
      'grace@example.org | Grace Hopper | US | 2023-12-24 23:59:59',
    ],
  },
  'outlook.csv': {
    fields: [
      'First Name: first-name',
      'Last Name: last-name',
      'Company: company',
      'E-mail Address: email',
      'Home Phone: phone',
      'Home Country/Region: country',
      'Categories: tags',
    ],
    rows: [
      'ada@example.org | Ada Lovelace | GB | Analytical | #vip #Friends',
      'zoe@example.org | Zoë Hopper | US | 555-0101 | Navy',
    ],
  },
  'polish.csv': {
    fields: [
      'Imię: first-name',
      'Nazwisko: last-name',
      'Adres e-mail: email',
      'Kraj: country',
      'Data rejestracji: signed-up ymd',
      'Numer telefonu: phone',
    ],
    rows: [
      'lucja@example.pl | Łucja Żółć | DE | 600 000 001 | 2024-04-03',
      'pawel@example.pl | Paweł Gęś | PL | 600 000 002 | 2023-12-24',
    ],
  },
  'portuguese.csv': {
    fields: [
      'Nome: first-name',
      'Sobrenome: last-name',
      'Endereço de e-mail: email',
      'País: country',
      'Celular: phone',
      'Data de cadastro: signed-up dmy',
      'Empresa: company',
    ],
    rows: [
      'joao@example.com | João Gonçalves | BR | 11 90000-0001 | Pão & Cia | 2024-04-03 10:21:00',
      'ines@example.com | Inês Conceição | DE | 11 90000-0002 | 2023-12-24 23:59:00',
    ],
  },
  'russian.csv': {
    fields: [
      'Имя: first-name',
      'Фамилия: last-name',
      'Электронная почта: email',
      'Страна: country',
      'Дата регистрации: signed-up dmy',
    ],
    rows: [
      'anna@example.ru | Анна Иванова | RU | 2024-04-03',
      'petr@example.ru | Пётр Петров | DE | 2023-12-24',
    ],
  },
  'salesforce-data-loader.csv': {
    fields: [
      'FIRSTNAME: first-name',
      'LASTNAME: last-name',
      'EMAIL: email',
      'HASOPTEDOUTOFEMAIL: status',
      'MAILINGCOUNTRY: country',
      'CREATEDDATE: signed-up ymd',
    ],
    rows: [
      'ada@example.org | Ada Lovelace | GB | 2024-04-03 10:21:00Z',
      'grace@example.org | Grace Hopper | US | 2023-12-24 23:59:59Z | unsubscribed',
    ],
  },
  'salesforce.csv': {
    fields: [
      'First Name: first-name',
      'Last Name: last-name',
      'Account Name: company',
      'Mailing Country: country',
      'Phone: phone',
      'Email: email',
      'Email Opt Out: status',
      'Created Date: signed-up mdy',
    ],
    rows: [
      'ada@example.org | Ada Lovelace | GB | 020 7946 0000 | Analytical, Ltd | 2024-04-03',
      'grace@example.org | Grace Hopper | US | Navy | 2023-12-24 | unsubscribed',
    ],
  },
  'shopify.csv': {
    fields: [
      'First Name: first-name',
      'Last Name: last-name',
      'Email: email',
      'Accepts Email Marketing: status',
      'Default Address Company: company',
      'Default Address City: city',
      'Default Address Country Code: country',
      'Phone: phone',
      'Tags: tags',
    ],
    rows: [
      'ada@example.org | Ada Lovelace | GB | London | +442079460000 | Analytical | #vip #wholesale',
      'grace@example.org | Grace Hopper | US | New York | non-subscribed',
    ],
  },
  'spanish.csv': {
    fields: [
      'Nombre: first-name',
      'Apellidos: last-name',
      'Correo electrónico: email',
      'País: country',
      'Teléfono: phone',
      'Fecha de alta: signed-up dmy',
      'Estado: status',
      'Etiquetas: tags',
    ],
    rows: [
      'inigo@example.es | Íñigo Peña | ES | 600 000 001 | 2024-04-03 | #vip #feria',
      'maria@example.es | María José Núñez | MX | 600 000 002 | 2023-12-24 | unsubscribed',
    ],
  },
  'substack.csv': {
    fields: ['email: email', 'email_disabled: status', 'created_at: signed-up ymd'],
    rows: [
      'ada@example.org | 2024-04-03 10:21:00Z',
      'grace@example.org | 2023-12-24 23:59:59Z | unsubscribed',
    ],
  },
};

describe('an export is understood without a question:', () => {
  test.each(Object.entries(cases))('%s', async (file, { fields, rows, problems = [] }) => {
    const found = await readAll(file);
    expect(fieldsOf(found.mapping)).toEqual(fields);
    expect(found.rows).toEqual(rows);
    expect(found.problems).toEqual(problems);
  });

  test('every file in the folder is in the table', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(cases).sort());
  });
});
