import type { KnownBlock } from '@slack/types';
import type { SegmentLine } from '../../audience/segments/list.ts';
import type { Overview } from '../../audience/workspace/overview.ts';
import { contactTotals, statusLines } from '../contacts/messages.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section } from '../kit/message.ts';
import { bold, code, count, counted, joined, type Mrkdwn, md, moment } from '../kit/mrkdwn.ts';

/** The whole audience at a glance. */
export function audienceOverview(seen: Overview): Message {
  const { totals, growth, tags, segments, isAdmin, at } = seen;
  const more = [
    button('History', `${actions.runCommand}.history`, '/audience history'),
    ...(isAdmin
      ? [
          button('Settings', actions.openSettings, ''),
          button('Email providers', `${actions.runCommand}.providers`, '/audience providers'),
          button('API keys', `${actions.runCommand}.keys`, '/audience keys'),
        ]
      : []),
    button('Help', `${actions.runCommand}.help`, '/audience help'),
  ];
  if (totals.contacts === 0) {
    const empty = contactTotals(totals);
    return { ...empty, blocks: [...empty.blocks, buttons(...more)] };
  }
  return message(
    [
      section(md`*${counted(totals.contacts, 'contact')}*\n${statusLines(totals.byStatus)}`),
      section(growthWords(growth)),
      chart(growth),
      section(
        tags.top.length === 0
          ? md`*${counted(tags.total, 'tag')}*, not in use yet`
          : md`*Most used of ${counted(tags.total, 'tag')}*\n${joined(tags.top.map(({ name, contacts }) => md`• ${code(name)}  ${counted(contacts, 'contact')}`))}`,
      ),
      section(
        segments.total === 0
          ? md`No segments yet. A segment is a group of contacts that keeps itself up to date.`
          : md`*${segments.sort === 'largest' ? md`Largest` : md`Newest`} of ${counted(segments.total, 'segment')}*\n${joined(segments.segments.map(segmentLine))}`,
      ),
      buttons(
        button('Contacts', `${actions.runCommand}.contacts`, '/contacts'),
        button('Tags', `${actions.runCommand}.tags`, '/tags'),
        button('Segments', `${actions.runCommand}.segments`, '/segments'),
        ...more,
      ),
      context(md`as of ${moment(at)}`),
    ],
    counted(totals.contacts, 'contact'),
  );
}

const segmentLine = (line: SegmentLine): Mrkdwn =>
  md`• ${bold(line.name)}  ${
    'size' in line
      ? md`${counted(line.size.members, 'member')}, ${count(line.size.reachable)} can be mailed`
      : md`its rule no longer works`
  }`;

/** The same as the chart, for people who can't see it. */
function growthWords(growth: Overview['growth']): Mrkdwn {
  const [first, last] = [growth[0], growth.at(-1)];
  const came = (last?.contacts ?? 0) - (first?.contacts ?? 0);
  return md`*+${count(came)}* in the last 30 days, by sign-up day (or the day they were added, if that’s unknown)`;
}

/** The chart block is newer than Slack's own types. */
function chart(growth: Overview['growth']): KnownBlock {
  const labels = growth.map(({ day }) => dayLabel(day));
  const data = growth.map(({ contacts }, index) => ({ label: labels[index], value: contacts }));
  return {
    type: 'data_visualization',
    title: 'Contacts, the last 30 days',
    chart: { type: 'line', series: [{ name: 'Contacts', data }], axis_config: { categories: labels } },
  } as unknown as KnownBlock;
}

const dayLabel = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
