import { statSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { RollcallError } from '../errors.ts';
import { nearest } from '../lib/words.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

const help = { help: { type: 'boolean', short: 'h' } } as const;

/**
 * Reads a command's arguments; every command knows `--help`.
 *
 * @param command its name, as in `npm run <command>`
 * @throws RollcallError `wrong-use` for an option that it doesn't have, or that lacks its value
 * @example readArguments('seed', ['--contacts', '5'], { contacts: { type: 'string' } }).values.contacts // '5'
 */
export function readArguments<const Given extends Options>(command: string, args: string[], options: Given) {
  try {
    return parseArgs<{ args: string[]; allowPositionals: true; options: Given & typeof help }>({
      args,
      allowPositionals: true,
      options: { ...options, ...help },
    });
  } catch (error) {
    throw wrongUse(command, sentenceOf(error as NodeJS.ErrnoException, { ...options, ...help }));
  }
}

/** The command was not used as its help says. Its exit code is 2. */
export const wrongUse = (command: string, message: string): RollcallError =>
  new RollcallError('wrong-use', message, { hint: `How to use it: npm run ${command} -- --help` });

/** The one file that a command names. @throws RollcallError `wrong-use` if it names none, or several */
export function onlyFile(command: string, positionals: string[], question: string): string {
  const [file, ...others] = positionals;
  if (file !== undefined && others.length === 0) return file;
  throw wrongUse(command, `${question} Name exactly one file.`);
}

/** @throws RollcallError `wrong-use` unless this is a file that exists */
export function checkFile(command: string, file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw wrongUse(command, `No file ${file}.`);
  if (!found.isFile()) throw wrongUse(command, `${file} is not a file that can be read.`);
}

/** @throws RollcallError `wrong-use` if anything is left over */
export function noMore(command: string, positionals: readonly string[]): void {
  const [first] = positionals;
  if (first !== undefined) throw wrongUse(command, `Nothing was expected at "${first}".`);
}

/** What Node says about arguments, in our words. */
function sentenceOf({ code, message }: NodeJS.ErrnoException, options: Options): string {
  const [, named = ''] = /'(?:-\w, )?(--?[^'\s=]+)/.exec(message) ?? [];
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const [close] = nearest(named.replace(/^-+/, ''), Object.keys(options));
      return `No option ${named}.${close === undefined ? '' : ` Did you mean --${close}?`}`;
    }
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return /does not take an argument/.test(message)
        ? `${named} takes no value.`
        : `${named} needs a value.`;
    default:
      return message;
  }
}
