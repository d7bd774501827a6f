import { nearest } from '../../../../lib/words.ts';
import { formsOf } from '../../event-forms.ts';
import { isOwnWord } from '../../slips.ts';
import { dateVerbs, pastEventWords, textFieldVerbs } from '../../table-words.ts';
import { reachableWords } from '../../words.ts';
import { peek, type Reader, textOf } from '../reader/reader.ts';

/** A misspelt verb of a condition `offset` tokens from here, and what it may mean: "opend", "singed up". */
export function seeMistyped(reader: Reader, offset = 0): { length: number; meant: string[] } | undefined {
  const own = formsOf(reader.names.events).verbs;
  const verbs = [
    'tagged',
    'untagged',
    ...dateVerbs,
    ...textFieldVerbs,
    ...reachableWords,
    ...pastEventWords,
    ...own,
  ];
  for (const length of [2, 1]) {
    const words = Array.from({ length }, (_, index) => peek(reader, offset + index));
    if (words.some((word) => word?.kind !== 'word')) continue;
    const from = reader.next + offset;
    const typed = textOf(reader, from, from + length);
    // Too many shorter words are one letter apart.
    if (typed.length < 5 || verbs.includes(typed.toLowerCase()) || isOwnWord(typed)) continue;
    const meant = nearest(
      typed,
      verbs.filter((verb) => verb.split(' ').length === length),
    );
    if (meant.length > 0) return { length, meant };
  }
  return undefined;
}
