import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { AudienceDeps, Caller } from '../audience/caller.ts';
import { type ExportWhat, exportContacts } from '../audience/contacts/export.ts';
import { RollcallError } from '../errors.ts';
import { writeWhole } from '../storage/backup/whole-file.ts';
import { noRoom } from '../storage/database/disk.ts';
import { onlyFile, refusing, runInWorkspace } from './command.ts';

const usage = `npm run export -- [--segment <name> | --tag <name>] [--team T…] <file.csv>

Writes contacts as CSV: all of them, a segment's members now, or who carries a tag. Works while the app runs, or not.`;

/** `npm run export`: streams, so that a million contacts take no more memory than a thousand. */
export async function run(args: string[]): Promise<number> {
  return refusing(usage, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        segment: { type: 'string' },
        tag: { type: 'string' },
        team: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    const file = onlyFile(positionals, 'Which file shall be written?');
    if (values.segment !== undefined && values.tag !== undefined)
      throw refused('Either a segment or a tag, not both.');
    const what: ExportWhat =
      values.segment !== undefined
        ? { segment: { name: values.segment } }
        : values.tag !== undefined
          ? { tag: { name: values.tag } }
          : { all: true };
    return runInWorkspace({ name: 'export', team: values.team, usage }, (deps, caller) =>
      write(deps, caller, { what, file }),
    );
  });
}

const refused = (message: string): RollcallError =>
  new RollcallError('invalid-input', message, { hint: usage });

async function write(
  deps: AudienceDeps,
  caller: Caller,
  { what, file }: { what: ExportWhat; file: string },
): Promise<string> {
  const { contacts, chunks } = await exportContacts(deps, caller, what);
  await writeWhole(file, Readable.from(chunks)).catch((error: unknown) => {
    throw noRoom(error, file) ?? error;
  });
  return `${contacts} contacts in ${file}`;
}
