import { describe, expect, it } from 'vitest';
import { mailContent } from '../../src/content/content.ts';
import { preferencesKey, viewKey } from '../../src/content/link-keys.ts';
import { fillTemplate } from '../../src/content/template.ts';

const choices = ['name', 'plan'].map((name) => ({ name, key: name, isAlways: false, isLink: false }));
const frame = {
  language: 'en',
  brand: {
    ...{ name: 'Acme', logo: 'ACME', accent: '#000000', onAccent: '#ffffff' },
    postalAddress: '1 Example Street',
  },
};
const made = (body: string, preheader = '') =>
  mailContent({ subject: 'Hi', preheader, body, bodyKind: 'html' }, { choices, frame });
const problems = (body: string) => {
  const result = made(body);
  return result.ok ? [] : result.problems.body.map(({ message }) => message);
};
const values: Record<string, string> = {
  ...{ name: 'Ada & <Co>', plan: 'a/b' },
  ...{ [preferencesKey]: 'https://m.example/p/x', [viewKey]: 'https://m.example/view/x' },
};
function mail(body: string, preheader = '') {
  const result = made(body, preheader);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const { html, text, remarks } = result.content;
  const [filledHtml, filledText] = [html, text].map((part) =>
    fillTemplate(part, (key) => values[key] ?? null),
  );
  return { html: filledHtml ?? '', text: filledText ?? '', remarks: remarks.map(({ message }) => message) };
}

describe('an HTML file as a mail', () => {
  it.each<[string, string, RegExp]>([
    ['a script', '<p>Hi</p>\n<script>alert(1)</script>', /^Line 2: Scripts don’t run/],
    ['a handler', '<p onclick="x()">Hi</p>', /^Line 1: Scripts don’t run/],
    ['words alone', 'Hello', /no HTML in it/],
    ['a form', 'a\nb\n<form action="https://x.example"><input></form>', /^Line 3: Forms don’t work/],
    ['styles from elsewhere', '<link rel="stylesheet" href="https://x.example/a.css">', /from elsewhere/],
    ['an import in its styles', '<style>@import url(https://x.example/a.css);</style>', /from elsewhere/],
    ['a frame', '<iframe src="https://x.example"></iframe>', /can’t embed/],
    ['a base', '<base href="https://x.example/">', /has to be whole/],
    ['a redirection', '<meta http-equiv="Refresh" content="0;url=https://x.example">', /by itself/],
    ['a link that runs', '<a href="javascript:alert(1)">x</a>', /leads nowhere/],
    ['one in disguise', '<a href="java&#115;cript:alert(1)">x</a>', /leads nowhere/],
    ['one in a picture’s areas', '<map><area href="javascript:alert(1)"></map>', /leads nowhere/],
    ['one in a drawing', '<svg><a xlink:href="data:text/html,x">x</a></svg>', /leads nowhere/],
    ['a relative link', '<a href="/shop">x</a>', /leads nowhere/],
    ['a picture in the mail', '<img alt="" src="data:image/png;base64,x">', /begins with https/],
    ['a field as a server', '<a href="https://{{name|x}}.example">x</a>', /can't be part of the server/],
    ['an unknown field', '<p>{{shoe size|x}}</p>', /shoe size/],
    [
      'a script for Outlook',
      '<p>Hi</p>\n<!--[if mso]><p>x</p>\n<script>x</script><![endif]-->',
      /^Line 3: Scripts/,
    ],
    [
      'a link for Outlook',
      '<!--[if mso]><v:rect href="javascript:x"></v:rect><![endif]--><p>x</p>',
      /leads nowhere/,
    ],
    ['a comment that never ends', '<p>Hi</p>\n<!-- later', /^Line 2: This comment is never closed/],
    ['a style sheet that never ends', '<p>Hi</p><style>p{}', /<style> is never closed/],
    ['a title that never ends', '<title>Hi<p>Hi</p>', /<title> is never closed/],
    ['text to the end of the file', '<plaintext>Hi', /don’t know <plaintext>/],
    ['a field without quotes', '<p title={{name|x}}>Hi</p>', /between quotes/],
    ['a field as an attribute', '<p {{plan|x}}>Hi</p>', /between quotes/],
    ['a field as an element', '<{{plan|p}}>Hi</p>', /name of an element/],
    ['a field in a style sheet', '<style>p{color:{{plan|red}}}</style><p>Hi</p>', /style sheet/],
    ['Klaviyo’s link', '<a href="{% unsubscribe_link %}">x</a>', /Try {{unsubscribe link}}/],
    ['Mailchimp’s link', '<a href="*|UNSUB|*">x</a>', /Try {{unsubscribe link}}/],
    ['Mailgun’s link', '<a href="%unsubscribe_url%">x</a>', /Try {{unsubscribe link}}/],
    ['Resend’s link', '<a href="{{{RESEND_UNSUBSCRIBE_URL}}}">x</a>', /Try {{unsubscribe link}}/],
    ['SendGrid’s link', '<a href="<%asm_group_unsubscribe_raw_url%>">x</a>', /Try {{unsubscribe link}}/],
    ['Mautic’s link', '<a href="{unsubscribe_url}">x</a>', /leads to {{unsubscribe link}}/],
    ['what Mailchimp writes', '<p>*|DATE:d/m/y|*</p>', /means nothing here/],
    ['a picture without an address', '<img alt="">', /^Line 1: This image has no address\.$/],
  ])('refuses %s, with its line', (_what, body, message) => {
    expect(problems(body)).toContainEqual(expect.stringMatching(message));
  });

  it('keeps it as it is, fills its fields, and adds what has to be below every mail', () => {
    const body =
      '<html><head><style>p{color:red}</style></head><body class="x">\n<p>Hi {{name|there}}</p><a href="https://x.example/{{plan|none}}?a=1&amp;b=2">Shop</a></body></html>';
    const { html, text } = mail(body, 'Soon {{name|you}}');
    expect(html).toContain('<style>p{color:red}</style>');
    expect(html).toContain(
      '<p>Hi Ada &amp; &lt;Co&gt;</p><a href="https://x.example/a%2Fb?a=1&amp;b=2">Shop</a>',
    );
    expect(html).toMatch(/<body class="x"><div style="display:none[^>]*>Soon Ada &amp; &lt;Co&gt;/);
    expect(html).toMatch(
      /1 Example Street.*https:\/\/m\.example\/view\/x.*https:\/\/m\.example\/p\/x[\s\S]*<\/body><\/html>$/,
    );
    expect(text).toContain('Hi Ada & <Co>\n\nShop (https://x.example/a%2Fb?a=1&b=2)');
    expect(text).toContain('1 Example Street');
  });

  it.each([
    ['a comment behind it', '<p>Hi</p><!-- </body> -->', /--><div.*Unsubscribe/s],
    [
      'a comment behind the body',
      '<body><p>Hi</p></body><!-- </body> -->',
      /Hi<\/p><div.*Unsubscribe.*<\/body><!--/s,
    ],
    ['a body in a comment', '<head><!-- <body> --></head><body><p>Hi</p>', /Hi<\/p><div.*Unsubscribe/s],
    [
      'Outlook’s comments',
      '<!--[if mso]><table><tr><td><![endif]--><p>Hi</p><!--[if mso]></td></tr></table><![endif]-->',
      /<p>Hi<\/p><!--.*<div.*Unsubscribe/s,
    ],
  ])('shows the link to unsubscribe, whatever comments say: %s', (_what, body, shown) => {
    const { html } = mail(body, 'Soon');
    expect(html).toMatch(shown);
    expect(html.replace(/<!--.*?-->/gs, '')).toMatch(/Soon.*Hi.*Unsubscribe/s);
  });

  it('takes addresses without the blanks around them, and the encoding of mails', () => {
    const { html, text } = mail('<meta charset="windows-1252"><a href="\n https://x.example/\n">x</a>');
    expect(html).toContain('<meta charset="utf-8">');
    expect(text).toContain('x (https://x.example/)');
  });

  it('reads entities where editors write them: in names and fallbacks of fields', () => {
    const { html, text } = mail('<p>Hi {{name&nbsp;|x}}, {{plan|you&rsquo;ll}}</p>');
    expect(html).toContain('Hi Ada &amp; &lt;Co&gt;');
    values.plan = '';
    expect(mail('<p>{{plan|you&rsquo;ll}}</p>').text).toMatch(/^you’ll/);
    values.plan = 'a/b';
    expect(text).toMatch(/^Hi Ada & <Co>/);
  });

  it('leaves what is hidden out of its text', () => {
    expect(
      mail(
        '<div style="display:none">First<img src="https://x.example/a" alt="pic"></div><p hidden>No</p><p>Hi</p>',
      ).text,
    ).toMatch(/^Hi\n/);
  });

  it('adds no link to unsubscribe if it has one', () => {
    const { html } = mail('<p>Hi</p><a href="{{unsubscribe link}}">Leave</a>');
    expect(html.match(/https:\/\/m\.example\/p\/x/g)).toHaveLength(1);
    expect(html).toContain('<a href="https://m.example/p/x">Leave</a>');
    expect(html).toContain('1 Example Street');
  });

  it('makes text that can be read', () => {
    const body =
      '<title>No</title><h1>News</h1><p>One\n  <b>two</b><br>three</p><ul><li>a</li><li>b</li></ul><table><tr><td>x</td><td>y</td></tr></table><a href="https://x.example"><img src="https://x.example/i.png" alt="Our shop"></a>';
    expect(mail(body).text.split('\n\n-- \n')[0]).toBe(
      'News\n\nOne two\nthree\n\n- a\n- b\n\nx y\n\nOur shop (https://x.example)',
    );
  });

  it('points out what its author may want to change', () => {
    const body = `<a href="http://x.example">a</a>\n<a href="https://x.example"> </a><img src="https://x.example/i.png">${'<p>long</p>'.repeat(11_000)}`;
    const { remarks } = mail(body);
    for (const said of [
      /line 1 is not encrypted/,
      /line 2 has no text/,
      /line 2 has no description/,
      /Gmail cuts mails off/,
    ])
      expect(remarks).toContainEqual(expect.stringMatching(said));
  });
});
