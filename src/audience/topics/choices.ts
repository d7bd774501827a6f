import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import type { Topic, Way } from '../../lib/topics.ts';
import { noteLeft } from '../../storage/campaigns/left.ts';
import { addFacts, type StatusFact } from '../../storage/contacts/status-facts.ts';
import { addSuppressions } from '../../storage/contacts/suppressions.ts';
import { type Connection, inTransaction } from '../../storage/database/transaction.ts';
import { addTopicFacts, choicesOf, type TopicFact } from '../../storage/topics/choices.ts';
import { addPauseFact } from '../../storage/topics/pauses.ts';
import { findPerson, type StoredPerson } from '../../storage/topics/person.ts';
import { listTopics } from '../../storage/topics/topics.ts';
import { setWriter } from '../../storage/watches/writer.ts';
import { insertUndo, latestUndo } from '../../storage/workspace/undos.ts';
import type { AudienceDeps } from '../caller.ts';
import { recordOptOut } from './opt-out-event.ts';
import { type Person, type Preferences, readPreferences } from './preferences.ts';

/** The result of a person's own change. */
export interface Changed {
  changed: boolean;
  /** The id for their Undo, valid for 30 minutes. */
  undoId?: number;
  preferences: Preferences;
}

/** How long a person can undo their own change, in ms. */
const UNDO_MS = 30 * 60_000;
/** The kind of such undos. The team can't run them. */
export const OWN_CHANGE = 'preferences.changed';

/** A click that is sent again within this time, in ms, says nothing new: a double click, a retry. */
const AGAIN_MS = 60_000;

/** Everything that was written, for the undo to find. */
interface Said {
  contactId: number;
  topicLogIds: string[];
  pauseLogIds: string[];
  /** Facts about the status, all at `at`. */
  statusKinds: StatusFact['kind'][];
  at: string;
  how: Way;
  /** The external id of an event. */
  event?: string;
}

/** A change in progress. */
export interface Change {
  client: Connection;
  now: Date;
  held: StoredPerson;
  topics: Topic[];
  before: Preferences;
  said: Said;
}

/** The topics that someone switched, and the text next to each switch. */
export interface ChosenTopics {
  topics: readonly { id: number; on: boolean; text: string }[];
  comesBack?: boolean;
  /** The text on the button that they clicked. */
  text?: string;
  campaignId?: number;
}

/**
 * A person switches topics on their preference page. Someone who isn't subscribed and turns one on becomes
 * subscribed, and gets an explicit "off" for the others that the page shows: they get nothing that they did
 * not ask for.
 *
 * @param options.topics `text` is the text next to the switch. Topics that the page doesn't show are left out
 * @param options.comesBack they asked to be subscribed again, to every topic that is on
 * @throws RollcallError `not-found` if the person was erased
 */
export function choose(deps: AudienceDeps, person: Person, options: ChosenTopics): Promise<Changed> {
  return change(deps, person, 'page', (each) => switchTopics(each, person, options));
}

/** The same, as part of another change. */
export async function switchTopics(each: Change, person: Person, options: ChosenTopics): Promise<boolean> {
  const { before, now, said, client, topics } = each;
  const wanted = new Map(options.topics.map((topic) => [topic.id, topic]));
  const returns =
    before.status !== 'subscribed' &&
    (options.comesBack === true || before.topics.some(({ id }) => wanted.get(id)?.on === true));
  const defaults = new Map(topics.map(({ id, isOn }) => [id, isOn]));
  const facts = before.topics.flatMap(({ id, on }): TopicFact[] => {
    const given = wanted.get(id);
    const wants = given?.on ?? (returns && options.comesBack !== true ? false : undefined);
    const has = returns ? (defaults.get(id) ?? false) : on;
    // Someone who resubscribes states every topic that is shown: an old choice may differ from the default.
    if (wants === undefined || (wants === has && !returns && said.how !== 'join')) return [];
    const details = given === undefined ? {} : { text: given.text };
    return [{ ...ownFact(each, options.campaignId, details), topicId: id, said: wants ? 'on' : 'off' }];
  });
  const { logIds } = await addTopicFacts(client, { workspaceId: person.workspaceId, facts, now });
  said.topicLogIds.push(...logIds);
  const { campaignId, text } = options;
  if (facts.some((fact) => fact.said === 'off') && !returns) await leftBy(each, person, campaignId);
  if (returns) await sayStatus(each, person, 'confirmation', detailsOf(campaignId, defined({ text })));
  return facts.length > 0 || returns;
}

/** A person wants no campaigns for 30 or 90 days; 0 ends the pause. */
export function pause(
  deps: AudienceDeps,
  person: Person,
  { days, text }: { days: 0 | 30 | 90; text?: string },
): Promise<Changed> {
  return change(deps, person, 'page', async ({ client, now, before, said }) => {
    if (days === 0 && before.pausedUntil === null) return false;
    const until = days === 0 ? null : new Date(now.getTime() + days * 86_400_000);
    if (until !== null && isAgain(before.pausedUntil, until)) return 'again';
    const fact = { contactId: person.contactId, until, at: now, how: 'page' as const };
    const details = text === undefined ? {} : { details: { text } };
    const id = await addPauseFact(client, person.workspaceId, { ...fact, ...details }, now);
    if (id !== undefined) said.pauseLogIds.push(id);
    return true;
  });
}

/**
 * A person unsubscribes from everything. Their address stays suppressed, even if the contact is deleted one
 * day.
 */
export function unsubscribeFromEverything(
  deps: AudienceDeps,
  person: Person,
  options: { text?: string; campaignId?: number } = {},
): Promise<Changed> {
  return change(deps, person, 'page', (each) => leave(deps, person, each, options));
}

/**
 * One-click from a mail program (RFC 8058): unsubscribes from one topic, even an archived one; without a
 * topic, from everything.
 */
export function oneClick(
  deps: AudienceDeps,
  person: Person,
  { topicId, campaignId }: { topicId: number | null; campaignId: number | null },
): Promise<Changed> {
  const campaign = campaignId === null ? {} : { campaignId };
  return change(deps, person, 'one-click', async (each) => {
    // They can't unsubscribe from a topic that never existed here, so they leave everything.
    if (topicId === null || !each.topics.some(({ id }) => id === topicId))
      return leave(deps, person, each, campaign);
    const fact: TopicFact = { ...ownFact(each, campaign.campaignId, {}), topicId, said: 'off' };
    const { workspaceId, contactId } = person;
    const choices = await choicesOf(each.client, workspaceId, contactId);
    const choice = choices.find((chosen) => chosen.topicId === topicId);
    if (choice?.isOn === false && isAgain(choice.at, each.now)) return 'again';
    const { logIds } = await addTopicFacts(each.client, { workspaceId, facts: [fact], now: each.now });
    each.said.topicLogIds.push(...logIds);
    await leftBy(each, person, campaign.campaignId);
    return true;
  });
}

/** They turned a topic off by the link in a campaign's mail. */
async function leftBy(
  { client, now: at }: Change,
  { workspaceId, contactId }: Person,
  campaignId: number | undefined,
): Promise<void> {
  if (campaignId !== undefined) await noteLeft(client, { workspaceId, campaignId, contactId, at });
}

/**
 * Whether what was said at a moment is the same click as one now. Of two at once, the one that had to wait may
 * be the earlier.
 */
const isAgain = (at: Date | null, now: Date): boolean =>
  at !== null && Math.abs(now.getTime() - at.getTime()) < AGAIN_MS;

async function leave(
  deps: AudienceDeps,
  person: Person,
  each: Change,
  { text, campaignId }: { text?: string; campaignId?: number },
): Promise<boolean | 'again'> {
  const { client, held, now, said } = each;
  if (held.status === 'unsubscribed' && isAgain(held.optedOutAt, now)) return 'again';
  const { workspaceId } = person;
  await sayStatus(each, person, 'opt-out', detailsOf(campaignId, defined({ text })));
  const hash = deps.storage.hash(held.emailKey);
  await addSuppressions(client, workspaceId, [{ hash, reason: 'unsubscribed', at: now, source: said.how }]);
  said.event = await recordOptOut(client, person, { at: now, by: said.how, campaignId });
  return true;
}

async function sayStatus(
  { client, now, said }: Change,
  { workspaceId, contactId }: Person,
  kind: StatusFact['kind'],
  details: Record<string, string | number>,
): Promise<void> {
  const fact: StatusFact = { contactId, kind, at: now, source: said.how, details };
  await addFacts(client, { workspaceId, facts: [fact], now });
  said.statusKinds.push(kind);
}

const detailsOf = (
  campaignId: number | undefined,
  details: Record<string, string>,
): Record<string, string | number> => (campaignId === undefined ? details : { ...details, campaignId });

const ownFact = (
  { said, now }: Change,
  campaignId: number | undefined,
  details: Record<string, string>,
): Omit<TopicFact, 'topicId' | 'said'> => ({
  contactId: said.contactId,
  at: now,
  how: said.how,
  details: detailsOf(campaignId, details),
});

/** Makes one of a person's own changes, in its own transaction. */
function change(
  deps: AudienceDeps,
  person: Person,
  how: 'page' | 'one-click',
  work: (change: Change) => Promise<boolean | 'again'>,
): Promise<Changed> {
  return inTransaction(deps.storage.pool, async (client) => {
    await setWriter(client, 'page');
    return changeIn(client, person, { how, now: deps.now(), work });
  });
}

/**
 * Makes one of a person's own changes, and stores what its undo needs. Two at once run one after the other.
 * If `work` finds the same click again, nothing is stored, and the first one's undo counts.
 */
export async function changeIn(
  client: Connection,
  person: Person,
  { how, now, work }: { how: Way; now: Date; work: (change: Change) => Promise<boolean | 'again'> },
): Promise<Changed> {
  const { workspaceId, contactId } = person;
  const held = await findPerson(client, workspaceId, { id: contactId }, { hold: true });
  const topics = await listTopics(client, workspaceId);
  const before = await readPreferences(client, person, { topics, now });
  if (held === undefined || before === undefined) throw gone();
  const said: Said = {
    contactId,
    topicLogIds: [],
    pauseLogIds: [],
    statusKinds: [],
    at: now.toISOString(),
    how,
  };
  const changed = await work({ client, now, held, topics, before, said });
  const preferences = (await readPreferences(client, person, { topics, now })) ?? before;
  if (!changed) return { changed, preferences };
  const subject = `contact ${contactId}`;
  if (changed === 'again') {
    const since = new Date(now.getTime() - AGAIN_MS);
    const undoId = await latestUndo(client, workspaceId, { kind: OWN_CHANGE, subject, since });
    return { changed: true, preferences, ...defined({ undoId }) };
  }
  const undoId = await insertUndo(client, {
    workspaceId,
    kind: OWN_CHANGE,
    subject,
    before: { id: contactId, said },
    createdBy: 'the person',
    createdAt: now,
    expiresAt: new Date(now.getTime() + UNDO_MS),
  });
  return { changed, undoId, preferences };
}

const gone = (): RollcallError => new RollcallError('not-found', 'That contact no longer exists.');
