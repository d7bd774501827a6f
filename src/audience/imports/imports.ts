import type { MappingProblem } from '../../csv/columns/mapping.ts';
import { type Mapping, mappingSchema } from '../../csv/schema.ts';
import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { tidy } from '../../lib/texts.ts';
import type { ImportChoices, ImportReport, ImportState, Unmade } from '../../storage/imports/import-state.ts';
import * as stored from '../../storage/imports/imports.ts';
import { addJob } from '../../storage/jobs/jobs.ts';
import type { JobPayloads } from '../../storage/jobs/kinds.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { settleMapping, withChoices } from './mapping.ts';

export type { ImportChoices, ImportState, Unmade };

/**
 * An import with its mapping, in any state.
 *
 * @throws RollcallError `not-found`
 */
export async function findImport(
  deps: AudienceDeps,
  caller: Caller,
  importId: number,
): Promise<ImportState & { mapping: Mapping }> {
  requireRole(caller, 'editor', 'import contacts');
  const state = await importState(deps, caller, importId);
  const mapping = await stored.findMapping(deps.storage.prisma, caller.workspaceId, importId);
  if (mapping === null) throw gone(importId);
  return { ...state, mapping: mappingSchema.parse(mapping) };
}

/** The started import, or the problems to settle first. */
export type StartedImport = { ok: true; import: ImportState } | { ok: false; problems: MappingProblem[] };

/**
 * Starts a proposed import. A runner (jobs/runner.ts), in this process or another, runs it.
 *
 * @param options.mapping the proposed one; `target` and `dateOrder` of its columns may have been changed
 * @param options.newStatus the status of new contacts. Existing contacts keep theirs, with two exceptions:
 *   with `resubscribe`, a person has confirmed that everyone whose row says subscribed is, and says where and
 *   when they asked for it; and a row that says unsubscribed or bounced always counts
 * @param options.report where progress is shown: passed back with every state that onProgress gets
 * @throws RollcallError `not-found`, `busy` if it was already started, `invalid-input` for columns of another
 *   file, or about `where` or `when` if people are subscribed again without them
 */
export async function startImport(
  deps: AudienceDeps,
  caller: Caller,
  options: Partial<ImportChoices> & {
    importId: number;
    mapping: Mapping;
    newStatus: 'subscribed' | 'non-subscribed';
    report?: ImportReport;
    /** A job of a kind that the app's runners don't look for: the file isn't in the database. */
    job?: { kind: 'import-file'; payload: Omit<JobPayloads['import-file'], 'importId'> };
  },
): Promise<StartedImport> {
  requireRole(caller, 'editor', 'import contacts');
  const { importId, newStatus, report } = options;
  const choices = withAsked(choicesOf(options), deps.now());
  const { mapping: proposed, ...found } = await findImport(deps, caller, importId);
  const chosen = withChoices(proposed, options.mapping);
  const now = deps.now();
  return asOneChange(deps, caller, async ({ database, workspaceId, audit }) => {
    const settled = await settleMapping(database, workspaceId, chosen);
    if ('problems' in settled) return { ok: false, problems: settled.problems };
    const { mapping, madeAttributes } = settled;
    const moved = await stored.moveImport(
      database,
      { workspaceId, id: importId, from: ['proposed'] },
      {
        state: 'running',
        mapping,
        newStatus,
        startedAt: now,
        ...choices,
        madeAttributes,
        ...defined({ report }),
      },
    );
    if (!moved) throw startedAlready(found.fileName);
    const { job } = options;
    const adding = { workspaceId, createdAt: now };
    if (job === undefined) await addJob(database, { ...adding, kind: 'import', payload: { importId } });
    else await addJob(database, { ...adding, kind: job.kind, payload: { ...job.payload, importId } });
    await audit('import.started', found.fileName, {
      rows: found.rowsTotal,
      newStatus,
      newAttributes: madeAttributes.length,
      ...defined({
        existing: choices.existing === 'keep' ? choices.existing : undefined,
        resubscribe: choices.resubscribe || undefined,
        where: choices.askedWhere ?? undefined,
      }),
    });
    const started = {
      ...found,
      ...choices,
      state: 'running' as const,
      newStatus,
      report: report ?? null,
      startedAt: now,
    };
    return { ok: true, import: started };
  });
}

/**
 * Resumes an import that failed, after the last written row.
 *
 * @throws RollcallError `not-found`, `busy` if it did not fail
 */
export async function retryImport(
  deps: AudienceDeps,
  caller: Caller,
  importId: number,
): Promise<ImportState> {
  requireRole(caller, 'editor', 'import contacts');
  const state = await importState(deps, caller, importId);
  await asOneChange(deps, caller, async ({ database, workspaceId, audit }) => {
    const moved = await stored.moveImport(
      database,
      { workspaceId, id: importId, from: ['failed'] },
      { state: 'running', problem: null, finishedAt: null },
    );
    if (!moved) {
      throw new RollcallError(
        'busy',
        `The import of ${state.fileName} didn’t fail, so there’s nothing to try again.`,
      );
    }
    await addJob(database, { workspaceId, kind: 'import', payload: { importId }, createdAt: deps.now() });
    await audit('import.retried', state.fileName, { rowsDone: state.rowsDone });
  });
  return { ...state, state: 'running', problem: null, finishedAt: null };
}

/**
 * The progress of an import: reads one row by its key, cheap enough for every second.
 *
 * @throws RollcallError `not-found`
 */
export async function importState(
  deps: AudienceDeps,
  caller: Caller,
  importId: number,
): Promise<ImportState> {
  requireRole(caller, 'viewer', 'see imports');
  const state = await stored.findImport(deps.storage.prisma, caller.workspaceId, importId);
  if (state === null) throw gone(importId);
  return state;
}

/** The latest imports of a team that ended after a moment: a restarted app shows them again. */
export async function listEndedImports(
  deps: AudienceDeps,
  options: { teamId: string; since: Date },
): Promise<ImportState[]> {
  return stored.listEnded(deps.storage.prisma, { ...options, limit: MOST_ENDED });
}

/** As many messages as can be updated in a moment without hitting Slack's rate limit. */
const MOST_ENDED = 20;

/**
 * Sets where progress is shown from now on. Small imports are quick: show the returned state, it may be the
 * last.
 *
 * @throws RollcallError `not-found`
 */
export async function reportImportTo(
  deps: AudienceDeps,
  caller: Caller,
  options: { importId: number; report: ImportReport },
): Promise<ImportState> {
  requireRole(caller, 'editor', 'import contacts');
  const { importId, report } = options;
  await stored.setReport(deps.storage.prisma, { workspaceId: caller.workspaceId, id: importId, report });
  return importState(deps, caller, importId);
}

/**
 * The default choices: contacts get the file's values and keep their status, and no similar tags are made.
 */
export const choicesOf = (given: Partial<ImportChoices>): ImportChoices => ({
  existing: given.existing ?? 'update',
  resubscribe: given.resubscribe ?? false,
  askedWhere: given.askedWhere ?? null,
  askedAt: given.askedAt ?? null,
  tagNames: given.tagNames ?? 'existing',
});

/** The choices, with where and when people asked for mail only if that is what subscribes them. */
function withAsked(choices: ImportChoices, now: Date): ImportChoices {
  if (!choices.resubscribe) return { ...choices, askedWhere: null, askedAt: null };
  const { askedAt = null } = choices;
  const askedWhere = tidy(choices.askedWhere ?? '');
  if (askedWhere === '')
    throw new RollcallError('invalid-input', 'Say where they asked for it.', { about: 'where' });
  if (askedAt === null)
    throw new RollcallError('invalid-input', 'Say when they asked for it.', { about: 'when' });
  return { ...choices, askedWhere, askedAt: askedAt > now ? now : askedAt };
}

export const startedAlready = (fileName: string): RollcallError =>
  new RollcallError('busy', `The import of ${fileName} was already started or discarded.`, {
    hint: 'Upload the file again to import it again: no one is added twice.',
  });

const gone = (importId: number): RollcallError =>
  new RollcallError('not-found', `No import ${importId} here.`, {
    hint: 'Upload the file again: /contacts import',
  });
