import type { Button, KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { CampaignLosses } from '../../audience/campaigns/losses.ts';
import { bounceCauses } from '../../lib/campaigns/bounce-causes.ts';
import type { CampaignReport, ResultPart, TargetReport } from '../../lib/campaigns/report.ts';
import { percentOf } from '../../lib/campaigns/shares.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import {
  button,
  buttons,
  context,
  header,
  type Message,
  message,
  section,
  sectionWith,
} from '../kit/message.ts';
import { bold, code, count, counted, escaped, joined, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { type Cell, tableOrLines } from '../kit/table.ts';
import { listing } from '../people/messages-list.ts';
import { outcomeLines, uncertainWords } from './messages-results-people.ts';

/** What a button on a card of results opens in its place. */
export const partSchema = z.object({ show: z.enum(['people', 'links', 'targets', 'losses']), id: z.int() });
export type ResultsPart = z.infer<typeof partSchema>;

export const partButton = (words: string, part: ResultsPart): Button =>
  button(words, `${actions.resultsPart}.${part.show}`, JSON.stringify(part));

/** The button that lists the people behind a number of a campaign's results. */
export const peopleBehind = (id: number, as: string, behind: { part: ResultPart; link?: number }): Button[] =>
  listing('View people', as, { source: { of: 'results', id, ...behind } });

/** The same for everyone whose mail bounced. */
export const peopleBounced = (id: number): Button[] =>
  listing('View people', 'bounced', { source: { of: 'recipients', id, outcome: 'bounced', reason: null } });

/** A paragraph with the button that belongs to it, if there is one. */
export const lineWith = (words: Mrkdwn, [view]: Button[]): KnownBlock =>
  view === undefined ? section(words) : sectionWith(words, view);

/** Links that one message shows. */
const LINKS = 20;

/** A part of a campaign's results. `losses`: only for that part. */
export function resultsPart(
  report: CampaignReport,
  part: ResultsPart['show'],
  { losses, inWindow }: { losses?: CampaignLosses | undefined; inWindow: boolean },
): Message {
  const { id, name } = report;
  const { title, blocks } = contentOf(report, part, { losses, inWindow });
  return message(
    [
      header(title),
      context(bold(name)),
      ...blocks,
      buttons(button('Back to results', actions.campaignResults, String(id))),
    ],
    `${name}: ${title}`,
  );
}

interface Content {
  title: string;
  blocks: KnownBlock[];
}

function contentOf(
  report: CampaignReport,
  part: ResultsPart['show'],
  { losses, inWindow }: { losses?: CampaignLosses | undefined; inWindow: boolean },
): Content {
  switch (part) {
    case 'people':
      return {
        title: `${counted(report.audience ?? 0, 'person', 'people')} in its audience`,
        blocks: [
          ...outcomeLines(report.id, report),
          ...((report.outcome?.uncertain ?? 0) === 0 ? [] : [context(uncertainWords)]),
        ],
      };
    case 'links':
      return linksOf(report);
    case 'targets':
      return targetsOf(report, inWindow);
    case 'losses':
      return lossesOf(report, losses);
    default:
      throw part satisfies never;
  }
}

function linksOf({ id, links }: CampaignReport): Content {
  const rest = links.length - LINKS;
  const machines = links.reduce((sum, { machineHits }) => sum + machineHits, 0);
  return {
    title: counted(links.length, 'link'),
    blocks: [
      ...links.slice(0, LINKS).map((link) => {
        const words = md`${code(clip(shortUrl(link.url), 120))}\n${hitWords(link)}`;
        const behind = { part: 'clicked link', link: link.id } as const;
        return lineWith(words, link.people ? peopleBehind(id, `link-${link.id}`, behind) : []);
      }),
      ...(rest > 0 ? [context(md`${counted(rest, 'more link')}: the CSV file has all of them.`)] : []),
      ...(machines > 0 ? [context(md`Not counted: ${counted(machines, 'click')} by machines.`)] : []),
    ],
  };
}

/** `180 people, 201 clicks`; people only if there are any to count */
export function hitWords({ people, hits }: { people: number | null; hits: number }): Mrkdwn {
  if (hits === 0) return md`no clicks`;
  if (people === null) return md`*${count(hits)}* ${hits === 1 ? md`click` : md`clicks`}`;
  const who = md`*${count(people)}* ${people === 1 ? md`person` : md`people`}`;
  return hits > people ? md`${who}, ${counted(hits, 'click')}` : who;
}

/** @example shortUrl('https://www.acme.example/sale/') // 'acme.example/sale' */
export const shortUrl = (url: string): string =>
  clip(url.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/\/$/, ''), 80);

function targetsOf({ targets, opened, clicked }: CampaignReport, inWindow: boolean): Content {
  const columns: [string, (target: TargetReport) => Cell][] = [
    ['Sent to', ({ label }) => label],
    ['Delivered', ({ delivered }) => delivered],
    ...(clicked.how === 'person' ? [shareColumn('Clicked', ({ clicked: people }) => people ?? 0)] : []),
    ...(opened.how === 'person' ? [shareColumn('Opened', ({ opened: people }) => people ?? 0)] : []),
    shareColumn('Unsubscribed', ({ unsubscribed }) => unsubscribed),
  ];
  return {
    title: `Results by target`,
    blocks: [
      ...tableOrLines(inWindow, {
        caption: 'Results by target',
        heading: columns.map(([heading]) => heading),
        rows: targets.map((target) => columns.map(([, cell]) => cell(target))),
      }),
      context(md`By what each person was in when the campaign began. People in two of them count in both.`),
    ],
  };
}

/** `212 (4.4 %)`, of those delivered. */
const shareColumn = (
  heading: string,
  people: (target: TargetReport) => number,
): [string, (target: TargetReport) => Cell] => [
  heading,
  (target) => `${count(people(target))} (${percentOf(people(target), target.delivered)})`,
];

function lossesOf(
  { id, bounced, unsubscribed, isOurs, outcome }: CampaignReport,
  losses?: CampaignLosses,
): Content {
  const { domains, causes, left } = losses ?? { domains: [], causes: [], left: [] };
  return {
    title: `${count(bounced.people)} bounced, ${count(unsubscribed.people)} unsubscribed`,
    blocks: [
      ...(bounced.people === 0
        ? []
        : [
            section(md`*Bounced, by reason*`),
            ...reasonLine(id, 'bounced hard', bounced.hard),
            ...reasonLine(id, 'bounced soft', bounced.soft),
            ...causeLines(causes, 'bounced', bounced.people),
          ]),
      ...(outcome === null || outcome.failed === 0
        ? []
        : [section(md`*Refused when it was handed over*`), ...causeLines(causes, 'failed', outcome.failed)]),
      ...(domains.length === 0
        ? []
        : [
            section(
              joined([
                md`*Bounced, by domain*`,
                ...domains.map(({ domain, people }) => md`*${count(people)}* at ${code(clip(domain, 80))}`),
              ]),
            ),
          ]),
      ...(left.length === 0
        ? []
        : [
            section(
              joined([
                md`*Unsubscribed, by topic*`,
                ...left.map(
                  ({ topic, people }) =>
                    md`*${count(people)}* ${topic === null ? md`from everything` : md`turned off ${bold(clip(topic, 100))}`}`,
                ),
              ]),
            ),
          ]),
      ...(isOurs ? [] : [context(md`As far as your email provider reports.`)]),
    ],
  };
}

/**
 * The reasons that servers and providers gave: they add up to the whole, together with "not said".
 *
 * @param all everyone in the state, people who were erased since included
 */
function causeLines(causes: CampaignLosses['causes'], of: 'bounced' | 'failed', all: number): KnownBlock[] {
  const known = causes.flatMap(({ state, cause, people }) =>
    state === of && cause !== null ? [{ words: bounceCauses[cause], people }] : [],
  );
  const rest = all - known.reduce((sum, { people }) => sum + people, 0);
  const lines = [...known, ...(rest > 0 ? [{ words: 'reason not said', people: rest }] : [])];
  const said = lines.map(({ words, people }) => md`*${count(people)}* ${escaped(words)}`);
  return [section(md`Why: ${joined(said, '  ·  ')}`)];
}

const reasonLine = (id: number, part: 'bounced hard' | 'bounced soft', people: number): KnownBlock[] =>
  people === 0
    ? []
    : [lineWith(md`*${count(people)}* ${reasons[part]}`, peopleBehind(id, part.replace(' ', '-'), { part }))];

const reasons = {
  'bounced hard': md`for good: the address doesn’t work`,
  'bounced soft': md`for now: a full mailbox, or a server that was busy`,
};
