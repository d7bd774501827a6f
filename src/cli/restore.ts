import { resolve } from 'node:path';
import { isServerSet, readDatabaseConfig } from '../config.ts';
import { restoreBackup } from '../storage/backup/restore.ts';
import { checkFile, onlyFile, readArguments } from './arguments.ts';
import { onServer } from './backup.ts';
import { exitCodeOf } from './command.ts';

const usage = `npm run restore -- [--replace] <file>

Restores a backup from npm run backup into the data folder (DATA_DIR), while no app is running there.
--replace   even if the folder already contains a database; that one is set aside, not deleted`;

/** `npm run restore`. */
export async function run(args: string[]): Promise<number> {
  return exitCodeOf(async () => {
    const { values, positionals } = readArguments('restore', args, {
      replace: { type: 'boolean', default: false },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    const file = onlyFile('restore', positionals, 'Which backup do you want to restore?');
    if (isServerSet())
      throw onServer('pg_restore --clean --if-exists --dbname="$DATABASE_URL" rollcall.dump');
    checkFile('restore', file);
    const place = readDatabaseConfig();
    const restored = await restoreBackup({ ...place, file: resolve(file), replace: values.replace });
    const { madeAt, contacts, applied, aside, withSecret, heldCampaigns } = restored;
    const lines = [
      `Restored into ${resolve(place.dataDir)}: ${contacts} contacts, as of ${madeAt.toISOString()}.`,
      ...(applied.length === 0 ? [] : [`Brought up to date: ${applied.join(', ')}.`]),
      withSecret
        ? 'The backup’s secret is in place: people erased by then stay erased.'
        : 'ROLLCALL_SECRET matches the backup: people erased by then stay erased.',
      'People erased after that moment are back: erase them again.',
      ...(heldCampaigns === 0
        ? []
        : [
            `Unfinished campaigns: ${heldCampaigns}, now held. What they sent from ${madeAt.toISOString()} until now isn’t known, so no one who was still waiting is mailed by itself.`,
          ]),
      ...(aside === undefined
        ? []
        : [`The previous data is in ${aside}. Delete it when everything works: it contains personal data.`]),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  });
}
