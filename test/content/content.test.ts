import { describe, expect, it } from 'vitest';
import { mailContent, type Written } from '../../src/content/content.ts';
import { preferencesKey, viewKey } from '../../src/content/link-keys.ts';
import type { MergeChoice } from '../../src/content/merge-fields.ts';
import { fillTemplate } from '../../src/content/template.ts';

const choice = (name: string, isAlways = false): MergeChoice => ({
  name,
  key: name,
  isAlways,
  isLink: false,
});
const choices = [choice('name'), choice('first name'), choice('email', true), choice('plan')];
const frame = {
  language: 'en',
  brand: { name: 'Acme Shop', logo: 'ACME', accent: '#0b7a5b', onAccent: '#ffffff' },
};

const people: Record<string, string> = {
  name: 'Ada <b>"Lovelace"',
  email: 'ada+news@example.com',
  [preferencesKey]: 'https://mail.example/p/abc?one=1&two=2',
};

const written = (parts: Partial<Written>): Written => ({
  subject: 'News',
  preheader: '',
  body: '',
  ...parts,
});

function mail(parts: Partial<Written>, values = people) {
  const made = mailContent(written(parts), { choices, frame });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  const { subject, html, text, remarks } = made.content;
  const fill = (template: typeof html) => fillTemplate(template, (key) => values[key] ?? null);
  const [, body = ''] = fill(html).split('<tr><td class="t" dir="auto" style="color:#101828">\n');
  return {
    subject: fill(subject),
    page: fill(html),
    html: body.split('</td></tr>\n<tr><td class="f r"')[0] ?? '',
    text: fill(text).split('\n\n-- \n')[0],
    remarks: remarks.map(({ message }) => message),
  };
}

const problemsOf = (parts: Partial<Written>) => {
  const made = mailContent(written(parts), { choices, frame });
  return made.ok ? [] : Object.values(made.problems).flat();
};

describe('what is below a mail', () => {
  it('says who sent it from where, with links, in both of its parts', () => {
    const footer = {
      postalAddress: '1 Example Street\nExampletown <b>',
      footerLinks: [{ text: 'Our shop & more', url: 'https://shop.example/?a=1&b=2' }],
    };
    const made = mailContent(written({ body: 'Hi' }), {
      choices,
      frame: { ...frame, brand: { ...frame.brand, ...footer } },
    });
    if (!made.ok) throw new Error('refused');
    const values: Record<string, string> = { ...people, [viewKey]: 'https://mail.example/view/abc' };
    const [html, text] = [made.content.html, made.content.text].map((part) =>
      fillTemplate(part, (key) => values[key] ?? null),
    );
    expect(html).toContain('Acme Shop<br>1 Example Street<br>Exampletown &lt;b&gt;<br>');
    expect(html).toMatch(/href="https:\/\/shop\.example\/\?a=1&amp;b=2"[^>]*>Our shop &amp; more<\/a>/);
    expect(html).toMatch(/href="https:\/\/mail\.example\/view\/abc"[^>]*>View in browser<\/a>/);
    expect(text).toBe(
      [
        ...['Hi', '', '-- ', 'Acme Shop', '1 Example Street', 'Exampletown <b>', ''],
        ...['Our shop & more: https://shop.example/?a=1&b=2', ''],
        ...['View in browser:', 'https://mail.example/view/abc', ''],
        ...['Unsubscribe or choose what you get:', 'https://mail.example/p/abc?one=1&two=2', ''],
      ].join('\n'),
    );
  });
});

describe('the content of a mail', () => {
  it.each([
    ['Hello', '<p class="t"', 'Hello'],
    ['*soft* and **strong**', '<em>soft</em> and <strong>strong</strong>', 'soft and strong'],
    ['- one\n- two', '<li style="margin:0 0 6px">one</li>', '- one\n- two'],
    ['3. three\n4. four', '<ol class="t" start="3"', '3. three\n4. four'],
    ['> said', '<blockquote class="t q"', '> said'],
    ['first\nsecond', 'first<br>\nsecond', 'first\nsecond'],
    ['[Shop](https://a.example/x)', '<a class="a" href="https://a.example/x"', 'Shop (https://a.example/x)'],
    ['https://a.example/x', '<a class="a" href="https://a.example/x"', 'https://a.example/x'],
    ['![A red shoe](https://a.example/x.png)', 'alt="A red shoe"', 'A red shoe'],
    ['| a | b |\n|---|--:|\n| 1 | 2 |', 'text-align:right">2</td>', 'a | b\n1 | 2'],
    ['<script>alert(1)</script>', '&lt;script&gt;', '<script>alert(1)</script>'],
  ])('writes %s as HTML and as plain text', (body, html, text) => {
    expect(mail({ body }).html).toContain(html);
    expect(mail({ body }).text).toBe(text);
  });

  it('shows a link as a button', () => {
    const { html, text } = mail({ body: '[Shop now](https://a.example/){button}' });
    expect(html).toMatch(/<td bgcolor="#0b7a5b".*>Shop now<\/a><\/td>/);
    expect(html).not.toContain('{button}');
    expect(text).toBe('Shop now: https://a.example/');
  });

  it('keeps nested lists and code as they were typed', () => {
    expect(mail({ body: '- one\n  - two\n\n```\na  b\n```' }).text).toBe('- one\n  - two\n\n    a  b');
  });

  it('fills each field for one person, escaped where it stands', () => {
    const body = 'Hi {{name|there}}, [open](https://a.example/?who={{email}}&x=1)';
    const { html, text, subject } = mail({ body, subject: 'Hi {{name|you}}, {{plan|free}}' });
    expect(html).toContain('Hi Ada &lt;b&gt;&quot;Lovelace&quot;, ');
    expect(html).toContain('href="https://a.example/?who=ada%2Bnews%40example.com&amp;x=1"');
    expect(text).toContain('open (https://a.example/?who=ada%2Bnews%40example.com&x=1)');
    expect(subject).toBe('Hi Ada <b>"Lovelace", free');
  });

  it('keeps a value on one line, however it was typed', () => {
    const name = `Eve\r\nBcc: all@example.com\u0000${'x'.repeat(2000)}`;
    const { subject } = mail({ subject: 'Hi {{name|you}}' }, { name });
    expect(subject).toMatch(/^Hi Eve Bcc: all@example\.com x+$/);
    expect(subject.length).toBeLessThan(210);
  });

  it('shields the sentence from a name that is written from right to left', () => {
    expect(mail({ body: '{{name|there}}!' }, { name: 'עדה' }).html).toContain('<bdi>עדה</bdi>!');
  });

  it('writes such a name without markup where there can be none', () => {
    const { page, html } = mail(
      { subject: 'For {{name|you}}', body: '![{{name|you}}](https://x.example/a.png) {{name|you}}' },
      { name: 'مرحبا' },
    );
    expect(page).toContain('<title>For مرحبا</title>');
    expect(html).toContain('alt="مرحبا"');
    expect(html).toContain(' <bdi>مرحبا</bdi>');
  });

  it('shows a button in other marks, and behind a blank', () => {
    for (const body of ['**[Buy](https://x.example/){button}**', '[Buy](https://x.example/) {button}'])
      expect(mail({ body }).text).toBe('Buy: https://x.example/');
  });

  it('makes blanks in addresses safe, and shows addresses of people alone', () => {
    expect(mail({ body: '[a](<https://x.example/a b>)' }).text).toBe('a (https://x.example/a%20b)');
    expect(mail({ body: '[a](mailto:a@x.example?subject=Hi)' }).text).toBe('a (a@x.example)');
  });

  it.each<[string, RegExp]>([
    ['[a](https://x.example/with blanks)', /A link or an image in line 1 can’t be read/],
    ['Hi\n\n![a](https://x.example/a b.png)', /in line 3 can’t be read/],
    ['[a ] b](https://x.example/)', /can’t be read/],
    ['[a](https://x.example/){.button}', /{button} in line 1 is shown/],
    ['Hi {name}', /^{name} in the body is shown as it is written/],
    ['Hi {first_name}', /like {{first name\|…}}/],
    ['Hi $' + '{name}', /^\${name} in the body/],
    ['Hi [[name]]', /^\[\[name\]\] in the body/],
  ])('points out what people would read as it is written: %s', (body, remark) => {
    expect(mail({ body }).remarks).toEqual([expect.stringMatching(remark)]);
  });

  it.each([
    ['{{{name}}}', '{{name|there}}'],
    ['%recipient.name%', '{{name|there}}'],
    ['<%= name %>', '{{name|there}}'],
    ['{% unsubscribe %}', '{{unsubscribe link}}'],
    ['*|UNSUB|*', '{{unsubscribe link}}'],
  ])('refuses %s, which other products write, and offers %s', (body, instead) => {
    expect(problemsOf({ body }).map(({ suggestions }) => suggestions)).toEqual([[instead]]);
  });

  it('doesn’t take letters of the private use area for fields', () => {
    expect(mail({ body: '\ue000 {{name|there}} \uf000' }, {}).text).toBe('there');
  });

  it('reads markup around fields, and none in their values', () => {
    expect(mail({ body: '**{{name|there}}**' }, { name: '*a* [b](https://c.example)' }).html).toContain(
      '<strong>*a* [b](https://c.example)</strong>',
    );
  });

  it('shows two braces as typed behind a backslash', () => {
    expect(mail({ body: 'Write \\{{name}}' }).text).toBe('Write {{name}}');
  });

  it('ends with the brand, and the links of the person', () => {
    const { page } = mail({ body: '[Leave]({{unsubscribe link}})', preheader: 'For {{plan|everyone}}' });
    expect(page.match(/https:\/\/mail\.example\/p\/abc\?one=1&amp;two=2/g)).toHaveLength(2);
    expect(page).toContain('Acme Shop<br><a');
    expect(page).toMatch(/display:none[^>]*>For everyone/);
  });

  it.each([
    ['Hi {{nmae|x}}', '{{nmae|x}}', 'Hi {{name|x}}'],
    ['Hi {{name}}', '{{name}}', 'Hi {{name|there}}'],
    ['{{contact.first_name|x}}', '{{contact.first_name|x}}', '{{first name|x}}'],
    ['{{name | default: "there"}}', '{{name | default: "there"}}', '{{name|there}}'],
    ['Hi *|FNAME|*', '*|FNAME|*', 'Hi {{first name|there}}'],
    ['%%email%%', '%%email%%', '{{email}}'],
    ['{{constructor|x}}', '{{constructor|x}}', undefined],
    ['{{name', '{{', undefined],
    ['{{ }}', '{{ }}', undefined],
  ])('refuses the field in %s', (body, words, suggestion) => {
    const [problem] = problemsOf({ body });
    expect(body.slice(problem?.at, (problem?.at ?? 0) + (problem?.length ?? 0))).toBe(words);
    expect(problem?.suggestions[0]).toBe(suggestion);
  });

  it('refuses unknown fields in the subject and the preheader too', () => {
    expect(problemsOf({ subject: '{{x|y}}', preheader: '{{unsubscribe link}}' })).toHaveLength(2);
  });

  it.each([
    ['[x](javascript:alert(1))', 'javascript:alert(1)'],
    ['[x](/shop)', '/shop'],
    ['[x]({{name|a}})', '{{name|a}}'],
    ['{{name|x}}\n\n[x](https://{{name|a}}.example/{{email}})', 'https://{{name|a}}.example/{{email}}'],
    ['![x](data:image/png;base64,aa)', 'data:image/png;base64,aa'],
    ['![x]({{preferences link}})', '{{preferences link}}'],
    ['[x](https://)', 'https://'],
  ])('refuses the address in %s', (body, words) => {
    const [problem] = problemsOf({ body });
    expect(body.slice(problem?.at, (problem?.at ?? 0) + (problem?.length ?? 0))).toBe(words);
  });

  it('points out what an author may want to change', () => {
    const body = '[a](http://a.example)\n\n![](https://a.example/b.png)\n\n[](https://a.example)\n\n<b>c</b>';
    expect(mail({ body }).remarks).toEqual([
      'A link in line 1 is not encrypted: use https:// if the site has it.',
      'An image in line 3 has no description: people whose mail program hides images see nothing there.',
      'A link in line 5 has no text to click on.',
      'Text in line 7 looks like HTML. People see it as it is written here.',
    ]);
  });

  it('points out that Gmail cuts off a large mail', () => {
    expect(mail({ body: 'x'.repeat(110_000) }).remarks.join()).toMatch(/Gmail cuts mails off at 102 KB/);
  });
});
