import { parseArgs } from 'node:util';
import { readDatabaseConfig } from '../config.ts';
import { openStorage } from '../storage/client.ts';
import { resealAll } from '../storage/reseal.ts';
import { refusing } from './command.ts';

const usage = `npm run secret -- re-encrypt
npm run secret -- lost --yes

re-encrypt  After a change of ROLLCALL_SECRET: encrypts the stored secrets of email providers again, under the new one.
            The old one stays in ROLLCALL_SECRETS_BEFORE: people erased under it are recognised by nothing else.
lost        Goes on without a secret that is lost for good. People erased under it can come back with a later import, and
            email providers that were connected under it have to be connected again.`;

/** `npm run secret`: for every workspace, while the app runs or not. */
export async function run(args: string[]): Promise<number> {
  return refusing(usage, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { yes: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
    });
    const [verb, ...others] = positionals;
    const isLost = verb === 'lost' && values.yes;
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
        ...(isLost ? ['The database now goes with the secrets that are set.'] : []),
        `Encrypted again: ${resealed}. Already under the current secret: ${current}.`,
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
