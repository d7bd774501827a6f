import { csvLine } from '../../csv/file/write.ts';
import type { Attention, CampaignReport, Share } from '../../lib/campaigns/report.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import type { CampaignRef } from './lookup.ts';
import { type CampaignLosses, campaignCauses } from './losses.ts';
import { campaignReport } from './results.ts';

const columns = ['part', 'name', 'measure', 'people', 'of', 'hits', 'machine_hits'] as const;
type CauseCount = CampaignLosses['causes'][number];
type Line = Partial<Record<(typeof columns)[number], string | number | null>>;

/**
 * The results of a campaign as a file: a line for each number, with what it is a share of. It names no people.
 *
 * @throws RollcallError `not-found`
 */
export async function resultsFile(
  deps: AudienceDeps,
  caller: Caller,
  ref: CampaignRef,
): Promise<{ report: CampaignReport; content: string }> {
  const report = await campaignReport(deps, caller, ref);
  return { report, content: resultsCsv(report, await campaignCauses(deps, caller, report)) };
}

/** A report as CSV: empty cells are numbers that aren't known, or don't exist. */
export const resultsCsv = (report: CampaignReport, causes: readonly CauseCount[]): string =>
  [
    [...columns],
    ...[...linesOf(report), ...causeLines(causes)].map((line) =>
      columns.map((column) => String(line[column] ?? '')),
    ),
  ]
    .map((cells) => `${csvLine(cells)}\r\n`)
    .join('');

function linesOf(report: CampaignReport): Line[] {
  const { name, audience, sums, conversions, bounced } = report;
  return [
    { part: 'campaign', name },
    ...(audience === null ? [] : [{ part: 'total', measure: 'audience', people: audience }]),
    ...sums.map(({ state, reason, people }) => ({
      ...{ part: 'state', name: state, measure: reason, people, of: audience },
    })),
    total(report.delivered.said, report.delivered),
    { part: 'total', measure: 'opened', ...attention(report.opened) },
    { part: 'total', measure: 'clicked', ...attention(report.clicked) },
    total('unsubscribed', report.unsubscribed),
    total('complained', report.complained),
    total('bounced', bounced),
    { part: 'bounced', name: 'hard', measure: 'bounced', people: bounced.hard, of: bounced.of },
    { part: 'bounced', name: 'soft', measure: 'bounced', people: bounced.soft, of: bounced.of },
    ...(conversions === null ? [] : [{ ...total('converted', conversions), name: conversions.kind }]),
    ...(conversions === null || conversions.value === null
      ? []
      : [{ part: 'total', name: conversions.kind, measure: 'value', hits: conversions.value }]),
    ...linkLines(report),
    ...targetLines(report),
    ...hourLines(report),
  ];
}

/** Why mails bounced, or were refused when they were handed over; empty if it wasn't said. */
const causeLines = (causes: readonly CauseCount[]): Line[] =>
  causes.map(({ state, cause, people }) => ({ part: 'cause', name: cause ?? '', measure: state, people }));

const total = (measure: string, { people, of }: Share): Line => ({ part: 'total', measure, people, of });

function attention(how: Attention): Line {
  if (how.how === 'off') return { name: 'not recorded' };
  const hits = { hits: how.hits, machine_hits: how.machineHits };
  return how.how === 'person' ? { people: how.people, of: how.of, ...hits } : hits;
}

const linkLines = ({ links }: CampaignReport): Line[] =>
  links.map(({ url, people, hits, machineHits }) => ({
    ...{ part: 'link', name: url, measure: 'clicked', people, hits, machine_hits: machineHits },
  }));

const targetLines = ({ targets }: CampaignReport): Line[] =>
  targets.flatMap(({ label, delivered, opened, clicked, unsubscribed }) => {
    const line = (measure: string, people: number | null): Line[] =>
      people === null ? [] : [{ part: 'target', name: label, measure, people, of: delivered }];
    return [
      { part: 'target', name: label, measure: 'delivered', people: delivered },
      ...line('opened', opened),
      ...line('clicked', clicked),
      ...line('unsubscribed', unsubscribed),
    ];
  });

const hourLines = ({ hours }: CampaignReport): Line[] =>
  hours.flatMap(({ at, opened, clicked }) =>
    [
      { part: 'hour', name: at.toISOString(), measure: 'opened', hits: opened },
      { part: 'hour', name: at.toISOString(), measure: 'clicked', hits: clicked },
    ].filter(({ hits }) => hits > 0),
  );
