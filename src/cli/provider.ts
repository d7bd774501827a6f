import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import {
  createWebhook,
  listWebhooks,
  providerFacts,
  removeWebhook,
  webhookPath,
} from '../audience/webhooks.ts';
import { readPublicUrl } from '../config.ts';
import { refusing, runInWorkspace } from './command.ts';

const forms = Object.entries(providerFacts)
  .map(([provider, { name, secret }]) => `  ${provider.padEnd(9)} ${name}: ${secret}`)
  .join('\n');
const usage = `npm run provider -- add <provider> [--team T…]      asks for its secret, or reads it from a pipe
npm run provider -- list
npm run provider -- remove <number>

Email providers that report what became of mails. What each is verified with:
${forms}`;

/** `npm run provider`: works while the app runs on the same folder, and while it does not. */
export async function run(args: string[]): Promise<number> {
  return refusing(usage, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { team: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const [verb, word = ''] = positionals;
    const known = verb === 'add' || verb === 'list' || verb === 'remove';
    if (values.help === true || !known) {
      process.stdout.write(`${usage}\n`);
      return values.help === true ? 0 : 1;
    }
    // Not an argument: those stand in the shell's history and in the list of processes.
    const secret = verb === 'add' ? await asked() : '';
    const publicUrl = readPublicUrl();
    return runInWorkspace({ team: values.team, usage }, async (deps, caller) => {
      if (verb === 'add') {
        const made = await createWebhook(deps, caller, { provider: word, secret });
        const { name } = providerFacts[made.provider];
        return publicUrl === undefined
          ? `Enter at ${name}, behind your app's public address (ROLLCALL_URL, when set, is put before it):\n${webhookPath(made)}`
          : `Enter at ${name}:\n${publicUrl}${webhookPath(made)}`;
      }
      if (verb === 'remove') {
        const { provider } = await removeWebhook(deps, caller, { id: Number(word) });
        return `What ${providerFacts[provider].name} sends there is not taken any more.`;
      }
      const webhooks = await listWebhooks(deps, caller);
      if (webhooks.length === 0)
        return 'No email provider is connected. Connect one with: npm run provider -- add <provider>';
      return webhooks
        .map((webhook) => {
          const last = webhook.lastAt === null ? 'nothing came yet' : `last ${webhook.lastAt.toISOString()}`;
          const came = `${webhook.recorded} events, ${webhook.unknown} of unknown addresses`;
          return `${webhook.id}  ${publicUrl ?? ''}${webhookPath(webhook)}  ${came}, ${last}`;
        })
        .join('\n');
    });
  });
}

async function asked(): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(process.stdin.isTTY ? 'Secret: ' : '');
  } finally {
    lines.close();
  }
}
