import { describe, expect, it } from 'vitest';
import { bold, code, counted, escaped, typedText } from '../../src/slack/mrkdwn.ts';

describe('text in mrkdwn', () => {
  it.each([
    ['<!channel> & co', '&lt;!channel&gt; &amp; co'],
    ['&lt;', '&amp;lt;'],
  ])('escapes %s', (text, safe) => {
    expect(escaped(text)).toBe(safe);
  });

  it('keeps a name inside its code or bold marks', () => {
    expect(code('a`b<c')).toBe('`aˋb&lt;c`');
    expect(bold('a*b&c')).toBe('*a∗b&amp;c*');
  });

  it.each([
    ['vip <mailto:ada@x.org|ada@x.org>, bob@x.org', 'vip ada@x.org, bob@x.org'],
    ['<mailto:ada@x.org>', 'ada@x.org'],
    ['company is <http://acme.com|acme.com>', 'company is acme.com'],
    ['<https://acme.com/a?b>', 'https://acme.com/a?b'],
    ['seats &lt; 10 &amp;amp; more', 'seats < 10 &amp; more'],
    ['seats < 10', 'seats < 10'],
  ])('reads %s as it was typed', (received, typed) => {
    expect(typedText(received)).toBe(typed);
  });

  it('counts in words', () => {
    expect(counted(1, 'contact')).toBe('1 contact');
    expect(counted(12345, 'contact')).toBe('12,345 contacts');
    expect(counted(2, 'address is', 'addresses are')).toBe('2 addresses are');
  });
});
