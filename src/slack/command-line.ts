import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { Caller } from '../audience/caller.ts';
import { nearest } from '../words.ts';
import type { SlackDeps } from './deps.ts';
import { helpMessage } from './messages/help.ts';
import type { Message } from './messages/message.ts';
import { typedText } from './mrkdwn.ts';
import { showError } from './show-error.ts';

/** What a subcommand gets: who asks, and what stands after its word. */
export interface CommandRequest {
  deps: SlackDeps;
  caller: Caller;
  /** The text behind the subcommand's word, trimmed. */
  rest: string;
  command: SlackCommandMiddlewareArgs['command'];
  client: AllMiddlewareArgs['client'];
}

export interface Subcommand {
  /** How it is typed, behind the command: `new <name>: <rule>`. */
  usage: string;
  /** What it does, for the help: a few words. */
  does: string;
  /** Answers with a message, or with null when it answered in another way (a modal). */
  run(request: CommandRequest): Promise<Message | null>;
}

/** A slash command: what it does alone, and its subcommands by word. */
export interface Command {
  name: string;
  alone: Subcommand;
  subcommands: Record<string, Subcommand>;
}

type Listener = (args: SlackCommandMiddlewareArgs & AllMiddlewareArgs) => Promise<void>;

/** The Bolt listener of a command: acks at once, runs the subcommand, answers only to the person who asked. */
export function listenerFor(command: Command, deps: SlackDeps): Listener {
  return async ({ command: request, ack, respond, client }) => {
    await ack();
    let answer: Message | null;
    try {
      answer = await run(command, { deps, command: request, client });
    } catch (error) {
      answer = showError(error, deps.log);
    }
    if (answer !== null) await respond({ response_type: 'ephemeral', ...answer });
  };
}

/** `size recent vips` is the word "size" and the rest "recent vips". */
export function splitWord(text: string): { word: string; rest: string } {
  const trimmed = text.trim();
  const word = /^\S*/.exec(trimmed)?.[0] ?? '';
  return { word: word.toLowerCase(), rest: trimmed.slice(word.length).trim() };
}

async function run(
  command: Command,
  request: Pick<CommandRequest, 'deps' | 'command' | 'client'>,
): Promise<Message | null> {
  const { word, rest } = splitWord(typedText(request.command.text));
  if (word === 'help') return helpMessage(command);
  // "constructor" is a word that every object knows.
  const known = Object.hasOwn(command.subcommands, word) ? command.subcommands[word] : undefined;
  const subcommand = word === '' ? command.alone : known;
  if (subcommand === undefined) return helpMessage(command, { unknown: word, ...meant(command, word, rest) });
  const caller = await request.deps.callerOf(
    { teamId: request.command.team_id, userId: request.command.user_id },
    request.client,
  );
  return subcommand.run({ ...request, caller, rest });
}

/** The command line with the nearest subcommand in place of a mistyped one. */
function meant(command: Command, word: string, rest: string): { meant?: string } {
  const [close] = nearest(word, Object.keys(command.subcommands));
  return close === undefined ? {} : { meant: `${command.name} ${close}${rest === '' ? '' : ` ${rest}`}` };
}
