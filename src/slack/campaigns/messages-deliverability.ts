import {
  type Deliverability,
  type DomainHealth,
  poorShares,
  tooManyOf,
} from '../../audience/campaigns/deliverability.ts';
import type { ResultsCard } from '../../audience/campaigns/results-card.ts';
import { guards } from '../../lib/campaigns/bound.ts';
import { percentOf } from '../../lib/campaigns/shares.ts';
import { clip } from '../../lib/words.ts';
import { context, header, type Message, message, section } from '../kit/message.ts';
import { clock, code, count, counted, escaped, joined, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { type Cell, tableOrLines } from '../kit/table.ts';

/** Domains that one message shows: Slack allows 10,000 characters in a table. */
const IN_TABLE = 40;

/** Bounces and spam reports lately, by the domain of the recipients, with a warning for those that are too many. */
export function deliverabilityMessage(
  { domains, others, all, days, at }: Deliverability,
  { inWindow }: { inWindow: boolean },
): Message {
  if (all.handed === 0) {
    const words = `No mails were sent in the last ${days} days.`;
    return message([section(escaped(words))], words);
  }
  const title = `${percentOf(all.bounced, all.handed)} bounced, ${percentOf(all.complained, all.handed)} reported as spam`;
  const shown = domains.slice(0, IN_TABLE);
  const rest = others === null ? [] : [{ ...others, domain: counted(others.domains, 'other') }];
  return message(
    [
      header(title),
      section(
        joined([
          md`*Deliverability*  ·  ${counted(all.handed, 'mail')} in the last ${count(days)} days`,
          ...poorDomains(domains.filter((each) => each.isPoor)),
        ]),
      ),
      ...tableOrLines(inWindow, {
        caption: `Bounces and spam reports by domain, the last ${days} days`,
        heading: ['Domain', 'Mails', 'Bounced', 'Reported as spam'],
        rows: [...shown, ...rest].map(rowOf),
      }),
      context(
        md`Bounces for good only. ${limitsWords} Rollcall pauses a campaign at ${limit(guards.bounces)} and ${limit(guards.complaints)}  ·  counted ${clock(at)}`,
      ),
    ],
    `Deliverability: ${title}`,
  );
}

const rowOf = ({ domain, handed, bounced, complained }: Omit<DomainHealth, 'isPoor'>): Cell[] => [
  clip(domain, 60),
  handed,
  shareCell(bounced, handed),
  shareCell(complained, handed),
];

/** `12 (2.4 %)` */
const shareCell = (people: number, of: number): string => `${count(people)} (${percentOf(people, of)})`;

const limit = (share: number): Mrkdwn => escaped(`${(share * 100).toLocaleString('en-US')} %`);

const limitsWords = md`Above ${limit(poorShares.bounced)} bounces or ${limit(poorShares.complained)} spam reports, mail providers begin to distrust a sender.`;

type Counts = Omit<DomainHealth, 'isPoor'>;

/** The domains to look at: `Gmail bounced 4.1 % of 1,200 mails`. */
function poorDomains(poor: readonly Counts[]): Mrkdwn[] {
  if (poor.length === 0) return [];
  const named = poor.slice(0, NAMED).map(poorDomain);
  const rest = poor.length - named.length;
  return [md`:warning: ${joined(named, ', ')}${rest > 0 ? md` and ${counted(rest, 'more domain')}` : ''}.`];
}

/** Domains that a warning names. */
const NAMED = 3;

function poorDomain({ domain, ...counts }: Counts): Mrkdwn {
  const name = code(clip(domain, 80));
  const of = counted(counts.handed, 'mail');
  const share = (what: 'bounced' | 'complained') => escaped(percentOf(counts[what], counts.handed));
  const said = tooManyOf(counts).map((what, place) =>
    what === 'bounced'
      ? md`bounced ${share(what)} of ${of}`
      : md`reported ${share(what)}${place === 0 ? md` of ${of}` : ''} as spam`,
  );
  return md`${name} ${joined(said, ' and ')}`;
}

/** Warnings for a campaign of which too much bounced, or was reported as spam, in all or at some domains. */
export function poorWords({ report, isPoor, poorDomains: poor }: ResultsCard): Mrkdwn[] {
  const { bounced, complained } = report;
  const inAll = isPoor
    ? [
        md`:warning: ${escaped(percentOf(bounced.hard, bounced.of))} bounced for good, and ${escaped(percentOf(complained.people, complained.of))} reported it as spam.`,
      ]
    : [];
  const said = [...inAll, ...poorDomains(poor)];
  if (said.length === 0) return [];
  const where = poor.length === 0 ? md`shows which domains` : md`shows the last 30 days`;
  return [joined([...said, md`${limitsWords} \`/campaigns deliverability\` ${where}.`])];
}
