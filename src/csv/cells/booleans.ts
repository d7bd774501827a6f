/**
 * yes, no, true and false in any case, and what spreadsheets and databases write for them in the languages
 * whose headers we know; null for anything else.
 *
 * @example readBoolean('FALSCH') // false
 */
export function readBoolean(cell: string): boolean | null {
  return cell.length > LONGEST_BOOLEAN ? null : (values.get(cell.toLowerCase()) ?? null);
}

/**
 * A word with a second meaning: "f" is a boolean next to "t", and a gender next to "m"; "sand" is Danish for
 * true.
 */
export const isDoubtfulBoolean = (cell: string): boolean => doubtful.has(cell.toLowerCase());

/** Spreadsheets' TRUE and FALSE, then yes and no. */
const yes =
  'true, wahr, vrai, verdadero, verdadeiro, vero, waar, sant, sand, sann, tosi, prawda, pravda, igaz, doğru, истина, ' +
  'yes, ja, oui, sí, si, sim, tak, ano, áno, igen, evet, kyllä, da, да, はい, 是, ✓, ✔, ☑, ✅, checked';
const no =
  'false, falsch, faux, falso, onwaar, falskt, falsk, usann, epätosi, fałsz, nepravda, hamis, yanlış, ложь, ' +
  'no, nein, non, não, nao, nie, nee, nej, nei, ne, nem, hayır, ei, нет, いいえ, 否, ✗, ✘, ☐, ❌, unchecked';
const words = (text: string): string[] => text.split(', ');
const letters: ReadonlyMap<string, boolean> = new Map([
  ['t', true],
  ['y', true],
  ['j', true],
  ['f', false],
  ['n', false],
]);
const values: ReadonlyMap<string, boolean> = new Map([
  ...letters,
  ...words(yes).map((word): [string, boolean] => [word, true]),
  ...words(no).map((word): [string, boolean] => [word, false]),
]);

const doubtful: ReadonlySet<string> = new Set([
  ...letters.keys(),
  ...words('sand, sann, vero, tosi, igen, da, si, sim, tak, ano, non, nao, nie, ne, nem, nei, ei'),
]);

export const LONGEST_BOOLEAN = Math.max(...[...values.keys()].map((word) => word.length));
