/**
 * The text of a message in Slack's markup, as Markdown: for messages of apps, which have no rich text.
 *
 * @example mrkdwnAsMarkdown('*Sale* at <https://acme.example|our shop>') // '**Sale** at [our shop](https://acme.example)'
 */
export function mrkdwnAsMarkdown(text: string): string {
  return text
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((piece, index) => entities(index % 2 === 1 ? piece : marked(piece)))
    .join('')
    .trim();
}

const marked = (text: string): string =>
  text
    .replace(/<((?:https?|mailto|tel):[^<>|]+)\|([^<>]+)>/g, '[$2]($1)')
    .replace(/<((?:https?|mailto|tel):[^<>|]+)>/g, (_, url: string) => url.replace(/^mailto:/, ''))
    .replace(/<[@#!][^<>|]*(?:\|([^<>]*))?>/g, (_, name?: string) => name ?? '@someone')
    .replace(/(^|[^\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])/g, '$1**$2**')
    .replace(/(^|[^\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])/g, '$1~~$2~~')
    .replace(/^(\s*)[•◦▪] /gm, '$1- ');

const entities = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
