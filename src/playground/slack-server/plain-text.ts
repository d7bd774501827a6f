import type { AnyBlock, Message } from './protocol.ts';

/** Turns mrkdwn into what is shown of it. */
export type Render = (mrkdwn: string) => string;

/**
 * A message, or the blocks of a view, as plain text for terminals and tests. Buttons and other elements are
 * in square brackets, inputs appear as `Label: [initial value]`, table cells are between bars, blocks are on
 * lines of their own. Marks such as `*bold*` stay.
 */
export function messageText(message: Pick<Message, 'text' | 'blocks' | 'files'>): string {
  return renderMessage(message, withoutMarkup);
}

export function blocksText(blocks: AnyBlock[]): string {
  return renderBlocks(blocks, withoutMarkup);
}

/** The same with another way to show mrkdwn. */
export function renderMessage(message: Pick<Message, 'text' | 'blocks' | 'files'>, render: Render): string {
  const body = message.blocks ? renderBlocks(message.blocks, render) : render(message.text);
  const files = (message.files ?? []).map((file) => `[file ${file.name}]`);
  return [body, ...files].filter((part) => part !== '').join('\n');
}

export function renderBlocks(blocks: AnyBlock[], render: Render): string {
  return blocks
    .map((block) => blockText(block as LooseBlock, render))
    .filter((line) => line !== '')
    .join('\n');
}

/** mrkdwn with links and escapes resolved: `<https://x.org|here> &amp; there` becomes `here & there`. */
function withoutMarkup(mrkdwn: string): string {
  return mrkdwn
    .replaceAll(
      /<([^<>|]+)(?:\|([^<>]*))?>/g,
      (_, target: string, label?: string) => label || shownTarget(target),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

interface Node {
  type?: string;
  text?: string | Node;
  value?: unknown;
  url?: string;
  name?: string;
  user_id?: string;
  alt_text?: string;
  placeholder?: Node;
  initial_value?: unknown;
  initial_option?: Node;
  options?: Node[];
  elements?: Node[];
}
interface LooseBlock extends Node {
  fields?: Node[];
  accessory?: Node;
  element?: Node;
  label?: Node;
  hint?: Node;
  caption?: string;
  title?: string | Node;
  rows?: Node[][];
}

function blockText(block: LooseBlock, render: Render): string {
  const textOf = (node: string | Node | undefined) => shownText(node, render);
  const elementText = (element: Node | undefined) => shownElement(element, textOf);
  switch (block.type) {
    case 'divider':
      return '---';
    case 'section':
      return lines([textOf(block.text), ...(block.fields ?? []).map(textOf), elementText(block.accessory)]);
    case 'context':
      return (block.elements ?? []).map((one) => textOf(one) || (one.alt_text ?? '')).join(' ');
    case 'actions':
    case 'context_actions':
      return (block.elements ?? []).map(elementText).join(' ');
    case 'input':
      return lines([`${textOf(block.label)}: ${elementText(block.element)}`, textOf(block.hint)]);
    case 'image':
      return `[image ${textOf(block.title) || block.alt_text}]`;
    case 'table':
    case 'data_table':
      return lines([block.caption ?? '', ...(block.rows ?? []).map((row) => row.map(textOf).join(' | '))]);
    case 'data_visualization':
      return `[chart ${textOf(block.title)}]`;
    default:
      return textOf(block);
  }
}

/** The text of anything: a string, a text object, rich text with its parts. */
function shownText(node: string | Node | undefined, render: Render): string {
  const textOf = (part: string | Node | undefined) => shownText(part, render);
  if (node === undefined) return '';
  if (typeof node === 'string') return node;
  if (node.elements) return node.elements.map(textOf).join(node.type === 'rich_text' ? '\n' : '');
  if (node.type === 'mrkdwn') return render(String(node.text));
  if (node.text !== undefined) return textOf(node.text);
  if (node.type === 'emoji') return `:${node.name}:`;
  return node.url ?? node.user_id ?? '';
}

function shownElement(
  element: Node | undefined,
  textOf: (node: string | Node | undefined) => string,
): string {
  if (!element) return '';
  if (element.type === 'image') return `[image ${element.alt_text}]`;
  if (element.type === 'button') return `[${textOf(element.text)}]`;
  if (element.type === 'overflow') return '[…]';
  const chosen = element.initial_option?.text ?? element.initial_value;
  if (chosen !== undefined) return `[${textOf(chosen as Node)}]`;
  return element.options ? `[${element.options.map((one) => textOf(one.text)).join(' / ')}]` : '[ ]';
}

function shownTarget(target: string): string {
  if (target.startsWith('!date^')) return target;
  return target.replace(/^mailto:/, '').replace(/^!/, '@');
}

function lines(parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}
