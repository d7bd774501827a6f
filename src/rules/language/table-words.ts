import { numberOperatorWords } from '../attributes.ts';
import { dateFields, textField, textFieldNames, wordsOfField } from '../fields.ts';
import { eventKinds, spamWords, textOperators } from '../operators.ts';

// The words of the tables of operators, fields and events, as a sentence uses them.

/** Every operator's spellings, complements included. */
export const operatorWords = Object.values(textOperators).flatMap((row) => [...row.words, ...row.negated]);
/** Those that can't be mistaken for other words of a sentence. */
export const comparisons = [
  ...operatorWords,
  ...numberOperatorWords.filter((words) => /[<>≤≥]|^is /.test(words)),
];
export const textFieldWords = textFieldNames.flatMap((name) => wordsOfField(textField(name)));
export const textFieldVerbs = textFieldNames.flatMap((name) => [...(textField(name).verbs ?? [])]);
export const dateFieldWords = Object.values(dateFields).flatMap((row) => [...row.words]);
export const dateVerbs = Object.values(dateFields).flatMap((row) => [...row.verbs]);
export const eventWords = Object.values(eventKinds).flatMap((row) => [...row.words]);
export const pastEventWords = [...Object.values(eventKinds).map((row) => row.words[0]), ...spamWords];

/** What may come between the name of a date and a timeframe. */
export const dateOperators = 'in before after since until on within during from between'.split(' ');
