import type { Command, Person, Workspace } from '../slack-server/protocol.ts';

/** A completion that the composer suggests. */
export interface Suggestion {
  key: string;
  /** The completed text, up to the caret. */
  completed: string;
  name: string;
  hint: string;
  description: string;
}

/** Commands while their name is being typed, people after an `@`, else nothing. `text` ends at the caret. */
export function suggest(text: string, workspace: Workspace): Suggestion[] {
  if (/^\/\S*$/.test(text)) return suggestCommands(text, workspace.commands);
  const mention = /(?:^|[\s(])@([\p{L}\p{N}._-]*)$/u.exec(text);
  if (!mention || text.startsWith('/')) return [];
  const typed = mention[1] ?? '';
  return suggestPeople(typed, text.slice(0, text.length - typed.length - 1), workspace);
}

/** The command that a text runs, once its name is complete. */
export function commandOf(text: string, commands: readonly Command[]): Command | undefined {
  const name = /^\/\S+/.exec(text)?.[0];
  return commands.find(({ command }) => command === name);
}

function suggestCommands(typed: string, commands: readonly Command[]): Suggestion[] {
  const wanted = typed.slice(1).toLowerCase();
  return commands
    .filter(({ command }) => command.slice(1).toLowerCase().includes(wanted))
    .sort((a, b) => Number(b.command.startsWith(typed)) - Number(a.command.startsWith(typed)))
    .map(({ command, description, usage_hint }) => ({
      key: command,
      completed: `${command} `,
      name: command,
      hint: usage_hint ?? '',
      description,
    }));
}

function suggestPeople(typed: string, before: string, workspace: Workspace): Suggestion[] {
  const wanted = typed.toLowerCase();
  return everyone(workspace)
    .filter(({ name, realName }) =>
      `${name} ${realName}`
        .toLowerCase()
        .split(/\s/)
        .some((word) => word.startsWith(wanted)),
    )
    .map(({ id, name, realName }) => ({
      key: id,
      completed: `${before}@${name} `,
      name: `@${name}`,
      hint: '',
      description: realName,
    }));
}

/** The app first: people mention it most often. */
function everyone({ app, people }: Workspace): Pick<Person, 'id' | 'name' | 'realName'>[] {
  return [{ id: app.botUserId, name: app.name, realName: 'App' }, ...people];
}
