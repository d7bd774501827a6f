import { type Options, parse } from 'csv-parse/sync';
import { emailKey, findEmails } from '../../lib/emails.ts';
import { addressIn } from '../cells/address-cell.ts';
import { headerTarget } from '../cells/headers.ts';
import { type Delimiter, delimiters } from './delimiters.ts';
import { isSingleQuoted, type Quote, unescaper } from './quoting.ts';
import { withoutEquals } from './records.ts';

/** How the lines of a file become cells. */
export interface Shape {
  delimiter: Delimiter;
  /** Records above the names of the columns. */
  titles: number;
  /** The names of the columns, or the first row if there are none. */
  first: string[];
  /** Each line is a single quoted cell that contains the real cells. */
  wrapped: boolean;
  /** The quotes around cells. */
  quote: Quote;
  /** Not a table: addresses one after another, as pasted from a mail program. */
  list: boolean;
}

/**
 * Finds the shape of a file from its beginning. The right delimiter is the one that best isolates addresses
 * in cells of their own, gives names of columns that we know, and splits the most records into as many cells
 * as the first.
 *
 * @param options.chosen the delimiter that a person chose
 * @param options.said the delimiter in the file's own "sep=" line
 */
export function shapeOf(
  text: string,
  { chosen, said }: { chosen?: Delimiter | undefined; said?: Delimiter | undefined },
): Shape {
  if (chosen === undefined && isList(text))
    return { delimiter: ',', titles: 0, first: [''], wrapped: false, list: true, quote: '"' };
  if (isSingleQuoted(text)) return { ...shape(bestOf(text, chosen, said, "'")), quote: "'" };
  const plain = bestOf(text, chosen, said);
  const inside = insideOfQuotes(text);
  if (inside !== undefined) {
    const unwrapped = bestOf(inside, chosen, said);
    // Addresses alone in their cells: "Lovelace, Ada <ada@x.org>" is one cell of a list.
    if (unwrapped.first.length > 1 && unwrapped.bare > plain.bare)
      return { ...shape(unwrapped), wrapped: true };
  }
  return shape(plain);
}

type Candidate = Pick<Shape, 'delimiter' | 'titles' | 'first'> & {
  bare: number;
  steady: number;
  score: number;
};

const shape = ({ delimiter, titles, first }: Candidate): Shape => ({
  delimiter,
  titles,
  first,
  wrapped: false,
  list: false,
  quote: '"',
});

function bestOf(
  text: string,
  chosen: Delimiter | undefined,
  said: Delimiter | undefined,
  quote: Quote = '"',
): Candidate {
  const best = (some: readonly Delimiter[]): Candidate =>
    some
      .map((delimiter) => candidate(text, { delimiter, quote, isSaid: said === delimiter }))
      .reduce((best, each) => (each.score > best.score ? each : best));
  if (chosen !== undefined) return best([chosen]);
  const usual = best([...delimiters.slice(0, USUAL), ...(said === undefined ? [] : [said])]);
  if (usual.bare > 0 && usual.first.length > 1) return usual;
  // Rare ones count only if nothing else separates the cells, and if they also separate the names of the
  // columns: "mailto:ada@x.org" has one.
  return (
    delimiters
      .slice(USUAL)
      .map((delimiter) => candidate(text, { delimiter, quote, isSaid: said === delimiter }))
      .filter(({ titles, steady }) => titles === 0 && steady > 0.5)
      // ~ and ^ may be part of an address, and : follows "mailto".
      .filter(({ first }) => usual.bare === 0 || first.some(isFieldName))
      .reduce((best, each) => (each.score > best.score ? each : best), usual)
  );
}

const USUAL = 4;

function candidate(
  text: string,
  { delimiter, quote, isSaid }: { delimiter: Delimiter; quote: Quote; isSaid: boolean },
): Candidate {
  const records = sampleRecords(text, delimiter, quote);
  const titles = titlesOf(records);
  const body = records.slice(titles);
  const first = body[0] ?? [];
  const rows = body.length > 1 ? body.slice(1) : body;
  const shareOf = (has: (record: string[]) => boolean): number =>
    rows.length === 0 ? 0 : rows.filter(has).length / rows.length;
  const bare = shareOf((record) =>
    record.some((cell) => cell.includes('@') && emailKey(cell.trim().replace(scheme, '')) !== null),
  );
  const found =
    bare === 1
      ? 1
      : shareOf((record) => record.some((cell) => cell.includes('@') && 'key' in addressIn(cell)));
  const named = first.filter(isFieldName).length;
  const steady = first.length < 2 ? 0 : shareOf((record) => record.length === first.length);
  const score =
    4 * Math.max(bare, found / 2) +
    0.75 * Math.min(named, 4) +
    2 * steady +
    first.length / 1000 +
    (isSaid ? 3 : 0);
  return { delimiter, titles, first, bare, steady, score };
}

/** Folding a cell of megabytes takes seconds, and no name is that long. */
const isFieldName = (cell: string): boolean => cell.length <= 200 && headerTarget(cell) !== undefined;

/** What programs write before a lone address: links, Exchange's proxyAddresses. */
const scheme = /^(?:mailto|smtp|e-?mail):\s*/i;

/**
 * How many records come before the names of the columns. A title fills a cell or two while the records below
 * fill many, names no field and holds no address.
 */
function titlesOf(records: string[][]): number {
  const filled = records.map((record) => record.filter((cell) => cell.trim() !== '').length);
  const usual = [...filled].sort((a, b) => a - b)[Math.floor(filled.length / 2)] ?? 0;
  const found = records.findIndex(
    (record, index) =>
      ((filled[index] ?? 0) > 1 && (filled[index] ?? 0) >= usual / 2) ||
      record.some((cell) => isFieldName(cell) || emailKey(cell) !== null),
  );
  return usual < 2 || found < 0 || found > MOST_TITLES ? 0 : found;
}

const MOST_TITLES = 10;
const SAMPLE_RECORDS = 50;

function sampleRecords(text: string, delimiter: string, quote: Quote = '"'): string[][] {
  const options = {
    delimiter,
    quote,
    escape: quote,
    record_delimiter: '\n',
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    // Spaces before a quote don't make it part of the cell.
    trim: true,
    to: SAMPLE_RECORDS,
  };
  const plain = withoutEquals(text, delimiter);
  // A backslash before a quote is MySQL's, if the quotes don't match otherwise.
  const isEscaped = text.includes(`\\${quote}`) && !canParse(plain, { ...options, relax_quotes: false });
  return parseLoosely(isEscaped ? unescaper(quote)(plain) : plain, options);
}

function canParse(text: string, options: Options): boolean {
  try {
    parse(text, options);
    return true;
  } catch {
    return false;
  }
}

function parseLoosely(text: string, options: Options): string[][] {
  try {
    return parse(text, options);
  } catch {
    // An open quote extends past the end of the sample. Reading the rows will say where; here the delimiter
    // is enough.
    return parse(text, { ...options, quote: false });
  }
}

/** The text inside the quotes if (nearly) every line is one quoted cell; undefined for other files. */
function insideOfQuotes(text: string): string | undefined {
  if (!/^[^\S\n]*"/m.test(text)) return undefined;
  const records = sampleRecords(text, ',');
  const inside = records.map((record) => {
    const [only, ...others] = record.filter((cell) => cell !== '');
    return others.length === 0 && only !== undefined && /[,;\t|]/.test(only) ? only : undefined;
  });
  // The names of the columns may be unquoted.
  const rows = inside.length > 1 ? inside.slice(1) : inside;
  if (rows.filter((only) => only !== undefined).length < rows.length * 0.9) return undefined;
  return inside.map((only, index) => only ?? records[index]?.join(',') ?? '').join('\n');
}

/**
 * Whether each line holds only addresses, and not the same number in each, as a table of two columns would.
 */
function isList(text: string): boolean {
  const lines = text.split('\n', SAMPLE_RECORDS).filter((line) => line.trim() !== '');
  const [first = ''] = lines;
  if (first.indexOf('@') === first.lastIndexOf('@')) return false;
  const counts = lines.map((line) => {
    const pieces = findEmails(line.slice(0, LONGEST_LOOK));
    const emails = pieces.filter((piece) => 'email' in piece).length;
    // A mistyped address isn't a cell of something else.
    const others = pieces.filter((piece) => 'rejected' in piece && !piece.rejected.includes('@')).length;
    return { emails, others };
  });
  const emails = counts.reduce((sum, line) => sum + line.emails, 0);
  const others = counts.reduce((sum, line) => sum + line.others, 0);
  const [one] = counts;
  if (one === undefined || one.emails < 2 || one.others > 0 || others > emails / 10) return false;
  // Two addresses a line, with as many delimiters in each, are two columns; one of them may be empty.
  const marks = lines.map((line) => line.match(/[,;\t|]/g)?.length ?? 0);
  const isTable =
    lines.length > 1 &&
    counts.every((line) => line.emails <= 2) &&
    marks.every((count) => count === marks[0]);
  return !isTable;
}

/** Characters of a line: enough addresses to recognize a list. */
const LONGEST_LOOK = 4000;
