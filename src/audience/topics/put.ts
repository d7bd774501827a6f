import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { findNamed } from '../../lib/names.ts';
import { clip, nearest } from '../../lib/words.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import type { ContactRef } from '../contacts/lookup.ts';
import { consentTooLate } from '../contacts/status-said.ts';
import { type Asked, type SetTopics, setTopics } from './set.ts';
import { currentTopics } from './topics.ts';

/**
 * Turns topics on and off for a contact, for a program. Turning one on takes consent that is later than the
 * last "off".
 *
 * @param options.topics by name, in any case
 * @throws RollcallError `not-found`, `invalid-input`
 */
export async function putTopics(
  deps: AudienceDeps,
  caller: Caller,
  options: { contact: ContactRef; topics: Record<string, boolean>; asked?: Asked | undefined },
): Promise<SetTopics> {
  const { contact, asked } = options;
  const tooLate = consentTooLate(asked && { source: asked.where, at: asked.at }, deps.now());
  if (tooLate !== undefined) throw new RollcallError('invalid-input', `consent/at: ${tooLate}`);
  const topics = await currentTopics(deps, caller);
  const wanted = new Map<number, boolean>();
  for (const [name, on] of Object.entries(options.topics)) {
    const topic = findNamed(topics, name);
    if (topic === undefined) throw unknownTopic(name, topics);
    wanted.set(topic.id, on);
  }
  return setTopics(deps, caller, {
    contact,
    topics: wanted,
    how: 'api',
    ...defined({ asked }),
  });
}

/** The error for a name that no topic has. */
function unknownTopic(name: string, topics: readonly { name: string }[]): RollcallError {
  const names = nearest(
    name,
    topics.map((topic) => topic.name),
  );
  const [near] = names;
  return new RollcallError(
    'not-found',
    `No topic "${clip(name, 60)}".${near === undefined ? '' : ` Did you mean "${near}"?`}`,
    { hint: 'List topics with /audience topics.', meant: { typed: name, names } },
  );
}
