import { cut } from '../words.ts';

/** A cell without what spreadsheets and copying leave in it: blanks around, line breaks and control characters within. */
export function tidyCell(cell: string | undefined): string {
  if (cell === undefined || isTidy(cell)) return cell ?? '';
  return cell
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** Printable ASCII without a blank at its ends or two in a row, as most cells are. A pattern takes three times as long. */
function isTidy(cell: string): boolean {
  let before = 32;
  for (let index = 0; index < cell.length; index += 1) {
    const code = cell.charCodeAt(index);
    if (code < 32 || code > 126 || (code === 32 && before === 32)) return false;
    before = code;
  }
  return before !== 32 || cell === '';
}

/** A text of its own: a cell is a window on the piece of file that it stands in, and keeps all of that in memory. */
export function ownCopy(cell: string): string {
  return Array.from(cell).join('');
}

/** True for what stands in cells of numbers and dates that have no value. */
export function isBlank(cell: string): boolean {
  if (cell === '') return true;
  return (
    cell.length <= LONGEST_BLANK && BLANK_STARTS.includes(cell.charAt(0)) && blanks.has(cell.toLowerCase())
  );
}

/**
 * A plain number: 12, -3.5. Not 007 (a name of something), not 1,5 or 1.234,50 (which depend on who wrote them).
 *
 * @returns null for anything else
 */
export function readNumber(cell: string): number | null {
  // Most cells begin with a letter.
  return cell < ':' && /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/.test(cell) ? Number(cell) : null;
}

/** yes, no, true, false in any case; null for anything else. */
export function readBoolean(cell: string): boolean | null {
  switch (cell.toLowerCase()) {
    case 'true':
    case 'yes':
      return true;
    case 'false':
    case 'no':
      return false;
    default:
      return null;
  }
}

/**
 * Tags of one cell, by commas, semicolons, bars or the colons of Google's groups. Mailchimp puts quotes around those that hold
 * a comma; a tag's name has neither here: `"vip","Paris, France"` is vip and Paris France.
 */
export function readTags(cell: string): string[] {
  // Google marks its own groups with a star ("* myContacts ::: Friends"): everybody is in them.
  const names = [...cell.replaceAll(':::', ';').matchAll(/"[^"]*"|[^,;|"]+/g)]
    .filter((match) => !/^\s*\* /.test(match[0]))
    .map((match) => cut(tidyCell(match[0].replace(/["“”,@]/g, ' ')), LONGEST_TAG).trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

/** As in audience/tags.ts. */
const LONGEST_TAG = 60;

// Most cells are told from them by their first character.
const BLANK_STARTS = '-–nN#\\0';
const LONGEST_BLANK = '0000-00-00 00:00:00'.length;
const blanks = new Set([
  '-',
  '–',
  'n/a',
  '#n/a',
  'null',
  '\\n',
  'none',
  '0/0/00',
  '00/00/0000',
  '0000-00-00',
  '0000-00-00 00:00:00',
]);
