import { describe, expect, test } from 'vitest';
import { fitToAttributes, preferAttributes } from '../../src/csv/columns/attributes.ts';
import { attributeName, mappingProblems } from '../../src/csv/columns/mapping.ts';
import { proposeMapping } from '../../src/csv/columns/propose.ts';
import { rowReader } from '../../src/csv/rows/rows.ts';
import { type Column, type Mapping, mappingSchema } from '../../src/csv/schema.ts';

const propose = (text: string) => proposeMapping(new TextEncoder().encode(text), { fileName: 'people.csv' });

/** "Header: target", with type and date order if they matter. */
const shown = (mapping: Mapping): string[] =>
  mapping.columns.map(({ header, target, type, dateOrder, yearly }) =>
    [`${header}: ${target}`, type === 'text' ? '' : type, dateOrder ?? '', yearly ? 'yearly' : '']
      .filter(Boolean)
      .join(' '),
  );

describe('proposeMapping', () => {
  test('reads the header and the cells of a shop export', async () => {
    const { mapping, problems, rows } = await propose(
      'Index,Customer Id,First Name,Last Name,Company,City,Country,Phone 1,Phone 2,Email,Subscription Date,Website\n' +
        '1,00120,Ada,Lovelace,Analytical Ltd,London,United Kingdom,555-0100,555-0101,ada@example.org,26-08-2020,https://ada.example/\n' +
        '2,00121,Grace,Hopper,Navy,New York,USA,555-0102,555-0103,grace@example.org,03-04-2021,https://grace.example/\n',
    );
    expect(shown(mapping)).toEqual([
      'Index: ignore number',
      'Customer Id: attribute',
      'First Name: first-name',
      'Last Name: last-name',
      'Company: company',
      'City: city',
      'Country: country',
      'Phone 1: phone',
      'Phone 2: attribute',
      'Email: email',
      'Subscription Date: signed-up date dmy',
      'Website: attribute',
    ]);
    expect(problems).toEqual([]);
    expect(rows).toBe(2);
    expect(mapping.columns[2]?.samples).toEqual(['Ada', 'Grace']);
    expect(mappingSchema.parse(JSON.parse(JSON.stringify(mapping)))).toEqual(mapping);
  });

  test.each<[what: string, text: string, columns: string[]]>([
    ['a bare list', 'ada@example.org\nbob@example.org\n', ['Column 1: email']],
    [
      'German names of columns',
      'E-Mail-Adresse;Vorname;Nachname;Land;Anmeldedatum\nada@example.org;Ada;Lovelace;Deutschland;26.08.2020\n',
      [
        'E-Mail-Adresse: email',
        'Vorname: first-name',
        'Nachname: last-name',
        'Land: country',
        'Anmeldedatum: signed-up date dmy',
      ],
    ],
    [
      'French and Spanish ones',
      'Courriel,Prénom,Nom,País,Teléfono\nada@example.org,Ada,Lovelace,France,555-0100\n',
      ['Courriel: email', 'Prénom: first-name', 'Nom: last-name', 'País: country', 'Teléfono: phone'],
    ],
    [
      'camel case and underscores',
      'emailAddress,first_name,LASTNAME,created_at\nada@example.org,Ada,Lovelace,2020-08-26T10:00:00Z\n',
      [
        'emailAddress: email',
        'first_name: first-name',
        'LASTNAME: last-name',
        'created_at: signed-up date ymd',
      ],
    ],
    [
      'an address column under an odd name, beside columns that only sound like it',
      'Email Opt Out,Contact owner,Reach\nno,Carol,ada@example.org\nyes,Carol,bob@example.org\n',
      ['Email Opt Out: status boolean', 'Contact owner: attribute', 'Reach: email'],
    ],
    [
      'two address columns',
      'Work email,Email\nada@work.example,ada@example.org\n',
      ['Work email: attribute', 'Email: email'],
    ],
    [
      'attributes of every type',
      'Email,Seats,Pro,Birthday,Renewal,Zip,Order number\na@example.org,3,yes,12 Mar 1990,2027-01-05,01234,1\nb@example.org,-1.5,No,1 Apr 1985,2027-02-06,90210,7\n',
      [
        'Email: email',
        'Seats: attribute number',
        'Pro: attribute boolean',
        'Birthday: attribute date dmy yearly',
        'Renewal: attribute date ymd',
        'Zip: attribute',
        'Order number: attribute',
      ],
    ],
    [
      'days without a year, under any name',
      'Email,Name day,Party,Month\na@example.org,24 Dec,5 May 2026,May 5\nb@example.org,29 Feb,6 May 2026,May\n',
      [
        'Email: email',
        'Name day: attribute date dmy yearly',
        'Party: attribute date dmy',
        'Month: attribute',
      ],
    ],
    [
      'columns to leave out',
      `#,Email,Nothing,Notes,n\n1,a@example.org,,${'x'.repeat(1001)},7\n2,b@example.org,-,,8\n3,c@example.org,n/a,,9\n`,
      ['#: ignore number', 'Email: email', 'Nothing: ignore', 'Notes: ignore', 'n: attribute number'],
    ],
    [
      'a column that counts rows under any name',
      `Nummer lfd,Email\n${Array.from({ length: 30 }, (_, index) => `${index + 1},p${index}@example.org\n`).join('')}`,
      ['Nummer lfd: ignore', 'Email: email'],
    ],
    [
      'moments that are plain numbers, where the name says so',
      'Email,created_at,Birthday date,Seats,Order\na@example.org,1712139660,45385,45385,1712139660\nb@example.org,1703462399,,7,1712139661\n',
      [
        'Email: email',
        'created_at: signed-up date dmy',
        'Birthday date: attribute date dmy yearly',
        'Seats: attribute number',
        'Order: attribute number',
      ],
    ],
    [
      'numbers of which some are no moments as numbers',
      'Email,Paid on\na@example.org,45385\nb@example.org,7\nc@example.org,8\n',
      ['Email: email', 'Paid on: attribute number'],
    ],
    [
      'status and tags',
      'Email,Status,Tags\na@example.org,subscribed,"vip,beta"\nb@example.org,cleaned,\n',
      ['Email: email', 'Status: status', 'Tags: tags'],
    ],
    [
      'a status column that says something else',
      'Email,Status\na@example.org,married\nb@example.org,single\n',
      // Asked about, and never an attribute without a question: consent-columns.test.ts.
      ['Email: email', 'Status: status'],
    ],
    [
      'the likelier of two sign-up columns',
      'Email,Created at,Signup date\na@example.org,2020-01-01,2020-01-02\n',
      ['Email: email', 'Created at: attribute date ymd', 'Signup date: signed-up date ymd'],
    ],
    [
      'a column that only looks like a country',
      'Email,Country\nada@example.org,ada@other.example\n',
      ['Email: email', 'Country: attribute'],
    ],
    [
      'a family name that is called "Name" beside the first name',
      'E-Mail;Name;Vorname\na@x.org;Lovelace;Ada\nb@x.org;Kay;Bob\n',
      ['E-Mail: email', 'Name: last-name', 'Vorname: first-name'],
    ],
    [
      'a first name that is called "Name" beside the family name',
      'Email,Name,Surname\na@x.org,Ada,Lovelace\nb@x.org,Bob,Kay\n',
      ['Email: email', 'Name: first-name', 'Surname: last-name'],
    ],
    [
      'a full name beside the first name',
      'Email,Full name,First name\na@x.org,Ada Lovelace,Ada\nb@x.org,"Kay, Bob",Bob\n',
      ['Email: email', 'Full name: name', 'First name: first-name'],
    ],
    [
      'a full name beside both',
      'Email,Name,First name,Last name\na@x.org,Ada Lovelace,Ada,Lovelace\n',
      ['Email: email', 'Name: name', 'First name: first-name', 'Last name: last-name'],
    ],
    [
      'names of columns that say whose they are',
      'Person - Name,Person - Email - Work,Person - Phone\nAda L,a@x.org,+47 1\n',
      ['Person - Name: name', 'Person - Email - Work: email', 'Person - Phone: phone'],
    ],
    [
      'days of sign-up under more names, and what only sounds like one',
      'Email,user_registered,Registration\na@x.org,2020-01-02 10:00:00,early bird\nb@x.org,2021-01-02 10:00:00,late\n',
      ['Email: email', 'user_registered: signed-up date ymd', 'Registration: attribute'],
    ],
    [
      'a day of sign-up that is a word with days in it',
      'Email,Anmeldung\na@x.org,2020-01-02\n',
      ['Email: email', 'Anmeldung: signed-up date ymd'],
    ],
    [
      'the day of sign-up as seconds, 0 for none',
      'Email,Registered\na@x.org,1712139660\nb@x.org,0\n',
      ['Email: email', 'Registered: signed-up date dmy'],
    ],
    [
      'the only date that the file gives',
      'Email,Date\na@x.org,2020-01-02\nb@x.org,2021-01-02\n',
      ['Email: email', 'Date: signed-up date ymd'],
    ],
    [
      'no date that means something else, or has a name of its own',
      'Email,Party,Last order\na@x.org,2020-01-02,2020-01-02\nb@x.org,2021-01-02,2020-01-02\n',
      ['Email: email', 'Party: attribute date ymd', 'Last order: attribute date ymd'],
    ],
    [
      'addresses with names around, and none bare',
      'Email,Company\nAda L <ada@example.org>,Acme\n"Kay, Bob <bob@example.org>",Beta\n',
      ['Email: email', 'Company: company'],
    ],
    [
      "a host's address beside the guests', under names that we know and names that we don't",
      'User Email,Invitee Email,Booked for,Owner\nh@x.org,a@x.org,p@y.org,o@x.org\nh@x.org,b@x.org,q@y.org,o@x.org\n',
      ['User Email: attribute', 'Invitee Email: email', 'Booked for: attribute', 'Owner: attribute'],
    ],
    [
      'the one column of addresses, though all are the same',
      'User Email,Name\nh@x.org,A\nh@x.org,B\n',
      ['User Email: email', 'Name: name'],
    ],
    [
      'the address of an owner, if there is no other',
      'Contact owner email,Note\na@x.org,A\nb@x.org,B\n',
      ['Contact owner email: email', 'Note: attribute'],
    ],
    [
      'words of other languages for true and false, and letters that come in pairs',
      'Email,Kunde,Client,Pro,Sex,Sand\na@example.org,WAHR,VRAI,t,f,sand\nb@example.org,FALSCH,FAUX,f,f,sand\n',
      [
        'Email: email',
        'Kunde: attribute boolean',
        'Client: attribute boolean',
        'Pro: attribute boolean',
        'Sex: attribute',
        'Sand: attribute',
      ],
    ],
    [
      'dates among which some have never been',
      'Email,Last login,Trial end,Nothing,How often\na@example.org,2024-01-02,2024-01-02,Never,Never\nb@example.org,Never,unknown,Never,Daily\n',
      [
        'Email: email',
        'Last login: attribute date ymd',
        'Trial end: attribute date ymd',
        'Nothing: ignore',
        'How often: attribute',
      ],
    ],
    [
      'two columns of one name',
      'Email,Email,Baja,Baja\na@x.org,,no,no\n,b@x.org,no,sí\n',
      [
        'Email: email',
        'Email (column 2): attribute',
        'Baja: status boolean',
        'Baja (column 4): status boolean',
      ],
    ],
  ])('guesses %s', async (_what, text, columns) => {
    expect(shown((await propose(text)).mapping)).toEqual(columns);
  });

  test.each<[what: string, text: string, keeps: string[] | undefined]>([
    ['a family name that is one', 'Email,Last name\na@x.org,Null\nb@x.org,Lovelace\n', ['Null']],
    [
      'not a family name that every second person has',
      'Email,Last name\na@x.org,Null\nb@x.org,Null\nc@x.org,Kay\n',
      undefined,
    ],
    ['not one in capitals', 'Email,Last name\na@x.org,NULL\nb@x.org,Lovelace\n', undefined],
    ['Namibia among codes of countries', 'Email,Country\na@x.org,NA\nb@x.org,ZA\n', ['NA']],
    ['not NA among names of countries', 'Email,Country\na@x.org,NA\nb@x.org,Norway\n', undefined],
  ])('leaves out of the words for "no value" %s', async (_what, text, keeps) => {
    expect((await propose(text)).mapping.columns[1]?.keeps).toEqual(keeps);
  });

  test('asks if all dates have two readings', async () => {
    const { mapping } = await propose(
      'Email,Signed up\na@example.org,03/04/2020\nb@example.org,05/06/2021\n',
    );
    expect(mapping.columns[1]).toMatchObject({ target: 'signed-up', type: 'date', dateOrder: null });
    expect(mappingProblems(mapping)).toEqual([
      {
        column: 1,
        blocking: true,
        message: 'The dates in "Signed up" can be read day first or month first (03/04/2020).',
        hint: 'Choose which comes first, the day or the month.',
      },
    ]);
  });

  test('uses a second column’s address if the first has none, and says so', async () => {
    const { mapping, problems } = await propose(
      'Email,Work email,Manager email\na@x.org,a@work.org,m@x.org\n,b@work.org,n@x.org\n-,c@work.org,o@x.org\n',
    );
    expect(mapping.columns.map(({ spare }) => spare)).toEqual([undefined, true, undefined]);
    expect(problems.map(({ message }) => message)).toEqual([
      '"Email" is empty in 2 rows. For those, the address comes from "Work email".',
    ]);
    const read = rowReader(mapping);
    const rows = [
      ['a@x.org', 'a@work.org'],
      ['', 'b@work.org'],
      ['-', 'c@work.org'],
      ['', ''],
      ['odd', 'd@work.org'],
    ];
    const found = rows.map((cells, index) => read({ line: index + 2, cells }));
    expect(found.map((row) => ('contact' in row ? row.contact.key : row.problem))).toEqual([
      ...['a@x.org', 'b@work.org', 'c@work.org'],
      ...['no email address', '"odd" is not an email address'],
    ]);
  });

  test.each<[text: string, messages: string[]]>([
    [
      'Email,Date\na@x.org,2020-01-02\n',
      ['"Date" is used as the sign-up date: it’s the only date in the file.'],
    ],
    ['Email,Party\na@x.org,2020-01-02\n', ['No column is the sign-up date, but "Party" contains dates.']],
    [
      'Email,Start,Party,Fair\na@x.org,2020-01-02,2020-01-02,2020-01-02\n',
      ['No column is the sign-up date, but "Party" and "Fair" contain dates.'],
    ],
    ['Email,Last login,Birthday\na@x.org,2020-01-02,1990-01-02\n', []],
    ['Email,Signed up,Party\na@x.org,2020-01-02,2020-01-02\n', []],
  ])('asks about dates that could be the sign-up date: %j', async (text, messages) => {
    expect((await propose(text)).problems.map(({ message }) => message)).toEqual(messages);
  });

  test('reports sign-up dates and birthdays in the future', async () => {
    const text =
      'Email,Signed up,Birthday,Renewal\na@x.org,2024-01-02,1/30/57,2031-01-02\nb@x.org,2031-12-23,1/2/64,2031-01-02\n';
    const now = new Date('2026-11-23T10:00:00Z');
    const { mapping, problems } = await proposeMapping(new TextEncoder().encode(text), {
      fileName: 'a.csv',
      now,
    });
    expect(problems.map(({ message }) => message)).toEqual([
      '"Signed up" has a day in the future: "2031-12-23" on line 3.',
    ]);
    const read = rowReader({
      ...mapping,
      columns: mapping.columns.map((column, index) => ({ ...column, attributeId: index })),
    });
    expect(read({ line: 2, cells: ['a@x.org', '', '1/2/57', ''] })).toMatchObject({
      contact: { attributes: { 2: '1957-01-02' } },
    });
  });

  test('reports dates that contradict each other, whatever else is among them', async () => {
    const { mapping } = await propose(
      'Email,Signed up\na@x.org,13/04/2024\nb@x.org,04/13/2024\nc@x.org,unknown\n',
    );
    expect(mappingProblems(mapping)).toEqual([
      {
        column: 1,
        blocking: true,
        message:
          'The dates in "Signed up" contradict each other: "13/04/2024" has the day first, "04/13/2024" the month.',
        hint: 'Correct them in the file, or choose which comes first; rows with the other kind of date are rejected.',
      },
    ]);
  });

  test('asks if the year could come first too', async () => {
    const { mapping } = await propose('Email,Signed up\na@x.org,24-03-15\nb@x.org,23-12-20\n');
    expect(mapping.columns[1]).toMatchObject({ dateOrder: null, orders: ['dmy', 'ymd'] });
    expect(mappingProblems(mapping)[0]?.message).toBe(
      'The dates in "Signed up" can be read day first or year first (24-03-15).',
    );
  });

  test('leaves a sign-up column of unknown dates out, and says so', async () => {
    const { mapping, problems } = await propose(
      'Email,Signed up\na@example.org,Q3 2020\nb@example.org,Q4 2020\n',
    );
    expect(mapping.columns[1]).toMatchObject({ target: 'ignore', type: 'text' });
    expect(problems).toEqual([
      {
        column: 1,
        blocking: false,
        message: '"Signed up" should contain dates: "Q3 2020" on line 2 isn’t a date.',
        hint: 'The column isn’t imported. To import it, write its dates like 2026-11-23, 23/11/2026 or 23 Nov 2026.',
      },
    ]);
  });

  test('keeps countries that it does not know, and says which', async () => {
    const names = ['Norway', 'Atlantis', 'Deutschland', 'Atlantis', 'Narnia', ''];
    const { mapping, problems } = await propose(
      `Email,Country\n${names.map((name, index) => `p${index}@example.org,${name}\n`).join('')}`,
    );
    expect(mapping.columns[1]).toMatchObject({ target: 'country' });
    expect(problems).toEqual([
      {
        column: 1,
        blocking: false,
        message: '"Country" has country names Rollcall doesn’t know, in 3 rows: "Atlantis", "Narnia".',
        hint: 'They’re kept as written, and their rows are imported.',
      },
    ]);
  });

  test.each<[what: string, bytes: Uint8Array, message: string]>([
    [
      'a stray byte',
      Buffer.concat([Buffer.from(`Email,Name\na@example.org,${'é'.repeat(20)}`), Buffer.of(0xe9, 10)]),
      'people.csv is UTF-8, but 1 of its characters is not: it is imported as �.',
    ],
    [
      'a file that ends within a character',
      Buffer.from('Email,Name\na@example.org,éé').subarray(0, -1),
      'people.csv ends in the middle of a character: it was probably cut off while being saved or sent.',
    ],
  ])('reports %s', async (_what, bytes, message) => {
    const { problems } = await proposeMapping(bytes, { fileName: 'people.csv' });
    expect(problems.map((problem) => [problem.blocking, problem.message])).toEqual([[false, message]]);
  });

  test('still recognizes a sign-up column with a few impossible days', async () => {
    const rows = Array.from(
      { length: 19 },
      (_, index) => `p${index}@example.org,${index + 10}/08/2020\n`,
    ).join('');
    const { mapping } = await propose(`Email,Signed up\n${rows}x@example.org,31/02/2020\n`);
    expect(mapping.columns[1]).toMatchObject({ target: 'signed-up', type: 'date', dateOrder: 'dmy' });
  });
});

describe('mappingProblems', () => {
  const column = (header: string, changes: Partial<Column>): Column => ({
    header,
    target: 'attribute',
    type: 'text',
    dateOrder: null,
    yearly: false,
    filled: 1,
    samples: ['x'],
    attributeId: null,
    ...changes,
  });
  const problemsOf = (...columns: Column[]): string[] =>
    mappingProblems({ format: { encoding: 'utf-8', delimiter: ',', header: true }, columns }).map(
      ({ column: index, message }) => `${index}: ${message}`,
    );
  const email = column('Email', { target: 'email' });

  test.each<[string, Column[], string[]]>([
    ['nothing', [email, column('City', {})], []],
    ['no address', [column('City', {})], ['null: No column is the email address.']],
    [
      'a field twice',
      [email, column('Work', { target: 'email' })],
      ['1: "Email" and "Work" are both the email address.'],
    ],
    ['tags twice', [email, column('A', { target: 'tags' }), column('B', { target: 'tags' })], []],
    [
      'an attribute twice',
      [email, column('City', {}), column('city', {})],
      ['2: "City" and "city" are both an attribute.'],
    ],
    [
      'a day of sign-up without dates',
      [email, column('City', { target: 'signed-up' })],
      ['1: "City" has no readable dates, so it can’t be the sign-up date.'],
    ],
    ['unsettled dates that are left out', [email, column('On', { target: 'ignore', type: 'date' })], []],
    [
      'unsettled dates of an attribute',
      [email, column('On', { type: 'date' })],
      ['1: The dates in "On" can be read day first or month first (x).'],
    ],
  ])('finds %s', (_what, columns, problems) => {
    expect(problemsOf(...columns)).toEqual(problems);
  });

  test('an attribute doesn’t get the name of a field', () => {
    expect(attributeName({ header: 'Source' })).toBe('Source (from file)');
    expect(attributeName({ header: 'STATUS' })).toBe('STATUS (from file)');
    expect(attributeName({ header: 'Plan' })).toBe('Plan');
  });
});

test.each([
  ...[
    'City',
    'Town',
    'MAILINGCITY',
    'Billing City',
    'Address 1 - City',
    'Customer City',
    'Wohnort',
    'Ort',
    'Ville',
  ],
  ...[
    'Ciudad',
    'Città',
    'Cidade',
    'Woonplaats',
    'Poststed',
    'Postort',
    'Kaupunki',
    'Miasto',
    'Şehir',
    '市区町村',
    'Город',
  ],
])('a column named %s contains cities', async (header) => {
  const { mapping } = await propose(`Email,${header}\na@example.org,Bergen\nb@example.org,Oslo\n`);
  expect(mapping.columns[1]?.target).toBe('city');
});

test.each(['Capacity', 'City code', 'Event city', 'Place', 'State', 'Velocity', 'Stadtteil', 'Electricity'])(
  'a column named %s is an attribute',
  async (header) => {
    const { mapping } = await propose(`Email,${header}\na@example.org,Bergen\nb@example.org,Oslo\n`);
    expect(mapping.columns[1]?.target).toBe('attribute');
  },
);

describe('preferAttributes', () => {
  const text = (name: string, type: 'text' | 'number' = 'text') => ({ name, type });

  test.each([
    ['Firma', [], 'company'],
    ['Firma', [text('firma')], 'attribute'],
    // Another type could leave the column out.
    ['Firma', [text('firma', 'number')], 'company'],
    // A field's own name stays the field's.
    ['Company', [text('company')], 'company'],
  ])('reads %s with the attributes %j as %s', async (header, attributes, target) => {
    const { mapping } = await propose(`Email,${header}\na@example.org,Acme\nb@example.org,Globex\n`);
    expect(preferAttributes(mapping, attributes).columns[1]?.target).toBe(target);
  });
});

describe('fitToAttributes', () => {
  const fitted = async (type: 'text' | 'number' | 'boolean' | 'date') => {
    const { mapping } = await propose('Email,Seats\na@example.org,3\nb@example.org,9\n');
    return fitToAttributes(mapping, [{ name: 'SEATS', type, yearly: false }]);
  };

  test('uses the type of the attribute with that name', async () => {
    expect((await fitted('number')).mapping.columns[1]).toMatchObject({
      target: 'attribute',
      type: 'number',
    });
    expect((await fitted('text')).mapping.columns[1]).toMatchObject({ target: 'attribute', type: 'text' });
  });

  test('leaves a column of another type out, and says so', async () => {
    const { mapping, problems } = await fitted('date');
    expect(mapping.columns[1]).toMatchObject({ target: 'ignore' });
    expect(problems).toEqual([
      {
        column: 1,
        blocking: false,
        message: '"Seats" contains numbers here, but the attribute of that name contains dates.',
        hint: 'It isn’t imported. To import it, rename the column in the file.',
      },
    ]);
  });
});
