import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { Watch } from '../../audience/watches/watches.ts';
import { spanWords, type WatchCondition } from '../../lib/watches/condition.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { pickers, views } from '../core/ids.ts';
import { section } from '../kit/message.ts';
import { plain } from '../kit/modal.ts';
import { bold, md } from '../kit/mrkdwn.ts';

/** What the form of a watch remembers: the watch that it edits. */
export const watchMetadata = z.object({ to: answerToSchema, id: z.int().optional() });

const option = (words: string, value: string): PlainTextOption => ({ text: plain(words, 75), value });

const whens = {
  above: option('Its size goes above', 'above'),
  below: option('Its size falls below', 'below'),
  people: option('Its size changes by (people)', 'people'),
  percent: option('Its size changes by (%)', 'percent'),
  joins: option('Someone joins (once an hour at most)', 'joins'),
};

const spans = { 1: option('a day', '1'), 7: option('a week', '7'), 30: option('30 days', '30') };

/** A new watch on a segment or a rule, or another condition and place for one. */
export function watchModal(
  to: AnswerTo,
  given: {
    segment?: { id: number; name: string } | undefined;
    rule?: string | undefined;
    condition?: WatchCondition | undefined;
    watch?: Watch;
  } = {},
): ModalView {
  const { watch } = given;
  const condition = given.condition ?? watch?.condition;
  return {
    type: 'modal',
    callback_id: views.watch,
    private_metadata: JSON.stringify(watch === undefined ? { to } : { to, id: watch.id }),
    title: plain(watch === undefined ? 'New watch' : 'Edit watch', 24),
    submit: plain(watch === undefined ? 'Watch' : 'Save', 24),
    close: plain('Cancel', 24),
    blocks: [
      ...(watch === undefined ? whomBlocks(given) : [section(md`Watching ${bold(watch.name)}`)]),
      select('when', 'Tell me when', Object.values(whens), whens[whenOf(condition)]),
      {
        type: 'input',
        block_id: 'number',
        optional: true,
        label: plain('Number', 2000),
        hint: plain('People, or % for a change in %. Not needed for people who join.', 2000),
        element: {
          type: 'plain_text_input',
          action_id: 'number',
          max_length: 15,
          ...initial(numberOf(condition)),
        },
      },
      select('span', 'For changes: within', ...spansOf(condition)),
      placeBlock(watch),
    ],
  };
}

function whomBlocks({
  segment,
  rule,
}: {
  segment?: { id: number; name: string } | undefined;
  rule?: string | undefined;
}): KnownBlock[] {
  return [
    {
      type: 'input',
      block_id: 'segment',
      optional: true,
      label: plain('Segment', 2000),
      element: {
        type: 'external_select',
        action_id: pickers.segment,
        min_query_length: 0,
        placeholder: plain('Choose a segment', 150),
        ...(segment === undefined ? {} : { initial_option: option(segment.name, String(segment.id)) }),
      },
    },
    {
      type: 'input',
      block_id: 'rule',
      optional: true,
      label: plain('Or a rule', 2000),
      hint: plain('For example: tagged vip and not opened in the last 60 days', 2000),
      element: {
        type: 'plain_text_input',
        action_id: 'rule',
        multiline: true,
        max_length: 3000,
        ...initial(rule),
      },
    },
  ];
}

function placeBlock(watch: Watch | undefined): KnownBlock {
  const channel = watch !== undefined && !/^[UW]/.test(watch.channel) ? watch.channel : undefined;
  return {
    type: 'input',
    block_id: 'place',
    optional: true,
    label: plain('Channel', 2000),
    hint: plain('Leave it empty to get it in your messages with Rollcall.', 2000),
    element: {
      type: 'conversations_select',
      action_id: 'place',
      filter: { include: ['public', 'private'] },
      placeholder: plain('Choose a channel', 150),
      ...(watch === undefined ? { default_to_current_conversation: true } : {}),
      ...(channel === undefined ? {} : { initial_conversation: channel }),
    },
  };
}

const select = (
  block: string,
  label: string,
  options: PlainTextOption[],
  chosen: PlainTextOption,
): KnownBlock => ({
  type: 'input',
  block_id: block,
  label: plain(label, 2000),
  element: { type: 'static_select', action_id: block, options, initial_option: chosen },
});

const initial = (text: string | undefined) =>
  text === undefined || text === '' ? {} : { initial_value: text };

const whenOf = (condition: WatchCondition | undefined): keyof typeof whens =>
  condition === undefined ? 'above' : condition.when === 'changes' ? condition.unit : condition.when;

function numberOf(condition: WatchCondition | undefined): string | undefined {
  if (condition === undefined || condition.when === 'joins') return undefined;
  return String(condition.when === 'changes' ? condition.by : condition.n);
}

/** The spans to choose from, with the watch’s own among them, and the one that is chosen. */
function spansOf(condition: WatchCondition | undefined): [PlainTextOption[], PlainTextOption] {
  const days = condition?.when === 'changes' ? condition.days : 7;
  const all = [...new Set([...Object.keys(spans).map(Number), days])].sort((one, other) => one - other);
  const options = all.map(
    (each) => spans[each as keyof typeof spans] ?? option(spanWords(each), String(each)),
  );
  return [options, options[all.indexOf(days)] ?? spans[7]];
}
