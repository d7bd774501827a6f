import type { MappingProblem } from '../../csv/columns/mapping.ts';
import { withoutAnswer } from '../../csv/consent/consent.ts';
import type { CsvSource } from '../../csv/file/source.ts';
import { repeatsIn } from '../../csv/rows/repeats.ts';
import type { Mapping } from '../../csv/schema.ts';
import { RollcallError } from '../../errors.ts';
import { listAttributes } from '../../storage/contacts/attributes.ts';
import { countBatch } from '../../storage/imports/batch.ts';
import { nothing, sum } from '../../storage/imports/decided-sums.ts';
import type { ImportChoices } from '../../storage/imports/import-state.ts';
import * as stored from '../../storage/imports/imports.ts';
import { countTopics, type ImportedTopic } from '../../storage/imports/topics.ts';
import { bytesOfImport } from '../../storage/imports/uploads.ts';
import { listTopics } from '../../storage/topics/topics.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { batchesOf, placeOf, withSuppressions } from './batches.ts';
import { choicesOf, findImport, startedAlready } from './imports.ts';
import { currentOf, fitMapping, withChoices } from './mapping.ts';
import { type ReasonGroup, reasonGroups } from './reasons.ts';
import type { OtherName } from './tags.ts';

/** What an import would do to the current contacts. */
export interface ImportRehearsal {
  importId: number;
  fileName: string;
  rowsTotal: number;
  newStatus: 'subscribed' | 'non-subscribed';
  choices: ImportChoices;
  added: number;
  updated: number;
  unchanged: number;
  /** Rows that would be rejected, including people who were erased on request. */
  rejected: number;
  reasons: ReasonGroup[];
  erased: number;
  /** Addresses that are in more than one row: their rows are merged. */
  repeated: number;
  /** People whose row says subscribed but who aren't: left alone, unless `choices.resubscribe`. */
  blocked: { unsubscribed: number; bounced: number; nonSubscribed: number };
  resubscribed: number;
  /** Existing contacts that become unsubscribed or bounced because their row says so. */
  lowered: { unsubscribed: number; bounced: number };
  /** People who don't change, but get an opt-out or bounce that wasn't known before. */
  noted: number;
  /** People who are subscribed and stay so, although their row says non-subscribed. */
  staySubscribed: number;
  /** Columns in which a blank means no consent, and the number of blank rows. */
  unanswered: { header: string; rows: number }[];
  newTags: string[];
  /** Tags that the file spells differently from the tag that is (or would be) used. */
  alikeTags: OtherName[];
  restyledTags: OtherName[];
  unusableTags: string[];
  newAttributes: { name: string; type: string }[];
  /** What the file changes about topics, by name. */
  topics: (Omit<ImportedTopic, 'topicId'> & { name: string })[];
}

export type RehearsedImport =
  | { ok: true; rehearsal: ImportRehearsal }
  | { ok: false; problems: MappingProblem[] };

/** Rows that one statement looks up: few, because on the embedded database everyone else waits for it. */
const BATCH_ROWS = 1000;

/** If there are more new tags than this, the column contains something else. */
const MOST_NEW_TAGS = 1000;

/**
 * Goes through a proposed import without writing anything except the choices: the code of the real run
 * (src/storage/imports/decide.ts) decides about every row, on the current contacts.
 *
 * @param options.mapping the proposed one; `target` and `dateOrder` of its columns may have been changed
 * @param options.onProgress receives the number of rows checked, after each batch
 * @throws RollcallError `not-found`, `busy` if it was started or discarded, `invalid-input` for columns of
 *   another file
 */
export async function rehearseImport(
  deps: AudienceDeps,
  caller: Caller,
  options: Partial<ImportChoices> & {
    importId: number;
    mapping: Mapping;
    newStatus: 'subscribed' | 'non-subscribed';
    /** The file, if it was not uploaded. */
    source?: CsvSource;
    onProgress?: (rows: number) => void;
  },
): Promise<RehearsedImport> {
  requireRole(caller, 'editor', 'import contacts');
  const { importId, newStatus, onProgress } = options;
  const { workspaceId } = caller;
  const { prisma, pool } = deps.storage;
  const found = await findImport(deps, caller, importId);
  const chosen = withChoices(found.mapping, options.mapping);
  const choices = choicesOf(options);
  const moved = await stored.moveImport(
    prisma,
    { workspaceId, id: importId, from: ['proposed'] },
    { state: 'proposed', mapping: chosen, newStatus, ...choices },
  );
  const source = moved ? (options.source ?? (await bytesOfImport(prisma, workspaceId, importId))) : null;
  if (source === null) throw startedAlready(found.fileName);

  const attributes = await listAttributes(prisma, workspaceId);
  const topics = currentOf(await listTopics(prisma, workspaceId));
  const fitted = fitMapping(chosen, { attributes, topics });
  const ofTopics = new Map<number, ImportedTopic>();
  if ('problems' in fitted) return { ok: false, problems: fitted.problems };
  const { timeZone, namer } = await placeOf(deps, workspaceId, {
    tagNames: choices.tagNames,
    isOwn: fitted.mapping.format.own === true,
  });
  const reasons = reasonGroups();
  const counted = { rows: 0, repeated: 0, rejected: 0, erased: 0 };
  let decided = nothing;
  const startedAt = deps.now();
  const repeats = await repeatsIn(source, fitted.mapping, { timeZone });
  const all = batchesOf(source, fitted.mapping, { skip: 0, size: BATCH_ROWS, namer, repeats });
  for await (const read of all) {
    const batch = await withSuppressions(deps, pool, workspaceId, read);
    reasons.add(batch.rejections);
    counted.rows += batch.rows;
    counted.repeated += batch.repeated;
    counted.rejected += batch.rejections.length;
    counted.erased += batch.erased;
    const rows = {
      workspaceId,
      importId,
      newStatus,
      timeZone,
      startedAt,
      now: deps.now(),
      ...choices,
      contacts: batch.contacts,
      suppressed: batch.suppressed,
    };
    decided = sum(decided, await countBatch(pool, rows));
    for (const each of await countTopics(pool, rows)) {
      const { on = 0, off = 0, stayOff = 0 } = ofTopics.get(each.topicId) ?? {};
      ofTopics.set(each.topicId, {
        topicId: each.topicId,
        on: on + each.on,
        off: off + each.off,
        stayOff: stayOff + each.stayOff,
      });
    }
    if (decided.newTags.length > MOST_NEW_TAGS) {
      return { ok: false, problems: [tooManyTags(fitted.mapping)] };
    }
    onProgress?.(counted.rows);
  }
  const { unsubscribed, bounced, nonSubscribed, lowered, loweredToUnsubscribed, ...counts } = decided;
  const rehearsal: ImportRehearsal = {
    importId,
    fileName: found.fileName,
    rowsTotal: found.rowsTotal,
    newStatus,
    choices,
    ...counts,
    rejected: counted.rejected,
    erased: counted.erased,
    reasons: reasons.list(),
    repeated: counted.repeated,
    blocked: { unsubscribed, bounced, nonSubscribed },
    lowered: { unsubscribed: loweredToUnsubscribed, bounced: lowered - loweredToUnsubscribed },
    unanswered: unansweredIn(fitted.mapping),
    alikeTags: namer.alike(),
    restyledTags: namer.restyled(),
    unusableTags: namer.unusable(),
    newAttributes: fitted.missing.map(({ name, type }) => ({ name, type })),
    topics: topics.flatMap(({ id, name }) => {
      const { topicId: _, ...counts } = ofTopics.get(id) ?? { topicId: id, on: 0, off: 0, stayOff: 0 };
      return ofTopics.has(id) ? [{ name, ...counts }] : [];
    }),
  };
  return { ok: true, rehearsal };
}

/**
 * Rehearses again, with the choices of the last rehearsal and those given here.
 *
 * @throws RollcallError as rehearseImport, and `busy` if it was not rehearsed, or something has to be settled
 *   first
 */
export async function rehearseAgain(
  deps: AudienceDeps,
  caller: Caller,
  options: Partial<ImportChoices> & { importId: number },
): Promise<ImportRehearsal> {
  const { mapping, newStatus, existing, tagNames, fileName } = await findImport(
    deps,
    caller,
    options.importId,
  );
  if (newStatus === null) throw startedAlready(fileName);
  const tried = await rehearseImport(deps, caller, {
    existing,
    tagNames,
    ...options,
    mapping,
    newStatus,
  });
  if (tried.ok) return tried.rehearsal;
  const [problem] = tried.problems;
  throw new RollcallError('busy', problem?.message ?? 'The attributes changed in the meantime.', {
    hint: 'Upload the file again.',
  });
}

const unansweredIn = ({ columns }: Mapping): ImportRehearsal['unanswered'] =>
  columns.flatMap(({ header, target, consent }) => {
    const rows = target === 'status' && consent !== undefined ? withoutAnswer(consent) : 0;
    return rows === 0 ? [] : [{ header, rows }];
  });

function tooManyTags(mapping: Mapping): MappingProblem {
  const index = mapping.columns.findIndex((column) => column.target === 'tags');
  const header = mapping.columns[index]?.header ?? '';
  return {
    column: index < 0 ? null : index,
    blocking: true,
    message: `"${header}" would create more than ${MOST_NEW_TAGS.toLocaleString('en-US')} new tags.`,
    hint: 'It probably doesn’t contain tags: import it as an attribute, or don’t import it.',
  };
}
