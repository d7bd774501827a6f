import { findContact } from '../../storage/contacts/contacts.ts';
import type { MailOrder } from '../../storage/jobs/kinds.ts';
import { findSignUp } from '../../storage/topics/sign-ups.ts';
import type { AudienceDeps } from '../caller.ts';
import { brandOf } from '../public/brand.ts';
import { preferencesUrl, signUpUrl } from '../public/links.ts';
import { languageFor, speaking } from '../public/texts.ts';
import { mailLayout } from './layout.ts';
import type { MailMessage } from './port.ts';

type Composed = Pick<MailMessage, 'to' | 'subject' | 'text' | 'html' | 'headers'>;

/**
 * Writes one of Rollcall's own mails at the moment it is sent, with the person's current address.
 *
 * @returns undefined if the mail is no longer for anyone
 */
export async function composeMail(
  deps: AudienceDeps,
  workspaceId: number,
  order: MailOrder,
): Promise<Composed | undefined> {
  const brand = await brandOf(deps, workspaceId);
  if (brand === undefined) return undefined;
  const language = languageFor({ person: order.language });
  const say = speaking(language, { brand: brand.name });
  switch (order.mail) {
    case 'preference-link': {
      const contact = await findContact(deps.storage.prisma, workspaceId, { id: order.contactId });
      if (contact === undefined || contact.status === 'bounced') return undefined;
      const { id: contactId, emailChangedAt } = contact;
      const url = preferencesUrl(deps, { workspaceId, contactId, emailChangedAt });
      return {
        to: contact.email,
        subject: say('linkSubject'),
        ...mailLayout({
          language,
          brand,
          title: say('linkSubject'),
          paragraphs: [say('linkText')],
          button: say('linkButton'),
          url,
          small: say('ignore'),
        }),
        headers: { ...automatic, ...unsubscribing(url) },
      };
    }
    case 'sign-up': {
      const signUp = await findSignUp(deps.storage.pool, { workspaceId, id: order.signUpId });
      if (signUp === undefined) return undefined;
      return {
        to: signUp.email,
        subject: say('joinSubject'),
        ...mailLayout({
          language,
          brand,
          title: say('joinSubject'),
          paragraphs: [say('joinMailText')],
          ...{
            button: say('joinMailButton'),
            url: signUpUrl(deps, { workspaceId, id: signUp.id }),
            small: say('ignore'),
          },
        }),
        headers: automatic,
      };
    }
    default:
      return order satisfies never;
  }
}

/** Prevents out-of-office replies (RFC 3834). */
const automatic = { 'Auto-Submitted': 'auto-generated' };

/** The unsubscribe button of mail programs (RFC 8058): they post to the page's own address. */
const unsubscribing = (url: string): Record<string, string> => ({
  'List-Unsubscribe': `<${url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});
