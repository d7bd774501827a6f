import { cut } from '../words.ts';

/** A cell without what spreadsheets and copying leave in it: blanks around, line breaks and control characters within. */
export function tidyCell(cell: string | undefined): string {
  if (cell === undefined || cell === '') return '';
  return untidy.test(cell)
    ? cell
        .normalize('NFC')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim()
    : cell.trim();
}

/** True for what stands in cells of numbers and dates that have no value. */
export function isBlank(cell: string): boolean {
  return cell === '' || blanks.has(cell.toLowerCase());
}

/**
 * A plain number: 12, -3.5. Not 007 (a name of something), not 1,5 or 1.234,50 (which depend on who wrote them).
 *
 * @returns null for anything else
 */
export function readNumber(cell: string): number | null {
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/.test(cell) ? Number(cell) : null;
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

const untidy = /[\p{Cc}\u0080-\u{10ffff}]|\s\s/u;
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
