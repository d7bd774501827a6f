import { formKey, formsOf } from '../../event-forms.ts';
import { peek, type Reader, see } from '../reader/reader.ts';

/** Verbs that go with some events: "made a purchase", "placed an order". */
export const lightVerbs = ['made', 'placed', 'completed'];
const articles = new Set(['a', 'an', 'the', 'any', 'another', 'their']);

/**
 * The own event whose verb begins `offset` tokens from here: "purchased", "made a purchase"; or, `bare`,
 * "purchase".
 */
export function seeOwnVerb(
  reader: Reader,
  offset = 0,
): { names: readonly string[]; length: number; bare: boolean } | undefined {
  const past = seeForm(reader, ['past'], offset);
  if (past !== undefined) return { ...past, bare: false };
  if (see(reader, lightVerbs, offset) !== undefined && articles.has(peek(reader, offset + 1)?.lower ?? '')) {
    const thing = seeForm(reader, ['nouns'], offset + 2);
    if (thing !== undefined) return { names: thing.names, length: thing.length + 2, bare: false };
  }
  const base = seeForm(reader, ['base'], offset);
  return base && { ...base, bare: true };
}

/**
 * The longest run of words that is a form of own events; an article in between adds nothing: "started a
 * trial".
 */
export function seeForm(
  reader: Reader,
  kinds: readonly ('past' | 'base' | 'nouns')[],
  offset = 0,
): { names: readonly string[]; length: number } | undefined {
  const { events } = reader.names;
  if (events.length === 0) return undefined;
  const forms = formsOf(events);
  const first = peek(reader, offset);
  if (first?.kind !== 'word') return undefined;
  if (!forms.firsts.has(first.lower) && !forms.firsts.has(formKey(first.lower))) return undefined;
  let found: { names: readonly string[]; length: number } | undefined;
  let words = '';
  for (let length = 1; length <= longestForm; length += 1) {
    const token = peek(reader, offset + length - 1);
    if (token?.kind !== 'word') break;
    if (length > 1 && articles.has(token.lower)) continue;
    words += token.lower;
    const names = new Set(kinds.flatMap((kind) => forms[kind].get(formKey(words)) ?? []));
    if (names.size > 0) found = { names: [...names], length };
  }
  return found;
}

const longestForm = 6;
