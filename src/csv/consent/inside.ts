import { yesOrNo } from '../cells/yes-words.ts';
import { readConsent, saysNo } from './cells.ts';
import { consentName } from './names.ts';
import { tellsOfMail } from './statuses.ts';
import type { ConsentName } from './terms.ts';

/**
 * Whether a cell that holds several things says in one of them who gets mail: `{"email":false}`, "subscribed:
 * no; plan: pro", "Newsletter;Unsubscribed". Only a person can tell what such a cell means.
 */
export function speaksInside(cell: string): boolean {
  // Length or a quick look rules out most cells.
  if (cell.length < SHORTEST || cell.length > LONGEST || !/[:=;|,\n]/.test(cell)) return false;
  // A link alone.
  if (/^\w{1,10}:\/\/\S*$/.test(cell)) return false;
  const text = cell.includes('://') ? cell.replace(/\w{1,10}:\/\/[^\s"'\\,]*/g, '') : cell;
  for (const piece of text.split(/[;|,&\n{}[\]]/)) {
    const words = unquoted(piece);
    if (words.length < 2) continue;
    if (tellsOfMail(words)) return true;
    const at = words.search(/[:=]/);
    if (at > 0 && isAnswer(words.slice(0, at), words.slice(at + 1))) return true;
  }
  return false;
}

function isAnswer(text: string, rest: string): boolean {
  const name = nameOf(text);
  const value = unquoted(rest.replace(/^[>:=]/, ''));
  if (value === '' || value.length > LONGEST_ANSWER) return false;
  if (tellsOfMail(value)) return true;
  switch (name?.asks) {
    case 'always':
      return name.way !== null && readConsent(value, name.way === 'words' ? 'consent' : name.way) !== null;
    case 'if-no':
      return saysNo(value) || (isOfMail.test(text) && yesOrNo(value) === true);
    default:
      return false;
  }
}

/** The same few names appear in each cell of a column. */
function nameOf(text: string): ConsentName | undefined {
  const name = unquoted(text);
  if (name === '' || name.length > LONGEST_NAME) return undefined;
  if (names.has(name)) return names.get(name);
  if (names.size >= MOST_NAMES) names.clear();
  const found = consentName(name);
  names.set(name, found);
  return found;
}

const unquoted = (text: string): string => text.replace(/^[\s"'(]+|[\s"')]+$/g, '');

/** "email": true is worth a question, because people without it may have said no; "active": true is not. */
const isOfMail = /mail|news|notif|digest|promo|contact/i;
const SHORTEST = 5;
const LONGEST = 4000;
const LONGEST_NAME = 40;
const LONGEST_ANSWER = 40;
const MOST_NAMES = 1000;
const names = new Map<string, ConsentName | undefined>();
