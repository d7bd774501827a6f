import { addSample } from '../audience/workspace/sample.ts';
import { RollcallError } from '../errors.ts';
import { noMore, readArguments, wrongUse } from './arguments.ts';
import { exitCodeOf, runInWorkspace, saysYes } from './command.ts';

const usage = `npm run seed [-- --contacts 10000] [--yes] [--team T…]

Fills a workspace that has no contacts (the one in use, or --team) with sample contacts, tags and a year of events. Asks first
if it's a real Slack workspace, unless you pass --yes or --team.`;

/** `npm run seed`: works on the same folder whether the app is running or not. */
export async function run(args: string[]): Promise<number> {
  return exitCodeOf(async () => {
    const { values, positionals } = readArguments('seed', args, {
      contacts: { type: 'string', default: '10000' },
      team: { type: 'string' },
      yes: { type: 'boolean', default: false },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    noMore('seed', positionals);
    const contacts = Number(values.contacts);
    if (!(Number.isInteger(contacts) && contacts > 0))
      throw wrongUse('seed', `--contacts needs a whole number, 1 or more, instead of "${values.contacts}".`);
    const isMeant = values.yes || values.team !== undefined;
    return runInWorkspace({ name: 'seed', team: values.team }, async (deps, caller, workspace) => {
      if (!workspace.isPlayground && !isMeant) await askFirst(workspace.label, contacts);
      const started = Date.now();
      const added = await addSample(deps, caller, { contacts, onProgress: showProgress(contacts) });
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      return `${added.contacts} contacts, ${added.events} new events, in ${seconds} s.`;
    });
  });
}

/**
 * Invented people in a real workspace are hard to tell from its own. @throws RollcallError `undecided`
 * without a yes
 */
async function askFirst(label: string, contacts: number): Promise<void> {
  const what = `${label} is a real Slack workspace.`;
  if (process.stdin.isTTY) {
    const question = `${what} Fill it with ${contacts.toLocaleString('en-US')} sample contacts?`;
    if (await saysYes(question)) return;
    throw new RollcallError('undecided', 'Nothing was saved.');
  }
  throw new RollcallError('undecided', `${what} Sample contacts would mix with its own.`, {
    hint: 'Nothing was saved. To go ahead, add --yes. To just try it, use an empty data folder: DATA_DIR=sample npm run seed.',
  });
}

/** Rewrites one line on a terminal; prints nothing if the output goes to a file. */
function showProgress(total: number): (done: number) => void {
  return (done) => {
    if (process.stderr.isTTY)
      process.stderr.write(`\r${done} of ${total} contacts${done === total ? '\n' : ''}`);
  };
}
