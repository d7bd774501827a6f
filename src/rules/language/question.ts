import { peopleWords } from './words.ts';

/**
 * The rule's sentence inside a question: the part of "how many people …?" that the language can parse. It
 * parses nothing itself: the parser refuses what isn't a rule, and "customers" if a tag has that name.
 *
 * @example sentenceOfQuestion('how many people signed up this month and are tagged vip?') // 'signed up this month and are tagged vip'
 * @example sentenceOfQuestion('How many contacts do we have?') // 'everyone'
 * @example sentenceOfQuestion('How many subscribers do we have in Norway?') // 'subscribers in Norway'
 */
export function sentenceOfQuestion(question: string): string {
  const text = question
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[?!.\s]+$/, '')
    .replace(button, '')
    .replace(polite, '');
  const asked = text
    .replace(asking, '')
    .replace(altogether, '')
    .replace(sentByUs, '$1 ')
    .replace(existing, ' ')
    .trim()
    .replace(/^(?:are|is)\s+(?=(?:all|our|the|my)\b)/i, '');
  const rest = asked
    .replace(audience, '')
    .replace(people, '')
    .replace(auxiliary, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (rest === '') return text === '' ? '' : 'everyone';
  const noun = onlyPeople.exec(rest)?.[1];
  return noun === undefined ? rest : `all ${noun}`;
}

/**
 * The rule's sentence inside words that ask for people, typed in place of a sentence: "how many vips?",
 * "Count: tagged vip". Undefined if they don't ask for people.
 *
 * @example sentenceInQuestion('who are our vips') // 'our vips'
 */
export function sentenceInQuestion(text: string): string | undefined {
  if (!asks.test(text)) return undefined;
  const sentence = sentenceOfQuestion(text);
  const isAll = sentence === 'everyone' && !saysWhom.test(text);
  return sentence === '' || sentence === text.trim() || isAll ? undefined : sentence;
}

const asks =
  /^(?:how (?:many|big|large)|who (?:are|is)|what(?:['’]s| is)|count|(?:the )?(?:total )?(?:number|size) of|(?:size|show|find|list|try)\s*:)(?!\w)/i;
const saysWhom = /\b(?:contacts|people|everyone|everybody|audience|list|customers|users|members|we have)\b/i;

/**
 * The words that ask nothing: a greeting, thanks, a call for help.
 *
 * @example greetingIn('Hi there, thanks! :wave:') // 'thanks'
 * @example greetingIn('hello, how many are tagged vip?') // undefined
 */
export function greetingIn(question: string): 'hello' | 'thanks' | undefined {
  const words = question
    .toLowerCase()
    .replace(/:[a-z0-9_+-]+:/g, ' ')
    .replace(/['’]/g, '')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
  if (words === '') return 'hello';
  const left = words.replace(spoken, ' ').replace(beside, ' ').trim();
  if (left !== '' || !new RegExp(spoken).test(words)) return undefined;
  return thanks.test(words) ? 'thanks' : 'hello';
}

const thanked = 'thanks|thank you|thankyou|thx|ty|cheers|much appreciated|merci|danke|gracias';
const thanks = new RegExp(`\\b(?:${thanked})\\b`);
/** Words that greet, thank or ask for help. */
const spoken = new RegExp(
  `\\b(?:${[
    'how are you(?: doing)?|hi|hello|hey|hiya|howdy|yo|hallo|hola|bonjour|ciao|greetings|good (?:morning|afternoon|evening|day)|morning|welcome',
    thanked,
    '(?:i need |can you )?help(?: me)?|what can you do|what can i (?:ask|say)(?: you)?|what do you do|who are you|how does this work|how do i use (?:this|you)',
    // Lists aren't counts: the answer names the commands that show them.
    '(?:(?:list|show|show me) )?(?:(?:all|the|our|my) )*(?:segments|tags)(?: list)?',
    '(?:which|what|how many) (?:segments|tags) (?:do we have|have we got|are there|exist)',
    'nice one|okay|ok|great|nice|cool|perfect|awesome|got it|good bot|good job|well done|haha|lol|yes|yep|yeah|no|nope|sure|sorry|please|pls|wow|bye|goodbye|see you|testing|test|ping',
  ].join('|')})\\b`,
  'g',
);
/** Words next to those, with no meaning alone. */
const beside =
  /\b(?:there|everyone|everybody|all|team|folks|rollcall|bot|again|so much|very much|a lot|a bunch|a million|for (?:this|that|the help|your help)|and|to you|you|please|pls|whats up|sup)\b/g;

/** The first words of buttons in answers, for people who copy them. */
const button = /^(?:count|size|show|find|list|try)\s*:\s*/i;
const polite =
  /^(?:(?:hi|hey|hello|please|pls|so|ok|okay|and)[,!]?\s+|(?:(?:can|could) you (?:please )?)?(?:tell me|say|count(?! of\b)|show me|give me)\s+|(?:any idea|do you know|i(?: want|['’]d like| would like) to know)[,:]?\s+)+/i;
const asking =
  /^(?:how (?:big|large) (?:is|are)|how many(?: (?:is|are)(?= (?:the|our|my) (?:audience|list)\b))?|what(?:['’]?s| is) the (?:total )?(?:number|count|size) of|what(?:['’]s| is)(?= (?:the|our|my) (?:audience|list)\b)|(?:the )?(?:total )?(?:number|count|size) of|count(?: of)?|total(?= (?:contacts|people|subscribers|vips|members|users|customers)\b)|(?:is|are) there (?:anyone|anybody|any)|do (?:we|i) have (?:anyone|anybody|any)|who(?!['’]))\b\s*/i;
/** "Do we have", which may come after the people: "how many customers do we have in Norway". */
const existing =
  /(?:^|(?<=[a-z]) )(?:do (?:we|i) (?:currently |now )?have|did (?:we|i) (?:get|gain|have|see)|have we (?:got|had|seen)|have we|are there|are we|(?:that )?we(?: currently| now)? have(?=$| (?:in|from|on|with|tagged|who)\b))\b/i;
/** "How many vips have we emailed?" */
const sentByUs =
  /\b(?:have|did|do) (we|i) (?=(?:e-?mail(?:ed)?|mail(?:ed)?|sen[dt]|contact(?:ed)?|message(?:d)?|writ(?:e|ten) to)\b)/i;
const altogether = /(?:^|\s+)(?:in total|altogether|overall|right now|at the moment|at present)$/i;
/** "Our audience in Germany", "the size of our list". */
const audience =
  /^(?:the|our|my) (?:whole |entire )?(?:audience|(?:mailing |email )?list)(?: size)?\b(?!-)\s*/i;
const people =
  /^(?:of (?:us|them)\b|(?:(?:all|of) )?(?:(?:the|our|my) )?(?:people|persons|contacts)\b|of (?=(?:the|our|my)\b))\s*/i;
const auxiliary = /^(?:who|that|which)\b(?!['’])\s*/i;
const onlyPeople = new RegExp(`^(?:(?:all|of|the|our|my) )*(${peopleWords.join('|')})$`, 'i');
