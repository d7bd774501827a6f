import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bold,
  code,
  counted,
  escaped,
  escapedLines,
  md,
  person,
  sentence,
  typedText,
} from '../../../src/slack/kit/mrkdwn.ts';

describe('text in mrkdwn', () => {
  it.each([
    ['<!channel> & co', '&lt;!channel&gt; &amp; co'],
    ['&lt;', '&amp;lt;'],
    ['<https://evil.example|here>', '&lt;https://evil.example|here&gt;'],
    ['*bold* _slanted_ ~struck~ `code`', '∗bold∗ ˍslantedˍ ∼struck∼ ˋcodeˋ'],
    ['**', '∗∗'],
    ['*', '∗'],
    ['snake_case, 3*4, 3 * 4 and a~b', 'snake_case, 3*4, 3 * 4 and a~b'],
    ['_ada_b@x.org, ada@x.org_', '_ada_b@x.org, ada@x.orgˍ'],
    ['two\r\nlines', 'two lines'],
    ['left\u202eright\u2066', 'leftright'],
  ])('escapes %s', (text, safe) => {
    expect(escaped(text)).toBe(safe);
  });

  it('keeps line breaks', () => {
    expect(escapedLines('one\n*two*')).toBe('one\n∗two∗');
  });

  it('shows what our own sentences put between backticks as code', () => {
    expect(sentence('No tag "`v`". Did you mean `v*ip` or `*`? *Not* `that`.')).toBe(
      'No tag "ˋvˋ". Did you mean `v*ip` or `*`? ∗Not∗ ˋthatˋ.',
    );
  });

  it('inserts safe pieces between its own words unchanged', () => {
    expect(md`*${counted(2, 'tag')}*: ${code('a')} and ${escaped('<b>')}${''}${3}`).toBe(
      '*2 tags*: `a` and &lt;b&gt;3',
    );
  });

  it('can’t mention anyone, link anywhere or end its own formatting', () => {
    const pieces = fc.constantFrom(
      '<!channel>',
      '<@U0ADA>',
      '<https://x.org|y>',
      '*',
      '_',
      '~',
      '`',
      '&lt;',
      ' ',
      '\n',
      'é',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        for (const safe of [escaped(typed), escapedLines(typed), code(typed), bold(typed)])
          expect(safe).not.toMatch(/[<>]/);
        expect(code(typed).slice(1, -1)).not.toMatch(/[`\n]/);
        expect(bold(typed).slice(1, -1)).not.toMatch(/[*\n]/);
        // Whatever begins and ends Slack's formatting is at the edge of a word.
        expect(escaped(typed)).not.toMatch(/(?:^|\s)[*~`]\S.*\S[*~`](?:\s|$)/);
      }),
    );
  });

  it('mentions people in Slack by their id, and no one else', () => {
    expect([person('U0ADA'), person('command line'), person('<!here>')]).toEqual([
      '<@U0ADA>',
      'the command line',
      '&lt;!here&gt;',
    ]);
  });

  it('is only written by one file: everything else uses its constructors', () => {
    const folder = 'src/slack';
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const has = (pattern: RegExp) =>
      files.filter((name) => pattern.test(readFileSync(`${folder}/${name}`, 'utf8'))).sort();
    expect(has(/'mrkdwn'/)).toEqual(['kit/message.ts']);
    expect(has(/as Mrkdwn\b|<Mrkdwn>/)).toEqual(['kit/mrkdwn.ts']);
    // What is posted is a Message, and the code that posts it says what happens if Slack refuses it.
    expect(has(/\bchat\s*\.\s*\w+\(|filesUploadV2|\brespond\(\{/)).toEqual([
      'campaigns/reporter.ts',
      'campaigns/results-poster.ts',
      'core/answers.ts',
      'core/refusals.ts',
      'core/send-file.ts',
      'imports/reporter.ts',
      'imports/shared-file.ts',
      'watches/poster.ts',
    ]);
  });

  it('keeps a name inside its code or bold formatting', () => {
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
