import { type Html, html } from '../lib/html.ts';
import type { Colors } from './html.ts';
import { atBodyEnd, placesOf } from './places.ts';

/** What stands around the text of a mail. */
export interface Frame {
  /** ISO 639-1: screen readers pronounce the mail by it. */
  language: string;
  /** The sender's name as people know it, and the text in place of a picture. */
  brand: {
    name: string;
    logo: string;
    /** In lines. */
    postalAddress?: string;
    footerLinks?: readonly { text: string; url: string }[];
  } & Colors;
  /** The page on which a person unsubscribes, and chooses what they get. */
  preferencesUrl: string;
  /** The mail as a web page. */
  viewUrl: string;
}

/** Colors for dark mode. Classes only: mail programs without it never read this. */
const dark = `:root{color-scheme:light dark}@media(prefers-color-scheme:dark){.b,.p{background:#17181b!important}.t{color:#eceef1!important}.f{color:#a3a9b3!important}.a{color:#8ab4f8!important}.c{background:#2a2d33!important}.q,.r{border-color:#4a4f59!important}}`;

/** After the preheader, so that mail programs don't show the first words of the text behind it. */
const filler = '&#8199;&#65279;&#847; '.repeat(60);

/** A whole mail: one column of at most 600 pixels in tables, because Outlook knows no other layout. */
export const mailPage = (
  { subject, preheader, body }: { subject: string; preheader: string; body: readonly Html[] },
  { language, brand, preferencesUrl, viewUrl }: Frame,
): string =>
  html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${subject}</title><style>${{ html: dark }}</style></head>
<body class="b" style="margin:0;padding:0;background:#ffffff">
${preheader !== '' && hiddenHtml(preheader)}<table role="presentation" class="b" width="100%" cellpadding="0" cellspacing="0" style="background:#ffffff"><tr><td align="center" style="padding:24px 16px">
<table role="presentation" class="p" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;background:#ffffff;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"><tr><td class="t" dir="auto" style="padding:0 0 20px;font-size:16px;font-weight:700;color:#101828">${brand.logo}</td></tr>
<tr><td class="t" dir="auto" style="color:#101828">
${[...body]}</td></tr>
<tr><td class="f r" dir="auto" style="padding:20px 0 0;border-top:1px solid #d0d5dd;font-size:13px;line-height:1.5;color:#667085">${footerOf({ brand, preferencesUrl, viewUrl })}</td></tr></table>
</td></tr></table>
</body>
</html>
`.html;

/** The same around the plain text. */
export const textPage = (body: string, { brand, preferencesUrl, viewUrl }: Frame): string =>
  [
    `${body}\n\n-- \n${[brand.name, ...addressLines(brand.postalAddress)].join('\n')}`,
    ...(brand.footerLinks ?? []).map(({ text, url }) => `${text}: ${url}`),
    `View in browser:\n${viewUrl}`,
    `Unsubscribe or choose what you get:\n${preferencesUrl}\n`,
  ].join('\n\n');

/** What is below every mail: who sent it from where, and the ways out. Without `preferencesUrl` if the mail has that link. */
const footerOf = ({
  brand,
  preferencesUrl,
  viewUrl,
}: Pick<Frame, 'brand' | 'viewUrl'> & { preferencesUrl: string | undefined }): Html =>
  html`${brand.name}${addressLines(brand.postalAddress).map((line) => html`<br>${line}`)}<br>${(brand.footerLinks ?? []).map(({ text, url }) => html`${footerLink(url, text)} &middot; `)}${footerLink(viewUrl, 'View in browser')}${preferencesUrl !== undefined && html`<br>${footerLink(preferencesUrl, 'Unsubscribe or choose what you get')}`}`;

/**
 * An HTML file as a mail: with its preheader, and what has to be below every mail, unless it has that itself.
 *
 * @param hasWayOut it has a link to unsubscribe of its own
 */
export function filePage(
  { file, preheader, hasWayOut }: { file: string; preheader: string; hasWayOut: boolean },
  { brand, preferencesUrl, viewUrl }: Frame,
): string {
  const out = hasWayOut ? undefined : preferencesUrl;
  const below = html`<div style="padding:20px 16px;text-align:center;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:13px;line-height:1.5;color:#667085">${footerOf({ brand, preferencesUrl: out, viewUrl })}</div>`;
  const hidden = preheader === '' ? '' : hiddenHtml(preheader).html;
  // The mail goes out in UTF-8, whatever the file says.
  const page = file.replace(/(<meta\b[^>]*\bcharset\s*=\s*["']?)[\w-]+/gi, '$1utf-8');
  const start = placesOf(page).bodyStart ?? 0;
  return atBodyEnd(page.slice(0, start) + hidden + page.slice(start), below.html);
}

/** The first line that lists of mails show, and nobody sees in the mail. */
const hiddenHtml = (preheader: string): Html =>
  html`<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preheader}${{ html: filler }}</div>\n`;

const addressLines = (address = ''): string[] => address.split('\n').filter((line) => line !== '');

const footerLink = (url: string, text: string): Html =>
  html`<a class="f" href="${url}" style="color:#667085">${text}</a>`;
