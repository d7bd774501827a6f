import { fitToAttributes } from '../../csv/columns/attributes.ts';
import { attributeName, type MappingProblem, mappingProblems } from '../../csv/columns/mapping.ts';
import { withAnswers } from '../../csv/consent/consent.ts';
import type { FileTopic } from '../../csv/rows/topics.ts';
import { type AttributeType, type Column, type Mapping, mappingSchema } from '../../csv/schema.ts';
import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { findNamed } from '../../lib/names.ts';
import {
  type Attribute,
  addAttributes,
  holdAttributes,
  listAttributes,
} from '../../storage/contacts/attributes.ts';
import type { Database } from '../../storage/database/database.ts';
import { listTopics } from '../../storage/topics/topics.ts';

/** The stored mapping with a person's choices; anything else that the caller sent is ignored. */
export function withChoices(mapping: Mapping, given: Mapping): Mapping {
  const columns = mapping.columns.map((column, index) => {
    const choice = given.columns[index];
    if (
      choice === undefined ||
      choice.header !== column.header ||
      given.columns.length !== mapping.columns.length
    ) {
      throw new RollcallError('invalid-input', 'These columns don’t match the uploaded file.', {
        hint: 'Upload the file again.',
      });
    }
    // Dates that can be read day first or month first don't begin with the year, even if a person chose that.
    const isOpen = column.dateOrder === null && choice.dateOrder !== null;
    const isPossible = (column.orders ?? ['dmy', 'mdy']).some((order) => order === choice.dateOrder);
    const order = isOpen && !isPossible ? null : choice.dateOrder;
    return {
      ...column,
      target: choice.target,
      dateOrder: order ?? column.dateOrder,
      ...defined({
        topicId: choice.target === 'topic' ? choice.topicId : undefined,
        consent: column.consent && withAnswers(column.consent, choice.consent),
      }),
    };
  });
  return mappingSchema.parse({ ...mapping, columns });
}

/**
 * A mapping in which every value has a target, and the attributes that it still needs; or the problems to
 * settle first.
 */
export type FittedMapping =
  | { mapping: Mapping; missing: { name: string; type: AttributeType; yearly: boolean }[] }
  | { problems: MappingProblem[] };

/**
 * Sets the targets of a mapping's columns. A missing attribute gets an id that no attribute has, so that its
 * values can be told apart before it is made.
 */
export function fitMapping(
  chosen: Mapping,
  { attributes, topics }: { attributes: readonly Attribute[]; topics: readonly FileTopic[] },
): FittedMapping {
  const fitted = fitToAttributes(chosen, attributes);
  const problems = [
    ...fitted.problems.map(refusal),
    ...mappingProblems(fitted.mapping),
    ...goneTopics(fitted.mapping, topics),
  ];
  if (problems.length > 0) return { problems };
  const missing: { name: string; type: AttributeType; yearly: boolean }[] = [];
  const columns = fitted.mapping.columns.map(withoutCells).map((column) => {
    if (column.target !== 'attribute') return { ...column, attributeId: null };
    const name = attributeName(column);
    const id = findNamed(attributes, name)?.id;
    if (id === undefined) missing.push({ name, type: column.type, yearly: column.yearly });
    return { ...column, attributeId: id ?? -missing.length };
  });
  const { topics: _, ...rest } = fitted.mapping;
  const known = columns.some(({ target }) => target === 'topics')
    ? { topics: topics.map(({ id, name }) => ({ id, name })) }
    : {};
  return { mapping: { ...rest, ...known, columns }, missing };
}

/** Columns of topics that have been archived since. */
const goneTopics = ({ columns }: Mapping, topics: readonly FileTopic[]): MappingProblem[] =>
  columns.flatMap(({ target, topicId, header }, column): MappingProblem[] => {
    if (target !== 'topic' || topicId === undefined || topics.some(({ id }) => id === topicId)) return [];
    const message = `The topic of "${header}" no longer exists.`;
    return [{ column, blocking: true, message, hint: 'Choose another one, or leave the column out.' }];
  });

/**
 * Removes cells that are people's data from a column; the meanings of a status's cells stay, because reading
 * needs them.
 */
function withoutCells({ consent, ...column }: Column): Column {
  const isRead = column.target === 'status' || column.target === 'tags';
  if (!isRead || consent === undefined) return { ...column, samples: [] };
  const { others } = consent;
  const kept = { ...consent, others: others === null ? null : { ...others, samples: [] } };
  return { ...column, samples: [], consent: kept };
}

/** Topics that a file may use. */
export const currentOf = <T extends { archivedAt: Date | null }>(topics: readonly T[]): T[] =>
  topics.filter(({ archivedAt }) => archivedAt === null);

/**
 * A mapping that can be imported, with the ids of attributes made for it; or the problems to settle first.
 */
export type SettledMapping = { mapping: Mapping; madeAttributes: number[] } | { problems: MappingProblem[] };

/** Makes the attributes that a mapping needs, and sets them as targets. Makes none if problems remain. */
export async function settleMapping(
  database: Database,
  workspaceId: number,
  chosen: Mapping,
): Promise<SettledMapping> {
  // Locked until the import is marked as running: if a type changed in between, values of the old type would
  // remain.
  const topics = currentOf(await listTopics(database, workspaceId));
  const fitted = fitMapping(chosen, { attributes: await holdAttributes(database, workspaceId), topics });
  if ('problems' in fitted) return fitted;
  if (fitted.missing.length === 0) return { mapping: fitted.mapping, madeAttributes: [] };
  const madeAttributes = await addAttributes(database, workspaceId, fitted.missing);
  const settled = fitMapping(chosen, { attributes: await listAttributes(database, workspaceId), topics });
  return 'problems' in settled ? settled : { mapping: settled.mapping, madeAttributes };
}

/** A proposal leaves such a column out with a note. If a person still wants it, it has to be refused. */
const refusal = (problem: MappingProblem): MappingProblem => ({
  ...problem,
  blocking: true,
  hint: 'Don’t import it, or rename the column in the file.',
});
