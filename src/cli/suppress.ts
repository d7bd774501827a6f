import { readFileSync } from 'node:fs';
import { suppress } from '../audience/contacts/suppress.ts';
import { checkFile, onlyFile, readArguments } from './arguments.ts';
import { exitCodeOf, runInWorkspace, saysYes } from './command.ts';

const usage = `npm run suppress -- <list.csv> [--yes] [--team T…]

Suppresses every email address in a file: no more mail to any of them, even if someone deletes and imports them again.
Contacts become unsubscribed. Undo: /audience history in Slack, for 7 days.`;

/** `npm run suppress`: works on the same folder whether the app is running or not. */
export async function run(args: string[]): Promise<number> {
  return exitCodeOf(async () => {
    const { values, positionals } = readArguments('suppress', args, {
      yes: { type: 'boolean', default: false },
      team: { type: 'string' },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    const file = onlyFile('suppress', positionals, 'Which file has the addresses?');
    checkFile('suppress', file);
    const text = readFileSync(file, 'utf8');
    const place = { name: 'suppress', team: values.team, isNamedFirst: true };
    return runInWorkspace(place, async (deps, caller) => {
      if (!values.yes && !(await saysYes(`Suppress every address in ${file}?`))) return 'Nothing changed.';
      const { addresses, unsubscribed, already } = await suppress(deps, caller, { text, how: 'import' });
      const count = (n: number) => n.toLocaleString('en-US');
      return `${count(addresses)} suppressed, ${count(already)} already were. Contacts unsubscribed now: ${count(unsubscribed)}.`;
    });
  });
}
