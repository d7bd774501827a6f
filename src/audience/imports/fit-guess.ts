import { fitToAttributes, preferAttributes } from '../../csv/columns/attributes.ts';
import { type MappingProblem, mappingProblems } from '../../csv/columns/mapping.ts';
import { fitToTopics } from '../../csv/rows/topics.ts';
import type { Mapping } from '../../csv/schema.ts';
import { listAttributes } from '../../storage/contacts/attributes.ts';
import { listTopics } from '../../storage/topics/topics.ts';
import type { AudienceDeps } from '../caller.ts';
import { currentOf } from './mapping.ts';

/** A guess about a file with what the workspace has: its attributes and topics. */
export async function fitGuess(
  deps: AudienceDeps,
  workspaceId: number,
  guess: { mapping: Mapping; problems: MappingProblem[] },
): Promise<{ mapping: Mapping; problems: MappingProblem[] }> {
  const { prisma } = deps.storage;
  const attributes = await listAttributes(prisma, workspaceId);
  const preferred = preferAttributes(guess.mapping, attributes);
  const withTopics = fitToTopics(preferred, currentOf(await listTopics(prisma, workspaceId)));
  const { mapping, problems } = fitToAttributes(withTopics, attributes);
  // Notes about a column are settled if the column turns out to be a topic.
  const notes = guess.problems.filter(({ column }) => {
    const target = column === null ? undefined : mapping.columns[column]?.target;
    return target !== 'topic' && target !== 'topics';
  });
  return { mapping, problems: [...mappingProblems(mapping), ...notes, ...problems] };
}
