import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { readConfig } from '../config.ts';
import { RollcallError } from '../errors.ts';
import {
  messageText,
  type Render,
  renderBlocks,
  renderMessage,
} from '../playground/slack-server/plain-text.ts';
import type { Channel, Command, Message, Person, Workspace } from '../playground/slack-server/protocol.ts';
import { ask, findPlayground, type Patience, type Reply } from '../playground/slack-server/remote.ts';
import { readArguments, wrongUse } from './arguments.ts';
import { type Colorable, type Paint, paintFor } from './color.ts';
import { inTerminal } from './mrkdwn.ts';

const usage = `Usage: npm run slack -- '/segments count signed up this month' [options]

Types a command into the running playground (npm start) and prints the answer. Without a command, it prompts for one
after another: Tab completes, the up arrow recalls earlier ones, exit or Ctrl-D leaves.

  --person ada        who types: a handle, a name or an ID (default: the first person)
  --channel general   where: a channel's name or ID, or "direct" for the app's own (default: the first channel)
  --url http://…      the playground's URL (default: port PORT, else 3000, on this machine)
  --wait 30           how many seconds to wait for an answer

Exit code: 0 for an answer; 1 for an error (it starts with ⚠️, or comes from the workspace itself), no answer
or no playground; 2 for wrong options. "npm run -s slack" prints the answer and nothing else.
`;

interface Terminal {
  input: Readable;
  output: Writable & Colorable;
  error: Writable & Colorable;
}

interface Visit {
  url: string;
  workspace: Workspace;
  person: Person;
  channel: Channel;
  patience: Patience;
}

/** `npm run slack`: sends what a person would type in the playground. Returns the exit code: 0, 1 or 2. */
export async function run(
  args: string[],
  terminal: Terminal = { input: process.stdin, output: process.stdout, error: process.stderr },
): Promise<number> {
  const { output, error } = terminal;
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(args);
  } catch (problem) {
    error.write(`${sentenceOf(problem)}\n`);
    return 2;
  }
  if (options.help) {
    output.write(usage);
    return 0;
  }
  try {
    const visit = await arrive(options);
    return options.text === '' ? await talk(visit, terminal) : await type(visit, options.text, terminal);
  } catch (problem) {
    error.write(`${sentenceOf(problem)}\n`);
    return problem instanceof RollcallError && problem.code === 'wrong-use' ? 2 : 1;
  }
}

function readOptions(args: string[]) {
  const { values, positionals } = readArguments('slack', args, {
    person: { type: 'string' },
    channel: { type: 'string' },
    url: { type: 'string' },
    wait: { type: 'string', default: '30' },
  });
  const seconds = Number(values.wait);
  if (!(seconds > 0)) throw wrongUse('slack', `--wait ${values.wait} is not a number of seconds.`);
  if (values.url !== undefined && !URL.canParse(values.url)) {
    throw wrongUse('slack', `--url ${values.url} is not a URL; write it like http://127.0.0.1:3000.`);
  }
  return { ...values, seconds, text: positionals.join(' ').trim() };
}

async function arrive(options: ReturnType<typeof readOptions>): Promise<Visit> {
  const url = options.url ?? `http://127.0.0.1:${readConfig().port}`;
  const workspace = await findPlayground(url).catch((cause: Error) => {
    throw new Error(`${cause.message} Start it with "npm start", or set its URL with --url.`, { cause });
  });
  const person = personNamed(workspace, options.person);
  const channel = channelNamed(workspace, person, options.channel);
  return { url, workspace, person, channel, patience: { answer: options.seconds * 1000, quiet: 400 } };
}

function personNamed({ people }: Workspace, name: string | undefined): Person {
  const wanted = name?.replace(/^@/, '').toLowerCase();
  const found = people.find(
    ({ id, name, realName }) =>
      wanted === undefined || [id, name, realName].some((word) => word.toLowerCase() === wanted),
  );
  if (found) return found;
  throw wrongUse('slack', `No person "${name}" here. People: ${people.map((one) => one.name).join(', ')}.`);
}

function channelNamed({ channels }: Workspace, person: Person, name: string | undefined): Channel {
  const open = channels.filter(({ members }) => members === undefined || members.includes(person.id));
  const wanted = name?.replace(/^#/, '').toLowerCase();
  const found = open.find((channel) =>
    wanted === 'direct'
      ? channel.kind === 'direct'
      : wanted === undefined || [channel.id, channel.name].some((word) => word.toLowerCase() === wanted),
  );
  if (found) return found;
  const names = open.map((channel) => (channel.kind === 'direct' ? 'direct' : channel.name));
  throw wrongUse('slack', `${person.name} is not in a channel "${name}". Channels: ${names.join(', ')}.`);
}

/** Sends one text and prints its answer. */
async function type(visit: Visit, text: string, { output, error }: Terminal): Promise<number> {
  const { url, workspace, person, channel, patience } = visit;
  const mention = `@${workspace.app.name}`.toLowerCase();
  const wantsAnswer =
    text.startsWith('/') || channel.kind === 'direct' || text.toLowerCase().includes(mention);
  const request = { person: person.id, channel: channel.id, text, wantsAnswer };
  const reply = await ask(url, request, patience);
  const paint = paintFor(output);
  const nameOf = nameIn(workspace);
  const printed = inWords(reply, (mrkdwn) => inTerminal(mrkdwn, paint, nameOf));
  if (printed !== '') output.write(`${printed}\n`);
  if (reply.modal) error.write(`This opens a form. Fill it in at ${url}, as ${person.realName}.\n`);
  if (printed !== '') return reply.messages.some(isError) ? 1 : 0;
  if (reply.outcome?.ok === false && 'notice' in reply.outcome) error.write(`${reply.outcome.notice}\n`);
  else if (wantsAnswer) error.write(`No answer within ${patience.answer / 1000} seconds.\n`);
  else return 0;
  return 1;
}

/** Sends texts one by one until the input ends. Returns the worst exit code. */
async function talk(visit: Visit, terminal: Terminal): Promise<number> {
  const { input, output } = terminal;
  const isTerminal = 'isTTY' in input && input.isTTY === true;
  const lines = createInterface({
    input,
    output,
    terminal: isTerminal,
    prompt: isTerminal ? `${visit.person.name} ${placeName(visit.channel)}> ` : '',
    historySize: 500,
    removeHistoryDuplicates: true,
    completer: (line: string): [string[], string] => [completions(line, visit.workspace.commands), line],
  });
  let worst = 0;
  if (isTerminal) output.write(`${greeting(visit, paintFor(output))}\n`);
  lines.prompt();
  for await (const line of lines) {
    const text = line.trim();
    if (text === 'exit' || text === 'quit') break;
    if (text !== '') worst = Math.max(worst, await type(visit, text, terminal));
    lines.prompt();
  }
  lines.close();
  return worst;
}

const placeName = ({ kind, name }: Channel): string => (kind === 'direct' ? name : `#${name}`);

/** What one can do here, above the first prompt. */
function greeting({ url, person, channel }: Visit, { dim }: Paint): string {
  return dim(
    `The playground at ${url}, as ${person.realName} in ${placeName(channel)}. Type a command, like /segments help. Tab completes, exit or Ctrl-D leaves.`,
  );
}

/**
 * What Tab offers after a line: commands, and after a command the words that its hint lists.
 *
 * @example completions('/tags n', commands) // ['/tags new ']
 */
function completions(line: string, commands: readonly Command[]): string[] {
  const all = commands.flatMap(({ command, usage_hint = '' }) => {
    const words = usage_hint.split('|').flatMap((part) => part.trim().split(' ')[0] ?? []);
    return line.startsWith(`${command} `) ? words.map((word) => `${command} ${word} `) : [`${command} `];
  });
  return [...new Set(all)].filter((each) => line.startsWith('/') && each.startsWith(line));
}

const nameIn =
  ({ people, channels, app }: Workspace) =>
  (id: string): string | undefined =>
    id === app.botUserId ? app.name : [...people, ...channels].find((each) => each.id === id)?.name;

function inWords({ messages, modal }: Reply, render: Render): string {
  const texts = messages.map((message) => renderMessage(message, render));
  if (modal) texts.push(`${modal.view.title.text}\n${renderBlocks(modal.view.blocks, render)}`);
  return texts.join('\n\n');
}

/**
 * The app starts a failed answer with a warning sign; the workspace itself only speaks up if something
 * failed.
 */
function isError(message: Message): boolean {
  return message.author.kind === 'slack' || messageText(message).startsWith(':warning:');
}

function sentenceOf(problem: unknown): string {
  if (problem instanceof RollcallError) return [problem.message, problem.hint].filter(Boolean).join('\n');
  return problem instanceof Error ? problem.message : String(problem);
}
