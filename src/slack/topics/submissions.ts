import type { Caller } from '../../audience/caller.ts';
import { setTopics, topicsOfContact } from '../../audience/topics/set.ts';
import { addTopic, editTopic } from '../../audience/topics/topics.ts';
import { defined } from '../../lib/defined.ts';
import type { TopicFields } from '../../lib/topics.ts';
import type { SlackDeps } from '../core/deps.ts';
import { submitting } from '../core/submissions.ts';
import { allChosenIn, chosenIn, type FormValues, typedIn } from '../kit/form-values.ts';
import { askedIn } from './asked.ts';
import { cardOfTopic } from './buttons.ts';
import { defaultModal, topicMetadata } from './forms.ts';
import { topicsSet } from './messages.ts';

/** What the modals about topics do when they are submitted. */
export function topicViews(deps: SlackDeps) {
  const { audience } = deps;
  const metadata = topicMetadata;
  const saved = async (caller: Caller, id: number, fields: TopicFields, confirmed: boolean) =>
    editTopic(audience, caller, { id, ...fields, confirmed });
  return {
    topic: submitting(deps, {
      title: 'Topic',
      field: 'name',
      metadata,
      async run(caller, { to, id }, { view }) {
        const fields = fieldsIn(view.state.values as FormValues);
        if (id === undefined) {
          const topic = await addTopic(audience, caller, fields);
          return { answer: await cardOfTopic(deps, caller, topic.id, `Created "${topic.name}".`) };
        }
        const edited = await saved(caller, id, fields, false);
        if ('changes' in edited)
          return {
            instead: defaultModal(to, { topic: edited.topic, fields, people: edited.changes.people }),
          };
        return { answer: await cardOfTopic(deps, caller, id, `Saved "${edited.topic.name}".`) };
      },
    }),

    topicDefault: submitting(deps, {
      title: 'Change the default',
      metadata,
      async run(caller, { id = 0, fields }) {
        if (fields === undefined) throw new Error('a change of a topic without its fields');
        const { topic } = await saved(caller, id, fields, true);
        return { answer: await cardOfTopic(deps, caller, id, `Saved "${topic.name}".`) };
      },
    }),

    contactTopics: submitting(deps, {
      title: 'Topics',
      field: 'topics',
      metadata,
      async run(caller, { id = 0 }, { view }) {
        const values = view.state.values as FormValues;
        const wanted = new Set(allChosenIn(values, 'topics').map(Number));
        const before = await topicsOfContact(audience, caller, { id });
        const topics = new Map(before.topics.map((topic) => [topic.id, wanted.has(topic.id)]));
        const turnsOn = before.topics.some((topic) => !topic.on && !topic.confirms && wanted.has(topic.id));
        const asked = turnsOn ? askedIn(values) : undefined;
        const set = await setTopics(audience, caller, {
          contact: { id },
          topics,
          ...defined({ asked }),
        });
        return { answer: topicsSet(before.contact, set) };
      },
    }),
  };
}

function fieldsIn(values: FormValues): TopicFields {
  const marks = allChosenIn(values, 'marks');
  return {
    name: typedIn(values, 'name'),
    description: typedIn(values, 'description'),
    isOn: chosenIn(values, 'default') === 'on',
    isShown: marks.includes('shown'),
    confirms: marks.includes('confirms'),
  };
}
