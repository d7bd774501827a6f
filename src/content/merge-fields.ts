import type { Problem } from '../lib/problem.ts';
import { fold } from '../lib/texts.ts';
import { nearest } from '../lib/words.ts';

/** Something of a contact that a mail can say: `{{name|there}}`. */
export interface MergeChoice {
  /** What people call it, in any case. */
  name: string;
  /** What its value is looked up by. */
  key: string;
  /** Every contact has it, so that it needs no fallback. */
  isAlways: boolean;
  /** Its value is a whole address of ours: a link may consist of it. */
  isLink: boolean;
}

/** A merge field in a text. */
export interface Merge {
  key: string;
  /** What is written for contacts who have no value. */
  fallback: string;
  isLink: boolean;
}

/** A text around its merge fields, in order. */
export type Merged = readonly (string | Merge)[];

/** More are a mistake, and the text would have no letters left to stand for them. */
const most = 500;

/**
 * Reads the merge fields in a text: `{{name|there}}` is the contact's name, or "there". `\{{` is two braces.
 *
 * @returns the text in pieces, and a problem with its position for every field that isn't known, lacks a
 *   fallback, or is written as another product writes it
 * @example
 * readMerges('Hi {{name|there}}!', choices)
 * // { pieces: ['Hi ', { key: 'name', fallback: 'there', isLink: false }, '!'], problems: [] }
 */
export function readMerges(
  text: string,
  choices: readonly MergeChoice[],
): { pieces: Merged; problems: Problem[] } {
  const pieces: (string | Merge)[] = [];
  const problems: Problem[] = [];
  let from = 0;
  for (const found of text.matchAll(marks)) {
    const [whole] = found;
    pieces.push(text.slice(from, found.index));
    from = found.index + whole.length;
    if (whole.startsWith('\\')) pieces.push('{{');
    else {
      const read = readOne(found, choices);
      if ('key' in read) pieces.push(read);
      else problems.push(refusal(text, found, read));
    }
  }
  pieces.push(text.slice(from));
  if (pieces.length > 2 * most) problems.push(tooMany(text));
  return { pieces: pieces.filter((piece) => piece !== ''), problems };
}

/** An escaped pair of braces; a field; one that never ends; and what Mailchimp, Klaviyo, Mailgun and others write. */
const marks =
  /\\\{\{|\{\{\{(?<triple>[^{}\n]*)\}\}\}|\{\{(?<inside>[^{}\n]*)\}\}|\{\{|\*\|(?<foreign>[^|*\n]{1,60})\|\*|%%(?<percent>[A-Za-z]\w*)%%|%(?:recipient\.)?(?<mailgun>(?<=recipient\.)\w+|(?:tag_|mailing_list_)?unsubscribe\w*)%|\{%(?<logic>[^{}\n]*)%\}|<%(?<asp>[^<>\n]*)%>/g;

type Refused = { message: string; instead?: string };

function readOne(found: RegExpMatchArray, choices: readonly MergeChoice[]): Merge | Refused {
  const { inside, foreign, percent, mailgun, logic, asp, triple } = found.groups ?? {};
  const other = foreign ?? percent ?? mailgun ?? logic ?? asp ?? triple;
  if (other !== undefined) return writtenElsewhere(found[0], other, choices);
  if (inside === undefined) return { message: '“{{” is never closed: a field ends with “}}”.' };
  const [typed = '', ...rest] = inside.split('|');
  // Editors of HTML write a blank like this.
  const name = typed.replace(/&nbsp;|\u00a0/g, ' ').trim();
  if (name === '') return { message: 'This field has no name: write for example {{name|there}}.' };
  const choice = choices.find((each) => fold(each.name) === fold(name));
  if (choice === undefined) return unknown(name, rest, choices);
  const fallback = rest.join('|').trim();
  const liquid = /^default\s*:\s*(.*)$/i.exec(fallback)?.[1];
  if (liquid !== undefined) {
    return {
      message: 'Write a fallback as it is, directly after “|”.',
      instead: `{{${choice.name}|${unquoted(liquid)}}}`,
    };
  }
  if (rest.length === 0 && !choice.isAlways) {
    return {
      message: `Some contacts have no ${choice.name}: add what they read instead after “|”.`,
      instead: `{{${choice.name}|${choice.name === 'name' || choice.name === 'first name' ? 'there' : '…'}}}`,
    };
  }
  return { key: choice.key, fallback: unquoted(fallback), isLink: choice.isLink };
}

function unknown(name: string, rest: string[], choices: readonly MergeChoice[]): Refused {
  const names = choices.map((choice) => choice.name);
  // "contact.first_name" is how other products say "first name".
  const plain = name.replace(/^\w+\./, '').replace(/[_-]+/g, ' ');
  const [best] = nearest(plain, names);
  const instead = best && { instead: `{{${[best, ...rest].join('|')}}}` };
  return { message: `No contact has a “${name}”. There is ${listed(names)}.`, ...instead };
}

function writtenElsewhere(whole: string, name: string, choices: readonly MergeChoice[]): Refused {
  const plain = name
    .replace(/^[\s=#/-]+|[\s-]+$/g, '')
    .replace(/\|.*$/, '')
    .replace(/^\w+\./, '')
    .toLowerCase()
    .replace(/[_:]+/g, ' ');
  const known: Record<string, string> = { fname: 'first name', firstname: 'first name', 'full name': 'name' };
  const names = choices.map((choice) => choice.name);
  const found = /unsub|opt.?out/.test(plain)
    ? 'unsubscribe link'
    : (known[plain] ?? nearest(plain, names)[0]);
  const best = choices.find((choice) => choice.name === found);
  const instead = best && { instead: `{{${best.name}${best.isAlways ? '' : '|there'}}}` };
  return { message: `${whole} means nothing here: fields are written in double braces.`, ...instead };
}

function refusal(text: string, found: RegExpMatchArray, { message, instead }: Refused): Problem {
  const at = found.index ?? 0;
  const length = found[0].length;
  const suggestions =
    instead === undefined ? [] : [`${text.slice(0, at)}${instead}${text.slice(at + length)}`];
  const hint = instead === undefined ? message : `${message} Try ${instead}`;
  return { at, length, message: hint, suggestions };
}

const tooMany = (text: string): Problem => ({
  at: 0,
  length: text.length,
  message: `A mail can have at most ${most} fields.`,
  suggestions: [],
});

const unquoted = (text: string): string => /^(["'“‘])(.*)["'”’]$/.exec(text)?.[2] ?? text;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `{{${name}}}`);
  return `${shown.join(', ')}${names.length > shown.length ? `, and ${names.length - shown.length} more` : ''}`;
}
