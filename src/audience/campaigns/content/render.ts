import { html } from '../../../lib/html.ts';
import type { StoredCampaign } from '../../../storage/campaigns/campaigns.ts';
import type { Addressee } from '../../../storage/campaigns/mark.ts';
import type { Brand } from '../../public/brand-shown.ts';

/** What a mail is written from, besides the campaign and the contact. */
export interface RenderContext {
  brand: Brand;
  /** The person's preference page, on which they can unsubscribe. */
  preferencesUrl: string;
}

/** What a person reads. */
export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

export type RenderMail = (
  campaign: StoredCampaign,
  contact: Addressee,
  context: RenderContext,
) => RenderedMail;

/** Writes the body as it was typed, without any markup, with the link to unsubscribe below it. */
export const renderPlain: RenderMail = ({ subject, body }, _contact, { brand, preferencesUrl }) => {
  const footer = `You get this mail from ${brand.name}. Choose what you get, or unsubscribe:`;
  const page = html`<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
<div style="max-width:600px;margin:0 auto">
<div style="white-space:pre-wrap">${body}</div>
<p style="margin:32px 0 0;font-size:13px">${footer} <a href="${preferencesUrl}">${preferencesUrl}</a></p>
</div>
</body></html>
`;
  return { subject, html: page.html, text: `${body}\n\n--\n${footer}\n${preferencesUrl}\n` };
};
