import { notAboutMail } from '../csv/columns/mapping.ts';
import { likelyMeaning, proposedEmpty } from '../csv/consent/consent.ts';
import { type Meaning, meanings } from '../csv/consent/terms.ts';
import type { Column, Consent, Mapping } from '../csv/schema.ts';
import { RollcallError } from '../errors.ts';

/** What `--values` says about the cells of a column. */
export interface Answers {
  /** Which column, counted from 0. */
  column: number;
  /** 'not about mail' keeps the column as an attribute. */
  cells: Map<string, Meaning> | 'not about mail';
  filled: Meaning | undefined;
  empty: Meaning | undefined;
}

/**
 * Reads "Status: 1=subscribed, 2=unsubscribed, (empty)=nothing". A cell that contains a comma, a colon, an
 * equals sign or quotes goes in double quotes, with its own quotes doubled.
 *
 * @throws RollcallError `invalid-input` for a column or a cell that the file doesn't have, and for an unknown
 *   meaning
 */
export function answersFrom(text: string, mapping: Mapping): Answers {
  const { column, rest } = columnOf(text, mapping);
  const header = mapping.columns[column]?.header ?? '';
  const answers: Answers = { column, cells: new Map(), filled: undefined, empty: undefined };
  if (/^(?:says )?nothing$/i.test(rest.trim())) return { ...answers, cells: 'not about mail' };
  const cells = new Map<string, Meaning>();
  for (const { cell, quoted, means } of pairs(rest, text)) {
    const meaning = meaningNamed(means, text);
    if (!quoted && cell.toLowerCase() === '(filled)') answers.filled = meaning;
    else if (!quoted && cell.toLowerCase() === '(empty)') answers.empty = meaning;
    else cells.set(knownCell(cell, header, mapping.columns[column]?.consent), meaning);
  }
  return { ...answers, cells };
}

/** The mapping with these meanings for a column, which make it a status. */
export function withValues(mapping: Mapping, { column, cells, filled, empty }: Answers): Mapping {
  const columns = mapping.columns.map((each, index): Column => {
    if (index !== column) return each;
    if (cells === 'not about mail') return notAboutMail(each);
    const { consent } = each;
    if (consent === undefined) return each;
    return {
      ...each,
      target: consent.isTags ? each.target : 'status',
      consent: {
        ...consent,
        values: consent.values.map((value) => ({
          ...value,
          means: cells.get(value.value.toLowerCase()) ?? value.means ?? filled ?? null,
        })),
        others: consent.others === null ? null : { ...consent.others, means: filled ?? consent.others.means },
        empty: { ...consent.empty, means: empty ?? consent.empty.means },
      },
    };
  });
  return { ...mapping, columns };
}

/**
 * The option that answers a question, ready to paste. It keeps the known meanings and gives the others one
 * under which no one gets mail: pasting it without a look mails too few people, never too many.
 *
 * @example
 * valuesOption({ header: 'status', consent }) // --values "status: 1=non-subscribed, 2=non-subscribed"
 */
export function valuesOption({ header, consent }: { header: string; consent: Consent }): string {
  const { values, others, empty, isDetail, way } = consent;
  if (isDetail) return shellOption(`${header}: nothing`);
  const careful = way === 'opt-out' ? 'unsubscribed' : way === 'bounce' ? 'bounced' : 'non-subscribed';
  const told = values.map((each) => ({
    ...each,
    means: each.means ?? likelyMeaning(each.value, consent) ?? careful,
  }));
  const pieces = [
    ...told.map(({ value, means }) => `${cellWord(value)}=${means}`),
    ...(others === null ? [] : [`(filled)=${careful}`]),
    ...(empty.rows === 0 || empty.means !== null ? [] : [`(empty)=${proposedEmpty(consent)}`]),
  ];
  return shellOption(`${header}: ${pieces.join(', ')}`);
}

/**
 * The options that turn cells that mean non-subscribed into opt-outs, one for each column that has any. Blank
 * cells are left out: someone who said nothing didn't unsubscribe.
 *
 * @example optOutOptions(mapping) // ['--values "Status: pending=unsubscribed"']
 */
export const optOutOptions = ({ columns }: Mapping): string[] =>
  columns.flatMap(({ header, target, consent }) => {
    if (consent === undefined || !(target === 'status' || (target === 'tags' && consent.isTags))) return [];
    const cells = consent.values.filter(({ means }) => means === 'non-subscribed');
    const pieces = [
      ...cells.map(({ value }) => `${cellWord(value)}=unsubscribed`),
      ...(consent.others?.means === 'non-subscribed' ? ['(filled)=unsubscribed'] : []),
    ];
    return pieces.length === 0 ? [] : [shellOption(`${header}: ${pieces.join(', ')}`)];
  });

/** A cell as it is written in `--values`. */
const cellWord = (cell: string): string =>
  /[",=:]|^\(|^\s|\s$/.test(cell) || cell === '' ? `"${cell.replaceAll('"', '""')}"` : cell;

/** Quotes for a shell. A stranger wrote these words: the shell must not execute any of them. */
export function shellOption(text: string): string {
  return /^[\p{L}\p{N} _.,:=()@/+-]*$/u.test(text)
    ? `--values "${text}"`
    : `--values '${text.replaceAll("'", "'\\''")}'`;
}

/** The column that a text begins with; the longest name, because names may contain colons. */
function columnOf(text: string, { columns }: Mapping): { column: number; rest: string } {
  const trimmed = text.trimStart();
  const found = columns
    .map(({ header }, column) => ({ header, column }))
    .filter(({ header }) => trimmed.toLowerCase().startsWith(header.toLowerCase()))
    .map(({ header, column }) => ({ column, rest: trimmed.slice(header.length).trimStart() }))
    .filter(({ rest }) => rest.startsWith(':'))
    .sort((a, b) => a.rest.length - b.rest.length)[0];
  if (found !== undefined) return { ...found, rest: found.rest.slice(1) };
  const known = columns.map(({ header }) => `"${header}"`).join(', ');
  throw refused(
    text.includes(':')
      ? `--values "${text}" doesn’t name a column of the file. The columns are ${known}.`
      : `--values "${text}" isn’t valid. Write it like --values "Status: 1=subscribed, 2=unsubscribed".`,
  );
}

function* pairs(rest: string, text: string): Generator<{ cell: string; quoted: boolean; means: string }> {
  const pattern = /\s*(?:"((?:[^"]|"")*)"|([^",=]*?))\s*=\s*([^,]*?)\s*(?:,|$)/gy;
  while (pattern.lastIndex < rest.length) {
    const match = pattern.exec(rest);
    if (match === null) {
      throw refused(
        `--values "${text}" isn’t valid. Write it like --values "Status: 1=subscribed, 2=unsubscribed".`,
      );
    }
    const [, quoted, bare = '', means = ''] = match;
    yield { cell: quoted?.replaceAll('""', '"') ?? bare, quoted: quoted !== undefined, means };
  }
}

function meaningNamed(word: string, text: string): Meaning {
  const folded = word
    .toLowerCase()
    .replace(/^not[ -]/, 'non-')
    .replace(/^says /, '');
  const found = meanings.find((meaning) => meaning === folded || meaning.replace('-', '') === folded);
  if (found !== undefined) return found;
  throw refused(
    `--values "${text}": "${word}" is not a meaning. Use ${meanings.slice(0, -1).join(', ')} or nothing.`,
  );
}

function knownCell(cell: string, header: string, consent: Consent | undefined): string {
  const values = consent?.values ?? [];
  const key = cell.toLowerCase();
  if (values.some(({ value }) => value.toLowerCase() === key)) return key;
  throw refused(
    values.length === 0
      ? `"${header}" has too many different values to name one by one: say what (filled) and (empty) mean.`
      : `"${header}" has no value "${cell}". Its values: ${values.map(({ value }) => `"${value}"`).join(', ')}.`,
  );
}

const refused = (message: string): RollcallError =>
  new RollcallError('invalid-input', message, { hint: 'All options: npm run import -- --help' });
