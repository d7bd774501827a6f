import { clip } from '../../lib/words.ts';
import type { CsvFormat, Mapping } from '../schema.ts';
import { delimiterNames } from './delimiters.ts';
import { type Encoding, encodingNames } from './encodings.ts';

/** Known from a mark, from NULs, or because all bytes agree: not a guess. */
const certain: ReadonlySet<Encoding> = new Set(['utf-8', 'utf-16le', 'utf-16be']);

/** Whether a person should check how a file was read, and be able to choose another encoding. */
export const isDoubtful = (format: CsvFormat): boolean =>
  format.chosen === true || !certain.has(format.encoding);

/**
 * How the bytes of a file were read, with a cell that shows it; undefined if there is no doubt.
 *
 * @example readingWords(mapping) // 'Read as Shift_JIS, for example “山田 太郎”.'
 */
export function readingWords(mapping: Mapping): string | undefined {
  if (!isDoubtful(mapping.format)) return undefined;
  const { encoding, chosen } = mapping.format;
  const example = exampleOf(mapping);
  const told = example === undefined ? '' : `, for example “${clip(example, 60)}”`;
  return `Read as ${encodingNames[encoding].name}${chosen ? ', as you chose' : ''}${told}.`;
}

/**
 * What a file's cells are separated by.
 *
 * @example separationWords(mapping.format) // 'Cells are separated by semicolons.'
 */
export function separationWords({ delimiter, chosenDelimiter, wrapped, list, quote }: CsvFormat): string {
  if (list) return 'It contains only addresses: each is read as a row.';
  const by = `separated by ${delimiterNames[delimiter]}${chosenDelimiter ? ', as chosen' : ''}`;
  if (wrapped) return `Each whole line is in quotes. Inside, cells are ${by}.`;
  return quote === undefined ? `Cells are ${by}.` : `Cells are in single quotes, ${by}.`;
}

/** A cell that looks different in another encoding, names first; otherwise the name of a column. */
function exampleOf({ columns }: Mapping): string | undefined {
  const isName = (target: string): boolean => /^(?:name|first-name|last-name)$/.test(target);
  const sorted = [...columns].sort((a, b) => Number(isName(b.target)) - Number(isName(a.target)));
  const cells = [...sorted.flatMap(({ samples }) => samples), ...columns.map(({ header }) => header)];
  return cells.find(isBeyondAscii);
}

/** Whether it looks different in another encoding. */
export const isBeyondAscii = (text: string): boolean => /[^\0-\x7f]/.test(text);
