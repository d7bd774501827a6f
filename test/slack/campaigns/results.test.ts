import { describe, expect, it } from 'vitest';
import type { ResultsCard } from '../../../src/audience/campaigns/results-card.ts';
import type { CampaignReport } from '../../../src/lib/campaigns/report.ts';
import { checkBlocks } from '../../../src/playground/slack-server/checks/check.ts';
import { comparison } from '../../../src/slack/campaigns/messages-compare.ts';
import { deliverabilityMessage } from '../../../src/slack/campaigns/messages-deliverability.ts';
import { missedWords } from '../../../src/slack/campaigns/messages-missed.ts';
import { resultsMessage, resultsPost } from '../../../src/slack/campaigns/messages-results.ts';
import { resultsPart } from '../../../src/slack/campaigns/messages-results-parts.ts';
import type { Message } from '../../../src/slack/kit/message.ts';
import { campaignWith } from '../../support/campaign-rows.ts';
import { reportWith } from '../../support/reports.ts';

const none = { sent: 0, bounced: 0, leftOut: 0, failed: 0, uncertain: 0, waiting: 0 };
const done: Partial<CampaignReport> = {
  outcome: { ...none, sent: 4770, bounced: 12, leftOut: 63, failed: 3, uncertain: 1 },
};

const card = (change: Partial<CampaignReport> = {}, more: Partial<ResultsCard> = {}): ResultsCard => ({
  report: reportWith({ ...done, ...change }),
  campaign: campaignWith('Spring sale', {
    state: 'sent',
    prepared: 4849,
    endedAt: new Date('2026-12-04T09:05:00Z'),
  }),
  missed: 4,
  isPoor: false,
  poorDomains: [],
  timeZone: 'Europe/London',
  ...more,
});

interface Shown {
  type: string;
  text?: { text: string };
  accessory?: Labelled;
  elements?: Labelled[];
}
interface Labelled {
  text?: { text: string } | string;
}

const labelOf = ({ text }: Labelled = {}): string | undefined =>
  typeof text === 'object' ? `[${text.text}]` : undefined;

const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('\u00a0', ' ');

/** A message as people read it: a line for each text, buttons in brackets. */
function read({ blocks }: Message): string {
  expect(checkBlocks(blocks, 'message')).toEqual([]);
  const lines = (blocks as Shown[]).flatMap(({ type, text, accessory, elements = [] }) => {
    if (type === 'actions') return [elements.map((each) => labelOf(each) ?? '⋯').join(' ')];
    if (type === 'context') return [elements.map((each) => each.text as string).join('')];
    return text === undefined ? [] : [[text.text, labelOf(accessory)].filter(Boolean).join(' ')];
  });
  return unescaped(lines.join('\n')).replace(/<!date\^\d+\^[^|]*\|([^>]*)>/g, '$1');
}

describe('the card of results', () => {
  it('has each number with what it is a share of, people before hits, and machines apart', () => {
    expect(read(resultsMessage(card()))).toBe(`212 of 4,770 clicked, 4.4 %
:mega: *Spring sale*  ·  sent 2026-12-04 09:05 UTC  ·  4,849 people in its audience
4,770 sent, 12 bounced, 63 left out, 3 failed, 1 uncertain
*4,770 of 4,782* delivered, 99.7 % [View people]
*212 of 4,770* clicked, 4.4 %  ·  431 clicks in all [View people]
*1,201 of 4,770* opened it, 25.2 %  ·  2,114 opens in all [View people]
*17 of 4,770* unsubscribed, 0.4 % [View people]
*1 of 4,770* reported it as spam, < 0.1 % [View people]
*12 of 4,782* bounced, 0.3 %: 9 for good, 3 for now [View people]
Half of the clicks came within 3 hours.
*Clicked by target:* \`tagged vip\` 8.1 %, \`tagged beta-user\` 3.0 %
*Top links:* acme.example/sale *180* people  ·  acme.example *130* people
Not counted: 512 clicks and 1,800 opens by machines, such as mail scanners; for 37 people, only machines clicked.  ·  Counted 10:00 UTC
[Who got it] [Links] [By target] [Bounces and unsubscribes]
[Segment of clickers] [Send to the 4 who didn’t get it] [Compare with…] [Export CSV] ⋯`);
  });

  it('shows hits alone if people aren’t recorded: no people, targets, or segments', () => {
    const said = read(
      resultsMessage(
        card({
          clicked: { how: 'total', hits: 431, machineHits: 2 },
          opened: { how: 'total', hits: 1, machineHits: 0 },
          targets: reportWith().targets.map((each) => ({ ...each, opened: null, clicked: null })),
          links: reportWith().links.map((each) => ({ ...each, people: null })),
        }),
      ),
    );
    expect(said).toMatch(/^431 clicks\n/);
    expect(said).toContain('\n*431* clicks\n*1* open\n');
    expect(said).toContain('acme.example/sale *301* clicks');
    expect(said).not.toMatch(/Segment of clickers|by target:|clicked,/i);
  });

  it('shows what a wrong clock reports from before the first mail at its hour', () => {
    const { hours, sentAt } = reportWith();
    const early = [{ at: new Date(0), opened: 0, clicked: 2 }, ...hours];
    const usual = resultsMessage(card()).blocks;
    const shown = resultsMessage(card({ hours: early })).blocks;
    const chartOf = (blocks: Message['blocks']) =>
      (blocks as Shown[]).find(({ type }) => type === 'data_visualization');
    expect(sentAt).not.toBeNull();
    expect(JSON.stringify(chartOf(shown))).not.toContain('1970');
    const labels = (blocks: Message['blocks']) => JSON.stringify(chartOf(blocks)).match(/"label":"[^"]*"/g);
    expect(labels(shown)).toEqual(labels(usual));
    expect(read(resultsMessage(card({ hours: early })))).toContain('Half of the clicks came within 3 hours.');
  });

  it('says it in words if nobody did anything, and if nothing is recorded', () => {
    const nobody = { people: 0, hits: 0, machines: 0, machineHits: 0, of: 1 } as const;
    const quiet = card({
      ...{ audience: 1, sums: [], targets: [], links: [], hours: [] },
      ...{ outcome: { ...none, sent: 1 }, delivered: { people: 1, of: 1, said: 'accepted' } },
      ...{ clicked: { how: 'person', ...nobody }, opened: { how: 'off' } },
      ...{ unsubscribed: { people: 0, of: 1 }, complained: { people: 0, of: 1 } },
      bounced: { people: 0, of: 1, hard: 0, soft: 0 },
    });
    const said = read(resultsMessage({ ...quiet, missed: 0 }));
    expect(said).toMatch(/^No one has clicked yet\n/);
    expect(said).toContain(
      '1 person in its audience\n1 sent, 0 left out\n*1 of 1* accepted by the mail server, 100 %',
    );
    expect(said).toContain('No one has unsubscribed');
    expect(said).toContain('Opens aren’t recorded.');
    expect(said).not.toMatch(/Segment of|didn’t get it|Bounces/);
    const off = read(resultsMessage({ ...quiet, report: { ...quiet.report, clicked: { how: 'off' } } }));
    expect(off).toMatch(/^1 of 1 accepted by the mail server\n/);
    expect(off).toContain('Clicks and opens aren’t recorded.');
  });

  it('shows what a provider reports of a campaign that Rollcall didn’t send', () => {
    const said = read(
      resultsMessage(
        card(
          { isOurs: false, audience: null, outcome: null, sums: [], targets: [] },
          { campaign: null, missed: 0 },
        ),
      ),
    );
    expect(said).toContain(
      '*Spring sale*  ·  known from your email provider’s reports  ·  first mail 2026-12-04',
    );
    expect(said).not.toMatch(/audience|Who got it|didn’t get it|left out/);
    expect(said).toContain('[Segment of clickers] [Compare with…] [Export CSV] ⋯');
  });

  it('counts conversions, says that totals are kept, and warns of many bounces', () => {
    const said = read(
      resultsMessage(
        card({
          conversions: { people: 31, of: 212, kind: 'purchase', days: 5, after: 'click', value: 1240.5 },
          eventsDeletedBefore: new Date('2026-05-03T12:00:00Z'),
        }),
      ),
    );
    expect(said).toContain(
      '*31 of 212* who clicked did `purchase` within 5 days of their click, 14.6 %  ·  worth 1,240.50 [View people]',
    );
    const poor = card({ bounced: { people: 144, of: 4914, hard: 143, soft: 1 } }, { isPoor: true });
    expect(read(resultsMessage(poor))).toContain(
      ':warning: 2.9 % bounced for good, and < 0.1 % reported it as spam.\nAbove 2 % bounces or 0.1 % spam reports, mail providers begin to distrust a sender. `/campaigns deliverability` shows which domains.',
    );
    const domains = [
      { domain: 'Gmail', handed: 1200, bounced: 49, complained: 2 },
      { domain: 'acme.example', handed: 800, bounced: 2, complained: 4 },
    ];
    expect(read(resultsMessage(card({}, { poorDomains: domains })))).toContain(
      ':warning: `Gmail` bounced 4.1 % of 1,200 mails and reported 0.2 % as spam, `acme.example` reported 0.5 % of 800 mails as spam.\nAbove 2 % bounces or 0.1 % spam reports, mail providers begin to distrust a sender. `/campaigns deliverability` shows the last 30 days.',
    );
    expect(said).toContain('Events before 3 May were deleted; these totals are kept.');
  });

  it('begins with the outcome while mails go out', () => {
    expect(read(resultsMessage(card(reportWith())))).toMatch(
      /^4,770 sent, 26 waiting, 12 bounced, 37 left out, 3 failed, 1 uncertain\n/,
    );
  });

  it('shows everyone in a thread the numbers, and people only to the person who clicks', () => {
    const said = read(resultsPost(card()));
    expect(said).toContain('*212 of 4,770* clicked, 4.4 %  ·  431 clicks in all\n');
    expect(said.split('\n').at(-1)).toBe('[Results]');
    expect(said).not.toContain('View people');
  });
});

describe('what is behind the card', () => {
  const part = (
    show: Parameters<typeof resultsPart>[1],
    more: Partial<Parameters<typeof resultsPart>[2]> = {},
  ) => read(resultsPart(reportWith(done), show, { inWindow: false, ...more }));

  it('lists links, with their people and clicks', () => {
    expect(part('links')).toContain(
      '3 links\n*Spring sale*\n`acme.example/sale`\n*180* people, 301 clicks [View people]\n`acme.example`\n*130* people [View people]\n`acme.example/imprint`\nno clicks',
    );
  });

  it('shows targets as a table, and as lines in a window', () => {
    expect(JSON.stringify(resultsPart(reportWith(), 'targets', { inWindow: false }).blocks)).toContain(
      '224 (8.1\u00a0%)',
    );
    expect(part('targets', { inWindow: true })).toContain(
      '*tagged vip*  ·  Delivered 2,770  ·  Clicked 224 (8.1 %)  ·  Opened 901 (32.5 %)  ·  Unsubscribed 14 (0.5 %)',
    );
  });

  it('shows bounces by reason and domain, and unsubscribes by topic', () => {
    const losses = {
      domains: [{ domain: 'gmail.com', people: 7 }],
      causes: [
        { state: 'bounced' as const, cause: 'no mailbox' as const, people: 7 },
        { state: 'bounced' as const, cause: 'full' as const, people: 2 },
        { state: 'failed' as const, cause: 'blocked' as const, people: 3 },
      ],
      left: [
        { topic: 'Product news', people: 14 },
        { topic: null, people: 3 },
      ],
    };
    expect(part('losses', { losses })).toContain(
      '12 bounced, 17 unsubscribed\n*Spring sale*\n*Bounced, by reason*\n*9* for good: the address doesn’t work [View people]\n*3* for now: a full mailbox, or a server that was busy [View people]\nWhy: *7* no such mailbox  ·  *2* mailbox full  ·  *3* reason not said\n*Refused when it was handed over*\nWhy: *3* blocked as spam or by policy\n*Bounced, by domain*\n*7* at `gmail.com`\n*Unsubscribed, by topic*\n*14* turned off *Product news*\n*3* from everything',
    );
  });

  it('adds up to the audience', () => {
    expect(part('people')).toContain(
      '4,849 people in its audience\n*Spring sale*\n*4,770* sent: the server took the mail [View people]',
    );
  });
});

it('says who gets the mail again, and who never does', () => {
  const missed = [
    { state: 'left out' as const, reason: 'mailed lately', people: 1 },
    { state: 'failed' as const, reason: '', people: 3 },
  ];
  expect(
    missedWords(reportWith(done), { draft: { name: 'Spring sale for those who missed it' }, missed }),
  ).toBe(
    'Created the draft *Spring sale for those who missed it* for the 4 people who didn’t get *Spring sale*: 1 mailed too recently, 3 failed. People who opted out, bounced or are suppressed are never in it, nor the 1 person who may have it already (uncertain).',
  );
});

it('shows deliverability by domain, and which domains to look at', () => {
  const all = { handed: 1000, bounced: 15, complained: 0, isPoor: false };
  const domains = [
    { domain: 'Gmail', handed: 500, bounced: 15, complained: 1, isPoor: true },
    { domain: 'acme.example', handed: 100, bounced: 0, complained: 0, isPoor: false },
  ];
  const others = { domains: 12, handed: 400, bounced: 0, complained: 0, isPoor: false };
  const found = { domains, others, all, days: 30, at: new Date('2026-12-05T10:00:00Z') };
  expect(read(deliverabilityMessage(found, { inWindow: true }))).toBe(`1.5 % bounced, 0 % reported as spam
*Deliverability*  ·  1,000 mails in the last 30 days
:warning: \`Gmail\` bounced 3.0 % of 500 mails.
*Gmail*  ·  Mails 500  ·  Bounced 15 (3.0 %)  ·  Reported as spam 1 (0.2 %)
*acme.example*  ·  Mails 100  ·  Bounced 0 (0 %)  ·  Reported as spam 0 (0 %)
*12 others*  ·  Mails 400  ·  Bounced 0 (0 %)  ·  Reported as spam 0 (0 %)
Bounces for good only. Above 2 % bounces or 0.1 % spam reports, mail providers begin to distrust a sender. Rollcall pauses a campaign at 5 % and 0.3 %  ·  counted 10:00 UTC`);
  const nothing = { ...found, domains: [], others: null, all: { ...all, handed: 0 } };
  expect(read(deliverabilityMessage(nothing, { inWindow: false }))).toBe(
    'No mails were sent in the last 30 days.',
  );
});

it('compares two campaigns side by side, and says what one of them didn’t record', () => {
  const other = reportWith({
    ...{
      id: 8,
      name: 'Summer sale',
      clicked: { how: 'off' },
      opened: { how: 'total', hits: 1, machineHits: 0 },
    },
    ...{ isOurs: false, audience: null, outcome: null },
  });
  const { blocks } = comparison(reportWith(), other, { inWindow: false });
  expect(read({ blocks, text: '' as Message['text'] })).toMatch(/^Spring sale and Summer sale\n/);
  const { rows } = blocks.find(({ type }) => (type as string) === 'data_table') as unknown as {
    rows: { text: string }[][];
  };
  expect(rows.map((row) => row.map(({ text }) => unescaped(text)))).toEqual([
    ['Number', 'Spring sale', 'Summer sale'],
    ['Audience', '4,849', 'unknown'],
    ['Delivered', '99.7 % (4,770 of 4,782)', '99.7 % (4,770 of 4,782)'],
    ['Clicked', '4.4 % (212 of 4,770)', 'not recorded'],
    ['Opened', '25.2 % (1,201 of 4,770)', '1 open'],
    ['Unsubscribed', '0.4 % (17 of 4,770)', '0.4 % (17 of 4,770)'],
    ['Reported as spam', '< 0.1 % (1 of 4,770)', '< 0.1 % (1 of 4,770)'],
    ['Bounced', '0.3 % (12 of 4,782)', '0.3 % (12 of 4,782)'],
    ['Converted', 'not counted', 'not counted'],
  ]);
  const better = comparison(reportWith(), reportWith({ id: 9, name: 'Autumn sale' }), { inWindow: true });
  expect(read(better)).toMatch(/^Spring sale: 4.4 % clicked; Autumn sale: 4.4 %\n/);
  expect(read(better)).toContain('*Clicked*  ·  Spring sale 4.4 % (212 of 4,770)  ·  Autumn sale 4.4 %');
});
