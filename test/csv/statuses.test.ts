import { expect, test } from 'vitest';
import { type FileStatus, lowerStatus, statusWord, tellsOfMail } from '../../src/csv/consent/statuses.ts';

test.each([
  ['SUBSCRIBED', 'subscribed'],
  ['Never_Subscribed', 'non-subscribed'],
  ['opted-out', 'unsubscribed'],
  ['Désabonné', 'unsubscribed'],
  ['USER_SUPPRESSED', 'unsubscribed'],
  ['SpamComplaint', 'unsubscribed'],
  ['HARDBOUNCE', 'bounced'],
  ['cleaned', 'bounced'],
  ['soft bounce', 'nothing'],
  ['yes', undefined],
  ['married', undefined],
  ['past_due', undefined],
  ['x'.repeat(500), undefined],
])('the word %s means %s', (word, meaning) => {
  expect(statusWord(word)).toBe(meaning);
});

test.each([
  ['unsubscribed', true],
  ['Hard Bounce', true],
  ['HARD_BOUNCE', true],
  ['HardBounce', true],
  ['Désabonné', true],
  ['отписан', true],
  ['配信停止', true],
  // Words that mean something else in most columns.
  ['active', false],
  ['deleted', false],
  ['spam', false],
  ['Subscriber', false],
  ['I unsubscribed from life', false],
])('%s is about mail in any column: %s', (word, tells) => {
  expect(tellsOfMail(word)).toBe(tells);
});

test('the lowest of several columns counts, whatever their order', () => {
  const ranked: FileStatus[] = ['unsubscribed', 'bounced', 'non-subscribed', 'as-chosen'];
  for (const [low, a] of ranked.entries()) {
    for (const b of ranked.slice(low)) {
      expect(lowerStatus(a, b)).toBe(a);
      expect(lowerStatus(b, a)).toBe(a);
    }
  }
});
