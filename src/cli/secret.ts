import { readDatabaseConfig } from '../config.ts';
import { RollcallError } from '../errors.ts';
import { openStorage } from '../storage/database/client.ts';
import { resealAll } from '../storage/database/reseal.ts';
import { noMore, readArguments, wrongUse } from './arguments.ts';
import { exitCodeOf } from './command.ts';

const usage = `npm run secret -- re-encrypt
npm run secret -- lost --yes

re-encrypt  After changing ROLLCALL_SECRET: re-encrypts the stored secrets of email providers with the new one. Keep the
            old one in ROLLCALL_SECRETS_BEFORE: without it, Rollcall doesn't recognize people erased under it.
lost        Continues without a secret that is lost for good. A later import can bring back people erased under it, and email
            providers connected under it have to be connected again.`;

/** `npm run secret`: for every workspace, whether the app runs or not. */
export async function run(args: string[]): Promise<number> {
  return exitCodeOf(async () => {
    const { values, positionals } = readArguments('secret', args, {
      yes: { type: 'boolean', default: false },
    });
    const [verb, ...others] = positionals;
    const isLost = verb === 'lost' && values.yes;
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    if (verb === 'lost' && !values.yes) {
      throw new RollcallError('undecided', 'Continuing without a lost secret can’t be undone.', {
        hint: 'If it’s lost for good, run: npm run secret -- lost --yes\nTo see what that means: npm run secret -- --help',
      });
    }
    if (!(verb === 're-encrypt' || isLost))
      throw wrongUse('secret', 'What do you want to do: re-encrypt or lost?');
    noMore('secret', others);
    const storage = await openStorage({
      ...readDatabaseConfig(),
      join: true,
      tool: 'npm run secret',
      withoutLost: isLost,
    });
    try {
      const { resealed, current, unreadable } = await resealAll(storage);
      const lines = [
        ...(isLost ? ['The database now uses the secrets that are set.'] : []),
        `Re-encrypted: ${resealed}. Already under the current secret: ${current}.`,
        ...(unreadable === 0
          ? []
          : [`Unreadable: ${unreadable}. Remove those email providers and connect them again.`]),
      ];
      process.stdout.write(`${lines.join('\n')}\n`);
      return 0;
    } finally {
      await storage.close();
    }
  });
}
