import type { Letter } from '../mailbox/letters.ts';
import { type Deed, hashOf } from './behavior.ts';

/** What the playground's mailbox reports to the app: in the format of Postmark’s webhooks. */
export function reportOf(
  { key, to }: Pick<Letter, 'key' | 'to'>,
  did: Deed,
  { at, link = '' }: { at: Date; link?: string | undefined },
): object | undefined {
  const when = at.toISOString();
  const mail = { MessageID: key, Metadata: { rollcall: key }, Tag: '' };
  const ofBounce = { ...mail, Email: to, BouncedAt: when, ID: hashOf(`${did} ${key}`) };
  switch (did) {
    case 'delivered':
      return { RecordType: 'Delivery', ...mail, Recipient: to, DeliveredAt: when };
    case 'bounced hard':
      return { RecordType: 'Bounce', Type: 'HardBounce', TypeCode: 1, Inactive: true, ...ofBounce };
    case 'bounced soft':
      return { RecordType: 'Bounce', Type: 'SoftBounce', TypeCode: 4096, Inactive: false, ...ofBounce };
    case 'opened':
      return { RecordType: 'Open', ...mail, Recipient: to, ReceivedAt: when };
    case 'clicked':
      return { RecordType: 'Click', ...mail, Recipient: to, ReceivedAt: when, OriginalLink: link };
    case 'complained':
      return { RecordType: 'SpamComplaint', Type: 'SpamComplaint', TypeCode: 100_001, ...ofBounce };
    // Not the provider's: it happens over the links of the mail.
    case 'scanned':
    // The person does these themselves, on the app's own pages.
    case 'unsubscribed by one click':
    case 'unsubscribed on the page':
    case 'paused on the page':
      return undefined;
    default:
      return did satisfies never;
  }
}
