import type { HomeView, KnownBlock } from '@slack/types';
import type { ImportState } from '../../audience/imports/imports.ts';
import type { Dashboard } from '../../audience/workspace/dashboard.ts';
import { clip } from '../../lib/words.ts';
import { newCampaign } from '../campaigns/messages.ts';
import { line } from '../campaigns/messages-list.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section, sectionWith } from '../kit/message.ts';
import { plain } from '../kit/modal.ts';
import { bold, count, counted, escaped, joined, type Mrkdwn, md, moment } from '../kit/mrkdwn.ts';
import { inNumbers } from '../segments/messages.ts';
import { trendWords } from '../watches/messages-trend.ts';
import { changeLine } from '../workspace/messages-history.ts';

/** The dashboard. An empty workspace starts with three steps that do real work. */
export function homeView(state: Dashboard): HomeView {
  const { totals, tags, segments, imports, changes, at } = state;
  const isNew = totals.contacts === 0 || tags === 0 || segments.total === 0;
  return {
    type: 'home',
    blocks: [
      { type: 'header', text: plain(title(totals), 150) },
      ...(isNew ? steps(state) : []),
      ...(totals.contacts === 0 ? [] : inTotal(state)),
      ...failingWatches(state.failing),
      ...(segments.total === 0 ? [] : [{ type: 'divider' } as const, ...segmentLines(state)]),
      ...campaignLines(state),
      ...(imports.length === 0
        ? []
        : [{ type: 'divider' } as const, section(md`*Recent imports*`), ...imports.map(importLine)]),
      ...(changes.length === 0
        ? []
        : [
            { type: 'divider' } as const,
            section(md`*Recent changes*`),
            ...changes.map(changeLine),
            buttons(button('All changes', `${actions.runCommand}.history`, '/audience history')),
          ]),
      context(md`As of ${moment(at)}`),
    ],
  };
}

/** What Home shows to people who have no access, or after an error. */
export function homeSaying({ blocks }: Message): HomeView {
  return {
    type: 'home',
    blocks: [...blocks, buttons(button('Try again', actions.refreshHome, 'again'))],
  };
}

function steps({ totals, tags, segments, mayEdit }: Dashboard): KnownBlock[] {
  const step = (number: number, done: boolean, words: Mrkdwn, key: ReturnType<typeof button>): KnownBlock => {
    const line = md`${done ? md`:white_check_mark:` : md`*${number}.*`} ${words}`;
    return done || !mayEdit ? section(line) : sectionWith(line, key);
  };
  return [
    section(md`Welcome to Rollcall. Get to know your audience in three steps:`),
    step(
      1,
      totals.contacts > 0,
      md`*Import your contacts* as a CSV file from any tool.`,
      button('Import a CSV file', actions.openImport, '', { style: 'primary' }),
    ),
    step(
      2,
      tags > 0,
      md`*Create a tag*, a label you put on contacts by hand: vip, beta-user.`,
      button('New tag', actions.newTag, ''),
    ),
    step(
      3,
      segments.total > 0,
      md`*Create a segment*, a group of contacts that keeps itself up to date from a rule.`,
      button('New segment', actions.newSegment, ''),
    ),
    { type: 'divider' },
  ];
}

/** The numbers first. */
const title = ({ contacts, byStatus }: Dashboard['totals']): string =>
  contacts === 0
    ? 'Your audience'
    : `${counted(contacts, 'contact')}, ${count(byStatus.subscribed)} can be mailed`;

/** Watches that need someone: how many, and the first few with the reason. */
function failingWatches(failing: Dashboard['failing']): KnownBlock[] {
  if (failing.length === 0) return [];
  const lines = failing
    .slice(0, 3)
    .map(
      ({ name, trouble, broken }) =>
        md`${bold(clip(name, 100))}: ${escaped(clip(trouble ?? broken ?? '', 200))}`,
    );
  const words = md`:warning: ${counted(failing.length, 'watch needs', 'watches need')} attention\n${joined(lines)}`;
  return [sectionWith(words, button('Watches', `${actions.runCommand}.watches`, '/segments watches'))];
}

/** Growth as a table: Slack shows charts in messages only. */
function growthTable(growth: Dashboard['growth']): KnownBlock {
  const raw = (text: string) => ({ type: 'raw_text' as const, text });
  const rows = growth.map(({ days, joined, before }) => [
    raw(`Last ${days} days`),
    raw(`+${count(joined)}`),
    raw(`+${count(before)}`),
  ]);
  return {
    type: 'data_table',
    caption: 'New contacts, by sign-up day',
    row_header_column_index: 0,
    rows: [[raw('Period'), raw('New contacts'), raw('Days before that')], ...rows],
  } as unknown as KnownBlock;
}

/** After *Show chart*. */
export const chartSent = ({ isSent }: { isSent: boolean }): Message =>
  isSent
    ? message(
        [section(md`:bar_chart: The chart is in your messages with Rollcall: open the *Messages* tab.`)],
        'The chart is in your messages with Rollcall.',
      )
    : message(
        [section(md`:warning: Slack doesn’t let Rollcall write to you. Try \`/audience\` in a channel.`)],
        'Slack doesn’t let Rollcall write to you.',
      );

function inTotal({ totals, tags, segments, growth, trend, mayEdit }: Dashboard): KnownBlock[] {
  const statuses = Object.entries(totals.byStatus)
    .filter(([, many]) => many > 0)
    .map(([status, many]) => md`${escaped(status)} *${count(many)}*`);
  return [
    section(
      md`${joined(statuses, '  ·  ')}\n${counted(tags, 'tag')}  ·  ${counted(segments.total, 'segment')}${trendWords(trend, 'contacts')}`,
    ),
    buttons(
      ...(mayEdit
        ? [
            button('New segment', actions.newSegment, '', { style: 'primary' }),
            button('New tag', actions.newTag, ''),
            button('Import a CSV file', actions.openImport, ''),
          ]
        : []),
      button('Tags', `${actions.runCommand}.tags`, '/tags'),
      button('Refresh', actions.refreshHome, 'again'),
    ),
    growthTable(growth),
    buttons(button('Show chart', actions.sendChart, '')),
  ];
}

function segmentLines({ segments: { segments, total } }: Dashboard): KnownBlock[] {
  const rest = total - segments.length;
  return [
    section(md`*Segments*, newest first`),
    ...segments.map((segment) => {
      const size =
        'size' in segment
          ? md`${inNumbers(segment.size)}${trendWords(segment.trend)}`
          : md`:warning: ${escaped(clip(segment.problem, 200))}`;
      const place = JSON.stringify({ show: 'card', id: segment.id });
      return sectionWith(
        md`${bold(segment.name)}  ·  ${size}`,
        button('View segment', `${actions.showSegments}.home`, place),
      );
    }),
    ...(rest > 0
      ? [
          context(md`${count(rest)} more`),
          buttons(button('All segments', `${actions.runCommand}.segments`, '/segments')),
        ]
      : []),
  ];
}

function campaignLines({ campaigns: { some, total, numbers }, mayEdit }: Dashboard): KnownBlock[] {
  if (total === 0) return [];
  return [
    { type: 'divider' },
    section(md`*Campaigns*`),
    ...some.map((campaign) => line(campaign, numbers.get(campaign.id))),
    buttons(
      ...(mayEdit ? [newCampaign()] : []),
      button(
        total > some.length ? `All ${count(total)} campaigns` : 'All campaigns',
        `${actions.runCommand}.campaigns`,
        '/campaigns',
      ),
    ),
  ];
}

function importLine(state: ImportState): KnownBlock {
  const when = state.finishedAt ?? state.startedAt;
  return context(md`${importInWords(state)}${when === null ? '' : md`  ·  ${moment(when)}`}`);
}

function importInWords(state: ImportState): Mrkdwn {
  const name = bold(clip(state.fileName, 150));
  const numbers = md`${count(state.added)} added, ${count(state.updated)} updated, ${count(state.rejected)} rejected`;
  switch (state.state) {
    case 'proposed':
    case 'running':
      return md`:hourglass_flowing_sand: ${name}: ${count(state.rowsDone)} of ${counted(state.rowsTotal, 'row')}`;
    case 'failed':
      return md`:warning: ${name} stopped: ${escaped(clip(state.problem ?? 'no reason was recorded', 300))}`;
    case 'done':
      return md`:white_check_mark: ${name}: ${numbers}`;
    case 'cancelled':
    case 'discarded':
      return md`:octagonal_sign: ${name}, canceled: ${numbers}`;
    case 'undoing':
      return md`:leftwards_arrow_with_hook: Undoing ${name}`;
    case 'undone':
      return md`:leftwards_arrow_with_hook: ${name}, undone: ${count(state.removed)} removed, ${count(state.restored)} restored`;
    default:
      return state.state satisfies never;
  }
}
