import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Campaign, CampaignCard, Sum } from '../../src/audience/campaigns/card.ts';
import { bounceCauseNames } from '../../src/lib/campaigns/bounce-causes.ts';
import type { Trouble } from '../../src/lib/campaigns/bound.ts';
import { leftOutOrder, outcomesOf, recipientStates } from '../../src/lib/campaigns/recipients.ts';
import { campaignStates } from '../../src/lib/campaigns/states.ts';
import { checkBlocks, checkView } from '../../src/playground/slack-server/checks/check.ts';
import { limits } from '../../src/playground/slack-server/checks/limits.ts';
import { bodyParts, joinedParts } from '../../src/slack/campaigns/body-parts.ts';
import { campaignModal, deleteCampaignModal, whyCampaignModal } from '../../src/slack/campaigns/forms.ts';
import {
  releaseModal,
  rescheduleModal,
  stopModal,
  uncertainModal,
} from '../../src/slack/campaigns/forms-release.ts';
import { compareCampaignsModal, conversionsModal } from '../../src/slack/campaigns/forms-results.ts';
import { testModal } from '../../src/slack/campaigns/forms-test.ts';
import { campaignDeleted } from '../../src/slack/campaigns/messages.ts';
import { audienceMessage } from '../../src/slack/campaigns/messages-audience.ts';
import { campaignCardMessage } from '../../src/slack/campaigns/messages-card.ts';
import { comparison } from '../../src/slack/campaigns/messages-compare.ts';
import { deliverabilityMessage } from '../../src/slack/campaigns/messages-deliverability.ts';
import { campaignList } from '../../src/slack/campaigns/messages-list.ts';
import { noticeOf, resultsNotPosted } from '../../src/slack/campaigns/messages-notices.ts';
import { previewMessage } from '../../src/slack/campaigns/messages-preview.ts';
import { resultsMessage, resultsPost } from '../../src/slack/campaigns/messages-results.ts';
import { resultsPart } from '../../src/slack/campaigns/messages-results-parts.ts';
import { testsSent } from '../../src/slack/campaigns/messages-test.ts';
import type { Message } from '../../src/slack/kit/message.ts';
import { escaped, md } from '../../src/slack/kit/mrkdwn.ts';
import { campaignWith } from '../support/campaign-rows.ts';
import { reportWith } from '../support/reports.ts';

// Campaigns with the longest names, audiences and replies of servers stay inside what Slack takes.

const nasty = fc.constantFrom('&', '<', '>', '`', '*', '🎉', 'a', ' ', '\n', '<!channel>');
const long = (most: number) =>
  fc.oneof(
    fc.array(nasty, { minLength: 1, maxLength: most }).map((parts) => `x${parts.join('')}`.slice(0, most)),
    fc.constantFrom('&'.repeat(most), 'x'.repeat(most)),
  );
const at = new Date('2026-11-23T10:00:00Z');
const most = 2_147_483_647;
const to = { url: `https://hooks.slack.com/${'x'.repeat(300)}`, replace: true };
const runs = { numRuns: 6 };

function expectFits({ blocks, text }: Message): void {
  expect(checkBlocks(blocks, 'message')).toEqual([]);
  expect(text.length).toBeLessThanOrEqual(limits.text);
  expect(JSON.stringify(blocks)).not.toMatch(/"type":"mrkdwn","text":"[^"]*<!channel/);
}

const tracking = { opens: 'total', clicks: 'person', addsUtm: true } as const;

const unrecorded = (['opened', 'clicked'] as const).map((did) => ({
  ...{ did, campaigns: most, of: most, isEver: true, instead: [] as string[] },
}));

const troubles = (words: string): Trouble[] => [
  { why: 'count', approved: most, now: 1 },
  { why: 'audience broken', problem: words },
  { why: 'late', due: at.toISOString() },
  { why: 'sender', problem: words },
  { why: 'silent', since: at.toISOString() },
  { why: 'restored', from: at.toISOString(), to: at.toISOString() },
  { why: 'complaints', people: 1, of: most },
  { why: 'failures', inARow: 10, reply: words },
];

const sums: Sum[] = recipientStates.flatMap((state): Sum[] =>
  state === 'left out'
    ? leftOutOrder.map((reason) => ({ state, reason, people: most }))
    : [{ state, reason: '', people: most }],
);

const cardWith = (words: string, campaign: Campaign): CampaignCard => ({
  ...{ campaign, topic: words.slice(0, 60), sums: campaign.prepared === null ? [] : sums, at },
  sender: { name: words.slice(0, 80), fromName: words.slice(0, 200), fromAddress: words.slice(0, 254) },
  audience: { sentence: words, readBack: words, namesPeople: false, match: most, getIt: most, unrecorded },
  lacks: ['subject', 'text', 'sender', 'audience', 'postal address'],
  sentTo: Array.from({ length: 30 }, () => words),
  ...{ pagesProblem: words, senderProblem: words, problem: words },
});

it('shows campaigns in every state inside Slack’s limits, to one person and to a channel', () => {
  fc.assert(
    fc.property(long(4000), (words) => {
      for (const state of campaignStates) {
        for (const prepared of [null, most]) {
          const campaign = campaignWith(words, { state, prepared, trouble: troubles(words)[7] ?? null });
          expectFits(campaignCardMessage(cardWith(words, campaign), { perSecond: 3.4 }));
          expectFits(campaignCardMessage(cardWith(words, campaign), { isPost: true }));
        }
      }
      for (const trouble of troubles(words))
        expectFits(noticeOf(cardWith(words, campaignWith(words, { state: 'held', trouble }))));
      const all = Array.from({ length: 60 }, (_, index) =>
        campaignWith(words, { id: index, state: campaignStates[index % campaignStates.length] ?? 'draft' }),
      );
      const row = { audience: most, sent: most, clicked: most, clicks: most, unsubscribed: most };
      const numbers = new Map(all.map(({ id }) => [id, { campaignId: id, ...row }]));
      for (const page of [1, 2, 4, 9])
        expectFits(campaignList(all, { search: words.slice(0, 60), page }, { numbers, reported: all }));
      expectFits(campaignDeleted({ name: words }));
    }),
    runs,
  );
});

it('shows audiences, results, previews and tests inside Slack’s limits', () => {
  fc.assert(
    fc.property(long(4000), (words) => {
      const campaign = campaignWith(words, { prepared: most, state: 'sent' });
      const leftOut = Object.fromEntries(leftOutOrder.map((reason) => [reason, most]));
      const counted = { match: most, getIt: most, leftOut };
      const said = { sentence: words, readBack: words, namesPeople: true, unrecorded };
      for (const one of unrecorded) one.instead = [words, words];
      expectFits(audienceMessage({ campaign, at, ...said, ...counted, forecast: { ...counted, at } }));
      const remarks = Array.from({ length: 20 }, () => words);
      const mail = { subject: words, html: words, text: words.repeat(5), remarks, size: most };
      expectFits(previewMessage({ campaign, from: words, mail, tracking }));
      const tests = Array.from({ length: 15 }, () => ({
        to: words.slice(0, 254),
        is: 'refused' as const,
        reply: words,
      }));
      expectFits(testsSent(campaign, tests));
    }),
    runs,
  );
});

it('shows results, with what is behind them, inside Slack’s limits', () => {
  fc.assert(
    fc.property(long(4000), (words) => {
      const url = `https://${words}`;
      const times = <T>(many: number, make: (n: number) => T) =>
        Array.from({ length: many }, (_, n) => make(n));
      const report = reportWith({
        ...{ id: most, name: words.slice(0, 200), audience: most, outcome: outcomesOf(sums), sums },
        targets: times(30, () => ({
          ...{ label: words, delivered: most, opened: most, clicked: most, unsubscribed: most },
        })),
        links: times(300, (id) => ({ id, url, hits: most, machineHits: most, people: most })),
        hours: times(500, (n) => ({ at: new Date(at.getTime() + n * 3_600_000), opened: 1, clicked: n % 7 })),
        conversions: { people: 1, of: most, kind: words, days: 90, after: 'delivery', value: 1e12 / 7 },
        eventsDeletedBefore: at,
      });
      const campaign = campaignWith(words, { state: 'sent', prepared: most });
      const card = {
        report,
        campaign,
        missed: most,
        isPoor: true,
        poorDomains: Array.from({ length: 5 }, (_, n) => ({
          ...{ domain: `${n}${'d'.repeat(250)}.example` },
          ...{ handed: 2_000_000_000, bounced: 1_999_999_999, complained: 1_999_999_999 },
        })),
        timeZone: 'America/Argentina/ComodRivadavia',
      };
      for (const shown of [card, { ...card, campaign: null, report: { ...report, isOurs: false } }]) {
        expectFits(resultsMessage(shown));
        expectFits(resultsPost(shown));
      }
      const losses = {
        domains: times(10, () => ({ domain: words.slice(0, 253), people: most })),
        causes: bounceCauseNames.flatMap((cause) =>
          (['bounced', 'failed'] as const).map((state) => ({ state, cause, people: most })),
        ),
        left: times(60, () => ({ topic: words.slice(0, 100), people: most })),
      };
      for (const show of ['people', 'links', 'targets', 'losses'] as const)
        for (const inWindow of [false, true]) expectFits(resultsPart(report, show, { losses, inWindow }));
      for (const inWindow of [false, true]) expectFits(comparison(report, report, { inWindow }));
      const counts = { handed: most, bounced: most, complained: most, isPoor: true };
      const domains = times(200, () => ({ domain: words.slice(0, 253), ...counts }));
      for (const inWindow of [false, true]) {
        const others = { domains: most, ...counts };
        expectFits(deliverabilityMessage({ domains, others, all: counts, days: 30, at }, { inWindow }));
      }
      expectFits(resultsNotPosted(report, { channel: 'C0NEWS', problem: words }));
      const kinds = times(150, (n) => `${n}${words}`.slice(0, 60));
      for (const view of [
        compareCampaignsModal(to),
        compareCampaignsModal(to, report),
        conversionsModal(to, {
          campaign: report,
          settings: { kind: 'purchase', days: 90, after: 'delivery' },
          kinds,
        }),
      ])
        expect(checkView(view)).toEqual([]);
    }),
    runs,
  );
});

it('asks in forms inside Slack’s limits, and keeps long texts whole', () => {
  fc.assert(
    fc.property(long(4000), (words) => {
      const campaign = campaignWith(words, {
        body: Array.from({ length: 12 }, () => words.trim()).join('\n\n'),
      });
      const thing = (id: number) => ({ id, name: words.slice(0, 80) });
      const things = Array.from({ length: 130 }, (_, id) => thing(id));
      const named = { tags: things, segments: things };
      const form = {
        ...{ senders: things.map((each) => ({ ...each, from: words })), topics: things },
        ...{ sendTo: named, except: named, sentence: words.slice(0, 3000) },
      };
      const seen = { match: most, getIt: most, leftOut: { unsubscribed: most } };
      const addresses = Array.from({ length: 5 }, (_, n) => `${n}${'x'.repeat(240)}@x.example`);
      const about = { id: most, name: words.slice(0, 80) };
      for (const view of [
        campaignModal(to, { ...form, campaign }),
        campaignModal(to, { ...form, campaign: { ...campaign, bodyKind: 'html' } }),
        campaignModal(to, form, { name: words.slice(0, 80), body: words }),
        ...[true, false].flatMap((isOnlyAdmin) =>
          [{}, { toChoose: { opens: null, clicks: null } }].map((choosing) =>
            releaseModal(
              to,
              {
                campaign,
                waterfall: seen,
                when: 'now',
                way: 'ask',
                takesSecond: true,
                tracking,
                ...choosing,
              },
              { title: 'Approve campaign', when: 'now', readBack: md`Goes out *now*`, isOnlyAdmin },
            ),
          ),
        ),
        ...troubles(words).map((differs) =>
          rescheduleModal(
            to,
            { campaign, approved: most, differs },
            { title: 'Reschedule', when: words.slice(0, 100), readBack: escaped(words) },
          ),
        ),
        deleteCampaignModal(to, about),
        whyCampaignModal(to, about),
        stopModal(to, { ...about, waiting: most }),
        uncertainModal(to, { ...about, uncertain: most }),
        testModal(to, { ...about, addresses, isAdmin: true, userId: 'U0ADA' }),
      ])
        expect(checkView(view)).toEqual([]);
    }),
    runs,
  );
  const text = Array.from({ length: 40 }, (_, n) => `Paragraph ${n} ${'word '.repeat(60).trim()}`).join(
    '\n\n',
  );
  expect(bodyParts(text).length).toBeGreaterThan(3);
  expect(joinedParts(bodyParts(text))).toBe(text);
});
