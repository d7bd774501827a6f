import type { NamedAttribute } from '../../../names.ts';
import { isJoiner } from '../reader/connectors.ts';
import { peek, type Reader, see } from '../reader/reader.ts';
import { seeForm } from './own-form.ts';

/** Words at the end of a date's name that add no meaning: "renewal date", "expires_at". */
export const dateTails: ReadonlySet<string> = new Set(['date', 'day', 'at', 'on', 'due']);

/** The verbs in names of dates, in the forms that say nothing about the past. */
const verbs: readonly (readonly string[])[] = [
  ['end', 'ends', 'ending', 'is ending', 'are ending'],
  ['expire', 'expires', 'expiring', 'is expiring', 'are expiring', 'expiry', 'expiration'],
  ['start', 'starts', 'starting', 'is starting', 'are starting'],
  ['begin', 'begins', 'beginning'],
  ['renew', 'renews', 'renewing', 'renewal', 'is renewing', 'are renewing'],
  ['close', 'closes', 'closing'],
];

/** Their past forms, which need words for the past behind them: "in May" could be the next one. */
const pastForms = ['ended', 'expired', 'started', 'began', 'renewed', 'closed'];
const ofThePast = new Set(['last', 'past', 'previous', 'yesterday', 'ago', 'earlier']);

interface Saying {
  /** The words before the verb. */
  things: readonly string[];
  forms: readonly string[];
  named: NamedAttribute;
}

/** Cached with the list of attributes, which nothing changes. */
const kept = new WeakMap<readonly NamedAttribute[], ReadonlyMap<string, Saying[]>>();

/** How people say the names of dates that end in a verb, by their first word: "trials end" of `trial_ends_at`. */
function sayingsOf(attributes: readonly NamedAttribute[]): ReadonlyMap<string, Saying[]> {
  const before = kept.get(attributes);
  if (before !== undefined) return before;
  const sayings = new Map<string, Saying[]>();
  for (const named of attributes) {
    const words = named.type === 'date' ? named.name.toLowerCase().split(/[\s_-]+/) : [];
    while (words.length > 2 && dateTails.has(words.at(-1) ?? '')) words.pop();
    const forms = verbs.find((row) => row.includes(words.at(-1) ?? ''));
    const things = words.slice(0, -1);
    const [first] = things;
    if (forms === undefined || first === undefined) continue;
    for (const key of [first, `${first}s`])
      sayings.set(key, [...(sayings.get(key) ?? []), { things, forms, named }]);
  }
  kept.set(attributes, sayings);
  return sayings;
}

/** The date whose name is said with a verb `offset` tokens from here: "trial ends", "contracts are expiring". */
export function seeDateVerb(
  reader: Reader,
  offset: number,
): { named: NamedAttribute; length: number } | undefined {
  const sayings = sayingsOf(reader.names.attributes).get(peek(reader, offset)?.lower ?? '') ?? [];
  const found = sayings.flatMap(({ things, forms, named }) => {
    const isSame = things.every((word, index) => index === 0 || peek(reader, offset + index)?.lower === word);
    const at = offset + things.length;
    const verb = isSame ? (see(reader, forms, at) ?? seePast(reader, forms, at)) : undefined;
    return verb === undefined ? [] : [{ named, length: things.length + verb.split(' ').length }];
  });
  // "Trial started last week", if that is an event.
  const isEvent = found.length > 0 && (seeForm(reader, ['past', 'base'], offset)?.length ?? 0) > 1;
  return found.length === 1 && !isEvent ? found[0] : undefined;
}

/** "Ended last week", "expired 3 days ago". */
function seePast(reader: Reader, forms: readonly string[], offset: number): string | undefined {
  const verb = see(reader, pastForms, offset);
  if (verb === undefined || !forms.some((form) => form.slice(0, 3) === verb.slice(0, 3))) return undefined;
  for (let at = offset + 1; at < offset + 8; at += 1) {
    const token = peek(reader, at);
    if (token === undefined || isJoiner(token)) return undefined;
    if (ofThePast.has(token.lower)) return verb;
  }
  return undefined;
}

/** The word for a date that another word for the same act finds: "renews" finds `renewal_date`. */
export const sameAct = (word: string): readonly string[] =>
  verbs.find((row) => row.includes(word))?.filter((each) => !each.includes(' ')) ?? [];

/** "Born in May": the date of birth, if one is kept. */
export function seeBorn(reader: Reader, offset: number): NamedAttribute | undefined {
  if (see(reader, ['born'], offset) === undefined) return undefined;
  const found = reader.names.attributes.filter(({ name, type }) => type === 'date' && ofBirth.test(name));
  return found.length === 1 ? found[0] : undefined;
}

const ofBirth = /^(?:birth[\s_-]?(?:day|date)|date[\s_-]of[\s_-]birth|dob|born(?:[\s_-](?:on|at))?)$/i;
