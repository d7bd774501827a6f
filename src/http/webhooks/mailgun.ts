import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { ProviderEvent } from '../../audience/webhooks.ts';
import { type Adapter, campaignOf, isRecent, isSame, linkOf, parsed } from './adapter.ts';

const signed = z.object({
  signature: z.object({
    timestamp: z.string().regex(/^\d{1,12}$/),
    token: z.string().min(1).max(200),
    signature: z.string(),
  }),
});

const shape = z.object({
  'event-data': z.object({
    event: z.string(),
    id: z.string().max(150),
    timestamp: z.number(),
    recipient: z.string(),
    severity: z.string().optional(),
    reason: z.string().optional(),
    url: z.unknown().optional(),
    'client-info': z.looseObject({ bot: z.unknown() }).partial().optional(),
    'user-variables': z.unknown().optional(),
  }),
});

const kinds: Record<string, ProviderEvent['kind']> = {
  delivered: 'received',
  opened: 'opened',
  clicked: 'clicked',
  failed: 'bounced',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
};

/** Mailgun signs a time and a token, not what comes with them: so a token may come with one body only. */
export const mailgun: Adapter = {
  async verify({ body, secret, now }) {
    const payload = parsed(body.toString('utf8'));
    const read = signed.safeParse(payload);
    if (!read.success) return null;
    const { timestamp, token, signature } = read.data.signature;
    const expected = createHmac('sha256', secret).update(`${timestamp}${token}`).digest('hex');
    if (!isSame(signature, expected) || !isRecent(Number(timestamp), now)) return null;
    return { payload, token };
  },
  events(payload) {
    const { 'event-data': event } = shape.parse(payload);
    const kind = kinds[event.event];
    // Not sent because they had unsubscribed or complained before: no bounce.
    const isKnown = event.reason === 'suppress-unsubscribe' || event.reason === 'suppress-complaint';
    if (kind === undefined || (kind === 'bounced' && isKnown)) return [];
    const { bot } = event['client-info'] ?? {};
    const variables = z.looseObject({ campaign: z.unknown() }).safeParse(event['user-variables']).data;
    return [
      {
        ...{ id: event.id, email: event.recipient, kind, at: new Date(event.timestamp * 1000) },
        ...campaignOf(variables?.campaign),
        ...linkOf(event.url),
        ...(typeof bot === 'string' && bot !== '' ? { machine: true } : {}),
        ...(kind === 'bounced'
          ? { bounce: event.severity === 'permanent' ? ('hard' as const) : ('soft' as const) }
          : {}),
      },
    ];
  },
};
