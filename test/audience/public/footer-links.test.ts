import { expect, it } from 'vitest';
import { footerLinesOf, readFooterLinks } from '../../../src/audience/public/footer-links.ts';

it('reads links one a line, and prints them as they are read', () => {
  const typed = '  Our shop   https://shop.acme.example/x?a=1 \n\nImprint https://acme.example';
  const links = readFooterLinks(typed);
  expect(links).toEqual([
    { text: 'Our shop', url: 'https://shop.acme.example/x?a=1' },
    { text: 'Imprint', url: 'https://acme.example/' },
  ]);
  expect(readFooterLinks(footerLinesOf(links))).toEqual(links);
  expect(readFooterLinks(' \n ')).toEqual([]);
});

it.each([
  'https://acme.example',
  'Shop http://acme.example',
  'Shop javascript:alert(1)',
  'Shop https://a b',
  'Shop https://',
  `${'x'.repeat(61)} https://acme.example`,
])('refuses %s', (line) => {
  expect(() => readFooterLinks(`Fine https://x.example\n${line}`)).toThrow(
    expect.objectContaining({ code: 'invalid-input', about: 'footerLinks' }),
  );
});

it('refuses more than fit', () => {
  expect(() => readFooterLinks('a https://x.example\n'.repeat(7))).toThrow('At most 6');
});
