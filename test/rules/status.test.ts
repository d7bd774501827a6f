import { describe, expect, it } from 'vitest';
import { explainRule } from '../../src/rules/language/explain.ts';
import { parseRule } from '../../src/rules/language/parse.ts';
import { context, read } from './context.ts';

describe('what people are now', () => {
  it.each([
    ['unsubscribed', 'status is unsubscribed'],
    ['who unsubscribed', 'status is unsubscribed'],
    ['is unsubscribed', 'status is unsubscribed'],
    ['Has Unsubscribed', 'status is unsubscribed'],
    ['did not unsubscribe', 'status is not unsubscribed'],
    ['are not bounced', 'status is not bounced'],
    ['bounced', 'status is bounced'],
    ['subscribed', 'status is subscribed'],
    ["isn't subscribed", 'status is not subscribed'],
    ['non-subscribed', 'status is non-subscribed'],
    ['unsubscribed from our emails', 'status is unsubscribed'],
    ['subscribed to our mailing list', 'status is subscribed'],
    ['subscribers', 'status is subscribed'],
    ['is a subscriber', 'status is subscribed'],
    ['not subscribers', 'status is not subscribed'],
    ['all our subscribers tagged beta', 'status is subscribed and tagged beta'],
    ['subscribers who never opened', 'status is subscribed and never opened'],
    ['unsubscribed contacts', 'status is unsubscribed'],
    ['everyone except unsubscribed ones', 'status is not unsubscribed'],
    ['who are still subscribed', 'status is subscribed'],
    ['not currently subscribed', 'status is not subscribed'],
    ['bounced people with a phone', 'status is bounced and has phone'],
    ['tagged beta and not unsubscribed', 'tagged beta and status is not unsubscribed'],
    ['tagged beta or subscribed', 'tagged beta or status is subscribed'],
    ['unsubscribed or bounced', 'status is unsubscribed or status is bounced'],
    ['not unsubscribed and not bounced', 'status is not unsubscribed and status is not bounced'],
    ['everyone except unsubscribed', 'status is not unsubscribed'],
    ['not unsubscribed and opened this month', 'status is not unsubscribed and opened this month'],
    ['is unsubscribed and opened this month', 'status is unsubscribed and opened this month'],
    ['received "Spring sale" and not unsubscribed', 'received "Spring sale" and status is not unsubscribed'],
  ])('is the status: %s', (sentence, canonical) => {
    expect(read(sentence)).toBe(canonical);
  });

  it.each([
    ['never unsubscribed'],
    ['has never bounced', 'never bounced'],
    ['unsubscribed ever'],
    ['has ever bounced', 'bounced ever'],
    ['unsubscribed in March', 'unsubscribed in March 2026'],
    ['unsubscribed twice', 'unsubscribed exactly twice'],
    ['bounced at least 3 times'],
    ['unsubscribed from "Spring sale"', 'unsubscribed "Spring sale"'],
    ['is unsubscribed since yesterday', 'unsubscribed since yesterday'],
    ['last bounced more than 60 days ago'],
    // Of verbs side by side, the first gets the time of the last.
    ['unsubscribed or bounced this month', 'unsubscribed this month or bounced this month'],
    ['bounced or complained this month', 'bounced this month or complained this month'],
    ['clicked or unsubscribed this month', 'clicked this month or unsubscribed this month'],
  ])('is an event with a time, a count, a campaign, never or ever: %s', (sentence, canonical = sentence) => {
    expect(read(sentence)).toBe(canonical);
  });

  it.each([
    ['unsubscribed', 'Contacts whose status is unsubscribed'],
    ['unsubscribed ever', 'Contacts who unsubscribed at any time'],
    ['not unsubscribed', 'Contacts whose status is not unsubscribed'],
    ['never unsubscribed', 'Contacts who never unsubscribed'],
  ])('says which it is: %s', (sentence, readBack) => {
    const parsed = parseRule(sentence, context);
    expect(parsed.ok && explainRule(parsed.rule, context)).toBe(readBack);
  });

  it.each([
    [
      'unsubscribed and opened this month',
      '0 [unsubscribed] Does "unsubscribed" mean their status now, or what happened "and opened this month"?',
      '  try: status is unsubscribed and opened this month',
      '  try: unsubscribed ever and opened this month',
    ],
    [
      'not unsubscribed and not bounced this month',
      '0 [not unsubscribed] Does "not unsubscribed" mean their status now, or what happened "and not bounced this month"?',
      '  try: status is not unsubscribed and not bounced this month',
      '  try: never unsubscribed and not bounced this month',
    ],
    [
      'is unsubscribed or bounced this month',
      '0 [is unsubscribed] Does "is unsubscribed" mean their status now, or what happened "or bounced this month"?',
      '  try: status is unsubscribed or bounced this month',
      '  try: unsubscribed ever or bounced this month',
    ],
    [
      'is not unsubscribed or bounced',
      '20 [or] Does the "not" of "is not unsubscribed or bounced" reach the second verb? Say "and not" for neither, or "or has" for only the first.',
      '  try: is not unsubscribed and not bounced',
      '  try: is not unsubscribed or has bounced',
    ],
    [
      'received "Spring sale" and unsubscribed',
      '27 [unsubscribed] Of "Spring sale", or their status now? Name the campaign again, or say "status is unsubscribed".',
      '  try: received "Spring sale" and unsubscribed "Spring sale"',
      '  try: received "Spring sale" and status is unsubscribed',
    ],
    [
      'subscribed in March',
      '0 [subscribed] "subscribed" is their status now and has no time; say when they signed up, or leave out the time.',
      '  try: signed up in March',
    ],
    [
      'never subscribed',
      '0 [never subscribed] "subscribed" is about their status now; leave out "never" and "ever".',
      '  try: status is not subscribed',
    ],
  ])('is asked about if it could be either: %s', (sentence, ...refusal) => {
    expect(read(sentence)).toBe(refusal.join('\n'));
  });

  it('is asked about if a tag has that name', () => {
    const tags = [{ id: 1, name: 'Unsubscribed' }];
    const parsed = parseRule('not unsubscribed', { ...context, names: { ...context.names, tags } });
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.suggestions)).toEqual([
      ['status is not unsubscribed', 'not tagged "Unsubscribed"'],
    ]);
    expect(parseRule('is not unsubscribed', { ...context, names: { ...context.names, tags } }).ok).toBe(true);
  });
});
