import { withoutAnswer } from '../../csv/consent.ts';
import type { Mapping, MappingProblem } from '../../csv/mapping.ts';
import { repeatsIn } from '../../csv/repeats.ts';
import type { CsvSource } from '../../csv/source.ts';
import { RollcallError } from '../../errors.ts';
import { listAttributes } from '../../storage/contacts/attributes.ts';
import * as batches from '../../storage/imports/batch.ts';
import type { ImportChoices } from '../../storage/imports/imports.ts';
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

/** What an import would come to, on the contacts as they are now. */
export interface ImportRehearsal {
  importId: number;
  fileName: string;
  rowsTotal: number;
  newStatus: 'subscribed' | 'non-subscribed';
  choices: ImportChoices;
  added: number;
  updated: number;
  unchanged: number;
  /** Rows that would not be taken, and why; those of people who were erased on request are among them. */
  rejected: number;
  reasons: ReasonGroup[];
  erased: number;
  /** Addresses that come in more than one row: their rows are merged. */
  repeated: number;
  /** People whose row says that they are subscribed, and who are not: left alone, unless `choices.resubscribe`. */
  blocked: { unsubscribed: number; bounced: number; nonSubscribed: number };
  resubscribed: number;
  /** People who are here, and become unsubscribed or bounced because their row says so. */
  lowered: { unsubscribed: number; bounced: number };
  /** People who are unchanged, but an opt-out or bounce that was not known is stored with them. */
  noted: number;
  /** People who are subscribed here and stay so, though their row says non-subscribed. */
  staySubscribed: number;
  /** Columns in which a blank is no consent, and the rows that have one. */
  unanswered: { header: string; rows: number }[];
  newTags: string[];
  /** Tags that the file writes in another way than they are (or would be) used. */
  alikeTags: OtherName[];
  restyledTags: OtherName[];
  unusableTags: string[];
  newAttributes: { name: string; type: string }[];
  /** What the file changes of topics, by name. */
  topics: (Omit<ImportedTopic, 'topicId'> & { name: string })[];
}

export type RehearsedImport =
  | { ok: true; rehearsal: ImportRehearsal }
  | { ok: false; problems: MappingProblem[] };

/** Rows looked up in one statement: small, because on the embedded database everybody else waits for it. */
const BATCH_ROWS = 1000;

/** More new tags than this, and the column holds something else. */
const MOST_NEW_TAGS = 1000;

/**
 * Goes through a proposed import without writing anything but the choices themselves: every row is decided on by what
 * decides in the run (src/storage/imports/decide.ts), on the contacts as they are now.
 *
 * @param options.mapping the proposed one; `target` and `dateOrder` of its columns may have been changed
 * @param options.onProgress told after each batch how many rows of the file were looked at
 * @throws RollcallError `not-found`, `busy` where it was started or discarded, `invalid-input` for columns of another file
 */
export async function rehearseImport(
  deps: AudienceDeps,
  caller: Caller,
  options: Partial<ImportChoices> & {
    importId: number;
    mapping: Mapping;
    newStatus: 'subscribed' | 'non-subscribed';
    /** The file, where it was not handed in. */
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
  let decided = batches.nothing;
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
    decided = batches.sum(decided, await batches.countBatch(pool, rows));
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
 * The same once more, with the choices that were rehearsed last and those given here.
 *
 * @throws RollcallError as rehearseImport, and `busy` where it was not rehearsed, or something is to be settled first
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
