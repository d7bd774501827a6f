import { describe, expect, it } from 'vitest';
import { type Inline, type Paragraph, parseMrkdwn } from '../../../src/playground/page/text/mrkdwn.ts';

/** Writes a parsed text in a short form: `b(vip) link(https://x.org|x)`. */
function show(paragraphs: Paragraph[]): string {
  return paragraphs
    .map((paragraph) =>
      paragraph.type === 'pre'
        ? `pre(${paragraph.text})`
        : `${paragraph.type}(${paragraph.lines.map(showLine).join(' / ')})`,
    )
    .join(' ');
}

function showLine(line: Inline[]): string {
  return line.map(showInline).join('');
}

function showInline(piece: Inline): string {
  switch (piece.type) {
    case 'text':
      return piece.text;
    case 'bold':
    case 'italic':
    case 'strike':
      return `${piece.type[0]}(${showLine(piece.children)})`;
    case 'code':
      return `code(${piece.text})`;
    case 'emoji':
      return piece.character;
    case 'link':
      return `link(${piece.url}|${piece.label})`;
    case 'user':
    case 'channel':
      return `${piece.type}(${piece.id}${piece.label ? `|${piece.label}` : ''})`;
    case 'broadcast':
      return `broadcast(${piece.range})`;
    case 'date':
      return `date(${piece.seconds}|${piece.format}|${piece.fallback})`;
  }
}

describe('parseMrkdwn', () => {
  it.each([
    ['plain words', 'lines(plain words)'],
    ['*vip* and _new_ and ~old~', 'lines(b(vip) and i(new) and s(old))'],
    ['*_both_*', 'lines(b(i(both)))'],
    ['*a* *b*', 'lines(b(a) b(b))'],
    ['(*a*), "_b_".', 'lines((b(a)), "i(b)".)'],
    ['first\n*second*', 'lines(first / b(second))'],
    ['a\n\nb', 'lines(a /  / b)'],
    ['`*not bold*`', 'lines(code(*not bold*))'],
    ['*bold `a*b` still*', 'lines(b(bold code(a*b) still))'],
    ['look:\n```\na *b*\n  c\n```\nthen', 'lines(look:) pre(a *b*\n  c) lines(then)'],
    ['&gt; quoted\n&gt; more\nnot', 'quote(quoted / more) lines(not)'],
    ['&gt;&gt;&gt; all\nof it', 'quote(all / of it)'],
    ['<https://x.org/a?b=1&amp;c=2|the *page*>', 'lines(link(https://x.org/a?b=1&c=2|the *page*))'],
    ['see https://x.org/a, or', 'lines(see link(https://x.org/a|https://x.org/a), or)'],
    ['<mailto:ada@x.org|ada@x.org>', 'lines(link(mailto:ada@x.org|ada@x.org))'],
    ['<mailto:ada@x.org>', 'lines(link(mailto:ada@x.org|ada@x.org))'],
    ['*<https://x.org|a*b>*', 'lines(b(link(https://x.org|a*b)))'],
    ['<@U123> in <#C45|general>', 'lines(user(U123) in channel(C45|general))'],
    ['<!here> <!channel>', 'lines(broadcast(here) broadcast(channel))'],
    ['<!date^1764000000^{date_short}|24 Nov>', 'lines(date(1764000000|{date_short}|24 Nov))'],
    ['done :white_check_mark: :+1::skin-tone-3:', 'lines(done ✅ 👍🏼)'],
    ['a &lt;b&gt; &amp;amp;', 'lines(a <b> &amp;)'],
    ['`&lt;b&gt;`', 'lines(code(<b>))'],
  ])('reads %j', (text, expected) => {
    expect(show(parseMrkdwn(text))).toBe(expected);
  });

  it.each([
    ['snake_case_name', 'lines(snake_case_name)'],
    ['2 * 3 * 4', 'lines(2 * 3 * 4)'],
    ['*open', 'lines(*open)'],
    ['**', 'lines(**)'],
    ['a*b*', 'lines(a*b*)'],
    ['*not\nacross lines*', 'lines(*not / across lines*)'],
    [':no_such_emoji:', 'lines(:no_such_emoji:)'],
    ['10:30:45', 'lines(10:30:45)'],
    ['``` open', 'lines(``` open)'],
    ['<script>alert(1)</script>', 'lines(<script>alert(1)</script>)'],
    ['<javascript:alert(1)|click>', 'lines(<javascript:alert(1)|click>)'],
    ['', ''],
  ])('leaves %j unchanged', (text, expected) => {
    expect(show(parseMrkdwn(text))).toBe(expected);
  });

  it('shows escaped text exactly as it was typed', () => {
    expect(show(parseMrkdwn('a &lt; b &amp;&amp; &lt;!channel&gt; &amp;amp;'))).toBe(
      'lines(a < b && <!channel> &amp;)',
    );
  });
});
