import { markdownOf, type Run, type Style } from './rich-text-runs.ts';

// A message as Slack stores it (rich text), written as Markdown.

interface Element {
  type: string;
  text?: string;
  url?: string;
  name?: string;
  unicode?: string;
  range?: string;
  fallback?: string;
  value?: string;
  style?: Partial<Record<Style, boolean>> | string;
  indent?: number;
  offset?: number;
  elements?: Element[];
}

/** A block of Markdown, and whether the next one follows without a blank line. */
interface Block {
  lines: string;
  isItem: boolean;
}

/** Markdown indents what is inside an item of any list by this much. */
const INDENT = '    ';

/**
 * The rich text of a message as Markdown: bold, italic, struck, code, links, lists, quotes, emoji. Mentions become
 * plain words: a mail reaches people who aren't in Slack. Blocks of other kinds are left out.
 *
 * @example
 * richTextAsMarkdown([{ type: 'rich_text', elements: [{ type: 'rich_text_section',
 *   elements: [{ type: 'text', text: 'Hi', style: { bold: true } }] }] }]) // '**Hi**'
 */
export function richTextAsMarkdown(blocks: unknown): string {
  const texts = elementsIn(blocks).filter(({ type }) => type === 'rich_text');
  const written = texts.flatMap(({ elements = [] }) => blocksOf(elements));
  return written
    .map(({ lines, isItem }, index) => {
      if (index === 0) return lines;
      return `${isItem && written[index - 1]?.isItem === true ? '\n' : '\n\n'}${lines}`;
    })
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const elementsIn = (blocks: unknown): Element[] => (Array.isArray(blocks) ? (blocks as Element[]) : []);

function blocksOf(elements: readonly Element[]): Block[] {
  const written: Block[] = [];
  let depth = -1;
  for (const element of elements) {
    if (element.type !== 'rich_text_list') {
      depth = -1;
      const lines = blockOf(element);
      if (lines.trim() !== '') written.push({ lines, isItem: false });
      continue;
    }
    // An item can only be one level inside the one before it: deeper, it would be code.
    depth = Math.min(element.indent ?? 0, depth + 1);
    written.push(...itemsOf(element, depth));
  }
  return written;
}

function blockOf({ type, elements = [] }: Element): string {
  if (type === 'rich_text_preformatted') {
    const code = elements.map(({ text, url }) => text ?? url ?? '').join('');
    const fence = fenceFor(code);
    return `${fence}\n${code.replace(/\n$/, '')}\n${fence}`;
  }
  const lines = markdownOf(elements.flatMap(runsOf));
  if (type !== 'rich_text_quote') return lines;
  return lines
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

function itemsOf({ style, offset = 0, elements = [] }: Element, depth: number): Block[] {
  const indent = INDENT.repeat(depth);
  return elements.map(({ elements: inside = [] }, index) => {
    const mark = style === 'ordered' ? `${offset + index + 1}.` : '-';
    const lines = markdownOf(inside.flatMap(runsOf)).replace(/\n+/g, `\n${indent}${INDENT}`);
    return { lines: `${indent}${mark} ${lines}`, isItem: true };
  });
}

/** Longer than any run of backticks in the code. */
const fenceFor = (code: string): string => {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(longest + 1);
};

function runsOf(element: Element): Run[] {
  const { type, text = '', url = '', style } = element;
  const styles = typeof style === 'object' ? style : {};
  const run = (words: string): Run[] => (words === '' ? [] : [{ text: words, style: styles }]);
  switch (type) {
    case 'text':
      return run(text);
    case 'link':
      return [{ text: text === '' ? url.replace(/^mailto:/, '') : text, url, style: styles }];
    case 'emoji':
      return run(emoji(element));
    case 'broadcast':
      return run(`@${element.range ?? 'everyone'}`);
    case 'user':
    case 'usergroup':
      return run('@someone');
    case 'channel':
      return run('#a-channel');
    case 'date':
      return run(element.fallback ?? '');
    case 'color':
      return run(element.value ?? '');
    default:
      return run(text);
  }
}

/** `1f468-200d-1f4bb` as its characters; a team's own emoji by its name. */
function emoji({ name = '', unicode }: Element): string {
  const codes = unicode?.split('-').map((code) => Number.parseInt(code, 16)) ?? [];
  const isKnown = codes.length > 0 && codes.every((code) => code > 0 && code <= 0x10ffff);
  return isKnown ? String.fromCodePoint(...codes) : `:${name}:`;
}
