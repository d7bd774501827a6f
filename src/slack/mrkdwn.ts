/**
 * Text from people, made safe for mrkdwn: Slack reads `&`, `<` and `>` as markup, and an unescaped `<!channel>` in
 * somebody's name would call a whole channel. The one place where text meets mrkdwn.
 */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * What a person typed, out of what Slack made of it: links and addresses by their label (`<mailto:a@x.org|a@x.org>` is
 * `a@x.org`), and the three escapes undone.
 */
export function typedText(text: string): string {
  return text
    .replace(/<mailto:([^<>|]*)(?:\|([^<>]*))?>/g, (_, address: string, label?: string) => label || address)
    .replace(/<((?:https?|tel):[^<>|]*)(?:\|([^<>]*))?>/g, (_, link: string, label?: string) => label || link)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** As inline code, on one line. Backticks can't be escaped in mrkdwn, so they become the look-alike mark. */
export function code(text: string): string {
  return `\`${escaped(text.replaceAll('`', 'ˋ').replace(/[\r\n]+/g, ' '))}\``;
}

export function bold(text: string): string {
  return `*${escaped(text.replaceAll('*', '∗'))}*`;
}

/** `1234567` as `1,234,567`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `count(1, 'contact')` is "1 contact", `count(2, 'contact')` "2 contacts". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A moment as each reader's own clock shows it; `fallback` for clients that can't. */
export function moment(at: Date): string {
  const fallback = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} at {time}|${fallback}>`;
}

/** Who did something: a person of Slack by their name there, anyone else (an API key, a provider) as they are called. */
export function person(actor: string): string {
  if (actor === 'command line') return 'the command line';
  return /^[UW][A-Z0-9]{2,}$/.test(actor) ? `<@${actor}>` : escaped(actor);
}
