import { tidy } from '../../lib/texts.ts';
import { withoutInvisible } from '../../lib/visible.ts';
import { cut } from '../../lib/words.ts';
import { tidyCell } from './cells.ts';
import { isBlank } from './no-value.ts';

/**
 * The tags in one cell, separated by commas, semicolons, bars, lines or the colons of Google's groups, or
 * written as hashtags (`#vip #beta`), a JSON list or a database's array. Mailchimp puts quotes around those
 * that hold a comma; a tag's name has neither here: `"vip","Paris, France"` is vip and Paris France. Words
 * for "no value" aren't tags unless they are in quotes, as our exports write them.
 *
 * @param cell as written in the file, with its line breaks
 * @example readTags('["vip", "beta"]') // ['vip', 'beta']
 */
export function readTags(cell: string): string[] {
  // Most cells hold one tag and no sign.
  if (!special.test(cell)) {
    const name = cut(tidyCell(cell), LONGEST_TAG).trim();
    return isBlank(name) ? [] : [name];
  }
  const names = piecesOf(cell.trim())
    .map((piece) => (/^\s*".+"\s*$/s.test(piece) ? quotedName(piece) : bareName(piece)))
    .filter((name) => name !== '');
  return [...new Set(names)];
}

function bareName(piece: string): string {
  const name = cut(tidyCell(plainSigns(piece)), LONGEST_TAG)
    .trim()
    .replace(/^#(?=\p{L})/u, '');
  return isBlank(name) ? '' : name;
}

/** Everything inside the quotes is the tag's name. */
const quotedName = (piece: string): string => cut(tidy(plainSigns(piece)), LONGEST_TAG).trim();

const plainSigns = (piece: string): string => withoutInvisible(piece).replace(/["“”,@]/g, ' ');

/**
 * Names of tags as one cell that reads back as the same tags. Quotes surround anything that could be read as
 * something else.
 *
 * @example tagsCell(['vip', 'a;b', 'None']) // 'vip, "a;b", "None"'
 */
export function tagsCell(names: readonly string[]): string {
  const cell = names.map((name) => (isPlain(name) ? name : `"${name}"`)).join(', ');
  // "NULL" alone is no value of a column, with or without quotes.
  return cell !== '' && isBlank(cell) ? `${cell},` : cell;
}

const isPlain = (name: string): boolean =>
  /^[\p{L}\p{N}][^;|:*#[\]{}\n\r]*$/u.test(name) && !isBlank(name) && tidyCell(name) === name;

/** As in audience/tags/tags.ts. */
const LONGEST_TAG = 60;
const special = /[,;|:*@#"“”[\]{}\n\r]/;

function piecesOf(cell: string): string[] {
  if (/^[[{]/.test(cell)) {
    const list = jsonList(cell);
    if (list !== undefined) return list;
    const inside = /^\[(.*)\]$|^\{(.*)\}$/s.exec(cell);
    if (inside !== null) return split(inside[1] ?? inside[2] ?? '').map(withoutQuotes);
  }
  // PHP's own list format, as WordPress exports it.
  if (/^a:\d+:\{/.test(cell)) return [...cell.matchAll(/s:\d+:"([^"]*)";/g)].map((match) => match[1] ?? '');
  if (/^#[\p{L}\p{N}_-]+(?:\s+#[\p{L}\p{N}_-]+)+$/u.test(cell)) return cell.split(/\s+/);
  return split(cell);
}

// Google marks its own groups with a star ("* myContacts ::: Friends"): everyone is in them.
const split = (text: string): string[] =>
  [...text.matchAll(/"[^"]*"|:::|(?:(?!:::)[^,;|"\n\r])+/g)]
    .map((match) => match[0])
    .filter((piece) => piece !== ':::')
    .filter((piece) => !/^\s*\* /.test(piece));

/** Python writes lists with single quotes. */
const withoutQuotes = (piece: string): string => piece.trim().replace(/^'(.*)'$/s, '$1');

/** The texts of a JSON list, or the names of its objects; undefined if it isn't one. */
function jsonList(cell: string): string[] | undefined {
  let list: unknown;
  try {
    list = JSON.parse(cell);
  } catch {
    return undefined;
  }
  return Array.isArray(list) ? list.flatMap((item) => nameOf(item) ?? []) : undefined;
}

function nameOf(item: unknown): string | undefined {
  if (typeof item === 'string' || typeof item === 'number') return String(item);
  if (typeof item !== 'object' || item === null) return undefined;
  const named = item as Record<string, unknown>;
  const name = named.name ?? named.label ?? named.title ?? named.tag ?? named.value;
  return typeof name === 'string' ? name : undefined;
}
