import type { Button, KnownBlock, Overflow } from '@slack/types';
import type { ResultsCard } from '../../audience/campaigns/results-card.ts';
import type { ResultPart } from '../../lib/campaigns/report.ts';
import { percentOf } from '../../lib/campaigns/shares.ts';
import { dayIn, dayWords } from '../../lib/days.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { choice, menu } from '../core/menu.ts';
import { button, buttons, context, header, type Message, message, section } from '../kit/message.ts';
import {
  bold,
  clock,
  code,
  count,
  counted,
  escaped,
  joined,
  type Mrkdwn,
  md,
  moment,
} from '../kit/mrkdwn.ts';
import { rows } from '../people/messages-list.ts';
import { inOutcomes, marks, showing, stateOf } from './messages.ts';
import { poorWords } from './messages-deliverability.ts';
import { hitsOverTime } from './messages-results-chart.ts';
import { asides, numberLines, resultsTitle } from './messages-results-numbers.ts';
import {
  hitWords,
  lineWith,
  partButton,
  peopleBehind,
  peopleBounced,
  shortUrl,
} from './messages-results-parts.ts';

/** Targets and links that the card itself names. */
const NAMED = 3;

/** The results of a campaign on one screen: each number with what it is a share of, and the people behind it. */
export function resultsMessage(card: ResultsCard): Message {
  const { report, campaign } = card;
  const { name } = report;
  if (campaign !== null && campaign.prepared === null) return nothingYet(campaign);
  const title = resultsTitle(report);
  return message(
    [
      header(title),
      ...body(card, (part) =>
        part === 'bounced'
          ? peopleBounced(report.id)
          : peopleBehind(report.id, part.replaceAll(' ', '-'), { part }),
      ),
      ...rows(parts(card)),
      buttons(...next(card)),
    ],
    `${name}: ${title}`,
  );
}

/** The same in the thread of its campaign, for everyone there: people and what to do next open over it. */
export function resultsPost(card: ResultsCard): Message {
  const { report } = card;
  const title = resultsTitle(report);
  return message(
    [
      header(title),
      ...body(card, () => []),
      buttons(button('Results', `${actions.openCampaign}.results`, String(report.id))),
    ],
    `${report.name}: ${title}`,
  );
}

/** The numbers, the chart, and what explains them. */
function body(card: ResultsCard, behind: (part: ResultPart | 'bounced') => Button[]): KnownBlock[] {
  const { report, timeZone } = card;
  const { words, chart } = hitsOverTime(report, timeZone);
  const more = [...(words === undefined ? [] : [words]), ...targetsLine(card), ...linksLine(card)];
  return [
    section(joined([about(card), ...sumsLine(card)])),
    ...numberLines(report).map(({ words, part }) => lineWith(words, part === undefined ? [] : behind(part))),
    ...chart,
    ...(more.length === 0 ? [] : [section(joined(more))]),
    ...poorWords(card).map((words) => context(words)),
    context(joined([...asides(report), ...frozen(card), md`Counted ${clock(report.at)}`], '  ·  ')),
  ];
}

/** Its name, its state, and how many people it is about. */
function about({ report, campaign }: ResultsCard): Mrkdwn {
  const { name, sentAt, audience } = report;
  const first = sentAt === null ? [] : [md`first mail ${moment(sentAt)}`];
  if (campaign === null)
    return joined([bold(name), md`known from your email provider’s reports`, ...first], '  ·  ');
  const state = md`${marks[campaign.state]} ${bold(name)}`;
  const people = audience === null ? [] : [counted(audience, 'person', 'people')];
  return joined([state, stateOf(campaign), ...people.map((many) => md`${many} in its audience`)], '  ·  ');
}

/** Everyone in the audience by outcome: they add up. */
function sumsLine({ report }: ResultsCard): Mrkdwn[] {
  const { outcome, clicked, opened } = report;
  if (outcome === null) return [];
  const isTitle = resultsTitle(report) === inOutcomes(outcome);
  return isTitle && (clicked.how === 'off' || opened.how === 'off') ? [] : [escaped(inOutcomes(outcome))];
}

/** `By target: tagged vip 8.1 %, tagged beta-user 3.0 %` */
function targetsLine({ report: { targets, clicked, opened } }: ResultsCard): Mrkdwn[] {
  const is = clicked.how === 'person' ? 'clicked' : opened.how === 'person' ? 'opened' : undefined;
  if (is === undefined || targets.length < 2) return [];
  const shown = targets
    .map(({ label, delivered, [is]: people }) => ({ label, delivered, people: people ?? 0 }))
    .sort((one, other) => shareIn(other) - shareIn(one));
  const words = shown
    .slice(0, NAMED)
    .map(
      ({ label, delivered, people }) =>
        md`${code(clip(label, 60))} ${delivered === 0 ? md`–` : escaped(percentOf(people, delivered))}`,
    );
  const rest = shown.length - words.length;
  const tail = rest > 0 ? md`, ${counted(rest, 'more', 'more')}` : '';
  return [md`*${is === 'clicked' ? md`Clicked` : md`Opened`} by target:* ${joined(words, ', ')}${tail}`];
}

const shareIn = ({ people, delivered }: { people: number; delivered: number }): number =>
  delivered === 0 ? -1 : people / delivered;

/** `Top links: acme.example/sale 180 people · acme.example 32 people` */
function linksLine({ report }: ResultsCard): Mrkdwn[] {
  const clicked = report.links.filter(({ hits }) => hits > 0).slice(0, NAMED);
  if (clicked.length === 0) return [];
  const words = clicked.map(
    ({ url, people, hits }) => md`${escaped(shortUrl(url))} ${hitWords({ people, hits: people ?? hits })}`,
  );
  return [md`*Top ${clicked.length === 1 ? md`link` : md`links`}:* ${joined(words, '  ·  ')}`];
}

/** That the totals outlive the events they were counted from. */
function frozen({ report: { eventsDeletedBefore, at }, timeZone }: ResultsCard): Mrkdwn[] {
  if (eventsDeletedBefore === null) return [];
  const day = dayWords(dayIn(eventsDeletedBefore, timeZone), dayIn(at, timeZone));
  return [md`Events before ${escaped(day)} were deleted; these totals are kept.`];
}

/** What doesn't fit on the card. */
function parts({ report }: ResultsCard): Button[] {
  const { id, links, targets, bounced, unsubscribed, outcome } = report;
  return [
    ...(outcome === null ? [] : [partButton('Who got it', { show: 'people', id })]),
    ...(links.length === 0 ? [] : [partButton('Links', { show: 'links', id })]),
    ...(targets.length < 2 ? [] : [partButton('By target', { show: 'targets', id })]),
    ...(bounced.people + unsubscribed.people + (outcome?.failed ?? 0) === 0
      ? []
      : [partButton('Bounces and unsubscribes', { show: 'losses', id })]),
  ];
}

/** What people do next with results. */
function next({ report, campaign, missed }: ResultsCard): (Button | Overflow)[] {
  const { id, clicked } = report;
  return [
    ...(clicked.how === 'person' && clicked.people > 0
      ? [button('Segment of clickers', actions.segmentClickers, String(id))]
      : []),
    ...(missed === 0
      ? []
      : [button(`Send to the ${count(missed)} who didn’t get it`, actions.sendToMissed, String(id))]),
    button('Compare with…', actions.compareCampaigns, String(id)),
    button('Export CSV', actions.exportResults, String(id)),
    ...menu(
      ...(campaign === null
        ? []
        : [
            choice('View campaign', actions.showCampaign, String(id)),
            choice('Why someone got it', actions.whyCampaign, String(id)),
            choice('Conversions…', actions.campaignConversions, String(id)),
          ]),
      choice('Deliverability', actions.deliverability, 'all'),
      choice('Refresh', actions.campaignResults, String(id)),
    ),
  ];
}

function nothingYet({ id, name }: { id: number; name: string }): Message {
  return message(
    [
      section(md`${bold(name)} hasn’t been sent, so there are no results yet.`),
      buttons(
        showing('View campaign', 'results', id),
        button('Who will get it', actions.campaignAudience, String(id)),
      ),
    ],
    `${name} hasn’t been sent.`,
  );
}
