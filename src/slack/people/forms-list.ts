import type { InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Everyone } from '../../audience/people/bulk.ts';
import { type PeopleSource, sourceSchema } from '../../audience/people/source.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { fromCompactJson, toCompactJson } from '../core/compact-json.ts';
import { pickerOf } from '../core/forms-asked.ts';
import { views } from '../core/ids.ts';
import { context, section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { count, counted, md } from '../kit/mrkdwn.ts';
import { headingOf } from './messages-list.ts';

/** Slack's limit is 3,000 characters for everything that a modal remembers. */
const ROOM = 2500;

/** What the form of a search remembers. */
export const findMetadata = z.object({ to: answerToSchema });

/** Asks whom to look for. */
export const findModal = (to: AnswerTo): ModalView => ({
  ...formFrame({ callback: views.findPeople, title: 'Find people', submit: 'Find', metadata: { to } }),
  blocks: [
    {
      type: 'input',
      block_id: 'text',
      label: plain('Name, part of an address, company or tag', 2000),
      hint: plain('Or a rule, like: tagged vip and signed up this month', 2000),
      element: { type: 'plain_text_input', action_id: 'text', min_length: 2, max_length: 1000 },
    },
  ],
});

/** What the form that tags a list remembers: the list, and how many people the form said. */
export const tagListedMetadata = z.object({
  to: answerToSchema,
  way: z.enum(['on', 'off']),
  seen: z.int(),
  list: z.string().transform((text) => sourceSchema.parse(fromCompactJson(text))),
});

/**
 * Asks which tag everyone in a list gets or loses, and says how many they are.
 *
 * @param options.before how many there were when the form was first shown, if more are in the list by now
 */
export function tagListedModal(
  to: AnswerTo,
  { crowd, people }: Everyone,
  { way, before }: { way: 'on' | 'off'; before?: number },
): ModalView {
  const list = toCompactJson(crowd.source satisfies PeopleSource, ROOM);
  const adds = way === 'on';
  return {
    ...formFrame({
      callback: views.tagListed,
      title: adds ? 'Tag everyone' : 'Untag everyone',
      submit: `${adds ? 'Tag' : 'Untag'} ${counted(people, 'person', 'people')}`,
      metadata: { to, way, seen: people, list },
    }),
    blocks: [
      ...(before === undefined
        ? []
        : [
            section(
              md`:warning: ${counted(people - before, 'more person is', 'more people are')} in this list now than a moment ago. Nothing has changed yet.`,
            ),
          ]),
      section(md`*${count(people)}* ${people === 1 ? md`person` : md`people`}: ${headingOf(crowd)}`),
      {
        type: 'input',
        block_id: 'tag',
        optional: adds,
        label: plain('Tag', 2000),
        element: pickerOf('tag'),
      },
      ...(adds ? [newTag] : []),
      context(md`You can undo this for 30 minutes.`),
    ],
  };
}

const newTag: InputBlock = {
  type: 'input',
  block_id: 'new',
  optional: true,
  label: plain('Or a new tag', 2000),
  element: { type: 'plain_text_input', action_id: 'new', max_length: 60 },
};
