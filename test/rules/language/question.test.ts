import { expect, it } from 'vitest';
import { parseRule } from '../../../src/rules/language/parse.ts';
import { printRule } from '../../../src/rules/language/print.ts';
import { sentenceOfQuestion } from '../../../src/rules/language/question.ts';
import { context } from '../context.ts';

const understood = (question: string): string => {
  const sentence = sentenceOfQuestion(question);
  const parsed = parseRule(sentence, context);
  return parsed.ok ? printRule(parsed.rule, context.names) : `refused: ${sentence}`;
};

it.each([
  ['how many people signed up this month and are tagged vip?', 'signed up this month and tagged vip'],
  ['How many contacts do we have?', 'everyone'],
  ['how many are there', 'everyone'],
  ['How many people have not opened an email in 60 days?', 'not opened in the last 60 days'],
  ['how many contacts are tagged vip or beta?', 'tagged vip or beta'],
  [
    'hey, can you tell me how many of our contacts have opened in the last 30 days??',
    'opened in the last 30 days',
  ],
  ['who clicked yesterday', 'clicked yesterday'],
  ['count everyone', 'everyone'],
  ['what’s the number of people who never opened', 'never opened'],
  ['number of contacts in segment "Lapsed VIPs"', 'in segment "Lapsed VIPs"'],
  ['tagged vip', 'tagged vip'],
  // What isn't a rule stays what it is: it is never read as everyone.
  ['how many bananas do we have?', 'refused: bananas'],
  ['how many people are happy', 'refused: are happy'],
  ['how many subscribers do we have?', 'status is subscribed'],
  ['How many of our subscribers never opened?', 'status is subscribed and never opened'],
  ['how many unsubscribed people are there', 'status is unsubscribed'],
  ['how many customers do we have in total?', 'everyone'],
  ['how many users do we have tagged beta', 'tagged beta'],
  ["who's tagged beta?", 'tagged beta'],
  ['who’s not opened in 60 days', 'not opened in the last 60 days'],
  ['how many people do not have the beta tag', 'not tagged beta'],
  ["how many people don't have the newslettr tag", "refused: don't have the newslettr tag"],
  ["what's our audience in Norway?", 'country is Norway'],
  ['what is our audience size?', 'everyone'],
  ['how big is our list', 'everyone'],
  ['how large is the audience tagged vip?', 'tagged vip'],
  ['size of our mailing list', 'everyone'],
  ['total contacts', 'everyone'],
  ['the total number of contacts in Norway', 'country is Norway'],
  ['give me the number of people tagged vip', 'tagged vip'],
  ['Tell me how many are tagged vip', 'tagged vip'],
  ['any idea how many people never opened?', 'never opened'],
  ['how many are in "Lapsed VIPs" right now?', 'in segment "Lapsed VIPs"'],
  ['how big is our list of bananas', 'refused: of bananas'],
  ['how big is a banana', 'refused: a banana'],
  ['whose plan is pro', 'Plan is pro'],
  ['what is the meaning of life?', 'refused: what is the meaning of life'],
  ['', 'refused: '],
])('reads a question: %s', (question, sentence) => {
  expect(understood(question)).toBe(sentence);
});
