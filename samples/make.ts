// Makes the sample file that the README imports, and the fixture of the tests. The people are invented, their addresses
// end in domains that are reserved for examples. Always the same output: `npx tsx samples/make.ts`.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const firstNames =
  'Ada,Amara,Anders,Aiko,Béatrice,Bruno,Carmen,Chidi,Clara,Dmitri,Elif,Emeka,Fatima,Félix,Freya,Giulia,Hana,Henrik,Ines,Ingrid,Ivan,Jonas,Júlia,Kofi,Lars,Leila,Lucía,Maeve,Mateo,Mei,Milan,Nadia,Niamh,Noor,Oskar,Petra,Priya,Rafael,Ravi,Rosa,Sanne,Saoirse,Sofia,Søren,Tariq,Tomás,Valentina,Wanjiru,Yusuf,Zoë'.split(
    ',',
  );
const lastNames =
  'Abara,Almeida,Andersson,Bakker,Berg,Brennan,Castillo,Chen,Conti,Dahl,Demir,Dubois,Eriksen,Ferrari,Fischer,García,Haddad,Hansen,Hughes,Ito,Jansen,Kamau,Keller,Kimura,Kowalski,Larsen,Leclerc,Lindqvist,Mbeki,Mensah,Moreau,Murphy,Nakamura,Novak,O’Brien,Okafor,Olsen,Patel,Pereira,Quinn,Rossi,Schmidt,Silva,Singh,Tanaka,Torres,Van Dijk,Walsh,Weber,Yılmaz'.split(
    ',',
  );
// As people and spreadsheets write them: names, old names, codes.
const countries =
  'Norway,Norway,Sweden,Denmark,Germany,Deutschland,France,Spain,Portugal,Italy,Ireland,United Kingdom,UK,Netherlands,The Netherlands,Poland,Czech Republic,Turkey,Kenya,Nigeria,South Africa,India,Japan,Brazil,Mexico,USA,United States of America,Canada,Australia,NZ'.split(
    ',',
  );
const companyNames =
  'Birch,Harbour,Juniper,Lantern,Meadow,Northlight,Oakline,Pebble,Quarry,Riverside,Saltwater,Tandem'.split(
    ',',
  );
const companyEnds = '& Co,Ltd,GmbH,Studio,Foods,"Logistics, Inc.",Books,Energy'
  .split(/,(?! )/)
  .map((end) => end.replaceAll('"', ''));
const cities =
  'Bergen,Lyon,Porto,Galway,Leeds,Utrecht,Gdańsk,Brno,İzmir,Nakuru,Ibadan,Pune,Osaka,Recife,Puebla,Austin,Halifax,Hobart'.split(
    ',',
  );
const domains = ['example.org', 'example.com', 'example.net', 'mail.example.org', 'post.example.com'];

/** Every file that is made here, by its path in the repository. */
export function samples(): Map<string, string> {
  return new Map([
    ['samples/contacts.csv', contacts(500)],
    ['test/fixtures/customers-300.csv', customers(300)],
  ]);
}

/** A small company's list: day-first dates, countries by name, custom columns of every type, four rows with mistakes, two people twice. */
function contacts(count: number): string {
  const random = dice(2026);
  const rows: string[][] = [];
  for (let index = 0; index < count; index++) {
    const person = makePerson(random, index);
    const signedUp = day(random, '2023-01-01', '2026-10-31');
    rows.push([
      person.email,
      person.first,
      person.last,
      person.country,
      pick(random, ['en', 'English', 'de', 'French', 'es', 'pt-BR', '']),
      person.phone,
      person.company,
      pick(random, ['free', 'free', 'free', 'starter', 'starter', 'pro', 'enterprise']),
      String(1 + Math.floor(random() ** 3 * 120)),
      random() < 0.7 ? 'yes' : 'no',
      slashes(signedUp),
      random() < 0.6 ? slashes(day(random, '2026-11-01', '2027-12-31')) : '',
    ]);
  }
  set(rows, 17, 0, 'freya.dahl(at)example.org');
  set(rows, 58, 0, '');
  set(rows, 121, 0, (rows[20]?.[0] ?? '').toUpperCase());
  set(rows, 203, 10, '31/02/2025');
  set(rows, 340, 0, 'tariq.singh@example');
  set(rows, 411, 0, rows[33]?.[0] ?? '');
  const header =
    'Email,First name,Last name,Country,Language,Phone,Company,Plan,Seats,Newsletter,Signed up,Renewal date'.split(
      ',',
    );
  return file([header, ...rows]);
}

/** A customer list as a shop's back office saves it; rows 40, 150, 200 and 275 can't be taken, and two people come twice. */
function customers(count: number): string {
  const random = dice(300);
  const rows: string[][] = [];
  for (let index = 0; index < count; index++) {
    const person = makePerson(random, index);
    rows.push([
      String(index + 1),
      Array.from({ length: 15 }, () => pick(random, [...'0123456789abcdefABCDEF'])).join(''),
      person.first,
      person.last,
      person.company,
      pick(random, cities),
      person.country,
      person.phone,
      phone(random),
      person.email,
      dashes(day(random, '2020-01-01', '2022-05-29')),
      `https://www.${person.last.toLowerCase().replace(/[^a-z]/g, '')}.example/`,
    ]);
  }
  set(rows, 39, 9, 'no address given');
  set(rows, 89, 9, (rows[9]?.[9] ?? '').toUpperCase());
  set(rows, 149, 10, '31-02-2021');
  set(rows, 199, 9, 'ada@@example.org');
  set(rows, 249, 9, rows[248]?.[9] ?? '');
  set(rows, 274, 9, '');
  const header =
    'Index,Customer Id,First Name,Last Name,Company,City,Country,Phone 1,Phone 2,Email,Subscription Date,Website'.split(
      ',',
    );
  return file([header, ...rows]);
}

function makePerson(random: () => number, index: number) {
  const first = pick(random, firstNames);
  const last = pick(random, lastNames);
  const ascii = `${first}.${last}`
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ø', 'o')
    .replaceAll('ı', 'i')
    .replace(/[^a-z.]/g, '');
  return {
    first,
    last,
    // The number keeps addresses apart where names repeat.
    email: `${ascii}${index + 1}@${pick(random, domains)}`,
    country: pick(random, countries),
    company: `${pick(random, companyNames)} ${pick(random, companyEnds)}`,
    phone: phone(random),
  };
}

/** Numbers from ranges that are kept for fiction: 555-01xx. */
const phone = (random: () => number): string =>
  `+1 ${200 + Math.floor(random() * 700)}-555-01${String(Math.floor(random() * 100)).padStart(2, '0')}`;

/** YYYY-MM-DD between two days, both included. */
function day(random: () => number, from: string, to: string): string {
  const start = Date.parse(from);
  const days = (Date.parse(to) - start) / 86_400_000 + 1;
  return new Date(start + Math.floor(random() * days) * 86_400_000).toISOString().slice(0, 10);
}

const slashes = (iso: string): string => iso.split('-').reverse().join('/');
const dashes = (iso: string): string => iso.split('-').reverse().join('-');

function file(records: string[][]): string {
  const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return records.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

function pick<T>(random: () => number, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}

function set(rows: string[][], row: number, cell: number, value: string): void {
  const cells = rows[row];
  if (cells !== undefined) cells[cell] = value;
}

/** Random numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of samples()) writeFileSync(new URL(`../${path}`, import.meta.url), text);
}
