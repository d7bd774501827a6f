import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lettersOf, type MarkdownNode, readMarkdown } from '../../../src/content/markdown.ts';
import { mrkdwnAsMarkdown } from '../../../src/slack/kit/mrkdwn-text.ts';
import { richTextAsMarkdown } from '../../../src/slack/kit/rich-text.ts';

type Styled = { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean };

const text = (words: string, style?: Styled) => ({ type: 'text', text: words, ...(style && { style }) });
const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
const message = (...elements: object[]) => [{ type: 'rich_text', elements }];
const list = (style: string, items: string[], more: object = {}) => ({
  ...{ type: 'rich_text_list', style, elements: items.map((item) => section(text(item))), ...more },
});

describe('a message as Markdown', () => {
  it.each<[string, object[], string]>([
    ['bold', [section(text('Hello '), text('you', { bold: true }), text('!'))], 'Hello **you**!'],
    ['blanks at the edge of a style', [section(text(' now ', { bold: true }), text('then'))], '**now** then'],
    [
      'a style inside another',
      [section(text('a ', { bold: true }), text('b', { bold: true, italic: true }))],
      '**a** ***b***',
    ],
    [
      'struck and italic',
      [section(text('old', { strike: true }), text(' '), text('new', { italic: true }))],
      '~~old~~ *new*',
    ],
    ['a mark before a letter', [section(text('Hi!', { bold: true }), text('you'))], '**Hi**!you'],
    ['code', [section(text('run '), text('npm `x`', { code: true }))], 'run `` npm `x` ``'],
    [
      'a link',
      [section({ type: 'link', url: 'https://acme.example/a', text: 'our [new] shop' })],
      '[our \\[new\\] shop](https://acme.example/a)',
    ],
    [
      'an address in plain letters',
      [section(text('See https://acme.example/a_b_*c*, or (https://acme.example/?a=1&b=2).'))],
      'See <https://acme.example/a_b_*c>\\*, or (<https://acme.example/?a=1&b=2>).',
    ],
    [
      'a bare link',
      [section({ type: 'link', url: 'https://acme.example/(a)' })],
      '[https://acme.example/(a)](<https://acme.example/(a)>)',
    ],
    [
      'an address',
      [section({ type: 'link', url: 'mailto:ada@x.example' })],
      '[ada@x.example](mailto:ada@x.example)',
    ],
    [
      'a bold link',
      [section({ type: 'link', url: 'https://a.example', text: 'Buy', style: { bold: true } })],
      '**[Buy](https://a.example)**',
    ],
    [
      'emoji',
      [section({ type: 'emoji', name: 'wave', unicode: '1f44b-1f3fd' }, { type: 'emoji', name: 'acme' })],
      '👋🏽:acme:',
    ],
    [
      'mentions',
      [section({ type: 'user', user_id: 'U1' }, text(' '), { type: 'broadcast', range: 'here' })],
      '@someone @here',
    ],
    ['a list', [section(text('We have:')), list('bullet', ['red', 'blue'])], 'We have:\n\n- red\n- blue'],
    [
      'a list in a list',
      [
        list('ordered', ['one']),
        list('bullet', ['inside'], { indent: 1 }),
        list('ordered', ['two'], { offset: 1 }),
      ],
      '1. one\n    - inside\n2. two',
    ],
    ['a list that begins inside', [list('bullet', ['deep'], { indent: 3 })], '- deep'],
    [
      'a quote',
      [{ type: 'rich_text_quote', elements: [text('one\ntwo')] }, section(text('after'))],
      '> one\n> two\n\nafter',
    ],
    [
      'a block of code',
      [{ type: 'rich_text_preformatted', elements: [text('a ``` b\n')] }],
      '````\na ``` b\n````',
    ],
    ['lines and paragraphs', [section(text('one\ntwo\n\nthree'))], 'one\ntwo\n\nthree'],
    ['a style over lines', [section(text('one\ntwo', { bold: true }))], '**one**\n**two**'],
    [
      'signs that mean something',
      [section(text('# 5 * 3 _x_ <b> `c` \\'))],
      '\\# 5 \\* 3 \\_x\\_ \\<b> \\`c\\` \\\\',
    ],
    ['a number at the start', [section(text('2026. A year'))], '2026\\. A year'],
    ['merge fields', [section(text('Hello {{first_name|there}}'))], 'Hello {{first_name|there}}'],
  ])('writes %s', (_, elements, expected) => {
    expect(richTextAsMarkdown(message(...elements))).toBe(expected);
  });

  it.each([
    ['*Sale* at <https://acme.example|our shop>', '**Sale** at [our shop](https://acme.example)'],
    [
      '~old~ _new_ <https://a.example> &amp; <mailto:a@x.example>',
      '~~old~~ _new_ https://a.example & a@x.example',
    ],
    ['• one\n• two', '- one\n- two'],
    ['`*code*` 5*3*2 <@U1|ada> <!here>', '`*code*` 5*3*2 ada @someone'],
  ])('writes the text of an app’s message: %s', (said, expected) => {
    expect(mrkdwnAsMarkdown(said)).toBe(expected);
  });

  it('leaves out other blocks, and what is no rich text at all', () => {
    expect(richTextAsMarkdown([{ type: 'section', text: { type: 'mrkdwn', text: 'x' } }])).toBe('');
    expect(richTextAsMarkdown(undefined)).toBe('');
  });

  it('reads back as the same letters in the same styles', () => {
    const words = fc
      .stringMatching(/^[a-z0-9 .,!*_~`#>\\[\]()<&{}+-]{1,12}$/)
      .filter((each) => /[a-z0-9]/.test(each));
    const style = fc.constantFrom<Styled>(
      {},
      { bold: true },
      { italic: true },
      { strike: true },
      { bold: true, italic: true },
    );
    fc.assert(
      fc.property(fc.array(fc.record({ words, style }), { minLength: 1, maxLength: 5 }), (runs) => {
        const markdown = richTextAsMarkdown(
          message(section(...runs.map((run) => text(run.words, run.style)))),
        );
        const nodes = readMarkdown(markdown);
        const said = runs.map((run) => run.words).join('');
        expect(squeezed(nodes.map(lettersOf).join(''))).toBe(squeezed(said));
        const bold = runs
          .filter((run) => run.style.bold)
          .map((run) => run.words)
          .join('');
        // A style that changes inside a word may be lost, and never appears.
        const lost = [...letters(bold)];
        for (const letter of letters(boldIn(nodes))) lost.splice(lost.indexOf(letter), 1);
        expect(letters(boldIn(nodes)).length + lost.length).toBe(letters(bold).length);
      }),
      { numRuns: 300 },
    );
  });
});

/** Blanks aside: Markdown joins them at the edges of lines. */
const squeezed = (words: string): string => words.replace(/\s+/g, '');
/** A dot at the edge of a style may be outside of it. */
const letters = (words: string): string => words.replace(/[^a-z0-9]/g, '');
const boldIn = (nodes: readonly MarkdownNode[]): string =>
  nodes.map((node) => (node.type === 'strong' ? lettersOf(node) : boldIn(node.children))).join('');
