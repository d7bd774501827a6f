import type { KnownBlock } from '@slack/types';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { offerRows } from '../core/offer-buttons.ts';
import { context, type Message, message, section } from '../kit/message.ts';
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
  const offers = lineOffers(mistake.meant === undefined ? [] : [mistake.meant]);
  return { ...warned, blocks: [...warned.blocks, ...offers, ...blocks, context(md`Nothing changed.`)] };
}

/** Buttons that run command lines, the best first. */
export const lineOffers = (lines: readonly string[]): KnownBlock[] =>
  offerRows(
    lines.map((line, index) => ({
      text: line,
      words: line,
      short: 'Run',
      action: `${actions.runCommand}.offer-${index}`,
      value: line,
    })),
  );
