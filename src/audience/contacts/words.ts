import { RollcallError } from '../../errors.ts';
import { findEmails } from '../../lib/emails.ts';
import { quotedStretches, unquote } from '../../lib/quotes.ts';
import { clip } from '../../lib/words.ts';

/** What was typed about a contact: `Ada Lovelace <ada@x.org> plan: pro tags: vip, beta`. */
export interface SaidContact {
  email: string;
  name: string | null;
  tags: string[];
  /** Fields and attributes by the names as typed, in their order. */
  values: [key: string, value: string][];
}

/**
 * Reads a contact as typed after `/contacts add`: an address in any form, a name around it, then `key: value`
 * pairs. Keys of several words, and values that contain a colon, go in quotes.
 *
 * @throws RollcallError `invalid-input` unless there is exactly one address
 * @example readContact('Ada Lovelace <ada@x.org> plan: pro tags: vip, beta')
 * // { email: 'ada@x.org', name: 'Ada Lovelace', tags: ['vip', 'beta'], values: [['plan', 'pro']] }
 */
export function readContact(text: string): SaidContact {
  const first = keyAt.exec(text);
  const head = first === null ? text : text.slice(0, first.index);
  const found = findEmails(head);
  const emails = found.flatMap((piece) => ('email' in piece ? [piece.email] : []));
  const [email, second] = emails;
  if (email === undefined) {
    throw new RollcallError('invalid-input', `No email address in "${clip(head.trim(), 80)}".`, {
      hint: 'Try: /contacts add Ada Lovelace <ada@example.org> plan: pro tags: vip',
    });
  }
  if (second !== undefined) {
    throw new RollcallError(
      'invalid-input',
      `Add one contact at a time: this has ${emails.length} addresses.`,
      {
        hint: 'To add many, run /contacts import. To tag many, paste their addresses after /tags add.',
      },
    );
  }
  const values = readPairs(first === null ? '' : text.slice(first.index), keyAt);
  const isTags = ([key]: [string, string]) => /^tags?$/i.test(key);
  return {
    email,
    name: nameAround(head, email),
    tags: values.filter(isTags).flatMap(([, list]) => splitList(list)),
    values: values.filter((pair) => !isTags(pair)),
  };
}

/**
 * Reads lines of `key: value` as typed into a form, or several pairs on one line, separated by commas. An
 * empty value removes the stored one.
 *
 * @example readLines('country: Norway, plan: pro') // [['country', 'Norway'], ['plan', 'pro']]
 */
export function readLines(text: string): [key: string, value: string][] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const pairs = readPairs(line, keyInLine);
      if (pairs.length > 0) return pairs;
      throw new RollcallError('invalid-input', `"${clip(line.trim(), 60)}" doesn’t look like "plan: pro".`, {
        hint: 'Write one value per line: its name, a colon, then the value.',
      });
    });
}

/** A line that readLines reads as this one value, whatever it contains. */
export function printLine(key: string, value: string): string {
  const plain = `${key}: ${value}`;
  const [first, ...others] = readPairs(plain, keyInLine);
  const isSame = others.length === 0 && first?.[0] === key && first[1] === value;
  return isSame ? plain : `${key}: "${value.replace(/["\\]/g, '\\$&')}"`;
}

const quotedKey = '["“][^"“”]+["”]';
// The colon in "mailto:" or in a time (10:30) doesn't end a key.
const oneWord = String.raw`(?!mailto:|https?:|\d+[:：]\d)[\p{L}\p{N}_][\p{L}\p{N}_-]*`;
const keyAt = new RegExp(String.raw`(?<=^|\s)(?:${quotedKey}|${oneWord})\s*[:：]`, 'iu');
// In a form, a name may have several words. The first name may even contain a comma; the others follow one,
// with a blank after their colon.
const words = String.raw`${oneWord}(?: [\p{L}\p{N}_-]+){0,2}`;
const keyInLine = new RegExp(
  String.raw`^\s*(?:${quotedKey}|[^:：]*[^:：\s])\s*[:：]|(?<=[,;]\s*)(?:${quotedKey}|${words})\s*[:：](?=\s|$)`,
  'iu',
);

function readPairs(text: string, key: RegExp): [string, string][] {
  const quoted = quotedStretches(text);
  const starts = [...text.matchAll(new RegExp(key.source, 'giu'))].filter(
    ({ index }) => !quoted.some(([from, to]) => from < index && index < to),
  );
  return starts.map((match, index) => {
    const end = starts[index + 1]?.index ?? text.length;
    const name = unquote(match[0].replace(/\s*[:：]$/, ''));
    const value = text.slice(match.index + match[0].length, end);
    return [
      name,
      unquote(index + 1 < starts.length || key === keyAt ? value.replace(/[,;]\s*$/, '') : value),
    ];
  });
}

const splitList = (text: string): string[] =>
  (text.match(/["“][^"“”]*["”]|[^,;]+/g) ?? []).map(unquote).filter((name) => name !== '');

/** The text before the address, or around its angle brackets. */
function nameAround(head: string, email: string): string | null {
  const at = head.toLowerCase().indexOf(email.toLowerCase());
  const before = head
    .slice(0, Math.max(0, at))
    .replace(/<mailto:[^>]*$/i, '')
    .replace(/[<(]\s*$/, '');
  const name = unquote(before.replace(/[,;]\s*$/, ''));
  return /\p{L}/u.test(name) ? name : null;
}
