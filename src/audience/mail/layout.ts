import { html } from '../../lib/html.ts';
import type { Brand } from '../public/brand-shown.ts';

/** A short mail with one button: its HTML, and the same as plain text. */
export function mailLayout(mail: {
  language: string;
  brand: Brand;
  title: string;
  paragraphs: string[];
  button: string;
  url: string;
  /** Below, in small print. */
  small: string;
}): { html: string; text: string } {
  const { language, brand, title, paragraphs, button, url, small } = mail;
  const page = html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
<div style="max-width:560px;margin:0 auto">
<p style="font-weight:600;margin:0 0 16px">${brand.logo}</p>
${paragraphs.map((text) => html`<p style="margin:0 0 16px">${text}</p>`)}
<p style="margin:0 0 16px"><a href="${url}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:${brand.accent};color:${brand.onAccent};text-decoration:none;font-weight:600">${button}</a></p>
<p style="margin:0 0 16px;font-size:14px">${small}</p>
</div>
</body>
</html>
`;
  return { html: page.html, text: [...paragraphs, `${button}:\n${url}`, small, brand.name].join('\n\n') };
}
