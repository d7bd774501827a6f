import { html } from '../../lib/html.ts';
import type { Page, Voice } from './pages.ts';
import { styleOf } from './style.ts';

/** The look of a page without a brand. */
const plainLook = { accent: '#1d5fbf', onAccent: '#ffffff', logo: '' };

/** A page as it is sent: complete, without scripts and cookies, never cached and never framed. */
export function respond(
  { language }: Voice,
  { title, body }: Page,
  options: {
    look?: { accent: string; onAccent: string; logo: string } | undefined;
    status?: number;
    headers?: Record<string, string>;
  } = {},
): Response {
  const { look = plainLook, status = 200, headers = {} } = options;
  const { css, source } = styleOf(look);
  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><style>${{ html: css }}</style></head>
<body><div class="bar"></div>${look.logo !== '' && html`<header>${look.logo}</header>`}
<main>${body}</main><footer></footer></body></html>
`;
  return new Response(page.html, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', ...guardHeaders(source), ...headers },
  });
}

/** The headers of every answer of the public pages. */
export const guardHeaders = (styleSource = "'none'"): Record<string, string> => ({
  'content-security-policy': `default-src 'none'; style-src ${styleSource}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
});

/** For a mail as a web page: it has styles and pictures of its own, and nothing in it runs or asks for anything. */
export const mailPolicy: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src http: https:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation",
};
