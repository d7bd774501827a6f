import { Readable } from 'node:stream';
import type { AudienceDeps, Caller } from '../audience/caller.ts';
import { type ExportWhat, exportContacts } from '../audience/contacts/export.ts';
import { refuseTaken, writeWhole } from '../storage/backup/whole-file.ts';
import { noRoom } from '../storage/database/disk.ts';
import { onlyFile, readArguments, wrongUse } from './arguments.ts';
import { exitCodeOf, runInWorkspace } from './command.ts';

const usage = `npm run export -- [--segment <name> | --tag <name>] [--replace] [--team T…] <file.csv>

Exports contacts as CSV: all of them, a segment's current members, or contacts with a tag. The app may be running or not.
--replace   overwrites a file that exists, once the new one is whole`;

/** `npm run export`: streams, so that a million contacts take no more memory than a thousand. */
export async function run(args: string[]): Promise<number> {
  return exitCodeOf(async () => {
    const { values, positionals } = readArguments('export', args, {
      segment: { type: 'string' },
      tag: { type: 'string' },
      replace: { type: 'boolean', default: false },
      team: { type: 'string' },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    const file = onlyFile('export', positionals, 'Which file do you want to write?');
    if (values.segment !== undefined && values.tag !== undefined)
      throw wrongUse('export', 'Choose a segment or a tag, not both.');
    refuseTaken(file, values);
    const what: ExportWhat =
      values.segment !== undefined
        ? { segment: { name: values.segment } }
        : values.tag !== undefined
          ? { tag: { name: values.tag } }
          : { all: true };
    return runInWorkspace({ name: 'export', team: values.team }, (deps, caller) =>
      write(deps, caller, { what, file, replace: values.replace }),
    );
  });
}

async function write(
  deps: AudienceDeps,
  caller: Caller,
  { what, file, replace }: { what: ExportWhat; file: string; replace: boolean },
): Promise<string> {
  const { contacts, chunks } = await exportContacts(deps, caller, what);
  await writeWhole(file, Readable.from(chunks), { replace }).catch((error: unknown) => {
    throw noRoom(error, file) ?? error;
  });
  return `${contacts} contacts in ${file}`;
}
