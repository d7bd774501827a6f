import type { ItemReader } from '../../audience/events/kept-items.ts';
import type { Adapter } from './adapter.ts';
import { mailgun } from './mailgun.ts';
import { postmark } from './postmark.ts';
import { resend } from './resend.ts';
import { sendgrid } from './sendgrid.ts';
import { ses } from './ses.ts';

/** How each email provider signs, and how to read it. */
export const adapters: Record<Parameters<ItemReader>[0], Adapter> = {
  resend,
  sendgrid,
  postmark,
  mailgun,
  ses,
};

/** What an item of a provider says, as this version reads it. */
export const readItem: ItemReader = (provider, item, context) => adapters[provider].read(item, context);
