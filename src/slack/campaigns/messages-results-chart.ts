import type { KnownBlock } from '@slack/types';
import { halfWithin, spreadOver } from '../../lib/campaigns/hours.ts';
import type { CampaignReport } from '../../lib/campaigns/report.ts';
import { barChart } from '../kit/charts.ts';
import { counted, type Mrkdwn, md } from '../kit/mrkdwn.ts';

/** Points that a chart in Slack can have. */
const POINTS = 20;
/** From this many hours on, people count in days. */
const IN_DAYS = 48;

/** Clicks over time as a chart, or opens if there are no clicks, and in words: none for a handful. */
export function hitsOverTime(
  report: CampaignReport,
  timeZone: string,
): { words?: Mrkdwn; chart: KnownBlock[] } {
  const { hours, sentAt, isOurs } = report;
  const is = hours.some(({ clicked }) => clicked > 0) ? 'clicked' : 'opened';
  // What is reported from before our first mail has the time of a wrong clock: it must not stretch the chart.
  const earliest = isOurs ? (sentAt?.getTime() ?? 0) : 0;
  const hits = hours.map((hour) => ({
    at: new Date(Math.max(hour.at.getTime(), earliest)),
    hits: hour[is],
  }));
  const from = sentAt ?? hits.find((hour) => hour.hits > 0)?.at;
  const half = from && halfWithin(hits, from);
  if (from === undefined || half === undefined) return { chart: [] };
  const { hours: length, points } = spreadOver(hits, { from, most: POINTS });
  const things = is === 'clicked' ? 'clicks' : 'opens';
  const every = length === 1 ? 'by the hour' : length === 24 ? 'by day' : `every ${spanWords(length)}`;
  return {
    words: md`Half of the ${things === 'clicks' ? md`clicks` : md`opens`} came within ${counted(...inUnits(half))}.`,
    chart: barChart(
      `${things === 'clicks' ? 'Clicks' : 'Opens'} ${every}`,
      things === 'clicks' ? 'Clicks' : 'Opens',
      points.map((point) => ({ label: labelOf(point.at, { length, timeZone }), value: point.hits })),
    ),
  };
}

const inUnits = (hours: number): [number, string] =>
  hours < IN_DAYS ? [hours, 'hour'] : [Math.ceil(hours / 24), 'day'];

const spanWords = (hours: number): string => counted(...inUnits(hours));

/** `Fri 14:00`, or `4 Dec` if a point covers whole days. */
function labelOf(at: Date, { length, timeZone }: { length: number; timeZone: string }): string {
  const format =
    length < 24
      ? ({ weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const)
      : ({ day: 'numeric', month: 'short' } as const);
  return new Intl.DateTimeFormat('en-GB', { timeZone, ...format }).format(at).replace(',', '');
}
