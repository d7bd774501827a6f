import type { Status } from '../../lib/consent.ts';
import type { Topic } from '../../lib/topics.ts';
import type { Runs } from '../../storage/queries/run-sql.ts';
import { choicesOf } from '../../storage/topics/choices.ts';
import { pauseOf } from '../../storage/topics/pauses.ts';
import { findPerson } from '../../storage/topics/person.ts';
import { listTopics } from '../../storage/topics/topics.ts';
import type { AudienceDeps } from '../caller.ts';

/** A person who decides for themselves: the token in their link is their authorization. */
export interface Person {
  workspaceId: number;
  contactId: number;
}

/** A topic as the preference page shows it. */
export interface PreferredTopic {
  id: number;
  name: string;
  description: string;
  /** Whether they get it now. People who aren't subscribed get none. */
  on: boolean;
  /** Whether people confirm this topic by email. */
  confirms: boolean;
}

/** What a person gets. */
export interface Preferences {
  contactId: number;
  email: string;
  language: string | null;
  status: Status;
  /** The topics that the page shows, in their order. */
  topics: PreferredTopic[];
  /** Null if they are not paused, or no longer. */
  pausedUntil: Date | null;
}

/** What a person gets, for their preference page. Undefined if the contact was erased. */
export async function preferencesOf(deps: AudienceDeps, person: Person): Promise<Preferences | undefined> {
  const { prisma } = deps.storage;
  const topics = await listTopics(prisma, person.workspaceId);
  return readPreferences(prisma, person, { topics, now: deps.now() });
}

/** The same, in a transaction that has already read the topics. */
export async function readPreferences(
  on: Runs,
  { workspaceId, contactId }: Person,
  { topics, now }: { topics: readonly Topic[]; now: Date },
): Promise<Preferences | undefined> {
  const found = await findPerson(on, workspaceId, { id: contactId });
  if (found === undefined) return undefined;
  const { email, language, status } = found;
  const choices = await choicesOf(on, workspaceId, contactId);
  const pause = await pauseOf(on, workspaceId, contactId);
  const chosen = new Map(choices.map(({ topicId, isOn }) => [topicId, isOn]));
  return {
    contactId,
    email,
    language,
    status,
    topics: topics.filter(isOffered).map(({ id, name, description, isOn, confirms }) => ({
      id,
      name,
      description,
      confirms,
      on: status === 'subscribed' && (chosen.get(id) ?? isOn),
    })),
    pausedUntil: pause !== undefined && pause.until > now ? pause.until : null,
  };
}

/** Whether people can choose the topic themselves. */
export const isOffered = ({ isShown, archivedAt }: Topic): boolean => isShown && archivedAt === null;
