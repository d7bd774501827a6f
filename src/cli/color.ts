/** What a stream must say about itself for this to decide whether it shows colors. */
export interface Colorable {
  isTTY?: boolean;
}

/** Ways to set words apart in a terminal; each returns them as they are where colors aren't wanted. */
export interface Paint {
  bold(words: string): string;
  dim(words: string): string;
  italic(words: string): string;
  strike(words: string): string;
  red(words: string): string;
  green(words: string): string;
  cyan(words: string): string;
}

/**
 * Colors for a stream: only if it is a terminal that can show them, and `NO_COLOR` isn't set (https://no-color.org). `FORCE_COLOR`
 * turns them on for a pipe, as in Node itself.
 */
export function paintFor(stream: Colorable, env: NodeJS.ProcessEnv = process.env): Paint {
  const { NO_COLOR = '', FORCE_COLOR, TERM } = env;
  const isForced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  const isOn = NO_COLOR === '' && (isForced || (stream.isTTY === true && TERM !== 'dumb'));
  const paint =
    (open: number, close: number) =>
    (words: string): string =>
      isOn && words !== '' ? `\u001B[${open}m${words}\u001B[${close}m` : words;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    italic: paint(3, 23),
    strike: paint(9, 29),
    red: paint(31, 39),
    green: paint(32, 39),
    cyan: paint(36, 39),
  };
}
