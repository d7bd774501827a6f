import type { SetTopics } from '../../audience/topics/set.ts';
import { defined } from '../../lib/defined.ts';
import type { Topic, TopicCounts } from '../../lib/topics.ts';
import { actions } from '../core/ids.ts';
import { choice, menu } from '../core/menu.ts';
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
import { bold, count, counted, escaped, escapedLines, joined, type Mrkdwn, md } from '../kit/mrkdwn.ts';

/** A topic's default, in the words of the design. */
export const defaultWords = (isOn: boolean): string =>
  isOn ? 'on unless turned off' : 'off unless turned on';

/** All topics, with how many people get each. */
export function topicList(topics: readonly (Topic & TopicCounts)[]): Message {
  if (topics.length === 0) {
    return message(
      [
        section(
          md`No topics yet. A topic is something people can choose to hear about, like *Product news*.`,
        ),
        buttons(newTopic('primary')),
      ],
      'No topics yet.',
    );
  }
  const current = topics.filter(({ archivedAt }) => archivedAt === null);
  const archived = topics.filter(({ archivedAt }) => archivedAt !== null);
  return message(
    [
      section(md`*${counted(current.length, 'topic')}*`),
      ...current.map(line),
      ...(archived.length === 0 ? [] : [section(md`*Archived*`), ...archived.map(line)]),
      buttons(newTopic()),
      context(md`On and off count subscribed people. The order is the one on the preference page.`),
    ],
    counted(current.length, 'topic'),
  );
}

const newTopic = (style?: 'primary') => button('New topic', actions.newTopic, '', defined({ style }));
const allTopics = button('All topics', actions.listTopics, '');

const line = (topic: Topic & TopicCounts) =>
  sectionWith(
    md`${bold(topic.name)}  ${count(topic.on)} on, ${count(topic.off)} off  ·  ${escaped(defaultWords(topic.isOn))}${topic.isShown ? '' : md`  ·  not on the page`}`,
    button('View topic', actions.showTopic, String(topic.id)),
  );

/** One topic, and everything that can be done with it. */
export function topicCard(topic: Topic & TopicCounts, done?: string): Message {
  const id = String(topic.id);
  const isArchived = topic.archivedAt !== null;
  const facts: Mrkdwn[] = [
    md`${bold(topic.name)}${isArchived ? md`  ·  archived` : ''}`,
    topic.description === '' ? md`No public description yet` : escapedLines(topic.description),
    md`${counted(topic.on, 'subscribed person', 'subscribed people')} ${topic.on === 1 ? md`gets` : md`get`} it, ${count(topic.off)} ${topic.off === 1 ? md`doesn’t` : md`don’t`}. ${counted(topic.choseOn, 'person', 'people')} turned it on, ${count(topic.choseOff)} turned it off.`,
    md`${escaped(capital(defaultWords(topic.isOn)))}  ·  ${topic.isShown ? md`on the preference page` : md`not on the preference page`}${topic.confirms ? md`  ·  people confirm by email` : ''}`,
  ];
  return message(
    [
      ...(done === undefined ? [] : [section(md`:white_check_mark: ${escaped(done)}`)]),
      header(`${count(topic.on)} on, ${count(topic.off)} off`),
      section(joined(facts)),
      buttons(
        ...(isArchived
          ? [button('Restore', actions.restoreTopic, id, { style: 'primary' })]
          : [button('Edit', actions.editTopic, id)]),
        allTopics,
        ...(isArchived
          ? []
          : menu(
              choice('Move up', `${actions.moveTopic}.up`, id),
              choice('Move down', `${actions.moveTopic}.down`, id),
              choice('Archive', actions.archiveTopic, id),
            )),
      ),
    ],
    done ?? topic.name,
  );
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The result of setting topics for a contact. */
export function topicsSet(
  contact: { id: number; email: string; status: string },
  { turnedOn, turnedOff, toConfirm, undoId }: SetTopics,
): Message {
  const names = (list: readonly string[]): Mrkdwn => joined(list.map(bold), ', ');
  const lines = [
    ...(turnedOn.length === 0 ? [] : [md`Turned on ${names(turnedOn)} for ${bold(contact.email)}.`]),
    ...(turnedOff.length === 0 ? [] : [md`Turned off ${names(turnedOff)} for ${bold(contact.email)}.`]),
    ...(toConfirm.length === 0
      ? []
      : [
          md`Emailed ${bold(contact.email)} a link to turn on ${names(toConfirm)}: people confirm ${toConfirm.length === 1 ? md`this topic` : md`these topics`} themselves.`,
        ]),
  ];
  const changed = lines.length > 0;
  return message(
    [
      section(changed ? md`:white_check_mark: ${joined(lines)}` : md`Nothing changed.`),
      ...(changed && turnedOn.length > 0 && contact.status !== 'subscribed'
        ? [context(md`They are ${escaped(contact.status)}, so they still get no mail.`)]
        : []),
      buttons(
        ...(undoId === undefined ? [] : [button('Undo', actions.undo, String(undoId))]),
        button('Show', `${actions.showContact}.show`, String(contact.id)),
      ),
    ],
    changed ? 'Changed their topics.' : 'Nothing changed.',
  );
}
