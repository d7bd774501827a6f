import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AudienceDeps } from '../../audience/caller.ts';
import { createCampaign, listCampaigns } from '../../audience/campaigns/drafts.ts';
import { recipientsPage } from '../../audience/campaigns/recipients-page.ts';
import { campaignResults } from '../../audience/campaigns/results.ts';
import { sendExpected } from '../../audience/campaigns/send-expected.ts';
import { sendTests } from '../../audience/campaigns/tests.ts';
import { showTracking } from '../../audience/campaigns/tracking/settings.ts';
import { campaignWaterfall } from '../../audience/campaigns/waterfall.ts';
import { listSenders } from '../../audience/senders/senders.ts';
import { listTopics } from '../../audience/topics/topics.ts';
import { RollcallError } from '../../errors.ts';
import { bounceCauseNames } from '../../lib/campaigns/bounce-causes.ts';
import { leftOutOrder, recipientStates } from '../../lib/campaigns/recipients.ts';
import { defined } from '../../lib/defined.ts';
import { findNamed } from '../../lib/names.ts';
import { type ApiEnv, callerWith } from './auth.ts';
import { campaignResultsRoutes } from './campaign-results.ts';
import { campaign, campaignId, campaignInput, shownCampaign, waterfall } from './campaign-schemas.ts';
import { cursorAfter, readCursor } from './cursor.ts';
import { answer, json, refusals } from './schemas.ts';
import { strict } from './strict.ts';

const LONGEST_PAGE = 1_000;
const moment = z.iso.datetime();

/** The routes of campaigns: draft, count, send, and read what happened. */
export function campaignRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  draftRoutes(api, deps);
  sendRoutes(api, deps);
  readRoutes(api, deps);
  campaignResultsRoutes(api, deps);
}

function draftRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  api.openapi(
    createRoute({
      method: 'post',
      path: '/campaigns',
      summary: 'Write a draft',
      request: { body: json(campaignInput) },
      responses: { 201: answer('The draft', campaign), ...refusals },
    }),
    async (c) => {
      const caller = callerWith(c, 'campaigns:write');
      const { name, sender, topic, html, tracking = {}, ...given } = c.req.valid('json');
      if (html !== undefined && given.body !== undefined)
        throw new RollcallError('invalid-input', 'Send either "body" or "html".', { about: 'html' });
      const input = html === undefined ? given : { ...given, body: html, bodyKind: 'html' as const };
      const senderId = sender && idNamed(await listSenders(deps, caller), sender, 'sender');
      const topicId = topic && idNamed(await listTopics(deps, caller), topic, 'topic');
      const own = { trackOpens: tracking.opens, trackClicks: tracking.clicks, addsUtm: tracking.utm };
      const ids = { senderId: senderId || undefined, topicId: topicId || undefined };
      const draft = await createCampaign(deps, caller, { name, ...defined({ ...input, ...ids, ...own }) });
      return c.json(shownCampaign(draft, await showTracking(deps, caller)), 201);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/campaigns/{id}/audience',
      summary: 'Count who would get it now, and who wouldn’t and why',
      request: { params: campaignId },
      responses: { 200: answer('The counts', waterfall), ...refusals },
    }),
    async (c) => {
      const caller = callerWith(c, 'campaigns:write');
      const { at, sentence, readBack, match, leftOut, getIt } = await campaignWaterfall(deps, caller, {
        id: Number(c.req.valid('param').id),
      });
      const counts = leftOutOrder.flatMap((reason) => {
        const people = leftOut[reason] ?? 0;
        return people === 0 ? [] : [{ reason, people }];
      });
      return c.json(
        { match, leftOut: counts, getIt, at: at.toISOString(), audience: sentence, readBack },
        200,
      );
    },
  );
}

function sendRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  api.openapi(
    createRoute({
      method: 'post',
      path: '/campaigns/{id}/test',
      summary: 'Send a test to addresses that an admin allowed in Slack',
      request: {
        params: campaignId,
        body: json(
          strict({ addresses: z.array(z.string('must be text').max(254)).min(1, 'is empty').max(5) }),
        ),
      },
      responses: {
        200: answer(
          'What the server answered for each',
          z.object({ tests: z.array(z.object({ to: z.string(), result: z.string(), reply: z.string() })) }),
        ),
        ...refusals,
      },
    }),
    async (c) => {
      const caller = callerWith(c, 'campaigns:write');
      const id = Number(c.req.valid('param').id);
      const { addresses } = c.req.valid('json');
      const { tests } = await sendTests(deps, caller, { id, teammates: [], addresses });
      return c.json({ tests: tests.map(({ to, is, reply }) => ({ to, result: is, reply })) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/campaigns/{id}/send',
      summary:
        'Send it, if exactly as many people get it as expected; to many people, this only asks for approval in Slack',
      request: {
        params: campaignId,
        body: json(
          strict({
            expected: z.int('must be a whole number').min(1, 'must be 1 or more').openapi({
              description: 'How many people get it, from …/audience. 409 if it is another number by now',
            }),
            when: z.string('must be text').min(1, 'is empty').max(100).default('now').openapi({
              description: 'now, or a time on the workspace’s clock as people say it',
              example: 'tomorrow 9am',
            }),
          }),
        ),
      },
      responses: {
        202: answer('Its state (scheduled, or needs approval), and what is recorded of it', campaign),
        ...refusals,
      },
    }),
    async (c) => {
      const caller = callerWith(c, 'campaigns:send');
      const id = Number(c.req.valid('param').id);
      const sent = await sendExpected(deps, caller, { id, ...c.req.valid('json') });
      return c.json(shownCampaign(sent, await showTracking(deps, caller)), 202);
    },
  );
}

function readRoutes(api: OpenAPIHono<ApiEnv>, deps: AudienceDeps): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/campaigns',
      summary: 'List campaigns, the latest first',
      responses: {
        200: answer('All campaigns', z.object({ campaigns: z.array(campaign) })),
        ...refusals,
      },
    }),
    async (c) => {
      const caller = callerWith(c, 'campaigns:read');
      const campaigns = await listCampaigns(deps, caller);
      const settings = await showTracking(deps, caller);
      return c.json({ campaigns: campaigns.map((each) => shownCampaign(each, settings)) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/campaigns/{id}',
      summary: 'The state of a campaign, and its people by the state of their mail',
      request: { params: campaignId },
      responses: {
        200: answer(
          'The campaign; `people` is empty before it was prepared, and adds up to the same number ever after',
          campaign.extend({
            people: z.array(
              z.object({ state: z.enum(recipientStates), reason: z.string().nullable(), people: z.int() }),
            ),
          }),
        ),
        ...refusals,
      },
    }),
    async (c) => {
      const caller = callerWith(c, 'campaigns:read');
      const found = await campaignResults(deps, caller, { id: Number(c.req.valid('param').id) });
      const people = found.sums.map(({ state, reason, people }) => ({
        state,
        reason: reason || null,
        people,
      }));
      const settings = await showTracking(deps, caller);
      return c.json({ ...shownCampaign(found.campaign, settings), people }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/campaigns/{id}/recipients',
      summary: 'The people of a campaign, page by page',
      request: {
        params: campaignId,
        query: z.object({
          state: z.enum(recipientStates, `must be one of ${recipientStates.join(', ')}`).optional(),
          limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(100),
          cursor: z.string().optional(),
        }),
      },
      responses: {
        200: answer(
          'A page of people',
          z.object({
            recipients: z.array(
              z.object({
                email: z.string(),
                state: z.enum(recipientStates),
                reason: z.string().nullable(),
                cause: z.enum(bounceCauseNames).nullable().openapi({
                  description: 'Why the mail bounced or was refused, if that was said',
                }),
                reply: z.string().nullable().openapi({ description: 'The server’s, without addresses' }),
                handedOverAt: moment.nullable(),
              }),
            ),
            next: z.string().nullable(),
          }),
        ),
        ...refusals,
      },
    }),
    async (c) => {
      // It names people: that takes both.
      callerWith(c, 'campaigns:read');
      const caller = callerWith(c, 'contacts:read');
      const { state, limit, cursor } = c.req.valid('query');
      const ref = { id: Number(c.req.valid('param').id) };
      const { recipients, next } = await recipientsPage(deps, caller, ref, {
        ...{ state, limit, after: readCursor(cursor) },
      });
      const shown = recipients.map(({ email, state, reason, cause, reply, handedAt }) => ({
        ...{ email, state, reason, cause, reply, handedOverAt: handedAt?.toISOString() ?? null },
      }));
      return c.json({ recipients: shown, next: next === undefined ? null : cursorAfter(next) }, 200);
    },
  );
}

/** The id of a sender or topic by its name. @throws RollcallError `invalid-input` */
function idNamed(all: readonly { id: number; name: string }[], name: string, what: string): number {
  const found = findNamed(all, name);
  if (found !== undefined) return found.id;
  const known = all.map((one) => one.name).join(', ');
  const offered = known === '' ? `there is none yet` : `there are ${known}`;
  throw new RollcallError('invalid-input', `No ${what} "${name}": ${offered}.`, { about: what });
}
