import MarkdownIt from 'markdown-it';

/** A part of a text in Markdown, with what stands inside it. */
export interface MarkdownNode {
  /** markdown-it's name without `_open`: `paragraph`, `strong`, `link`, `image`, `text` … */
  type: string;
  /** `h2`, for a heading. */
  tag: string;
  /** The letters of a text or of code. */
  content: string;
  /** The target of a link, or the address of an image. */
  url: string;
  /** The number with which a numbered list begins. */
  start: number;
  /** The line in the source on which its block begins, from 1. */
  line: number;
  /** A link that is shown as a button: `[Buy](https://…){button}`. */
  isButton: boolean;
  /** A paragraph in a list without blank lines between its items. */
  isTight: boolean;
  /** How a table's cell is aligned, if its column says so. */
  align: 'left' | 'center' | 'right' | undefined;
  children: MarkdownNode[];
}

// HTML inside Markdown is shown as text: a mail is only what its author sees in the preview.
const parser = MarkdownIt({ html: false, linkify: true, breaks: true });
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: true });
// Addresses stay as typed, with the letters for merge fields; `addresses.ts` says what is wrong with one.
parser.normalizeLink = (url) => url.replaceAll(' ', '%20');
parser.validateLink = () => true;

type Token = ReturnType<typeof parser.parse>[number];

/**
 * Reads a text in Markdown (CommonMark, with tables, struck words, bare links, and line breaks that count).
 *
 * @returns its blocks, in order
 */
export function readMarkdown(source: string): MarkdownNode[] {
  const root = nodeOf(undefined, 1);
  addAll(root, parser.parse(source, {}));
  return root.children;
}

function addAll(root: MarkdownNode, tokens: readonly Token[]): void {
  const open = [root];
  for (const token of tokens) {
    const parent = open.at(-1) ?? root;
    if (token.nesting === -1) {
      open.pop();
      continue;
    }
    const node = nodeOf(token, token.map === null ? parent.line : token.map[0] + 1);
    if (token.type === 'inline') addAll(parent, token.children ?? []);
    else parent.children.push(node);
    if (token.nesting === 1) open.push(node);
  }
  markButtons(root.children);
}

function nodeOf(token: Token | undefined, line: number): MarkdownNode {
  const attribute = (name: string) => String(token?.attrGet(name) ?? '');
  const align = /text-align:(left|center|right)/.exec(attribute('style'))?.[1];
  return {
    type: (token?.type ?? 'root').replace(/_open$/, ''),
    tag: token?.tag ?? '',
    content: token?.content ?? '',
    url: attribute('href') || attribute('src'),
    start: Number(attribute('start') || 1),
    line,
    isButton: false,
    isTight: token?.hidden ?? false,
    align: align as MarkdownNode['align'],
    children: [],
  };
}

const buttonMark = /^ ?\{button\}/;

/** A link with `{button}` behind it is a button. */
function markButtons(nodes: readonly MarkdownNode[]): void {
  for (const [place, node] of nodes.entries()) {
    markButtons(node.children);
    const next = nodes[place + 1];
    if (node.type !== 'link' || next?.type !== 'text' || !buttonMark.test(next.content)) continue;
    node.isButton = true;
    next.content = next.content.replace(buttonMark, '');
  }
}

/** The letters of a node and of all inside it, without marks: an image's are its description. */
export const lettersOf = (node: MarkdownNode): string =>
  node.type === 'softbreak' || node.type === 'hardbreak'
    ? ' '
    : node.content + node.children.map(lettersOf).join('');

/** All nodes, each before what is inside it. */
export const allNodes = (nodes: readonly MarkdownNode[]): MarkdownNode[] =>
  nodes.flatMap((node) => [node, ...allNodes(node.children)]);
