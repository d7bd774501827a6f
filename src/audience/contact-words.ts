import { findEmails } from '../emails.ts';
import { RollcallError } from '../errors.ts';
import { unquote } from '../quotes.ts';
import { clip } from '../words.ts';

/** What was said of a contact: `Ada Lovelace <ada@x.org> plan: pro tags: vip, beta`. */
export interface SaidContact {
  email: string;
  name: string | null;
  tags: string[];
  /** Fields and attributes by the names that were typed, in their order. */
  values: [key: string, value: string][];
}

/** Fields by the words that people use for them. */
export const contactFields: Record<string, 'name' | 'country' | 'language' | 'phone' | 'company'> = {
  name: 'name',
  'full name': 'name',
  country: 'country',
  language: 'language',
  phone: 'phone',
  'phone number': 'phone',
  company: 'company',
};

/**
 * Reads a contact as it is typed behind `/contacts add`: an address in any form, a name around it, then `key: value` pairs.
 * Keys of several words, and values with a colon in them, go in quotes.
 *
 * @throws RollcallError `invalid-input` where there is not exactly one address
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
    throw new RollcallError('invalid-input', `There is no email address in "${clip(head.trim(), 80)}".`, {
      hint: 'Try: /contacts add Ada Lovelace <ada@example.org> plan: pro tags: vip',
    });
  }
  if (second !== undefined) {
    throw new RollcallError('invalid-input', `One contact at a time: here are ${emails.length} addresses.`, {
      hint: 'Many come in by /contacts import; to tag many at once, paste them behind /tags add.',
    });
  }
  const values = readPairs(first === null ? '' : text.slice(first.index));
  const isTags = ([key]: [string, string]) => /^tags?$/i.test(key);
  return {
    email,
    name: nameAround(head, email),
    tags: values.filter(isTags).flatMap(([, list]) => splitList(list)),
    values: values.filter((pair) => !isTags(pair)),
  };
}

/** Lines of `key: value`, as they are typed into a form. An empty value takes the value away. */
export function readLines(text: string): [key: string, value: string][] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, key, value] = /^\s*(.+?)\s*[:：]\s*(.*)$/.exec(line) ?? [];
      if (key === undefined || value === undefined) {
        throw new RollcallError('invalid-input', `"${clip(line.trim(), 60)}" is no line like "plan: pro".`, {
          hint: 'One value to a line: its name, a colon, the value.',
        });
      }
      return [unquote(key), unquote(value)];
    });
}

const key = String.raw`(?:["“][^"“”]+["”]|[\p{L}\p{N}_][\p{L}\p{N}_-]*)\s*[:：]`;
// An address's own colon ("mailto:") is no key's.
const keyAt = new RegExp(String.raw`(?<=^|\s)(?!mailto:|https?:)${key}`, 'iu');

function readPairs(text: string): [string, string][] {
  const starts = [...text.matchAll(new RegExp(keyAt.source, 'giu'))].filter(
    ({ index }) => !inQuotes(text, index),
  );
  return starts.map((match, index) => {
    const end = starts[index + 1]?.index ?? text.length;
    const name = unquote(match[0].replace(/\s*[:：]$/, ''));
    return [name, unquote(text.slice(match.index + match[0].length, end).replace(/[,;]\s*$/, ''))];
  });
}

/** Whether a place lies behind a quote that is not closed yet. */
const inQuotes = (text: string, at: number): boolean =>
  (text.slice(0, at).match(/["“”]/g)?.length ?? 0) % 2 === 1;

const splitList = (text: string): string[] =>
  (text.match(/["“][^"“”]*["”]|[^,;]+/g) ?? []).map(unquote).filter((name) => name !== '');

/** What stands before the address, or around its brackets. */
function nameAround(head: string, email: string): string | null {
  const at = head.toLowerCase().indexOf(email.toLowerCase());
  const before = head
    .slice(0, Math.max(0, at))
    .replace(/<mailto:[^>]*$/i, '')
    .replace(/[<(]\s*$/, '');
  const name = unquote(before.replace(/[,;]\s*$/, ''));
  return /\p{L}/u.test(name) ? name : null;
}
