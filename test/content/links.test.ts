import { describe, expect, it } from 'vitest';
import { mailContent } from '../../src/content/content.ts';
import { preferencesKey, trackedKeys, viewKey } from '../../src/content/link-keys.ts';
import type { LinkOptions } from '../../src/content/links.ts';
import { fillTemplate } from '../../src/content/template.ts';

const frame = {
  language: 'en',
  brand: {
    ...{ name: 'Acme', logo: 'Acme', accent: '#0b7a5b', onAccent: '#ffffff' },
    footerLinks: [{ text: 'Our shop', url: 'https://shop.example/' }],
  },
};
const choices = [{ name: 'name', key: 'name', isAlways: false, isLink: false }];
const own: Record<string, string> = {
  name: 'Ada & co',
  [preferencesKey]: 'https://mail.example/p/abc',
  [viewKey]: 'https://mail.example/view/abc',
};

function mail(body: string, links: LinkOptions, bodyKind: 'markdown' | 'html' = 'markdown') {
  const made = mailContent({ subject: 'News', preheader: '', body, bodyKind }, { choices, frame, links });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  const { html, text, urls } = made.content;
  const tracked = (key: string) =>
    key.startsWith(trackedKeys) ? `https://mail.example/l/${key.slice(trackedKeys.length)}` : undefined;
  const page = fillTemplate(html, (key) => own[key] ?? tracked(key) ?? null);
  return {
    hrefs: [...page.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href),
    untracked: [...fillTemplate(html, (key) => own[key] ?? null).matchAll(/<a [^>]*href="([^"]*)"/g)].map(
      ([, href]) => href,
    ),
    page,
    text: fillTemplate(text, (key) => own[key] ?? null),
    urls,
  };
}

const body = [
  '[A](https://shop.example/a?x=1&y=2#top) and [again](https://shop.example/a?x=1&y=2#top)',
  '[For you](https://shop.example/{{name|you}}) https://bare.example/b',
  '[Mail](mailto:a@shop.example) [Leave]({{unsubscribe link}}) [Find](https://mail.example/find/key)',
].join('\n\n');

describe('tracked links', () => {
  const tracks: LinkOptions = { tracksClicks: true, ownUrl: 'https://mail.example' };

  it('lead over an address of ours, once for each address, and to none of those that must stay', () => {
    const { hrefs, urls, text } = mail(body, tracks);
    expect(urls).toEqual([
      'https://shop.example/a?x=1&y=2#top',
      'https://bare.example/b',
      'https://shop.example/',
    ]);
    expect(hrefs).toEqual([
      'https://mail.example/l/1',
      'https://mail.example/l/1',
      'https://shop.example/Ada%20%26%20co',
      'https://mail.example/l/2',
      'mailto:a@shop.example',
      'https://mail.example/p/abc',
      'https://mail.example/find/key',
      'https://mail.example/l/3',
      'https://mail.example/view/abc',
      'https://mail.example/p/abc',
    ]);
    // People read the addresses in plain text.
    expect(text).toContain('A (https://shop.example/a?x=1&y=2#top)');
    expect(text).not.toContain('/l/');
  });

  it('lead where they lead in previews and tests', () => {
    expect(mail(body, tracks).untracked).toEqual(mail(body, {}).hrefs);
  });

  it('does not take a server with a longer name for its own', () => {
    expect(mail('[A](https://mail.example.org/p/x)', tracks).urls).toContain('https://mail.example.org/p/x');
  });

  it('knows its own address however it is written', () => {
    const written = [
      'HTTPS://MAIL.EXAMPLE/find/key',
      'https://mail.example:443/find/key',
      'https://mail.example',
    ];
    for (const url of written) expect(mail(`[A](${url})`, tracks).urls).toEqual(['https://shop.example/']);
    const own = { ...tracks, ownUrl: 'https://mail.example/news/' };
    expect(
      mail('[A](https://mail.example/news/find/key) [B](https://mail.example/newsroom)', own).urls,
    ).toEqual(['https://mail.example/newsroom', 'https://shop.example/']);
  });

  it('finds the addresses of tags without blanks between their attributes', () => {
    const file = `<p><a title="x"href="https://a.example/">A</a> <a/href='https://b.example/'>B</a></p>`;
    const { page, urls } = mail(file, tracks, 'html');
    expect(urls.slice(0, 2)).toEqual(['https://a.example/', 'https://b.example/']);
    expect(page).toContain('<a title="x"href="https://mail.example/l/1">A</a>');
    expect(page).toContain('<a/href="https://mail.example/l/2">B</a>');
  });

  it('leaves an HTML file as it is but for its links: quotes, entities, areas, comments', () => {
    const file = [
      '<html><body>',
      '<!-- <a href="https://comment.example/">x</a> -->',
      "<a title='href=\"no\" >' href='https://a.example/?a=1&amp;b=2'>A</a>",
      '<A HREF=https://b.example/>B</A><a name="x">C</a><a href="#x">D</a>',
      '<map name="m"><area alt="" href="https://c.example/"></map>',
      '</body></html>',
    ].join('\n');
    const { page, urls } = mail(file, tracks, 'html');
    expect(urls).toEqual([
      'https://a.example/?a=1&b=2',
      'https://b.example/',
      'https://c.example/',
      'https://shop.example/',
    ]);
    expect(page).toContain('<a href="https://comment.example/">');
    expect(page).toContain(`<a title='href="no" >' href="https://mail.example/l/1">A</a>`);
    expect(page).toContain('<A href="https://mail.example/l/2">B</A>');
    expect(page).toContain('<area alt="" href="https://mail.example/l/3">');
  });

  it('leaves addresses alone that are too long to be stored', () => {
    const long = `https://long.example/${'x'.repeat(2_100)}`;
    const { urls, hrefs } = mail(`[A](${long})`, tracks);
    expect(urls).toEqual(['https://shop.example/']);
    expect(hrefs).toContain(long);
  });

  it('numbers thousands of links without mixing them up with merge fields', () => {
    const many = Array.from({ length: 1_200 }, (_, n) => `[${n}](https://x.example/${n})`).join(' ');
    const { urls, hrefs } = mail(`Hi {{name|you}} ${many}`, tracks);
    expect(urls).toHaveLength(1_000);
    expect(hrefs.slice(998, 1_001)).toEqual([
      'https://mail.example/l/999',
      'https://mail.example/l/1000',
      'https://x.example/1000',
    ]);
  });
});

describe('the picture that tells of opens', () => {
  it('is at the end of the body, and only if opens are tracked', () => {
    const { page } = mail('Hi', { tracksOpens: true });
    expect(page).toMatch(/<img src="https:\/\/mail.example\/l\/0" width="1" height="1"[^>]*><\/body>/);
    expect(mail('Hi', {}).page).not.toContain('<img');
    expect(mail('<p>Hi</p>', { tracksOpens: true }, 'html').page).toMatch(/l\/0" width="1"[^>]*>$/);
  });
});

describe('UTM parameters', () => {
  const utm = 'utm_source=rollcall&utm_medium=email&utm_campaign=spring-sale';
  const options: LinkOptions = { utm: 'Spring sale!', ownUrl: 'https://mail.example' };

  it('are added to every link to another website, in both parts, also where addresses are stored', () => {
    const { hrefs, text, urls } = mail(body, { ...options, tracksClicks: true });
    expect(urls[0]).toBe(`https://shop.example/a?x=1&y=2&${utm}#top`);
    expect(hrefs).toContain(`https://shop.example/Ada%20%26%20co?${utm.replaceAll('&', '&amp;')}`);
    expect(hrefs).toContain('https://mail.example/find/key');
    expect(text).toContain(`A (https://shop.example/a?x=1&y=2&${utm}#top)`);
    expect(text).toContain(`\nhttps://bare.example/b?${utm}\n`.trim());
    expect(text).toContain(`Our shop: https://shop.example/?${utm}`);
    expect(mail(body, options).urls).toEqual([]);
  });

  it('are added in HTML files', () => {
    const { text, hrefs } = mail('<p><a href="https://a.example/?a=1&amp;b=2">A</a></p>', options, 'html');
    expect(hrefs[0]).toBe(`https://a.example/?a=1&amp;b=2&amp;${utm.replaceAll('&', '&amp;')}`);
    expect(text).toContain(`https://a.example/?a=1&b=2&${utm}`);
  });
});
