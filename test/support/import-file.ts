import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { importState, startImport } from '../../src/audience/imports/imports.ts';
import { proposeImport } from '../../src/audience/imports/proposals.ts';
import { type ImportRehearsal, rehearseImport } from '../../src/audience/imports/rehearsal.ts';
import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import { answersFrom, valuesOption, withValues } from '../../src/cli/import-values.ts';
import { questionOf } from '../../src/csv/columns/mapping.ts';
import type { Mapping, Target } from '../../src/csv/schema.ts';

/** The result of a file. */
export interface ImportedFile {
  mapping: Mapping;
  /** The missing options; then nothing was written. */
  missing: string[];
  rehearsal: ImportRehearsal | undefined;
  rejected: number;
}

/**
 * Imports a file as `npm run import` does, with the real use cases: proposed, changed by what is said about
 * its columns, rehearsed, started and run to its end.
 *
 * @param options.values as after `--values`
 * @param options.map as after `--map`, by the names of columns
 */
export async function importFile(
  deps: AudienceDeps,
  caller: Caller,
  options: {
    fileName: string;
    bytes: Uint8Array;
    newStatus?: 'subscribed' | 'non-subscribed';
    values?: readonly string[];
    map?: Readonly<Record<string, Target>>;
  },
): Promise<ImportedFile> {
  const { fileName, bytes, newStatus = 'subscribed', values = [], map = {} } = options;
  const { importId, mapping: proposed } = await proposeImport(deps, caller, { fileName, bytes });
  const columns = proposed.columns.map((column) => ({
    ...column,
    target: map[column.header] ?? column.target,
  }));
  const mapping = values.reduce<Mapping>((told, text) => withValues(told, answersFrom(text, told)), {
    ...proposed,
    columns,
  });
  const tried = await rehearseImport(deps, caller, { importId, mapping, newStatus });
  const started = await startImport(deps, caller, { importId, mapping, newStatus });
  if (tried.ok !== started.ok) throw new Error('The rehearsal and the start disagree on what is missing.');
  if (!tried.ok) {
    const missing = tried.problems.map(({ column, message }) => {
      const about = mapping.columns[column ?? -1];
      const consent = about === undefined ? undefined : questionOf(about);
      return about === undefined || consent === undefined
        ? message
        : valuesOption({ header: about.header, consent });
    });
    return { mapping, missing, rehearsal: undefined, rejected: 0 };
  }
  const runner = startJobRunner(deps, { pollMs: 5 });
  await runner.idle();
  await runner.stop();
  const { rejected } = await importState(deps, caller, importId);
  return { mapping, missing: [], rehearsal: tried.rehearsal, rejected };
}
