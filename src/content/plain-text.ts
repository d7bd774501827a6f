import { lettersOf, type MarkdownNode } from './markdown.ts';
import { asAddress } from './template.ts';

/** Markdown as the plain text of a mail: readable as it is, with the address of every link. */
export const mailText = (nodes: readonly MarkdownNode[]): string => blocksText(nodes);

const blocksText = (nodes: readonly MarkdownNode[]): string =>
  nodes
    .map(blockText)
    .filter((block) => block !== '')
    .join('\n\n');

function blockText(node: MarkdownNode): string {
  switch (node.type) {
    case 'heading': {
      const title = inlinesText(node.children);
      return node.tag === 'h1' || node.tag === 'h2'
        ? `${title}\n${(node.tag === 'h1' ? '=' : '-').repeat(Math.min(60, Math.max(3, title.length)))}`
        : title;
    }
    case 'bullet_list':
    case 'ordered_list':
      return node.children.map((item, place) => itemText(item, markOf(node, place))).join('\n');
    case 'blockquote':
      return prefixed(blocksText(node.children), '> ', '> ');
    case 'fence':
    case 'code_block':
      return prefixed(node.content.replace(/\n$/, ''), '    ', '    ');
    case 'hr':
      return '-----';
    case 'table':
      return tableText(node);
    default:
      return inlinesText(node.type === 'paragraph' ? node.children : [node]);
  }
}

const markOf = (list: MarkdownNode, place: number): string =>
  list.type === 'bullet_list' ? '- ' : `${list.start + place}. `;

const itemText = (item: MarkdownNode, mark: string): string =>
  prefixed(item.children.map(blockText).join('\n'), mark, ' '.repeat(mark.length));

const prefixed = (text: string, first: string, later: string): string =>
  text
    .split('\n')
    .map((line, place) => `${place === 0 ? first : later}${line}`.trimEnd())
    .join('\n');

const tableText = (table: MarkdownNode): string =>
  table.children
    .flatMap((part) => part.children)
    .map((row) => row.children.map((cell) => inlinesText(cell.children)).join(' | '))
    .join('\n');

const inlinesText = (nodes: readonly MarkdownNode[]): string => nodes.map(inlineText).join('').trim();

function inlineText(node: MarkdownNode): string {
  switch (node.type) {
    case 'softbreak':
    case 'hardbreak':
      return '\n';
    case 'link': {
      const words = inlinesText(node.children);
      const address = asAddress(node.url.replace(/^(?:mailto:([^?]*).*|tel:(.*))$/i, '$1$2'));
      if (asAddress(words) === address || words === '') return address;
      return node.isButton ? `${words}: ${address}` : `${words} (${address})`;
    }
    case 'image':
      return lettersOf(node);
    default:
      return node.content + node.children.map(inlineText).join('');
  }
}
