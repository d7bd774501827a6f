import type { Problem } from '../lib/problem.ts';
import { fold } from '../lib/texts.ts';
import { allNodes, lettersOf, type MarkdownNode } from './markdown.ts';
import type { Merge, MergeChoice } from './merge-fields.ts';
import { letters, mergeOf } from './template.ts';

/** Something in a mail that its author may want to change before it goes out. It stops nothing. */
export interface Remark {
  kind: 'http-link' | 'empty-link' | 'no-description' | 'html-as-text' | 'not-read' | 'clipped' | 'large';
  message: string;
}

/** The links and images of a mail. */
const addressed = (nodes: readonly MarkdownNode[]): MarkdownNode[] =>
  allNodes(nodes).filter(({ type }) => type === 'link' || type === 'image');

/**
 * What is wrong with the addresses of links and images: each has to be whole, and no merge field may decide
 * to which server it leads.
 *
 * @param text the source with letters for its fields; `at` counts in it
 */
export function addressProblems(
  nodes: readonly MarkdownNode[],
  { text, merges }: { text: string; merges: readonly Merge[] },
): Problem[] {
  return addressed(nodes).flatMap((node) => {
    const message = addressFault(node, merges);
    if (message === undefined) return [];
    const lineStart = text.split('\n', node.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
    const found = node.url === '' ? -1 : text.indexOf(node.url, lineStart);
    const at = Math.max(found, lineStart);
    return [{ at, length: found < 0 ? 0 : node.url.length, message, suggestions: [] }];
  });
}

/** What is wrong with the address of a link or an image; undefined if nothing is. */
export function addressFault(
  { type, url }: Pick<MarkdownNode, 'type' | 'url'>,
  merges: readonly Merge[],
): string | undefined {
  const noun = type === 'image' ? 'image' : 'link';
  if (url.trim() === '') return `This ${noun} has no address: write it in the round brackets.`;
  const [first] = url;
  if (first !== undefined && url.length === 1 && mergeOf(first, merges)?.isLink === true && noun === 'link')
    return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined && noun === 'link' && /unsub|opt.?out/i.test(url))
    return 'This is how another product writes a link to unsubscribe: here it leads to {{unsubscribe link}}.';
  if (scheme === undefined && letters().test(url[0] ?? ''))
    return `A field can't be where this ${noun} leads: begin its address with https://.`;
  const allowed = noun === 'image' ? ['http', 'https'] : ['http', 'https', 'mailto', 'tel'];
  if (scheme === undefined || !allowed.includes(scheme)) {
    return noun === 'image'
      ? 'Images are shown from the web: their address begins with https://.'
      : `This link leads nowhere: its address begins with https://${scheme === undefined ? '' : ', mailto: or tel:'}.`;
  }
  if (scheme !== 'http' && scheme !== 'https') return undefined;
  const host = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
  if (letters().test(host))
    return `A field can't be part of the server in this ${noun}: put it behind the first “/”.`;
  if (!URL.canParse(url.replace(letters(), 'x')))
    return `This ${noun} has an address that no browser opens: ${url.replaceAll(letters(), '…')}`;
  return undefined;
}

/** What an author may want to know about links, images and tags. */
export function remarksOn(nodes: readonly MarkdownNode[]): Remark[] {
  return allNodes(nodes).flatMap((node): Remark[] => {
    const place = `line ${node.line}`;
    if (
      node.type === 'link' &&
      lettersOf(node).trim() === '' &&
      !node.children.some(({ type }) => type === 'image')
    )
      return [{ kind: 'empty-link', message: `A link in ${place} has no text to click on.` }];
    if (node.type === 'link' && /^http:/i.test(node.url))
      return [
        {
          kind: 'http-link',
          message: `A link in ${place} is not encrypted: use https:// if the site has it.`,
        },
      ];
    if (node.type === 'image' && node.content.trim() === '')
      return [
        {
          kind: 'no-description',
          message: `An image in ${place} has no description: people whose mail program hides images see nothing there.`,
        },
      ];
    if (node.type === 'text' && /\]\((?:$|https?:|mailto:)/i.test(node.content))
      return [
        {
          kind: 'not-read',
          message: `A link or an image in ${place} can’t be read: in its address, write %20 for a blank; in its text, write \\[ and \\].`,
        },
      ];
    if (node.type === 'text' && /\{\.?button\}/.test(node.content))
      return [
        {
          kind: 'not-read',
          message: `{button} in ${place} is shown as it is written: it has to be directly after a link.`,
        },
      ];
    if (node.type === 'text' && /<\/?[a-z][^<>]*>/i.test(node.content))
      return [
        {
          kind: 'html-as-text',
          message: `Text in ${place} looks like HTML. People see it as it is written here.`,
        },
      ];
    return [];
  });
}

/** Names of fields in other brackets: people would read `Hi {name}`. */
export function remarksOnFields(parts: Record<string, string>, choices: readonly MergeChoice[]): Remark[] {
  return Object.entries(parts).flatMap(([part, text]) =>
    [...text.matchAll(/(?<![{\\])(?:\$?\{(?!\{)([\w .]+)\}|\[\[([\w .]+)\]\])(?!\})/g)].flatMap((found) => {
      const name = fold((found[1] ?? found[2] ?? '').replace(/[_.]+/g, ' '));
      if (!choices.some((choice) => fold(choice.name) === name)) return [];
      const message = `${found[0]} in the ${part} is shown as it is written: fields are in double braces, like {{${name}|…}}.`;
      return [{ kind: 'not-read' as const, message }];
    }),
  );
}

/** Gmail shows the first 102 KB of a mail, and a link to the rest: the one to unsubscribe is at the end. */
const CLIPPED = 102 * 1024;

/** What is to be said about the size of a mail's HTML, in bytes. */
export function remarksOnSize(bytes: number): Remark[] {
  const size = `${Math.ceil(bytes / 1024).toLocaleString('en-US')} KB`;
  if (bytes > CLIPPED)
    return [
      {
        kind: 'clipped',
        message: `The mail has ${size}. Gmail cuts mails off at 102 KB, and hides the link to unsubscribe.`,
      },
    ];
  if (bytes > CLIPPED * 0.8)
    return [{ kind: 'large', message: `The mail has ${size}. Gmail cuts mails off at 102 KB.` }];
  return [];
}
