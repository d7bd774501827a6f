import { createInterface } from 'node:readline/promises';
import type { AudienceDeps, Caller } from '../audience/caller.ts';
import { countOrphans, type Retried, retryKeptItems } from '../audience/events/kept-items.ts';
import {
  createWebhook,
  type ListedWebhook,
  listWebhooks,
  providerNamed,
  removeWebhook,
  webhookPath,
} from '../audience/events/webhooks.ts';
import { readPublicUrl } from '../config.ts';
import { RollcallError } from '../errors.ts';
import { readItem } from '../http/webhooks/adapters.ts';
import { defined } from '../lib/defined.ts';
import { providerFacts } from '../lib/providers.ts';
import { noMore, readArguments, wrongUse } from './arguments.ts';
import { exitCodeOf, runInWorkspace } from './command.ts';

const forms = Object.entries(providerFacts)
  .map(([provider, { name, secret }]) => `  ${provider.padEnd(9)} ${name}: ${secret}`)
  .join('\n');
const verbs = ['add', 'list', 'retry', 'remove'];
const usage = `npm run provider -- add <provider> [--team T…]      prompts for its secret, or reads it from a pipe
npm run provider -- list
npm run provider -- retry                             tries again to read unread items
npm run provider -- remove <number>

Email providers that report what happens to your mail. What each is verified with:
${forms}`;

/** `npm run provider`: works on the same folder whether the app is running or not. */
export async function run(args: string[]): Promise<number> {
  return exitCodeOf(async () => {
    const { values, positionals } = readArguments('provider', args, { team: { type: 'string' } });
    const [verb, word = '', ...others] = positionals;
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    if (!verbs.includes(verb ?? ''))
      throw wrongUse('provider', 'What do you want to do: add, list, retry or remove?');
    // Checked first, before anyone looks for its secret.
    noMore('provider', verb === 'list' || verb === 'retry' ? positionals.slice(1) : others);
    if (verb === 'add') checkProvider(word);
    if (verb === 'remove' && !/^\d{1,9}$/.test(word)) {
      throw wrongUse(
        'provider',
        'Which provider do you want to disconnect? Use its number: npm run provider -- list shows them.',
      );
    }
    // Not an argument: arguments end up in the shell's history and in the process list.
    const secret = verb === 'add' ? await asked() : '';
    const publicUrl = readPublicUrl();
    return runInWorkspace({ name: 'provider', team: values.team }, async (deps, caller) => {
      if (verb === 'add') {
        const made = await createWebhook(deps, caller, { provider: word, secret });
        const { name } = providerFacts[made.provider];
        return publicUrl === undefined
          ? `Enter this at ${name}, after your app's public address (set ROLLCALL_URL to see the whole address here):\n${webhookPath(made)}`
          : `Enter this at ${name}:\n${publicUrl}${webhookPath(made)}`;
      }
      if (verb === 'remove') {
        const { provider } = await removeWebhook(deps, caller, { id: Number(word) });
        return `Disconnected ${providerFacts[provider].name}: anything it sends to that address is refused from now on.`;
      }
      if (verb === 'retry') return retried(await retryKeptItems(deps, caller, { read: readItem }));
      return listed(deps, caller, publicUrl);
    });
  });
}

/** @throws RollcallError `wrong-use` */
function checkProvider(word: string): void {
  try {
    providerNamed(word);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    throw new RollcallError('wrong-use', error.message, defined({ hint: error.hint }));
  }
}

async function listed(deps: AudienceDeps, caller: Caller, publicUrl: string | undefined): Promise<string> {
  const webhooks = await listWebhooks(deps, caller);
  const orphans = await countOrphans(deps, caller, webhooks);
  const unread = webhooks.reduce((sum, { kept }) => sum + kept, orphans);
  const lines = webhooks.map((webhook) => lineOf(webhook, publicUrl));
  if (webhooks.length === 0)
    lines.push('No email provider is connected. Connect one with: npm run provider -- add <provider>');
  if (orphans > 0)
    lines.push(`${items(orphans)} from providers that are now disconnected can’t be read yet.`);
  if (unread > 0) lines.push(`\n${whatIsUnread}`);
  return lines.join('\n');
}

const whatIsUnread = `Unread items are kept encrypted for 30 days. After updating Rollcall, read them again with:
npm run provider -- retry`;

function lineOf(webhook: ListedWebhook, publicUrl: string | undefined): string {
  const last = webhook.lastAt === null ? 'nothing received yet' : `last ${webhook.lastAt.toISOString()}`;
  const came = [
    `${webhook.recorded} events`,
    `${webhook.unknown} for unknown addresses (${webhook.remembered} opt-outs remembered)`,
    `${webhook.ignored} ignored`,
    `${webhook.kept} unread`,
  ].join(', ');
  return `${webhook.id}  ${publicUrl ?? ''}${webhookPath(webhook)}  ${came}, ${last}`;
}

function retried({ read, left, recorded, unknown, remembered }: Retried): string {
  if (read + left === 0) return 'No unread items.';
  const rest = left === 0 ? 'Nothing left to read.' : `${items(left)} can’t be read yet.`;
  if (read === 0) return rest;
  const among = remembered === 0 ? '' : ` (${remembered} opt-outs remembered)`;
  return `Read ${items(read)}: ${recorded} events stored, ${unknown} for unknown addresses${among}. ${rest}`;
}

const items = (count: number): string => `${count} ${count === 1 ? 'item' : 'items'}`;

async function asked(): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(process.stdin.isTTY ? 'Secret: ' : '');
  } finally {
    lines.close();
  }
}
