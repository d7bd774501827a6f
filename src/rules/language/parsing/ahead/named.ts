import { lettersOf, longestName, namedLike, spelledAlike, spelledLike } from '../../../../lib/names.ts';
import { type TextFieldName, textField, textFieldNames, wordsOfField } from '../../../fields.ts';
import type { NamedAttribute } from '../../../names.ts';
import { formKey, formsOf } from '../../event-forms.ts';
import { isKeyword, languageWords, reachableWords, unreachableWords } from '../../words.ts';
import { peek, type Reader, see, textOf } from '../reader/reader.ts';

/** The attribute whose name begins here. */
export function seeAttribute(reader: Reader, offset = 0): Seen<NamedAttribute> | undefined {
  return seeNamed(reader, reader.names.attributes, offset) ?? seeIs(reader, offset);
}

/**
 * The yes-or-no attribute called "is …" whose other words begin here: "admin", "an admin" and "admins" find
 * `is_admin`, if nothing else has that name.
 */
function seeIs(reader: Reader, offset: number): Seen<NamedAttribute> | undefined {
  const { states, firsts } = statesOf(reader.names.attributes);
  if (states.length === 0) return undefined;
  const article = see(reader, ['a', 'an'], offset) === undefined ? 0 : 1;
  const [first = ''] = (peek(reader, offset + article)?.lower ?? '').split(/[_-]/);
  if (!firsts.has(first)) return undefined;
  const state = seeNamed(reader, states, offset + article);
  if (state === undefined || state.quoted || state.alike.length > 1) return undefined;
  const { tags, segments, events } = reader.names;
  const { name, singular, of } = state.named;
  const isNamed = (things: readonly { name: string }[]) =>
    [name, singular].some((each) => namedLike(things, each).length > 0);
  const isElse = [tags, segments, events].some(isNamed) || formsOf(events).past.has(formKey(name));
  return isElse
    ? undefined
    : { named: of, length: state.length + article, quoted: false, alike: [of], state: true };
}

interface State {
  name: string;
  singular: string;
  of: NamedAttribute;
}

interface States {
  states: State[];
  /** The first words of their names: most words of a sentence are none of them. */
  firsts: ReadonlySet<string>;
}

/** Cached with the list of attributes, which nothing changes. */
const kept = new WeakMap<readonly NamedAttribute[], States>();

/** "Admin" and "admins" of `is_admin`; `is_subscribed` has none, because "subscribed" means the status. */
function statesOf(attributes: readonly NamedAttribute[]): States {
  const known = kept.get(attributes);
  if (known !== undefined) return known;
  const names = attributes.flatMap((of): State[] => {
    const [, name = ''] = of.type === 'boolean' ? (state.exec(of.name) ?? []) : [];
    const words = name.toLowerCase().split(/[\s_-]+/);
    const isTaken = words.every((word) => languageWords.has(word)) || mailableWords.has(words.join(' '));
    return name === '' || isTaken
      ? []
      : [name, `${name}s`].map((each) => ({ name: each, singular: name, of }));
  });
  const firsts = new Set(names.map(({ name }) => name.toLowerCase().split(/[\s_-]/)[0] ?? ''));
  const states = { states: names, firsts };
  kept.set(attributes, states);
  return states;
}

const state = /^(?:[Ii]s(?:[\s_-]+|(?=\p{Lu}))|IS[\s_-]+)(\S.*)$/u;
const mailableWords: ReadonlySet<string> = new Set([...reachableWords, ...unreachableWords]);

/** A thing named in the sentence, quoted or bare, and the number of tokens of its name. */
export interface Seen<Thing> {
  named: Thing;
  length: number;
  quoted: boolean;
  /** Everything that the words may mean: several if nothing decides, and `named` is the first of them. */
  alike: readonly Thing[];
  /** `is_admin` by "admin": what people are, and nothing that they have. */
  state?: true;
}

/** The thing with the longest name that begins `offset` tokens from here, however its words are joined. */
export function seeNamed<Thing extends { name: string }>(
  reader: Reader,
  things: readonly Thing[],
  offset = 0,
): Seen<Thing> | undefined {
  const first = peek(reader, offset);
  if (first?.kind === 'quoted') return seen(spelledLike(things, first.text), 1, true);
  for (let length = longestStretch(reader, longestName(things), offset); length > 0; length -= 1) {
    const from = reader.next + offset;
    const text = textOf(reader, from, from + length);
    // "has active" may begin another condition, and "has-active" may be the name of a thing.
    const whole = length === 1 || !reader.tokens.slice(from, from + length).some(isKeyword);
    const found = seen(whole ? spelledLike(things, text) : spelledAlike(things, text), length, false);
    if (found !== undefined) return found;
  }
  return undefined;
}

function seen<Thing>(alike: readonly Thing[] = [], length: number, quoted: boolean): Seen<Thing> | undefined {
  const [named] = alike;
  return named && { named, length, quoted, alike };
}

/** How many words from a token on may form a name with that many letters. */
function longestStretch(reader: Reader, most: number, offset: number): number {
  let [count, letters] = [0, 0];
  for (let token = peek(reader, offset); token?.kind === 'word'; token = peek(reader, offset + count)) {
    letters += lettersOf(token.text);
    if (letters > most) break;
    count += 1;
  }
  return count;
}

/** The text field whose verb begins here: "speaks". */
export function seeTextVerb(reader: Reader): TextFieldName | undefined {
  return textFieldNames.find((name) => see(reader, textField(name).verbs ?? []) !== undefined);
}

/** The text field whose name begins here, and its words. */
export function seeTextField(reader: Reader, offset = 0): { name: TextFieldName; words: string } | undefined {
  let found: { name: TextFieldName; words: string } | undefined;
  for (const name of textFieldNames) {
    const { also = [] } = textField(name);
    const words = see(reader, wordsOfField(textField(name)), offset);
    if (words === undefined || words.length <= (found?.words.length ?? 0)) continue;
    const taken =
      also.includes(words) && (seeAttribute(reader, offset)?.length ?? 0) >= words.split(' ').length;
    if (!taken) found = { name, words };
  }
  return found;
}
