import { describe, expect, it } from 'vitest';
import { parseRule } from '../../src/rules/language/parse.ts';
import { greetingIn, sentenceOfQuestion } from '../../src/rules/language/question.ts';
import { noNames } from '../../src/rules/names.ts';
import { exampleQuestions } from '../../src/slack/segments/messages-questions.ts';
import { context } from './context.ts';

describe('a message that asks nothing', () => {
  it.each([
    ...[
      '',
      'hello',
      'Hi!',
      'hey there',
      'Hello Rollcall :wave:',
      'good morning everyone',
      'how are you?',
      'hi hi',
    ],
    ...['segments?', 'list our segments', 'which tags do we have?', 'show me all tags'],
    ...[
      'help',
      'Help me please',
      'what can you do?',
      'How does this work?',
      'ok',
      'test',
      'bye!',
      'please',
      'yes',
      'nice one',
      'lol',
    ],
  ])('is greeted: %s', (words) => {
    expect(greetingIn(words)).toBe('hello');
  });

  it.each([
    'thanks',
    'Thank you so much!',
    'thx :pray:',
    'hello and thanks',
    'great, thanks a lot',
    'cheers',
  ])('is answered to thanks: %s', (words) => {
    expect(greetingIn(words)).toBe('thanks');
  });

  it.each([
    ...[
      'everyone',
      'all',
      'how many?',
      'hello, how many are tagged vip?',
      'tagged hello',
      'thanks tagged vip',
    ],
    ...['in segments', 'which tags have no contacts', 'how many segments opened?'],
    ...['no phone', 'yes, tagged vip', 'please count vips', 'no'.repeat(2)],
    ...['help desk customers', 'opened test', 'how many said thanks?', 'you'],
  ])('isn’t one: %s', (words) => {
    expect(greetingIn(words)).toBeUndefined();
  });
});

it.each(exampleQuestions)('is answered with an example that works: %s', (question) => {
  expect(parseRule(sentenceOfQuestion(question), { ...context, names: noNames })).toMatchObject({ ok: true });
});
