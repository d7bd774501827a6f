import { RollcallError } from '../../errors.ts';
import { fold, tidy, tidyLines } from '../../lib/texts.ts';
import type { Topic, TopicCounts, TopicFields } from '../../lib/topics.ts';
import { clip } from '../../lib/words.ts';
import { writeAudit } from '../../storage/audit.ts';
import type { Database } from '../../storage/database/database.ts';
import * as stored from '../../storage/topics/topics.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { checkedName } from '../checked-name.ts';
import { requireRole } from '../permissions.ts';

const LONGEST_NAME = 60;
const LONGEST_DESCRIPTION = 300;
/** A page with more switches than this offers no real choice. */
const MOST_TOPICS = 50;

/** All topics in their order, archived ones last, with how many people get each. */
export async function listTopics(deps: AudienceDeps, caller: Caller): Promise<(Topic & TopicCounts)[]> {
  requireRole(caller, 'viewer', 'see topics');
  const { prisma } = deps.storage;
  const [topics, counts] = [
    await stored.listTopics(prisma, caller.workspaceId),
    await stored.countTopics(prisma, caller.workspaceId),
  ];
  return topics.map((topic) => ({ ...topic, ...(counts.get(topic.id) ?? nobody) }));
}

const nobody: TopicCounts = { on: 0, off: 0, choseOn: 0, choseOff: 0, unchosen: 0 };

/** The topics that aren't archived, without counts. */
export async function currentTopics(deps: AudienceDeps, caller: Caller): Promise<Topic[]> {
  requireRole(caller, 'viewer', 'see topics');
  const all = await stored.listTopics(deps.storage.prisma, caller.workspaceId);
  return all.filter(({ archivedAt }) => archivedAt === null);
}

/**
 * Adds a topic at the end of the list.
 *
 * @throws RollcallError `invalid-input`, `taken`
 */
export async function addTopic(deps: AudienceDeps, caller: Caller, options: TopicFields): Promise<Topic> {
  requireRole(caller, 'admin', 'add topics');
  const { workspaceId, actor } = caller;
  const fields = checked(options);
  return deps.storage.prisma.$transaction(async (database) => {
    const topics = await stored.lockTopics(database, workspaceId);
    refuseTaken(topics, fields.name);
    if (topics.filter(({ archivedAt }) => archivedAt === null).length >= MOST_TOPICS)
      throw new RollcallError('invalid-input', `A workspace can have at most ${MOST_TOPICS} topics.`, {
        hint: 'Archive one you no longer need.',
      });
    const nameKey = fold(fields.name);
    const topic = await stored.insertTopic(database, {
      ...fields,
      workspaceId,
      nameKey,
      createdBy: actor,
      now: deps.now(),
    });
    await audit(database, caller, 'topic.created', topic.name, { default: words(topic.isOn) });
    return topic;
  });
}

/** Either the changed topic; or, if the new default affects people who never chose, how many there are. */
export type EditedTopic = { topic: Topic } | { topic: Topic; changes: { people: number; isOn: boolean } };

/**
 * Changes a topic. Its default can be changed freely until someone has chosen; after that only with
 * `confirmed`, once the person has seen how many people it affects.
 *
 * @throws RollcallError `not-found`, `invalid-input`, `taken`
 */
export async function editTopic(
  deps: AudienceDeps,
  caller: Caller,
  { id, confirmed, ...options }: Partial<TopicFields> & { id: number; confirmed?: boolean },
): Promise<EditedTopic> {
  requireRole(caller, 'admin', 'change topics');
  const { workspaceId } = caller;
  return deps.storage.prisma.$transaction(async (database) => {
    const topics = await stored.lockTopics(database, workspaceId);
    const topic = find(topics, id);
    const fields = checked({ ...topic, ...options });
    refuseTaken(
      topics.filter((other) => other.id !== id),
      fields.name,
    );
    if (fields.isOn !== topic.isOn && confirmed !== true) {
      const counts = (await stored.countTopics(database, workspaceId)).get(id) ?? nobody;
      if (counts.choseOn + counts.choseOff > 0 && counts.unchosen > 0)
        return { topic, changes: { people: counts.unchosen, isOn: fields.isOn } };
    }
    await stored.updateTopic(database, workspaceId, {
      id,
      ...fields,
      nameKey: fold(fields.name),
      updatedAt: deps.now(),
    });
    await audit(database, caller, 'topic.edited', fields.name, {
      ...(fields.name === topic.name ? {} : { from: topic.name }),
      ...(fields.isOn === topic.isOn ? {} : { default: words(fields.isOn) }),
    });
    return { topic: { ...topic, ...fields } };
  });
}

/**
 * Archives a topic, or restores it. An archived topic is shown nowhere, but people's choices stay, and links
 * in old mails can still unsubscribe from it.
 */
export async function archiveTopic(
  deps: AudienceDeps,
  caller: Caller,
  { id, archived }: { id: number; archived: boolean },
): Promise<Topic> {
  requireRole(caller, 'admin', 'archive topics');
  return deps.storage.prisma.$transaction(async (database) => {
    const topic = find(await stored.lockTopics(database, caller.workspaceId), id);
    const archivedAt = archived ? (topic.archivedAt ?? deps.now()) : null;
    await stored.updateTopic(database, caller.workspaceId, { id, archivedAt, updatedAt: deps.now() });
    const action = archived ? 'topic.archived' : 'topic.restored';
    if ((topic.archivedAt === null) === archived) await audit(database, caller, action, topic.name, {});
    return { ...topic, archivedAt };
  });
}

/** Moves a topic one place up or down among those that aren't archived. Returns them in their order. */
export async function moveTopic(
  deps: AudienceDeps,
  caller: Caller,
  { id, by }: { id: number; by: -1 | 1 },
): Promise<Topic[]> {
  requireRole(caller, 'admin', 'change the order of topics');
  return deps.storage.prisma.$transaction(async (database) => {
    const all = await stored.lockTopics(database, caller.workspaceId);
    const topics = all.filter(({ archivedAt }) => archivedAt === null);
    const from = topics.findIndex((topic) => topic.id === id);
    const other = topics[from + by];
    const topic = topics[from];
    if (topic === undefined || other === undefined) return topics;
    const moved = topics.with(from, other).with(from + by, topic);
    for (const [index, each] of moved.entries()) {
      if (each.position !== index + 1)
        await stored.updateTopic(database, caller.workspaceId, {
          id: each.id,
          position: index + 1,
          updatedAt: deps.now(),
        });
    }
    return moved;
  });
}

/** The topic with this id. @throws RollcallError `not-found` */
export async function topicOfId(deps: AudienceDeps, caller: Caller, id: number): Promise<Topic> {
  requireRole(caller, 'viewer', 'see topics');
  return find(await stored.listTopics(deps.storage.prisma, caller.workspaceId), id);
}

function find(topics: readonly Topic[], id: number): Topic {
  const found = topics.find((topic) => topic.id === id);
  if (found === undefined) throw new RollcallError('not-found', 'That topic no longer exists.');
  return found;
}

function checked(fields: TopicFields): TopicFields {
  const name = checkedName(tidy(fields.name), {
    of: 'A topic',
    longest: LONGEST_NAME,
    wrong: (typed) =>
      /["“”,;]|\p{Cc}/u.test(typed)
        ? `A topic name can’t have quotes, commas or semicolons, as in "${clip(typed, 60)}".`
        : undefined,
    rest: { about: 'name' },
  });
  const description = tidyLines(fields.description);
  if (description.length > LONGEST_DESCRIPTION)
    throw new RollcallError(
      'invalid-input',
      `The description can have at most ${LONGEST_DESCRIPTION} characters; this one has ${description.length}.`,
      { about: 'description' },
    );
  const { isOn, isShown, confirms } = fields;
  return { name, description, isOn, isShown, confirms };
}

function refuseTaken(topics: readonly Topic[], name: string): void {
  const other = topics.find((topic) => fold(topic.name) === fold(name));
  if (other === undefined) return;
  throw new RollcallError('taken', `There’s already a topic "${other.name}".`, {
    hint:
      other.archivedAt === null
        ? 'Choose another name.'
        : 'It’s archived. Restore it, or choose another name.',
    about: 'name',
  });
}

/** The default in words. */
const words = (isOn: boolean): string => (isOn ? 'on unless turned off' : 'off unless turned on');

async function audit(
  database: Database,
  { workspaceId, actor }: Caller,
  action: 'topic.created' | 'topic.edited' | 'topic.archived' | 'topic.restored',
  subject: string,
  details: Record<string, string>,
): Promise<void> {
  await writeAudit(database, { workspaceId, actor, action, subject, details });
}
