import { RollcallError } from '../../errors.ts';
import { tidy } from '../../lib/texts.ts';
import type { Topic } from '../../lib/topics.ts';
import { writeAudit } from '../../storage/audit.ts';
import { type Connection, inTransaction } from '../../storage/database/transaction.ts';
import { addTopicFacts, choicesOf, type TopicFact } from '../../storage/topics/choices.ts';
import { pauseOf } from '../../storage/topics/pauses.ts';
import { findPerson, type StoredPerson } from '../../storage/topics/person.ts';
import { listTopics } from '../../storage/topics/topics.ts';
import { setWriter } from '../../storage/watches/writer.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { type ContactRef, lookUpContact } from '../contacts/lookup.ts';
import { queueMail } from '../mail/queue.ts';
import { requireRole } from '../permissions.ts';
import { languageFor } from '../public/texts.ts';
import { keepUndo } from '../undo/keep.ts';
import { writerOf } from '../writer.ts';

/** The place and time of a person's request, according to a teammate. */
export interface Asked {
  where: string;
  at: Date;
}

/** A contact's topics, as the team sees them. */
export interface ContactTopics {
  contact: { id: number; email: string; name: string | null; status: string };
  topics: (Topic & { on: boolean; chosen?: { at: Date; how: string } })[];
  pausedUntil: Date | null;
}

/** What a contact chose, and what they get. Archived topics are left out. */
export async function topicsOfContact(
  deps: AudienceDeps,
  caller: Caller,
  ref: ContactRef,
): Promise<ContactTopics> {
  const { prisma } = deps.storage;
  const { workspaceId } = caller;
  const { id, email, name, status } = await lookUpContact(deps, caller, ref);
  const topics = await listTopics(prisma, workspaceId);
  const choices = new Map((await choicesOf(prisma, workspaceId, id)).map((each) => [each.topicId, each]));
  const pause = await pauseOf(prisma, workspaceId, id);
  return {
    contact: { id, email, name, status },
    topics: topics
      .filter(({ archivedAt }) => archivedAt === null)
      .map((topic) => {
        const choice = choices.get(topic.id);
        if (choice === undefined) return { ...topic, on: topic.isOn };
        return { ...topic, on: choice.isOn, chosen: { at: choice.at, how: choice.how } };
      }),
    pausedUntil: pause !== undefined && pause.until > deps.now() ? pause.until : null,
  };
}

/** The result of setting topics for someone. */
export interface SetTopics {
  turnedOn: string[];
  turnedOff: string[];
  /** Topics that only the person can turn on: a link to their page is mailed to them. */
  toConfirm: string[];
  undoId?: number;
}

/**
 * Sets topics for a contact. Turning one on takes their word: where and when they asked for it, later than
 * the last "off". If the topic asks people to confirm, they get a mail with a link to their page instead.
 *
 * @param options.topics ids, and whether each should be on; a topic that already is stays as it is
 * @throws RollcallError `not-found`; `invalid-input` also if a topic is turned on without their word;
 *   `misconfigured` if they would have to confirm, and no mail can be sent
 */
export async function setTopics(
  deps: AudienceDeps,
  caller: Caller,
  options: {
    contact: ContactRef;
    topics: ReadonlyMap<number, boolean>;
    asked?: Asked;
    how?: 'slack' | 'api';
  },
): Promise<SetTopics> {
  requireRole(caller, 'editor', "change contacts' topics");
  const { workspaceId, actor } = caller;
  const { asked, how = 'slack' } = options;
  const { id: contactId } = await lookUpContact(deps, caller, options.contact);
  return inTransaction(deps.storage.pool, async (client) => {
    await setWriter(client, writerOf(caller));
    const now = deps.now();
    const held = await findPerson(client, workspaceId, { id: contactId }, { hold: true });
    if (held === undefined) throw new RollcallError('not-found', 'That contact was just erased.');
    const topics = await listTopics(client, workspaceId);
    const choices = new Map(
      (await choicesOf(client, workspaceId, contactId)).map((each) => [each.topicId, each]),
    );
    const facts: TopicFact[] = [];
    const done: SetTopics = { turnedOn: [], turnedOff: [], toConfirm: [] };
    for (const [id, on] of options.topics) {
      const topic = topics.find((each) => each.id === id && each.archivedAt === null);
      if (topic === undefined) throw new RollcallError('not-found', 'One of these topics was just archived.');
      const choice = choices.get(id);
      // A program's "off", and its consent, count even if the default says the same: the default may change.
      const isNews = how === 'api' && choice === undefined && (!on || asked !== undefined);
      if ((choice?.isOn ?? topic.isOn) === on && !isNews) continue;
      if (on && topic.confirms) {
        done.toConfirm.push(topic.name);
        continue;
      }
      const said = on ? 'on' : 'off';
      const at = on ? agreedAt(topic, choice, asked, now) : now;
      const details = on && asked !== undefined ? { where: tidy(asked.where) } : {};
      facts.push({ contactId, topicId: id, said, at, how, by: actor, details });
      (on ? done.turnedOn : done.turnedOff).push(topic.name);
    }
    if (done.toConfirm.length > 0) await askToConfirm(deps, client, workspaceId, held);
    if (facts.length === 0) return done;
    const { logIds } = await addTopicFacts(client, { workspaceId, facts, now });
    const subject = `contact ${contactId}`;
    const details = { on: done.turnedOn.join(', '), off: done.turnedOff.join(', ') };
    const kind = 'contact.topics-set';
    await writeAudit(client, { workspaceId, at: now, actor, action: kind, subject, details });
    if (how === 'api') return done;
    const undoId = await keepUndo(client, deps, caller, { kind, subject, before: { id: contactId, logIds } });
    return { ...done, undoId };
  });
}

/** Mails someone a link to their page, where they can turn a topic on themselves. */
async function askToConfirm(
  deps: AudienceDeps,
  client: Connection,
  workspaceId: number,
  { id, status, language }: StoredPerson,
): Promise<void> {
  if (deps.mail === undefined || deps.pages === undefined)
    throw new RollcallError(
      'misconfigured',
      'People confirm this topic by email, and no email can be sent.',
      {
        hint: 'Set up a sender, or change the topic so that it needs no confirmation.',
      },
    );
  if (status === 'bounced')
    throw new RollcallError(
      'invalid-input',
      'People confirm this topic by email, and mail to them bounced.',
      {
        about: 'topics',
      },
    );
  const order = {
    mail: 'preference-link' as const,
    contactId: id,
    language: languageFor({ person: language }),
  };
  await queueMail(deps, workspaceId, order, client);
}

/** When they agreed. Throws if their consent is missing or too old to count. */
function agreedAt(
  topic: Topic,
  choice: { isOn: boolean; at: Date } | undefined,
  asked: Asked | undefined,
  now: Date,
): Date {
  if (asked === undefined || tidy(asked.where) === '')
    throw new RollcallError(
      'invalid-input',
      `Turning "${topic.name}" on needs their consent: say where and when they asked for it.`,
      { about: 'asked', hint: 'Or send them their preference page, where they can turn it on themselves.' },
    );
  const at = asked.at > now ? now : asked.at;
  if (choice !== undefined && !choice.isOn && choice.at >= at)
    throw new RollcallError(
      'invalid-input',
      `They turned "${topic.name}" off on ${choice.at.toISOString().slice(0, 10)}, and requests from before then don’t count.`,
      { about: 'asked' },
    );
  return at;
}
