import { parseArgs } from 'node:util';
import { addSample } from '../audience/sample.ts';
import { refusing, runInWorkspace } from './command.ts';

const usage = `npm run seed [-- --contacts 10000] [--team T…]

Fills a workspace that has no contacts (the one in use, or --team) with invented contacts, tags and a year of events.`;

/** `npm run seed`: works while the app runs on the same folder, and while it does not. */
export async function run(args: string[]): Promise<number> {
  return refusing(usage, async () => {
    const { values } = parseArgs({
      args,
      options: {
        contacts: { type: 'string', default: '10000' },
        team: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    const contacts = Number(values.contacts);
    return runInWorkspace({ name: 'seed', team: values.team, usage }, async (deps, caller) => {
      const started = Date.now();
      const added = await addSample(deps, caller, { contacts, onProgress: showProgress(contacts) });
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      return `${added.contacts} contacts, ${added.events} new events, in ${seconds} s.`;
    });
  });
}

/** Rewrites one line on a terminal; says nothing where output goes to a file. */
function showProgress(total: number): (done: number) => void {
  return (done) => {
    if (process.stderr.isTTY)
      process.stderr.write(`\r${done} of ${total} contacts${done === total ? '\n' : ''}`);
  };
}
