import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { ContactTopics } from '../../audience/topics/set.ts';
import { defined } from '../../lib/defined.ts';
import type { Topic, TopicFields } from '../../lib/topics.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { views } from '../core/ids.ts';
import { context, section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { bold, counted, escaped, md, moment } from '../kit/mrkdwn.ts';
import { askedInputs } from './asked.ts';
import { defaultWords } from './messages.ts';

const fields = z.object({
  name: z.string(),
  description: z.string(),
  isOn: z.boolean(),
  isShown: z.boolean(),
  confirms: z.boolean(),
});

/** What a modal about topics remembers. */
export const topicMetadata = z.object({
  to: answerToSchema,
  id: z.int().optional(),
  /** A change that waits for confirmation. */
  fields: fields.optional(),
});
export type TopicMetadata = z.infer<typeof topicMetadata>;

const modal = (
  shape: { callback: string; title: string; submit: string },
  metadata: TopicMetadata,
  blocks: KnownBlock[],
): ModalView => ({
  ...formFrame({ ...shape, metadata }),
  blocks,
});

const option = (words: string, value: string, description?: string): PlainTextOption => ({
  text: plain(words, 75),
  value,
  ...(description === undefined ? {} : { description: plain(description, 75) }),
});

const defaults = [
  option('On unless turned off', 'on', 'People who never chose get it'),
  option('Off unless turned on', 'off', 'Only people who turn it on get it'),
];
const shown = option('Show it on the preference page', 'shown');
const confirms = option('Ask people to confirm by email before it’s on (double opt-in)', 'confirms');

/** A new topic, or an existing one. */
export function topicModal(to: AnswerTo, topic?: Topic): ModalView {
  const marks =
    topic === undefined
      ? [shown]
      : [...(topic.isShown ? [shown] : []), ...(topic.confirms ? [confirms] : [])];
  const standard = topic === undefined ? undefined : defaults[topic.isOn ? 0 : 1];
  const isNew = topic === undefined;
  const shape = {
    callback: views.topic,
    title: isNew ? 'New topic' : 'Edit topic',
    submit: isNew ? 'Create topic' : 'Save',
  };
  return modal(shape, topic === undefined ? { to } : { to, id: topic.id }, [
    {
      type: 'input',
      block_id: 'name',
      label: plain('Name', 2000),
      hint: plain('People see it on their preference page.', 2000),
      element: {
        type: 'plain_text_input',
        action_id: 'name',
        max_length: 60,
        placeholder: plain('Product news', 150),
        ...(topic === undefined ? {} : { initial_value: topic.name }),
      },
    },
    {
      type: 'input',
      block_id: 'description',
      optional: true,
      label: plain('What people get', 2000),
      element: {
        type: 'plain_text_input',
        action_id: 'description',
        multiline: true,
        max_length: 300,
        placeholder: plain('What’s new in the app, about twice a month.', 150),
        ...(topic === undefined || topic.description === '' ? {} : { initial_value: topic.description }),
      },
    },
    {
      type: 'input',
      block_id: 'default',
      label: plain('For people who never chose', 2000),
      element: {
        type: 'radio_buttons',
        action_id: 'default',
        options: defaults,
        ...defined({ initial_option: standard }),
      },
    },
    {
      type: 'input',
      block_id: 'marks',
      optional: true,
      label: plain('On the page', 2000),
      element: {
        type: 'checkboxes',
        action_id: 'marks',
        options: [shown, confirms],
        ...(marks.length === 0 ? {} : { initial_options: marks }),
      },
    },
  ]);
}

/** Asks before a new default changes what people get who never chose. */
export function defaultModal(
  to: AnswerTo,
  { topic, fields: wanted, people }: { topic: Topic; fields: TopicFields; people: number },
): ModalView {
  const shape = { callback: views.topicDefault, title: 'Change the default', submit: 'Change it' };
  const who = counted(people, 'subscribed person', 'subscribed people');
  return modal(shape, { to, id: topic.id, fields: wanted }, [
    section(
      wanted.isOn
        ? md`${bold(topic.name)} will be ${escaped(defaultWords(true))}: *${who}* who never chose will get it from now on.`
        : md`${bold(topic.name)} will be ${escaped(defaultWords(false))}: *${who}* who never chose will no longer get it.`,
    ),
    context(
      wanted.isOn
        ? md`They didn’t ask for it. People who turned it off stay off.`
        : md`People who turned it on keep it.`,
    ),
  ]);
}

/** What one contact gets. Turning something on takes their word. */
export function contactTopicsModal(to: AnswerTo, { contact, topics, pausedUntil }: ContactTopics): ModalView {
  const options = topics.map(({ id, name }) => option(name, String(id)));
  const on = options.filter((_, index) => topics[index]?.on === true);
  const shape = { callback: views.contactTopics, title: 'Topics', submit: 'Save' };
  const chosen = topics.filter((topic) => topic.chosen !== undefined);
  return modal(shape, { to, id: contact.id }, [
    section(bold(contact.email)),
    ...(contact.status === 'subscribed'
      ? []
      : [context(md`They are ${escaped(contact.status)}: they get no mail, whatever their topics are.`)]),
    ...(pausedUntil === null ? [] : [context(md`Paused until ${moment(pausedUntil)}.`)]),
    {
      type: 'input',
      block_id: 'topics',
      optional: true,
      label: plain('Topics they get', 2000),
      ...(chosen.length === 0
        ? { hint: plain('They never chose: these are the defaults.', 2000) }
        : {
            hint: plain(
              `They chose ${chosen.map(({ name, on: isOn }) => `${name} (${isOn ? 'on' : 'off'})`).join(', ')}.`,
              2000,
            ),
          }),
      element: {
        type: 'multi_static_select',
        action_id: 'topics',
        options,
        ...(on.length === 0 ? {} : { initial_options: on }),
        placeholder: plain('No topics', 150),
      },
    },
    ...askedInputs({
      label: 'To turn one on: where did they ask for it?',
      hint: 'It goes into their consent history. Turning topics off needs no reason.',
      isOptional: true,
    }),
  ]);
}
