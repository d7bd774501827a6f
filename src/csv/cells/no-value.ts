/**
 * True for a cell that says nothing: empty, or what programs, spreadsheets and people write for a missing
 * value (NULL, N/A, \N, nan, #REF!, [], 0000-00-00 …). Every column uses this one list, so that no company is
 * called "NULL" and an update never overwrites a value with it.
 *
 * @example isBlank('#N/A') // true
 */
export function isBlank(cell: string): boolean {
  if (cell === '') return true;
  // Length or first characters rule out most cells.
  const first = cell.charCodeAt(0);
  if (cell.length > LONGEST || (first < 128 ? starts[first] !== 1 : cell.length > 3)) return false;
  if (first >= ZERO && first <= NINE && !zeroStart.test(cell)) return false;
  return (
    (cell.length <= LONGEST_WORD && (exact.has(cell) || words.has(cell.toLowerCase()))) ||
    zeroMoment.test(cell) ||
    (first === DASH && dashes.test(cell))
  );
}

/**
 * True for a cell of dates that says nothing. "Never" and "unknown" are answers in a column of texts, but not
 * days in a column of dates: an opt-out day of "never" isn't an opt-out.
 *
 * @example isNoMoment('Never') // true
 */
export function isNoMoment(cell: string): boolean {
  return isBlank(cell) || (cell.length <= LONGEST_WORD && noMoment.has(cell.toLowerCase()));
}

/**
 * True for a word for "no value" that is also a name of people or companies: Christopher Null, Nil (a Catalan
 * first name), Nan. Programs write them in small letters or capitals, people begin them with a capital.
 */
export function mayBeName(cell: string): boolean {
  return names.has(cell);
}

const names = new Set(['Null', 'Nil', 'Nan']);

const listed = (text: string): string[] => text.trim().split(/\s*\|\s*/);

/** In any case. `exact` covers "na": Na is a family name, and R writes NA. */
const words = new Set([
  ...listed(
    'null | nil | none | nan | undefined | n/a | n.a. | n.a | n/d | n.d. | n/v | s/d | k.a. | k. a. | \\n | -nan | <na> | <null> | <nil> | <none>',
  ),
  ...listed(
    '(null) | (nil) | (none) | (blank) | (empty) | (leer) | (not set) | [null] | {null} | "null" | <unset>',
  ),
  ...listed('not applicable | not available | not specified | not provided | keine angabe | nicht angegeben'),
  ...listed(
    'non renseigné | non renseigne | sin datos | sin especificar | no aplica | non disponibile | não informado | nie dotyczy',
  ),
  ...listed(
    '#n/a | #n/a n/a | #na | #null! | #ref! | #value! | #name? | #div/0! | #num! | #nv | #wert! | #bezug! | #valeur! | #¡valor!',
  ),
  ...listed('-infinity | infinity | 0/0/00 | 00/00/00 | 00.00.00 | 0/0/0000'),
]);
const exact = new Set([
  'NA',
  'NaT',
  '-',
  '–',
  '—',
  '--',
  '---',
  '–-',
  '[]',
  '{}',
  '()',
  '<>',
  '""',
  "''",
  '[""]',
  '{""}',
  '[null]',
]);

/**
 * The zero of a program's clock, as it writes dates: MySQL, .NET, Go, SQL Server, Excel; and the last
 * possible day.
 */
const zeroMoment =
  /^(?:0000[-/.]00[-/.]00|00[-/.]00[-/.]0000|000[01][-/]0?1[-/]0?1|0?1[-/.]0?1[-/.]0001|1[67]\d\d-01-01|1899-12-3[01]|(?:0?1[-/.]0?0|0?0[-/.]0?1)[-/.]1900|1900-0[01]-00|9999-12-31)(?:$|[T ])/;

const noMoment = new Set(
  listed(
    'never | unknown | not yet | tbd | tba | ? | ?? | ??? | nie | jamais | nunca | mai | nooit | aldrig | unbekannt | inconnu | desconocido | sconosciuto | onbekend',
  ),
);

const LONGEST = '0001-01-01 00:00:00.0000000 +0000 UTC'.length;
const LONGEST_WORD = Math.max(...[...words, ...exact].map((word) => word.length));
/** A line of them, of any length. */
const dashes = /^-+$/;
const DASH = 45;
const ZERO = 48;
const NINE = 57;
/** A quick check for how a zero of digits begins. */
const zeroStart = /^(?:0[0-9/.]|1[/.-]|1[6-9]\d\d-0|1899|9999)/;

/** By the first character's code, in either case: 1 if a word for "no value" begins with it. */
const starts = new Uint8Array(128);
for (const word of [...words, ...exact, ...['0', '1', '9']]) {
  for (const code of [word.charCodeAt(0), word.toUpperCase().charCodeAt(0)]) if (code < 128) starts[code] = 1;
}
