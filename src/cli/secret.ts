import { parseArgs } from 'node:util';
import { readDatabaseConfig } from '../config.ts';
import { RollcallError } from '../errors.ts';
import { openStorage } from '../storage/database/client.ts';
import { resealAll } from '../storage/database/reseal.ts';
import { refusing } from './command.ts';

const usage = `npm run secret -- re-encrypt
npm run secret -- lost --yes

re-encrypt  After changing ROLLCALL_SECRET: re-encrypts the stored secrets of email providers with the new one. Keep the
            old one in ROLLCALL_SECRETS_BEFORE: without it, Rollcall doesn't recognize people erased under it.
lost        Continues without a secret that is lost for good. A later import can bring back people erased under it, and email
            providers connected under it have to be connected again.`;

/** `npm run secret`: for every workspace, whether the app runs or not. */
export async function run(args: string[]): Promise<number> {
  return refusing(usage, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { yes: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
    });
    const [verb, ...others] = positionals;
    const isLost = verb === 'lost' && values.yes;
    if (verb === 'lost' && !values.yes && values.help !== true) {
      throw new RollcallError('invalid-input', 'Continuing without a lost secret can’t be undone.', {
        hint: 'If it’s lost for good, run: npm run secret -- lost --yes\nTo see what that means: npm run secret -- --help',
      });
    }
    if (values.help === true || others.length > 0 || !(verb === 're-encrypt' || isLost)) {
      process.stdout.write(`${usage}\n`);
      return values.help === true ? 0 : 1;
    }
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
