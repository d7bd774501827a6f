import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { z } from 'zod';
import type { Caller } from '../../audience/caller.ts';
import { requireRole } from '../../audience/permissions.ts';
import { RollcallError } from '../../errors.ts';
import { unquote } from '../../lib/quotes.ts';
import { cut, nearest } from '../../lib/words.ts';
import type { Message } from '../kit/message.ts';
import { typedText } from '../kit/mrkdwn.ts';
import { helpMessage, lineOffers } from '../workspace/messages-help.ts';
import type { AnswerTo } from './answer-to.ts';
import { answerLater } from './answers.ts';
import type { SlackDeps, SlackPerson } from './deps.ts';
import { type Asked, type askedMetadata, askedModal } from './forms-asked.ts';
import { textsInstead } from './instead.ts';
import { showError } from './show-error.ts';
import { isExpiredTrigger } from './slack-problems.ts';
import { openWindow } from './windows.ts';

/** What a subcommand gets: the person who asks, and the text after its word. */
export interface CommandRequest {
  deps: SlackDeps;
  caller: Caller;
  /** The text after the subcommand's word, trimmed. */
  rest: string;
  /** Answers with a modal: opens one, or replaces the one that asked for the argument. */
  open(title: string, make: () => Promise<ModalView>): Promise<null>;
  /** Where the answer of a modal that it opens goes. */
  answerTo: AnswerTo;
  /** The channel that it was typed in, if it was typed. */
  channel?: string | undefined;
  client: AllMiddlewareArgs['client'];
}

export interface Subcommand {
  /** How to type it after the command: `new <name>: <rule>`. */
  usage: string;
  /** What it does, for the help, in a few words. */
  does: string;
  /** What a form asks for if nothing is typed after its word. */
  asks?: Asked;
  /** It counts the sentence after its word, and so do the buttons of what may be meant instead. */
  isCount?: true;
  /** Answers with a message, or with null if it answered in another way (a modal). */
  run(request: CommandRequest): Promise<Message | null>;
}

/** A slash command: what it does without a word, and its subcommands by word. */
export interface Command {
  name: string;
  /** What it is for, in two lines, for the help. */
  about?: string;
  alone: Subcommand;
  subcommands: Record<string, Subcommand>;
  /** Whether something that `show` shows has this name: people type it right after the command. */
  isName?(deps: SlackDeps, caller: Caller, name: string): Promise<boolean>;
}

type Listener = (args: SlackCommandMiddlewareArgs & AllMiddlewareArgs) => Promise<void>;

/** The Bolt listener of a command: acks at once, runs the subcommand, and answers only its person. */
export function listenerFor(command: Command, deps: SlackDeps): Listener {
  return async ({ command: request, ack, client }) => {
    await ack();
    const { answer } = await answerTo(command, typedText(request.text), {
      deps,
      client,
      person: { teamId: request.team_id, userId: request.user_id },
      triggerId: request.trigger_id,
      answerTo: { url: request.response_url, replace: false },
      channel: request.channel_id,
    });
    if (answer === null) return;
    const to = { url: request.response_url, replace: false };
    await answerLater(deps, { client, userId: request.user_id, to }, answer);
  };
}

/** The source of a command line: a slash command, or a button that runs one. */
export type CommandSource = Pick<CommandRequest, 'deps' | 'client' | 'answerTo' | 'channel'> & {
  person: SlackPerson;
  /** Good for one modal, within three seconds. */
  triggerId: string;
};

/** The answer to a command line; null if it was given in another way (a modal). */
export interface Answered {
  answer: Message | null;
  isRefused: boolean;
}

/**
 * Runs what follows a command's name. Errors are answered in words; what may be meant instead is offered as
 * buttons that run the whole line.
 */
export async function answerTo(command: Command, text: string, source: CommandSource): Promise<Answered> {
  try {
    return { answer: await run(command, text, source), isRefused: false };
  } catch (error) {
    const offers = offersFor(command, text, error);
    return { answer: showError(error, source.deps.log, { offers }), isRefused: true };
  }
}

/** Undefined for a sentence that was to be counted: then the suggested ones are. */
function offersFor({ name, subcommands }: Command, text: string, error: unknown): KnownBlock[] | undefined {
  // The form can still be opened: the button has a trigger of its own.
  if (isExpiredTrigger(error)) return lineOffers([`${name} ${text}`.trim()]);
  const { word, rest } = splitWord(text);
  if (subcommands[word]?.isCount === true) return undefined;
  const others = error instanceof RollcallError ? error.lines : [];
  return lineOffers([...textsInstead(rest, error).map((instead) => `${name} ${word} ${instead}`), ...others]);
}

/** Splits `size recent vips` into the word "size" and the rest "recent vips". */
export function splitWord(text: string): { word: string; rest: string } {
  const trimmed = text.trim();
  const word = /^\S*/.exec(trimmed)?.[0] ?? '';
  return { word: word.toLowerCase(), rest: trimmed.slice(word.length).trim() };
}

async function run(command: Command, text: string, source: CommandSource): Promise<Message | null> {
  const { word, rest } = splitWord(text);
  if (word === 'help') return helpMessage(command);
  // "constructor" is a property of every object.
  const known = Object.hasOwn(command.subcommands, word) ? command.subcommands[word] : undefined;
  const subcommand = word === '' ? command.alone : known;
  const { person, triggerId, ...request } = source;
  const { deps, client, answerTo: to } = request;
  if (subcommand === undefined) {
    const name = unquote(text);
    const isNamed = await command.isName?.(deps, await deps.callerOf(person, client), name);
    const shown = isNamed === true ? { meant: `${command.name} show ${name}` } : undefined;
    return helpMessage(command, { unknown: word, ...(shown ?? meant(command, word, rest)) });
  }
  const caller = await deps.callerOf(person, client);
  const open: CommandRequest['open'] = async (title, make) => {
    await openWindow(deps, { client, triggerId, title }, make);
    return null;
  };
  const { asks } = subcommand;
  if (rest !== '' || asks === undefined) return subcommand.run({ ...request, caller, rest, open });
  requireRole(caller, ...asks.needs);
  return open(asks.title, async () => askedModal(asks, { to, command: command.name, word }));
}

/**
 * Asks in the subcommand's form for what was not typed.
 *
 * @param line.typed what was typed, by field
 */
export async function askForRest(
  { caller, open, answerTo: to }: CommandRequest,
  asked: Asked,
  { typed, ...line }: Omit<z.infer<typeof askedMetadata>, 'to'> & { typed: (string | undefined)[] },
): Promise<null> {
  requireRole(caller, ...asked.needs);
  return open(asked.title, async () =>
    askedModal(
      asked,
      { ...line, to },
      typed.map((part) => (part === undefined ? undefined : cut(part, 200))),
    ),
  );
}

/** The command line with the nearest subcommand instead of a mistyped one. */
function meant(command: Command, word: string, rest: string): { meant?: string } {
  const [close] = nearest(word, Object.keys(command.subcommands));
  return close === undefined ? {} : { meant: `${command.name} ${close}${rest === '' ? '' : ` ${rest}`}` };
}
