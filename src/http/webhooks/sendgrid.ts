import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import type { ProviderEvent } from '../../audience/webhooks.ts';
import { type Adapter, campaignOf, isRecent, linkOf, parsed } from './adapter.ts';

const one = z.object({
  event: z.string(),
  email: z.string(),
  timestamp: z.number(),
  sg_event_id: z.string().max(150),
  sg_machine_open: z.boolean().optional(),
  type: z.string().optional(),
  url: z.unknown().optional(),
  campaign: z.unknown().optional(),
  singlesend_name: z.unknown().optional(),
  marketing_campaign_name: z.unknown().optional(),
});

const kinds: Record<string, ProviderEvent['kind']> = {
  delivered: 'received',
  open: 'opened',
  click: 'clicked',
  bounce: 'bounced',
  spamreport: 'complained',
  unsubscribe: 'unsubscribed',
  // From one group only; until there are topics, the safe side.
  group_unsubscribe: 'unsubscribed',
};

/** SendGrid: ECDSA over the time and the raw bytes, with a key in base64 DER. Node does it: the SDK's own does it in script. */
export const sendgrid: Adapter = {
  async verify({ headers, body, secret, now }) {
    const signature = headers.get('x-twilio-email-event-webhook-signature') ?? '';
    const time = headers.get('x-twilio-email-event-webhook-timestamp') ?? '';
    if (!/^\d{1,12}$/.test(time) || !isRecent(Number(time), now)) return null;
    try {
      const key = createPublicKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'spki' });
      const signed = Buffer.concat([Buffer.from(time), body]);
      if (!verify('sha256', signed, key, Buffer.from(signature, 'base64'))) return null;
    } catch {
      return null;
    }
    return { payload: parsed(body.toString('utf8')) };
  },
  events(payload) {
    return z
      .array(z.unknown())
      .parse(payload)
      .flatMap((each) => {
        const read = one.safeParse(each);
        const kind = read.success ? kinds[read.data.event] : undefined;
        if (!read.success || kind === undefined) return [];
        const event = read.data;
        return [
          {
            ...{ id: event.sg_event_id, email: event.email, kind, at: new Date(event.timestamp * 1000) },
            ...campaignOf(event.campaign ?? event.singlesend_name ?? event.marketing_campaign_name),
            ...linkOf(event.url),
            ...(event.sg_machine_open === true ? { machine: true } : {}),
            ...(kind === 'bounced'
              ? { bounce: event.type === 'blocked' ? ('soft' as const) : ('hard' as const) }
              : {}),
          },
        ];
      });
  },
};
