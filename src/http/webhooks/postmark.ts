import { z } from 'zod';
import type { ProviderEvent } from '../../audience/webhooks.ts';
import { type Adapter, campaignOf, isSame, linkOf, nameOf, parsed } from './adapter.ts';

const shape = z.object({
  RecordType: z.string(),
  MessageID: z.string().max(100).optional(),
  ID: z.number().optional(),
  Type: z.string().optional(),
  Recipient: z.string().optional(),
  Email: z.string().optional(),
  DeliveredAt: z.coerce.date().optional(),
  ReceivedAt: z.coerce.date().optional(),
  BouncedAt: z.coerce.date().optional(),
  ChangedAt: z.coerce.date().optional(),
  OriginalLink: z.unknown().optional(),
  SuppressSending: z.boolean().optional(),
  SuppressionReason: z.string().nullish(),
  Metadata: z.looseObject({ campaign: z.unknown() }).partial().nullish(),
});
type Record = z.infer<typeof shape>;

const hardBounces = ['HardBounce', 'BadEmailAddress'];

/** Postmark, which signs nothing: Basic authentication says who sends. */
export const postmark: Adapter = {
  async verify({ headers, body, secret }) {
    const given = /^Basic +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
    if (given === undefined || !isSame(Buffer.from(given, 'base64').toString('utf8'), secret)) return null;
    return { payload: parsed(body.toString('utf8')) };
  },
  events(payload) {
    const record = shape.parse(payload);
    const said = saidBy(record);
    const email = record.Recipient ?? record.Email;
    if (said === undefined || email === undefined || said.at === undefined) return [];
    const { kind, at, bounce } = said;
    // Bounces and complaints have an id of their own; two opens of one mail share the mail's.
    const id =
      record.ID === undefined
        ? `${record.MessageID}:${kind}:${nameOf(email)}:${at.getTime()}`
        : `${record.RecordType}:${record.ID}`;
    return [
      {
        ...{ id, email, kind, at },
        ...(bounce === undefined ? {} : { bounce }),
        ...campaignOf(record.Metadata?.campaign),
        ...linkOf(record.OriginalLink),
      },
    ];
  },
};

type Said = { kind: ProviderEvent['kind']; at: Date | undefined; bounce?: 'hard' | 'soft' };

function saidBy(record: Record): Said | undefined {
  switch (record.RecordType) {
    case 'Delivery':
      return { kind: 'received', at: record.DeliveredAt };
    case 'Open':
      return { kind: 'opened', at: record.ReceivedAt };
    case 'Click':
      return { kind: 'clicked', at: record.ReceivedAt };
    case 'Bounce': {
      const bounce = hardBounces.includes(record.Type ?? '') ? 'hard' : 'soft';
      return { kind: 'bounced', at: record.BouncedAt, bounce };
    }
    case 'SpamComplaint':
      return { kind: 'complained', at: record.BouncedAt };
    case 'SubscriptionChange':
      if (record.SuppressSending !== true) return undefined;
      if (record.SuppressionReason === 'HardBounce')
        return { kind: 'bounced', at: record.ChangedAt, bounce: 'hard' };
      if (record.SuppressionReason === 'SpamComplaint') return { kind: 'complained', at: record.ChangedAt };
      return { kind: 'unsubscribed', at: record.ChangedAt };
    default:
      return undefined;
  }
}
