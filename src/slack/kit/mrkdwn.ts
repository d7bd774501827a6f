import { clip } from '../../lib/words.ts';

declare const made: unique symbol;

/**
 * Text in Slack's markup. Only this file creates it, so that no user's text gets in unescaped: Slack reads an
 * unescaped `<!channel>` in a contact's name as a call to the whole channel. Words without markup are plain
 * strings; blocks and messages (message.ts) accept only this.
 */
export type Mrkdwn = string & { readonly [made]: true };

/**
 * Our own markup with placeholders for safe values. A plain string in a placeholder is a type error: pass it
 * through `escaped`, `bold` or `code` first.
 *
 * @example md`:label: Tagged ${counted(2, 'contact')} ${code(tag.name)}.`
 */
export function md(words: TemplateStringsArray, ...holes: (Mrkdwn | number | '')[]): Mrkdwn {
  return words.reduce((text, part, index) => `${text}${holes[index - 1]}${part}`) as Mrkdwn;
}

/** Pieces of markup with a separator between them. */
export function joined(
  parts: readonly Mrkdwn[],
  between: '\n' | ', ' | '  ·  ' | ' · ' | ' or ' | ' and ' | '' = '\n',
): Mrkdwn {
  return parts.join(between) as Mrkdwn;
}

/**
 * A user's text, or any text that may repeat one, on a single line. Markup in it appears as it was typed:
 * `&`, `<` and `>` become entities. Slack has no escape for the marks of bold, italic, struck and code text,
 * so a mark that would begin or end one becomes its look-alike. Marks that change the direction of writing
 * are removed: they would change ours too.
 *
 * @example escaped('*<!channel>* snake_case') // '∗&lt;!channel&gt;∗ snake_case'
 */
export function escaped(text: string): Mrkdwn {
  return escapedLines(text.replace(/[\r\n\u2028\u2029]+/g, ' '));
}

/** The same with its line breaks, for text of several lines. */
export function escapedLines(text: string): Mrkdwn {
  return entities(shielded(text)) as Mrkdwn;
}

/**
 * Our own sentence that repeats what people wrote. The names that it offers between backticks become code;
 * everything else is escaped.
 *
 * @example sentence('No tag "v*p". Did you mean `vip`?')
 */
export function sentence(text: string): Mrkdwn {
  const pieces = text.split(/(?<=\b(?:mean|be|or) )`([^`\n]+)`/);
  return joined(
    pieces.map((piece, index) => (index % 2 === 1 ? code(piece) : escapedLines(piece))),
    '',
  );
}

/** As inline code, on one line. In code only a backtick has a meaning. */
export function code(text: string): Mrkdwn {
  return `\`${entities(text.replaceAll('`', 'ˋ').replace(/[\r\n\u2028\u2029]+/g, ' '))}\`` as Mrkdwn;
}

/** As a block of code with several lines. */
export function codeBlock(lines: readonly string[]): Mrkdwn {
  return `\`\`\`${entities(lines.join('\n').replaceAll('`', 'ˋ'))}\`\`\`` as Mrkdwn;
}

export function bold(text: string): Mrkdwn {
  return `*${escaped(text.replaceAll('*', '∗'))}*` as Mrkdwn;
}

/** `1234567` as `1,234,567`. */
export function count(value: number): Mrkdwn {
  return value.toLocaleString('en-US') as Mrkdwn;
}

/** `counted(1, 'contact')` is "1 contact", `counted(2, 'contact')` "2 contacts". */
export function counted(value: number, one: string, many = `${one}s`): Mrkdwn {
  return md`${count(value)} ${escaped(value === 1 ? one : many)}`;
}

/** A moment as each reader's own clock shows it; in UTC if a client can't. */
export function moment(at: Date): Mrkdwn {
  const fallback = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty}, {time}|${fallback}>` as Mrkdwn;
}

/** The time of a moment that is now, as each reader's own clock shows it. Slack puts no word of ours beside it. */
export function clock(at: Date): Mrkdwn {
  const fallback = `${at.toISOString().slice(11, 16)} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1000)}^{time}|${fallback}>` as Mrkdwn;
}

/** Who did something: a Slack person by their name there, an API key or a provider by its own name. */
export function person(actor: string): Mrkdwn {
  if (actor === 'command line') return md`the command line`;
  return /^[UW][A-Z0-9]{2,}$/.test(actor) ? (`<@${actor}>` as Mrkdwn) : escaped(actor);
}

/** A channel by its name, for people who can see it. */
export const channelLink = (channel: string): Mrkdwn => `<#${channel.replace(/\W/g, '')}>` as Mrkdwn;

/** Cuts markup at Slack's limit for one text, without splitting an entity or a link or leaving code open. */
export function bounded(text: Mrkdwn, limit: number): Mrkdwn {
  if (text.length <= limit) return text;
  const whole = clip(text, limit - 1).replace(/(?:&[a-z]*|<[^>]*)…$/, '…');
  return ((whole.match(/`/g)?.length ?? 0) % 2 === 1 ? `${whole}\`` : whole) as Mrkdwn;
}

/**
 * What a person typed, recovered from Slack's version of it: links and addresses become their label
 * (`<mailto:a@x.org|a@x.org>` becomes `a@x.org`), and the three entities are decoded.
 */
export function typedText(text: string): string {
  return text
    .replace(/<mailto:([^<>|]*)(?:\|([^<>]*))?>/g, (_, address: string, label?: string) => label || address)
    .replace(/<((?:https?|tel):[^<>|]*)(?:\|([^<>]*))?>/g, (_, link: string, label?: string) => label || link)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

const entities = (text: string): string =>
  text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const lookAlikes: Record<string, string> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/**
 * Replaces marks at the edge of a word with their look-alikes. Between two letters, as in snake_case, or
 * between two blanks Slack ignores them. An underscore in an address stays, so that the address can be
 * copied.
 */
function shielded(text: string): string {
  return text.replace(/[*_~`]/g, (mark, at: number) => {
    const sides = [text[at - 1] ?? '', text[at + 1] ?? ''];
    const isPlain =
      sides.every((side) => /[\p{L}\p{N}]/u.test(side)) || sides.every((side) => /\s/.test(side));
    const isOfAddress = mark === '_' && /^[^\s@]*@/.test(text.slice(at + 1, at + 66));
    return isPlain || isOfAddress ? mark : (lookAlikes[mark] ?? mark);
  });
}
