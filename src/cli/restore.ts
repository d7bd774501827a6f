import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isServerSet, readDatabaseConfig } from '../config.ts';
import { restoreBackup } from '../storage/backup/restore.ts';
import { onServer } from './backup.ts';
import { onlyFile, refusing } from './command.ts';

const usage = `npm run restore -- [--replace] <file>

Puts a backup that npm run backup wrote into the data folder (DATA_DIR), while no app runs there.
--replace   also where the folder holds a database; that one is put aside, not deleted`;

/** `npm run restore`. */
export async function run(args: string[]): Promise<number> {
  return refusing(usage, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { replace: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    const file = onlyFile(positionals, 'Which backup shall be restored?');
    if (isServerSet())
      throw onServer('pg_restore --clean --if-exists --dbname="$DATABASE_URL" rollcall.dump');
    const place = readDatabaseConfig();
    const restored = await restoreBackup({ ...place, file: resolve(file), replace: values.replace });
    const { madeAt, contacts, applied, aside, withSecret } = restored;
    const lines = [
      `Restored into ${resolve(place.dataDir)}: ${contacts} contacts, as of ${madeAt.toISOString()}.`,
      ...(applied.length === 0 ? [] : [`Brought up to date: ${applied.join(', ')}.`]),
      withSecret
        ? 'The secret of the backup is in place: who was forgotten by then stays away.'
        : 'ROLLCALL_SECRET matches the backup: people who were erased by then are still recognised.',
      'Who was forgotten after that moment is back: forget them again.',
      ...(aside === undefined
        ? []
        : [`What was there before is in ${aside}. Delete it when all is well: it holds people's data.`]),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  });
}
