import { RollcallError } from '../../errors.ts';
import type { Bytes } from '../file/decode.ts';
import { encodingNames } from '../file/encodings.ts';
import { readRows } from '../file/read.ts';
import { isDoubtful } from '../file/reading.ts';
import { isQuoteTrouble } from '../file/records.ts';
import type { CsvSource } from '../file/source.ts';
import type { CsvFormat, Mapping } from '../schema.ts';
import { guessMapping } from './columns.ts';
import { addFacts, type ColumnFacts, emptyFacts } from './facts.ts';
import { type ChosenFormat, inspectCsv } from './inspect.ts';
import type { MappingProblem } from './mapping.ts';
import { ownMapping } from './own-export.ts';

/** More rows than fit into ten megabytes of addresses: it bounds what one import through Slack does. */
const MOST_ROWS = 1_000_000;

/**
 * Reads a whole file and guesses how it becomes contacts.
 *
 * @param options.fileName the person's name for it, for sentences
 * @param options.now decides which days are in the future; without it none are
 * @throws RollcallError `invalid-input` for a file without anything to import: not CSV, empty, only a header,
 *   a broken quote, no email addresses
 */
export async function proposeMapping(
  source: CsvSource,
  options: { fileName: string; mostRows?: number; now?: Date } & ChosenFormat,
): Promise<{ mapping: Mapping; problems: MappingProblem[]; rows: number }> {
  const { fileName, mostRows = MOST_ROWS, now } = options;
  const { format: found, header, bytes } = await inspectCsv(source, options);
  const reading = { header, notAfter: dayAfter(now), most: mostRows };
  const { facts, rows, format } = await factsOf(source, found, reading).catch(async (error: unknown) => {
    // MySQL writes a quote inside a cell after a backslash. Assume that if the file is unreadable otherwise,
    // and complete this way.
    if (!isQuoteTrouble(error)) throw error;
    const escaped = await factsOf(source, { ...found, escapes: true }, reading).catch(() => undefined);
    if (escaped === undefined || escaped.surplus > escaped.rows / 100) throw error;
    return escaped;
  });
  if (rows > mostRows) {
    throw new RollcallError(
      'invalid-input',
      `${fileName} has more than ${mostRows.toLocaleString('en')} rows.`,
      {
        hint: 'Split it into smaller files and import them one by one.',
      },
    );
  }
  if (rows === 0) {
    throw new RollcallError('invalid-input', `${fileName} has a header but no rows.`, {
      hint: 'Export the list again, and check that the file has contacts before you import it.',
    });
  }
  const guess = format.own
    ? { mapping: ownMapping(facts, format), problems: [] }
    : guessMapping(facts, format);
  if (!guess.mapping.columns.some((column) => column.target === 'email')) {
    throw new RollcallError(
      'invalid-input',
      `No column of ${fileName} has email addresses (it has ${named(header)}).`,
      {
        hint: 'Add a column called "email" with one address per row, and import the file again.',
      },
    );
  }
  return {
    mapping: guess.mapping,
    problems: [
      ...bytesProblems(fileName, bytes, format),
      ...spareProblems(guess.mapping, rows),
      ...guess.problems,
    ],
    rows,
  };
}

/**
 * Reads a whole file, or up to more rows than an import accepts. `surplus` counts the rows with more cells
 * than there are columns.
 */
async function factsOf(
  source: CsvSource,
  format: CsvFormat,
  { header, notAfter, most }: { header: string[]; notAfter: string | undefined; most: number },
): Promise<{ facts: ColumnFacts[]; rows: number; surplus: number; format: CsvFormat }> {
  const facts = emptyFacts(header, { isDoubtful: isDoubtful(format), notAfter });
  let rows = 0;
  let surplus = 0;
  for await (const batch of readRows(source, format, { size: 1000 })) {
    addFacts(facts, batch);
    rows += batch.length;
    if (format.escapes) surplus += batch.filter(({ cells }) => cells.length > header.length).length;
    if (rows > most) break;
  }
  return { facts, rows, surplus, format };
}

/** The latest day that may be today anywhere in the world. */
const dayAfter = (now: Date | undefined): string | undefined =>
  now === undefined ? undefined : new Date(now.getTime() + 24 * 3_600_000).toISOString().slice(0, 10);

/** Tells the person if addresses come from two columns. */
function spareProblems({ columns }: Mapping, rows: number): MappingProblem[] {
  const email = columns.findIndex(({ target }) => target === 'email');
  const main = columns[email];
  const spare = columns.filter((column) => column.spare).map(({ header }) => `"${header}"`);
  if (main === undefined || spare.length === 0 || main.filled === rows) return [];
  const empty = rows - main.filled;
  return [
    {
      column: email,
      blocking: false,
      message: `"${main.header}" is empty in ${empty.toLocaleString('en')} ${empty === 1 ? 'row' : 'rows'}. For those, the address comes from ${spare.join(' or ')}.`,
      hint: 'To skip those rows, don’t import that column.',
    },
  ];
}

function bytesProblems(
  fileName: string,
  { encoding, broken, isCut }: Bytes,
  format: CsvFormat,
): MappingProblem[] {
  const about = { column: null, blocking: false };
  const problems: MappingProblem[] = [];
  if (broken > 0) {
    const one = broken === 1;
    problems.push({
      ...about,
      message: `${fileName} is ${encodingNames[encoding].name}, but ${broken.toLocaleString('en')} of its characters ${one ? 'is' : 'are'} not: ${one ? 'it is' : 'they are'} imported as �.`,
      hint: `To fix this, ${isDoubtful(format) ? 'choose another encoding, or ' : ''}save the file as "CSV UTF-8" and import it again.`,
    });
  }
  if (isCut) {
    problems.push({
      ...about,
      message: `${fileName} ends in the middle of a character: it was probably cut off while being saved or sent.`,
      hint: 'You can import what’s there. To get everything, export the list again.',
    });
  }
  return problems;
}

function named(header: readonly string[]): string {
  const shown = header.slice(0, 8).map((name) => `"${name}"`);
  return header.length > shown.length
    ? `${shown.join(', ')} and ${header.length - shown.length} more`
    : shown.join(', ');
}
