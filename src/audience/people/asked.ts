import { halvesAt } from '../../lib/quotes.ts';
import { breakdownKeyNamed } from '../../rules/breakdown/keys.ts';
import { sentenceOfQuestion } from '../../rules/language/question.ts';
import type { Known } from '../segments/segments.ts';
import { isSource, readSource } from './named.ts';
import { type AskedBreakdown, type AskedComparison, readBreakdown, readComparison } from './words.ts';

/** A question for more than one number. */
export type AskedNumbers = { breakdown: Required<AskedBreakdown> } | { overlap: Required<AskedComparison> };

const breaking = /^(?:(?:show|give) me )?(?:a |the )?(?:break ?down(?: of)?|split(?: up)?|group) (.+)$/is;
const comparing = /^(?:compare|(?:show me )?(?:the )?(?:overlap|difference) (?:of|between)) (.+)$/is;
const polite = /^(?:(?:hi|hey|hello|please|pls|can you|could you)[,!]?\s+)+/i;

/**
 * What a question for a breakdown or a comparison asks: "break down Recent VIPs by country", "how many signed up
 * this month by plan?", "compare vip with beta". Undefined for any other question.
 *
 * @throws RollcallError `invalid-input` if it asks for one of these, but the people or the value are not understood
 */
export function numbersAsked(question: string, known: Known): AskedNumbers | undefined {
  const text = question
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[?!.\s]+$/, '')
    .replace(polite, '');
  const [, broken] = breaking.exec(text) ?? [];
  if (broken !== undefined) {
    const { source, by } = readBreakdown(broken, known);
    return by === undefined ? undefined : { breakdown: { source, by } };
  }
  const [, compared] = comparing.exec(text) ?? [];
  if (compared !== undefined) {
    const { one, other } = readComparison(compared, known);
    return other === undefined ? undefined : { overlap: { one, other } };
  }
  // "By" may belong to a rule ("added by import …"): only a key after it makes this a breakdown.
  const asked = halvesAt(text, 'by').flatMap(([left, right]) => {
    const key = breakdownKeyNamed(right, known.names);
    const sentence = sentenceOfQuestion(left);
    return key === undefined || sentence === '' ? [] : [{ by: key.id, sentence }];
  });
  const read = asked.findLast(({ sentence }) => isSource(sentence, known));
  if (read !== undefined) return { breakdown: { source: readSource(read.sentence, known), by: read.by } };
  const [last] = asked.slice(-1);
  if (last === undefined || isSource(sentenceOfQuestion(text), known)) return undefined;
  // Throws what is wrong with the people.
  return { breakdown: { source: readSource(last.sentence, known), by: last.by } };
}
