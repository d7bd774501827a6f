import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import { factKinds } from '../../lib/consent.ts';
import { ways } from '../../lib/topics.ts';
import { takeBackLeft } from '../../storage/campaigns/left.ts';
import { removeFacts } from '../../storage/contacts/status-facts.ts';
import { dropSuppressions } from '../../storage/contacts/suppressions.ts';
import { type Connection, inTransaction } from '../../storage/database/transaction.ts';
import { removeEvent } from '../../storage/events/events.ts';
import { takeBackTopicFacts } from '../../storage/topics/choices.ts';
import { takeBackPauseFacts } from '../../storage/topics/pauses.ts';
import { findPerson } from '../../storage/topics/person.ts';
import { listTopics } from '../../storage/topics/topics.ts';
import { setWriter } from '../../storage/watches/writer.ts';
import { lockUndo, markUndone } from '../../storage/workspace/undos.ts';
import type { AudienceDeps } from '../caller.ts';
import { type Changed, OWN_CHANGE } from './choices.ts';
import { type Person, readPreferences } from './preferences.ts';

const saidSchema = z.object({
  contactId: z.int(),
  topicLogIds: z.array(z.string()),
  pauseLogIds: z.array(z.string()),
  statusKinds: z.array(z.enum(factKinds)),
  at: z.string(),
  how: z.enum(ways),
  event: z.string().optional(),
});

/**
 * Undoes a person's own change, once, within 30 minutes. Earlier and later statements stay.
 *
 * @throws RollcallError `not-found` for a change that can no longer be undone, or is someone else's
 */
export function undoChoice(
  deps: AudienceDeps,
  person: Person,
  { undoId }: { undoId: number },
): Promise<Changed> {
  const { workspaceId, contactId } = person;
  return inTransaction(deps.storage.pool, async (client) => {
    await setWriter(client, 'page');
    const now = deps.now();
    const held = await findPerson(client, workspaceId, { id: contactId }, { hold: true });
    const kept = await lockUndo(client, workspaceId, undoId);
    const said = z.object({ said: saidSchema }).safeParse(kept?.before).data?.said;
    const isTheirs = kept?.kind === OWN_CHANGE && said?.contactId === contactId;
    if (held === undefined || kept === undefined || said === undefined || !isTheirs || kept.expiresAt <= now)
      throw new RollcallError('not-found', 'It’s too late to undo this.', {
        hint: 'A change can be undone once, within 30 minutes.',
      });
    await takeBack(client, workspaceId, said, now);
    if (said.statusKinds.includes('opt-out')) {
      const hashes = deps.storage.hashes(held.emailKey);
      const { at, how: source } = said;
      await dropSuppressions(client, workspaceId, { reason: 'unsubscribed', at, source, hashes });
    }
    await markUndone(client, workspaceId, { id: undoId, at: now });
    const topics = await listTopics(client, workspaceId);
    const preferences = await readPreferences(client, person, { topics, now });
    if (preferences === undefined) throw new RollcallError('not-found', 'That contact no longer exists.');
    return { changed: true, preferences };
  });
}

async function takeBack(
  client: Connection,
  workspaceId: number,
  said: z.infer<typeof saidSchema>,
  now: Date,
): Promise<void> {
  const { contactId, topicLogIds, pauseLogIds, statusKinds, at, how, event } = said;
  const which = {
    sql: 'l.contact_id = $2::int AND l.id = ANY($3::bigint[])',
    params: [contactId, topicLogIds],
  };
  await takeBackTopicFacts(client, workspaceId, which, { now });
  await takeBackPauseFacts(client, workspaceId, { contactId, logIds: pauseLogIds }, { now });
  if (statusKinds.length > 0) {
    await removeFacts(
      client,
      workspaceId,
      {
        sql: `f.contact_id = $2::int AND f.at = $3::timestamptz AND f.source = $4::text AND f.import_id IS NULL
          AND f.kind = ANY($5::text[])`,
        params: [contactId, at, how, statusKinds],
      },
      { now },
    );
  }
  if (event !== undefined) await removeEvent(client, workspaceId, event);
  await takeBackLeft(client, { workspaceId, contactId, at });
}
