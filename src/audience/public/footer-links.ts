import { RollcallError } from '../../errors.ts';
import { clip } from '../../lib/words.ts';
import type { FooterLink } from '../../storage/workspace/brand.ts';

const MOST_LINKS = 6;
const LONGEST = { text: 60, url: 500 } as const;

/**
 * Reads the links below mails: one a line, the text before the address.
 *
 * @throws RollcallError `invalid-input` with the line at fault
 * @example readFooterLinks('Our shop https://shop.acme.example') // [{ text: 'Our shop', url: 'https://shop.acme.example/' }]
 */
export function readFooterLinks(typed: string): FooterLink[] {
  const lines = typed
    .normalize('NFC')
    .split('\n')
    .map((line) => line.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .filter((line) => line !== '');
  if (lines.length > MOST_LINKS) throw wrong(`At most ${MOST_LINKS} links fit below a mail.`);
  return lines.map((line) => {
    const [, text = '', url = ''] = /^(.+?) (https:\/\/\S+)$/.exec(line) ?? [];
    if (text === '' || text.length > LONGEST.text || url.length > LONGEST.url || !URL.canParse(url))
      throw wrong(
        `"${clip(line, 80)}" isn’t a text and an address: write it like Our shop https://shop.example.com`,
      );
    return { text, url: new URL(url).href };
  });
}

/** The same as text, as it is typed. */
export const footerLinesOf = (links: readonly FooterLink[]): string =>
  links.map(({ text, url }) => `${text} ${url}`).join('\n');

const wrong = (message: string): RollcallError =>
  new RollcallError('invalid-input', message, { about: 'footerLinks' });
