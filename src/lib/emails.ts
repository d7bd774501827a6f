import { domainToASCII } from 'node:url';
import validator from 'validator/lib/isEmail.js';

/** An address found in a text, or a piece of it that should have been one. */
export type EmailPiece = { email: string; key: string } | { rejected: string };

/**
 * The identity of an address: two spellings of one mailbox have the same key. NFC, trimmed, lower case, the
 * domain in ASCII; dots and plus-parts are kept. Null if the text isn't a single address that mail can be
 * sent to.
 *
 * @example emailKey(' Ada@MÜNCHEN.example ') // 'ada@xn--mnchen-3ya.example'
 */
export function emailKey(text: string): string | null {
  // No address is nearly that long; skip a cell of a megabyte.
  if (text.length > 1000) return null;
  if (text.length <= 254 && plainPattern.test(text)) return text.toLowerCase();
  const address = trimEmail(text).normalize('NFC').toLowerCase();
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at < 1 || local.length > 64 || !localPattern.test(local) || !typedDomainPattern.test(domain))
    return null;
  // Most domains are already plain; the general way costs ten times as much, which would slow down an import.
  const ascii = plainDomainPattern.test(domain) ? domain : domainToASCII(domain);
  if (ascii.length > 253 || !asciiDomainPattern.test(ascii)) return null;
  const key = `${local}@${ascii}`;
  return key.length <= 254 && validator.default(key) ? key : null;
}

/** An address as typed, without the blanks and invisible characters that pasting leaves at its ends. */
export function trimEmail(text: string): string {
  if (plainEnds.test(text)) return text;
  const start = startEdge.exec(text)?.[0].length ?? 0;
  return text.slice(
    start,
    endOf(text, start, (character) => endEdge.test(character)),
  );
}

/**
 * The index at which a text ends without such characters. It scans from the end, because a pattern would try
 * every position in a long run that isn't at the end of the text.
 */
function endOf(text: string, start: number, isEdge: (character: string) => boolean): number {
  let end = text.length;
  while (end > start) {
    const width = end - start > 1 && (text.codePointAt(end - 2) ?? 0) > 0xffff ? 2 : 1;
    if (!isEdge(text.slice(end - width, end))) break;
    end -= width;
  }
  return end;
}

/**
 * Every address in a text pasted in any form: a list by commas, semicolons, lines or blanks, "Ada
 * <ada@x.org>", Slack's `<mailto:ada@x.org|ada@x.org>`. Each address once, in order; words that aren't
 * addresses are returned as rejected.
 *
 * @example
 * findEmails('Ada <ada@x.org>, bob@x')
 * // [{ email: 'ada@x.org', key: 'ada@x.org' }, { rejected: 'bob@x' }]
 */
export function findEmails(text: string): EmailPiece[] {
  const pieces: EmailPiece[] = [];
  const seen = new Set<string>();
  for (const word of addressWords(text)) {
    const email = unwrap(word);
    const key = emailKey(email);
    if (key === null) pieces.push({ rejected: word });
    else if (!seen.has(key)) {
      seen.add(key);
      pieces.push({ email: trimEmail(email), key });
    }
  }
  return pieces;
}

/** A line for a log, which must not contain addresses: `ada@x.org is taken` becomes `…@… is taken`. */
export function withoutAddresses(line: string): string {
  // Looks at each character once: a line may be as long as a request, without any blank.
  return line.replace(/[^\s"'`<>()[\]{},;:=/]+/g, (word) => (word.includes('@') ? hidden(word) : word));
}

function hidden(word: string): string {
  const [first = '', ...others] = word.split('@');
  let [safe, local] = ['', first];
  for (const part of others) {
    const end = local === '' ? 0 : domainEnd(part);
    safe += end > 0 ? '…@…' : `${local}@`;
    local = part.slice(end);
  }
  return safe + local;
}

/**
 * Where the domain at the start of a text ends: after its last dot that two or more letters follow; 0 without
 * one.
 */
function domainEnd(text: string): number {
  for (let dot = text.lastIndexOf('.'); dot > 0; dot = text.lastIndexOf('.', dot - 1)) {
    topLevel.lastIndex = dot;
    if (topLevel.test(text)) return topLevel.lastIndex;
  }
  return 0;
}

const topLevel = /\.[\p{L}-]{2,}/uy;

// Blanks and invisible characters: zero-width marks, soft hyphens, direction marks.
const plainEnds = /^[a-z0-9](?:.*[a-z0-9])?$/i;
const startEdge = /^[\s\p{Cf}]+/u;
const endEdge = /^[\s\p{Cf}]$/u;
// Matches most addresses. The rest of emailKey, including the library, gives the same results (a test
// compares the two) and takes twenty times as long, which would slow down an import.
const plainPattern =
  /^(?=[^@]{1,64}@)[a-z0-9_+'-]+(?:\.[a-z0-9_+'-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;
// Dots only between other characters. Quoted local parts ("a b"@x.org) are legal, but people never mean them.
const localPattern = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
// Kept narrow before domainToASCII, which would also decode %xx and read 0x7f as an IPv4 address.
const typedDomainPattern = /^[\p{L}\p{M}\p{N}.。-]+$/u;
const plainDomainPattern = /^[a-z0-9.-]+$/;
const asciiDomainPattern =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/;

/** The words of a text that are addresses, or should have been. */
function addressWords(text: string): string[] {
  const words: string[] = [];
  for (const group of plainText(text).split(/[\n\r;\t|]+/)) {
    let names: string[] = [];
    for (const part of group.split(',')) {
      const found = wordsOfPart(part);
      // Outlook writes "Lovelace, Ada <ada@x.org>": the part before the comma belongs to the name.
      const belongsToName = found.named && names.every(isSurname);
      if (!belongsToName) words.push(...names);
      names = [];
      if (!found.named && found.words.length === 1 && !part.includes('@')) names = found.words;
      else words.push(...found.words);
    }
    words.push(...names);
  }
  return words;
}

/** Whether words may be a name: "Lovelace", but not "not-an-email". */
const isSurname = (words: string): boolean =>
  /^[\p{L}\p{M} '’.-]+$/u.test(words) && /[\p{Lu}\p{Lo}]/u.test(words);

/** One piece between commas: the contents of its angle brackets if it has any, otherwise its words. */
function wordsOfPart(part: string): { named: boolean; words: string[] } {
  const bracketed = [...part.matchAll(/<([^<>]*)>/g)].map((match) => (match[1] ?? '').trim());
  const outside = part.replace(/<[^<>]*>/g, '\n');
  if (bracketed.some((inside) => inside.includes('@'))) {
    // Words beside a bracket are a name, unless they contain an address of their own.
    return {
      named: true,
      words: [...outside.split(/\s+/).filter((word) => word.includes('@')), ...bracketed],
    };
  }
  const words: string[] = [];
  let strangers: string[] = [];
  for (const word of part.split(/\s+/)) {
    if (word.includes('@')) {
      if (strangers.length > 0) words.push(strangers.join(' '));
      strangers = [];
      words.push(word);
    } else if (/[\p{L}\p{N}]/u.test(word) && !/^(?:and|\d+[.)])$/i.test(word)) strangers.push(word);
  }
  if (strangers.length > 0) words.push(strangers.join(' '));
  return { named: false, words };
}

/**
 * Replaces Slack's links and escapes with plain text, and drops quoted names before a bracket (they may hold
 * commas).
 */
function plainText(text: string): string {
  return text
    .replace(
      /<(?:mailto:|https?:\/\/)([^<>|]*)(?:\|([^<>|]*))?>/gi,
      (_link, target: string, label?: string) =>
        label === undefined || label === '' ? (target.split('?')[0] ?? '') : label,
    )
    .replace(/&(lt|gt|amp);/g, (_escape, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name] ?? '')
    .replace(/["“][^"“”\n]*["”]\s*(?=<)/g, '');
}

/** A word without what people put around an address: brackets, quotes, a full stop, "mailto:". */
function unwrap(word: string): string {
  const inside = word.replace(/^mailto:/i, '').replace(/^[([{<"'“”‘’«*_`]+/u, '');
  return inside.slice(
    0,
    endOf(inside, 0, (character) => closing.has(character)),
  );
}

const closing = new Set(')]}>"\'“”‘’».:!?*`');
