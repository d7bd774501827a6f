import { resolve } from 'node:path';
import { isServerSet, readDatabaseConfig } from '../config.ts';
import { RollcallError } from '../errors.ts';
import { makeBackup } from '../storage/backup/backup.ts';
import { refuseTaken } from '../storage/backup/whole-file.ts';
import { onlyFile, readArguments } from './arguments.ts';
import { exitCodeOf } from './command.ts';

const usage = `npm run backup -- [--replace] <file>

Writes the embedded database to one file, as of one moment, with the app running or stopped. The file contains addresses, and the
secret that keeps erased people from coming back: keep it as safe as the data folder itself.
--replace   overwrites an existing file, once the new backup is complete`;

/** `npm run backup`. */
export async function run(args: string[]): Promise<number> {
  return exitCodeOf(async () => {
    const { values, positionals } = readArguments('backup', args, {
      replace: { type: 'boolean', default: false },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    const file = onlyFile('backup', positionals, 'Which file do you want to write?');
    if (isServerSet()) throw onServer('pg_dump --format=custom --file=rollcall.dump "$DATABASE_URL"');
    refuseTaken(file, values);
    const place = { file: resolve(file), replace: values.replace };
    const { size, heldMs, withSecret } = await makeBackup({ ...readDatabaseConfig(), ...place });
    const megabytes = (size / 1_000_000).toFixed(1);
    const secretWords = withSecret
      ? 'It contains the data folder’s secret: keep the file safe.'
      : 'It doesn’t contain ROLLCALL_SECRET. Restoring needs the same one, so keep it somewhere else.';
    process.stdout.write(
      `${file}: ${megabytes} MB. The database was locked for ${(heldMs / 1000).toFixed(1)} s.\n${secretWords}\n`,
    );
    return 0;
  });
}

/** The message if a server holds the data. */
export const onServer = (command: string): RollcallError =>
  new RollcallError(
    'invalid-input',
    'DATABASE_URL is set: this command is only for the embedded database. A server has its own tools.',
    {
      hint: `${command}\nSee docs/backup.md. Keep ROLLCALL_SECRET with it.`,
    },
  );
