import { z } from '@hono/zod-openapi';
import type { Campaign } from '../../audience/campaigns/card.ts';
import { isUndecided } from '../../audience/campaigns/tracking/settings.ts';
import { leftOutOrder } from '../../lib/campaigns/recipients.ts';
import { campaignStates } from '../../lib/campaigns/states.ts';
import { type TrackingSettings, trackingOf, trackings } from '../../lib/campaigns/tracking.ts';
import { strict } from './strict.ts';

const moment = z.iso.datetime();
const words = (most: number) => z.string('must be text').max(most, `has more than ${most} characters`);

/** What a draft is made from. Sender and topic are named. */
export const campaignInput = strict({
  name: words(80).min(1, 'is empty'),
  subject: words(300).optional(),
  preheader: words(300).optional(),
  body: words(500_000).optional().openapi({ description: 'In Markdown' }),
  html: words(500_000).optional().openapi({
    description: 'A whole HTML file in place of body: without scripts, forms and styles from elsewhere',
  }),
  audience: words(10_000)
    .optional()
    .openapi({ example: 'tagged vip, in segment "Lapsed VIPs", except tagged churned' }),
  sender: words(60).optional().openapi({ description: 'The name of a sender' }),
  topic: words(100).optional().openapi({ description: 'The name of a topic' }),
  tracking: strict({
    opens: z.enum(trackings).optional(),
    clicks: z.enum(trackings).optional(),
    utm: z.boolean().optional(),
  })
    .optional()
    .openapi({
      description:
        'What is recorded of opens and clicks (off; total: how many; person: who, which takes their consent), and whether links get UTM parameters. What is left out is as in the settings',
    }),
}).openapi('CampaignInput');

export const campaign = z
  .object({
    id: z.string(),
    name: z.string(),
    state: z.enum(campaignStates),
    subject: z.string(),
    preheader: z.string(),
    createdAt: moment,
    updatedAt: moment,
    dueAt: moment.nullable().openapi({ description: 'When it goes out, once that is settled' }),
    startedAt: moment.nullable(),
    endedAt: moment.nullable(),
    trouble: z.string().nullable().openapi({ description: 'Why Rollcall holds or paused it' }),
    prepared: z.int().nullable().openapi({
      description: 'How many people it has, those left out included; null before it begins',
    }),
    tracking: z
      .object({
        opens: z.enum(trackings),
        clicks: z.enum(trackings),
        utm: z.boolean(),
        chosen: z.boolean().openapi({
          description:
            'Whether an admin chose in the settings what is recorded. Until then, nothing is, unless the campaign says so itself',
        }),
      })
      .openapi({
        description:
          'What is recorded of opens and clicks: as it would be if it began now; once it has begun, as it is',
      }),
  })
  .openapi('Campaign');

export const waterfall = z
  .object({
    match: z.int().openapi({ description: 'People in its audience' }),
    leftOut: z.array(z.object({ reason: z.enum(leftOutOrder), people: z.int() })),
    getIt: z.int().openapi({ description: 'What …/send expects' }),
    at: moment,
    audience: z.string().nullable().openapi({
      description: 'As a sentence; null if it names people and the key doesn’t have contacts:read',
    }),
    readBack: z.string().nullable(),
  })
  .openapi('CampaignAudience');

export const campaignId = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be the ID of a campaign')
    .openapi({ param: { name: 'id', in: 'path' }, example: '12' }),
});

/** @param settings what the workspace records */
export const shownCampaign = (one: Campaign, settings: TrackingSettings): z.infer<typeof campaign> => ({
  ...{ id: String(one.id), name: one.name, state: one.state, subject: one.subject, preheader: one.preheader },
  ...{ createdAt: one.createdAt.toISOString(), updatedAt: one.updatedAt.toISOString() },
  dueAt: one.dueAt?.toISOString() ?? null,
  startedAt: one.startedAt?.toISOString() ?? null,
  endedAt: one.endedAt?.toISOString() ?? null,
  ...{ trouble: one.trouble?.why ?? null, prepared: one.prepared },
  tracking: trackingShown(one, settings),
});

function trackingShown(one: Campaign, settings: TrackingSettings): z.infer<typeof campaign>['tracking'] {
  const { opens, clicks, addsUtm } = trackingOf(one, settings);
  return { opens, clicks, utm: addsUtm, chosen: !isUndecided(settings) };
}
