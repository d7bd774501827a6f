import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section } from '../kit/message.ts';
import { code, escaped, escapedLines, joined, md } from '../kit/mrkdwn.ts';

/** A form of a command, and what it does. */
interface Form {
  usage: string;
  does: string;
}

/** A command with its forms. */
interface Described {
  name: string;
  alone: Form;
  /** What it is for, above its forms. */
  about?: string;
  subcommands: Record<string, Form>;
}

/** Every form of a command with what it does. Above it, for an unknown word, what was probably meant. */
export function helpMessage(command: Described, mistake?: { unknown: string; meant?: string }): Message {
  const { name, alone, about, subcommands } = command;
  const forms = [
    md`${code(name)}  ${escaped(alone.does)}`,
    ...Object.values(subcommands).map(({ usage, does }) => md`${code(`${name} ${usage}`)}  ${escaped(does)}`),
    md`${code(`${name} help`)}  this list`,
  ];
  const blocks = [...(about === undefined ? [] : [section(escapedLines(about))]), section(joined(forms))];
  if (mistake === undefined) return message(blocks, `What ${name} can do`);
  const unknown = `${name} has no command "${clip(mistake.unknown, 40)}".`;
  const meant = mistake.meant === undefined ? '' : md` Did you mean ${code(clip(mistake.meant, 200))}?`;
  const warned = message([section(md`:warning: ${escaped(unknown)}${meant}`)], unknown);
  const offered = mistake.meant === undefined ? warned : withOffer(warned, mistake.meant);
  return { ...offered, blocks: [...offered.blocks, ...blocks, context(md`Nothing changed.`)] };
}

/** Slack's limit for a button's value. Half a command line would mean something else. */
const LONGEST_LINE = 2000;

/** A message with a button that runs a command line, if the line fits. */
export function withOffer(shown: Message, line: string): Message {
  if (line.length > LONGEST_LINE) return shown;
  return { ...shown, blocks: [...shown.blocks, buttons(button(line, actions.runCommand, line))] };
}
