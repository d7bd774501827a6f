import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AudienceDeps } from '../../audience/caller.ts';
import { type CampaignLosses, campaignCauses } from '../../audience/campaigns/losses.ts';
import { campaignReport } from '../../audience/campaigns/results.ts';
import { resultsCsv } from '../../audience/campaigns/results-file.ts';
import { bounceCauseNames } from '../../lib/campaigns/bounce-causes.ts';
import { recipientStates } from '../../lib/campaigns/recipients.ts';
import type { Attention, CampaignReport, Share } from '../../lib/campaigns/report.ts';
import { type ApiEnv, callerWith } from './auth.ts';
import { campaignId } from './campaign-schemas.ts';
import { answer, refusals } from './schemas.ts';

const moment = z.iso.datetime();
const number = z.int();
const share = z
  .object({ people: number, of: number })
  .openapi('Share', { description: 'People, and how many they are a share of' });

const attention = z
  .object({
    recorded: z.enum(['off', 'total', 'person']).openapi({
      description: 'Nothing; how many, without people; or who',
    }),
    people: number.nullable(),
    of: number.nullable(),
    hits: number.nullable(),
    machines: number
      .nullable()
      .openapi({ description: 'People whose mail only machines opened, or followed' }),
    machineHits: number.nullable(),
  })
  .openapi('Attention', { description: 'Opens or clicks; null is what isn’t recorded' });

const results = z
  .object({
    id: z.string(),
    name: z.string(),
    sentByRollcall: z.boolean().openapi({
      description:
        'If false, it is known from a provider’s reports alone: there is no audience, and no states',
    }),
    sentAt: moment.nullable().openapi({ description: 'When the first mail went out' }),
    audience: number.nullable(),
    states: z
      .array(z.object({ state: z.enum(recipientStates), reason: z.string().nullable(), people: number }))
      .openapi({ description: 'They add up to `audience`' }),
    delivered: share.extend({ said: z.enum(['delivered', 'accepted']) }),
    opened: attention,
    clicked: attention,
    unsubscribed: share,
    complained: share,
    bounced: share.extend({ hard: number, soft: number }),
    causes: z
      .array(
        z.object({
          state: z.enum(['bounced', 'failed']),
          cause: z.enum(bounceCauseNames).nullable(),
          people: number,
        }),
      )
      .openapi({
        description:
          'Why mails bounced, or were refused when they were handed over (failed), of people who are still contacts; null if it wasn’t said',
      }),
    targets: z.array(
      z.object({
        target: z.string(),
        delivered: number,
        opened: number.nullable(),
        clicked: number.nullable(),
        unsubscribed: number,
      }),
    ),
    links: z.array(
      z.object({ url: z.string(), hits: number, machineHits: number, people: number.nullable() }),
    ),
    hours: z.array(z.object({ at: moment, opened: number, clicked: number })).openapi({
      description: 'Opens and clicks of people by hour; hours without any are left out',
    }),
    // Not an extension of a share: in the document, that could not be null.
    conversions: z
      .object({
        people: number,
        of: number,
        kind: z.string(),
        days: number,
        after: z.enum(['click', 'delivery']),
        value: z.number().nullable(),
      })
      .nullable(),
    eventsDeletedBefore: moment.nullable(),
    at: moment,
  })
  .openapi('CampaignResults');

/** The results of a campaign: numbers only, so that they take no more than `campaigns:read`. */
export function campaignResultsRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/campaigns/{id}/results',
      summary: 'The results of a campaign in numbers; as CSV if Accept is text/csv',
      request: { params: campaignId },
      responses: {
        200: {
          description: 'Its numbers, each with what it is a share of',
          content: { ...answer('', results).content, 'text/csv': { schema: z.string() } },
        },
        ...refusals,
      },
    }),
    async (c) => {
      const caller = callerWith(c, 'campaigns:read');
      const report = await campaignReport(deps, caller, { id: Number(c.req.valid('param').id) });
      const causes = await campaignCauses(deps, caller, report);
      if (!/\btext\/csv\b/.test(c.req.header('accept') ?? '')) return c.json(shown(report, causes), 200);
      c.header('content-type', 'text/csv; charset=utf-8; header=present');
      return c.body(resultsCsv(report, causes)) as never;
    },
  );
}

function shown(report: CampaignReport, causes: CampaignLosses['causes']): z.infer<typeof results> {
  const { id, name, isOurs, sentAt, audience, sums, delivered, bounced, targets, links, hours } = report;
  const { conversions, eventsDeletedBefore, at } = report;
  return {
    ...{ id: String(id), name, sentByRollcall: isOurs, sentAt: sentAt?.toISOString() ?? null, audience },
    states: sums.map(({ state, reason, people }) => ({ state, reason: reason || null, people })),
    delivered: { ...shareOf(delivered), said: delivered.said },
    opened: shownAttention(report.opened),
    clicked: shownAttention(report.clicked),
    unsubscribed: shareOf(report.unsubscribed),
    complained: shareOf(report.complained),
    bounced: { ...shareOf(bounced), hard: bounced.hard, soft: bounced.soft },
    causes,
    targets: targets.map(({ label, ...numbers }) => ({ target: label, ...numbers })),
    links: links.map(({ id: _, ...link }) => link),
    hours: hours.map((hour) => ({ ...hour, at: hour.at.toISOString() })),
    conversions,
    eventsDeletedBefore: eventsDeletedBefore?.toISOString() ?? null,
    at: at.toISOString(),
  };
}

const shareOf = ({ people, of }: Share) => ({ people, of });

const nothing = { people: null, of: null, hits: null, machines: null, machineHits: null };

function shownAttention({ how, ...numbers }: Attention): z.infer<typeof attention> {
  return { ...nothing, ...numbers, recorded: how };
}
