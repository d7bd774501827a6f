import type { Forecast } from '../../audience/segments/forecast.ts';
import { lineChart } from '../kit/charts.ts';
import { buttons, context, header, type Message, message, section } from '../kit/message.ts';
import { bold, clock, count, counted, joined, md } from '../kit/mrkdwn.ts';
import { showing } from './messages.ts';
import { holdsAddress } from './messages-personal.ts';
import { shareButton } from './messages-sharing.ts';

/** A segment as time passes: its members now, and the changes after each number of days. */
export interface Forecasts {
  id: number;
  name: string;
  members: number;
  /** In order; the last one is what was asked for. */
  steps: (Forecast & { days: number })[];
}

/** How many contacts join and leave just because time passes. */
export function forecasts({ id, name, members, steps }: Forecasts): Message {
  const last = steps.at(-1);
  const after = (step: Forecast): number => members + step.entering - step.leaving;
  const days = last?.days ?? 30;
  const points = [
    { label: 'Today', value: members },
    ...steps.map((step) => ({ label: `In ${step.days} days`, value: after(step) })),
  ];
  const shown = steps.filter((step) => step === last || step.days === Math.min(7, days));
  const lines = shown.map(
    (step) =>
      md`• in ${counted(step.days, 'day')}: *${count(after(step))}*  (*+${count(step.entering)}* join, *−${count(step.leaving)}* leave)`,
  );
  const now = counted(members, 'person', 'people');
  const head = last === undefined ? now : `${now} now, ${count(after(last))} in ${counted(days, 'day')}`;
  const from = last?.from;
  return message(
    [
      header(head),
      section(md`${bold(name)}, if nothing changes but the date:\n${joined(lines)}`),
      ...lineChart(`People, the next ${counted(days, 'day')}`, 'People', points),
      ...(from === undefined
        ? []
        : [context(md`From now (${clock(from)}). New contacts, tags and opens aren’t included.`)]),
      buttons(
        ...showing('View segment', 'card', { show: 'card', id }),
        ...shareButton({ show: 'forecast', id, days }, holdsAddress(name)),
      ),
    ],
    `${name}: how many contacts join and leave as time passes`,
  );
}
