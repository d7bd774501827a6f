import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { ProviderEvent } from '../../audience/webhooks.ts';
import { findEmails } from '../../emails.ts';
import { type Adapter, campaignOf, linkOf, nameOf, parsed } from './adapter.ts';

const shape = z.object({
  type: z.string(),
  created_at: z.coerce.date(),
  data: z.object({
    to: z.array(z.string()).optional(),
    tags: z.unknown().optional(),
    bounce: z.object({ type: z.string().optional() }).optional(),
    click: z.object({ link: z.unknown() }).optional(),
    email: z.string().optional(),
    unsubscribed: z.boolean().optional(),
  }),
});

const kinds: Record<string, ProviderEvent['kind']> = {
  'email.delivered': 'received',
  'email.opened': 'opened',
  'email.clicked': 'clicked',
  'email.bounced': 'bounced',
  'email.complained': 'complained',
};

/** Resend, which signs by Svix: the signature holds the time, and five minutes are the most. */
export const resend: Adapter = {
  async verify({ headers, body, secret }) {
    const text = body.toString('utf8');
    try {
      // Svix made the algorithm, and Standard Webhooks its library: only the names of the headers differ.
      new Webhook(secret).verify(text, {
        'webhook-id': headers.get('svix-id') ?? '',
        'webhook-timestamp': headers.get('svix-timestamp') ?? '',
        'webhook-signature': headers.get('svix-signature') ?? '',
      });
    } catch {
      return null;
    }
    return { payload: parsed(text) };
  },
  events(payload, { headers }) {
    const { type, created_at: at, data } = shape.parse(payload);
    const id = headers.get('svix-id') ?? '';
    if (type === 'contact.updated' && data.unsubscribed === true && data.email !== undefined) {
      return [{ id, email: data.email, kind: 'unsubscribed', at }];
    }
    const kind = kinds[type];
    if (kind === undefined) return [];
    const bounce = data.bounce?.type === 'Permanent' ? 'hard' : 'soft';
    const facts: Omit<ProviderEvent, 'id' | 'email'> = {
      ...{ kind, at, ...campaignOf(tagged(data.tags)), ...linkOf(data.click?.link) },
      ...(kind === 'bounced' ? { bounce } : {}),
    };
    return findEmails((data.to ?? []).join(', ')).flatMap((piece) =>
      'key' in piece ? [{ id: `${id}:${nameOf(piece.key)}`, email: piece.email, ...facts }] : [],
    );
  },
};

/** The tag "campaign", which comes in a list or as an object. */
function tagged(tags: unknown): unknown {
  const list = z.array(z.object({ name: z.string(), value: z.string() })).safeParse(tags);
  if (list.success) return list.data.find(({ name }) => name === 'campaign')?.value;
  return z.object({ campaign: z.string() }).safeParse(tags).data?.campaign;
}
