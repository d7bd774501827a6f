/**
 * The rule's sentence inside a question: what is left of "how many people …?" for the language to read. It reads nothing
 * itself: what is no rule is refused where it is parsed.
 *
 * @example sentenceOfQuestion('how many people signed up this month and are tagged vip?') // 'signed up this month and are tagged vip'
 * @example sentenceOfQuestion('How many contacts do we have?') // 'everyone'
 */
export function sentenceOfQuestion(question: string): string {
  const text = question
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[?!.\s]+$/, '')
    .replace(polite, '');
  const asked = text.replace(asking, '').replace(people, '').trim();
  const rest = asked.replace(existing, '').replace(auxiliary, '').trim();
  return rest === '' ? (text === '' ? '' : 'everyone') : rest;
}

const polite =
  /^(?:(?:hi|hey|hello|please|pls)[,!]?\s+|(?:can|could) you (?:please )?(?:tell me|say|count|show me)\s+)+/i;
const asking =
  /^(?:how many|what(?:['’]s| is) the (?:number|count|size) of|(?:the )?(?:number|count|size) of|count|who)\b\s*/i;
const people =
  /^(?:(?:all|of) )?(?:(?:the|our|my) )?(?:people|persons|contacts|subscribers|members|customers|users|of (?:us|them))\b\s*/i;
const existing = /^(?:do we have|have we got|are there|are we|in total|altogether|do we have in total)\b\s*/i;
const auxiliary = /^(?:who|that|which)\b\s*/i;
