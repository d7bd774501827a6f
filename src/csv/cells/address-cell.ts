import { emailKey, trimEmail } from '../../lib/emails.ts';
import { tidyCell } from './cells.ts';
import { foldHeader } from './headers.ts';
import { isBlank } from './no-value.ts';

/** What a cell of addresses holds: one address, none, several, or something that isn't an address. */
export type AddressCell = { email: string; key: string } | { problem: 'none' | 'several' | 'not one' };

/**
 * The address in a cell, bare or inside what people and programs put around one: `Ada <ada@x.org>`,
 * `mailto:`, links in HTML, Markdown and spreadsheets, quotes, brackets, a label before it, a remark after
 * it. If there are several, no one can tell whose row it is; only Google's ` ::: ` separates addresses of one
 * person. A cell with a broken address (`ada l@x.org`, `ada@x.co,uk`) holds none, because what is left may be
 * someone else's.
 *
 * @example addressIn('ada@example.com (work)') // { email: 'ada@example.com', key: 'ada@example.com' }
 */
export function addressIn(cell: string): AddressCell {
  const typed = trimEmail(cell);
  const key = marks.has(typed.charCodeAt(0)) ? null : emailKey(typed);
  if (key !== null) return { email: typed, key };
  if (isBlank(typed)) return { problem: 'none' };
  if (typed.length > LONGEST || !/[@＠%#]/.test(typed)) return { problem: 'not one' };
  for (const part of plainText(tidyCell(typed)).split(' ::: ')) {
    const found = addressAmong(part.trim());
    if (!('problem' in found) || found.problem === 'several') return found;
  }
  return { problem: 'not one' };
}

/**
 * The name before an address in angle brackets; null if there is none.
 *
 * @example nameBeside('"Kay, Bob" <bob@x.org>') // 'Kay, Bob'
 */
export function nameBeside(cell: string): string | null {
  if (!cell.includes('<')) return null;
  const name = /^["“'\s]*([^"“”<>@]*[^"“”<>@\s'])["”'\s]*<[^<>]+>\s*$/u.exec(tidyCell(cell))?.[1];
  return name !== undefined && /\p{L}/u.test(name) && !isBlank(name) ? name : null;
}

const LONGEST = 1000;

/**
 * Characters that an address may legally begin with, and that spreadsheets and Markdown also put before one.
 */
const marks = new Set([..."'`*#=|{/"].map((mark) => mark.charCodeAt(0)));

const local = String.raw`[\p{L}\p{M}\p{N}!#$%&'*+/=?^_\x60{|}~.-]`;
const addressPattern = new RegExp(`${local}+@[\\p{L}\\p{M}\\p{N}.。-]+`, 'gu');

function addressAmong(text: string): AddressCell {
  const found = new Map<string, { email: string; before: string; after: string }>();
  for (const { 0: match, index } of text.matchAll(addressPattern)) {
    const lead = leadOf(match, text.charAt(index + match.length));
    const email = match.slice(lead).replace(/[.。-]+$/u, '');
    const key = emailKey(email);
    if (key === null) return { problem: 'not one' };
    const start = index + lead;
    const end = start + email.length;
    if (!found.has(key)) found.set(key, { email, before: text.slice(0, start), after: text.slice(end) });
  }
  const [first, second] = found;
  if (first === undefined) return { problem: 'not one' };
  if (second !== undefined) return { problem: 'several' };
  const [key, { email, before, after }] = first;
  return isWhole(email, before, after) ? { email, key } : { problem: 'not one' };
}

/**
 * How many leading marks aren't part of the address; an underscore is, unless another one follows the
 * address.
 */
function leadOf(match: string, next: string): number {
  return (next === '_' ? /^['`*#=|{/_]*/ : /^['`*#=|{/]*/).exec(match)?.[0].length ?? 0;
}

/** False if the address seems to continue beyond what was found. */
function isWhole(email: string, before: string, after: string): boolean {
  // A comma typed for a dot: "ada,l@x.org", "ada@x.co,uk".
  if (/[\p{L}\p{N}][,;]$/u.test(before) || /^[,;]\p{Ll}{1,3}$/u.test(after)) return false;
  if (/^[^\s<>()[\]{}"'“”‘’«»,;:|?#*_`/!.]/u.test(after) || /^_[\p{L}\p{N}]/u.test(after)) return false;
  // The rest of a domain: "ada@example.co m".
  if (/^\s+\p{Ll}{1,2}$/u.test(after)) return false;
  const words = /[\p{L}\p{M}\p{N}.'’-]+(?:\s+[\p{L}\p{M}\p{N}.'’-]+)*\s+$/u.exec(before)?.[0].trim();
  if (words === undefined || /\s/.test(words) || words !== before.trim()) return true;
  // One word and a space: a name or a label ("Ada ada@x.org"), or half of an address ("ada lovelace@x.org").
  const word = foldHeader(words);
  return labels.has(word) || foldHeader(email).startsWith(word);
}

const labels = new Set(
  'email, e mail, mail, to, from, cc, bcc, home, work, office, private, personal, business, main, primary, other, new, privat, arbeit, mobile'.split(
    ', ',
  ),
);

/** Decodes entities and escapes, and drops a quoted name before a bracket: it may hold an address too. */
function plainText(text: string): string {
  let plain = text;
  if (plain.includes('＠')) plain = plain.normalize('NFKC');
  if (plain.includes('&')) {
    plain = plain.replace(
      /&(?:lt|gt|amp|quot|nbsp|commat|#0*64|#x0*40);/gi,
      (entity) => entities[entity.toLowerCase()] ?? '@',
    );
  }
  if (/mailto:\S*%[0-9a-f]{2}/i.test(plain))
    plain = plain.replace(/%(2b|40|3c|3e|20)/gi, (code) => decodeURIComponent(code));
  return plain.replace(/(?:"[^"]*"|“[^“”]*”|'[^']*')\s*(?=<[^<>@]+@[^<>@]+>)/gu, '');
}

const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&nbsp;': ' ',
};
