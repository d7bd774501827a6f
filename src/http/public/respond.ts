import { html } from '../../lib/html.ts';
import type { Page, Voice } from './pages.ts';
import { styleOf } from './style.ts';

/** The look of a page without a brand. */
const plainLook = { accent: '#1d5fbf', onAccent: '#ffffff', logo: '' };

/** A page as it is sent: complete, without scripts and cookies, never cached and never framed. */
export function respond(
  voice: Voice,
  page: Page,
  options: {
    look?: Look | undefined;
    status?: number;
    headers?: Record<string, string>;
  } = {},
): Response {
  const { look, status = 200, headers = {} } = options;
  return new Response(documentOf(voice, page, look), { status, headers: { ...headersOf(look), ...headers } });
}

type Look = { accent: string; onAccent: string; logo: string };

/** The HTML of a page. */
export function documentOf({ language }: Voice, { title, body }: Page, look: Look = plainLook): string {
  const { css } = styleOf(look);
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><style>${{ html: css }}</style></head>
<body><div class="bar"></div>${look.logo !== '' && html`<header>${look.logo}</header>`}
<main>${body}</main><footer></footer></body></html>
`.html;
}

/** The headers of a page. */
export const headersOf = (look: Look = plainLook): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  ...guardHeaders(styleOf(look).source),
});

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
